"""Changing the passphrase: the old one, the new one twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.dialogs.new_passphrase import NewPassphrase
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.passphrase_field import PassphraseField

_WIDTH = 620  # px


class ChangePassphraseDialog(GrowingDialog):
    """Asks for both passphrases; stays open until the new one holds or it is left.

    Signals: ``wanted`` with the old and the new passphrase.
    """

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("change_passphrase")
        self.setWindowTitle(_("Change the passphrase"))
        self._busy = False
        self.old = Labelled(PassphraseField(), _("Passphrase of now"))
        self.old.field.setObjectName("old_passphrase")
        self.new = NewPassphrase()
        self.new.watch(self.old.field)
        self.banner = Banner()
        self._change = KeyButton("", "Enter", "key-round", "primary")
        self._change.setObjectName("change")
        self._change.setDefault(True)
        self._leave = KeyButton(_("Keep the passphrase of now"), "Esc")
        self._build()
        self._review()
        self.old.field.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Say that the key is being wrapped, which takes about a second and cannot be stopped."""
        self._busy = busy
        self._review()

    def refuse(self, error: KtaError) -> None:
        """Say why the old passphrase still holds; what was typed stays."""
        self.set_busy(False)
        if error.code == "wrong-passphrase":
            self.old.say(error.sentence(), "er")
            self.old.field.selectAll()
            self.old.field.setFocus()
        else:
            self.banner.show_error(error)

    def _build(self) -> None:
        hint = _(
            "The audits are not encrypted anew: only the key to them is. The recovery key stays as "
            "it is, and the backup copies take the new passphrase too."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (Label(hint, "body", "tx2"), self.old, self.new, self.banner):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._change))
        self.old.field.textChanged.connect(self._type_old)
        self.new.edited.connect(self._review)
        self._change.clicked.connect(self._ask)
        self._leave.clicked.connect(self.reject)
        self.resize(_WIDTH, self.sizeHint().height())

    def _type_old(self) -> None:
        self.old.say("")
        self._review()

    def _review(self) -> None:
        ready = bool(self.old.field.text() and self.new.passphrase())
        self._change.set_text(_("Changing the passphrase…") if self._busy else _("Change it"))
        self._change.setEnabled(ready and not self._busy)
        self._leave.setEnabled(not self._busy)

    def _ask(self) -> None:
        self.banner.clear()
        self.wanted.emit(self.old.field.text(), self.new.passphrase())

    @override
    def reject(self) -> None:
        if not self._busy:
            super().reject()
