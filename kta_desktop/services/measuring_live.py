"""A running measurement: an instrument that is read, and a session that is kept as it runs."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from kta_desktop.domain.measurement import Event, Exclusion, Session
from kta_desktop.i18n import _
from kta_desktop.measurement.clock import Clock, SystemClock
from kta_desktop.measurement.errors import SessionNotFoundError
from kta_desktop.measurement.reference import basis as basis_of
from kta_desktop.services import auditing, judging
from kta_desktop.services.measuring_plan import SessionPlan, check, new_session
from kta_desktop.services.measuring_records import RecordWriter, complete, write_session
from kta_desktop.services.measuring_snapshot import LinkMoment, Moment, live_view
from kta_desktop.services.measuring_view import LiveView
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kta_desktop.measurement.evaluation import Evaluation
    from kta_desktop.measurement.modbus import Batch

_REST = 9.0  # how many times longer than an evaluation the pause after it is
RING_HOURS = 24  # of each channel for the screen; everything older is on disk
Curve: TypeAlias = Literal["raw", "normalised", "mean"]
_running: set[str] = set()  # ids of the sessions that record in this process


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
            ProfileUnfitError: If no instrument has a judged channel.
            BasisUnknownError: If the reference conditions are not known.
            AuditNotFoundError, AuditUnreadableError: See ``auditing.load``.
        """
        from kta_desktop.measurement.evaluation import iso_of
        from kta_desktop.measurement.modbus import ModbusPoller
        from kta_desktop.measurement.ring import Ring

        check(plan)
        record = auditing.load(ws, audit_id)
        self.plan = plan
        self._ws = ws
        self._audit = audit_id
        self._clock = clock or SystemClock()
        self._more = record.definition.more
        self._bases = {
            quantity.channel: basis_of(quantity.basis, self._more) for quantity in plan.quantities
        }
        self._holding = {
            quantity.channel: judging.level_in_force(record, quantity.level)
            for quantity in plan.quantities
        }
        self._session = new_session(plan, iso_of(self._clock.now()))
        self._rings = {
            channel.id: Ring(math.ceil(RING_HOURS * 3600 / channel.period_s))
            for channel in self._session.channels
        }
        self._pollers = {
            link.id: ModbusPoller(
                link.profile,
                (link.address.host, link.address.port),
                self._clock,
                {own: self._rings[name] for own, name in plan.names(link.id).items()},
                partial(self._keep, link.id),
            )
            for link in plan.links
        }
        self._writer: RecordWriter | None = None
        self._paused_at: tuple[float, str] | None = None
        self._ended = False
        self._lock = threading.RLock()
        self._evaluated: dict[str, _Evaluated] = {}

    @classmethod
    def resume_of(
        cls,
        ws: Workspace,
        audit_id: str,
        session_id: str,
        plan: SessionPlan,
        clock: Clock | None = None,
    ) -> Self:
        """Prepare to go on with a session that a crash left open; ``start`` then records.

        Its id stays, so do its readings; the time since its last reading is excluded. ``plan``
        says how its instruments are read; what is measured stays as the session has it.

        Raises:
            SessionNotFoundError: If there is no such unfinished session.
            ProfileUnfitError, BasisUnknownError, AuditNotFoundError, AuditUnreadableError: As the
                constructor.
        """
        made = cls(ws, audit_id, plan, clock)
        found = judging.sessions(auditing.load(ws, audit_id))
        session = next((item for item in found if item.id == session_id), None)
        if session is None or session.ended_at is not None or is_running(session_id):
            raise SessionNotFoundError(session=session_id)
        made._session = session
        return made

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
        for poller in self._pollers.values():
            poller.start()

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

    def add_event(self, text: str, at: float | None = None, kind: str = "event") -> None:
        """Note that something happened, now or at ``at`` (Unix seconds).

        Args:
            text: What happened.
            at: When; None = now.
            kind: ``event``, or ``reversal`` for a firing reversal of a regenerative furnace.
        """
        from kta_desktop.measurement.evaluation import iso_of

        event = Event(at=iso_of(self._clock.now() if at is None else at), text=text, kind=kind)

        def noted(session: Session) -> Session:
            ordered = sorted((*session.events, event), key=lambda item: item.at)
            return replace(session, events=tuple(ordered))

        self._change(noted)

    def enter(self, channel: str, value: float, at: float | None = None) -> None:
        """Take a reading that a person typed, read at ``at`` (Unix seconds; None = now).

        Raises:
            KeyError: If the session has no such channel.
        """
        from kta_desktop.measurement.series import Series

        moment = self._clock.now() if at is None else at
        self._rings[channel].append([moment], [value])
        if self._writer is not None:
            self._writer.add({channel: Series.of([moment], [value])})

    def reconnect(self, link: str | None = None) -> None:
        """Try to reach an instrument now instead of waiting; None = all of them."""
        for identifier, poller in self._pollers.items():
            if link in (None, identifier):
                poller.reconnect()

    def finish(self) -> Session:
        """End recording, compute samples, means and uncertainty, and write the session.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
                Recording has ended, the readings are in memory; call it again.
        """
        self.resume()
        ended = self._clock.now()
        self.leave()
        self._session = complete(self._ws, self._audit, self._session, self._more, ended)
        return self._session

    def leave(self) -> None:
        """End recording and leave the session open, to be finished later by ``recover``.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError: As ``finish``.
        """
        for poller in self._pollers.values():
            poller.stop()
        self._ended = True
        if self._writer is not None:
            self._writer.close()
        _running.discard(self._session.id)

    def view(self, quantity: str | None = None) -> LiveView:
        """Return the measurement as it is now, with the quantity of channel ``quantity`` in full.

        Args:
            quantity: Channel of the quantity; None = the first one.
        """
        now = self._clock.now()
        evaluations = {
            part.channel: self._evaluation(now, part.channel) for part in self._session.each()
        }
        return live_view(
            Moment(
                now=now,
                evaluations=evaluations,
                rings=self._rings,
                links=tuple(
                    LinkMoment(
                        link=link,
                        channels=tuple(self.plan.names(link.id).values()),
                        connection=self._pollers[link.id].connection,
                    )
                    for link in self.plan.links
                ),
                instruments=self._session.instruments,
                writer=self._writer,
                holding=self._holding,
                more=self._more,
                is_running=self._writer is not None and not self._ended,
                is_paused=self._paused_at is not None,
            ),
            quantity or self._session.channel,
        )

    def series(
        self,
        kind: Curve,
        max_points: int,
        since_s: float | None = None,
        until_s: float | None = None,
        *,
        channel: str | None = None,
        quantity: str | None = None,
    ) -> "tuple[NDArray[np.float64], NDArray[np.floating]]":
        """Return a curve as Unix seconds and values, NaN across gaps.

        Args:
            kind: ``raw`` as measured, ``normalised`` at the basis, or the rolling ``mean`` of it.
            max_points: Most points to return, at least 3; extremes survive.
            since_s: Unix seconds from which on; None = all there is.
            until_s: Unix seconds up to which; None = to the end.
            channel: Any channel, of which ``raw`` is there; None = that of the quantity.
            quantity: Channel of the quantity; None = the first one.
        """
        import numpy as np

        from kta_desktop.measurement.averages import STALE_PERIODS
        from kta_desktop.measurement.ring import decimate, with_gaps

        judged = quantity or self._session.channel
        identifier = channel or judged
        if identifier == judged:
            evaluation = self._evaluation(self._clock.now(), judged)
            times = evaluation.times
            values: NDArray[np.floating] = {
                "raw": evaluation.raw,
                "normalised": evaluation.normalised,
                "mean": evaluation.rolling,
            }[kind]
        else:
            times, values = self._rings[identifier].since()
        first = 0 if since_s is None else int(np.searchsorted(times, since_s))
        stop = len(times) if until_s is None else int(np.searchsorted(times, until_s))
        times, values = times[first:stop], values[first:stop]
        longest = STALE_PERIODS * self._period(identifier)
        return decimate(*with_gaps(times, values, longest), max_points)

    def _period(self, identifier: str) -> float:
        return next(item.period_s for item in self._session.channels if item.id == identifier)

    def _keep(self, link: str, batch: "Batch") -> None:
        """Take a second's readings from a link."""
        from kta_desktop.measurement.series import Series

        names = self.plan.names(link)
        if self._writer is not None:
            self._writer.add({names[own]: Series.of(*readings) for own, readings in batch.items()})

    def _change(self, change: Callable[[Session], Session]) -> None:
        with self._lock:
            self._session = change(self._session)
            if self._writer is not None and not self._ended:
                self._writer.save(self._session)

    def _evaluation(self, now: float, quantity: str) -> "Evaluation":
        """Return what the rings amount to, computed again when something came or changed.

        Of long fast recordings not at every reading: the work takes a tenth of the time at most.
        """
        from kta_desktop.measurement.evaluation import evaluate
        from kta_desktop.measurement.series import Series

        with self._lock:
            session = self._with_pause(now).of(quantity)
            counts = tuple(ring.count for ring in self._rings.values())
            key = (len(session.exclusions), len(session.events), counts, int(now))
            kept = self._evaluated.get(quantity)
            if kept is None or kept.is_out_of_date(key):
                begun = time.monotonic()
                recording = {name: Series.of(*ring.since()) for name, ring in self._rings.items()}
                found = evaluate(session, self._bases[quantity], recording, now)
                kept = _Evaluated(key, found, begun, time.monotonic())
                self._evaluated[quantity] = kept
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
