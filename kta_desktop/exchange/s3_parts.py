"""An object that goes up in parts, several at once, and goes on after a cut, crash or restart."""

import base64
import hashlib
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from kta_desktop.exchange.errors import RemoteDamagedError
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.network_errors import NetworkError
from kta_desktop.exchange.remote import Journal, Step
from kta_desktop.exchange.s3_errors import UploadForgottenError
from kta_desktop.exchange.s3_line import S3Line
from kta_desktop.exchange.s3_pieces import Body, Room, pieces
from kta_desktop.storage.transfers import Upload

PART = 8 << 20  # bytes; S3 takes no less than 5 MiB
AT_ONCE = 8
MOST_PARTS = 10_000  # S3's limit
_ALONE = 3.0  # seconds for one part; on a slower line parts go one by one: less is lost at a cut
_LOOK = 0.5  # seconds between two questions whether to go on while all wait for the server
_MIB = 1 << 20


def is_small(size: int) -> bool:
    """Whether an object of ``size`` bytes goes up at once."""
    return size <= PART


def part_size(size: int) -> int:
    """Return how large the parts of an object of ``size`` bytes are."""
    least = -(-size // MOST_PARTS)
    return PART if least <= PART else -(-least // _MIB) * _MIB


def md5(data: bytes | memoryview) -> bytes:
    """Return what S3 calls the content by; not a protection, the SHA-256 is."""
    return hashlib.md5(data, usedforsecurity=False).digest()


def etag_of_parts(sums: list[bytes]) -> str:
    """Return the ETag of an object whose parts have these MD5 sums."""
    return f"{md5(b''.join(sums)).hex()}-{len(sums)}"


def etag(member: Member, size: int) -> str | None:
    """Return the ETag that an object of these bytes has if it went up in parts of ``size``.

    None if the bytes here do not have their hash: then they prove nothing.
    """
    digest = hashlib.sha256()
    sums = []
    room = Room(size)
    for part in pieces(member.open(), room):
        digest.update(part)
        sums.append(md5(part))
        room.give_back(part)
    return etag_of_parts(sums) if digest.hexdigest() == member.sha256 else None


@dataclass(slots=True)
class PartsUpload:
    """One object on its way in parts.

    Attributes:
        line: To the server.
        key: Where the object will lie.
        member: What is sent.
        journal: Where the upload is written down.
        step: Told the bytes of each part that is there, on the thread that calls ``run``.
    """

    line: S3Line
    key: str
    member: Member
    journal: Journal
    step: Step
    _upload: Upload = field(init=False)
    _there: dict[int, str] = field(init=False, default_factory=dict)
    _sums: dict[int, bytes] = field(init=False, default_factory=dict)
    _tags: dict[int, str] = field(init=False, default_factory=dict)
    _going: set[Future[int]] = field(init=False, default_factory=set)
    _width: int = field(init=False, default=1)

    def run(self) -> str:
        """Bring the object, and return the ETag that proves it whole.

        Parts that the server holds already, as its list of them proves, are not sent.

        Raises:
            KtaError: If the line or the server fails, ``Access.pace`` stops it, or the bytes do not
                have their hash; what is there stays there.
        """
        try:
            self._go_on_or_begin()
            digest = hashlib.sha256()
            self._send_all(digest)
            if digest.hexdigest() != self.member.sha256:
                raise RemoteDamagedError(where=self.member.name)
            proof = etag_of_parts([self._sums[number] for number in sorted(self._sums)])
            self._complete(proof)
        except UploadForgottenError:
            self.journal.end(self.member.sha256)
            raise
        self.journal.end(self.member.sha256)
        return proof

    def _go_on_or_begin(self) -> None:
        begun = self.journal.begun(self.member.sha256)
        if begun is not None and self._is_known(begun):
            self._upload = begun
            return
        answer = self.line.call("create_multipart_upload", Key=self.key)
        self._upload = Upload(answer["UploadId"], part_size(self.member.size))
        self.journal.begin(self.member.sha256, self._upload)

    def _is_known(self, begun: Upload) -> bool:
        """Whether the server still knows an upload; if so, learn what it holds of it."""
        there: dict[int, str] = {}
        after = 0
        try:
            while True:
                answer = self.line.call(
                    "list_parts", Key=self.key, UploadId=begun.upload, PartNumberMarker=after
                )
                parts = answer.get("Parts", [])
                there |= {part["PartNumber"]: part["ETag"].strip('"') for part in parts}
                if not parts or not answer.get("IsTruncated"):
                    break
                after = max(part["PartNumber"] for part in parts)
        except UploadForgottenError:
            return False
        self._there = there
        return True

    def _send_all(self, digest: "hashlib._Hash") -> None:
        """Send what is missing; no more parts are in memory than are on their way, and one."""
        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="s3-part")
        room = Room(self._upload.part_size)
        try:
            for number, part in enumerate(pieces(self.member.open(), room), 1):
                digest.update(part)
                self._wait_for_room(self._width)
                self._going.add(pool.submit(self._send_part, number, part, room))
            self._wait_for_room(1)
        except NetworkError:
            self._let_finish()
            raise
        finally:
            is_over = all(part.done() for part in self._going)
            # Where somebody stops, parts are on their way: they end at their next bytes, and who
            # stopped does not wait for a server that is silent.
            pool.shutdown(wait=is_over, cancel_futures=True)

    def _wait_for_room(self, width: int) -> None:
        """Wait until fewer than ``width`` parts are on their way; tell each that arrived."""
        while len(self._going) >= width:
            done, _late = wait(self._going, timeout=_LOOK, return_when=FIRST_COMPLETED)
            if not done:
                self.line.pace(0)
            for part in done:
                self._going.remove(part)
                self.step(part.result())

    def _let_finish(self) -> None:
        """Let the other parts arrive or fail: what arrives need not be sent again."""
        done, _late = wait(self._going)
        for part in done:
            if part.exception() is None:
                self.step(part.result())

    def _send_part(self, number: int, part: memoryview, room: Room) -> int:
        """Send a part unless the server has it; return its bytes. Runs on a thread of its own."""
        size = len(part)
        self._bring(number, part)
        room.give_back(part)
        return size

    def _bring(self, number: int, part: memoryview) -> None:
        digest = md5(part)
        self._sums[number] = digest
        if self._there.get(number) == digest.hex():
            self._tags[number] = digest.hex()
            return
        width, begin = self._width, time.monotonic()
        answer = self.line.call(
            "upload_part",
            Key=self.key,
            UploadId=self._upload.upload,
            PartNumber=number,
            Body=Body(part),
            ContentMD5=base64.b64encode(digest).decode(),
        )
        self._tags[number] = answer["ETag"].strip('"')
        alone = (time.monotonic() - begin) / width
        self._width = AT_ONCE if alone < _ALONE else 1

    def _complete(self, proof: str) -> None:
        """Let the server put the parts together.

        An answer that was lost leaves an upload that the server forgot, and a whole object.
        """
        parts = [{"PartNumber": n, "ETag": f'"{self._tags[n]}"'} for n in sorted(self._tags)]
        try:
            self.line.call(
                "complete_multipart_upload",
                Key=self.key,
                UploadId=self._upload.upload,
                MultipartUpload={"Parts": parts},
            )
        except UploadForgottenError:
            if self._found() != proof:
                raise

    def _found(self) -> str | None:
        """Return the ETag of the object that lies there; None if none does."""
        found = self.line.head(self.key)
        return None if found is None else str(found["ETag"]).strip('"')
