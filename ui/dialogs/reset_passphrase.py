"""A new passphrase after the recovery key opened the data: the old one is forgotten."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from ui.dialogs.new_passphrase import NewPassphrase
from ui.dialogs.page_parts import action_bar, scrolled
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.shortcuts import bind
from ui.widgets.texts import Texts

_PASS = (N_("Open without a new passphrase"), "F8")


class ResetPassphrasePage(QWidget):
    """Stands before the data until a new passphrase holds, or it is locked again.

    Only if the new passphrase could not be written, the data open without one.

    Signals:
        chosen: The new passphrase.
        lock_wanted: The data are to be locked again.
        passed: The data are to be opened although no new passphrase holds.
    """

    chosen = Signal(str)
    lock_wanted = Signal()
    passed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self._busy = False
        self.secret = NewPassphrase()
        self.banner = Banner()
        self._set = KeyButton("", "Enter", "key-round", "primary")
        self._set.setObjectName("set_passphrase")
        self._lock = KeyButton("", "Esc", "lock")
        self._lock.setObjectName("lock_again")
        self._build()
        self.retranslate()

    def begin(self) -> None:
        """Forget what was typed and said before."""
        self.secret.clear()
        self.banner.clear()
        self.set_busy(False)
        self.focus_first()

    def set_busy(self, busy: bool) -> None:
        """Say that the key is being wrapped, which takes about a second."""
        self._busy = busy
        self._review()

    def refuse(self, error: KtaError) -> None:
        """Say why it does not hold, and let the data be opened all the same."""
        self.set_busy(False)
        self.banner.show_error(error, _PASS)

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        self.secret.first.field.setFocus()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        self.secret.retranslate()
        self.banner.retranslate()
        self._review()

    def _build(self) -> None:
        self._texts.add(self._lock.set_text, N_("Lock again"))
        panel = Panel()
        self._texts.add(panel.set_title, N_("New passphrase"))
        hint = Label("", "body", "tx2")
        self._texts.add(
            hint.setText,
            N_(
                "The recovery key fits. Set a new passphrase: the forgotten one will not open the "
                "data any more. The recovery key stays as it is, keep it."
            ),
        )
        panel.body.addWidget(hint)
        panel.body.addWidget(self.secret)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled((panel, self.banner)), 1)
        column.addWidget(action_bar((self._lock,), (self._set,)))
        self.secret.edited.connect(self._review)
        self._set.clicked.connect(self._choose)
        self._lock.clicked.connect(self._leave)
        self.banner.acted.connect(self.passed)
        bind(self, "Esc", self._leave)
        bind(self, "F8", self._pass)
        for key in ("Return", "Enter"):
            bind(self, key, self._choose)

    def _review(self) -> None:
        text = _("Changing the passphrase…") if self._busy else _("Set it and open")
        self._set.set_text(text)
        self._set.setEnabled(bool(self.secret.passphrase()) and not self._busy)
        self._lock.setEnabled(not self._busy)

    def _choose(self) -> None:
        if self._set.isEnabled():
            self.banner.clear()
            self.chosen.emit(self.secret.passphrase())
        elif not self._busy:
            self.banner.show_message(
                "warning",
                _("The data open once a new passphrase is typed twice, 8 signs or more."),
            )

    def _pass(self) -> None:
        if self.banner.has_offer() and not self._busy:
            self.passed.emit()

    def _leave(self) -> None:
        if not self._busy:
            self.lock_wanted.emit()
