"""The line to an S3 server: signed by boto3, trusted as we trust, paced, errors as sentences."""

import io
import re
import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import RemoteAddressError
from kta_desktop.exchange.http_facts import proxy_of, trust
from kta_desktop.exchange.line_hints import closer
from kta_desktop.exchange.network_errors import (
    CutError,
    ForbiddenError,
    NotServedError,
    PortalError,
)
from kta_desktop.exchange.remote import Access
from kta_desktop.exchange.s3_errors import NotFoundError, of_botocore
from kta_desktop.paths import cache_dir
from kta_desktop.storage.files import write_atomically

REGION = "us-east-1"  # what servers with one region go by
COPIED_WHOLE = 5 << 30  # bytes; S3 copies larger objects only in parts
PIECE = 64 << 10  # bytes between two questions whether to go on
_LARGEST = 1 << 20  # bytes between them on a line that takes so much in a moment
_MOMENT = 0.02  # seconds
_CONNECT, _SILENT = 15, 60  # seconds until a server that does not answer is given up
_MULTIPLE_CHOICES, _FAULT = 300, 500
_LARGEST_ANSWER = 16 << 20  # bytes of a page of a list: a thousand names of a thousand letters
_SOCKET = (
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),  # the end of a part does not wait for an ACK
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),  # a line that died silently is noticed
)
_AWS_HOST = re.compile(r"s3[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?")


@dataclass(frozen=True, slots=True)
class S3Address:
    """What an address means.

    Attributes:
        endpoint: Scheme, host and port of the server.
        bucket: Name of the bucket.
        prefix: What all keys begin with: empty, or with a slash at its end.
        region: What signatures name.
    """

    endpoint: str
    bucket: str
    prefix: str
    region: str


def s3_address(url: str) -> S3Address:
    """Return what ``s3+https://host[:port]/bucket[/prefix][?region=…]`` means.

    Raises:
        RemoteAddressError: If it has no server or no bucket.
    """
    parts = urlsplit(url)
    bucket, _slash, prefix = unquote(parts.path).strip("/").partition("/")
    scheme = parts.scheme.removeprefix("s3+")
    if not parts.netloc or not bucket or scheme not in ("http", "https"):
        raise RemoteAddressError(url=url)
    hosted = _AWS_HOST.fullmatch(parts.hostname or "")
    named = parse_qs(parts.query).get("region", [hosted[1] if hosted else REGION])
    folder = f"{prefix}/" if prefix else ""
    return S3Address(f"{scheme}://{parts.netloc}", bucket, folder, named[-1])


class S3Line:
    """Calls to one server.

    Attributes:
        where: The address, as sentences name it.
        at: What it means.
    """

    def __init__(self, url: str, access: Access, at_once: int) -> None:
        """Name the server; nothing is asked of it yet.

        Args:
            url: An address as ``s3_address`` takes it.
            access: How the server is reached.
            at_once: The most calls at the same time.
        """
        self.where = url
        self.at = s3_address(url)
        self._access = access
        self._at_once = at_once
        self._opened: tuple[Any, Any] | None = None
        self._is_closed = False
        self._opening = threading.Lock()

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Return the server's answer to an operation of boto3's client on the bucket.

        Raises:
            CutError: If the line was closed meanwhile.
            KtaError: If the line or the server fails, or ``Access.pace`` stops it.
        """
        from botocore.exceptions import BotoCoreError, ClientError
        from urllib3.exceptions import HTTPError

        client = self._open()[0]
        try:
            answer: dict[str, Any] = getattr(client, operation)(Bucket=self.at.bucket, **arguments)
        except (BotoCoreError, ClientError, HTTPError) as error:
            raise closer(of_botocore(error, self.where), self.at.endpoint) from error
        return answer

    def head(self, key: str, **arguments: Any) -> dict[str, Any] | None:
        """Return what the server says of an object; None if there is none.

        An answer to HEAD has no reason in it, so a refused one is asked for once more by GET.
        """
        try:
            return self._measured(self.call("head_object", Key=key, **arguments))
        except NotFoundError:
            return None
        except (ForbiddenError, NotServedError):
            answer = self.get(key, Range="bytes=0-0")
            if answer is not None:
                answer["Body"].close()
            raise

    def get(self, key: str, **arguments: Any) -> dict[str, Any] | None:
        """Return the answer with an object, for ``body``; None if there is none."""
        try:
            return self._measured(self.call("get_object", Key=key, **arguments))
        except NotFoundError:
            return None

    def _measured(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Return what is said of an object; a server of S3 always says its length and ETag."""
        if "ETag" in answer and int(answer.get("ContentLength", -1)) >= 0:
            return answer
        if "Body" in answer:
            answer["Body"].close()
        raise NotServedError(where=self.where)

    def copy(self, key: str, to: str) -> None:
        """Let the server copy an object, however large it is."""
        from boto3.s3.transfer import TransferConfig

        whole = TransferConfig(multipart_threshold=COPIED_WHOLE, use_threads=False)
        source = {"Bucket": self.at.bucket, "Key": key}
        self.head(key)  # raises where the server does not say what a copy needs to know
        self.call("copy", Key=to, CopySource=source, Config=whole)

    def body(self, answer: Mapping[str, Any]) -> Generator[bytes, None, None]:
        """Yield the bytes of the object in the answer to ``get_object``.

        Raises:
            KtaError: If the line breaks, or ``Access.pace`` stops it.
        """
        from botocore.exceptions import BotoCoreError
        from urllib3.exceptions import HTTPError

        left = int(answer["ContentLength"])
        with closing(answer["Body"]) as body:
            while left:
                self.pace(min(PIECE, left))
                try:
                    piece = body.read(min(PIECE, left))
                except (BotoCoreError, HTTPError, OSError) as error:
                    raise of_botocore(error, self.where) from error
                if not piece:
                    raise CutError(where=self.where)
                left -= len(piece)
                yield piece

    def pace(self, count: int) -> None:
        """Ask whether ``count`` bytes may go over the line."""
        self._access.pace(count)

    def close(self) -> None:
        """Close all connections for good; a part still on its way on another thread ends."""
        with self._opening:
            self._is_closed = True
            if self._opened is not None:
                client, session = self._opened
                client.close()
                session.close()
                self._opened = None

    def _open(self) -> tuple[Any, Any]:
        """Return client and connections.

        Several parts begin at once, each on its own thread: one of them opens, the others wait.
        """
        with self._opening:
            if self._is_closed:
                raise CutError(where=self.where)
            if self._opened is None:
                session = self._connections()
                self._opened = (self._client(session), session)
            return self._opened

    def _client(self, session: Any) -> Any:
        """Return boto3's client; what other programs were told about S3 does not count here."""
        import os

        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config
        from botocore.session import Session

        core = Session(
            session_vars={
                "profile": (None, None, None, None),
                "config_file": (None, None, os.devnull, None),
                "credentials_file": (None, None, os.devnull, None),
            }
        )
        core.register_component("data_loader", _models())
        signed = {} if self._access.user else {"signature_version": UNSIGNED}
        client = boto3.session.Session(botocore_session=core).client(
            "s3",
            endpoint_url=self.at.endpoint,
            region_name=self.at.region,
            aws_access_key_id=self._access.user or None,
            aws_secret_access_key=self._access.secret or None,
            config=Config(
                # Parts and documents carry their MD5, which the server checks; TLS does the rest.
                s3={"addressing_style": "path", "payload_signing_enabled": False},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                retries={"total_max_attempts": 1, "mode": "standard"},  # the outbox repeats
                **signed,
            ),
        )

        def send(request: Any, **_said: Any) -> Any:
            return self._send(session, request)

        client.meta.events.register("before-send.s3", send)
        return client

    def _connections(self) -> Any:
        from botocore.httpsession import URLLib3Session

        proxy = proxy_of(self.at.endpoint)
        verify: bool | str = False
        if self.at.endpoint.startswith("https:"):
            verify = str(trusted_file(self._access.ca))
        return URLLib3Session(
            verify=verify,
            proxies={urlsplit(self.at.endpoint).scheme: proxy} if proxy else None,
            timeout=(_CONNECT, _SILENT),
            max_pool_connections=self._at_once,
            socket_options=_SOCKET,
        )

    def _send(self, session: Any, request: Any) -> Any:
        """Send a signed request in pieces, and refuse an answer that is not of S3.

        botocore's own sender would give a body to the socket as a whole: neither a limit of
        bandwidth nor a stop would be felt before its end.
        """
        from botocore.exceptions import HTTPClientError

        request.headers.pop("Expect", None)
        is_stream, request.stream_output = request.stream_output, True
        if request.body:
            request.body = self._pieces(request.body)
        try:
            answer = session.send(request)
        except HTTPClientError as error:
            stopped = error.kwargs.get("error")
            if isinstance(stopped, KtaError):
                raise stopped from None
            raise
        try:
            _check_speaker(answer.status_code, answer.headers, self.where)
        except PortalError:
            answer.raw.close()
            raise
        if not is_stream or answer.status_code >= _MULTIPLE_CHOICES:
            answer.raw = _Limited(answer.raw, self)
            answer.content  # noqa: B018 - reads it, and keeps it
        return answer

    def _pieces(self, body: bytes | IO[bytes]) -> Iterator[bytes | memoryview]:
        """Yield a body in pieces that each take a moment, however fast the line is.

        On a fast line small ones would keep the threads waiting for Python's lock, and on a slow
        one large ones would keep a stop waiting.
        """
        read = (io.BytesIO(body) if isinstance(body, bytes) else body).read
        size = PIECE
        while piece := read(size):
            begin = time.monotonic()
            self.pace(len(piece))
            yield piece
            took = time.monotonic() - begin
            size = min(size * 2, _LARGEST) if took < _MOMENT else PIECE


class _Limited:
    """The body of an answer that is read whole: a server may go on for ever."""

    def __init__(self, raw: Any, line: S3Line) -> None:
        self._raw, self._line = raw, line

    def stream(self) -> Iterator[bytes]:
        """Yield its bytes; stops when asked to, and at what no honest answer has.

        Raises:
            NotServedError: If there are more.
        """
        total = 0
        for piece in self._raw.stream(PIECE):
            self._line.pace(0)
            total += len(piece)
            if total > _LARGEST_ANSWER:
                self._raw.close()
                raise NotServedError(where=self._line.where)
            yield piece


@cache
def _models() -> Any:
    """Return botocore's descriptions of the services; reading them takes half a second."""
    from botocore.loaders import create_loader

    return create_loader()


def trusted_certificates(ca: str) -> str:
    """Return, as PEM, what certificates are checked against; botocore takes only a file of it.

    Raises:
        CertificateFileError: If ``ca`` holds no certificate.
    """
    loaded = map(ssl.DER_cert_to_PEM_cert, trust(ca).get_ca_certs(binary_form=True))
    paths = ssl.get_default_verify_paths()
    if paths.cafile or not paths.capath:
        return "".join(loaded)
    # A folder of authorities is only looked into when one is needed: nothing of it is loaded.
    files = (path for path in Path(paths.capath).iterdir() if path.suffix == ".pem")
    return "".join([*loaded, *(path.read_text(encoding="utf-8") for path in sorted(files))])


def trusted_file(ca: str) -> Path:
    """Return a file of what certificates are checked against, named by its content.

    It lies among what can be made again: a folder of its own would stay behind whenever the
    program is killed.

    Raises:
        CertificateFileError: If ``ca`` holds no certificate.
    """
    text = trusted_certificates(ca).encode()
    path = cache_dir() / "trusted" / f"{sha256(text).hexdigest()}.pem"
    if not path.is_file() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)
    return path


def _check_speaker(status: int, headers: Mapping[str, str], where: str) -> None:
    """Raise if something between answered in the server's place, such as a sign-in page.

    A server of S3 names its answers (``x-amz-request-id``), or speaks XML, or gives an ETag. A page
    is a page even with an ETag; a fault of 500 and above is one, whoever has it.

    Raises:
        PortalError: If so.
    """
    names = {name.lower() for name in headers}
    if any(name.startswith("x-amz-") for name in names) or status >= _FAULT:
        return
    kind = str(headers.get("content-type", "")).partition(";")[0].strip().lower()
    if kind == "text/html" and status not in (401, 403, 407, 413):
        raise PortalError(where=where)
    if status < 400 and "etag" not in names and kind not in ("application/xml", "text/xml"):
        raise PortalError(where=where)
