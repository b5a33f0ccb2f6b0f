"""What is being sent at this moment, and what stopped the last try: known while the program runs.

Written by the thread that sends, read by any other: each value is replaced whole.
"""

import threading
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
        lock: Held by the one who sends.
        pulses: By id of the delivery, while it is sent.
        halts: By name of the place, since the last try that stopped.
        visits: By name of the place, seconds of the clock that only grows at the last visit.
        is_closing: Whether the workspace is being closed: sending stops at once.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    pulses: dict[str, Pulse] = field(default_factory=dict)
    halts: dict[str, Halt] = field(default_factory=dict)
    visits: dict[str, float] = field(default_factory=dict)
    is_closing: bool = False
