"""A recording as the page of measurements handles it: begun, looked at, acted on, ended."""

import importlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kta_desktop.domain.measurement import Session
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import measuring
from kta_desktop.services.measuring import LiveMeasurement, LiveView, SessionPlan
from ui.models.measuring import Recording, begin_recording, resume_recording, with_link
from ui.tasks import Cancelled, Report, TaskRunner

if TYPE_CHECKING:
    from kta_desktop.measurement.link import Link
    from kta_desktop.services.workspace import Workspace

BETWEEN_LOOKS_MS = 250  # four times a second; a chart that did not move is not painted


def _load_chart(_report: Report, _cancelled: Cancelled) -> None:
    """Load the chart's libraries beside the window: half a second that it would stand still."""
    importlib.import_module("ui.widgets.live_chart")


class Recorder(QObject):
    """Holds the session that is recorded, if one is, and looks at it four times a second.

    Recording itself goes on in threads of its own, whether anybody looks or not.

    Signals:
        started: a session is recorded from now on.
        seen: ``LiveView`` of this moment.
        ended: ``Session`` that was finished.
        cut_off: the session had to be left open; it can be gone on with.
        recovered: a session that a crash left open was finished from its stored readings.
        failed: ``KtaError`` of what was asked for last.
    """

    started = Signal()
    seen = Signal(object)
    ended = Signal(object)
    cut_off = Signal()
    recovered = Signal()
    failed = Signal(object)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, audit: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner, self._audit = workspace, runner, audit
        self._recording: Recording | None = None
        self.view: LiveView | None = None
        self.quantity: Callable[[], str | None] = lambda: None
        """Tells the channel of the quantity that is looked at; None for the first."""
        self._clock = QTimer(self, interval=BETWEEN_LOOKS_MS)
        self._clock.timeout.connect(self.look)
        runner.run_pool(_load_chart, self, lambda _loaded: None, self.failed.emit)

    @property
    def live(self) -> LiveMeasurement | None:
        """The measurement that is recorded; None if none is."""
        return self._recording.live if self._recording is not None else None

    @property
    def plan(self) -> SessionPlan | None:
        """What is recorded; None if nothing is."""
        return self._recording.live.plan if self._recording is not None else None

    def begin(self, plan: SessionPlan, notes: Sequence[str] = ()) -> None:
        """Begin to record; a demonstration instrument is started for it on this computer.

        ``notes`` are written into the session as it begins.
        """
        work = partial(begin_recording, self._workspace, self._audit, plan, tuple(notes))
        self._runner.run_db(work, self, self.take, self._fail)

    def go_on(self, session: str) -> None:
        """Go on recording into a session that a crash cut off."""
        work = partial(resume_recording, self._workspace, self._audit, session)
        self._runner.run_db(work, self, self.take, self._fail)

    def add_link(self, link: "Link", note: str = "") -> None:
        """Take one more instrument into the session; it is stopped and gone on with for it.

        ``note`` is written into the session, such as why it is used after its verification.
        """
        if self._recording is None:
            return
        self._clock.stop()
        work = partial(with_link, self._workspace, self._audit, self._recording, link, note)
        self._runner.run_db(work, self, self.take, self._fail_to_add)

    def recover(self, session: str) -> None:
        """Finish a session that a crash cut off, from the readings on disk."""
        self._runner.run_db(
            lambda: measuring.recover(self._workspace, self._audit, session),
            self,
            lambda _session: self.recovered.emit(),
            self._fail,
        )

    def take(self, recording: Recording) -> None:
        """Look at a recording from now on."""
        self._recording = recording
        self._clock.start()
        self.started.emit()
        self.look()

    def look(self) -> None:
        """Tell how the recording stands at this moment."""
        if self._recording is not None:
            self.view = self._recording.live.view(self.quantity())
            self.seen.emit(self.view)

    def pause(self) -> None:
        """Exclude what comes from now on, or use it again."""
        if self._recording is not None:
            live = self._recording.live
            is_paused = self.view is not None and self.view.paused
            (live.resume if is_paused else live.pause)()
            self.look()

    def reconnect(self) -> None:
        """Try the instruments that are lost again now."""
        if self._recording is not None:
            self._recording.live.reconnect()
            self.look()

    def add_event(self, at: float, text: str) -> None:
        """Note what happened at ``at`` (Unix seconds)."""
        if self._recording is not None:
            self._recording.live.add_event(text, at)
            self.look()

    def add_reversal(self) -> None:
        """Note a firing reversal, if the session counts them."""
        if self._recording is not None and self._recording.live.plan.reversals:
            self._recording.live.add_event(_("firing reversal"), kind="reversal")
            self.look()

    def exclude(self, start: float, end: float, reason: str) -> None:
        """Let no average use the time from ``start`` to ``end`` (Unix seconds)."""
        if self._recording is not None:
            self._recording.live.exclude(start, end, reason)
            self.look()

    def enter(self, channel: str, value: float) -> None:
        """Take a reading that a person typed."""
        if self._recording is not None:
            self._recording.live.enter(channel, value)
            self.look()

    def finish(self) -> None:
        """End the recording and keep the session."""
        if self._recording is not None:
            self._clock.stop()
            self._runner.run_db(self._recording.finish, self, self._end, self._fail)

    def leave(self) -> None:
        """Leave a running session on disk as it is, to be gone on with or finished later."""
        self._clock.stop()
        if self._recording is not None:
            self._recording.leave()
            self._recording = None

    def _end(self, session: Session) -> None:
        self._recording, self.view = None, None
        self.ended.emit(session)

    def _fail_to_add(self, error: KtaError) -> None:
        """Say why; the session was left open and can be gone on with from the list."""
        self._recording, self.view = None, None
        self.cut_off.emit()
        self.failed.emit(error)

    def _fail(self, error: KtaError) -> None:
        if self._recording is not None:
            self._clock.start()
        self.failed.emit(error)
