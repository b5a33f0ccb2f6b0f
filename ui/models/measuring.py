"""What the page of measurements knows and does off the interface thread. Nothing here is Qt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement
from kta_desktop.errors import KtaError
from kta_desktop.services import auditing, judging, measuring, simulating
from kta_desktop.services.measuring import LiveMeasurement, SessionPlan
from ui.models.session_start import Offer, offer

if TYPE_CHECKING:
    from kta_desktop.measurement.link import Link
    from kta_desktop.services.simulating import Simulation
    from kta_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AuditSessions:
    """The sessions of an audit as they are stored; one that is recorded now is not among them.

    Attributes:
        record: The audit.
        sessions: Ended ones, newest first, each with the judgements of its quantities.
        unfinished: Those that a crash left open, newest first, each with whether the connections
            it was begun with are known here, so that it can go on.
        last_plan: What the last session was begun with on this computer.
    """

    record: AuditRecord
    sessions: tuple[tuple[Session, tuple[Judgement, ...]], ...]
    unfinished: tuple[tuple[Session, bool], ...]
    last_plan: SessionPlan | None

    def session(self, identifier: str) -> Session | None:
        """Return an ended session by its id; None if there is none."""
        return next((each for each, _found in self.sessions if each.id == identifier), None)


def load_sessions(workspace: "Workspace", audit: str) -> AuditSessions:
    """Return the sessions of an audit.

    Raises:
        AuditNotFoundError, AuditUnreadableError: See ``auditing.load``.
    """
    record = auditing.load(workspace, audit)
    unfinished = [
        (session, measuring.running_plan(workspace, session.id) is not None)
        for session in measuring.unfinished(workspace, audit)
    ]
    ended = [
        (session, tuple(judging.judge_session(record, part) for part in session.each()))
        for session in judging.sessions(record)
        if session.ended_at is not None
    ]
    return AuditSessions(
        record=record,
        sessions=tuple(reversed(ended)),
        unfinished=tuple(reversed(unfinished)),
        last_plan=measuring.last_plan(workspace, audit),
    )


def load_offer(workspace: "Workspace", audit: str, loaded: AuditSessions | None) -> Offer:
    """Return what a new session is begun from; takes a third of a second.

    Args:
        workspace: Where the audit is.
        audit: Its id.
        loaded: Its sessions, if they were read already; a key may come before them.

    Raises:
        AuditNotFoundError, AuditUnreadableError: See ``auditing.load``.
    """
    known = loaded or load_sessions(workspace, audit)
    return offer(known.record, known.last_plan)


@dataclass(slots=True)
class Recording:
    """A measurement under way and, if it is the demonstration, its instrument."""

    live: LiveMeasurement
    simulator: "Simulation | None" = None

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


def begin_recording(
    workspace: "Workspace", audit: str, plan: SessionPlan, notes: tuple[str, ...] = ()
) -> Recording:
    """Begin to record, and remember the plan for the next session of the audit.

    Simulated instruments are each started on a free port of this computer and end with the session.
    ``notes`` become its first events, such as why an instrument is used after its verification.

    Raises:
        KtaError: If the instrument does not fit, no port is free or nothing can be written.
    """
    made = _begin(plan, lambda ready: LiveMeasurement(workspace, audit, ready), workspace, audit)
    for note in notes:
        made.live.add_event(note)
    return made


def resume_recording(workspace: "Workspace", audit: str, session: str) -> Recording:
    """Go on with a session that a crash left open, with the connections it was begun with.

    Raises:
        SessionNotFoundError: If there is no such unfinished session, or its plan is not here.
        KtaError: As ``begin_recording``.
    """
    plan = measuring.running_plan(workspace, session)
    if plan is None:
        raise measuring.SessionNotFoundError(session=session)
    return _begin(
        plan,
        lambda ready: LiveMeasurement.resume_of(workspace, audit, session, ready),
        workspace,
        audit,
    )


def with_link(
    workspace: "Workspace", audit: str, recording: Recording, link: "Link", note: str = ""
) -> Recording:
    """Stop a session and go on with it with one more instrument; ``note`` becomes an event.

    Raises:
        KtaError: If the instrument cannot be taken in or nothing can be written; the session is
            left open then, to be gone on with.
    """
    session, plan = recording.live.session_id, recording.live.plan
    recording.leave()
    wider = replace(plan, links=(*plan.links, link))
    made = _begin(
        wider,
        lambda ready: LiveMeasurement.resume_of(workspace, audit, session, ready),
        workspace,
        audit,
    )
    if note:
        made.live.add_event(note)
    return made


def _begin(
    plan: SessionPlan,
    make: Callable[[SessionPlan], LiveMeasurement],
    workspace: "Workspace",
    audit: str,
) -> Recording:
    at_hand, simulator = simulating.place(plan)
    try:
        live = make(at_hand)
        live.start()
        measuring.remember(workspace, audit, plan)
    except KtaError:
        if simulator is not None:
            simulator.close()
        raise
    return Recording(live, simulator)
