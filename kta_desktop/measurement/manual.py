"""Readings that a person takes off an instrument and types."""

import threading

from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.link_errors import EntryOutOfTimeError
from kta_desktop.measurement.reading import Connection, Gathered, Sink

_AHEAD_S = 1.0  # a minute typed at its beginning is not of the future


class ManualReader:
    """Hands on what is typed, judged like any reading; it has no thread and is always up."""

    def __init__(self, link: Link, clock: Clock, sink: Sink) -> None:
        """Prepare for typing.

        Args:
            link: With the profile that says what is typed.
            clock: Time of what is typed without one.
            sink: Called by ``enter``, in the thread that calls it.
        """
        self._clock = clock
        self._gathered = Gathered(link, sink, clock.now())
        self._last: dict[str, float] = {entry.channel: 0.0 for entry in link.profile.told}
        self._lock = threading.Lock()
        self._connection = Connection(up=True, since=clock.now())

    @property
    def connection(self) -> Connection:
        """Return that it is up."""
        return self._connection

    def start(self) -> None:
        """Begin: nothing has to be done."""

    def stop(self) -> None:
        """End: everything typed was handed on at once."""

    def reconnect(self) -> None:
        """Connect again: nothing has to be done."""

    def enter(self, channel: str, value: float, at: float | None = None) -> None:
        """Take a typed reading.

        Args:
            channel: Id in the profile.
            value: In its unit.
            at: Unix seconds at which it was read off; None = now.

        Raises:
            EntryOutOfTimeError: If it lies before the last one of this channel, or in the future.
            KeyError: If the profile has no such channel.
        """
        with self._lock:
            now = self._clock.now()
            when = now if at is None else at
            if not self._last[channel] <= when <= now + _AHEAD_S:  # also where it is no number
                raise EntryOutOfTimeError(channel=channel)
            self._last[channel] = when
            self._gathered.add(channel, when, value)
            self._gathered.hand_on(now)
