"""What a WebDAV server says lies in a collection: RFC 4918 §9.1, read without trusting it.

The answer is read as a stream. Document types and entities are refused, names, depth and length
have limits: memory does not grow with what a server makes up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from kta_desktop.exchange.network_errors import NotServedError

if TYPE_CHECKING:
    from kta_desktop.exchange.http import Line

_ASKED = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>'
    b"<resourcetype/><getcontentlength/></prop></propfind>"
)
LIMIT = 256 << 20  # bytes of an answer: some 400 000 names
_LAST = True
_DEPTH = 64
_DIGITS = 19  # of a length in bytes
_TEXT = 8192  # signs of an address or a length
_RESPONSE, _HREF = "DAV: response", "DAV: href"
_LENGTH, _COLLECTION = "DAV: getcontentlength", "DAV: collection"


class ListingError(ValueError):
    """The answer is not what a WebDAV server says of a collection."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that lies at a server.

    Attributes:
        path: Its path at the server as it came, escaped, without a slash at its end.
        is_collection: Whether it can hold others.
        size: Bytes; None if the server does not say.
    """

    path: str
    is_collection: bool
    size: int | None

    @property
    def name(self) -> str:
        """The last step of its path, unescaped; it may hold any sign, a slash too."""
        return unquote(self.path.rpartition("/")[2])


def read_listing(chunks: Iterable[bytes]) -> list[Entry]:
    """Return what an answer to PROPFIND lists.

    Raises:
        ListingError: If it is none, is cut short, or is beyond a limit.
    """
    reader = _Reader()
    total = 0
    try:
        for chunk in chunks:
            total += len(chunk)
            if total > LIMIT:
                raise ListingError("size")
            reader.parser.Parse(chunk)
        reader.parser.Parse(b"", _LAST)
    except expat.ExpatError as error:
        raise ListingError(str(error)) from error
    if not reader.is_listing:
        raise ListingError("root")
    return reader.entries


def listed(line: "Line", url: str) -> list[Entry] | None:
    """Return what lies in a collection, itself left out; None if it is not there.

    Args:
        line: To its server.
        url: Whole address, with a slash at its end.

    Raises:
        NetworkError: If the line fails or what answers is no WebDAV server.
    """
    headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
    missing = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
    allowed = (HTTPStatus.MULTI_STATUS, HTTPStatus.OK, *missing)
    asked = line.streamed("PROPFIND", url, headers=headers, body=_ASKED, allowed=allowed)
    with asked as answer:
        if answer.status_code in missing:
            return None
        line.refuse_page(answer)
        try:
            entries = read_listing(line.received(answer))
        except ListingError as error:
            raise NotServedError(where=line.where) from error
    itself = min((len(entry.path) for entry in entries), default=0)
    return [entry for entry in entries if len(entry.path) > itself]


class _Reader:
    """Collects the entries of an answer while it comes.

    Attributes:
        parser: Fed with the bytes.
        entries: Found so far.
        is_listing: Whether the root is that of a listing.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.is_listing = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._depth = 0
        self._said: str | None = None
        self._href = ""
        self._size: int | None = None
        self._is_collection = False

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise ListingError("depth")
        if self._depth == 1:
            self.is_listing = name == "DAV: multistatus"
        if name == _RESPONSE:
            self._href, self._size, self._is_collection = "", None, False
        elif name == _COLLECTION:
            self._is_collection = True
        elif name in (_HREF, _LENGTH):
            self._said = ""

    def _text(self, text: str) -> None:
        if self._said is not None:
            self._said += text
            if len(self._said) > _TEXT:
                raise ListingError("length")

    def _end(self, name: str) -> None:
        self._depth -= 1
        said = (self._said or "").strip()
        if name == _HREF and not self._href:
            self._href = said
        elif name == _LENGTH:
            is_size = said.isascii() and said.isdigit() and len(said) <= _DIGITS
            self._size = int(said) if is_size else None
        elif name == _RESPONSE and self._href:
            path = _path_of(self._href)
            self.entries.append(Entry(path, self._is_collection, self._size))
        if name in (_HREF, _LENGTH):
            self._said = None


def _path_of(href: str) -> str:
    try:
        return urlsplit(href).path.rstrip("/")
    except ValueError as error:  # a broken host
        raise ListingError("href") from error


def _refuse(*_declared: object) -> None:
    """Refuse a document type: entities blow up, and nothing of WebDAV has one."""
    raise ListingError("doctype")
