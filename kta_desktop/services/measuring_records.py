"""Sessions and their raw readings in the workspace: written while they come, read for export."""

import hashlib
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.fieldpath import record
from kta_desktop.domain.measurement import Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.reference import basis
from kta_desktop.services import answering
from kta_desktop.services.answering import Edit
from kta_desktop.services.measuring_csv import raw_csv
from kta_desktop.services.measuring_marks import with_gaps
from kta_desktop.services.measuring_memory import forget_running
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples

if TYPE_CHECKING:
    from kta_desktop.measurement.series import Recording, Series

EVERY_S = 0.5  # between two writes: a kill loses what came since
RETRY_S = 1.0


def write_session(ws: Workspace, audit_id: str, session: Session) -> None:
    """Store a session as it stands: the entry ``@session/<id>`` and its change."""
    answering.store(ws, audit_id, [Edit(record("session", session.id), session.to_json())])


class RecordWriter:
    """A thread that puts readings and the state of a session on disk, twice a second at most.

    What cannot be written stays in memory (17 bytes a reading) and is tried again; ``error`` tells
    why meanwhile.

    Attributes:
        written: Readings on disk.
        written_at: The clock's time of the last write; None before the first.
        error: Why the last write failed; None if it did not.
    """

    def __init__(self, ws: Workspace, audit_id: str, session_id: str, clock: Clock) -> None:
        self.written = 0
        self.written_at: float | None = None
        self.error: KtaError | None = None
        self._ws = ws
        self._audit = audit_id
        self._clock = clock
        self._session_id = session_id
        self._waiting: dict[str, list[Series]] = {}
        self._session: Session | None = None
        self._closing = False
        self._is_writing = False
        self._is_hurried = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="records", daemon=True)
        self._thread.start()

    def add(self, batch: "Recording") -> None:
        """Take readings to be written."""
        with self._changed:
            for channel, series in batch.items():
                self._waiting.setdefault(channel, []).append(series)
            self._changed.notify_all()

    def save(self, session: Session) -> None:
        """Take the state of the session to be written; only the newest one is."""
        with self._changed:
            self._session = session
            self._changed.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was taken is on disk; False if it cannot be written, or not yet."""
        with self._changed:
            self._is_hurried = True
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: self.error is not None or not (self._waiting or self._is_writing),
                timeout_s,
            )
            self._is_hurried = False
            return not (self._waiting or self._is_writing)

    def close(self) -> None:
        """Write what waits and end.

        Raises:
            KtaError: If it cannot be written; it is kept, and ``close`` may be called again.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        self._write()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._waiting or self._session is not None or self._closing
                )
                if self._closing:
                    return
            pause = EVERY_S
            try:
                self._write()
            except KtaError as error:
                with self._changed:
                    self.error = error
                    self._changed.notify_all()
                pause = RETRY_S
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._is_hurried, pause)

    def _write(self) -> None:
        self._write_readings()
        with self._changed:
            session = self._session
        if session is not None:
            write_session(self._ws, self._audit, session)
            self.written_at = self._clock.now()
        with self._changed:
            if self._session is session:
                self._session = None
        self.error = None

    def _write_readings(self) -> None:
        with self._changed:
            taken, self._waiting = self._waiting, {}
            self._is_writing = bool(taken)
        if not taken:
            return
        joined = {channel: _joined(parts) for channel, parts in taken.items()}
        try:
            with self._ws.store.begin() as connection:
                for channel, series in joined.items():
                    samples.append(connection, self._session_id, channel, _readings(series))
        except BaseException:
            self._put_back(joined)
            raise
        self.written += sum(len(series.times) for series in joined.values())
        self.written_at = self._clock.now()
        with self._changed:
            self._is_writing = False
            self._changed.notify_all()

    def _put_back(self, joined: "dict[str, Series]") -> None:
        """Let what could not be written go before what came since."""
        with self._changed:
            self._is_writing = False
            later, self._waiting = self._waiting, {name: [part] for name, part in joined.items()}
            for channel, parts in later.items():
                self._waiting.setdefault(channel, []).extend(parts)


def _joined(parts: "list[Series]") -> "Series":
    import numpy as np

    from kta_desktop.measurement.series import Series

    return Series(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _readings(series: "Series") -> samples.Readings:
    import numpy as np

    milliseconds = np.rint(series.times * 1000).astype(np.int64)
    return samples.Readings(milliseconds, series.values, series.flags)


def read_recording(
    ws: Workspace, session_id: str, since: float | None = None, until: float | None = None
) -> "Recording":
    """Return the stored readings of a session by channel, each in order of time.

    Args:
        ws: The workspace.
        session_id: Id of the session.
        since: First Unix second; None = from the beginning.
        until: Last Unix second, within; None = to the end.
    """
    from kta_desktop.measurement.series import Series

    bounds = tuple(None if at is None else round(at * 1000) for at in (since, until))
    with ws.store.connect() as connection:
        found = {
            channel: samples.read(connection, session_id, channel, *bounds)
            for channel in samples.channels(connection, session_id)
        }
    return {
        channel: Series(readings.times_ms / 1000.0, readings.values, readings.flags)
        for channel, readings in found.items()
    }


def complete(
    ws: Workspace,
    audit_id: str,
    session: Session,
    more: Mapping[str, JsonValue] | None,
    ended: float,
) -> Session:
    """Finish a session from its stored readings: samples, gaps as exclusions, hash; write it.

    Gaps are those of the first quantity. A quantity whose unit cannot be converted has no samples.

    Args:
        ws: The workspace.
        audit_id: Id of the audit.
        session: As it stands, with what a person excluded and noted.
        more: Further tables of the definition, which may hold reference conditions.
        ended: Unix seconds at which it ended.
    """
    from kta_desktop.measurement.evaluation import iso_of
    from kta_desktop.measurement.evaluation_running import at_once

    with ws.store.begin() as connection:
        samples.roll(connection, session.id)
    recording = read_recording(ws, session.id)
    standings = [
        at_once(part, basis(part.basis, more), recording, ended) for part in session.each()
    ]
    gaps = [(iso_of(start), iso_of(end)) for start, end in standings[0].gaps]
    judged = tuple(
        replace(quantity, samples=standing.samples)
        for quantity, standing in zip(session.quantities, standings, strict=True)
    )
    ended_session = replace(
        session.with_quantities(judged),
        ended_at=iso_of(ended),
        exclusions=with_gaps(session.exclusions, gaps),
        raw_sha256=_sha256(raw_csv(ws, session.id)),
    )
    write_session(ws, audit_id, ended_session)
    forget_running(ws, session.id)
    return ended_session


def _sha256(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
