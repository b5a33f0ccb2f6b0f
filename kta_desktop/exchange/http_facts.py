"""What the system and the answers of a server tell: proxies, authorities to trust, clocks."""

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import httpx

from kta_desktop.exchange.network_errors import CertificateFileError

SKEW = timedelta(minutes=5)  # what S3 bears, too
_PROXIES = ("http", "https")  # of others, such as socks, the line knows nothing


def is_clock_off(headers: httpx.Headers) -> bool:
    """Whether this computer's clock is further than ``SKEW`` from that of an answer."""
    theirs = date_of(headers)
    return theirs is not None and abs(datetime.now(UTC) - theirs) > SKEW


def date_of(headers: httpx.Headers) -> datetime | None:
    """Return the server's time of an answer, however long a proxy kept it; None if it says none."""
    try:
        date = parsedate_to_datetime(headers["date"])
        age = timedelta(seconds=int(headers.get("age", "0")))
        return (date if date.tzinfo else date.replace(tzinfo=UTC)) + age
    except (KeyError, ValueError, OverflowError):
        return None


@lru_cache(maxsize=8)
def trust(ca: str) -> ssl.SSLContext:
    """Return what certificates are checked against: the system's, Mozilla's, and ``ca``.

    Windows fetches rarely used authorities only when its own programs ask; Mozilla's list, which
    comes with the program, has them at once. Read once: it takes a twentieth of a second.

    Args:
        ca: Further authorities, PEM; empty for none.

    Raises:
        CertificateFileError: If ``ca`` holds no certificate.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    if ca:
        try:
            context.load_verify_locations(cadata=ca)
        except (ssl.SSLError, ValueError) as error:
            raise CertificateFileError(where=ca.strip().partition("\n")[0][:40]) from error
    return context


def proxy_of(url: str) -> str | None:
    """Return the proxy that the system has for an address; None if it goes there directly."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    found = getproxies().get(parts.scheme)
    if not found or host in ("localhost", "::1") or host.startswith("127.") or proxy_bypass(host):
        return None
    proxy = found if "://" in found else f"http://{found}"
    return proxy if urlsplit(proxy).scheme in _PROXIES else None
