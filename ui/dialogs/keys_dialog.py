"""All keys of the screen, F1; printed as a card to stand beside the computer."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir
from PySide6.QtWidgets import QAbstractSlider, QDialog, QGridLayout, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from ui.dialogs.page_parts import action_bar, open_at, pinned, scrolled
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.keycap import KeyCap
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from ui.tasks import TaskRunner

Keys = Sequence[tuple[str, str]]
_NOTHING_NAMED: Mapping[str, str] = {}


class KeysDialog(QDialog):
    """Two lists: the keys of the page and those that work everywhere.

    Args:
        page: Title of the page.
        own: Its keys.
        everywhere: The keys that work on all pages.
        parent: Widget it belongs to.
        runner: Where the card is set; without one it cannot be printed.
        now: What some keys would do at this moment: shown, but not printed.
    """

    def __init__(
        self,
        page: str,
        own: Keys,
        everywhere: Keys,
        parent: QWidget | None,
        runner: "TaskRunner | None" = None,
        now: Mapping[str, str] = _NOTHING_NAMED,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(_("Keys"))
        self._page, self._runner = page, runner
        self._lists = ((page, tuple(own)), (_("Everywhere"), tuple(everywhere)))
        self._folder = QTemporaryDir()
        self.banner = Banner()
        self.print = KeyButton(_("Print"), "Ctrl+P", "printer")
        self.print.setObjectName("printKeys")
        self.print.setVisible(runner is not None)
        self.print.clicked.connect(self._print)
        close = KeyButton(_("Close the list"), "Esc", kind="primary")
        close.setObjectName("close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        bind(self, "Ctrl+P", self._print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        named = [[(key, now.get(key, text)) for key, text in keys] for _page, keys in self._lists]
        titles = [title for title, _keys in self._lists]
        area = scrolled(tuple(map(_listed, titles, named)))
        column.addWidget(area, 1)
        column.addWidget(pinned(self.banner))
        column.addWidget(action_bar((self.print,), (close,)))
        bar = area.verticalScrollBar()
        action = QAbstractSlider.SliderAction
        bind(self, "PgDown", lambda: bar.triggerAction(action.SliderPageStepAdd))
        bind(self, "PgUp", lambda: bar.triggerAction(action.SliderPageStepSub))
        open_at(self, 520, 600)
        close.setFocus()

    def make_card(self, out: Path) -> Path:
        """Write the card into a file; for the pool."""
        from kta_desktop.services.key_card import key_card

        title = _("Keys: {page}").format(page=self._page)
        return key_card(title, self._lists, language(), out)

    def _print(self) -> None:
        if self._runner is None:
            return
        out = Path(self._folder.filePath("keys.pdf"))
        self.print.setEnabled(False)
        self._runner.run_pool(
            lambda _report, _cancelled: self._set(out), self, partial(self._send, out), self._fail
        )

    def _set(self, out: Path) -> int:
        from kta_desktop.services import printing

        return printing.page_count(self.make_card(out))

    def _send(self, card: Path, pages: int) -> None:
        from ui.widgets.print_job import PrintJob, ask_printer

        self.print.setEnabled(True)
        printer = ask_printer(self, pages)
        if printer is None or self._runner is None:
            return
        job = PrintJob(self._runner, card, pages, printer, self)
        job.finished.connect(lambda _pages: self._say("ok", _("The list was sent to the printer.")))
        job.failed.connect(self._fail)
        job.start()

    def _fail(self, error: KtaError) -> None:
        self.print.setEnabled(True)
        self._say("error", error.sentence())

    def _say(self, kind: str, text: str) -> None:
        self.banner.show_message(kind, text)


def _listed(title: str, keys: Keys) -> Panel:
    panel = Panel(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(1, 1)
    for row, (key, text) in enumerate(keys):
        grid.addWidget(KeyCap(key), row, 0)
        grid.addWidget(Label(text), row, 1)
    panel.body.addLayout(grid)
    return panel
