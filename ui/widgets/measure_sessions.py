"""Sessions of an audit that ended: their samples, what they came to, and how they compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement
from kta_desktop.formatting import date, number, percent, time_, unit, with_uncertainty
from kta_desktop.i18n import _, language
from ui.theme.tokens import PADDING, PANEL_RADIUS
from ui.widgets.chip import Chip
from ui.widgets.focus import paint_focus
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.measure_words import REASONS, verdict_words

_CHIP_TONES = {"ok": "ok", "er": "error", "nd": "unclear", "na": "neutral"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    """One session in words.

    Attributes:
        id: Its id.
        title: Source and point.
        when: Day and times, and what was measured.
        result: Mean of the samples with uncertainty, or why there is none.
        verdict: Word, icon and tone of the judgement; None for an unfinished session.
        simulated: Whether the instrument was a simulator.
        samples: Rows of the table: number, from–to, as measured, normalised, share of good time.
    """

    id: str
    title: str
    when: str
    result: str
    verdict: tuple[str, str, str] | None
    simulated: bool
    samples: tuple[tuple[str, ...], ...]


def session_shown(session: Session, judgement: Judgement | None) -> SessionShown:
    """Return a session as listed."""
    lang = language()
    parameter = session.parameter.get(lang) or session.parameter.get("ru", "")
    start, end = session.started_at, session.ended_at
    times = time_(start, lang, seconds=False) if end is None else _from_to(start, end)
    return SessionShown(
        id=session.id,
        title=" · ".join(part for part in (session.source, session.point) if part),
        when=f"{parameter} · {date(start, lang)} {times}",
        result=_result(session, judgement),
        verdict=verdict_words(judgement) if judgement is not None else None,
        simulated=session.simulated,
        samples=tuple(
            (
                str(sample.number),
                _from_to(sample.start, sample.end),
                number(sample.mean_raw, lang, 1),
                with_uncertainty(sample.mean, sample.uncertainty, lang),
                percent(sample.capture_pct, lang, 0),
            )
            for sample in session.samples
        ),
    )


def _from_to(start: str, end: str) -> str:
    lang = language()
    return f"{time_(start, lang, seconds=False)}–{time_(end, lang, seconds=False)}"


def _result(session: Session, judgement: Judgement | None) -> str:
    lang = language()
    if judgement is None:
        return _("The session was not ended: the program closed while it recorded.")
    parts = []
    if judgement.value is not None:
        value = with_uncertainty(float(judgement.value), float(judgement.uncertainty), lang)
        parts.append(f"{value} {unit('mg/Nm3', lang)}")
    if judgement.reason is not None:
        parts.append(_(REASONS[judgement.reason]))
    parts.append(_("full samples: {count}").format(count=len(session.samples)))
    return " · ".join(parts)


class SessionCard(QFrame):
    """One session; an unfinished one offers to be finished from what is on disk.

    Signals: ``recover_asked`` with the id of the session.
    """

    recover_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._id = ""
        self._title, self._when = Label("", "panel"), Label("", "second", "tx2")
        self._result = Label("", "medium")
        self._verdict, self._simulated = Chip(), Chip()
        self._recover = KeyButton("", "Enter", "history", "primary")
        self._recover.setObjectName("recoverSession")
        self._recover.clicked.connect(lambda: self.recover_asked.emit(self._id))
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(20)
        self._table.setVerticalSpacing(3)
        self._cells: list[Label] = []
        chips = QHBoxLayout()
        chips.setSpacing(6)
        chips.addWidget(self._verdict)
        chips.addWidget(self._simulated)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addLayout(chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, 10, PADDING, 10)
        layout.setSpacing(4)
        layout.addLayout(head)
        for widget in (self._when, self._result):
            layout.addWidget(widget)
        layout.addLayout(self._table)
        layout.addWidget(self._recover, 0, Qt.AlignmentFlag.AlignLeft)

    def show_session(self, shown: SessionShown) -> None:
        """Show a session."""
        self._id = shown.id
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
        self._fill(shown.samples)
        self.setAccessibleName(f"{shown.title}. {shown.when}. {shown.result}")

    def _fill(self, samples: Sequence[tuple[str, ...]]) -> None:
        for cell in self._cells:
            self._table.removeWidget(cell)
            cell.deleteLater()
        self._cells = []
        if not samples:
            return
        head = (
            _("Sample"),
            _("Time"),
            _("As measured, mg/m³"),
            _("Normalised, mg/Nm³"),
            _("Good time"),
        )
        for row, texts in enumerate((head, *samples)):
            for column, text in enumerate(texts):
                cell = Label(text, "second", "tx2" if row == 0 else "tx", wrap=row == 0)
                cell.setAlignment(Qt.AlignmentFlag.AlignRight if column > 1 else _LEFT)
                self._table.addWidget(cell, row, column)
                self._cells.append(cell)
        self._table.setColumnStretch(len(head), 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(self, PANEL_RADIUS)


_LEFT = Qt.AlignmentFlag.AlignLeft


class SessionList(QWidget):
    """All sessions of an audit, newest first.

    Signals: ``recover_asked`` with the id of an unfinished session.
    """

    recover_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[SessionCard] = []
        self._shown: tuple[SessionShown, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addStretch(1)

    def show_sessions(self, sessions: Sequence[SessionShown]) -> None:
        """Show ``sessions``."""
        self._shown = tuple(sessions)
        while len(self._cards) < len(sessions):
            card = SessionCard(self)
            card.recover_asked.connect(self.recover_asked)
            self._column.insertWidget(len(self._cards), card)
            self._cards.append(card)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(sessions))
            if place < len(sessions):
                card.show_session(sessions[place])

    def shown(self) -> tuple[SessionShown, ...]:
        """Return what is listed."""
        return self._shown
