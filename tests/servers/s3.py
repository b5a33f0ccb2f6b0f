"""A small S3 server in this process that can fail in every way a test asks for.

It holds what our client uses of S3: objects, pages of lists, ranges, copies, uploads in parts,
writes to free names. Data stay when it is killed, as on a disk.
"""

import base64
import contextlib
import hashlib
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

PAGE = b"<html><head><title>Wi-Fi</title></head><body>Sign in to this network</body></html>"
SKEW = 900  # seconds, as servers allow


@dataclass
class Faults:
    """What goes wrong from now on.

    Attributes:
        cut_in: The connection breaks, once, after so many more bytes of bodies came in.
        cut_out: The same for bytes that go out.
        lose_answer: The next request that begins so is done, and its answer is lost.
        refuse: Status and code with which each request is refused.
        busy: So many requests are answered with 503.
        quota: Bytes of all objects together, beyond which writes are refused.
        portal: A sign-in page answers instead.
        clock: Seconds by which the server's clock is ahead.
        has_conditions: Whether writes may ask for a free name; otherwise 501.
        encrypts: ETags say nothing, as where the server encrypts.
        has_checksums: HEAD tells the SHA-256.
    """

    cut_in: int | None = None
    cut_out: int | None = None
    lose_answer: str = ""
    refuse: tuple[int, str] | None = None
    busy: int = 0
    quota: int | None = None
    portal: bool = False
    clock: float = 0
    has_conditions: bool = True
    encrypts: bool = False
    has_checksums: bool = False


@dataclass
class Stored:
    """An object: bytes, and the ETag that was given to them."""

    data: bytes
    etag: str


class S3Server:
    """The server; a context manager that runs it.

    Attributes:
        user: The access key that is known.
        secret: Its secret; any is accepted.
        faults: What goes wrong.
        objects: By ``/bucket/key``.
        uploads: Parts by number, by name of the upload.
        asked: Method and path of each request, in order.
        received: Bytes of bodies that came in.
        page: Entries on one page of a list.
    """

    user, secret = "KTAUSER", "secret-of-tests"

    def __init__(self, bucket: str = "kta", tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.faults = Faults()
        self.objects: dict[str, Stored] = {}
        self.uploads: dict[str, dict[int, Stored]] = {}
        self.asked: list[str] = []
        self.received = 0
        self.page = 1000
        self.lock = threading.Lock()
        self._buckets = {bucket}
        self._bucket = bucket
        self._port = 0
        self._server: _Listening | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.kill()

    @property
    def endpoint(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._port}"

    def place(self, prefix: str = "") -> str:
        """Return the address of a place of delivery in the bucket."""
        return f"s3+{self.endpoint}/{self._bucket}{prefix and '/' + prefix}"

    def key(self, name: str) -> str:
        """Return by what ``objects`` has a name of a place without a prefix."""
        return f"/{self._bucket}/{name}"

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._server = _Listening(("127.0.0.1", self._port), _handler(self))
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def kill(self) -> None:
        """End at once: connections break, what was not stored is lost."""
        if self._server is not None:
            self._server.shutdown()
            self._server.cut_all()
            self._server.server_close()
            self._server = None

    def has_bucket(self, path: str) -> bool:
        return path.split("/")[1] in self._buckets

    def etag(self, data: bytes, parts: int = 0) -> str:
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        if self.faults.encrypts:
            digest = digest[::-1]
        return f"{digest}-{parts}" if parts else digest

    def begin(self) -> str:
        with self.lock:
            name = f"upload-{len(self.asked)}-{len(self.uploads)}"
            self.uploads[name] = {}
        return name


class _CutError(Exception):
    """The connection was broken on purpose."""


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, *args: Any) -> None:
        self.live: set[socket.socket] = set()
        super().__init__(*args)

    def cut_all(self) -> None:
        for connection in list(self.live):
            _break(connection)

    def handle_error(self, _request: Any, _address: Any) -> None:
        """Say nothing: connections break here on purpose."""


def _break(connection: socket.socket) -> None:
    """Reset a connection, as a cable that is pulled out does not even do."""
    with contextlib.suppress(OSError):
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        connection.shutdown(socket.SHUT_RDWR)


@dataclass
class _Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def _refusal(status: int, code: str) -> _Answer:
    body = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
    return _Answer(status, body, {"Content-Type": "application/xml"})


def _xml(root: str, inner: str) -> _Answer:
    body = f'<?xml version="1.0"?><{root}>{inner}</{root}>'.encode()
    return _Answer(200, body, {"Content-Type": "application/xml"})


def _handler(server: S3Server) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"s3": server})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    s3: S3Server

    def setup(self) -> None:
        if self.s3.tls is not None:
            self.request = self.s3.tls.wrap_socket(self.request, server_side=True)
        super().setup()
        self.server.live.add(self.connection)

    def finish(self) -> None:
        self.server.live.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()
        self.connection.close()

    def log_message(self, *_args: object) -> None:
        pass

    def _any(self) -> None:
        split = urlsplit(self.path)
        self.at = unquote(split.path)
        self.query = {
            name: values[0]
            for name, values in parse_qs(split.query, keep_blank_values=True).items()
        }
        said = f"{self.command} {self.path}"
        self.s3.asked.append(said)
        body = b"".join(self._body())
        answer = self._fault() or self._do(body)
        self._lose(said)
        self._give(answer)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _any  # noqa: N815 - names of the library

    def _body(self) -> Iterator[bytes]:
        left = int(self.headers.get("Content-Length", 0))
        while left:
            want = min(left, 1 << 16)
            cut = self.s3.faults.cut_in
            if cut is not None:
                want = min(want, max(cut, 1))
            piece = self.rfile.read(want)
            if not piece:
                raise _CutError
            with self.s3.lock:
                self.s3.received += len(piece)
                self.s3.faults.cut_in = self._count(self.s3.faults.cut_in, len(piece))
            left -= len(piece)
            yield piece

    def _count(self, cut: int | None, count: int) -> int | None:
        """Return what is left until the cut; cut if nothing is."""
        if cut is None:
            return None
        if cut > count:
            return cut - count
        self.s3.faults.cut_in = self.s3.faults.cut_out = None
        _break(self.connection)
        raise _CutError

    def _lose(self, said: str) -> None:
        faults = self.s3.faults
        if faults.lose_answer and said.startswith(faults.lose_answer):
            faults.lose_answer = ""
            _break(self.connection)
            raise _CutError

    def _fault(self) -> _Answer | None:
        """Return what stands in the way of every request."""
        faults = self.s3.faults
        if faults.portal:
            return _Answer(200, PAGE, {"Content-Type": "text/html; charset=utf-8", "ETag": '"p"'})
        if faults.busy:
            faults.busy -= 1
            return _refusal(503, "SlowDown")
        if faults.refuse:
            return _refusal(*faults.refuse)
        if abs(faults.clock) > SKEW:
            return _refusal(403, "RequestTimeTooSkewed")
        if f"Credential={self.s3.user}/" not in self.headers.get("Authorization", ""):
            return _refusal(403, "InvalidAccessKeyId")
        return None if self.s3.has_bucket(self.at) else _refusal(404, "NoSuchBucket")

    def _do(self, body: bytes) -> _Answer:
        name = self.command
        if "uploadId" in self.query or "uploads" in self.query:
            return self._of_upload(body)
        kinds: dict[str, Callable[[bytes], _Answer]] = {
            "PUT": self._put,
            "GET": self._list if "list-type" in self.query else self._get,
            "HEAD": self._get,
        }
        return kinds[name](body)

    def _put(self, body: bytes) -> _Answer:
        source = self.headers.get("x-amz-copy-source")
        if source:
            body = self.s3.objects["/" + unquote(source).lstrip("/")].data
        if self.headers.get("If-None-Match"):
            if not self.s3.faults.has_conditions:
                return _refusal(501, "NotImplemented")
            if self.at in self.s3.objects:
                return _refusal(412, "PreconditionFailed")
        refused = self._refused_body(body)
        if refused:
            return refused
        stored = self.s3.objects[self.at] = Stored(body, self.s3.etag(body))
        if source:
            return _xml("CopyObjectResult", f"<ETag>&quot;{stored.etag}&quot;</ETag>")
        return _Answer(headers={"ETag": f'"{stored.etag}"'})

    def _refused_body(self, body: bytes) -> _Answer | None:
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        if self.headers.get("Content-MD5", digest) != digest:
            return _refusal(400, "BadDigest")
        held = sum(len(stored.data) for stored in self.s3.objects.values())
        held += sum(len(part.data) for up in self.s3.uploads.values() for part in up.values())
        quota = self.s3.faults.quota
        return _refusal(403, "QuotaExceeded") if quota and held + len(body) > quota else None

    def _get(self, _body: bytes) -> _Answer:
        stored = self.s3.objects.get(self.at)
        if stored is None:
            return _refusal(404, "NoSuchKey")
        if self.headers.get("If-Match", f'"{stored.etag}"') != f'"{stored.etag}"':
            return _refusal(412, "PreconditionFailed")
        headers = {"ETag": f'"{stored.etag}"', "Content-Type": "binary/octet-stream"}
        if self.s3.faults.has_checksums:
            digest = base64.b64encode(hashlib.sha256(stored.data).digest()).decode()
            headers["x-amz-checksum-sha256"] = digest
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted is None:
            return _Answer(200, stored.data, headers)
        begin, end = int(wanted[1]), int(wanted[2] or len(stored.data) - 1)
        headers["Content-Range"] = f"bytes {begin}-{end}/{len(stored.data)}"
        return _Answer(206, stored.data[begin : end + 1], headers)

    def _list(self, _body: bytes) -> _Answer:
        prefix = self.at.rstrip("/") + "/" + self.query.get("prefix", "")
        keys = sorted(key for key in list(self.s3.objects) if key.startswith(prefix))
        begin = int(self.query.get("continuation-token", 0))
        shown = keys[begin : begin + self.s3.page]
        inner = "".join(
            f"<Contents><Key>{quote(k.split('/', 2)[2])}</Key></Contents>" for k in shown
        )
        if begin + len(shown) < len(keys):
            token = f"<NextContinuationToken>{begin + len(shown)}</NextContinuationToken>"
            inner += f"<IsTruncated>true</IsTruncated>{token}"
        return _xml("ListBucketResult", f"<EncodingType>url</EncodingType>{inner}")

    def _of_upload(self, body: bytes) -> _Answer:
        if self.command == "POST" and "uploads" in self.query:
            return _xml("InitiateMultipartUploadResult", f"<UploadId>{self.s3.begin()}</UploadId>")
        parts = self.s3.uploads.get(self.query["uploadId"])
        if parts is None:
            return _refusal(404, "NoSuchUpload")
        if self.command == "GET":
            return self._list_parts(parts)
        if self.command == "POST":
            return self._complete(parts, body)
        refused = self._refused_body(body)
        if refused:
            return refused
        stored = parts[int(self.query["partNumber"])] = Stored(body, self.s3.etag(body))
        return _Answer(headers={"ETag": f'"{stored.etag}"'})

    def _list_parts(self, parts: dict[int, Stored]) -> _Answer:
        after = int(self.query.get("part-number-marker", 0))
        numbers = sorted(number for number in parts if number > after)
        shown = numbers[: self.s3.page]
        inner = "".join(
            f"<Part><PartNumber>{n}</PartNumber><ETag>{escape(parts[n].etag)}</ETag></Part>"
            for n in shown
        )
        is_more = "true" if len(shown) < len(numbers) else "false"
        return _xml("ListPartsResult", f"<IsTruncated>{is_more}</IsTruncated>{inner}")

    def _complete(self, parts: dict[int, Stored], body: bytes) -> _Answer:
        said = re.findall(
            r"<Part>.*?</Part>", body.decode().replace("&quot;", '"').replace("\n", "")
        )
        numbers = [int(re.search(r"<PartNumber>(\d+)", part)[1]) for part in said]  # type: ignore[index]
        tags = [re.search(r"<ETag>\"?([^<\"]+)", part)[1] for part in said]  # type: ignore[index]
        if not said or any(
            n not in parts or parts[n].etag != tag for n, tag in zip(numbers, tags, strict=True)
        ):
            return _refusal(400, "InvalidPart")
        sums = b"".join(hashlib.md5(parts[n].data, usedforsecurity=False).digest() for n in numbers)
        whole = b"".join(parts[n].data for n in numbers)
        self.s3.objects[self.at] = Stored(whole, self.s3.etag(sums, len(numbers)))
        del self.s3.uploads[self.query["uploadId"]]
        etag = self.s3.objects[self.at].etag
        return _xml("CompleteMultipartUploadResult", f"<ETag>&quot;{etag}&quot;</ETag>")

    def _give(self, answer: _Answer) -> None:
        body = answer.body
        self.send_response_only(answer.status)
        self.send_header("Date", formatdate(time.time() + self.s3.faults.clock, usegmt=True))
        if not self.s3.faults.portal:
            self.send_header("x-amz-request-id", f"tx{len(self.s3.asked)}")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for begin in range(0, len(body) if self.command != "HEAD" else 0, 1 << 16):
            piece = body[begin : begin + (1 << 16)]
            cut = self.s3.faults.cut_out
            self.wfile.write(piece if cut is None else piece[:cut])
            self.s3.faults.cut_out = self._count(cut, len(piece))
