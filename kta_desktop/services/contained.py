"""What a bundle carries beside the change log: evidence, samples, sheets, what figures come to."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.numbers import plain
from kta_desktop.domain.verdict import Judgement
from kta_desktop.exchange.bag import logs, wanted
from kta_desktop.exchange.snapshot import Snapshot
from kta_desktop.formatting import KAZAKHSTAN
from kta_desktop.services import judging, printing
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import contents, samples
from kta_desktop.storage.errors import ContentChangedError, ContentMissingError

LANGUAGES = ("ru", "kk")


class StoredContents:
    """The contents of a workspace, as a bag reads them.

    The file of raw readings of a session that was measured here is none of them: it is written out
    of the readings whenever it is asked for, and is as large as fifteen times those.
    """

    def __init__(
        self, ws: Workspace, entries: Mapping[str, JsonValue], *, hashed: bool = True
    ) -> None:
        """Ask ``ws`` what it knows of the files that ``entries`` of the audit name; read later.

        Unless ``hashed``, who reads has to find out whether the bytes are still those of the hash.
        """
        self._ws = ws
        self._read = contents.read if hashed else contents.read_unhashed
        with ws.store.connect() as connection:  # once: a bundle has thousands of files
            named = {*wanted(entries).values(), *logs(entries).values()}
            self._known = contents.several(connection, named)
        self._sessions = dict(_raw_files(entries))
        self._written: dict[str, _Raw] = {}

    def size(self, sha256: str) -> int:
        """Return the number of bytes.

        Raises:
            ContentMissingError: If they are not in the workspace.
            ContentChangedError: If readings are no longer those of which the session has the hash.
        """
        known = self._known.get(sha256)
        return self._raw(sha256).size if known is None else known.size

    def media_type(self, sha256: str) -> str:
        """Return what kind of file it is.

        Raises:
            ContentMissingError: If it is not in the workspace.
        """
        known = self._known.get(sha256)
        if known is None:
            raise ContentMissingError(sha256=sha256)
        return known.media_type

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes; a damaged content raises at its end, if they are hashed."""
        if sha256 not in self._known:
            yield from self._raw(sha256).chunks(self._ws)
            return
        with self._ws.store.connect() as connection:
            yield from self._read(connection, sha256)

    def _raw(self, sha256: str) -> "_Raw":
        """Return how the file of raw readings with this hash is written."""
        if sha256 not in self._written:
            self._written[sha256] = _raw_of(self._ws, self._sessions.get(sha256), sha256)
        return self._written[sha256]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A file of raw readings that can be written: whose, in which form, how many bytes."""

    session: str
    flags: bool
    size: int

    def chunks(self, ws: Workspace) -> Iterator[bytes]:
        from kta_desktop.services.measuring_csv import raw_csv

        return raw_csv(ws, self.session, flags=self.flags)


def _raw_of(ws: Workspace, session: str | None, sha256: str) -> _Raw:
    """Return the form in which the readings of a session have a hash.

    Raises:
        ContentMissingError: If the readings are not here.
        ContentChangedError: If they have another hash in each form.
    """
    with ws.store.connect() as connection:
        if session is None or not samples.channels(connection, session):
            raise ContentMissingError(sha256=sha256)
    for flags in (True, False):  # False: it was recorded before readings had flags
        raw = _Raw(session, flags, 0)
        digest, size = hashlib.sha256(), 0
        for part in raw.chunks(ws):
            digest.update(part)
            size += len(part)
        if digest.hexdigest() == sha256:
            return replace(raw, size=size)
    raise ContentChangedError(sha256=sha256)


def _raw_files(entries: Mapping[str, JsonValue]) -> Iterator[tuple[str, str]]:
    """Yield hash and session of the raw readings that entries name."""
    for path, value in entries.items():
        if path.startswith("@session/") and isinstance(value, Mapping):
            sha256 = value.get("raw_sha256")
            if isinstance(sha256, str):
                yield sha256, path.removeprefix("@session/")


def sheets(ws: Workspace, snap: Snapshot, record: AuditRecord) -> dict[str, bytes]:
    """Return the sheets of a closed version by name: the same version gives the same bytes.

    The time of closing is printed as the time of printing.

    Args:
        ws: Where pictures and readings are.
        snap: The version.
        record: The audit as it was closed.
    """
    from kta_desktop.reports.order import Order
    from kta_desktop.reports.sheet import sheet_pdf

    def printed() -> bytes:
        known = printing.beside(ws, record, snap.changes)
        source = replace(printing.source_of(ws, record, known, snap.closed_at), zone=KAZAKHSTAN)
        return sheet_pdf(Order(languages=LANGUAGES), source).data

    # A sending that goes on after a cut needs it again, and setting it takes seconds.
    return {f"filled-{'-'.join(LANGUAGES)}": ws.sheets.get(snap.closing.hash, printed)}


def assessment(record: AuditRecord) -> list[JsonValue]:
    """Return what the figures of an audit come to, in paper order."""
    return [_judged(path, judgement) for path, judgement in judging.judgements(record)]


def _judged(path: str, judgement: Judgement) -> dict[str, JsonValue]:
    return {
        "path": path,
        "verdict": str(judgement.verdict),
        "reason": None if judgement.reason is None else str(judgement.reason),
        "level": None if judgement.level is None else judgement.level.id,
        "unit": None if judgement.level is None else judgement.level.unit,
        "value": None if judgement.value is None else plain(judgement.value),
        "uncertainty": plain(judgement.uncertainty),
    }
