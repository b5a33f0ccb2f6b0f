"""Sessions and their raw readings in the workspace: written while they come, read for export."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue, sha256_hex
from kta_desktop.domain.fieldpath import record
from kta_desktop.domain.measurement import Exclusion, Session
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.reference import basis
from kta_desktop.services import answering
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples

if TYPE_CHECKING:
    from kta_desktop.measurement.evaluation import Recording
    from kta_desktop.measurement.modbus import Batch

RETRY_S = 1.0


def write_session(ws: Workspace, audit_id: str, session: Session) -> None:
    """Store a session as it stands: the entry ``@session/<id>`` and its change."""
    answering.store(ws, audit_id, [Edit(record("session", session.id), session.to_json())])


class RecordWriter:
    """A thread that puts readings and the state of a session on disk, all that waits at once.

    What cannot be written stays in memory and is tried again; ``error`` tells why meanwhile.

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
        self._waiting: list[Batch] = []
        self._session: Session | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="records", daemon=True)
        self._thread.start()

    def add(self, batch: "Batch") -> None:
        """Take readings to be written."""
        with self._changed:
            self._waiting.append(batch)
            self._changed.notify_all()

    def save(self, session: Session) -> None:
        """Take the state of the session to be written; only the newest one is."""
        with self._changed:
            self._session = session
            self._changed.notify_all()

    def close(self) -> None:
        """Write what waits and end.

        Raises:
            KtaError: If it cannot be written; it is kept, and ``close`` may be called again.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        if self._waiting or self._session is not None:
            self._write()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (self._waiting or self._session or self._closing):
                    self._changed.wait()
                if self._closing:
                    break
            try:
                self._write()
            except KtaError as error:
                self.error = error
                with self._changed:
                    self._changed.wait_for(lambda: self._closing, RETRY_S)

    def _write(self) -> None:
        with self._changed:
            batches, session = list(self._waiting), self._session
        if batches:
            self._write_readings(batches)
        if session is not None:
            write_session(self._ws, self._audit, session)
        self.error = None
        self.written_at = self._clock.now()
        with self._changed:
            del self._waiting[: len(batches)]
            if self._session is session:
                self._session = None

    def _write_readings(self, batches: "list[Batch]") -> None:
        joined: dict[str, tuple[list[float], list[float]]] = {}
        for batch in batches:
            for channel, (times, values) in batch.items():
                own = joined.setdefault(channel, ([], []))
                own[0].extend(times)
                own[1].extend(values)
        with self._ws.store.begin() as connection:
            for channel, (times, values) in joined.items():
                samples.append(connection, self._session_id, channel, _readings(times, values))
        self.written += sum(len(times) for times, _values in joined.values())


def _readings(times: list[float], values: list[float]) -> samples.Readings:
    import numpy as np

    milliseconds = np.rint(np.asarray(times) * 1000).astype(np.int64)
    return samples.Readings(milliseconds, np.asarray(values), np.zeros(len(times), np.uint8))


def read_recording(ws: Workspace, session_id: str) -> "Recording":
    """Return the stored readings of a session: Unix seconds and values by channel."""
    return {
        channel: (readings.times_ms / 1000.0, readings.values)
        for channel, readings in _stored(ws, session_id).items()
    }


def _stored(ws: Workspace, session_id: str) -> dict[str, samples.Readings]:
    with ws.store.connect() as connection:
        names = sorted(samples.channels(connection, session_id))
        return {name: samples.read(connection, session_id, name) for name in names}


def complete(
    ws: Workspace,
    audit_id: str,
    session: Session,
    more: Mapping[str, JsonValue] | None,
    ended: float,
) -> Session:
    """Finish a session from its stored readings: samples, gaps as exclusions, hash; write it.

    Gaps are those of the first quantity.

    Args:
        ws: The workspace.
        audit_id: Id of the audit.
        session: As it stands, with what a person excluded and noted.
        more: Further tables of the definition, which may hold reference conditions.
        ended: Unix seconds at which it ended.
    """
    from kta_desktop.measurement.evaluation import evaluate, iso_of

    recording = read_recording(ws, session.id)
    evaluations = [
        evaluate(part, basis(part.basis, more), recording, ended) for part in session.each()
    ]
    lost = tuple(
        Exclusion(start=iso_of(start), end=iso_of(end), reason=_("No readings: connection lost"))
        for start, end in evaluations[0].gaps
    )
    exclusions = tuple(sorted((*session.exclusions, *lost), key=lambda item: item.start))
    judged = tuple(
        replace(quantity, samples=evaluation.samples)
        for quantity, evaluation in zip(session.quantities, evaluations, strict=True)
    )
    ended_session = replace(
        session.with_quantities(judged),
        ended_at=iso_of(ended),
        exclusions=exclusions,
        raw_sha256=sha256_hex(raw_csv(ws, session.id)),
    )
    write_session(ws, audit_id, ended_session)
    return ended_session


def raw_csv(ws: Workspace, session_id: str) -> bytes:
    """Return the raw readings as CSV: ``time_utc,channel,value`` in order of time.

    Times are UTC with milliseconds, values have a decimal point and as many digits as the reading
    has; the same readings give the same bytes. No converted value is in it: only what came.
    """
    return b"".join(_csv_parts(ws, session_id))


def _csv_parts(ws: Workspace, session_id: str) -> Iterator[bytes]:
    import numpy as np

    yield b"time_utc,channel,value\n"
    stored = _stored(ws, session_id)
    if not stored:
        return
    channels = list(stored)
    times = np.concatenate([readings.times_ms for readings in stored.values()])
    values = np.concatenate([readings.values for readings in stored.values()])
    counts = [len(readings.times_ms) for readings in stored.values()]
    place = np.repeat(np.arange(len(channels)), counts)
    stamps = np.datetime_as_string(times.astype("datetime64[ms]"), unit="ms")
    for at in np.lexsort((place, times)):
        value = np.format_float_positional(values[at], trim="-")
        yield f"{stamps[at]}Z,{channels[place[at]]},{value}\n".encode()
