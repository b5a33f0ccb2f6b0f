"""What is being sent at this moment, and what stopped the last try: known while the program runs.

Written by the thread that sends, read by any other: each value is replaced whole.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kta_desktop.domain.canonical import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How far one delivery is.

    Attributes:
        done: Bytes of it that are at the place.
        seconds_left: How long it will still take at the pace of now; None before that is known.
    """

    done: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Why sending to a place stopped.

    Attributes:
        error: As errors are printed.
        is_passing: Whether it may go away by itself: a cut, a busy server, no network.
        again_at: ISO time (UTC) of the next try, by the clock of this computer.
        until: Seconds of the clock that only grows, from which on it is tried again.
        tries: How often it stopped in a row.
    """

    error: dict[str, JsonValue]
    is_passing: bool
    again_at: str
    until: float
    tries: int = 1


@dataclass(slots=True)
class UnderWay:
    """Sending of one open workspace.

    Attributes:
        pulses: By id of the delivery, while it is sent.
        halts: By name of the place, since the last try that stopped.
        visits: By name of the place, seconds of the clock that only grows at the last visit.
        is_closing: Whether the workspace is being closed: sending stops at once.
    """

    pulses: dict[str, Pulse] = field(default_factory=dict)
    halts: dict[str, Halt] = field(default_factory=dict)
    visits: dict[str, float] = field(default_factory=dict)
    is_closing: bool = False
    _busy: set[str] = field(default_factory=set)
    _freed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def visiting(self, name: str, seconds: float = 0.0) -> Iterator[bool]:
        """Keep a place to oneself; gives False, and keeps nothing, if another has it.

        Places do not wait for each other: a stick is written while a slow line is busy.

        Args:
            name: Of the place.
            seconds: How long to wait for another to leave it.
        """
        with self._freed:
            is_ours = self._freed.wait_for(lambda: name not in self._busy, seconds)
            if is_ours:
                self._busy.add(name)
        try:
            yield is_ours
        finally:
            if is_ours:
                with self._freed:
                    self._busy.discard(name)
                    self._freed.notify_all()

    def is_busy(self, name: str) -> bool:
        """Whether somebody visits a place now."""
        with self._freed:
            return name in self._busy

    def rest(self, seconds: float) -> bool:
        """Wait until no place is visited; return whether that came about."""
        with self._freed:
            return self._freed.wait_for(lambda: not self._busy, seconds)
