"""What a running session has on disk already, read stretch by stretch."""

from collections.abc import Iterator
from contextlib import contextmanager

from kta_desktop.measurement.series import Recording, Series
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples

_STRETCH_MS = 20 * 60_000  # of ten fast channels 120,000 readings


@contextmanager
def past(ws: Workspace, session_id: str) -> Iterator[Iterator[Recording]]:
    """Yield the stored readings of a session as they are at this moment, in order of time.

    What is written while they are read is not among them.

    Raises:
        InUseError, DiskFailedError, WorkspaceDamagedError: If the file cannot be read.
    """
    with ws.store.connect() as connection:
        spans = samples.spans(connection, session_id)

        def stretches() -> Iterator[Recording]:
            if not spans:
                return
            start = min(span.first_ms for span in spans.values())
            end = max(span.last_ms for span in spans.values())
            for since in range(start, end + 1, _STRETCH_MS):
                until = since + _STRETCH_MS - 1
                found = {
                    name: samples.read(connection, session_id, name, since, until) for name in spans
                }
                yield {
                    name: Series(each.times_ms / 1000.0, each.values, each.flags)
                    for name, each in found.items()
                    if len(each.times_ms)
                }

        yield stretches()


def last_moment(ws: Workspace, session_id: str) -> float | None:
    """Return the Unix seconds of the last stored reading of a session; None if it has none."""
    with ws.store.connect() as connection:
        spans = samples.spans(connection, session_id)
    return max((span.last_ms / 1000.0 for span in spans.values()), default=None)


def stored(ws: Workspace, session_id: str) -> int:
    """Return how many readings of a session are on disk."""
    with ws.store.connect() as connection:
        return sum(samples.channels(connection, session_id).values())
