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
from ui.widgets.segments import Segments
from ui.widgets.session_body import SessionBody
from ui.widgets.session_words import ProtocolShown, ResultShown, SessionShown
from ui.widgets.shortcuts import bind

_CHIP_TONES = {"ok": "ok", "er": "error", "nd": "unclear", "na": "neutral"}
_MARK_ICONS = {"warning": "info", "error": "triangle-alert", "plain": "file-text"}
_FOLD_PX = 18


class _Results(QWidget):
    """A line for each quantity: what came of it, and its verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[Label, Chip]] = []

    def show_results(self, results: Sequence[ResultShown]) -> None:
        """Show ``results``; rows of before are used again."""
        while len(self._rows) < len(results):
            row, pair = len(self._rows), (Label("", "medium"), Chip())
            self._grid.addWidget(pair[0], row, 0)
            self._grid.addWidget(pair[1], row, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.append(pair)
        for place, (label, chip) in enumerate(self._rows):
            label.setVisible(place < len(results))
            chip.setVisible(place < len(results))
            if place < len(results):
                label.setText(spoken(results[place]))
                word, icon, tone = results[place].verdict
                chip.show_state(word, icon, _CHIP_TONES[tone])


def spoken(result: ResultShown) -> str:
    """Return a result with the name of its quantity before it, if it has one."""
    return f"{result.name}: {result.result}" if result.name else result.result


class SessionCard(QFrame):
    """One ended session. Enter unfolds and folds it, Alt+A opens its analysis.

    Signals:
        unfolded: ids of the session and of the channel whose protocol is to be shown.
        analysis_asked: id of the session.
    """

    unfolded = Signal(str, str)
    analysis_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: SessionShown | None = None
        self._is_open = False
        self._fold = IconLabel("chevron-right", "tx2", _FOLD_PX)
        self._title, self._when = Label("", "panel"), Label("", "second", "tx2")
        self._results = _Results()
        self._marks: list[Chip] = []
        self._analyse = KeyButton("", "Alt+A", "activity", small=True)
        self._analyse.setObjectName("analyse")
        self._analyse.clicked.connect(self._ask_analysis)
        bind(self, "Alt+A", self._ask_analysis, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._waiting = Label("", "second", "tx2")
        self._quantities = Segments([], small=True)
        self._quantities.setObjectName("protocolOf")
        self._quantities.chosen.connect(self._ask)
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

    @property
    def channel(self) -> str:
        """Id of the channel whose protocol is shown: the chosen one, else the first."""
        if self._shown is None:
            return ""
        known = [result.channel for result in self._shown.results]
        chosen = self._quantities.value()
        return chosen if chosen in known else known[0]

    def show_session(self, shown: SessionShown) -> None:
        """Show a session; another one than before is folded."""
        if self._shown is None or shown.id != self._shown.id:
            self.set_open(is_open=False)
        self._shown = shown
        self._title.setText(shown.title)
        self._when.setText(shown.when)
        self._results.show_results(shown.results)
        self._show_marks(shown.marks)
        self._analyse.set_text(_("Analysis"))
        self._quantities.set_options([(each.channel, each.name) for each in shown.results])
        self._quantities.setAccessibleName(_("Quantity whose protocol is shown"))
        self._quantities.set_value(self.channel)
        self._quantities.setVisible(self._is_open and len(shown.results) > 1)
        said = [word for word, _tone in shown.marks]
        said += [shown.title, shown.when, *(spoken(result) for result in shown.results)]
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
        several = self._shown is not None and len(self._shown.results) > 1
        self._quantities.setVisible(is_open and several)
        if is_open:
            self._ask()
        elif self.body is not None:
            self.body.hide()

    def _lay_out(self) -> None:
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._chips.addWidget(self._analyse)
        head = QGridLayout()
        head.setHorizontalSpacing(8)
        head.setVerticalSpacing(4)
        head.addWidget(self._fold, 0, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 0, 1)
        head.addLayout(self._chips, 0, 2)
        head.addWidget(self._when, 1, 1, 1, 2)
        head.addWidget(self._results, 2, 1, 1, 2)
        head.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PADDING, 10, PADDING, 10)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._column.addWidget(self._waiting)
        self._column.addWidget(self._quantities, 0, Qt.AlignmentFlag.AlignLeft)
        self._waiting.hide()
        self._quantities.hide()

    def _show_marks(self, marks: Sequence[tuple[str, str]]) -> None:
        while len(self._marks) < len(marks):
            chip = Chip()
            self._chips.insertWidget(len(self._marks), chip, 0, Qt.AlignmentFlag.AlignTop)
            self._marks.append(chip)
        for place, chip in enumerate(self._marks):
            chip.setVisible(place < len(marks))
            if place < len(marks):
                word, tone = marks[place]
                chip.show_state(word, _MARK_ICONS[tone], tone)

    def _ask(self, _value: object = None) -> None:
        if self._shown is not None:
            self.unfolded.emit(self._shown.id, self.channel)

    def _ask_analysis(self) -> None:
        if self._shown is not None:
            self.analysis_asked.emit(self._shown.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._shown is not None:
            self.set_open(is_open=not self._is_open)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        top = self.body.y() if self.body is not None and self._is_open else self.height()
        if self._shown is not None and event.position().y() < top:
            self.set_open(is_open=not self._is_open)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(self, PANEL_RADIUS)


class SessionList(QWidget):
    """All ended sessions of an audit, newest first; the newest is unfolded.

    Signals:
        unfolded: ids of a session and of the channel whose protocol ``show_protocol`` is to bring.
        analysis_asked: id of a session.
    """

    unfolded = Signal(str, str)
    analysis_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[SessionCard] = []
        self._shown: tuple[SessionShown, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addStretch(1)

    def show_sessions(self, sessions: Sequence[SessionShown]) -> None:
        """Show ``sessions``; the newest is unfolded when it comes."""
        known = {shown.id for shown in self._shown}
        self._shown = tuple(sessions)
        opened = {card.session for card in self._cards if card.is_open}
        opened |= {shown.id for shown in sessions[:1] if shown.id not in known}
        while len(self._cards) < len(sessions):
            card = SessionCard(self)
            card.unfolded.connect(self.unfolded)
            card.analysis_asked.connect(self.analysis_asked)
            self._column.insertWidget(len(self._cards), card)
            self._cards.append(card)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(sessions))
            if place < len(sessions):
                card.show_session(sessions[place])
                card.set_open(is_open=sessions[place].id in opened)

    def show_protocol(self, session: str, channel: str, shown: ProtocolShown) -> None:
        """Show the protocol of a quantity of a session that is unfolded."""
        for card in self._cards:
            if (card.session, card.channel) == (session, channel):
                card.show_protocol(shown)

    def shown(self) -> tuple[SessionShown, ...]:
        """Return what is listed."""
        return self._shown

    def cards(self) -> tuple[SessionCard, ...]:
        """Return the cards of what is listed."""
        return tuple(self._cards[: len(self._shown)])

    def card(self, session: str) -> SessionCard | None:
        """Return the card of a session; None if it is not listed."""
        return next((card for card in self.cards() if card.session == session), None)
