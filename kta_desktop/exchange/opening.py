"""Takes a verified bundle into a workspace: all of it in one transaction, or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.canonical import JsonValue, sha256_hex
from kta_desktop.domain.changes import Change, replay
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange import layout, readings
from kta_desktop.exchange.errors import (
    AuditForkedError,
    BundleAlteredError,
    DefinitionDiffersError,
)
from kta_desktop.exchange.findings import Source, Verified
from kta_desktop.exchange.merge import union, withdrawn_under_work
from kta_desktop.storage import (
    audits,
    changes,
    contents,
    definitions,
    entries,
    identity,
    outbox,
    samples,
    signatures,
)
from kta_desktop.storage.clock import now
from kta_desktop.storage.engine import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What taking in a bundle changed.

    Attributes:
        audit: Id of the audit.
        revision: Number of the revision that came in.
        new: Whether the audit was not known before.
        changes: Changes that were not known before.
        conflicts: Paths of the audit that now wait for a decision.
    """

    audit: str
    revision: int
    new: bool
    changes: int
    conflicts: tuple[str, ...]


def take_in(
    store: Store, verified: Verified, source: Source, *, author: str, device: str
) -> Merged:
    """Merge a verified bundle into the workspace; the same bundle twice changes nothing.

    An instance that one side took away while the other worked in it stays, as a conflict.

    Args:
        store: The workspace.
        verified: What ``verify`` returned for ``source``.
        source: Where evidence, samples and logs are read from; every byte is hashed once more.
        author: Id of who takes it in.
        device: Fingerprint of this device.

    Raises:
        DefinitionDiffersError, AuditForkedError: If the audit is known here and does not fit.
        KtaError: If the bytes are no longer those that were verified, or cannot be written.
    """
    snap = verified.snapshot
    with store.begin() as connection:
        row = audits.get(connection, snap.audit)
        if row is not None and row.definition_sha256 != snap.definition_sha256:
            raise DefinitionDiffersError(where=source.name)
        known = tuple(changes.of_audit(connection, snap.audit))
        together = union(source.name, known, snap.changes)
        new = _news(known, together)
        _demand_honest(verified, new, device, source.name)
        if row is None:
            definitions.put(connection, verified.definition)
            audits.add(connection, snap.audit, snap.definition_sha256)
        sheets = _take_contents(connection, verified, source)
        _take_signatures(connection, verified, source, device)
        identity.add_device(connection, verified.public_key, "")
        changes.add(connection, new)
        act = changes.Act(audit=snap.audit, author=author, device=device, at=now(), group=new_id())
        removals = withdrawn_under_work(known, snap.changes)
        kept = [changes.stand_against(connection, act, removal) for removal in removals]
        together, new = (*together, *kept), [*new, *kept]
        _show_changes(connection, snap.audit, together, new)
        if new:
            _note(connection, verified, len(new), sheets)
    conflicts = tuple(conflict.path for conflict in replay(together).conflicts)
    return Merged(
        audit=snap.audit,
        revision=snap.revision,
        new=row is None,
        changes=len(new),
        conflicts=conflicts,
    )


def _news(known: Sequence[Change], together: Sequence[Change]) -> list[Change]:
    """Return the changes that were not here before."""
    here = {change.id for change in known}
    return [change for change in together if change.id not in here]


def _demand_honest(verified: Verified, new: Iterable[Change], device: str, where: str) -> None:
    """Raise if another tells of ``device``, this one, what it does not know itself.

    Raises:
        AuditForkedError: If so.
    """
    if verified.device != device and any(change.device == device for change in new):
        raise AuditForkedError(where=where)


def _take_signatures(
    connection: "Connection", verified: Verified, source: Source, device: str
) -> None:
    """Store what persons signed of a version, so that it can be shown with the audit.

    Versions of this ``device`` were sent with the signatures they have and take no others.
    """
    persons = {one.name: one.role for one in verified.signatures if one.holder is not None}
    if not persons or verified.device == device:
        return
    version = signatures.SignedVersion(
        audit=verified.snapshot.audit,
        revision=verified.snapshot.revision,
        sha256=verified.sha256,
        device=verified.device,
        listing=b"".join(source.chunks(layout.TAGMANIFEST)),
        assessment="",
        sheets={},
    )
    signatures.keep_version(connection, version)
    for name, role in persons.items():
        data = b"".join(source.chunks(name))
        if sha256_hex(data) != verified.hashes[name]:
            raise BundleAlteredError(where=name)
        signatures.add(connection, verified.sha256, role, data)


def _show_changes(
    connection: "Connection", audit: str, together: Sequence[Change], new: Sequence[Change]
) -> None:
    """Let the paths that ``new`` touches be what the whole log amounts to."""
    touched = {change.path for change in new}
    entries.rebuild(connection, audit, (one for one in together if one.path in touched))


def _take_contents(
    connection: "Connection", verified: Verified, source: Source
) -> dict[str, JsonValue]:
    """Store evidence, samples, logs and sheets under their hashes; return the sheets."""
    types = _media_types(verified)
    sheets: dict[str, JsonValue] = {}
    for name, sha256 in sorted(verified.hashes.items()):
        if name.startswith("data/evidence/"):
            contents.put(connection, sha256, types[sha256], source.chunks(name))
        elif name.startswith("data/sessions/") and name.endswith(".csv"):
            contents.put(connection, sha256, "text/csv", source.chunks(name))
            _take_readings(connection, name, source)
        elif name.startswith("data/logs/"):
            contents.put(connection, sha256, layout.media_type(name), source.chunks(name))
        elif name.startswith("data/sheets/"):
            contents.put(connection, sha256, "application/pdf", source.chunks(name))
            sheets[name] = sha256
    return sheets


def _take_readings(connection: "Connection", name: str, source: Source) -> None:
    """Record the readings of a session that was measured elsewhere, so that it can be drawn."""
    session = name.removeprefix("data/sessions/").removesuffix(".csv")
    if samples.channels(connection, session):
        return
    for channel, chunk in readings.batches(readings.rows(source.chunks(name))):
        samples.append(connection, session, channel, chunk)


def _media_types(verified: Verified) -> dict[str, str]:
    found = (
        Evidence.from_json(value)
        for path, value in verified.snapshot.state.entries.items()
        if "#evidence:" in path and isinstance(value, dict)
    )
    return {proof.sha256: proof.media_type for proof in found}


def _note(
    connection: "Connection", verified: Verified, count: int, sheets: dict[str, JsonValue]
) -> None:
    detail: dict[str, JsonValue] = {
        "changes": count,
        "device": verified.device,
        "revision": verified.snapshot.revision,
        "sha256": verified.sha256,
        "sheets": sheets,
    }
    outbox.note(connection, "import", verified.snapshot.audit, detail)
