"""Putting a backup copy in the place of the workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.formatting import datetime_
from kta_desktop.i18n import _, language
from ui.dialogs.new_passphrase import KeyboardLine
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from kta_desktop.services.workspace import BackupInfo

_WIDTH = 560  # px


class RestoreCopyDialog(GrowingDialog):
    """Lists the copies of a locked workspace and asks for the passphrase of one.

    Args:
        copies: Newest first; at least one.

    Signals: ``wanted`` with the path of the copy and the passphrase.
    """

    wanted = Signal(object, str)

    def __init__(self, copies: "Sequence[BackupInfo]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("restore_copy")
        self.setWindowTitle(_("Restore a backup copy"))
        self._busy = False
        self._copies = Labelled(QComboBox(), _("Copy made on"))
        self._copies.field.setObjectName("copies")
        for info in copies:
            self._copies.field.addItem(datetime_(info.at, language()), info.path)
        self._secret = Labelled(PassphraseField(), _("Passphrase"))
        self._secret.field.setObjectName("copy_passphrase")
        self._keyboard = KeyboardLine(self._secret.field)
        self.banner = Banner()
        self._restore = KeyButton("", "Enter", "history", "primary")
        self._restore.setObjectName("restore")
        self._restore.setDefault(True)
        self._leave = KeyButton(_("Leave as it is"), "Esc")
        self._build()
        self._review()
        self._secret.field.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Say that the copy is being checked and put in place."""
        self._busy = busy
        self._review()

    def refuse(self, error: KtaError) -> None:
        """Say why nothing was restored."""
        self.set_busy(False)
        if error.code == "wrong-passphrase":
            self._secret.say(error.sentence(), "er")
            self._secret.field.selectAll()
            self._secret.field.setFocus()
        else:
            self.banner.show_error(error)

    def _build(self) -> None:
        hint = _(
            "The workspace of now is not deleted: it stays beside under another name. What was "
            "entered after the copy was made is in it alone."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        parts = (self._copies, self._secret, self._keyboard, self.banner)
        for part in (Label(hint, "body", "tx2"), *parts):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._restore))
        self._secret.field.textChanged.connect(self._type)
        self._restore.clicked.connect(self._ask)
        self._leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())

    def _type(self) -> None:
        self._secret.say("")
        self._review()

    def _review(self) -> None:
        self._restore.set_text(_("Restoring…") if self._busy else _("Restore this copy"))
        self._restore.setEnabled(bool(self._secret.field.text()) and not self._busy)
        self._leave.setEnabled(not self._busy)

    def _ask(self) -> None:
        self.banner.clear()
        copy: Path = self._copies.field.currentData()
        self.wanted.emit(copy, self._secret.field.text())

    @override
    def reject(self) -> None:
        if not self._busy:
            super().reject()
