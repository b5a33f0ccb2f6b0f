"""Places results are delivered to. All have one layout; every name is written once.

``kta.json`` · ``objects/<aa>/<sha256>`` · ``bundles/<audit>/<revision>-<sha256>.json`` ·
``receipts/<audit>/<sha256>.json`` · ``reviews/<audit>/<id>.json`` ·
``packs/<id>/<version>-<sha256>.zip`` · ``assignments/<auditor>/<id>.json`` ·
``keys/<fingerprint>/card.json`` and ``keys/<fingerprint>/<id>.json``.
A folder, a WebDAV collection and an S3 bucket offer the same.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from kta_desktop.exchange.errors import RemoteNotOursError, RemoteTooNewError
from kta_desktop.exchange.layout import Member
from kta_desktop.storage.transfers import Upload

LAYOUT = 1
LAYOUT_FILE = "kta.json"
DOCUMENT_LIMIT = 16 << 20  # bytes of a manifest or receipt: 20 000 files at some 300 each
CHUNK = 1 << 20

Step = Callable[[int], None]
"""Told the bytes that are newly at the remote; may raise to stop."""
Pace = Callable[[int], None]
"""Told the bytes that are about to go over the line; may wait, and may raise to stop."""


def at_once(_count: int) -> None:
    """Let bytes go without waiting."""


class Remote(Protocol):
    """A place of delivery. Every method raises a ``KtaError`` if the place fails."""

    @property
    def url(self) -> str:
        """The address, as sentences name it; never with a secret."""

    def set_up(self) -> None:
        """Make the place one of delivery; one that is already is checked."""

    def check_layout(self) -> None:
        """Raise if the place is not ours or of a later version."""

    def names(self, folder: str, suffix: str = ".json") -> list[str]:
        """Return the names of finished documents, sorted.

        Of a top folder such as ``bundles`` those two levels below it; of one inside such as
        ``reviews/<audit>`` those directly in it. A folder that is not there has none.
        """

    def size(self, name: str) -> int | None:
        """Return the bytes of a finished file; None if there is none."""

    def read(self, name: str) -> bytes | None:
        """Return a document; None if there is none.

        Of one larger than ``DOCUMENT_LIMIT`` it is the beginning: nobody signed that.
        """

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file, read from the place and not from memory."""

    def put(self, name: str, data: bytes) -> None:
        """Write a document once: at once whole, or not there; the same bytes again are fine."""

    def put_object(self, member: Member, step: Step) -> None:
        """Bring an object, continuing where an earlier try stopped."""

    def is_whole(self, member: Member) -> bool:
        """Whether the object there has its hash, as the place proves or as it is read back."""

    def set_aside(self, name: str) -> None:
        """Give a damaged file another name, so that it can be brought again."""

    def close(self) -> None:
        """Let go of connections."""


class Journal(Protocol):
    """Where uploads in parts are written down, so that they go on after a crash."""

    def begun(self, sha256: str) -> Upload | None:
        """Return the upload of an object that was begun; None if none was."""

    def begin(self, sha256: str, upload: Upload) -> None:
        """Write down, durably, that an upload was begun."""

    def end(self, sha256: str) -> None:
        """Forget an upload that is complete or that the server no longer knows."""


class NoJournal:
    """For places that are only read, and uploads that need not outlive the program."""

    def begun(self, sha256: str) -> Upload | None:
        """Return None."""

    def begin(self, sha256: str, upload: Upload) -> None:
        """Forget it."""

    def end(self, sha256: str) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a place is reached.

    Attributes:
        owner: Fingerprint of this device; keeps its unfinished files apart from those of others.
        user: Name or access key; empty for none.
        secret: Password or secret key; empty for none.
        ca: A certificate authority to trust beside those of the system, PEM; empty for none.
        journal: Where uploads are written down.
        pace: Asked before bytes go over the line.
    """

    owner: str
    user: str = ""
    secret: str = field(default="", repr=False)
    ca: str = ""
    journal: Journal = field(default_factory=NoJournal)
    pace: Pace = at_once


def object_name(sha256: str) -> str:
    """Return where the bytes with this hash lie."""
    return f"objects/{sha256[:2]}/{sha256}"


def bundle_name(audit: str, revision: int, sha256: str) -> str:
    """Return where the manifest of a bundle lies."""
    return f"bundles/{audit}/{revision}-{sha256}.json"


def receipt_name(audit: str, sha256: str) -> str:
    """Return where the receipt for a bundle lies."""
    return f"receipts/{audit}/{sha256}.json"


def review_name(audit: str, identifier: str) -> str:
    """Return where a review of an audit lies."""
    return f"reviews/{audit}/{identifier}.json"


def assignment_name(auditor: str, identifier: str) -> str:
    """Return where an audit handed out to an auditor lies."""
    return f"assignments/{auditor}/{identifier}.json"


def pack_name(pack: str, version: str, sha256: str) -> str:
    """Return where a signed pack lies."""
    return f"packs/{pack}/{version}-{sha256}.zip"


def card_name(fingerprint: str) -> str:
    """Return where the holder of a key says whose it is."""
    return f"keys/{fingerprint}/card.json"


def key_entry_name(fingerprint: str, identifier: str) -> str:
    """Return where the centre says what is to be believed of a key."""
    return f"keys/{fingerprint}/{identifier}.json"


def hash_at(remote: Remote, name: str, size: int | None = None) -> str:
    """Return the SHA-256 of a file as it is read back from ``remote``.

    Args:
        remote: Where it lies.
        name: Its name there.
        size: The most bytes it may have; a longer one, such as one that never ends, has no hash.
    """
    digest, count = hashlib.sha256(), 0
    for chunk in remote.chunks(name):
        count += len(chunk)
        if size is not None and count > size:
            return ""
        digest.update(chunk)
    return digest.hexdigest()


def check_layout(data: bytes | None, where: str) -> None:
    """Raise if what ``kta.json`` holds at ``where`` is not ours or of a later version.

    Raises:
        RemoteNotOursError, RemoteTooNewError: If so.
    """
    try:
        layout = json.loads(data or b"")["layout"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RemoteNotOursError(where=where) from error
    if not isinstance(layout, int) or isinstance(layout, bool) or layout < 1:
        raise RemoteNotOursError(where=where)
    if layout > LAYOUT:
        raise RemoteTooNewError(path=where, layout=layout)
