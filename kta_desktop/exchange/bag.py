"""Lays an audit at a revision out as a BagIt 1.0 bag (RFC 8493) and packs it into one file.

The same revision gives the same bytes: order, names and times follow from the log alone, and
Ed25519 signatures are deterministic.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO, Protocol

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.canonical import JsonValue, canonical_json, sha256_hex
from kta_desktop.exchange import layout
from kta_desktop.exchange.container import CHUNK
from kta_desktop.exchange.layout import Listed, Member
from kta_desktop.exchange.signing import Signer, detached
from kta_desktop.exchange.snapshot import Snapshot, state_json
from kta_desktop.exchange.ziplayout import Stamp, stamp_of
from kta_desktop.exchange.zipwriter import write


class Contents(Protocol):
    """Where the bytes of evidence, raw samples and logger files are found by their hash."""

    def media_type(self, sha256: str) -> str:
        """Return what kind of file it is; raises a ``KtaError`` if it is not there."""

    def size(self, sha256: str) -> int:
        """Return the number of bytes; raises a ``KtaError`` if they are not there."""

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes."""


@dataclass(frozen=True, kw_only=True)
class Bag:
    """A bag ready to be written or sent.

    Attributes:
        audit: Id of the audit.
        revision: Number.
        sha256: Hash of ``tagmanifest-sha256.txt``: the name of this bundle.
        members: All files, in the order in which they are written.
        stamp: Time of every file in the container.
    """

    audit: str
    revision: int
    sha256: str
    members: tuple[Member, ...]
    stamp: Stamp

    @property
    def size(self) -> int:
        """Return the bytes of all files, unpacked."""
        return sum(member.size for member in self.members)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a bag is made of beside the log.

    Attributes:
        definition: Of the compiled definition, parsed, at least ``pack`` and ``version``.
        contents: Evidence, raw samples and logger files.
        assessment: What the figures come to.
        sheets: Printed sheets by name, without folder and suffix.
    """

    definition: Mapping[str, JsonValue]
    contents: Contents
    assessment: JsonValue = None
    sheets: Mapping[str, bytes] = field(default_factory=dict)


def bag(snap: Snapshot, parts: Parts, signer: Signer) -> Bag:
    """Return the bag of an audit at a revision, signed by the device that packs it.

    Raises:
        KtaError: If evidence or samples that the audit names are not in the workspace.
    """
    payload = [*_record_files(snap, parts), *_media(snap, parts)]
    octets = sum(member.size for member in payload)
    manifest = in_memory(layout.MANIFEST, _manifest(payload))
    tags = [
        in_memory(layout.BAGIT, layout.BAGIT_TEXT),
        in_memory(layout.INFO, bag_info(snap, octets, len(payload))),
        manifest,
    ]
    listing = _manifest(tags)
    signature = in_memory(layout.SIGNATURE, detached(listing, signer))
    return Bag(
        audit=snap.audit,
        revision=snap.revision,
        sha256=sha256_hex(listing),
        members=(*tags, in_memory(layout.TAGMANIFEST, listing), signature, *payload),
        stamp=stamp(snap.closed_at),
    )


def pack(packed: Bag, out: BinaryIO, step: Callable[[int], None]) -> None:
    """Write ``packed`` as one file; ``step`` is told the bytes of each chunk and may raise.

    Raises:
        BundleTooLargeError: If nobody could open it again; nothing is written.
    """
    members = packed.members
    fault = layout.size_fault(Listed(name=m.name, size=m.size, packed=m.size) for m in members)
    if fault is not None:
        raise fault
    write(members, out, packed.stamp, step)


_FIRST_STAMP = datetime(1980, 1, 1, tzinfo=UTC)
_LAST_STAMP = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)


def stamp(at: str) -> Stamp:
    """Return the time of every file of a revision closed at ``at`` (ISO 8601, UTC).

    A clock that was never set may say a year that the dates of MS-DOS cannot: then the nearest.
    """
    moment = datetime.fromisoformat(at).astimezone(UTC)
    moment = min(max(moment, _FIRST_STAMP), _LAST_STAMP)
    return stamp_of(
        (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    )


def in_memory(name: str, data: bytes) -> Member:
    """Return a member whose bytes are at hand."""

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(data), CHUNK):
            yield data[start : start + CHUNK]

    return Member(name=name, size=len(data), sha256=sha256_hex(data), open=chunks)


def _stored(name: str, sha256: str, contents: Contents) -> Member:
    size = contents.size(sha256)
    return Member(name=name, size=size, sha256=sha256, open=lambda: contents.chunks(sha256))


def _record_files(snap: Snapshot, parts: Parts) -> list[Member]:
    state = state_json(snap, parts.definition, parts.assessment)
    log = b"".join(canonical_json(change.to_json()) + b"\n" for change in snap.changes)
    return [
        in_memory(layout.AUDIT, canonical_json(state)),
        in_memory(layout.CHANGES, log),
        in_memory(layout.DEFINITION, snap.definition),
    ]


def _media(snap: Snapshot, parts: Parts) -> list[Member]:
    """Return sessions, evidence and sheets, sorted by name."""
    entries = snap.state.entries
    found = [
        in_memory(f"data/sheets/{name}.pdf", data) for name, data in sorted(parts.sheets.items())
    ]
    found += [
        _stored(name, sha256, parts.contents) for name, sha256 in sorted(wanted(entries).items())
    ]
    found += [
        _stored(
            f"{place}.{layout.extension(parts.contents.media_type(sha256))}", sha256, parts.contents
        )
        for place, sha256 in sorted(logs(entries).items())
    ]
    found += [in_memory(name, data) for name, data in session_files(entries).items()]
    return sorted(found, key=lambda member: member.name)


def session_files(entries: Mapping[str, JsonValue]) -> dict[str, bytes]:
    """Return the descriptions of the measurement sessions by name in the bundle."""
    return {
        f"data/sessions/{path.removeprefix('@session/')}.json": canonical_json(value)
        for path, value in entries.items()
        if path.startswith("@session/")
    }


def wanted(entries: Mapping[str, JsonValue]) -> dict[str, str]:
    """Return name in the bundle to hash of the evidence and raw samples that entries name."""
    names: dict[str, str] = {}
    for path, value in entries.items():
        if not isinstance(value, Mapping):
            continue
        if "#evidence:" in path:
            proof = Evidence.from_json(value)
            suffix = layout.extension(proof.media_type)
            names[f"data/evidence/{proof.sha256}.{suffix}"] = proof.sha256
        elif path.startswith("@session/") and value.get("raw_sha256"):
            key = path.removeprefix("@session/")
            names[f"data/sessions/{key}.csv"] = str(value["raw_sha256"])
    return names


def logs(entries: Mapping[str, JsonValue]) -> dict[str, str]:
    """Return name in the bundle, without suffix, to hash of the logger files of sessions.

    One that is also attached as evidence lies there alone.
    """
    proven = set(wanted(entries).values())
    return {
        f"data/logs/{sha256}": sha256
        for path, value in entries.items()
        if path.startswith("@session/") and isinstance(value, Mapping)
        for sha256 in _texts(value.get("files"))
        if sha256 not in proven
    }


def _texts(value: JsonValue) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _manifest(members: Sequence[Member]) -> bytes:
    """Return a BagIt manifest, sorted by name."""
    lines = sorted((member.name, member.sha256) for member in members)
    return "".join(f"{sha256}  {name}\n" for name, sha256 in lines).encode()


def bag_info(snap: Snapshot, octets: int, count: int) -> bytes:
    """Return ``bag-info.txt`` of a bag whose payload has ``octets`` bytes in ``count`` files."""
    entries = snap.state.entries
    fields = {
        "External-Identifier": f"{snap.audit}/{snap.revision}",
        "Bagging-Date": snap.closed_at[:10],
        "Payload-Oxum": f"{octets}.{count}",
        "Bag-Software-Agent": "KTA Desktop",
        "KTA-Format": layout.FORMAT,
        "KTA-Number": one_line(entries.get("@audit/number")),
        "KTA-Plant": one_line(entries.get("@plant/name")),
        "KTA-Revision": str(snap.revision),
        "KTA-Closed-At": snap.closed_at,
        "KTA-Definition": snap.definition_sha256,
        "KTA-Demonstration": "yes" if entries.get("@audit/demo") is True else "no",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value).encode()


def one_line(value: JsonValue) -> str:
    """Return a text as a tag file can hold it: on one line, whatever was typed."""
    return " ".join(value.split()) if isinstance(value, str) else ""
