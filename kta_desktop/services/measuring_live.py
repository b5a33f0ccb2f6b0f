"""A running measurement: instruments that are read, and a session that is kept as it runs."""

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from kta_desktop.domain.measurement import OPEN_END, Event, Session
from kta_desktop.i18n import _
from kta_desktop.measurement.clock import Clock, ShiftedClock, SystemClock
from kta_desktop.measurement.errors import SessionNotFoundError
from kta_desktop.services import auditing, judging
from kta_desktop.services.measuring_channels import aged
from kta_desktop.services.measuring_marks import INSTANT_S, bridged, exclusion, jump_words
from kta_desktop.services.measuring_memory import remember_running
from kta_desktop.services.measuring_plan import SessionPlan, check, new_session, widened
from kta_desktop.services.measuring_records import RecordWriter, complete, write_session
from kta_desktop.services.measuring_view import LiveView
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kta_desktop.measurement.readers import Reader
    from kta_desktop.measurement.series import Recording
    from kta_desktop.services.measuring_engine import Snapshot
    from kta_desktop.services.measuring_judged import Found, State

Curve: TypeAlias = Literal["raw", "normalised", "mean"]
_FLUSH_S, _HELD_S = 5.0, 0.3
_running: set[str] = set()  # ids of the sessions that record in this process


class LiveMeasurement:
    """A session from ``start()`` to ``finish()``; see the module for what is kept when.

    ``view`` and ``series`` only read what a thread of its own has worked out: the window may call
    them as often as it paints. The constructors, ``start``, ``finish`` and ``leave`` use the
    workspace and belong to the database thread; everything else returns at once.
    """

    def __init__(
        self,
        ws: Workspace,
        audit_id: str,
        plan: SessionPlan,
        clock: Clock | None = None,
        *,
        session: Session | None = None,
    ) -> None:
        """Prepare a session.

        Args:
            ws: The workspace.
            audit_id: Id of the audit.
            plan: What is measured.
            clock: Time to measure by; None = the real one.
            session: One that goes on, see ``resume_of``.

        Raises:
            ProfileUnfitError: If no instrument has a judged channel.
            BasisUnknownError: If the reference conditions are not known.
            AuditNotFoundError, AuditUnreadableError: See ``auditing.load``.
        """
        from kta_desktop.measurement.evaluation import iso_of
        from kta_desktop.services.measuring_curves import Curve
        from kta_desktop.services.measuring_engine import Engine
        from kta_desktop.services.measuring_judged import State, judged_of

        check(plan)
        record = auditing.load(ws, audit_id)
        self.plan = plan
        self._ws, self._audit = ws, audit_id
        self._clock: Clock = clock or SystemClock(self._note_jump)
        self._behind_s = 0.0 if session is None else self._go_after(session.id)
        self._more = record.definition.more
        self._is_again = session is not None
        self._session = session or new_session(plan, iso_of(self._clock.now()))
        self._holding = {
            part.channel: judging.level_in_force(record, part.level)
            for part in self._session.each()
        }
        self._curves = {each.id: Curve(each.period_s) for each in self._session.channels}
        self._readers = self._opened()
        self._writer: RecordWriter | None = None
        self._paused_at: tuple[float, str] | None = None
        self._ended = False
        self._lock, self._gate = threading.RLock(), threading.Lock()  # to decide, to bring
        judged = tuple(judged_of(part, self._more) for part in self._session.each())
        self._engine = Engine(judged, self._curves, self._clock, self._look, State(self._session))

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

        Id, readings and quantities stay; the time since the last reading is excluded. ``plan`` says
        how its instruments are read, see ``measuring.running_plan``.

        Raises:
            SessionNotFoundError: If there is no such unfinished session.
            ProfileUnfitError, BasisUnknownError, AuditNotFoundError, AuditUnreadableError: As the
                constructor.
        """
        found = judging.sessions(auditing.load(ws, audit_id))
        session = next((item for item in found if item.id == session_id), None)
        if session is None or session.ended_at is not None or is_running(session_id):
            raise SessionNotFoundError(session=session_id)
        check(replace(plan, quantities=session.quantities))
        return cls(ws, audit_id, plan, clock, session=widened(session, plan))

    @property
    def session_id(self) -> str:
        """Return the id of the session."""
        return self._session.id

    @property
    def is_paused(self) -> bool:
        """Whether what comes in now is excluded."""
        return self._paused_at is not None

    def start(self) -> None:
        """Write the session and begin to record.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
        """
        from kta_desktop.services.measuring_past import past, stored

        if self._is_again:
            self._bridge()
        write_session(self._ws, self._audit, self._session)
        remember_running(self._ws, self._session.id, self.plan)
        _running.add(self._session.id)
        self._writer = RecordWriter(self._ws, self._audit, self._session.id, self._clock)
        self._writer.written = stored(self._ws, self._session.id)
        self._engine.amend(self._state())
        self._engine.start(
            partial(past, self._ws, self._session.id), self._held, behind=self._is_again
        )
        for reader in self._readers.values():
            reader.start()

    def pause(self, reason: str = "") -> None:
        """Keep recording, but let no average use what comes until ``resume``."""
        with self._lock:
            if self._paused_at is None:
                self._paused_at = (self._clock.now(), reason or _("Pause"))
                self._change(lambda session: session)

    def resume(self) -> None:
        """End the pause; its time stays excluded."""
        with self._lock:
            if self._paused_at is not None:
                start, reason = self._paused_at
                self._paused_at = None
                self.exclude(start, self._clock.now(), reason)

    def exclude(self, start: float, end: float, reason: str) -> None:
        """Let no average use the time from ``start`` to ``end`` (Unix seconds)."""
        more = exclusion(start, end, reason)
        self._change(lambda session: replace(session, exclusions=(*session.exclusions, more)))

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
        """Take a reading that a person typed, read off at ``at`` (Unix seconds; None = now).

        Raises:
            EntryOutOfTimeError: If it lies before the last one of this channel, or in the future.
            KeyError: If the session has no such typed channel.
        """
        from kta_desktop.measurement.readers import ManualReader

        link = self.plan.link_of(channel)
        reader = None if link is None else self._readers[link.id]
        if link is None or not isinstance(reader, ManualReader):
            raise KeyError(channel)
        names = {name: own for own, name in self.plan.names(link.id).items()}
        reader.enter(names[channel], value, at)

    def reconnect(self, link: str | None = None) -> None:
        """Try to reach an instrument now instead of waiting; None = all of them."""
        for identifier, reader in self._readers.items():
            if link in (None, identifier):
                reader.reconnect()

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
        """End recording and leave the session open, to be finished or gone on with later.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError: As ``finish``.
        """
        for reader in self._readers.values():
            reader.stop()
        self._ended = True
        self._engine.stop()
        try:
            if self._writer is not None:
                self._writer.close()
            _running.discard(self._session.id)
        finally:
            self._engine.refresh()

    def settle(self, timeout_s: float) -> bool:
        """Wait until all that was read and decided is in the view; a window just looks again."""
        return self._engine.settle(timeout_s)

    def view(self, quantity: str | None = None) -> LiveView:
        """Return the measurement as it was a quarter of a second ago at most.

        What a person decided is in it at once, what follows from that as soon as it is worked out.

        Args:
            quantity: Channel of the quantity to be shown in full; None = the first one.
        """
        found = self._engine.snapshot.views[quantity or self._session.channel]
        found = aged(found, self._clock.now())
        session, paused = self._session, self._paused_at
        if (found.events, found.paused) == (session.events, paused is not None) and (
            found.paused or found.exclusions == session.exclusions
        ):
            return found
        running = () if paused is None else (exclusion(paused[0], found.now, paused[1]),)
        return replace(
            found,
            events=session.events,
            exclusions=session.exclusions + running,
            paused=paused is not None,
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
        """Return a curve as Unix seconds and values, NaN across gaps; only good readings.

        One reading before and one behind the stretch are there, too, so that lines reach its edges.

        Args:
            kind: ``raw`` as measured, ``normalised`` at the basis, or the rolling ``mean`` of it.
            max_points: Most points to return, at least 24; extremes survive.
            since_s: Unix seconds from which on; None = all there is.
            until_s: Unix seconds up to which; None = to the end.
            channel: Any channel, of which ``raw`` is there; None = that of the quantity.
            quantity: Channel of the quantity; None = the first one.
        """
        start = -math.inf if since_s is None else since_s
        end = math.inf if until_s is None else until_s
        judged = quantity or self._session.channel
        if kind == "raw" or channel not in (None, judged):
            return self._curves[channel or judged].slice(start, end, max_points)
        return self._engine.judged[judged].curves.slice(kind, start, end, max_points)

    def _opened(self) -> "dict[str, Reader]":
        from kta_desktop.measurement.readers import open_reader

        return {
            link.id: open_reader(link, self._clock, partial(self._take, self.plan.names(link.id)))
            for link in self.plan.links
        }

    def _take(self, names: Mapping[str, str], batch: "Recording") -> None:
        """Take what a reader read: to the screen, to the disk, to be worked out."""
        self._engine.wait_for_room()
        with self._gate:
            named = {names[own]: series for own, series in batch.items()}
            if self._writer is not None:
                self._writer.add(named)
            self._engine.take(named)

    @contextmanager
    def _held(self) -> Iterator[bool]:
        """Hold back the readers; yields whether all that they brought is on disk."""
        writer = self._writer
        is_near = writer is not None and writer.flush(_FLUSH_S)  # they are held but shortly then
        with self._gate:
            yield is_near and writer is not None and writer.flush(_HELD_S)

    def _go_after(self, session_id: str) -> float:
        """Let time go on behind the last reading; return by how much it was set back, in s."""
        from kta_desktop.services.measuring_past import last_moment

        last = last_moment(self._ws, session_id)
        behind = 0.0 if last is None else last + INSTANT_S - self._clock.now()
        if behind > 0:
            self._clock = ShiftedClock(self._clock, behind)
        return max(behind, 0.0)

    def _bridge(self) -> None:
        """Exclude the time since the last reading of a session that goes on, or its pause."""
        from kta_desktop.services.measuring_past import last_moment

        now = self._clock.now()
        self._session = bridged(self._session, last_moment(self._ws, self._session.id), now)
        if self._behind_s:
            self._note_jump(now, -self._behind_s)

    def _change(self, change: Callable[[Session], Session]) -> None:
        with self._lock:
            self._session = change(self._session)
            self._engine.amend(self._state())
            if self._writer is not None and not self._ended:
                self._writer.save(self._kept())

    def _kept(self) -> Session:
        """Return the session as it is kept while it runs: a pause has no end yet."""
        if self._paused_at is None:
            return self._session
        start, reason = self._paused_at
        pause = replace(exclusion(start, start, reason), end=OPEN_END)
        return replace(self._session, exclusions=(*self._session.exclusions, pause))

    def _note_jump(self, at: float, seconds: float) -> None:
        """Note that the computer's clock jumped; the times of the session never go back."""
        self.add_event(jump_words(seconds), at)

    def _state(self) -> "State":
        from kta_desktop.services.measuring_judged import State

        return State(self._session, None if self._paused_at is None else self._paused_at[0])

    def _look(self, now: float, state: "State", found: "Mapping[str, Found]") -> "Snapshot":
        from kta_desktop.services.measuring_channels import LinkMoment
        from kta_desktop.services.measuring_engine import Snapshot
        from kta_desktop.services.measuring_snapshot import Moment, live_views

        paused = self._paused_at
        moment = Moment(
            now=now,
            found=found,
            curves=self._curves,
            links=tuple(
                LinkMoment(
                    link=link,
                    channels=tuple(self.plan.names(link.id).values()),
                    connection=self._readers[link.id].connection,
                )
                for link in self.plan.links
            ),
            instruments=state.session.instruments,
            writer=self._writer,
            holding=self._holding,
            more=self._more,
            is_running=self._writer is not None and not self._ended,
            paused=None if paused is None else exclusion(paused[0], now, paused[1]),
        )
        return Snapshot(live_views(moment))


def is_running(session_id: str) -> bool:
    """Whether a session records in this process."""
    return session_id in _running
