"""Places of delivery: named, looked at, corrected, taken off the list."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services import remotes as service
from kta_desktop.services.remotes import RemoteInfo
from ui.dialogs.add_remote import AddRemoteDialog
from ui.tasks import TaskRunner
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.tab_chain import chain, reading_order

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

WIDTH_PX = 620


class Places(QObject):
    """Asks for places and keeps them.

    Signals:
        changed: A place was named, corrected or taken off the list.
        said: What became of it, for the banner.
        failed: ``KtaError``.
    """

    changed = Signal()
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, owner: QWidget, workspace: "Workspace", runner: TaskRunner) -> None:
        super().__init__(owner)
        self._owner, self._workspace, self._runner = owner, workspace, runner

    def show(self) -> None:
        """List the places."""
        dialog = PlacesDialog(self._workspace, self._runner, self._owner)
        dialog.add_asked.connect(self.add)
        dialog.change_asked.connect(self.change)
        dialog.changed.connect(self.changed)
        self.changed.connect(dialog.reload)
        dialog.open()

    def add(self) -> None:
        """Ask for a new place."""
        self._ask(None)

    def change(self, name: str) -> None:
        """Ask for other settings of a place."""
        self._runner.run_db(
            lambda: service.listed(self._workspace),
            self,
            partial(self._change, name),
            self.failed.emit,
        )

    def _change(self, name: str, listed: Sequence[RemoteInfo]) -> None:
        known = next((place for place in listed if place.name == name), None)
        if known is not None:
            self._ask(known)

    def _ask(self, known: RemoteInfo | None) -> None:
        dialog = AddRemoteDialog(self._workspace, self._runner, known, self._owner)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, place: RemoteInfo) -> None:
        text = _("«{name}» is on the list. «Send» brings results there.")
        if place.pending:
            text = _(
                "«{name}» is on the list. It cannot be reached now; the program sets it up as "
                "soon as it can."
            )
        self.said.emit(text.format(name=place.name))
        self.changed.emit()


class PlaceLine(QFrame):
    """One place with what can be done about it."""

    def __init__(self, place: RemoteInfo) -> None:
        super().__init__()
        self.place = place
        self.check = KeyButton(_("Check it"), "", "refresh-cw", small=True)
        self.change = KeyButton(_("Change…"), "", "pencil", small=True)
        self.remove = KeyButton(_("Take off the list"), "", "x", small=True)
        for button in (self.check, self.change, self.remove):
            button.setAccessibleName(f"{button.text()}: {place.name}")
        self.said = Label("", "second", "tx2")
        self.said.hide()
        acts = FlowLayout(gap=8)
        for button in (self.check, self.change, self.remove):
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        column.addWidget(Label(place.name, "medium"))
        column.addWidget(Label(place.url, "second", "tx2"))
        column.addWidget(self.said)
        column.addLayout(acts)

    def say(self, text: str, tone: str) -> None:
        """Show what a look at the place found."""
        self.said.setText(text)
        self.said.set_tone(tone)
        self.said.setVisible(bool(text))


class PlacesDialog(GrowingDialog):
    """The list of places.

    Signals: ``add_asked``; ``change_asked`` with a name; ``changed`` after one was taken off.
    """

    add_asked = Signal()
    change_asked = Signal(str)
    changed = Signal()

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Places of delivery"))
        self._workspace, self._runner = workspace, runner
        self._lines: list[PlaceLine] = []
        self.banner = Banner()
        about = Label(
            _(
                "Where results go. Taking a place off the list deletes nothing there; what still "
                "waits for it is not sent any more."
            ),
            "body",
            "tx2",
        )
        self._empty = Label(_("None yet. Add a folder, a USB stick or a network share."), "body")
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        add = KeyButton(_("Add a place…"), "", "plus", "primary")
        add.setObjectName("addPlace")
        add.clicked.connect(self.add_asked)
        leave = KeyButton(_("Close"), "Esc")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addWidget(self.banner)
        layout.addWidget(self._empty)
        layout.addLayout(self._column)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.resize(WIDTH_PX, self.sizeHint().height())
        self.reload()

    def reload(self) -> None:
        """Read the places again."""
        self._runner.run_db(
            lambda: service.listed(self._workspace), self, self._show, self.banner.show_error
        )

    def lines(self) -> tuple[PlaceLine, ...]:
        """Return what is listed."""
        return tuple(self._lines)

    def _show(self, places: Sequence[RemoteInfo]) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [PlaceLine(place) for place in places]
        self._empty.setVisible(not places)
        for line in self._lines:
            self._column.addWidget(line)
            name = line.place.name
            line.check.clicked.connect(partial(self._check, line))
            line.change.clicked.connect(partial(self._change, name))
            line.remove.clicked.connect(partial(self._remove, name))

        layout = self.layout()
        if layout is not None:  # lines that came since stand last otherwise
            chain(list(reading_order(layout)))

    def _change(self, name: str, _on: object = None) -> None:
        self.change_asked.emit(name)

    def _check(self, line: PlaceLine, _on: object = None) -> None:
        line.check.setEnabled(False)
        line.say(_("Asking…"), "tx2")
        name = line.place.name
        self._runner.run_pool(
            lambda _report, _cancelled: service.check(self._workspace, name).sentence(),
            line,
            partial(_told, line, "ok"),
            lambda error: _told(line, "er", error.sentence()),
        )

    def _remove(self, name: str, _on: object = None) -> None:
        work: Callable[[], None] = partial(service.remove, self._workspace, name)
        self._runner.run_db(work, self, lambda _none: self._removed(), self.banner.show_error)

    def _removed(self) -> None:
        self.changed.emit()
        self.reload()


def _told(line: PlaceLine, tone: str, text: str) -> None:
    line.check.setEnabled(True)
    line.say(text, tone)
