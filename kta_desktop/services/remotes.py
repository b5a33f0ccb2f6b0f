"""Places of delivery: listed, added, changed, removed, looked at, opened with what they need."""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.exchange import address, network_errors
from kta_desktop.exchange.address import RemoteKind
from kta_desktop.exchange.errors import (
    PlaceGoneError,
    PlaceUnusableError,
    RemoteKnownError,
    RemoteUnknownError,
)
from kta_desktop.exchange.folder import folder_of, place_in
from kta_desktop.exchange.remote import LAYOUT_FILE, Remote, at_once
from kta_desktop.i18n import N_, _
from kta_desktop.services import credentials
from kta_desktop.services.remote_opening import RemoteSettings, access, given, opened
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import outbox
from kta_desktop.storage import remotes as stored
from kta_desktop.storage.outbox import RemoteRow

__all__ = ["Reach", "Reached", "RemoteInfo", "RemoteKind", "RemoteSettings", "add", "add_remote",
           "at", "certificate_text", "change", "check", "listed", "opened", "remotes", "remove",
           "settings_of", "tried"]  # fmt: skip

_CERTIFICATES = 1 << 20  # bytes of a file with authorities: Mozilla's whole list is 0.3 MB
_PASSING = (
    network_errors.OfflineError,
    network_errors.CutError,
    network_errors.PortalError,
    network_errors.ServerError,
)
"""Faults of the line or the moment, not of what was typed."""


class Reach(StrEnum):
    """What a look at a place found."""

    READY = "ready"
    FREE = "free"


_SENTENCES = {
    Reach.READY: N_("{where} answers and is a place of delivery. Results can be sent there."),
    Reach.FREE: N_(
        "{where} answers and nothing was delivered there yet. "
        "Keep the place, and the program sets it up."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteInfo(RemoteRow):
    """A place of delivery as it is listed.

    Attributes:
        kind: What it is reached by.
        user: Name or access key; empty for none.
        ca: A certificate authority to trust beside those of the system, PEM; empty for none.
        encrypt: Whether bundles written for it are encrypted to the centre.
        pending: Whether it was never reached yet.
    """

    kind: RemoteKind
    user: str = ""
    ca: str = ""
    encrypt: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A place that answered.

    Attributes:
        url: Its address, without a secret.
        reach: What is there.
    """

    url: str
    reach: Reach

    def sentence(self, lang: str | None = None) -> str:
        """Say what is there in ``lang``, by default the interface language."""
        return _(_SENTENCES[self.reach], lang).format(where=self.url)


def listed(ws: Workspace) -> tuple[RemoteInfo, ...]:
    """Return the places of delivery by name."""
    with ws.store.connect() as connection:
        return tuple(
            _info(row, stored.options(connection, row.name)) for row in outbox.remotes(connection)
        )


remotes = listed


def _info(row: RemoteRow, options: dict[str, JsonValue]) -> RemoteInfo:
    return RemoteInfo(
        name=row.name,
        url=row.url,
        centre_key=row.centre_key,
        kind=address.kind_of(row.url),
        user=str(options.get("user", "")),
        ca=str(options.get("ca", "")),
        encrypt=options.get("encrypt") is True,
        pending=options.get("pending") is True,
    )


def at(ws: Workspace, name_or_url: str) -> RemoteInfo:
    """Return the place of that name or address; an address that is not listed has no name.

    Raises:
        RemoteAddressError, OpenLineError: If it is neither.
    """
    known = listed(ws)
    for info in known:
        if info.name == name_or_url:
            return info
    url = _place(name_or_url)
    for info in known:
        if info.url == url:
            return info
    return RemoteInfo(name="", url=url, kind=address.kind_of(url))


def add(ws: Workspace, name: str, settings: RemoteSettings) -> RemoteInfo:
    """List a place of delivery and set its layout up there, if it has none.

    A place on the network that cannot be reached at the moment is listed as ``pending`` and set
    up when it is first opened: addresses are typed at the plant, where there may be no network.

    Raises:
        RemoteAddressError, OpenLineError, RemoteKnownError, CertificateFileError: If what was
            typed cannot be taken.
        KtaError: If the place answers and cannot be used; it is not listed then.
    """
    name, settings = name.strip(), _understood(settings)
    _refuse_taken(ws, name, settings.url)
    pending = not _set_up(ws, name, settings)
    with ws.store.begin() as connection:
        former = stored.removed_url(connection, name)
        if former not in (None, settings.url):
            stored.move(connection, name, settings.url)
            stored.forget_key(connection, name)
        stored.put(connection, name, settings.url)
        stored.set_options(connection, name, _options(settings, pending=pending))
    _keep_secret(ws, name, settings)
    return _named(ws, name)


def add_remote(ws: Workspace, name: str, url: str) -> RemoteInfo:
    """List a place that needs no more than its address; as ``add``."""
    for known in listed(ws):
        if known.name == name and known.url == address.normal(url):
            return change(ws, name, settings_of(known))
    return add(ws, name, RemoteSettings(url=url))


def settings_of(info: RemoteInfo) -> RemoteSettings:
    """Return the settings of a place that is listed; its secret stays as it is held."""
    return RemoteSettings(url=info.url, user=info.user, ca=info.ca, encrypt=info.encrypt)


def change(ws: Workspace, name: str, settings: RemoteSettings) -> RemoteInfo:
    """Give a place other settings; with another address, what has no receipt is queued again.

    Raises:
        RemoteUnknownError: If there is no such place.
        KtaError: As ``add``; the place is as it was then.
    """
    before = _named(ws, name)
    settings = _for_its_server(before, _understood(settings))
    try:
        pending = not _set_up(ws, name, settings)
    except PlaceUnusableError:
        if settings.url != before.url:
            raise
        pending = before.pending  # a stick in a drawer is the same stick
    with ws.store.begin() as connection:
        if settings.url != before.url:
            stored.move(connection, name, settings.url)
        stored.set_options(connection, name, _options(settings, pending=pending))
    _keep_secret(ws, name, settings)
    ws.under_way.halts.pop(name, None)  # what stopped sending there may be solved now
    return _named(ws, name)


def remove(ws: Workspace, name: str) -> None:
    """Take a place off the list with what waits for it; nothing there is deleted.

    Raises:
        RemoteUnknownError: If there is no such place.
    """
    _named(ws, name)
    with ws.store.begin() as connection:
        stored.take_away(connection, name)
    credentials.forget(ws.device, name)


def check(ws: Workspace, name: str) -> Reached:
    """Look at a place without changing anything there.

    Raises:
        RemoteUnknownError: If there is no such place.
        KtaError: If it cannot be used, and why.
    """
    with given(ws, _named(ws, name), at_once) as place:
        return _looked(place)


def tried(ws: Workspace, name: str, settings: RemoteSettings) -> Reached:
    """Look at a place by settings that are not kept yet; ``name`` may be one that is listed.

    Raises:
        KtaError: If it cannot be used, and why.
    """
    settings = _understood(settings)
    for known in listed(ws):
        if known.name == name:
            settings = _for_its_server(known, settings)
    place = address.open_remote(settings.url, access(ws, name, settings))
    try:
        return _looked(place)
    except PlaceGoneError as error:  # nothing was ever sent there
        raise PlaceUnusableError(path=settings.url) from error
    finally:
        place.close()


def _looked(place: Remote) -> Reached:
    if place.read(LAYOUT_FILE) is None:
        place.names("bundles")  # raises where files cannot be stored at all
        return Reached(place.url, Reach.FREE)
    place.check_layout()
    return Reached(place.url, Reach.READY)


def _set_up(ws: Workspace, name: str, settings: RemoteSettings) -> bool:
    """Set a place up; return whether it could be reached."""
    place = address.open_remote(settings.url, access(ws, name, settings))
    try:
        place.set_up()
    except PlaceGoneError as error:  # nothing was ever sent there
        raise PlaceUnusableError(path=settings.url) from error
    except _PASSING:
        return False
    finally:
        place.close()
    return True


def _understood(settings: RemoteSettings) -> RemoteSettings:
    """Return settings with the address as it is kept, its name and password taken out of it."""
    user, secret = address.userinfo(settings.url)
    if settings.ca:
        _check_authority(settings.ca)
    return RemoteSettings(
        url=_place(settings.url),
        user=settings.user or user,
        secret=secret or None if settings.secret is None else settings.secret,
        ca=settings.ca,
        encrypt=settings.encrypt,
    )


def _place(url: str) -> str:
    """Return an address as it is kept; of a stick that of the place on it."""
    url = address.normal(url)
    is_folder = address.kind_of(url) is RemoteKind.FOLDER
    return str(place_in(folder_of(url))) if is_folder else url


def _check_authority(pem: str) -> None:
    from cryptography import x509

    try:
        x509.load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise network_errors.CertificateFileError(
            where=pem.strip().partition("\n")[0][:40]
        ) from error


def _for_its_server(known: RemoteInfo, settings: RemoteSettings) -> RemoteSettings:
    """Return settings in which the secret of one server is not shown to another."""
    if settings.secret is not None or address.origin(known.url) == address.origin(settings.url):
        return settings
    return replace(settings, secret="")


def certificate_text(path: Path) -> str:
    """Return the certificate authority in a file, PEM.

    Raises:
        CertificateFileError: If the file is none.
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_CERTIFICATES + 1)
    try:
        text = data.decode("ascii")
        _check_authority(text)
    except (UnicodeDecodeError, network_errors.CertificateFileError) as error:
        raise network_errors.CertificateFileError(where=path.name) from error
    return text


def _refuse_taken(ws: Workspace, name: str, url: str) -> None:
    for info in listed(ws):
        if info.name == name and info.url != url:
            raise RemoteKnownError(name=name)


def _options(settings: RemoteSettings, *, pending: bool) -> dict[str, JsonValue]:
    return {
        "user": settings.user or None,
        "ca": settings.ca or None,
        "encrypt": True if settings.encrypt else None,
        "pending": True if pending else None,
    }


def _keep_secret(ws: Workspace, name: str, settings: RemoteSettings) -> None:
    if settings.secret is not None:
        credentials.keep(ws.device, name, settings.secret)


def _named(ws: Workspace, name: str) -> RemoteInfo:
    for info in listed(ws):
        if info.name == name:
            return info
    raise RemoteUnknownError(name=name)
