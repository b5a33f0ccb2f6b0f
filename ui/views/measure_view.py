"""The page «Измерения»: sessions that ended, and the one that is recorded now."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.measurement import Session
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import measuring, protocol
from kta_desktop.services.measuring import LiveMeasurement, LiveView, SessionPlan
from kta_desktop.services.protocol import Protocol
from ui.dialogs.end_session import EndSessionDialog
from ui.dialogs.start_session import StartSessionDialog
from ui.models.measuring import (
    AuditSessions,
    Recording,
    begin_recording,
    load_sessions,
)
from ui.tasks import TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.label import Label
from ui.widgets.measure_empty import NoSessions
from ui.widgets.measure_head import MeasureHead
from ui.widgets.measure_live import NARROW_PX, LivePage
from ui.widgets.measure_sessions import SessionList
from ui.widgets.session_words import protocol_shown, session_shown
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

BETWEEN_LOOKS_MS = 250  # four times a second; a chart that did not move is not painted


class MeasureView(QWidget):
    """Measurements of one audit.

    Recording goes on in its own threads whatever page is shown. Closing the page leaves a running
    session on disk as it is; it can be finished later from the stored readings.

    Signals:
        keys_changed: other keys are of use now.
        recorded: a session began or ended; whoever shows the audit reads it again.
        progressed: time of the newest reading (Unix s) and number of readings, for the status
            strip; emitted while recording.
    """

    keys_changed = Signal()
    recorded = Signal()
    progressed = Signal(float, int)

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        audit_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("measureView")
        self._workspace, self._runner, self._audit = workspace, runner, audit_id
        self._loaded: AuditSessions | None = None
        self._recording: Recording | None = None
        self._view: LiveView | None = None
        self._protocols: dict[str, Protocol] = {}
        self._under_way: set[str] = set()
        self._clock = QTimer(self, interval=BETWEEN_LOOKS_MS)
        self._clock.timeout.connect(self.look)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def measurement(self) -> LiveMeasurement | None:
        """The measurement that is recorded; None if none is."""
        return self._recording.live if self._recording is not None else None

    def is_busy(self) -> bool:
        """Whether a session is recorded."""
        return self._recording is not None

    def title(self) -> str:
        """Return the title of the page."""
        return _("Measurements")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        if self._recording is None:
            return [("Ctrl+E", _("new session")), ("Enter", _("unfold, fold"))]
        return [
            ("N", _("normalisation")),
            ("+ −", _("closer, further")),
            ("← →", _("cursor")),
            ("F5", _("event")),
            ("Space", _("pause")),
            ("Ctrl+E", _("end")),
            ("F10", _("reconnect")),
            ("Alt+X", _("leave out time")),
            ("Ctrl+T", _("table")),
        ]

    def focus_first(self) -> None:
        """Give the keyboard to the chart, or to the way to begin."""
        (self._page.chart if self._recording is not None else self._head).setFocus()

    def refresh(self) -> None:
        """Read the audit's sessions again."""
        work = partial(load_sessions, self._workspace, self._audit)
        self._runner.run_db(work, self, self._show, self._say)

    def new_session(self) -> None:
        """Ask what is measured and begin."""
        if self._loaded is None or self._recording is not None:
            return
        loaded = self._loaded
        dialog = StartSessionDialog(loaded.record, loaded.last_plan, self)
        dialog.accepted.connect(lambda: self.begin(dialog.plan()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def begin(self, plan: SessionPlan) -> None:
        """Begin to record; a demonstration instrument is started for it on this computer."""
        self._banner.clear()
        self._head.set_waiting(_("Connecting to the instrument"))
        work = partial(begin_recording, self._workspace, self._audit, plan)
        self._runner.run_db(work, self, self._started, self._say)

    def show_measurement(self, live: LiveMeasurement) -> None:
        """Show a measurement that was begun elsewhere; who began it ends it."""
        self._started(Recording(live))

    def end_session(self) -> None:
        """Ask whether to end, and end; without a recording: begin a new session."""
        if self._recording is None:
            self.new_session()
        elif self._view is not None:
            dialog = EndSessionDialog(self._view, self)
            dialog.accepted.connect(self.finish)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def finish(self) -> None:
        """End the recording and keep the session."""
        if self._recording is None:
            return
        self._clock.stop()
        self._head.set_waiting(_("The session is being finished"))
        self._runner.run_db(self._recording.finish, self, self._finished, self._say)

    def pause(self) -> None:
        """Exclude what comes from now on, or use it again."""
        if self._recording is None:
            return
        live = self._recording.live
        is_paused = self._view is not None and self._view.paused
        (live.resume if is_paused else live.pause)()
        self.look()

    def reconnect(self) -> None:
        """Try the instrument again now."""
        if self._recording is not None:
            self._recording.live.reconnect()
            self.look()

    def recover(self, session: str) -> None:
        """Finish a session that a crash cut off, from the readings on disk."""
        self._runner.run_db(
            lambda: measuring.recover(self._workspace, self._audit, session),
            self,
            lambda _session: self._changed(),
            self._say,
        )

    def look(self) -> None:
        """Show the measurement as it is now, if anything moved."""
        if self._recording is None:
            return
        view = self._recording.live.view()
        self._view = view
        self._head.show_view(view)
        self.progressed.emit(view.now, view.points)
        if self.isVisible():
            self._page.show_view(view, self._recording.live.series)

    def _look_again(self) -> None:
        """Show the measurement even if nothing moved: something else is to be seen of it."""
        self._page.forget()
        self.look()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._head.retranslate()
        self._page.retranslate()
        self._empty.retranslate()
        self._past.setText(_("Sessions of this audit"))
        if self._loaded is not None:
            self._show(self._loaded)
        self._look_again()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self.look()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.set_narrow(self.width() < NARROW_PX)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._clock.stop()
        if self._recording is not None:
            self._recording.leave()
            self._recording = None
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._plain_keys().get(event.key())
        if act is None or self._recording is None:
            super().keyPressEvent(event)
        else:
            act()

    def _plain_keys(self) -> dict[int, Callable[[], object]]:
        """Return what keys without Ctrl do where no text is typed; letters by their place."""
        chart = self._page.chart
        return {
            Qt.Key.Key_Space: self.pause,
            Qt.Key.Key_N: chart.next_shown,
            ord("Т"): chart.next_shown,  # Cyrillic, the same key
            Qt.Key.Key_Plus: lambda: chart.zoom(1),
            Qt.Key.Key_Equal: lambda: chart.zoom(1),
            Qt.Key.Key_Minus: lambda: chart.zoom(-1),
            Qt.Key.Key_Left: lambda: chart.move_cursor(-1),
            Qt.Key.Key_Right: lambda: chart.move_cursor(1),
            Qt.Key.Key_Escape: self._page.leave_marks,
        }

    def _build(self) -> None:
        self._head, self._banner = MeasureHead(), Banner()
        self._banner.setObjectName("measureBanner")
        self._page, self._list, self._empty = LivePage(), SessionList(), NoSessions()
        self._past = Label("", "panel")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self._empty, self._past, self._list):
            column.addWidget(widget)
        column.addStretch(1)
        self._rest = QScrollArea()
        self._rest.setWidgetResizable(True)
        self._rest.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rest.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest.setWidget(inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._rest)
        self._stack.addWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self._head)
        layout.addWidget(self._banner)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._head.start_asked.connect(self.new_session)
        self._head.event_asked.connect(self._page.begin_event)
        self._head.pause_asked.connect(self.pause)
        self._head.end_asked.connect(self.end_session)
        self._empty.start_asked.connect(self.new_session)
        self._list.recover_asked.connect(self.recover)
        self._list.unfolded.connect(self._bring)
        self._page.asked.connect(self._look_again)
        self._page.reconnect_asked.connect(self.reconnect)
        self._page.event_written.connect(self._write_event)
        self._page.exclusion_written.connect(self._exclude)
        actions = {
            "F5": self._page.begin_event,
            "F10": self.reconnect,
            "F4": self._page.flip_side,
            "Ctrl+E": self.end_session,
            "Ctrl+T": self._page.chart.flip,
            "Alt+X": self._page.mark_exclusion,
        }
        for keys, act in actions.items():
            bind(self, keys, act)

    def _show(self, loaded: AuditSessions) -> None:
        self._loaded = loaded
        shown = [session_shown(session, judgement) for session, judgement in loaded.sessions]
        self._list.show_sessions(shown)
        for card in self._list.cards():
            if card.is_open:
                self._bring(card.session)
        self._past.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._head.show_rest()

    def _bring(self, identifier: str) -> None:
        """Show the protocol of a session, read from disk unless that was done for it as it is."""
        found = self._loaded.session(identifier) if self._loaded is not None else None
        if self._loaded is None or found is None:
            return
        session, judgement = found
        known = self._protocols.get(identifier)
        if known is not None and (known.session, known.judgement) == (session, judgement):
            self._list.show_protocol(identifier, protocol_shown(known))
        elif identifier not in self._under_way:
            self._under_way.add(identifier)
            record = self._loaded.record
            self._runner.run_pool(
                lambda _report, _cancelled: protocol.protocol(self._workspace, record, session),
                self,
                self._show_protocol,
                partial(self._not_brought, identifier),
            )

    def _show_protocol(self, found: Protocol) -> None:
        identifier = found.session.id
        self._under_way.discard(identifier)
        self._protocols[identifier] = found
        self._list.show_protocol(identifier, protocol_shown(found))

    def _not_brought(self, identifier: str, error: KtaError) -> None:
        self._under_way.discard(identifier)
        self._say(error)

    def _started(self, recording: Recording) -> None:
        self._recording = recording
        self._stack.setCurrentWidget(self._page)
        self._clock.start()
        self.look()
        self._page.chart.setFocus()
        self.keys_changed.emit()
        self.recorded.emit()

    def _finished(self, session: Session) -> None:
        self._recording, self._view = None, None
        self._head.rest()
        self._stack.setCurrentWidget(self._rest)
        text = _("The session is kept, full samples: {count}.").format(count=len(session.samples))
        self._banner.show_message("ok", text)
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.keys_changed.emit()
        self.recorded.emit()

    def _write_event(self, at: float, text: str) -> None:
        if self._recording is not None:
            self._recording.live.add_event(text, at)
            self.look()

    def _exclude(self, start: float, end: float, reason: str) -> None:
        if self._recording is not None:
            self._recording.live.exclude(start, end, reason)
            self.look()

    def _say(self, error: KtaError) -> None:
        self._banner.show_message("error", error.sentence())
        if self._recording is None:
            self._head.show_rest()
        else:
            self._clock.start()
