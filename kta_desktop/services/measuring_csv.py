"""Raw readings of a session as CSV: the file that travels, whose hash the session carries."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEADER = b"time_utc,channel,value,flag\n"
OLD_HEADER = b"time_utc,channel,value\n"  # of sessions recorded before readings had flags
AT_ONCE = 100_000  # readings in memory, about

Window = tuple[int, int]
"""First and last Unix millisecond, both within."""


def raw_csv(ws: Workspace, session_id: str, *, flags: bool = True) -> Iterator[bytes]:
    """Yield the raw readings as CSV, ``time_utc,channel,value,flag``, in order of time.

    Times are UTC with milliseconds, values have a decimal point and as many digits as the reading
    has, flags are numbers of ``Flag``; the same readings give the same bytes. No converted value
    is in it: only what came. Memory does not grow with the recording.

    Args:
        ws: The workspace.
        session_id: Id of the session.
        flags: False gives the three columns that earlier sessions have the hash of.
    """
    yield HEADER if flags else OLD_HEADER
    with ws.store.connect() as connection:
        for window in _windows(connection, session_id):
            yield _lines(connection, session_id, window, flags=flags)


def _windows(connection: "Connection", session: str) -> Iterator[Window]:
    """Yield stretches of time that hold about ``AT_ONCE`` readings, one after another."""
    spans = samples.spans(connection, session)
    if not spans:
        return
    last = max(span.last_ms for span in spans.values())
    since = min(span.first_ms for span in spans.values())
    total = sum(span.count for span in spans.values())
    length = max(1, (last - since + 1) * AT_ONCE // total)
    while since <= last:
        until = min(since + length - 1, last)
        while until > since and _count(connection, session, since, until) > 2 * AT_ONCE:
            until = since + (until - since) // 2  # where readings are denser than on average
        yield since, until
        since = until + 1


def _count(connection: "Connection", session: str, since: int, until: int) -> int:
    names = samples.channels(connection, session)
    return sum(samples.count(connection, session, name, since, until) for name in names)


def _lines(connection: "Connection", session: str, window: Window, *, flags: bool) -> bytes:
    import numpy as np

    names = list(samples.channels(connection, session))
    found = [samples.read(connection, session, name, *window) for name in names]
    times = np.concatenate([readings.times_ms for readings in found])
    place = np.repeat(np.arange(len(names)), [len(readings.times_ms) for readings in found])
    order = np.lexsort((place, times))
    values = np.concatenate([readings.values for readings in found])[order].tolist()
    worth = np.concatenate([readings.flags for readings in found])[order].tolist()
    stamps = np.datetime_as_string(times[order].astype("datetime64[ms]"), unit="ms").tolist()
    channels = [names[at] for at in place[order].tolist()]
    if flags:
        rows = zip(stamps, channels, values, worth, strict=True)
        lines = [f"{at}Z,{name},{_text(value)},{flag}\n" for at, name, value, flag in rows]
    else:
        lines = [
            f"{at}Z,{name},{_text(value)}\n"
            for at, name, value in zip(stamps, channels, values, strict=True)
        ]
    return "".join(lines).encode()


def _text(value: float) -> str:
    """Return a value without an exponent, with the digits that make it this value again."""
    text = repr(value)
    if "e" in text:
        import numpy as np

        return np.format_float_positional(value, trim="-")
    return text.removesuffix(".0")
