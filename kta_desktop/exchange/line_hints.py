"""A second look when a line fails: is it a captive portal, or this computer's clock?

Both are only hints for the sentence. They are taken over lines that are not trusted, without name
or password, and nothing that is sent or believed depends on them.
"""

import ssl
from urllib.parse import urljoin, urlsplit

import httpx

from kta_desktop.errors import KtaError
from kta_desktop.exchange.http_facts import is_clock_off, proxy_of
from kta_desktop.exchange.network_errors import (
    CertificateError,
    CertificateExpiredError,
    ClockError,
    OfflineError,
    PortalError,
)

PORT = 80  # where portals catch what is open
PATIENCE = httpx.Timeout(4)


def closer(found: KtaError, where: str) -> KtaError:
    """Return ``found``, or what lies behind it if a second look at the server shows that."""
    if isinstance(found, CertificateExpiredError) and _is_clock_off(where):
        return ClockError(where=where)
    if isinstance(found, CertificateError | OfflineError) and _is_portal(where):
        return PortalError(where=where)
    return found


def _is_clock_off(where: str) -> bool:
    """Whether the server, whoever it is, has another time."""
    blind = ssl.create_default_context()
    blind.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE
    try:
        with httpx.Client(
            verify=blind, timeout=PATIENCE, trust_env=False, proxy=proxy_of(where)
        ) as line:
            return is_clock_off(line.head(_root(where)).headers)
    except httpx.HTTPError:
        return False


def _is_portal(where: str) -> bool:
    """Whether an open question to the same host is answered by a redirect to another one."""
    host = urlsplit(where).hostname or ""
    shown = f"[{host}]" if ":" in host else host
    asked = f"http://{shown}:{PORT}/"
    try:
        with httpx.Client(timeout=PATIENCE, trust_env=False) as line:
            answer = line.get(asked)
    except httpx.HTTPError:
        return False
    if answer.status_code == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED:
        return True
    if not answer.has_redirect_location:
        return False
    target = urlsplit(urljoin(asked, answer.headers["location"])).hostname or ""
    return target.lower() != host and not target.lower().endswith(f".{host}")


def _root(where: str) -> str:
    parts = urlsplit(where)
    return f"{parts.scheme}://{parts.netloc}/"
