"""Unlocking: the passphrase, or the recovery key when it is forgotten."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from ui.dialogs.new_passphrase import KeyboardLine
from ui.dialogs.page_parts import action_bar, scrolled
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.shortcuts import bind
from ui.widgets.texts import Texts

_WAITS = (0, 1, 2, 5, 10, 20, 30)  # seconds after the n-th wrong passphrase in a row


class UnlockPage(QWidget):
    """One field. After wrong passphrases it takes growing waits before the next.

    Signals: ``tried`` with what was typed and whether it is a recovery key; ``other_wanted`` when
    another workspace is to be opened; ``copies_wanted`` when a backup copy is to be restored.
    """

    tried = Signal(str, bool)
    other_wanted = Signal()
    copies_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self._wrong, self._left, self._by_key, self._busy = 0, 0, False, False
        self._wrong_one: KtaError | None = None
        self.secret = Labelled(PassphraseField())
        self.secret.field.setObjectName("unlock_passphrase")
        self.key = Labelled(QLineEdit())
        self.key.field.setObjectName("unlock_key")
        self._keyboard = KeyboardLine(self.secret.field)
        self._where = Label("", "second", "tx3")
        self.banner = Banner()
        self._open = KeyButton("", "Enter", "lock", "primary")
        self._open.setObjectName("unlock")
        self._switch = KeyButton("", "F9", "key-round")
        self._switch.setObjectName("use_recovery_key")
        self._other = KeyButton("", "Ctrl+O", "folder-open")
        self._other.setObjectName("other_workspace")
        self._copies = KeyButton("", "F8", "history")
        self._copies.setObjectName("restore_copy")
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._build()
        self.retranslate()

    def show_place(self, path: str) -> None:
        """Say which file is to be opened."""
        self._where.setText(path)

    def set_busy(self, busy: bool) -> None:
        """Say that the key is being derived, which takes most of a second."""
        self._busy = busy
        self._review()

    def refuse(self, error: KtaError) -> None:
        """Say that it was the wrong one and wait before the next try."""
        self._left = _WAITS[min(self._wrong, len(_WAITS) - 1)]
        self._wrong += 1
        self._wrong_one = error
        if self._left:
            self._clock.start()
        self._show_wait()
        field = self.key.field if self._by_key else self.secret.field
        field.selectAll()
        field.setFocus()

    def fail(self, error: KtaError) -> None:
        """Say why the file cannot be opened, whatever is typed."""
        self._wrong_one = None
        self.banner.show_error(error)

    def reset(self) -> None:
        """Forget what was typed, as after locking; a wait that was begun goes on."""
        self.secret.field.clear()
        self.key.field.clear()
        self._wrong, self._wrong_one = 0, None
        self.banner.clear()
        self.focus_first()

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        (self.key if self._by_key else self.secret).field.setFocus()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self._keyboard.retranslate()
        self.secret.field.retranslate()
        self.banner.retranslate()
        if self._wrong_one is not None:
            self._show_wait()
        self._review()

    def _build(self) -> None:
        self._texts.add(self.secret.set_name, N_("Passphrase"))
        self._texts.add(self.key.set_name, N_("Recovery key: 8 groups of 4 letters"))
        self._texts.add(self._other.set_text, N_("Open another workspace…"))
        self._texts.add(self._copies.set_text, N_("Restore a copy…"))
        panel = Panel()
        self._texts.add(panel.set_title, N_("The data are locked"))
        panel.body.addWidget(self._where)
        panel.body.addWidget(self.secret)
        panel.body.addWidget(self.key)
        panel.body.addWidget(self._keyboard)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch(1)
        row.addWidget(self._copies)
        panel.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled((panel, self.banner)), 1)
        column.addWidget(action_bar((self._other, self._switch), ()))
        self.secret.field.textChanged.connect(self._review)
        self.key.field.textChanged.connect(self._review)
        self._open.clicked.connect(self._try)
        self._switch.clicked.connect(self._toggle)
        self._other.clicked.connect(self.other_wanted)
        self._copies.clicked.connect(self.copies_wanted)
        bind(self, "F8", self._copies.click)
        bind(self, "F9", self._toggle)
        bind(self, "Ctrl+O", self.other_wanted.emit)
        for key in ("Return", "Enter"):
            bind(self, key, self._try)

    def _typed(self) -> str:
        return (self.key if self._by_key else self.secret).field.text()

    def _review(self) -> None:
        self.secret.setVisible(not self._by_key)
        self.key.setVisible(self._by_key)
        self._switch.set_text(_("Use the passphrase") if self._by_key else _("Use recovery key"))
        self._open.set_text(_("Opening…") if self._busy else _("Unlock"))
        self._copies.setEnabled(not self._busy)
        self._open.setEnabled(bool(self._typed()) and not self._busy and not self._left)

    def _toggle(self) -> None:
        self._by_key = not self._by_key
        self._review()
        self.focus_first()

    def _try(self) -> None:
        if self._open.isEnabled():
            self.tried.emit(self._typed(), self._by_key)

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        if not self._left:
            self._clock.stop()
        self._show_wait()

    def _show_wait(self) -> None:
        parts = []
        if self._wrong_one is not None:
            parts = [self._wrong_one.sentence(), self._keyboard.sentence()]
        if self._left:
            parts.append(_("Next try in {seconds} s.").format(seconds=self._left))
        if parts:
            self.banner.show_message("error", " ".join(part for part in parts if part))
        else:
            self.banner.clear()
        self._review()
