"""What a bundle carries beside the change log: evidence, samples, sheets, what figures come to."""

from collections.abc import Iterator, Mapping

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.numbers import plain
from kta_desktop.domain.verdict import Judgement
from kta_desktop.exchange.snapshot import Snapshot
from kta_desktop.services import evidence, judging, printing
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import contents
from kta_desktop.storage.engine import Store
from kta_desktop.storage.errors import ContentChangedError, ContentMissingError

LANGUAGES = ("ru", "kk")


class StoredContents:
    """The contents of a workspace, as a bag reads them."""

    def __init__(self, store: Store) -> None:
        """Read from ``store`` when asked."""
        self._store = store

    def size(self, sha256: str) -> int:
        """Return the number of bytes.

        Raises:
            ContentMissingError: If they are not in the workspace.
        """
        return self._known(sha256).size

    def media_type(self, sha256: str) -> str:
        """Return what kind of file it is.

        Raises:
            ContentMissingError: If it is not in the workspace.
        """
        return self._known(sha256).media_type

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes; a damaged content raises at its end."""
        with self._store.connect() as connection:
            yield from contents.read(connection, sha256)

    def _known(self, sha256: str) -> contents.Content:
        with self._store.connect() as connection:
            known = contents.get(connection, sha256)
        if known is None:
            raise ContentMissingError(sha256=sha256)
        return known


def keep_samples(ws: Workspace, entries: Mapping[str, JsonValue]) -> None:
    """Write the raw readings of finished sessions as CSV files into the contents, once.

    Raises:
        ContentChangedError: If the readings are no longer those of which the session has the hash.
        KtaError: If they cannot be written.
    """
    for path, value in entries.items():
        if not path.startswith("@session/") or not isinstance(value, Mapping):
            continue
        sha256 = value.get("raw_sha256")
        if not isinstance(sha256, str) or _is_kept(ws, sha256):
            continue
        session = path.removeprefix("@session/")
        try:
            _keep_one(ws, session, sha256, flags=True)
        except ContentChangedError:  # unless it was recorded before readings had flags
            _keep_one(ws, session, sha256, flags=False)


def _keep_one(ws: Workspace, session: str, sha256: str, *, flags: bool) -> None:
    from kta_desktop.services.measuring_csv import raw_csv

    with ws.store.begin() as connection:
        contents.put(connection, sha256, "text/csv", raw_csv(ws, session, flags=flags))


def _is_kept(ws: Workspace, sha256: str) -> bool:
    with ws.store.connect() as connection:
        return contents.get(connection, sha256) is not None


def sheets(ws: Workspace, snap: Snapshot, record: AuditRecord) -> dict[str, bytes]:
    """Return the sheets of a closed version by name: the same version gives the same bytes.

    The time of closing is printed as the time of printing.

    Args:
        ws: Where pictures and readings are.
        snap: The version.
        record: The audit as it was closed.
    """
    from kta_desktop.reports.sheet import filled_sheet_pdf

    data = filled_sheet_pdf(
        record,
        lambda sha256, width: evidence.reduced(ws, sha256, width),
        LANGUAGES,
        snap.closed_at,
        printing.beside(ws, record, snap.changes),
    )
    return {f"filled-{'-'.join(LANGUAGES)}": data}


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
