"""The page «Измерения»: sessions that ended, the one that is recorded now, and their analysis."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.measurement import Session
from kta_desktop.domain.target import Target
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services.measuring import LiveMeasurement, LiveView, SessionPlan
from ui.dialogs.end_session import EndSessionDialog
from ui.dialogs.hand_readings import HandReadings
from ui.dialogs.measure_tools import MeasureToolDialogs
from ui.dialogs.start_session import StartSessionDialog
from ui.models.measuring import AuditSessions, Recording, load_offer, load_sessions
from ui.models.session_start import Offer
from ui.tasks import TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.undo import AuditEditor
from ui.widgets.banner import Banner
from ui.widgets.measure_head import MeasureHead
from ui.widgets.measure_keys import LATIN, has_manual_channels, keys_at_rest, keys_while_recording
from ui.widgets.measure_live import NARROW_PX, LivePage
from ui.widgets.measure_recorder import Recorder
from ui.widgets.measure_rest import RestPage
from ui.widgets.protocol_reader import ProtocolReader
from ui.widgets.session_words import session_shown
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:  # the analysis brings numpy, which nobody needs to see a list
    from kta_desktop.services.workspace import Workspace
    from ui.widgets.analysis_page import AnalysisPage


class MeasureView(QWidget):
    """Measurements of one audit.

    Closing the page leaves a running session on disk as it is; it can be gone on with, or
    finished from the stored readings.

    Signals:
        keys_changed: other keys are of use now.
        jump: ``Target`` of what another page shows.
        recorded: a session began or ended; whoever shows the audit reads it again.
        progressed: time of the newest reading (Unix s) and number of readings, while recording.
    """

    keys_changed = Signal()
    jump = Signal(object)
    recorded = Signal()
    progressed = Signal(float, int)

    def __init__(
        self,
        editor: AuditEditor,
        workspace: "Workspace",
        runner: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("measureView")
        self._editor, self._workspace, self._runner = editor, workspace, runner
        self.recorder = Recorder(workspace, runner, editor.record.id, self)
        self._loaded: AuditSessions | None = None
        self._draft: SessionPlan | None = None
        self._target: Target | None = None
        self._analysis: AnalysisPage | None = None
        self._build()
        self._connect()
        self._connect_recorder()
        self.retranslate()

    @property
    def measurement(self) -> LiveMeasurement | None:
        """The measurement that is recorded; None if none is."""
        return self.recorder.live

    def is_busy(self) -> bool:
        """Whether a session is recorded."""
        return self.recorder.live is not None

    def title(self) -> str:
        """Return the title of the page."""
        return _("Measurements")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        if self._is_analysing():
            return self._analysis.keys() if self._analysis is not None else []
        plan = self.recorder.plan
        return keys_at_rest() if plan is None else keys_while_recording(plan)

    def focus_first(self) -> None:
        """Give the keyboard to chart, analysis, newest session, or the way to begin."""
        if self._analysis is not None and self._is_analysing():
            self._analysis.focus_first()
        elif self.is_busy():
            self._page.chart.setFocus()
        else:
            (self._rest.first() or self._head).setFocus()

    def refresh(self) -> None:
        """Read the audit's sessions again."""
        work = partial(load_sessions, self._workspace, self._editor.record.id)
        self._runner.run_db(work, self, self._show, self._say)

    def new_session(self) -> None:
        """Ask what is measured and begin."""
        if self.is_busy():
            return
        self._head.set_waiting(_("The checklist is being read"))
        work = partial(load_offer, self._workspace, self._editor.record.id, self._loaded)
        self._runner.run_pool(lambda _report, _cancelled: work(), self, self._ask_plan, self._say)

    def begin(self, plan: SessionPlan, notes: Sequence[str] = ()) -> None:
        """Begin to record; ``notes`` are written into the session at once."""
        self._keep_draft(None)
        self._wait_for_instruments()
        self.recorder.begin(plan, notes)

    def go_on(self, session: str) -> None:
        """Go on recording into a session that a crash cut off."""
        if not self.is_busy():
            self._wait_for_instruments()
            self.recorder.go_on(session)

    def recover(self, session: str) -> None:
        """Finish a session that a crash cut off, from the readings on disk."""
        self._rest.set_busy(busy=True)
        self.recorder.recover(session)

    def show_measurement(self, live: LiveMeasurement) -> None:
        """Show a measurement that was begun elsewhere; who began it ends it."""
        self.recorder.take(Recording(live))

    def end_session(self) -> None:
        """Ask whether to end, and end; without a recording: begin a new session."""
        if not self.is_busy():
            self.new_session()
        elif self.recorder.view is not None:
            dialog = EndSessionDialog(self.recorder.view, self)
            dialog.accepted.connect(self.finish)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def finish(self) -> None:
        """End the recording and keep the session."""
        if self.is_busy():
            self._head.set_waiting(_("The session is being finished"))
            self.recorder.finish()

    def read_by_hand(self) -> None:
        """Let a person type readings of the channels that are read by eye."""
        plan, view = self.recorder.plan, self.recorder.view
        if plan is not None and view is not None and has_manual_channels(plan):
            self._hand.open(plan, view)

    def add_instrument(self) -> None:
        """Take one more instrument into the session that is recorded."""
        if self.recorder.plan is not None:
            self._tools.add_instrument(self.recorder.plan, self.recorder.add_link)

    def analyse(self, session: str) -> None:
        """Look at an ended session again: its course, means by the clock, comparison, results."""
        if self._analysis is None:
            from ui.widgets.analysis_page import AnalysisPage

            self._analysis = AnalysisPage(self._editor, self._stack)
            self._analysis.closed.connect(lambda: self._turn_to(self._rest))
            self._analysis.jump.connect(self.jump)
            self._analysis.keys_changed.connect(self.keys_changed)
            self._stack.addWidget(self._analysis)
        self._banner.clear()
        self._turn_to(self._analysis)
        self._analysis.show_session(session)
        self._analysis.focus_first()

    def show_target(self, target: Target) -> None:
        """Go to a session: its key is the id, perhaps with a channel behind a slash."""
        self._target = target
        self.refresh()  # it may have come in just now

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        for part in (self._head, self._page, self._rest):
            part.retranslate()
        if self._analysis is not None:
            self._analysis.retranslate()
        if self._loaded is not None:
            self._show(self._loaded)
        self._look_again()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self.recorder.look()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.set_narrow(self.width() < NARROW_PX)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.recorder.leave()
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._plain_keys().get(LATIN.get(event.key(), event.key()))
        if act is None or not self.is_busy() or self._is_analysing():
            super().keyPressEvent(event)
        else:
            act()

    def _plain_keys(self) -> dict[int, Callable[[], object]]:
        """Return what keys without Ctrl do where no text is typed; letters by their place."""
        chart = self._page.chart
        return {
            Qt.Key.Key_Space: self.recorder.pause,
            Qt.Key.Key_N: chart.next_shown,
            Qt.Key.Key_Q: chart.next_quantity,
            Qt.Key.Key_M: self.read_by_hand,
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
        self._page, self._rest = LivePage(), RestPage()
        self._protocols = ProtocolReader(self._workspace, self._runner, self._rest.list)
        self._hand = HandReadings(self)
        self._tools = MeasureToolDialogs(self._editor, self)
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
        rest, tools = self._rest, self._rest.tools
        self._head.start_asked.connect(self.new_session)
        rest.empty.start_asked.connect(self.new_session)
        rest.resume_asked.connect(self.go_on)
        rest.finish_asked.connect(self.recover)
        rest.list.analysis_asked.connect(self.analyse)
        tools.files_asked.connect(self._tools.open_files)
        tools.instruments_asked.connect(self._tools.open_instruments)
        tools.convert_asked.connect(self._tools.open_conversion)
        self._tools.imported.connect(self.show_target)
        self._tools.imported.connect(lambda _target: self._changed())
        actions = {
            "F5": self._page.begin_event,
            "Shift+F5": self.recorder.add_reversal,
            "F10": self.recorder.reconnect,
            "F4": self._page.flip_side,
            "Ctrl+E": self.end_session,
            "Ctrl+T": self._page.chart.flip,
            "Alt+X": self._page.mark_exclusion,
            "Ins": self.add_instrument,
            "Alt+F": self._tools.open_files,
            "Alt+I": self._tools.open_instruments,
            "Alt+C": self._tools.open_conversion,
        }
        self._bound = [bind(self, keys, act) for keys, act in actions.items()]

    def _connect_recorder(self) -> None:
        recorder, page = self.recorder, self._page
        recorder.quantity = lambda: page.chart.quantity
        recorder.started.connect(self._started)
        recorder.seen.connect(self._see)
        recorder.ended.connect(self._ended)
        recorder.recovered.connect(self._changed)
        recorder.cut_off.connect(lambda: self._turn_to(self._rest))
        for source in (self._protocols, self._tools, recorder):
            source.failed.connect(self._say)
        self._head.event_asked.connect(page.begin_event)
        self._head.pause_asked.connect(recorder.pause)
        self._head.end_asked.connect(self.end_session)
        page.asked.connect(self._look_again)
        page.reconnect_asked.connect(recorder.reconnect)
        page.hand_asked.connect(self.read_by_hand)
        page.instrument_asked.connect(self.add_instrument)
        page.event_written.connect(recorder.add_event)
        page.exclusion_written.connect(recorder.exclude)
        self._hand.entered.connect(recorder.enter)
        self._hand.left.connect(page.chart.setFocus)

    def _is_analysing(self) -> bool:
        return self._analysis is not None and self._stack.currentWidget() is self._analysis

    def _turn_to(self, page: QWidget) -> None:
        """Show the list, the recording or the analysis, which has a head and keys of its own."""
        self._stack.setCurrentWidget(page)
        is_analysing = self._is_analysing()
        self._head.setVisible(not is_analysing)
        for shortcut in self._bound:
            shortcut.setEnabled(not is_analysing)
        if page is self._rest:
            self.refresh()
            self._head.setFocus()
        self.keys_changed.emit()

    def _ask_plan(self, offered: Offer) -> None:
        self._head.show_rest()
        dialog = StartSessionDialog(offered.resumed(self._draft), self._runner, self)
        dialog.rejected.connect(lambda: self._keep_draft(dialog.plan()))
        dialog.accepted.connect(lambda: self.begin(dialog.plan(), dialog.notes()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_draft(self, plan: SessionPlan | None) -> None:
        """Keep what was entered for a session that was not begun: the next time begins with it."""
        self._draft = plan

    def _wait_for_instruments(self) -> None:
        self._banner.clear()
        self._rest.set_busy(busy=True)
        self._head.set_waiting(_("Connecting to the instruments"))

    def _show(self, loaded: AuditSessions) -> None:
        self._loaded = loaded
        self._rest.set_busy(busy=False)
        self._rest.show_unfinished(loaded.unfinished)
        self._rest.show_sessions([session_shown(*pair) for pair in loaded.sessions])
        self._protocols.take(loaded)
        self._head.show_rest()
        if self._head.hasFocus():
            self.focus_first()
        self._go_to_target()

    def _go_to_target(self) -> None:
        """Show the session that was asked for; during a recording when that has ended."""
        if self._target is not None and not self.is_busy():
            session, self._target = self._target.key.partition("/")[0], None
            self._banner.clear()
            self._turn_to(self._rest)
            self._rest.bring(session)

    def _started(self) -> None:
        self._page.chart.begin()
        self._turn_to(self._page)
        self._page.chart.setFocus()
        self.recorded.emit()

    def _see(self, view: LiveView) -> None:
        """Show the measurement as it is now, if anything moved."""
        live = self.recorder.live
        if live is None:
            return
        self._head.show_view(view)
        self.progressed.emit(view.now, view.points)
        self._hand.show_view(live.plan, view)
        if self.isVisible():
            self._page.show_view(view, partial(live.series, quantity=view.main))

    def _look_again(self) -> None:
        """Show the measurement even if nothing moved: something else is to be seen of it."""
        self._page.forget()
        self.recorder.look()

    def _ended(self, session: Session) -> None:
        self._head.rest()
        self._turn_to(self._rest)
        text = _("The session is kept, full samples: {count}.").format(count=len(session.samples))
        self._banner.show_message("ok", text)
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.keys_changed.emit()
        self.recorded.emit()

    def _say(self, error: KtaError) -> None:
        self._banner.show_message("error", error.sentence())
        self._rest.set_busy(busy=False)
        if not self.is_busy():
            self._head.show_rest()
