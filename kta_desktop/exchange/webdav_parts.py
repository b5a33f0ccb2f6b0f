"""Bringing a large file to a WebDAV server so that a cut costs little.

Where the server writes a span into the middle of a file (``Content-Range`` in PUT: Apache does,
most others refuse it, as RFC 9110 §14.4 lets them), the file grows span by span and its length at
the server is the journal. A Nextcloud takes chunks and puts them together. Elsewhere it is one
PUT, begun anew after a cut. In any way the whole is read back and hashed before it counts.
"""

from typing import Protocol

from kta_desktop.exchange.http import Body
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.network_errors import CutError
from kta_desktop.exchange.remote import Step
from kta_desktop.exchange.spans import spans

PART = 8 << 20  # bytes of a span: at 1 Mbit/s a minute


class Writer(Protocol):
    """The place as its parts are written."""

    @property
    def url(self) -> str:
        """The address, as sentences name it."""

    @property
    def resumes(self) -> bool:
        """Whether the server goes on with a file in the middle."""

    def size(self, name: str) -> int | None:
        """Return the bytes of a file; None if there is none."""

    def read(self, name: str) -> bytes | None:
        """Return a small file; None if there is none."""

    def write(self, name: str, body: Body, span: str = "") -> bool:
        """Write a file, or one span of it; return whether the server took it."""

    def put_in_chunks(self, name: str, member: Member, step: Step) -> bool:
        """Write a file in chunks that the server puts together; return whether it can."""

    def discard(self, name: str) -> None:
        """Delete an unfinished file of our own."""

    def body(self, data: bytes) -> Body:
        """Return bytes as they go over the line."""

    def whole(self, member: Member) -> Body:
        """Return a member as it goes over the line."""


def bring(place: Writer, name: str, member: Member, step: Step) -> None:
    """Write a member under ``name``, which nobody else writes.

    Raises:
        NetworkError: If the line or the server fails; what is there stays there.
    """
    if member.size > PART and place.put_in_chunks(name, member, step):
        return
    if member.size <= PART or not place.resumes:
        place.write(name, place.whole(member))
        step(member.size)
        return
    held = place.size(name) or 0
    if held > member.size:
        place.discard(name)
        held = 0
    step(held)
    for start, data in spans(member, held, PART):
        span = f"bytes {start}-{start + len(data) - 1}/{member.size}" if start else ""
        if not place.write(name, place.body(data), span):
            _give_up(place, name)
        step(len(data))
    if place.size(name) != member.size:
        _give_up(place, name)


def try_out(place: Writer, name: str) -> bool:
    """Return whether the server writes a span into the middle of a file, tried on a small one."""
    place.write(name, place.body(b"one "))
    try:
        taken = place.write(name, place.body(b"two"), "bytes 4-6/7")
        return taken and place.read(name) == b"one two"
    finally:
        place.discard(name)


def _give_up(place: Writer, name: str) -> None:
    """Begin anew next time.

    Raises:
        CutError: Always.
    """
    place.discard(name)
    raise CutError(where=place.url)
