"""A running measurement: an instrument that is read, and a session that is kept as it runs."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from kta_desktop.domain.gas import Basis
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Event, Exclusion, Instrument, Session
from kta_desktop.i18n import _
from kta_desktop.measurement.clock import Clock, SystemClock
from kta_desktop.measurement.errors import ProfileUnfitError
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.reference import EU
from kta_desktop.measurement.reference import basis as basis_of
from kta_desktop.services import auditing, judging
from kta_desktop.services.measuring_records import RecordWriter, complete, write_session
from kta_desktop.services.measuring_snapshot import Moment, live_view
from kta_desktop.services.measuring_view import LiveView
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kta_desktop.measurement.evaluation import Evaluation
    from kta_desktop.measurement.modbus import Batch

_REST = 9.0  # how many times longer than an evaluation the pause after it is
RING_HOURS = 24  # of each channel for the screen; everything older is on disk
Series: TypeAlias = Literal["raw", "normalised", "mean"]
_running: set[str] = set()  # ids of the sessions that record in this process


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """What is to be measured, where, with what, and against which level.

    Attributes:
        source: Number and name of the emission source.
        point: Sampling point.
        parameter: What is measured, by language.
        channel: Id of the channel that is judged.
        profile: How to read the instrument.
        host: Where it is.
        port: Where it is.
        level: Id of the level; None if there is none.
        basis: Id of the reference conditions of the means.
        load_pct: Load of the unit in %; None if unknown.
        regime: Words on the process regime.
        instruments: As written in the protocol.
        sample_minutes: Good time of a sample.
        samples: How many the averaging asks for.
        diameter_m: Of the round duct, for the mass flow; None if not known.
        simulated: Whether the instrument is a simulator; that of a simulator's profile always is.
    """

    source: str
    point: str
    parameter: Mapping[str, str]
    channel: str
    profile: InstrumentProfile
    host: str
    port: int
    level: str | None = None
    basis: str = EU
    load_pct: float | None = None
    regime: str = ""
    instruments: tuple[Instrument, ...] = ()
    sample_minutes: float = 30.0
    samples: int = 3
    diameter_m: float | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class _Evaluated:
    """The last evaluation, what it was made from, and how long that took."""

    key: tuple[int, int, tuple[int, ...], int]
    evaluation: "Evaluation"
    begun: float
    done: float

    def is_out_of_date(self, key: tuple[int, int, tuple[int, ...], int]) -> bool:
        """Whether ``key`` asks for another one; if only readings came, not at once."""
        if key[:2] != self.key[:2]:
            return True
        rest = _REST * (self.done - self.begun)
        return key != self.key and time.monotonic() - self.done >= rest


class LiveMeasurement:
    """A session from ``start()`` to ``finish()``; see the module for what is kept when.

    ``view`` and ``series`` only read memory and may be called from the window's thread as often as
    it paints. The constructor, ``start`` and ``finish`` read or write the workspace and belong to
    the database thread; everything else returns at once.
    """

    def __init__(
        self, ws: Workspace, audit_id: str, plan: SessionPlan, clock: Clock | None = None
    ) -> None:
        """Prepare a session.

        Raises:
            ProfileUnfitError: If the instrument lacks the judged channel or a gas condition.
            BasisUnknownError: If the reference conditions are not known.
            AuditNotFoundError, AuditUnreadableError: See ``auditing.load``.
        """
        from kta_desktop.measurement.modbus import ModbusPoller
        from kta_desktop.measurement.ring import Ring

        _check(plan)
        record = auditing.load(ws, audit_id)
        self._ws = ws
        self._audit = audit_id
        self._clock = clock or SystemClock()
        self._more = record.definition.more
        self._basis: Basis = basis_of(plan.basis, self._more)
        self._holding = judging.level_in_force(record, plan.level)
        self._session = _new_session(plan, self._clock.now())
        self._rings = {
            channel.id: Ring(math.ceil(RING_HOURS * 3600 / channel.period_s))
            for channel in self._session.channels
        }
        self._poller = ModbusPoller(
            plan.profile, (plan.host, plan.port), self._clock, self._rings, self._keep
        )
        self._writer: RecordWriter | None = None
        self._paused_at: tuple[float, str] | None = None
        self._ended = False
        self._lock = threading.RLock()
        self._evaluated: _Evaluated | None = None

    @property
    def session_id(self) -> str:
        """Return the id of the session."""
        return self._session.id

    def start(self) -> None:
        """Write the session and begin to record.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
        """
        write_session(self._ws, self._audit, self._session)
        _running.add(self._session.id)
        self._writer = RecordWriter(self._ws, self._audit, self._session.id, self._clock)
        self._poller.start()

    def pause(self, reason: str = "") -> None:
        """Keep recording, but let no average use what comes until ``resume``."""
        with self._lock:
            if self._paused_at is None:
                self._paused_at = (self._clock.now(), reason or _("Pause"))

    def resume(self) -> None:
        """End the pause; its time stays excluded."""
        with self._lock:
            if self._paused_at is not None:
                start, reason = self._paused_at
                self._paused_at = None
                self.exclude(start, self._clock.now(), reason)

    def exclude(self, start: float, end: float, reason: str) -> None:
        """Let no average use the time from ``start`` to ``end`` (Unix seconds)."""
        from kta_desktop.measurement.evaluation import iso_of

        excluded = Exclusion(start=iso_of(start), end=iso_of(end), reason=reason)
        self._change(lambda session: replace(session, exclusions=(*session.exclusions, excluded)))

    def add_event(self, text: str, at: float | None = None) -> None:
        """Note that something happened, now or at ``at`` (Unix seconds)."""
        from kta_desktop.measurement.evaluation import iso_of

        event = Event(at=iso_of(self._clock.now() if at is None else at), text=text)

        def noted(session: Session) -> Session:
            ordered = sorted((*session.events, event), key=lambda item: item.at)
            return replace(session, events=tuple(ordered))

        self._change(noted)

    def reconnect(self) -> None:
        """Try to reach the instrument now instead of waiting for the next attempt."""
        self._poller.reconnect()

    def finish(self) -> Session:
        """End recording, compute samples, means and uncertainty, and write the session.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
                Recording has ended, the readings are in memory; call it again.
        """
        self.resume()
        ended = self._clock.now()
        self.leave()
        self._session = complete(self._ws, self._audit, self._session, self._basis, ended)
        return self._session

    def leave(self) -> None:
        """End recording and leave the session open, to be finished later by ``recover``.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError: As ``finish``.
        """
        self._poller.stop()
        self._ended = True
        if self._writer is not None:
            self._writer.close()
        _running.discard(self._session.id)

    def view(self) -> LiveView:
        """Return the measurement as it is now."""
        now = self._clock.now()
        evaluation = self._evaluation(now)
        return live_view(
            Moment(
                now=now,
                evaluation=evaluation,
                rings=self._rings,
                connection=self._poller.connection,
                writer=self._writer,
                holding=self._holding,
                more=self._more,
                samples_wanted=self._session.sample_count,
                is_running=self._writer is not None and not self._ended,
                is_paused=self._paused_at is not None,
            )
        )

    def series(
        self,
        kind: Series,
        max_points: int,
        since_s: float | None = None,
        channel: str | None = None,
    ) -> "tuple[NDArray[np.float64], NDArray[np.floating]]":
        """Return a curve as Unix seconds and values, NaN across gaps.

        Args:
            kind: ``raw`` as measured, ``normalised`` at the basis, or the rolling ``mean`` of it.
            max_points: Most points to return, at least 3; extremes survive.
            since_s: Unix seconds from which on; None = all that the rings hold.
            channel: Another channel than the judged one; of those only ``raw`` is there.
        """
        import numpy as np

        from kta_desktop.measurement.averages import STALE_PERIODS
        from kta_desktop.measurement.ring import decimate, with_gaps

        identifier = channel or self._session.channel
        if channel is None or channel == self._session.channel:
            evaluation = self._evaluation(self._clock.now())
            times = evaluation.times
            values: NDArray[np.floating] = {
                "raw": evaluation.raw,
                "normalised": evaluation.normalised,
                "mean": evaluation.rolling,
            }[kind]
        else:
            times, values = self._rings[identifier].since()
        if since_s is not None:
            first = int(np.searchsorted(times, since_s))
            times, values = times[first:], values[first:]
        longest = STALE_PERIODS * self._period(identifier)
        return decimate(*with_gaps(times, values, longest), max_points)

    def _period(self, identifier: str) -> float:
        return next(item.period_s for item in self._session.channels if item.id == identifier)

    def _keep(self, batch: "Batch") -> None:
        """Take a second's readings from the poller."""
        if self._writer is not None:
            self._writer.add(batch)

    def _change(self, change: Callable[[Session], Session]) -> None:
        with self._lock:
            self._session = change(self._session)
            if self._writer is not None and not self._ended:
                self._writer.save(self._session)

    def _evaluation(self, now: float) -> "Evaluation":
        """Return what the rings amount to, computed again when something came or changed.

        Of long fast recordings not at every reading: the work takes a tenth of the time at most.
        """
        from kta_desktop.measurement.evaluation import evaluate

        with self._lock:
            session = self._with_pause(now)
            counts = tuple(ring.count for ring in self._rings.values())
            key = (len(session.exclusions), len(session.events), counts, int(now))
            kept = self._evaluated
            if kept is None or kept.is_out_of_date(key):
                begun = time.monotonic()
                recording = {name: ring.since() for name, ring in self._rings.items()}
                found = evaluate(session, self._basis, recording, now)
                kept = _Evaluated(key, found, begun, time.monotonic())
                self._evaluated = kept
            return kept.evaluation

    def _with_pause(self, now: float) -> Session:
        """Return the session with the running pause, if there is one, as an exclusion."""
        from kta_desktop.measurement.evaluation import iso_of

        if self._paused_at is None:
            return self._session
        start, reason = self._paused_at
        # A little beyond now: the newest reading carries the next full millisecond.
        running = Exclusion(start=iso_of(start), end=iso_of(now + 0.01), reason=reason)
        return replace(self._session, exclusions=(*self._session.exclusions, running))


def is_running(session_id: str) -> bool:
    """Whether a session records in this process."""
    return session_id in _running


def _check(plan: SessionPlan) -> None:
    """Raise ``ProfileUnfitError`` if the instrument lacks what the session needs."""
    from kta_desktop.measurement.evaluation import NEEDED

    present = {register.channel for register in plan.profile.registers}
    for channel in (plan.channel, *NEEDED):
        if channel not in present:
            raise ProfileUnfitError(channel=channel)


def _new_session(plan: SessionPlan, now: float) -> Session:
    from kta_desktop.measurement.evaluation import iso_of

    return Session(
        id=new_id(),
        source=plan.source,
        point=plan.point,
        parameter=dict(plan.parameter),
        channel=plan.channel,
        level=plan.level,
        basis=plan.basis,
        started_at=iso_of(now),
        load_pct=plan.load_pct,
        regime=plan.regime,
        instruments=plan.instruments,
        channels=plan.profile.channels(),
        simulated=plan.simulated or plan.profile.simulated,
        sample_minutes=plan.sample_minutes,
        sample_count=plan.samples,
        diameter_m=plan.diameter_m,
        sampling_u_pct=plan.profile.sampling_u_pct,
    )
