"""Sessions of an audit that ended: one line each, and the whole protocol when unfolded."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme.tokens import PADDING, PANEL_RADIUS
from ui.widgets.chip import Chip
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.session_body import SessionBody
from ui.widgets.session_words import ProtocolShown, SessionShown

_CHIP_TONES = {"ok": "ok", "er": "error", "nd": "unclear", "na": "neutral"}
_FOLD_PX = 18


class SessionCard(QFrame):
    """One session; an unfinished one offers to be finished from what is on disk.

    Enter unfolds and folds it, or finishes an unfinished one.

    Signals:
        recover_asked: id of the session that is to be finished.
        unfolded: id of the session whose protocol is to be shown.
    """

    recover_asked = Signal(str)
    unfolded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: SessionShown | None = None
        self._is_open = False
        self._fold = IconLabel("chevron-right", "tx2", _FOLD_PX)
        self._title, self._when = Label("", "panel"), Label("", "second", "tx2")
        self._result = Label("", "medium")
        self._verdict, self._simulated = Chip(), Chip()
        self._recover = KeyButton("", "Enter", "history", "primary")
        self._recover.setObjectName("recoverSession")
        self._recover.clicked.connect(self._act)
        self._waiting = Label("", "second", "tx2")
        self.body: SessionBody | None = None
        self._lay_out()

    @property
    def is_open(self) -> bool:
        """Whether the protocol is shown, or on its way."""
        return self._is_open

    @property
    def session(self) -> str:
        """Id of the session; empty before there is one."""
        return self._shown.id if self._shown is not None else ""

    def show_session(self, shown: SessionShown) -> None:
        """Show a session; another one than before is folded."""
        if self._shown is None or shown.id != self._shown.id or shown.verdict is None:
            self.set_open(is_open=False)
        self._shown = shown
        self._title.setText(shown.title)
        self._when.setText(shown.when)
        self._result.setText(shown.result)
        self._verdict.setVisible(shown.verdict is not None)
        if shown.verdict is not None:
            word, icon, tone = shown.verdict
            self._verdict.show_state(word, icon, _CHIP_TONES[tone])
        self._simulated.setVisible(shown.simulated)
        self._simulated.show_state(_("Simulated instrument"), "info", "warning")
        self._recover.setVisible(shown.verdict is None)
        self._recover.set_text(_("Finish from the stored readings"))
        self._fold.setVisible(shown.verdict is not None)
        said = [shown.title, shown.when, shown.result]
        if shown.simulated:
            said.insert(0, _("Simulated instrument"))
        self.setAccessibleName(". ".join(said))

    def show_protocol(self, shown: ProtocolShown) -> None:
        """Show the protocol below the line, if it is still wanted."""
        if not self._is_open:
            return
        if self.body is None:
            self.body = SessionBody()
            self._column.addWidget(self.body)
        self._waiting.hide()
        self.body.show_protocol(shown)
        self.body.show()

    def set_open(self, *, is_open: bool) -> None:
        """Unfold or fold."""
        if is_open == self._is_open:
            return
        self._is_open = is_open
        self._fold.show_icon("chevron-down" if is_open else "chevron-right", "tx2")
        self.setAccessibleDescription(_("unfolded") if is_open else _("folded"))
        self._waiting.setText(_("The stored readings are being read"))
        self._waiting.setVisible(is_open)
        if is_open:
            self.unfolded.emit(self.session)
        elif self.body is not None:
            self.body.hide()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(6)
        chips.addWidget(self._simulated)
        chips.addWidget(self._verdict)
        head = QGridLayout()
        head.setHorizontalSpacing(8)
        head.setVerticalSpacing(4)
        head.addWidget(self._fold, 0, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 0, 1)
        head.addLayout(chips, 0, 2)
        head.addWidget(self._when, 1, 1, 1, 2)
        head.addWidget(self._result, 2, 1, 1, 2)
        head.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PADDING, 10, PADDING, 10)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._column.addWidget(self._waiting)
        self._column.addWidget(self._recover, 0, Qt.AlignmentFlag.AlignLeft)
        self._waiting.hide()

    def _act(self) -> None:
        if self._shown is None:
            return
        if self._shown.verdict is None:
            self.recover_asked.emit(self._shown.id)
        else:
            self.set_open(is_open=not self._is_open)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        top = self.body.y() if self.body is not None and self._is_open else self.height()
        if self._shown is not None and self._shown.verdict and event.position().y() < top:
            self._act()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(self, PANEL_RADIUS)


class SessionList(QWidget):
    """All sessions of an audit, newest first; the newest is unfolded.

    Signals:
        recover_asked: id of an unfinished session.
        unfolded: id of a session whose protocol is to be brought by ``show_protocol``.
    """

    recover_asked = Signal(str)
    unfolded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[SessionCard] = []
        self._shown: tuple[SessionShown, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addStretch(1)

    def show_sessions(self, sessions: Sequence[SessionShown]) -> None:
        """Show ``sessions``; the newest is unfolded when it comes, one just finished as well."""
        known = {shown.id: shown.verdict for shown in self._shown}
        self._shown = tuple(sessions)
        opened = {card.session for card in self._cards if card.is_open}
        opened |= {shown.id for shown in sessions if known.get(shown.id, shown) is None}
        opened |= {shown.id for shown in sessions[:1] if shown.id not in known}
        while len(self._cards) < len(sessions):
            card = SessionCard(self)
            card.recover_asked.connect(self.recover_asked)
            card.unfolded.connect(self.unfolded)
            self._column.insertWidget(len(self._cards), card)
            self._cards.append(card)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(sessions))
            if place < len(sessions):
                shown = sessions[place]
                card.show_session(shown)
                card.set_open(is_open=shown.id in opened and shown.verdict is not None)

    def show_protocol(self, session: str, shown: ProtocolShown) -> None:
        """Show the protocol of a session that is unfolded."""
        for card in self._cards:
            if card.session == session:
                card.show_protocol(shown)

    def shown(self) -> tuple[SessionShown, ...]:
        """Return what is listed."""
        return self._shown

    def cards(self) -> tuple[SessionCard, ...]:
        """Return the cards of what is listed."""
        return tuple(self._cards[: len(self._shown)])
