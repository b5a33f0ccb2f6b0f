"""The page of measurements while nothing is recorded: ways to begin, and what there is."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kta_desktop.domain.measurement import Session
from kta_desktop.i18n import _
from ui.theme.tokens import GAP
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.measure_empty import NoSessions
from ui.widgets.measure_sessions import SessionList
from ui.widgets.session_resume import SessionResume
from ui.widgets.session_words import SessionShown


class MeasureTools(QWidget):
    """What else can be done with measurements: each a button with its key.

    Signals: ``files_asked``, ``instruments_asked``, ``convert_asked``.
    """

    files_asked = Signal()
    instruments_asked = Signal()
    convert_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = KeyButton("", "Alt+F", "upload", small=True)
        self._instruments = KeyButton("", "Alt+I", "plug", small=True)
        self._convert = KeyButton("", "Alt+C", "calculator", small=True)
        row = FlowLayout(self, gap=8)
        parts = {
            "loggerFiles": (self._files, self.files_asked),
            "instrumentProfiles": (self._instruments, self.instruments_asked),
            "convertFigure": (self._convert, self.convert_asked),
        }
        for name, (button, signal) in parts.items():
            button.setObjectName(name)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._files.set_text(_("From logger files…"))
        self._instruments.set_text(_("Instruments…"))
        self._convert.set_text(_("Convert a figure…"))


class RestPage(QScrollArea):
    """Sessions that a crash left open, the tools, the ended sessions.

    Signals:
        resume_asked: id of a session that is to go on.
        finish_asked: id of a session that is to be finished from its stored readings.
    """

    resume_asked = Signal(str)
    finish_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty, self.tools, self.list = NoSessions(), MeasureTools(), SessionList()
        self._past = Label("", "panel")
        self._open: list[SessionResume] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        for widget in (self.empty, self.tools, self._past, self.list):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.retranslate()

    def show_sessions(self, sessions: Sequence[SessionShown]) -> None:
        """Show the ended sessions."""
        self.list.show_sessions(sessions)
        self._past.setVisible(bool(sessions))
        self.empty.setVisible(not sessions)

    def show_unfinished(self, found: Sequence[tuple[Session, bool]]) -> None:
        """Show sessions that were cut off, each with whether it can go on here."""
        while len(self._open) < len(found):
            offer = SessionResume()
            offer.resume_asked.connect(self.resume_asked)
            offer.finish_asked.connect(self.finish_asked)
            self._column.insertWidget(len(self._open), offer)
            self._open.append(offer)
        for place, offer in enumerate(self._open):
            if place < len(found):
                session, can_resume = found[place]
                offer.show_session(session, can_resume=can_resume)
            else:
                offer.show_session(None)

    def set_busy(self, *, busy: bool) -> None:
        """Let no session be gone on with while one is being opened."""
        for offer in self._open:
            offer.set_busy(busy=busy)

    def unfinished(self) -> tuple[SessionResume, ...]:
        """Return the offers that are shown."""
        return tuple(offer for offer in self._open if offer.session)

    def first(self) -> QWidget | None:
        """Return what stands first: a session cut off, else the newest one; None without any."""
        return next(iter((*self.unfinished(), *self.list.cards())), None)

    def bring(self, session: str) -> None:
        """Unfold an ended session and go to it."""
        card = self.list.card(session)
        if card is not None:
            card.set_open(is_open=True)
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            top = partial(card.mapTo, self.widget(), QPoint(0, 0))
            # its protocol and the cards above make room for themselves first
            QTimer.singleShot(0, card, lambda: self.verticalScrollBar().setValue(top().y()))

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.empty.retranslate()
        self.tools.retranslate()
        self._past.setText(_("Sessions of this audit"))
        for offer in self._open:
            offer.retranslate()
