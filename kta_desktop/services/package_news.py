"""What a bundle would bring, told before anything of it is taken in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.changes import FACTS, Change, replay
from kta_desktop.exchange.findings import Verified
from kta_desktop.exchange.merge import union, withdrawn_under_work
from kta_desktop.services import packing
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes


class News(StrEnum):
    """What a bundle is to this workspace."""

    UNKNOWN = "unknown"
    NOTHING = "nothing"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person changed.

    Attributes:
        author: Name; empty if the audit does not know it.
        changes: How many changes of theirs are new here.
        paths: How many places they touched.
    """

    author: str
    changes: int
    paths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What taking a bundle in would do.

    Attributes:
        audit: Id.
        number: Such as ``KTA-2026-014``.
        plant: Name of the enterprise.
        revision: Number of the version in the bundle.
        news: Whether the audit is unknown here, known just so, or goes on.
        shares: Who changed how much, most first; empty when there is nothing new.
        conflicts: Paths that would wait for a decision and do not yet.
    """

    audit: str
    number: str
    plant: str
    revision: int
    news: News
    shares: tuple[Share, ...]
    conflicts: tuple[str, ...]


def preview(ws: Workspace, path: Path) -> Incoming:
    """Return what ``packing.open_bundle`` would do with the bundle at ``path``; changes nothing.

    Raises:
        BundleError: The first check that fails; the file is kept in quarantine.
        KtaError: If it cannot be read.
    """
    return packing.examined(ws, path, lambda verified, name: _incoming(ws, verified, name))


def _incoming(ws: Workspace, verified: Verified, name: str) -> Incoming:
    snap = verified.snapshot
    with ws.store.connect() as connection:
        known = tuple(changes.of_audit(connection, snap.audit))
    ids = {change.id for change in known}
    together = union(name, known, snap.changes)
    record = snap.record(verified.definition)
    new = [change for change in together if change.id not in ids]
    return Incoming(
        audit=snap.audit,
        number=record.number,
        plant=record.plant.name,
        revision=snap.revision,
        news=News.UNKNOWN if not known else News.MORE if new else News.NOTHING,
        shares=_shares(new, record),
        conflicts=_conflicts(known, snap.changes, together),
    )


def _shares(new: Iterable[Change], record: AuditRecord) -> tuple[Share, ...]:
    names = {auditor.id: auditor.name for auditor in record.team}
    own = [change for change in new if not change.path.startswith(FACTS)]
    counts = Counter(change.author for change in own)
    touched = Counter(author for author, _path in {(c.author, c.path) for c in own})
    return tuple(
        Share(author=names.get(author, ""), changes=count, paths=touched[author])
        for author, count in counts.most_common()
    )


def _conflicts(
    known: tuple[Change, ...], incoming: tuple[Change, ...], together: tuple[Change, ...]
) -> tuple[str, ...]:
    before = {conflict.path for conflict in replay(known).conflicts}
    found = {conflict.path for conflict in replay(together).conflicts}
    if known:
        found |= {change.path for change in withdrawn_under_work(known, incoming)}
    return tuple(sorted(found - before))
