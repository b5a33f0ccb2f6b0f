"""Bringing a large file to a Nextcloud in chunks that outlive a cut: its chunked upload, version 2.

As its developer manual has it («Chunked file upload», server 30): chunks are put into a collection
under ``uploads`` by number and put together by moving ``.file`` out of it. Every request names the
destination. The collection is forgotten after a day without use; then the file begins anew.
"""

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from kta_desktop.exchange.http import Body, Line
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.remote import Step
from kta_desktop.exchange.spans import spans
from kta_desktop.exchange.webdav_listing import listed

CHUNK = 8 << 20  # bytes of a chunk but the last; the server takes 5 MB to 5 GB, 10 000 of them
_FILES = re.compile(r"(?P<root>.*/remote\.php/dav)/files/(?P<user>[^/]+)(?:/.*)?")
_WRITTEN = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
_UNKNOWN = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)


def uploads_of(url: str) -> str | None:
    """Return where the server of a place takes chunks; None if it is not the files of a Nextcloud.

    Args:
        url: Address of the place.
    """
    parts = urlsplit(url)
    found = _FILES.fullmatch(parts.path)
    if found is None:
        return None
    return f"{parts.scheme}://{parts.netloc}{found['root']}/uploads/{found['user']}"


class Chunks:
    """The upload of one member in chunks; its name is the same after every cut."""

    def __init__(self, line: Line, uploads: str, owner: str, member: Member) -> None:
        """Name the upload; nothing is asked yet."""
        self._line = line
        self._member = member
        self._folder = f"{uploads}/kta-{owner}-{member.sha256}"

    def bring(self, target: str, step: Step) -> bool:
        """Write the member to ``target``; return whether the server takes chunks at all.

        Args:
            target: Whole address.
            step: Told the bytes of each chunk that is there.

        Raises:
            NetworkError: If the line or the server fails; chunks that are there stay there.
        """
        told = {"Destination": target, "OC-Total-Length": str(self._member.size)}
        found = listed(self._line, f"{self._folder}/")
        if found is None and not self._begun(told):
            return False
        there = {entry.name: entry.size for entry in found or ()}
        for number, (_start, data) in enumerate(spans(self._member, 0, CHUNK), start=1):
            name = f"{number:05d}"
            if there.get(name) != len(data):
                self._put(name, data, told)
            step(len(data))
        self._line.ask("MOVE", f"{self._folder}/.file", headers=told, allowed=_WRITTEN)
        return True

    def _begun(self, told: dict[str, str]) -> bool:
        """Begin the upload unless it is begun; return whether the server takes chunks."""
        allowed = (*_WRITTEN, *_UNKNOWN)
        answer, _said = self._line.ask("MKCOL", self._folder, headers=told, allowed=allowed)
        return answer.status_code in _WRITTEN

    def _put(self, name: str, data: bytes, told: dict[str, str]) -> None:
        body = Body(len(data), lambda: (data,), self._line.pace)
        url = f"{self._folder}/{name}"
        self._line.ask("PUT", url, headers=told, body=body, allowed=_WRITTEN)
