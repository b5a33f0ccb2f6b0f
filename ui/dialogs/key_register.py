"""Decisions about keys: accept after comparing, revoke with a reason, and the card of our own."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services.register import KeyRow
from ui.dialogs.page_parts import dialog_buttons
from ui.models import key_words
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.fingerprint import FingerprintView
from ui.widgets.growing_dialog import GrowingDialog
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.qr_view import QrView
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import bind

_WIDTH, _WIDE = 640, 760  # px
_SHOWN = 16  # letters by which a sentence names a key
AskTarget = Callable[[QWidget], str]


class _KeyDialog(GrowingDialog):
    """A dialog about one key with one action; it stays open until that is done or left."""

    def __init__(self, name: str, title: str, act: KeyButton, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.banner = Banner()
        self._act, self._leave = act, KeyButton(_("Leave as it is"), "Esc")
        self._act.setDefault(True)
        self._leave.clicked.connect(self.reject)

    def refuse(self, error: KtaError) -> None:
        """Say why nothing was decided; what was typed stays."""
        self._act.setEnabled(True)
        self.banner.show_error(error)

    def _set(self, parts: Sequence[QWidget]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (*parts, self.banner):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(self._leave, self._act))
        self.resize(_WIDTH, self.sizeHint().height())


class AcceptKeyDialog(_KeyDialog):
    """Compares a key with the printed sheet and gives it a role.

    Signals: ``wanted`` with the role, and the fingerprint of the key that it replaces or nothing.

    Args:
        key: The key.
        former: Other accepted keys of the same person.
    """

    wanted = Signal(str, str)

    def __init__(
        self, key: KeyRow, former: Sequence[KeyRow] = (), parent: QWidget | None = None
    ) -> None:
        act = KeyButton(_("Accept the key"), "Enter", "shield-check", "primary")
        act.setObjectName("acceptNow")
        super().__init__("acceptKeyDialog", _("Accept a key"), act, parent)
        self._key = key
        roles = [(name, _(word)) for name, word in key_words.ROLES.items()]
        self.role = Labelled(Segments(roles, digits=True), _("What the key may do"))
        self.role.field.set_value(key.role)
        self._fingerprint = FingerprintView()
        asked = _("Type the fingerprint as printed or as its owner says")
        self.typed = Labelled(QLineEdit(), asked)
        self.typed.field.setObjectName("typedFingerprint")
        self.compared = QCheckBox(_("I have compared it with the sheet or with its owner"))
        self.compared.setObjectName("comparedKey")
        self.replaces = QCheckBox()
        self.replaces.setObjectName("replacesKey")
        self._former = former[0].fingerprint if former else ""
        text = _("It replaces the key {key} of the same person, which is revoked")
        self.replaces.setText(text.format(key=key_words.grouped(self._former[:_SHOWN])))
        self.replaces.setVisible(bool(self._former))
        name = key.name or _("Nobody has shown a card of this key.")
        about = _("Whoever holds this key speaks for its owner: compare before you accept.")
        self._set(
            (
                Label(name, "strong"),
                Label(about, "body", "tx2"),
                self._fingerprint,
                self.typed,
                self.compared,
                self.role,
                self.replaces,
            )
        )
        self.typed.field.textChanged.connect(lambda _text: self._compare())
        self.compared.toggled.connect(lambda _on: self._review())
        act.clicked.connect(self._ask)
        self._compare()
        self.typed.field.setFocus()

    def _compare(self) -> None:
        typed = self.typed.field.text()
        self._fingerprint.show_key(self._key.fingerprint, typed)
        found = key_words.differences(self._key.fingerprint, typed)
        wrong = [str(n) for n, (_group, fits) in enumerate(found, start=1) if fits is False]
        if wrong:
            text = _("Does not fit in group {numbers}. Do not accept a key that differs.")
            self.typed.say(text.format(numbers=", ".join(wrong)), "er")
        elif key_words.is_same(self._key.fingerprint, typed):
            self.typed.say(_("Fits, letter by letter."), "ok")
            self.compared.setChecked(True)
        else:
            self.typed.say("")
        self._is_other = bool(wrong)
        self._review()

    def _review(self) -> None:
        self._act.setEnabled(self.compared.isChecked() and not self._is_other)

    def _ask(self) -> None:
        self._act.setEnabled(False)
        self.banner.clear()
        former = self._former if self.replaces.isChecked() else ""
        self.wanted.emit(self.role.field.value() or "auditor", former)


class RevokeKeyDialog(_KeyDialog):
    """Asks why a key is revoked, and says what follows.

    Signals: ``wanted`` with the reason.
    """

    wanted = Signal(str)

    def __init__(self, key: KeyRow, parent: QWidget | None = None) -> None:
        act = KeyButton(_("Revoke the key"), "Enter", "circle-slash", "danger")
        act.setObjectName("revokeNow")
        super().__init__("revokeKeyDialog", _("Revoke a key"), act, parent)
        fingerprint = FingerprintView()
        fingerprint.show_key(key.fingerprint)
        self.reason = Labelled(QLineEdit(), _("Reason, such as a lost laptop"))
        self.reason.field.setObjectName("revokeReason")
        about = _(
            "From now on versions signed by this key are held. What was taken in stays. The "
            "laptops learn it with the next exchange; the reason is read there."
        )
        name = key.name or _("Nobody has shown a card of this key.")
        self._set((Label(name, "strong"), fingerprint, Label(about, "body", "tx2"), self.reason))
        self.reason.field.textChanged.connect(lambda _text: self._review())
        act.clicked.connect(self._ask)
        self._review()
        self.reason.field.setFocus()

    def _review(self) -> None:
        self._act.setEnabled(bool(self.reason.field.text().strip()))

    def _ask(self) -> None:
        self._act.setEnabled(False)
        self.banner.clear()
        self.wanted.emit(self.reason.field.text().strip())


class OwnCardDialog(_KeyDialog):
    """The card of this workspace as a code and as a file.

    Args:
        text: The card as the text of a code.
        fingerprint: Of our key.
        card: The card as signed.

    Attributes:
        ask_target: Asks where to save; an empty answer leaves.
    """

    def __init__(
        self, text: str, fingerprint: str, card: bytes, parent: QWidget | None = None
    ) -> None:
        act = KeyButton(_("Save as a file…"), "Ctrl+S", "save", "primary")
        act.setObjectName("saveCard")
        super().__init__("ownCardDialog", _("Card of this workspace"), act, parent)
        self._text, self._card = text, card
        self.ask_target: AskTarget = _ask_target
        code = QrView()
        code.show_text(text)
        code.setAccessibleName(_("Code of the card"))
        shown = FingerprintView(columns=4)
        shown.show_key(fingerprint)
        copy = KeyButton(_("Copy as text"), "Ctrl+C", "clipboard-list")
        about = _(
            "Whoever scans the code or opens the file knows the key of this workspace and can "
            "encrypt to it. Nothing in it is secret."
        )
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addWidget(Label(about, "body", "tx2"))
        words.addWidget(Label(_("Fingerprint, as printed on the cover sheet"), "medium"))
        words.addWidget(shown)
        words.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        row.addWidget(code)
        row.addLayout(words, 1)
        self._set((both,))
        self._leave.set_text(_("Close"))
        self.resize(_WIDE, self.height())
        act.clicked.connect(self.save)
        copy.clicked.connect(self.copy)
        bind(self, "Ctrl+S", self.save)
        bind(self, "Ctrl+C", self.copy)

    def save(self) -> None:
        """Ask for a file and write the card into it."""
        target = self.ask_target(self)
        if not target:
            return
        try:
            Path(target).write_bytes(self._card)
        except OSError as error:
            text = _("The card was not written to {path}: {reason}. Choose another folder.")
            reason = error.strerror or ""
            self.banner.show_message("error", text.format(path=target, reason=reason))
        else:
            self.banner.show_message("ok", _("The card is written: {path}").format(path=target))

    def copy(self) -> None:
        """Put the card into the clipboard as text."""
        QGuiApplication.clipboard().setText(self._text)
        self.banner.show_message("ok", _("The card is in the clipboard."))


def _ask_target(parent: QWidget) -> str:
    title, kinds = _("Save the card"), _("Cards (*.json)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, "kta-card.json", kinds)
    return chosen
