"""Putting a backup copy in the place of the workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kta_desktop.formatting import datetime_
from kta_desktop.i18n import _, language
from ui.dialogs.new_passphrase import KeyboardLine
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.growing_dialog import SecretDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled

if TYPE_CHECKING:
    from kta_desktop.services.workspace import BackupInfo

_WIDTH = 560  # px


class RestoreCopyDialog(SecretDialog):
    """Lists the copies of a locked workspace and asks for the passphrase of one.

    Args:
        copies: Newest first; at least one.

    Signals: ``wanted`` with the path of the copy and the passphrase.
    """

    wanted = Signal(object, str)

    def __init__(self, copies: "Sequence[BackupInfo]", parent: QWidget | None = None) -> None:
        super().__init__(_("Passphrase"), parent)
        self.setObjectName("restore_copy")
        self.setWindowTitle(_("Restore a backup copy"))
        self._copies = Labelled(QComboBox(), _("Copy made on"))
        self._copies.field.setObjectName("copies")
        for info in copies:
            self._copies.field.addItem(datetime_(info.at, language()), info.path)
        self.secret.field.setObjectName("copy_passphrase")
        self._keyboard = KeyboardLine(self.secret.field)
        self._restore = KeyButton("", "Enter", "history", "primary")
        self._restore.setObjectName("restore")
        self._restore.setDefault(True)
        self._leave = KeyButton(_("Leave as it is"), "Esc")
        self.changed.connect(self._review)
        self._build()
        self._review()
        self.secret.field.setFocus()

    def _build(self) -> None:
        hint = _(
            "The workspace of now is not deleted: it stays beside under another name. What was "
            "entered after the copy was made is in it alone."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        parts = (self._copies, self.secret, self._keyboard, self.banner)
        for part in (Label(hint, "body", "tx2"), *parts):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._restore))
        self._restore.clicked.connect(self._ask)
        self._leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())

    def _review(self) -> None:
        self._restore.set_text(_("Restoring…") if self.is_busy else _("Restore this copy"))
        self._restore.setEnabled(bool(self.secret.field.text()) and not self.is_busy)
        self._leave.setEnabled(not self.is_busy)

    def _ask(self) -> None:
        self.banner.clear()
        copy: Path = self._copies.field.currentData()
        self.wanted.emit(copy, self.secret.field.text())
