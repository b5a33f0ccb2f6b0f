"""Whether any BagIt bag is valid: of version 1.0 (RFC 8493) or a draft from 0.93 on.

Ours are made and checked by ``bag`` and ``verify``; this looks at them, and at those of others,
as every BagIt tool does. Nothing is fetched, unpacked to disk or changed.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kta_desktop.exchange import bagit_files, bagit_tags
from kta_desktop.exchange.bagit_errors import (
    BagAlteredError,
    BagCountError,
    BagError,
    BagMissingError,
    BagNameError,
    BagUnlistedError,
)
from kta_desktop.exchange.bagit_files import Files
from kta_desktop.exchange.bagit_tags import DECLARATION, FETCH, PAYLOAD, Declaration, ManifestName

_MOST = 100  # faults that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class BagReport:
    """What was found of a bag.

    Attributes:
        version: As declared, such as ``1.0``; empty if that could not be read.
        files: Files of the payload.
        octets: Bytes of the payload.
        algorithms: By which its files were checked, as ``hashlib`` names them.
        faults: What is wrong, at most 100.
    """

    version: str = ""
    files: int = 0
    octets: int = 0
    algorithms: tuple[str, ...] = ()
    faults: tuple[BagError, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the bag is complete and valid."""
        return not self.faults


def validate(path: Path) -> BagReport:
    """Check the bag in the folder or ZIP file at ``path``; whatever it holds, this reports."""
    try:
        with bagit_files.opened(path) as files:
            return _checked(_Bag(files))
    except BagError as error:
        return BagReport(faults=(error,))


class _Bag:
    """A bag whose tag files were read."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.said = bagit_tags.declaration(bagit_files.text(files, DECLARATION))
        self.manifests = tuple(_manifests(files))
        alike: dict[str, str] = {}
        for name in files.sizes:
            alike.setdefault(unicodedata.normalize("NFC", name), name)
        self._alike = alike
        self.sums = {one: self._listed(one) for one in self.manifests}

    def _listed(self, one: ManifestName) -> dict[str, str]:
        data = bagit_files.text(self.files, one.name)
        found = bagit_tags.sums(data, one.name, self.said)
        return {self.named(name): checksum for name, checksum in found.items()}

    def named(self, name: str) -> str:
        """Return the file that a list means: some systems write letters with marks in two ways."""
        if name in self.files.sizes:
            return name
        return self._alike.get(unicodedata.normalize("NFC", name), name)

    @property
    def payload(self) -> dict[str, int]:
        """Return name to size of the payload."""
        return {name: size for name, size in self.files.sizes.items() if name.startswith(PAYLOAD)}


def _manifests(files: Files) -> Iterator[ManifestName]:
    for name in sorted(files.sizes):
        found = bagit_tags.manifest_name(name)
        if found is not None:
            yield found


def _checked(bag: _Bag) -> BagReport:
    faults: list[BagError] = []
    for fault in _faults(bag):
        faults.append(fault)
        if len(faults) == _MOST:
            break
    payload = bag.payload
    return BagReport(
        version="{}.{}".format(*bag.said.version),
        files=len(payload),
        octets=sum(payload.values()),
        algorithms=tuple(sorted({one.algorithm for one in bag.manifests})),
        faults=tuple(faults),
    )


def _faults(bag: _Bag) -> Iterator[BagError]:
    """Yield what is wrong; what can be told without reading the payload first."""
    if not bag.files.has_payload:
        yield BagMissingError(where=PAYLOAD)
    yield from _list_faults(bag)
    yield from _description_faults(bag)
    yield from _sum_faults(bag)


def _list_faults(bag: _Bag) -> Iterator[BagError]:
    """Yield files that are listed and not there, and those that are there and not listed."""
    listed = {one.name: sums for one, sums in bag.sums.items() if not one.is_tag}
    if not listed:
        yield BagMissingError(where="manifest-sha256.txt")
        return
    for name in bag.payload:
        absent = bagit_tags.missing_from(listed, name, all_of=bag.said.is_strict)
        if absent is not None:
            yield BagUnlistedError(where=name, manifest=absent)
    for one, sums in bag.sums.items():
        yield from _named_faults(bag, one, sums)
    if FETCH in bag.files.sizes:
        names = bagit_tags.fetched(bagit_files.text(bag.files, FETCH), bag.said)
        yield from _fetch_faults(names, listed, bag.said)


def _named_faults(bag: _Bag, one: ManifestName, names: Mapping[str, str]) -> Iterator[BagError]:
    for name in names:
        if not one.is_tag and not name.startswith(PAYLOAD):
            yield BagNameError(where=name)
        elif name not in bag.files.sizes:
            yield BagMissingError(where=name)


def _fetch_faults(
    names: tuple[str, ...], listed: Mapping[str, Mapping[str, str]], said: Declaration
) -> Iterator[BagError]:
    for name in names:
        absent = bagit_tags.missing_from(listed, name, all_of=True)
        if said.is_strict and absent is not None:
            yield BagUnlistedError(where=name, manifest=absent)


def _description_faults(bag: _Bag) -> Iterator[BagError]:
    where = bag.said.description
    if where not in bag.files.sizes:
        return
    elements = bagit_tags.described(bagit_files.text(bag.files, where), where, bag.said)
    said = bagit_tags.oxum(elements, where)
    found = (sum(bag.payload.values()), len(bag.payload))
    if said is not None and said != found:
        numbers = {"said": "{}.{}".format(*said), "found": "{}.{}".format(*found)}
        yield BagCountError(where=where, **numbers)


def _sum_faults(bag: _Bag) -> Iterator[BagError]:
    """Yield the files that have another sum; each is read once for all algorithms."""
    for name in sorted(bag.files.sizes):
        expected = {one: sums[name] for one, sums in bag.sums.items() if name in sums}
        found = _hashed(bag.files, name, {one.algorithm for one in expected})
        for one, checksum in expected.items():
            if found[one.algorithm] != checksum:
                yield BagAlteredError(where=name, manifest=one.name)


def _hashed(files: Files, name: str, algorithms: set[str]) -> dict[str, str]:
    digests = {each: hashlib.new(each, usedforsecurity=False) for each in algorithms}
    if digests:
        for chunk in files.chunks(name):
            for digest in digests.values():
                digest.update(chunk)
    return {each: digest.hexdigest() for each, digest in digests.items()}
