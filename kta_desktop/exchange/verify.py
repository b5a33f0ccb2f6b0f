"""Every opening check of a bundle, in the order in which it may be believed.

Sizes, counts and names before anything is unpacked; then every hash, then the signatures, then
the form of the contents, then that the change log is whole and leads to the state. What follows
from the log is made again and compared to the byte.
"""

import hashlib
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue, canonical_json, sha256_hex
from kta_desktop.domain.changes import Change, broken_links
from kta_desktop.errors import KtaError
from kta_desktop.exchange import layout, readings, schemas
from kta_desktop.exchange.ahead import STREAMS
from kta_desktop.exchange.bag import bag_info, logs, session_files, stamp, wanted
from kta_desktop.exchange.container import Container
from kta_desktop.exchange.errors import (
    BundleAlteredError,
    BundleChainError,
    BundleError,
    BundleIncompleteError,
    BundleSchemaError,
    BundleSignatureError,
    BundleStateError,
    BundleUnexpectedError,
    BundleUnreadableError,
)
from kta_desktop.exchange.findings import (
    CHECKS,
    Check,
    SignatureFound,
    Source,
    Verification,
    Verified,
)
from kta_desktop.exchange.layout import LIMITS, Limits
from kta_desktop.exchange.signatures import all_signatures
from kta_desktop.exchange.signing import fingerprint
from kta_desktop.exchange.snapshot import PREFIX, Snapshot, state_json, within

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")


def verify_file(path: Path, limits: Limits = LIMITS) -> Verification:
    """Check the bundle at ``path``. Whatever the file holds, the result is a verification."""
    try:
        container = Container(path, limits)
    except BundleError as error:
        return _failed_at(0, error)
    except OSError as error:
        fault = BundleUnreadableError(where=path.name)
        fault.__cause__ = error
        return _failed_at(0, fault)
    try:
        return verify(container, limits)
    finally:
        container.close()


def verify(source: Source, limits: Limits = LIMITS) -> Verification:
    """Check the bundle that ``source`` holds, reading it as a stream.

    Raw samples are read twice, and what is deflated once more for the seal.
    """
    work = _Work(source, limits)
    steps: tuple[Callable[[], None], ...] = (
        lambda: None,
        work.sizes,
        work.names,
        work.lists,
        work.read,
        work.seal,
        work.signatures,
        work.schema,
        work.chain,
        work.state,
        work.files,
    )
    for number, step in enumerate(steps):
        try:
            step()
        except KtaError as error:
            return _failed_at(number, error)
        except OSError as error:
            fault = BundleUnreadableError(where=source.name)
            fault.__cause__ = error
            return _failed_at(number, fault)
    return Verification(tuple(Check(name=name, ok=True) for name in CHECKS), work.verified())


def _failed_at(number: int, fault: KtaError) -> Verification:
    checks = [
        Check(name=name, ok=place < number, fault=fault if place == number else None)
        for place, name in enumerate(CHECKS)
    ]
    return Verification(tuple(checks), None)


@dataclass
class _Work:
    """A bundle under examination; each step may use what the ones before established."""

    source: Source
    limits: Limits
    sizes_of: dict[str, int] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    key: bytes = b""
    signed: tuple[SignatureFound, ...] = ()
    changes: tuple[Change, ...] = ()

    def sizes(self) -> None:
        """Nothing is larger than a bundle may be."""
        fault = layout.size_fault(self.source.listed(), self.limits)
        if fault is not None:
            raise fault

    def names(self) -> None:
        """Every name is safe everywhere, known, and there once."""
        names = [file.name for file in self.source.listed()]
        faults = layout.name_faults(names)
        if faults:
            raise faults[0]
        self.sizes_of = {file.name: file.size for file in self.source.listed()}

    def lists(self) -> None:
        """The manifests name all files and no others."""
        for name in layout.TAGS:
            self._text(name)
        tags = _listing(self.texts[layout.TAGMANIFEST], layout.TAGMANIFEST)
        payload = _listing(self.texts[layout.MANIFEST], layout.MANIFEST)
        signed = {name for name in self.sizes_of if name.startswith("signatures/")}
        if set(tags) != {layout.BAGIT, layout.INFO, layout.MANIFEST}:
            raise BundleAlteredError(where=layout.TAGMANIFEST)
        listed = set(tags) | set(payload) | {layout.TAGMANIFEST} | signed
        for name in sorted(listed - set(self.sizes_of)):
            raise BundleIncompleteError(where=layout.printable(name))
        for name in sorted(set(self.sizes_of) - listed):
            raise BundleUnexpectedError(where=name)
        for name in layout.RECORDS:
            if name not in payload:
                raise BundleIncompleteError(where=name)
        self.hashes = {**tags, **payload}

    def read(self) -> None:
        """Every file has the hash that the manifests give it."""
        names = sorted(self.hashes)
        with closing(self._hashed(names)) as found:
            for name, sha256 in zip(names, found, strict=True):
                if sha256 != self.hashes[name]:
                    raise BundleAlteredError(where=name)
        for name in sorted(set(self.sizes_of) - set(self.hashes)):
            self.hashes[name] = sha256_hex(self._text(name))

    def seal(self) -> None:
        """The file as a whole is the one that was written."""
        fault = self.source.fault()
        if fault is not None:
            raise fault

    def signatures(self) -> None:
        """All signatures hold over the list of lists; the first is that of the device."""
        files = {name: data for name, data in self.texts.items() if name.startswith("signatures/")}
        self.key, self.signed = all_signatures(files, self.texts[layout.TAGMANIFEST])

    def schema(self) -> None:
        """State, change log and definition have their prescribed form."""
        self._audit, self._raw = schemas.audit_file(self.texts[layout.AUDIT], layout.AUDIT)
        self._definition, self._asked = schemas.definition_file(
            self.texts[layout.DEFINITION], layout.DEFINITION
        )
        lines = self.texts[layout.CHANGES].split(b"\n")
        if lines.pop():
            raise BundleAlteredError(where=layout.CHANGES)
        where = layout.CHANGES
        self.changes = tuple(
            schemas.change_line(line, f"{where}:{n}") for n, line in enumerate(lines, 1)
        )
        for name in sorted(self.hashes):
            if name.endswith(".csv") and name.startswith("data/sessions/"):
                self._check_readings(name)

    def chain(self) -> None:
        """The log is whole, of this audit alone, and closed by the device that signed."""
        ids = {change.id for change in self.changes}
        for before, change in zip((None, *self.changes), self.changes, strict=False):
            unknown = not ids.issuperset(change.based_on)
            disorder = before is not None and before.id >= change.id
            if change.audit != self._audit.id or unknown or disorder:
                raise BundleChainError(where=layout.CHANGES, change=change.id)
        for link in broken_links(self.changes):
            raise BundleChainError(where=layout.CHANGES, change=link.change)
        closing = next((c for c in self.changes if c.id == self._audit.closed.change), None)
        if closing is None or closing.path != f"{PREFIX}{self._audit.revision}":
            raise BundleChainError(where=layout.CHANGES, change=self._audit.closed.change)
        self._check_bounds(closing)
        if fingerprint(self.key) != closing.device:
            raise BundleSignatureError(where=layout.SIGNATURE)
        self.snapshot = Snapshot(
            audit=self._audit.id,
            revision=self._audit.revision,
            closing=closing,
            changes=self.changes,
            definition=self.texts[layout.DEFINITION],
        )

    def _check_bounds(self, closing: Change) -> None:
        """The log reaches in each chain exactly as far as the closing says."""
        if closing.after is None:
            raise BundleChainError(where=layout.CHANGES, change=closing.id)
        ends: dict[str, int] = {}
        for change in self.changes:
            if not within(change, closing):
                raise BundleChainError(where=layout.CHANGES, change=change.id)
            ends[change.device] = max(ends.get(change.device, 0), change.seq)
        del ends[closing.device]
        if isinstance(closing.after, Mapping) and closing.after["upto"] != ends:
            raise BundleChainError(where=layout.CHANGES, change=closing.id)

    def state(self) -> None:
        """The state is what the log amounts to, and the labels say the same."""
        assessment: JsonValue = self._raw["assessment"]
        expected = state_json(self.snapshot, self._asked, assessment)
        for name, value in expected.items():
            if canonical_json(self._raw[name]) != canonical_json(value):
                raise BundleStateError(where=layout.AUDIT, reason=name)
        self._check_labels()

    def _check_labels(self) -> None:
        """Tag files, order and times of the files are those that the log leads to."""
        payload = [size for name, size in self.sizes_of.items() if name.startswith("data/")]
        if self.texts[layout.INFO] != bag_info(self.snapshot, sum(payload), len(payload)):
            raise BundleStateError(where=layout.INFO, reason="bag-info")
        if self.texts[layout.BAGIT] != layout.BAGIT_TEXT:
            raise BundleStateError(where=layout.BAGIT, reason="bagit")
        names = [file.name for file in self.source.listed()]
        moments = (None, stamp(self.snapshot.closed_at))
        if names != layout.in_order(names) or self.source.stamp not in moments:
            raise BundleStateError(where=self.source.name, reason="zip")

    def files(self) -> None:
        """Media, samples and sessions are those that the state names, under their hashes."""
        entries = self.snapshot.state.entries
        named = {layout.stem(name): sha256 for name, sha256 in wanted(entries).items()}
        named |= logs(entries)
        described = session_files(entries)
        held = {
            layout.stem(name): name
            for name in self.hashes
            if name.startswith(("data/evidence/", "data/sessions/", "data/logs/"))
        }
        for place in sorted((set(named) | set(described)) - set(held)):
            raise BundleIncompleteError(where=place)
        for place in sorted(set(held) - set(named) - set(described)):
            raise BundleUnexpectedError(where=held[place])
        for place, sha256 in named.items():
            if self.hashes[held[place]] != sha256:
                raise BundleAlteredError(where=held[place])
        for name, data in described.items():
            if self.texts[name] != data:
                raise BundleStateError(where=name, reason="session")

    def verified(self) -> Verified:
        """Return what was established."""
        return Verified(
            snapshot=self.snapshot,
            definition=self._definition,
            sha256=self.hashes[layout.TAGMANIFEST],
            device=fingerprint(self.key),
            public_key=self.key,
            hashes=self.hashes,
            sizes=self.sizes_of,
            signatures=self.signed,
        )

    def _hashed(self, names: Sequence[str]) -> Generator[str, None, None]:
        """Yield the hash of each file; those of a container are hashed on several threads."""
        if not isinstance(self.source, Container):
            yield from map(self._hash, names)
            return
        with ThreadPoolExecutor(STREAMS, "verify") as pool:
            yield from pool.map(self._hash, names)

    def _hash(self, name: str) -> str:
        if layout.is_streamed(name):
            return self._streamed(name)
        return sha256_hex(self.texts[name] if name in self.texts else self._text(name))

    def _text(self, name: str) -> bytes:
        if name not in self.sizes_of:
            raise BundleIncompleteError(where=name)
        data = b"".join(self.source.chunks(name))
        if len(data) != self.sizes_of[name]:
            raise BundleAlteredError(where=name)
        self.texts[name] = data
        return data

    def _streamed(self, name: str) -> str:
        digest, size = hashlib.sha256(), 0
        for chunk in self.source.chunks(name):
            digest.update(chunk)
            size += len(chunk)
        if size != self.sizes_of[name]:
            raise BundleAlteredError(where=name)
        return digest.hexdigest()

    def _check_readings(self, name: str) -> None:
        try:
            for _row in readings.rows(self.source.chunks(name)):
                pass
        except ValueError as error:
            raise BundleSchemaError(where=name, reason=str(error)) from error


def _listing(data: bytes, where: str) -> dict[str, str]:
    """Return name to hash of a manifest.

    Raises:
        BundleAlteredError: If it is not written as a manifest is, sorted by name.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise BundleAlteredError(where=where) from error
    found = {match[2]: match[1] for match in _LINE.finditer(text)}
    again = "".join(f"{found[name]}  {name}\n" for name in sorted(found))
    if again != text:
        raise BundleAlteredError(where=where)
    return found
