"""Changing the passphrase: the old one, the new one twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.dialogs.new_passphrase import NewPassphrase
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.growing_dialog import SecretDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

_WIDTH = 620  # px


class ChangePassphraseDialog(SecretDialog):
    """Asks for both passphrases; stays open until the new one holds or it is left.

    Signals: ``wanted`` with the old and the new passphrase.
    """

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Passphrase of now"), parent)
        self.setObjectName("change_passphrase")
        self.setWindowTitle(_("Change the passphrase"))
        self.secret.field.setObjectName("old_passphrase")
        self.new = NewPassphrase()
        self.new.watch(self.secret.field)
        self._change = KeyButton("", "Enter", "key-round", "primary")
        self._change.setObjectName("change")
        self._change.setDefault(True)
        self._leave = KeyButton(_("Keep the passphrase of now"), "Esc")
        self.changed.connect(self._review)
        self._build()
        self._review()
        self.secret.field.setFocus()

    def _build(self) -> None:
        hint = _(
            "The audits are not encrypted anew: only the key to them is. The recovery key stays as "
            "it is, and the backup copies take the new passphrase too."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (Label(hint, "body", "tx2"), self.secret, self.new, self.banner):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._change))
        self.new.edited.connect(self._review)
        self._change.clicked.connect(self._ask)
        self._leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())

    def _review(self) -> None:
        ready = bool(self.secret.field.text() and self.new.passphrase())
        self._change.set_text(_("Changing the passphrase…") if self.is_busy else _("Change it"))
        self._change.setEnabled(ready and not self.is_busy)
        self._leave.setEnabled(not self.is_busy)

    def _ask(self) -> None:
        self.banner.clear()
        self.wanted.emit(self.secret.field.text(), self.new.passphrase())
