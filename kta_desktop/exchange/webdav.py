"""A place of delivery that is a WebDAV collection: RFC 4918, also at Nextcloud and its like.

What is written comes under a hidden name of its own first and is then moved to the name it has
to have, unless somebody has it by then: nothing is ever seen half there, nothing overwritten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import quote

import httpx

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.exchange import webdav_parts
from kta_desktop.exchange.errors import (
    RemoteMissingError,
    RemoteTakenError,
)
from kta_desktop.exchange.http import Body, Line
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.network_errors import CutError, NotServedError
from kta_desktop.exchange.remote import (
    DOCUMENT_LIMIT,
    LAYOUT,
    LAYOUT_FILE,
    Access,
    Step,
    check_layout,
    hash_at,
    object_name,
)
from kta_desktop.exchange.webdav_chunks import Chunks, uploads_of
from kta_desktop.exchange.webdav_listing import Entry, listed

_OK, _CREATED, _NO_CONTENT = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT
_MISSING = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_NO_PARENT = HTTPStatus.CONFLICT
_THERE = HTTPStatus.PRECONDITION_FAILED
_WRITTEN = (_OK, _CREATED, _NO_CONTENT)
_NO_MOVE = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.BAD_GATEWAY)
"""Of a server that does not rename, or whose front does not know its own address (502)."""
_TRIES = 3  # times that reading goes on after a cut before it is given up


class WebDavRemote:
    """A collection at a WebDAV server.

    Attributes:
        url: Its address, without a name or password.
    """

    def __init__(self, url: str, access: Access) -> None:
        """Name the place; nothing is asked yet."""
        self.url = url
        self._line = Line(url, access)
        self._owner = access.owner[:8]
        self._made: set[str] = set()
        self._resumes: bool | None = None

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()

    def set_up(self) -> None:
        """Make the collection a place of delivery; one that is already is checked.

        Raises:
            KtaError: If it cannot be reached or written, or is of a later version.
        """
        if self._listed("") is None:
            self._make("")
        if self.read(LAYOUT_FILE) is None:
            self.put(LAYOUT_FILE, canonical_json({"layout": LAYOUT}))
        self.check_layout()

    def check_layout(self) -> None:
        """Raise if the collection is not ours or of a later version."""
        check_layout(self.read(LAYOUT_FILE), f"{self.url}/{LAYOUT_FILE}")

    def names(self, folder: str, suffix: str = ".json") -> list[str]:
        """Return the names of finished documents, sorted: see ``Remote.names``."""
        inner = [folder] if "/" in folder else self._folders(folder)
        return sorted(name for each in inner for name in self._documents(each, suffix))

    def _folders(self, folder: str) -> list[str]:
        return [
            f"{folder}/{entry.name}"
            for entry in self._listed(folder) or ()
            if entry.is_collection and _is_plain(entry.name)
        ]

    def _documents(self, folder: str, suffix: str) -> list[str]:
        return [
            f"{folder}/{entry.name}"
            for entry in self._listed(folder) or ()
            if not entry.is_collection and entry.name.endswith(suffix) and _is_plain(entry.name)
        ]

    def _listed(self, folder: str) -> list[Entry] | None:
        return listed(self._line, self._collection(folder))

    def size(self, name: str) -> int | None:
        """Return the bytes of a finished file; None if there is none."""
        answer, _body = self._line.ask("HEAD", self._file(name), allowed=(_OK, *_MISSING))
        if answer.status_code in _MISSING:
            return None
        length = answer.headers.get("content-length", "")
        if length.isascii() and length.isdigit():
            return int(length)
        return self._size_by_listing(name)

    def _size_by_listing(self, name: str) -> int | None:
        folder, _slash, last = name.rpartition("/")
        for entry in self._listed(folder) or ():
            if entry.name == last:
                return entry.size
        return None

    def read(self, name: str) -> bytes | None:
        """Return a document, or the beginning of one too large; None if there is none."""
        found = bytearray()
        with self._got(name) as answer:
            if answer.status_code in _MISSING:
                return None
            self._line.refuse_page(answer)
            for chunk in self._line.received(answer):
                found += chunk
                if len(found) >= DOCUMENT_LIMIT:
                    break
        return bytes(found[:DOCUMENT_LIMIT])

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file; after a cut, reading goes on where it stopped.

        Raises:
            RemoteMissingError: If it is not there.
        """
        position, tries = 0, 0
        while True:
            before = position
            try:
                for chunk in self._chunks_from(name, position):
                    position += len(chunk)
                    yield chunk
            except CutError:
                tries = 1 if position > before else tries + 1
                if tries > _TRIES or not position:
                    raise
            else:
                return

    def _chunks_from(self, name: str, position: int) -> Iterator[bytes]:
        with self._got(name, position) as answer:
            if answer.status_code in _MISSING:
                raise RemoteMissingError(where=name)
            if position and answer.status_code != HTTPStatus.PARTIAL_CONTENT:
                raise NotServedError(where=self.url)
            yield from self._line.received(answer)

    @contextmanager
    def _got(self, name: str, position: int = 0) -> Iterator[httpx.Response]:
        headers = {"Cache-Control": "no-cache"}
        if position:
            headers["Range"] = f"bytes={position}-"
        with self._line.streamed(
            "GET",
            self._file(name),
            headers=headers,
            allowed=(_OK, HTTPStatus.PARTIAL_CONTENT, *_MISSING),
        ) as answer:
            yield answer

    def put(self, name: str, data: bytes) -> None:
        """Write a document once; the same bytes again are fine.

        Raises:
            RemoteTakenError: If it is there with other bytes.
        """
        if not self._is_free(name, data):
            return
        self._make_above(name)
        hidden = self._hidden(name, "tmp")
        self.write(hidden, self.body(data))
        status = self._moved(hidden, name)
        if status in _NO_MOVE:
            status = self._put_if_free(name, self.body(data))
        if status == _THERE:
            self._is_free(name, data)

    def _is_free(self, name: str, data: bytes) -> bool:
        held = self.read(name)
        if held is not None and held != data:
            raise RemoteTakenError(where=f"{self.url}/{name}")
        return held is None

    def put_object(self, member: Member, step: Step) -> None:
        """Bring an object, where the server lets one go on, from where an earlier try stopped."""
        name = object_name(member.sha256)
        self._make_above(name)
        hidden = self._hidden(name, "unfinished")
        webdav_parts.bring(self, hidden, member, step)
        if self._moved(hidden, name) in _NO_MOVE:
            self.write(name, self.whole(member))  # what its hash names can only be itself

    def is_whole(self, member: Member) -> bool:
        """Whether the object that lies there, read back, has its hash."""
        return hash_at(self, object_name(member.sha256), member.size) == member.sha256

    def set_aside(self, name: str) -> None:
        """Rename a damaged file; where the server does not rename, it is written over."""
        self._move(name, self._hidden(name, "damaged"), overwrite=True, allowed=_WRITTEN + _NO_MOVE)

    @property
    def resumes(self) -> bool:
        """Whether the server goes on with a file in the middle; tried out once, on a small one."""
        if self._resumes is None:
            self._resumes = webdav_parts.try_out(self, self._hidden(LAYOUT_FILE, "try"))
        return self._resumes

    def body(self, data: bytes) -> Body:
        """Return bytes as they go over the line."""
        return Body(len(data), lambda: (data,), self._line.pace)

    def whole(self, member: Member) -> Body:
        """Return a member as it goes over the line."""
        return Body(member.size, member.open, self._line.pace)

    def write(self, name: str, body: Body, span: str = "") -> bool:
        """Write a file, or one span of it; return whether the server took it.

        Args:
            name: Where; what is there is overwritten.
            body: What.
            span: ``Content-Range`` of what is written into the middle; empty for a whole file.

        Raises:
            NetworkError: If the line fails, or a whole file is not taken.
        """
        headers = {"Content-Type": "application/octet-stream"}
        allowed: tuple[int, ...] = _WRITTEN
        if span:
            headers["Content-Range"] = span
            allowed = (*_WRITTEN, HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED,
                       HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.CONFLICT,
                       HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)  # fmt: skip
        url = self._file(name)
        answer, _said = self._line.ask("PUT", url, headers=headers, body=body, allowed=allowed)
        if answer.status_code == _OK:
            self._line.refuse_page(answer)
        return answer.status_code in _WRITTEN

    def put_in_chunks(self, name: str, member: Member, step: Step) -> bool:
        """Write a file in chunks that the server puts together; return whether it can."""
        uploads = uploads_of(self.url)
        if uploads is None:
            return False
        if self.size(name) == member.size:  # put together, but the answer was lost
            step(member.size)
            return True
        return Chunks(self._line, uploads, self._owner, member).bring(self._file(name), step)

    def discard(self, name: str) -> None:
        """Delete an unfinished file of our own."""
        self._line.ask("DELETE", self._file(name), allowed=(*_WRITTEN, *_MISSING))

    def _put_if_free(self, name: str, body: Body) -> int:
        """Write a whole file unless one is there; return what the server says."""
        headers = {"Content-Type": "application/octet-stream", "If-None-Match": "*"}
        answer, _said = self._line.ask(
            "PUT", self._file(name), headers=headers, body=body, allowed=(*_WRITTEN, _THERE)
        )
        return answer.status_code

    def _moved(self, hidden: str, name: str) -> int:
        """Give a finished file its name unless another has it; return what the server says."""
        allowed = (_CREATED, _NO_CONTENT, _THERE, *_NO_MOVE)
        status = self._move(hidden, name, overwrite=False, allowed=allowed)
        if status == _THERE or status in _NO_MOVE:
            self.discard(hidden)
        return status

    def _move(self, name: str, target: str, *, overwrite: bool, allowed: tuple[int, ...]) -> int:
        headers = {"Destination": self._file(target), "Overwrite": "T" if overwrite else "F"}
        answer, _said = self._line.ask("MOVE", self._file(name), headers=headers, allowed=allowed)
        return answer.status_code

    def _make_above(self, name: str) -> None:
        """Make the collections of a name, but never the place itself."""
        steps = name.split("/")[:-1]
        for count in range(1, len(steps) + 1):
            self._make("/".join(steps[:count]))

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        answer, _said = self._line.ask(
            "MKCOL",
            self._collection(folder),
            allowed=(_CREATED, HTTPStatus.METHOD_NOT_ALLOWED, _NO_PARENT, *_MISSING),
        )
        is_there = answer.status_code in (_CREATED, HTTPStatus.METHOD_NOT_ALLOWED)
        if not is_there:
            raise NotServedError(where=self.url)
        self._made.add(folder)

    def _hidden(self, name: str, kind: str) -> str:
        """Return a name of our own beside ``name``; ``.part`` is refused by Nextcloud."""
        folder, slash, last = name.rpartition("/")
        return f"{folder}{slash}.{last}.{self._owner}.{kind}"

    def _file(self, name: str) -> str:
        return f"{self.url}/{quote(name)}"

    def _collection(self, folder: str) -> str:
        return f"{self.url}/{quote(folder)}/" if folder else f"{self.url}/"


def _is_plain(name: str) -> bool:
    """Whether a name can be that of a document of ours, and not of a way out."""
    is_text = name.isprintable() and name.encode(errors="replace").decode() == name
    return is_text and not name.startswith(".") and "/" not in name and "\\" not in name
