"""The thread that works out a running measurement, so that the window only reads what came of it.

It takes readings as they come, evaluates what is new and leaves a finished picture (a snapshot)
four times a second at most. A change that reaches back behind what is in memory is worked out
again from the disk, in this thread, too.
"""

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.evaluation import Standing
from kta_desktop.measurement.evaluation_running import (
    Memory,
    PastNeededError,
    RunningEvaluation,
)
from kta_desktop.measurement.series import Recording
from kta_desktop.services.measuring_curves import QuantityCurves
from kta_desktop.services.measuring_view import LiveView

if TYPE_CHECKING:
    from numpy.typing import NDArray

BETWEEN_S = 0.22  # snapshots
IDLE_S = 0.5  # while nothing comes: ages go on
SETTLED_S = 10.0  # readings older than this are drawn for good
MOST_WAITING = 400_000  # readings that wait to be worked out before who brings more has to wait
_REST = 3.0  # how many times longer than the work the rest behind it is
_FLUSH_S = 5.0

Past = Callable[[], AbstractContextManager[Iterator[Recording]]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A measurement at one moment: its view for each quantity by the quantity's channel."""

    views: Mapping[str, LiveView]


@dataclass(frozen=True, slots=True)
class State:
    """What a person decides: the session as it stands, and since when a pause runs."""

    session: Session
    paused_since: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What one quantity has come to.

    Attributes:
        standing: At the conditions of its level.
        halves: Its calendar half-hours at those of the emission standard; None without a limit.
    """

    standing: Standing
    halves: Standing | None


class Look(Protocol):
    """Makes a snapshot."""

    def __call__(self, now: float, state: State, found: Mapping[str, Found]) -> Snapshot:
        """Return the picture of a moment (Unix seconds)."""
        ...


class Judged:
    """The evaluations and curves of one quantity; the engine's thread owns them."""

    def __init__(
        self, session: Session, basis: Basis, halves: tuple[Session, Basis] | None
    ) -> None:
        """Begin without readings.

        Args:
            session: With this quantity alone.
            basis: Its reference conditions.
            halves: The same as half-hours at the conditions of the emission standard, or None.
        """
        self._asked = (session, basis), halves
        self.restart()
        self.publish()

    def restart(self) -> None:
        """Forget all readings."""
        asked, halves = self._asked
        self._main = RunningEvaluation(*asked)
        self._halves = None if halves is None else RunningEvaluation(*halves)
        self.channel = self._main.channel
        self.fresh = QuantityCurves(self._main.conversion.channel.period_s)

    def amend(self, state: State) -> None:
        """Take what a person decided."""
        own = state.session.of(self.channel)
        self._main.amend(own, state.paused_since)
        if self._halves is not None:
            before = self._halves.session
            self._halves.amend(_with_marks(before, state.session), state.paused_since)

    def advance(self, memory: Memory, earliest: float, now: float) -> None:
        """Evaluate what is new.

        Raises:
            PastNeededError: If that needs readings that are no longer in memory.
        """
        first = self._main.advance(memory, earliest, now)
        if self._halves is not None:
            self._halves.advance(memory, earliest, now)
        if first < self.fresh.settled:
            raise PastNeededError
        self._draw()

    def found(self, now: float) -> Found:
        """Return what the readings come to."""
        halves = None if self._halves is None else self._halves.standing(now)
        return Found(self._main.standing(now), halves)

    def let_go(self) -> tuple[int, float]:
        """Let go what nothing needs; see ``RunningEvaluation.let_go``."""
        index, before = self._main.let_go()
        if self._halves is not None:
            other, earlier = self._halves.let_go()
            index, before = min(index, other), min(before, earlier)
        return index, before

    def publish(self) -> None:
        """Let the screen see the curves."""
        self.curves = self.fresh

    def _draw(self) -> None:
        settled = self.fresh.settled
        times, flags, columns = self._main.curves(settled)
        if not len(times):
            return
        # what lies so far back that nothing but a change of the past can alter it
        stop = int(np.searchsorted(times, times[-1] - SETTLED_S))
        self.fresh.settle(times[:stop], _cut(columns, slice(None, stop)), flags[:stop])
        self.fresh.show(times[stop:], _cut(columns, slice(stop, None)), flags[stop:])


class Engine:
    """Works out a measurement from ``start()`` to ``stop()``."""

    def __init__(self, judged: tuple[Judged, ...], clock: Clock, look: Look, state: State) -> None:
        """Make the first snapshot.

        Args:
            judged: The quantities.
            clock: Of the measurement.
            look: Makes a snapshot; called in the engine's thread.
            state: The session as it begins.
        """
        self.judged = {item.channel: item for item in judged}
        self._clock = clock
        self._look = look
        self._state = state
        self._memory = Memory()
        self._inbox: list[Recording] = []
        self._waiting = 0
        self._is_behind = False  # the past is needed and could not be read yet
        self._is_urgent = False
        self._is_closing = False
        self._asked = self._done = 0
        self._found: dict[str, Found] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._past: Past | None = None
        self._gate: Callable[[], AbstractContextManager[bool]] | None = None
        self._evaluate([], state)
        self.snapshot = self._look(clock.now(), state, self._found)

    def start(
        self, past: Past, gate: Callable[[], AbstractContextManager[bool]], *, behind: bool
    ) -> None:
        """Begin.

        Args:
            past: Gives the readings on disk.
            gate: Holds back those who bring readings; True once all that they brought is on disk.
            behind: Whether there are readings on disk already.
        """
        self._past, self._gate, self._is_behind = past, gate, behind
        self._thread = threading.Thread(target=self._run, name="measuring", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Work out what has come, make the last snapshot and end."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def take(self, batch: Recording) -> None:
        """Take readings."""
        with self._changed:
            self._inbox.append(batch)
            self._waiting += sum(len(series.times) for series in batch.values())
            self._asked += 1
            self._changed.notify_all()

    def wait_for_room(self) -> None:
        """Wait while too many readings are not worked out yet: who brings more must not outrun."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting < MOST_WAITING or self._is_closing)

    def amend(self, state: State) -> None:
        """Take what a person decided; it is worked out at once."""
        with self._changed:
            self._state = state
            self._asked += 1
            self._is_urgent = True
            self._changed.notify_all()

    def settle(self, timeout_s: float) -> bool:
        """Wait until all that was taken is in the snapshot; False if that takes too long."""
        with self._changed:
            wanted = self._asked
            self._is_urgent = True
            self._changed.notify_all()
            return self._changed.wait_for(
                lambda: self._done >= wanted or self._thread is None, timeout_s
            )

    def refresh(self) -> None:
        """Make a new snapshot of what was worked out, in the caller's thread, behind ``stop``."""
        self.snapshot = self._look(self._clock.now(), self._state, self._found)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._is_closing or self._is_urgent or bool(self._inbox), IDLE_S
                )
                is_last = self._is_closing
                self._is_urgent = False
            begun = time.monotonic()
            self._work()
            if is_last:
                return
            worked = time.monotonic() - begun
            with self._changed:
                self._changed.wait_for(
                    lambda: self._is_closing or self._is_urgent,
                    max(BETWEEN_S - worked, _REST * worked),
                )

    def _work(self) -> None:
        with self._changed:
            batches, self._inbox, self._waiting = self._inbox, [], 0
            asked, state = self._asked, self._state
            self._changed.notify_all()
        if not self._is_behind:
            try:
                self._evaluate(batches, state)
            except PastNeededError:
                self._is_behind = True
        if self._is_behind:
            self._catch_up()
        self.snapshot = self._look(self._clock.now(), state, self._found)
        with self._changed:
            self._done = asked
            self._changed.notify_all()

    def _evaluate(self, batches: list[Recording], state: State) -> None:
        earliest = min((self._memory.add(batch) for batch in batches), default=math.inf)
        now = self._clock.now()
        for item in self.judged.values():
            item.amend(state)
            item.advance(self._memory, earliest, now)
        self._found = {name: item.found(now) for name, item in self.judged.items()}
        self._tidy()
        for item in self.judged.values():
            item.publish()

    def _tidy(self) -> None:
        starts: dict[str, int] = {}
        before = math.inf
        for name, item in self.judged.items():
            starts[name], earlier = item.let_go()
            before = min(before, earlier)
        if before < math.inf:
            self._memory.let_go(before, starts)

    def _catch_up(self) -> None:
        """Work everything out again from the disk; if that cannot be read now, try again later."""
        if self._past is None or self._gate is None:
            raise PastNeededError
        with ExitStack() as reading:
            with self._gate() as is_on_disk:
                if not is_on_disk:
                    return
                try:
                    stretches = reading.enter_context(self._past())
                except KtaError:  # told by the writer, which meets the same disk
                    return
                with self._changed:
                    self._inbox, self._waiting = [], 0
                    state = self._state
                    self._changed.notify_all()
            self._memory = Memory()
            for item in self.judged.values():
                item.restart()
                item.amend(state)
            for stretch in stretches:
                self._add_past(stretch)
        self._is_behind = False
        self._evaluate([], state)

    def _add_past(self, stretch: Recording) -> None:
        earliest = self._memory.add(stretch)
        until = max(float(series.times[-1]) for series in stretch.values()) if stretch else 0.0
        for item in self.judged.values():
            item.advance(self._memory, earliest, until)
            item.found(until)
        self._tidy()


def _cut(
    columns: "dict[str, NDArray[np.float64]]", part: slice
) -> "dict[str, NDArray[np.float64]]":
    return {name: values[part] for name, values in columns.items()}


def _with_marks(session: Session, marked: Session) -> Session:
    """Return ``session`` with the exclusions and events of ``marked``."""
    return replace(session, exclusions=marked.exclusions, events=marked.events)
