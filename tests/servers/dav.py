"""A WebDAV server in memory that fails where a test wants it to."""

import base64
import re
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

from typing_extensions import override

from tests.servers.web import Asked, Web

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_ENTRY = (
    "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype>{kind}"
    "</D:resourcetype>{length}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
    "</D:response>"
)


class Dav(Web):
    """Files as a dictionary, and faults.

    Attributes:
        files: Bytes by path, such as ``/place/kta.json``.
        folders: Paths of collections.
        spans: Whether spans are written into files; ``ignored`` takes a span for the whole.
        moves: Whether files can be renamed.
        refuse: Status by method that is answered in place of what was asked.
        cut: By method, the bytes of a body after which the line breaks, once.
        room: Bytes that may lie here in all; None for any.
        user: Who is let in with which password; empty for all.
        listing: Answered to PROPFIND in place of what lies here; None for the truth.
        taken: Bytes that were put here in all.
        told: What it was told of users and passwords.
    """

    def __init__(self, tls=None) -> None:
        super().__init__(tls)
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = {""}
        self.spans = "written"
        self.moves = True
        self.refuse: dict[str, int] = {}
        self.cut: dict[str, int] = {}
        self.room: int | None = None
        self.user = ""
        self.listing: bytes | None = None
        self.taken = 0
        self.told: list[str] = []

    @override
    def answer(self, asked: Asked) -> None:
        path = unquote(urlsplit(asked.path).path).rstrip("/")
        self.asked.append((asked.command, path))
        if not self._lets_in(asked):
            asked.body()
            asked.say(401, WWW_Authenticate='Basic realm="kta"')
            return
        if asked.command in self.refuse:
            asked.body()
            asked.say(self.refuse[asked.command], b"<html>no</html>", Content_Type="text/html")
            return
        getattr(self, asked.command.lower())(asked, path)

    def _lets_in(self, asked: Asked) -> bool:
        wanted = base64.b64encode(self.user.encode()).decode()
        told = asked.headers.get("Authorization")
        if told is not None:
            self.told.append(told)
        return not self.user or told == f"Basic {wanted}"

    def get(self, asked: Asked, path: str) -> None:
        """Send a file, or the rest of it."""
        data = self.files.get(path)
        if data is None:
            asked.say(404, b"<html>not here</html>", Content_Type="text/html")
            return
        begin = int(asked.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        limit = self.cut.pop(asked.command, None)
        if limit is not None and asked.command == "GET":
            asked.send_response(206 if begin else 200)
            asked.send_header("Content-Length", str(len(data) - begin))
            asked.end_headers()
            asked.wfile.write(data[begin : begin + limit])
            asked.cut()
        asked.say(206 if begin else 200, data[begin:], Content_Type="application/octet-stream")

    head = get

    def put(self, asked: Asked, path: str) -> None:
        """Take a file or a span of it; what came before a cut stays if spans are written."""
        if path.rpartition("/")[0] not in self.folders:
            asked.body()
            asked.say(409)
            return
        if asked.headers.get("If-None-Match") == "*" and path in self.files:
            asked.body()
            asked.say(412)
            return
        span = _RANGE.match(asked.headers.get("Content-Range", ""))
        if span and self.spans == "refused":
            asked.body()
            asked.say(400)
            return
        self._write(asked, path, int(span[1]) if span and self.spans == "written" else 0)

    def _write(self, asked: Asked, path: str, begin: int) -> None:
        limit = self.cut.pop("PUT", None)
        data = asked.body(limit)
        self.taken += len(data)
        others = sum(len(held) for name, held in self.files.items() if name != path)
        if self.room is not None and others + begin + len(data) > self.room:
            asked.say(507)
            return
        was_there = path in self.files
        if limit is None or self.spans == "written":
            self.files[path] = self.files.get(path, b"")[:begin] + data
        if limit is not None:
            asked.cut()
        asked.say(204 if was_there else 201)

    def delete(self, asked: Asked, path: str) -> None:
        """Forget a file."""
        asked.say(404 if self.files.pop(path, None) is None else 204)

    def mkcol(self, asked: Asked, path: str) -> None:
        """Make a collection."""
        if path in self.folders:
            asked.say(405)
        elif path.rpartition("/")[0] not in self.folders:
            asked.say(409)
        else:
            self.folders.add(path)
            asked.say(201)

    def move(self, asked: Asked, path: str) -> None:
        """Rename a file."""
        target = unquote(urlsplit(asked.headers["Destination"]).path)
        if not self.moves:
            asked.say(502)
        elif path not in self.files:
            asked.say(404)
        elif target in self.files and asked.headers["Overwrite"] == "F":
            asked.say(412)
        else:
            was_there = target in self.files
            self.files[target] = self.files.pop(path)
            asked.say(204 if was_there else 201)

    def propfind(self, asked: Asked, path: str) -> None:
        """List a collection."""
        asked.body()
        if self.listing is None and path not in self.folders:
            asked.say(404)
            return
        listed = self._listed(path).encode() if self.listing is None else self.listing
        asked.say(207, listed, Content_Type="application/xml; charset=utf-8")

    def _listed(self, path: str) -> str:
        inside = sorted(
            name for name in (*self.folders, *self.files)
            if name.rpartition("/")[0] == path and name != path
        )  # fmt: skip
        entries = "".join(self._entry(name) for name in (path, *inside))
        return f'<D:multistatus xmlns:D="DAV:">{entries}</D:multistatus>'

    def _entry(self, name: str) -> str:
        if name in self.folders:
            return _ENTRY.format(href=f"{quote(name)}/", kind="<D:collection/>", length="")
        size = f"<D:getcontentlength>{len(self.files[name])}</D:getcontentlength>"
        return _ENTRY.format(href=escape(quote(name)), kind="", length=size)
