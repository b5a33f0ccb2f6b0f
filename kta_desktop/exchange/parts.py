"""Files that change with every version, cut so that what stays the same is sent once.

The change log grows at its end, the state and the printed sheets change in a few places. Each is
cut where its own content says so: after a line, a value, an object of the PDF. The same content
gives the same parts wherever in the file it stands, so a new version shares most of its parts with
the one before. Evidence, readings and definitions never change and stay whole.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.exchange import layout
from kta_desktop.exchange.bag import Bag
from kta_desktop.exchange.layout import Member


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of file is cut.

    Attributes:
        mark: A part ends after this.
        least: Bytes of the smallest part but the last.
        most: Bytes of the largest.
        one_in: How many of the places where a part may end let it go on, to each where it ends.
        alone: Bytes from which on a piece between two marks is a part by itself, such as a picture
            between pages that change; 0 for none.
    """

    mark: bytes
    least: int
    most: int
    one_in: int
    alone: int = 0


# Sizes found by trying them on an audit of three days: the fewest bytes for one changed answer
# that do not cost many more questions to the place. Pages of a sheet lie between its pictures.
_CHANGES = _Kind(b"\n", 32 << 10, 128 << 10, 2)
_STATE = _Kind(b',"', 8 << 10, 64 << 10, 4)
_SHEET = _Kind(b"endobj\n", 8 << 10, 128 << 10, 2, alone=12 << 10)
_SMALLEST = 2 << 10  # bytes of a part that ends because something that stands alone follows
_SHEET_NAME = re.compile(r"data/sheets/[^/]+\.pdf")
LEAST = 32 << 10  # bytes of a file that is cut: less is not worth the questions to the place
MOST = 64 << 20  # bytes of a file that is read into memory to be cut
_SPREAD = 2_654_435_761  # a prime that spreads neighbouring sums, Knuth's for 32 bits


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """A bundle as it is sent: objects, and which of them make up each file.

    Attributes:
        bag: The bundle.
        files: By name of a file, its objects in order; most files are one.
    """

    bag: Bag
    files: Mapping[str, tuple[Member, ...]]

    @cached_property
    def objects(self) -> Mapping[str, Member]:
        """Return all objects by hash; what several files share is there once."""
        return {part.sha256: part for each in self.files.values() for part in each}

    @property
    def size(self) -> int:
        """Return the bytes of all objects."""
        return sum(part.size for part in self.objects.values())


def shipment(bag: Bag) -> Shipment:
    """Return a bundle as it is sent; the same bundle gives the same objects."""
    return Shipment(bag=bag, files={member.name: parts(member) for member in bag.members})


def parts(member: Member) -> tuple[Member, ...]:
    """Return the parts that make up a file, in order; the file itself if it is sent whole."""
    kind = _kind(member.name)
    if kind is None or not LEAST <= member.size <= MOST:
        return (member,)
    data = b"".join(member.open())
    return tuple(
        _part(f"{member.name}#{number}", piece) for number, piece in enumerate(_cut(data, kind), 1)
    )


def _kind(name: str) -> _Kind | None:
    """Return how a file is cut; None if it never is."""
    if _SHEET_NAME.fullmatch(name):
        return _SHEET
    return {layout.CHANGES: _CHANGES, layout.AUDIT: _STATE}.get(name)


def _cut(data: bytes, kind: _Kind) -> Iterator[bytes]:
    """Yield ``data`` in parts that end after a mark, or where a part would be too large."""
    start = end = 0
    while end < len(data):
        found = data.find(kind.mark, end)
        following = len(data) if found < 0 else found + len(kind.mark)
        is_alone = 0 < kind.alone <= following - end
        if is_alone and end - start >= _SMALLEST:
            yield data[start:end]
            start = end
        may_end = is_alone or _is_end(data[end:following], kind.one_in)
        end = following
        while end - start > kind.most:
            yield data[start : start + kind.most]
            start += kind.most
        if may_end and end - start >= kind.least:
            yield data[start:end]
            start = end
    if start < len(data):
        yield data[start:]


def _is_end(piece: bytes, one_in: int) -> bool:
    """Whether a part ends with ``piece``; its content alone decides."""
    return (zlib.crc32(piece) * _SPREAD >> 16) % one_in == 0


def _part(name: str, data: bytes) -> Member:
    return Member(name=name, size=len(data), sha256=sha256_hex(data), open=lambda: iter((data,)))
