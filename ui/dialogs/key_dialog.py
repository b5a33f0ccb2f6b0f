"""Asking for a key file and its passphrase, and showing who would sign. Stores no secret."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services.key_files import Key, Term
from ui.dialogs.new_passphrase import KeyboardLine
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.growing_dialog import SecretDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.print_verdict import VerdictBlock, holder_block
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from ui.tasks import TaskRunner

_WIDTH = 680  # px
AskKey = Callable[[QWidget], str]
OpenKey = Callable[[Path, str], Key]


class KeyDialog(SecretDialog):
    """Opens a key in a first step; in the second, ``sign`` does what the key is for.

    Signals: ``said`` with a short confirmation when it was signed.

    Args:
        runner: Does the work.
        open_key: Opens the key.
        hint: What is done with it.
        signs: Text of the button when the key is in force.

    Attributes:
        ask_key: Asks for a key file; an empty answer leaves.
        file: The field with the key file.
    """

    said = Signal(str)

    def __init__(
        self,
        runner: "TaskRunner",
        open_key: OpenKey,
        hint: str,
        signs: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Passphrase of the key"), parent)
        self._runner, self._open_key, self._signs = runner, open_key, signs
        self._key: Key | None = None
        self.ask_key: AskKey = _ask_key
        self.file = Labelled(QLineEdit(), _("Key file (PKCS#12)"))
        self.file.field.setReadOnly(True)
        self.file.field.setObjectName("keyFile")
        self.secret.field.setObjectName("keyPassphrase")
        self._choose = KeyButton(_("Choose…"), "Ctrl+O", "key-round")
        self._choose.setObjectName("chooseKey")
        self._act = KeyButton("", "Enter", "file-check", "primary")
        self._act.setObjectName("signNow")
        self._act.setDefault(True)
        self._holder: VerdictBlock | None = None
        self._build(hint)
        self._choose.clicked.connect(self.choose_key)
        self._act.clicked.connect(self._go_on)
        self.changed.connect(self._review)
        self.secret.field.textChanged.connect(lambda _text: self._forget())
        bind(self, "Ctrl+O", self.choose_key)
        self._review()
        self._choose.setFocus()

    @property
    def key(self) -> Key | None:
        """The key that was opened; None before."""
        return self._key

    def choose_key(self) -> None:
        """Ask for a key file."""
        chosen = "" if self.is_busy else self.ask_key(self)
        if chosen:
            self.file.field.setText(chosen)
            self._forget()
            self.secret.field.setFocus()

    def open_key(self) -> None:
        """Open the key and show whose it is."""
        path, passphrase = Path(self.file.field.text()), self.secret.field.text()
        self.banner.clear()
        self.set_busy(True)
        self._runner.run_pool(
            lambda _report, _cancelled: self._open_key(path, passphrase),
            self,
            self._opened,
            self.refuse,
        )

    def sign(self) -> None:
        """Do what the key is for; called with an opened key."""
        raise NotImplementedError

    def holder_text(self) -> str:
        """Return what is said of the one who would sign; empty before the key is opened."""
        return "" if self._holder is None else self._holder.accessibleName()

    @override
    def refuse(self, error: KtaError) -> None:
        if error.code != "key-wrong-passphrase":
            super().refuse(error)
            return
        self.set_busy(False)
        self.secret.say(error.sentence(), "er")
        self.secret.field.selectAll()
        self.secret.field.setFocus()

    def _go_on(self) -> None:
        if self._key is None:
            self.open_key()
        else:
            self.sign()

    def _opened(self, key: Key) -> None:
        self.set_busy(False)
        self._key = key
        self._show(holder_block(key.holder, datetime.now(UTC).isoformat()))
        self._review()
        self._act.setFocus()

    def _show(self, block: VerdictBlock | None) -> None:
        if self._holder is not None:
            self._place.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = block
        if block is not None:
            self._place.addWidget(block)

    def _forget(self) -> None:
        """Let go of a key that was opened with what stood there before."""
        self._key = None
        self._show(None)
        self._review()

    def _review(self) -> None:
        ready = bool(self.file.field.text() and self.secret.field.text())
        self._act.set_text(self._offer())
        self._act.setEnabled(ready and not self.is_busy)
        self._choose.setEnabled(not self.is_busy)
        self._leave.setEnabled(not self.is_busy)

    def _offer(self) -> str:
        """Return what the button does next."""
        if self._key is None:
            return _("Opening the key…") if self.is_busy else _("Show who signs")
        if self.is_busy:
            return _("Signing…")
        now = datetime.now(UTC).isoformat()
        in_force = self._key.holder.term(now) is Term.IN_FORCE
        return self._signs if in_force else _("Sign all the same…")

    def _build(self, hint: str) -> None:
        self._leave = KeyButton(_("Leave"), "Esc")
        self._leave.clicked.connect(self.reject)
        entry = QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.file, 1)
        entry.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignBottom)
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(Label(hint, "body", "tx2"))
        column.addLayout(entry)
        column.addWidget(self.secret)
        column.addWidget(KeyboardLine(self.secret.field))
        column.addLayout(self._place)
        column.addWidget(self.banner)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._act))
        self.resize(_WIDTH, self.sizeHint().height())


def _ask_key(parent: QWidget) -> str:
    kinds = _("Keys (*.p12 *.pfx)")
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Key to sign with"), "", kinds)
    return chosen
