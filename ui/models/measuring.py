"""What the page of measurements knows and does off the interface thread. Nothing here is Qt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement
from kta_desktop.errors import KtaError
from kta_desktop.services import auditing, judging, measuring
from kta_desktop.services.measuring import LiveMeasurement, SessionPlan

if TYPE_CHECKING:
    from kta_desktop.measurement.simulator import Simulator
    from kta_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AuditSessions:
    """The sessions of an audit as they are stored.

    Attributes:
        record: The audit.
        sessions: Newest first, each with its judgement; None marks one that was never ended.
            A session that is recorded now is not among them.
        last_plan: What the last session was begun with on this computer.
    """

    record: AuditRecord
    sessions: tuple[tuple[Session, Judgement | None], ...]
    last_plan: SessionPlan | None

    def session(self, identifier: str) -> tuple[Session, Judgement | None] | None:
        """Return a session by its id with its judgement; None if there is none."""
        return next((pair for pair in self.sessions if pair[0].id == identifier), None)


def load_sessions(workspace: "Workspace", audit: str) -> AuditSessions:
    """Return the sessions of an audit.

    Raises:
        AuditNotFoundError, AuditUnreadableError: See ``auditing.load``.
    """
    record = auditing.load(workspace, audit)
    unfinished = {session.id for session in measuring.unfinished(workspace, audit)}
    found = [
        (session, None if session.id in unfinished else judging.judge_session(record, session))
        for session in judging.sessions(record)
        if session.ended_at is not None or session.id in unfinished
    ]
    return AuditSessions(record, tuple(reversed(found)), measuring.last_plan(workspace, audit))


@dataclass(slots=True)
class Recording:
    """A measurement under way and, if it is the demonstration, its instrument."""

    live: LiveMeasurement
    simulator: "Simulator | None" = None

    def finish(self) -> Session:
        """End the recording and return the session; see ``LiveMeasurement.finish``."""
        session = self.live.finish()
        self._close()
        return session

    def leave(self) -> None:
        """End the recording and leave the session open, to be finished later."""
        self.live.leave()
        self._close()

    def _close(self) -> None:
        if self.simulator is not None:
            self.simulator.close()


def begin_recording(workspace: "Workspace", audit: str, plan: SessionPlan) -> Recording:
    """Begin to record, and remember the plan for the next session of the audit.

    A simulated instrument is started on a free port of this computer and ends with the session.

    Raises:
        KtaError: If the instrument does not fit, no port is free or nothing can be written.
    """
    is_simulated = any(link.profile.simulated for link in plan.links)
    simulator = measuring.start_simulator() if is_simulated else None
    try:
        ready = plan
        if simulator is not None:
            ready = measuring.placed(plan, simulator.host, simulator.port)
        live = LiveMeasurement(workspace, audit, ready)
        live.start()
        measuring.remember(workspace, audit, plan)
    except KtaError:
        if simulator is not None:
            simulator.close()
        raise
    return Recording(live, simulator)
