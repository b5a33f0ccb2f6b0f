"""From an address to the place it means."""

import ipaddress
import re
from enum import StrEnum
from urllib.parse import SplitResult, quote, unquote, urlsplit

from kta_desktop.exchange.errors import RemoteAddressError
from kta_desktop.exchange.folder import FolderRemote, folder_of
from kta_desktop.exchange.network_errors import OpenLineError
from kta_desktop.exchange.remote import Access, Remote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_REGION = re.compile(r"region=[A-Za-z0-9_-]{1,64}")
_SAFE = "/-._~!$&'()*+,;=:@"  # what a path may hold as it is: RFC 3986 §3.3


class RemoteKind(StrEnum):
    """What a place is reached by."""

    FOLDER = "folder"
    WEBDAV = "webdav"
    S3 = "s3"


_KINDS = {
    "https": RemoteKind.WEBDAV,
    "http": RemoteKind.WEBDAV,
    "s3+https": RemoteKind.S3,
    "s3+http": RemoteKind.S3,
}


def open_remote(url: str, access: Access) -> Remote:
    """Return the place at an address; nothing is asked of it yet.

    Args:
        url: A folder, a ``file://`` address of one, ``https://`` of a WebDAV collection, or
            ``s3+https://host[:port]/bucket[/prefix]``.
        access: How it is reached.

    Raises:
        RemoteAddressError: If it is an address of another kind.
        OpenLineError: If others could read what goes there.
    """
    kind = kind_of(url)
    if kind is RemoteKind.WEBDAV:
        from kta_desktop.exchange.webdav import WebDavRemote

        return WebDavRemote(normal(url), access)
    if kind is RemoteKind.S3:
        from kta_desktop.exchange.s3 import S3Remote

        return S3Remote(normal(url), access)
    return FolderRemote(folder_of(url), access.owner, access.pace)


def kind_of(url: str) -> RemoteKind:
    """Return what kind of place an address means.

    Raises:
        RemoteAddressError: If it is of a scheme that is not known here.
    """
    scheme = _SCHEME.match(url.strip())
    if scheme is None or scheme[1].lower() == "file":
        return RemoteKind.FOLDER
    try:
        return _KINDS[scheme[1].lower()]
    except KeyError as error:
        raise RemoteAddressError(url=url.rpartition("@")[2]) from error


def normal(url: str) -> str:
    """Return an address in the one way it is written here, without a name or password in it.

    Raises:
        RemoteAddressError: If it means no place.
        OpenLineError: If others could read what goes there.
    """
    url = url.strip()
    kind = kind_of(url)
    if kind is RemoteKind.FOLDER:
        return str(folder_of(url))
    parts = _split(url)
    host = parts.hostname or ""
    path = _path(parts, url)
    if not _is_host(host) or parts.fragment or not _is_complete(kind, path, parts.query):
        raise RemoteAddressError(url=bare(parts))
    scheme = parts.scheme.lower()
    if scheme.endswith("http") and not _is_own(host):
        raise OpenLineError(where=host)
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{_netloc(parts)}{path}{query}"


def _is_host(host: str) -> bool:
    """Whether a name can be looked up at all; numbers in brackets were checked before."""
    try:
        host.encode("idna")
    except UnicodeError:  # an empty part, or one too long
        return False
    return bool(host) and host.isprintable() and " " not in host


def _is_complete(kind: RemoteKind, path: str, query: str) -> bool:
    """Whether path and query are those of such a place: a bucket, and its region if need be."""
    if kind is RemoteKind.S3:
        return bool(path) and (not query or _REGION.fullmatch(query) is not None)
    return not query


def userinfo(url: str) -> tuple[str, str]:
    """Return the name and the password that an address carries; empty texts if it carries none."""
    if kind_of(url) is RemoteKind.FOLDER:
        return "", ""
    parts = _split(url.strip())
    return unquote(parts.username or ""), unquote(parts.password or "")


def origin(url: str) -> str:
    """Return the server of an address as it is kept, empty for a folder."""
    if kind_of(url) is RemoteKind.FOLDER:
        return ""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def bare(parts: SplitResult) -> str:
    """Return an address as sentences name it: what stands before the ``@`` is left out."""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _port = parts.port  # read now: a wrong one raises only here
    except ValueError as error:  # a broken host or port
        raise RemoteAddressError(url=url.rpartition("@")[2]) from error
    return parts


def _path(parts: SplitResult, url: str) -> str:
    """Return the path with every sign escaped that needs it, and without a slash at its end."""
    path = unquote(parts.path, errors="strict") if _is_utf8(parts.path) else ""
    steps = [step for step in path.split("/") if step]
    is_odd = any(step in (".", "..") or not step.isprintable() for step in steps)
    if is_odd or not _is_utf8(parts.path):
        raise RemoteAddressError(url=url.rpartition("@")[2])
    return "".join(f"/{quote(step, safe=_SAFE)}" for step in steps)


def _is_utf8(path: str) -> bool:
    try:
        unquote(path, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port is None else f"{shown}:{parts.port}"


def _is_own(host: str) -> bool:
    """Whether a host is this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False
