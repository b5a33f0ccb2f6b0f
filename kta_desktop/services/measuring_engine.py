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
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.evaluation_running import Memory, PastNeededError
from kta_desktop.measurement.series import Recording, Series
from kta_desktop.services.measuring_curves import Curve
from kta_desktop.services.measuring_judged import Found, Judged, State
from kta_desktop.services.measuring_view import LiveView

BETWEEN_S = 0.22  # snapshots
IDLE_S = 0.5  # while nothing comes: ages go on
MOST_WAITING = 50_000  # readings that wait to be worked out before who brings more has to wait
_REST = 3.0  # how many times longer than the work the rest behind it is
Past = Callable[[], AbstractContextManager[Iterator[Recording]]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A measurement at one moment: its view for each quantity by the quantity's channel."""

    views: Mapping[str, LiveView]


class Look(Protocol):
    """Makes a snapshot."""

    def __call__(self, now: float, state: State, found: Mapping[str, Found]) -> Snapshot:
        """Return the picture of a moment (Unix seconds)."""
        ...


class Engine:
    """Works out a measurement from ``start()`` to ``stop()``."""

    def __init__(
        self,
        judged: tuple[Judged, ...],
        curves: Mapping[str, Curve],
        clock: Clock,
        look: Look,
        state: State,
    ) -> None:
        """Make the first snapshot.

        Args:
            judged: The quantities.
            curves: Readings as measured, by channel; filled by the engine's thread.
            clock: Of the measurement.
            look: Makes a snapshot; called in the engine's thread.
            state: The session as it begins.
        """
        self.judged = {item.channel: item for item in judged}
        self._curves = curves
        self._clock = clock
        self._look = look
        self._state = state
        self._memory = Memory()
        self._inbox: list[Recording] = []
        self._waiting = 0
        self._is_behind = False  # the past is needed and could not be read yet
        self._is_resumed = False  # the curves as measured lack what is on disk
        self._is_urgent = False
        self._is_closing = False
        self._is_over = False  # the thread ended, or failed: what is brought is the disk's alone
        self._asked = self._done = 0
        self._found: dict[str, Found] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._past: Past | None = None
        self._gate: Callable[[], AbstractContextManager[bool]] | None = None
        self._evaluate({}, state)
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
        self._past, self._gate = past, gate
        self._is_behind = self._is_resumed = behind
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
            if self._is_over:
                return
            self._inbox.append(batch)
            self._waiting += sum(len(series.times) for series in batch.values())
            self._asked += 1
            self._changed.notify_all()

    def wait_for_room(self) -> None:
        """Wait while too many readings are not worked out yet: who brings more must not outrun."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._waiting < MOST_WAITING or self._is_closing or self._is_over
            )

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
                lambda: self._done >= wanted or self._thread is None or self._is_over, timeout_s
            )

    def refresh(self) -> None:
        """Make a new snapshot of what was worked out, in the caller's thread, behind ``stop``."""
        self.snapshot = self._look(self._clock.now(), self._state, self._found)

    def _run(self) -> None:
        try:
            self._go_on()
        finally:  # recording goes on whatever happens here
            with self._changed:
                self._is_over = True
                self._inbox, self._waiting = [], 0
                self._changed.notify_all()

    def _go_on(self) -> None:
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
            asked, state = self._asked, self._state
        if not self._is_behind:
            try:
                self._evaluate(self._taken(), state)
            except PastNeededError:
                self._is_behind = True
        if self._is_behind:
            self._catch_up()
        self.snapshot = self._look(self._clock.now(), state, self._found)
        with self._changed:
            self._done = asked
            self._changed.notify_all()

    def _taken(self) -> Recording:
        """Return what waits, one piece a channel; it is among the curves as measured then."""
        with self._changed:
            batches, self._inbox, self._waiting = self._inbox, [], 0
            self._changed.notify_all()
        parts: dict[str, list[Series]] = {}
        for batch in batches:
            for name, series in batch.items():
                parts.setdefault(name, []).append(series)
        joined = {name: _joined(series) for name, series in parts.items()}
        for name, series in joined.items():
            self._curves[name].append(*series)
        return joined

    def _evaluate(self, batch: Recording, state: State) -> None:
        earliest = self._memory.add(batch)
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
                if not self._is_resumed or not is_on_disk:
                    self._taken()  # what is worked out from the disk is shown as measured at once
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
            try:
                for stretch in stretches:
                    self._add_past(stretch)
            except KtaError:
                return
        self._is_behind = self._is_resumed = False
        self._evaluate({}, state)

    def _add_past(self, stretch: Recording) -> None:
        if self._is_resumed:
            for name, series in stretch.items():
                self._curves[name].append(*series)
        earliest = self._memory.add(stretch)
        until = max(float(series.times[-1]) for series in stretch.values()) if stretch else 0.0
        for item in self.judged.values():
            item.advance(self._memory, earliest, until)
            item.found(until)
        self._tidy()


def _joined(parts: list[Series]) -> Series:
    if len(parts) == 1:
        return parts[0]
    times, values, flags = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Series(times, values, flags)
