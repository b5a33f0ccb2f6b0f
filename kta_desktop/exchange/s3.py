"""A place of delivery that is an S3 bucket, or a folder in one: Ceph, Swift, Amazon and others."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.exchange.errors import (
    RemoteDamagedError,
    RemoteMissingError,
    RemoteNotOursError,
    RemoteTakenError,
)
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
from kta_desktop.exchange.s3_errors import (
    BucketMissingError,
    NameTakenError,
    NotFoundError,
    NotOfferedError,
)
from kta_desktop.exchange.s3_line import S3Line
from kta_desktop.exchange.s3_parts import AT_ONCE, PartsUpload, etag, is_small, md5, part_size

NAMES_LIMIT = 1_000_000  # documents below one folder; a list that never ends is cut here
_PAGES = 10_000  # of one list; a server gives a thousand names on each
_DEPTH = 3  # steps in the name of a document


class S3Remote:
    """A bucket, or what lies below a prefix in one.

    Attributes:
        url: Its address, as sentences name it.
    """

    def __init__(self, url: str, access: Access) -> None:
        """Name the place; nothing is asked of it yet.

        Args:
            url: ``s3+https://host[:port]/bucket[/prefix][?region=…]``.
            access: How it is reached: ``user`` is the access key, ``secret`` its secret.

        Raises:
            RemoteAddressError: If the address names no bucket.
        """
        self.url = url
        self._shown = url.partition("?")[0]
        self._line = S3Line(url, access, AT_ONCE + 1)
        self._owner = access.owner[:8]
        self._journal = access.journal
        self._has_conditions = True
        self._proofs: dict[str, str] = {}

    def set_up(self) -> None:
        """Make the bucket a place of delivery; one that is already is checked.

        Raises:
            BucketMissingError: If there is no such bucket: the centre creates it.
            KtaError: If it cannot be written or is of a later version.
        """
        if self.read(LAYOUT_FILE) is None:
            self._check_bucket()
            self.put(LAYOUT_FILE, canonical_json({"layout": LAYOUT}))
        self.check_layout()

    def check_layout(self) -> None:
        """Raise if the bucket is not there, not ours, or of a later version."""
        data = self.read(LAYOUT_FILE)
        if data is None:
            self._check_bucket()
        check_layout(data, f"{self._shown}/{LAYOUT_FILE}")

    def names(self, folder: str, suffix: str = ".json") -> list[str]:
        """Return the names of finished documents, sorted: see ``Remote.names``.

        Raises:
            RemoteNotOursError: If there are more than any place of delivery has.
        """
        found: list[str] = []
        for key in self._keys(f"{self._key(folder)}/"):
            name = key.removeprefix(self._line.at.prefix)
            if _is_document(name, folder, suffix):
                found.append(name)
            if len(found) > NAMES_LIMIT:
                raise RemoteNotOursError(where=f"{self._shown}/{folder}")
        return sorted(found)

    def size(self, name: str) -> int | None:
        """Return the bytes of a finished file; None if there is none."""
        found = self._line.head(self._key(name))
        return None if found is None else int(found["ContentLength"])

    def read(self, name: str) -> bytes | None:
        """Return a document, or the beginning of one too large; None if there is none."""
        answer = self._line.get(self._key(name))
        if answer is None:
            return None
        found = bytearray()
        with closing(self._line.body(answer)) as pieces:
            for piece in pieces:
                found += piece
                if len(found) >= DOCUMENT_LIMIT:
                    break
        return bytes(found[:DOCUMENT_LIMIT])

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file; after a cut it goes on where it was, once for each progress.

        Raises:
            RemoteMissingError: If it is not there.
        """
        answer = self._line.get(self._key(name))
        if answer is None:
            raise RemoteMissingError(where=name)
        size, tag = int(answer["ContentLength"]), str(answer["ETag"])
        come = tried = 0
        while True:
            try:
                for piece in self._line.body(answer):
                    come += len(piece)
                    yield piece
            except CutError:
                if come == tried:
                    raise
            if come == size:
                return
            tried = come
            answer = self._rest(name, come, size, tag)

    def put(self, name: str, data: bytes) -> None:
        """Write a document once; the same bytes again are fine.

        Raises:
            RemoteTakenError: If it is there with other bytes.
        """
        if not self._is_free(name, data):
            return
        if self._has_conditions:
            try:
                self._put(name, data, IfNoneMatch="*")
            except NotOfferedError:
                self._has_conditions = False
            except NameTakenError:
                self._check_held(name, data)
        if not self._has_conditions:
            self._put(name, data)
            self._check_held(name, data)

    def put_object(self, member: Member, step: Step) -> None:
        """Bring an object: a small one at once, a larger one in parts written down in the journal.

        Raises:
            RemoteDamagedError: If the bytes here do not have their hash; nothing is put there.
        """
        name = object_name(member.sha256)
        if not is_small(member.size):
            upload = PartsUpload(self._line, self._key(name), member, self._journal, step)
            self._proofs[member.sha256] = upload.run()
            return
        data = b"".join(member.open())
        digest = hashlib.sha256(data)
        if digest.hexdigest() != member.sha256:
            raise RemoteDamagedError(where=member.name)
        self._put(name, data)
        self._proofs[member.sha256] = md5(data).hex()
        step(len(data))

    def is_whole(self, member: Member) -> bool:
        """Whether the object there has its hash.

        The server proves it by an ETag that is the MD5 of what it received, or of the MD5 sums of
        the parts, or by a SHA-256 of its own. Where neither fits, such as on servers that encrypt,
        the object is read back.

        Raises:
            RemoteMissingError: If it is not there.
        """
        name = object_name(member.sha256)
        found = self._line.head(self._key(name), ChecksumMode="ENABLED")
        if found is None:
            raise RemoteMissingError(where=name)
        if int(found["ContentLength"]) != member.size:
            return False
        tag = str(found["ETag"]).strip('"')
        if _is_proven(found, member) or tag == self._proof(member, tag):
            return True
        return hash_at(self, name, member.size) == member.sha256

    def set_aside(self, name: str) -> None:
        """Copy a damaged file to another name; the next ``put_object`` replaces it.

        So a user who may not delete can do it, and there is no moment without the file.
        """
        folder, _slash, last = name.rpartition("/")
        self._line.copy(self._key(name), self._key(f"{folder}/.{last}.{self._owner}.damaged"))

    def close(self) -> None:
        """Close all connections."""
        self._line.close()

    def _key(self, name: str) -> str:
        return self._line.at.prefix + name

    def _check_bucket(self) -> None:
        """Raise if there is no such bucket; a missing key does not tell."""
        try:
            self._line.call("list_objects_v2", MaxKeys=1, Prefix=self._line.at.prefix)
        except NotFoundError as error:
            raise BucketMissingError(where=self.url) from error

    def _keys(self, prefix: str) -> Iterator[str]:
        """Yield the keys that begin so, page after page.

        Raises:
            NotServedError: If the pages have no end.
        """
        after: dict[str, str] = {}
        for _page in range(_PAGES):
            answer = self._line.call("list_objects_v2", Prefix=prefix, **after)
            for entry in answer.get("Contents", []):
                yield str(entry.get("Key", ""))
            token = answer.get("NextContinuationToken")
            if not answer.get("IsTruncated") or token is None:
                return
            if token == after.get("ContinuationToken"):
                break
            after = {"ContinuationToken": token}
        raise NotServedError(where=self._shown)

    def _rest(self, name: str, begin: int, size: int, tag: str) -> dict[str, Any]:
        """Return the answer with the bytes from ``begin`` on of the same file."""
        try:
            answer = self._line.get(self._key(name), Range=f"bytes={begin}-", IfMatch=tag)
        except NameTakenError as error:  # another file by now
            raise RemoteDamagedError(where=name) from error
        if answer is None:
            raise RemoteMissingError(where=name)
        if int(answer["ContentLength"]) != size - begin:  # a server that gives all or nothing
            answer["Body"].close()
            raise CutError(where=self.url)
        return answer

    def _put(self, name: str, data: bytes, **conditions: str) -> None:
        self._line.call(
            "put_object",
            Key=self._key(name),
            Body=data,
            ContentMD5=base64.b64encode(md5(data)).decode(),
            **conditions,
        )

    def _is_free(self, name: str, data: bytes) -> bool:
        held = self.read(name)
        if held is not None and held != data:
            raise RemoteTakenError(where=f"{self._shown}/{name}")
        return held is None

    def _check_held(self, name: str, data: bytes) -> None:
        """Raise if a name that was free a moment ago holds other bytes now, or none."""
        if self._is_free(name, data):
            raise RemoteDamagedError(where=f"{self._shown}/{name}")

    def _proof(self, member: Member, tag: str) -> str | None:
        """Return the ETag that the object has if it is whole; None if it went up otherwise."""
        if member.sha256 in self._proofs:
            return self._proofs[member.sha256]
        if "-" not in tag:
            return _md5_of(member)
        size = part_size(member.size)
        count = -(-member.size // size)
        return etag(member, size) if tag.endswith(f"-{count}") else None


def _md5_of(member: Member) -> str | None:
    """Return the ETag of an object that went up at once; None if the bytes here are damaged."""
    called, digest = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    for chunk in member.open():
        called.update(chunk)
        digest.update(chunk)
    return called.hexdigest() if digest.hexdigest() == member.sha256 else None


def _is_proven(found: dict[str, Any], member: Member) -> bool:
    """Whether the server itself has the SHA-256 of the whole object, and it is the right one."""
    said = found.get("ChecksumSHA256")
    is_of_all = found.get("ChecksumType", "FULL_OBJECT") == "FULL_OBJECT"
    return is_of_all and said == base64.b64encode(bytes.fromhex(member.sha256)).decode()


def _is_document(name: str, folder: str, suffix: str) -> bool:
    """Whether a key can be one of our documents: two levels down, plain, not hidden."""
    parts = name.split("/")
    is_placed = len(parts) == _DEPTH and name.startswith(f"{folder}/")
    is_hidden = any(not part or part.startswith(".") for part in parts)
    is_plain = name.isprintable() and "\\" not in name
    return is_placed and not is_hidden and is_plain and name.endswith(suffix)
