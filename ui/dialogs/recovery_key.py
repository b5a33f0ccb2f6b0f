"""The recovery key: shown once, kept on paper, checked by typing one group of it."""

import random
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.ids import read_letters
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _, language
from ui.dialogs.page_parts import action_bar, scrolled
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind
from ui.widgets.texts import Texts

_IN_ROW = 4


class KeyNotSavedError(KtaError):
    """The file with the recovery key could not be written. Details: ``path``, ``reason``."""

    code = "key-not-saved"
    text = N_(
        "The recovery key was not written to {path}: {reason}. It is still shown here. Choose "
        "another folder."
    )


class RecoveryKeyPage(QWidget):
    """The last step of the first run.

    Signals:
        finished: The asked group was typed rightly.
        print_wanted: The page with the key is to be printed.
    """

    finished = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self._code = ""
        self._asked = 0
        self._holder = self._workspace = ""
        self.banner = Banner()
        self._groups = QWidget()
        self._grid = QGridLayout(self._groups)
        self._grid.setContentsMargins(0, 4, 0, 8)
        self._grid.setHorizontalSpacing(24)
        self._print = KeyButton("", "Ctrl+P", "printer", "primary")
        self._print.setObjectName("print_key")
        self._save = KeyButton("", "Ctrl+S", "save")
        self._save.setObjectName("save_key")
        self.check = Labelled(QLineEdit())
        self.check.field.setObjectName("check_group")
        self._next = KeyButton("", "Enter", kind="primary")
        self._next.setObjectName("open_workspace")
        self._build()
        self.retranslate()

    def show_code(self, code: str, holder: str, workspace: str = "") -> None:
        """Show ``code``, groups joined by hyphens; ``holder`` and ``workspace`` are printed."""
        self._code, self._holder, self._workspace = code, holder, workspace
        self._asked = random.SystemRandom().randrange(len(code.split("-")))
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, group in enumerate(code.split("-")):
            label = Label(f"{place + 1}.  {group}", "value", wrap=False)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setAccessibleName(" ".join(group))
            self._grid.addWidget(label, place // _IN_ROW, place % _IN_ROW)
        self.retranslate()
        self.check.field.setFocus()

    def asked_group(self) -> str:
        """Return the group that has to be typed."""
        return self._code.split("-")[self._asked]

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self.check.set_name(
            _("To be sure it was written down, type group {number}").format(number=self._asked + 1)
        )
        self._groups.setAccessibleName(_("Recovery key"))

    def save_to(self, path: Path) -> None:
        """Write the key as PDF, or as text if the name ends in ``.txt``.

        Raises:
            KeyNotSavedError: If the file cannot be written.
        """
        from kta_desktop.services import recovery_page

        try:
            if path.suffix.lower() == ".txt":
                text = recovery_page.as_text(self._code, self._holder, language())
                path.write_text(text, encoding="utf-8")
            else:
                self.write_page(path)
        except OSError as error:
            raise KeyNotSavedError(path=path, reason=error.strerror or "") from error
        except KtaError as error:
            reason = getattr(error.__cause__, "strerror", "")
            raise KeyNotSavedError(path=path, reason=reason) from error

    def write_page(self, path: Path) -> None:
        """Write the A4 page with the key.

        Raises:
            KtaError: If the file cannot be written.
        """
        from kta_desktop.services import recovery_page

        recovery_page.write_page(path, self._code, self._holder, self._workspace, language())

    def _build(self) -> None:
        self._texts.add(self._print.set_text, N_("Print the key"))
        self._texts.add(self._save.set_text, N_("Save as PDF or text…"))
        self._texts.add(self._next.set_text, N_("Check and open"))
        panel, check = Panel(), Panel()
        self._texts.add(panel.set_title, N_("Recovery key"))
        self._texts.add(check.set_title, N_("Check"))
        hint = Label("", "body", "tx2")
        self._texts.add(
            hint.setText,
            N_(
                "This key opens the data if the passphrase is forgotten. It is shown only now. "
                "Print it and keep it apart from this computer."
            ),
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._print)
        row.addWidget(self._save)
        row.addStretch(1)
        panel.body.addWidget(hint)
        panel.body.addWidget(self._groups)
        panel.body.addLayout(row)
        check.body.addWidget(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled((panel, check, self.banner)), 1)
        column.addWidget(action_bar((), (self._next,)))
        self._print.clicked.connect(self.print_wanted)
        self._save.clicked.connect(self._ask_where)
        bind(self, "Ctrl+P", self.print_wanted.emit)
        self._next.clicked.connect(self._check)
        bind(self, "Ctrl+S", self._ask_where)
        for key in ("Return", "Enter"):
            bind(self, key, self._check)

    def _check(self) -> None:
        if read_letters(self.check.field.text()) == self.asked_group():
            self.finished.emit()
        else:
            self.check.say(_("This is not group {number}.").format(number=self._asked + 1), "er")
            self.check.field.setFocus()

    def _ask_where(self) -> None:
        name = _("KTA recovery key") + ".pdf"
        kinds = _("PDF (*.pdf);;Text (*.txt)")
        chosen, _kind = QFileDialog.getSaveFileName(self, self._save.text(), name, kinds)
        if not chosen:
            return
        try:
            self.save_to(Path(chosen))
        except KtaError as error:
            self.banner.show_message("error", error.sentence())
        else:
            self.banner.show_message("ok", _("Written to {path}.").format(path=chosen))
