"""HTTP to one place: certificates checked, proxies of the system, portals and clocks noticed.

Only imported by what speaks HTTP: ``httpx`` takes a sixth of a second to load.
"""

import ssl
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

import httpx

from kta_desktop import __version__
from kta_desktop.exchange import line_hints
from kta_desktop.exchange.http_auth import auth_of
from kta_desktop.exchange.http_facts import is_clock_off, proxy_of, trust
from kta_desktop.exchange.network_errors import (
    ClockError,
    NotServedError,
    OfflineError,
    PortalError,
    ProxyFailedError,
    of_httpx,
    of_status,
)
from kta_desktop.exchange.remote import Access, Pace

SLICE = 64 << 10  # bytes that go over the line between two questions to the pace
TIMEOUT = httpx.Timeout(60, connect=15)  # seconds of silence; a bad line is slow, not dead
_SMALL = 1 << 20  # bytes of an answer that is read whole unless told otherwise


class Body:
    """Bytes on their way out, at the pace that is allowed; may be gone through again.

    Attributes:
        size: Bytes in all.
    """

    def __init__(self, size: int, chunks: Callable[[], Iterable[bytes]], pace: Pace) -> None:
        """Send what ``chunks`` makes, ``size`` bytes in all."""
        self.size = size
        self._chunks = chunks
        self._pace = pace

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes from the first on, each time it is asked."""
        for chunk in self._chunks():
            for start in range(0, len(chunk), SLICE):
                part = chunk[start : start + SLICE]
                self._pace(len(part))
                yield part

    def release(self) -> None:
        """Let the bytes go: what held the request may outlive it by many others."""
        self._chunks = tuple


class Line:
    """A connection to the server of one place.

    Attributes:
        where: The address of the place, as sentences name it.
    """

    def __init__(self, where: str, access: Access) -> None:
        """Prepare to speak with the server of ``where``; nothing is asked yet.

        Raises:
            CertificateFileError: If the authority to trust is none.
        """
        self.where = where
        self.pace = access.pace
        self._host = urlsplit(where).hostname or ""
        self._proxy = proxy_of(where)
        self._judged = False
        self._client = httpx.Client(
            auth=auth_of(access.user, access.secret),
            verify=_checks(where, access.ca),
            proxy=self._proxy,
            trust_env=False,
            timeout=TIMEOUT,
            headers={"User-Agent": f"KTA-Desktop/{__version__}", "Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    @contextmanager
    def streamed(
        self,
        method: str,
        url: str,
        *,
        allowed: Container[int],
        headers: Mapping[str, str] | None = None,
        body: Body | bytes | None = None,
    ) -> Iterator[httpx.Response]:
        """Ask for something and give the answer while its body is still to come.

        Args:
            method: Of HTTP or WebDAV.
            url: Whole address.
            allowed: Statuses that the asker understands.
            headers: Beside those that every request has.
            body: What to send.

        Raises:
            NetworkError: If the line fails or another status comes.
        """
        told = dict(headers or {})
        if isinstance(body, Body):
            told["Content-Length"] = str(body.size)
        asked = self._client.stream(method, url, headers=told, content=body)
        try:
            with self._named(), asked as answer:
                self._judge(answer, allowed)
                yield answer
        finally:
            if isinstance(body, Body):
                body.release()

    def ask(
        self,
        method: str,
        url: str,
        *,
        allowed: Container[int],
        headers: Mapping[str, str] | None = None,
        body: Body | bytes | None = None,
        limit: int = _SMALL,
    ) -> tuple[httpx.Response, bytes]:
        """Ask for something and return the answer with its body; as ``streamed``.

        Raises:
            NetworkError: If the line fails, another status comes, or the body is beyond ``limit``.
        """
        with self.streamed(method, url, allowed=allowed, headers=headers, body=body) as answer:
            found = bytearray()
            for chunk in self.received(answer):
                found += chunk
                if len(found) > limit:
                    raise NotServedError(where=self.where)
            return answer, bytes(found)

    def received(self, answer: httpx.Response) -> Iterator[bytes]:
        """Yield the body of an answer at the pace that is allowed."""
        for chunk in answer.iter_raw(SLICE):
            self.pace(len(chunk))
            yield chunk

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Turn what goes wrong on the line into what a person can act on."""
        try:
            yield
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            found = of_httpx(error, self.where)
            if isinstance(found, OfflineError) and self._proxy and _is_refused(error):
                found = ProxyFailedError(where=self.where)
            raise line_hints.closer(found, self.where) from error

    def _judge(self, answer: httpx.Response, allowed: Container[int]) -> None:
        """Raise unless the answer can be one of the server itself, with a status to go on from."""
        if answer.status_code == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED:
            raise PortalError(where=self.where)
        if answer.has_redirect_location and answer.status_code not in allowed:
            raise self._redirected(answer)
        self._check_clock(answer)
        if answer.status_code not in allowed:
            raise of_status(answer.status_code, self.where)

    def _redirected(self, answer: httpx.Response) -> PortalError | NotServedError:
        """Name a redirect: to the page of a network, or within the server."""
        target = urlsplit(urljoin(str(answer.request.url), answer.headers["location"]))
        host = (target.hostname or "").lower()
        if host == self._host or host.endswith(f".{self._host}") or self._host.endswith(f".{host}"):
            return NotServedError(where=self.where)
        return PortalError(where=self.where)

    def _check_clock(self, answer: httpx.Response) -> None:
        """Compare this computer's clock with that of the server, once.

        Raises:
            ClockError: If they differ by more than ``SKEW``.
        """
        if self._judged:
            return
        self._judged = True
        if is_clock_off(answer.headers):
            raise ClockError(where=self.where)

    def refuse_page(self, answer: httpx.Response) -> None:
        """Raise if a page for people came where none is expected.

        Raises:
            PortalError: If so.
        """
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml"):
            raise PortalError(where=self.where)


def _checks(where: str, ca: str) -> ssl.SSLContext:
    """Return how certificates are checked; nobody shows one on this computer's own open line."""
    is_open = urlsplit(where).scheme == "http"
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_open else trust(ca)


def _is_refused(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ConnectionRefusedError):
            return True
        error = error.__cause__ or error.__context__
    return False
