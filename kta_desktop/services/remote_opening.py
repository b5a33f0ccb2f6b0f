"""Opening a place of delivery with its credentials and the journal of its uploads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from kta_desktop.exchange import address
from kta_desktop.exchange.address import RemoteKind
from kta_desktop.exchange.remote import Access, Journal, NoJournal, Pace, Remote, at_once
from kta_desktop.services import credentials
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import remotes as stored
from kta_desktop.storage import transfers
from kta_desktop.storage.engine import Store
from kta_desktop.storage.transfers import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSettings:
    """What a person says of a place.

    Attributes:
        url: Folder or address; a name and password in it are taken out.
        user: Name or access key; empty for none.
        secret: Password or secret key; None leaves what is held.
        ca: A certificate authority to trust beside those of the system, PEM; empty for none.
        encrypt: Whether bundles written for it are encrypted to the centre.
    """

    url: str
    user: str = ""
    secret: str | None = field(default=None, repr=False)
    ca: str = ""
    encrypt: bool = False


class Place(Protocol):
    """What has a name and an address: a row as stored, or as listed."""

    @property
    def name(self) -> str:
        """What the user calls it; empty for one that is not listed."""

    @property
    def url(self) -> str:
        """Where it is."""


class StoredJournal:
    """Uploads of one place, written down in the workspace."""

    def __init__(self, store: Store, remote: str) -> None:
        self._store, self._remote = store, remote

    def begun(self, sha256: str) -> Upload | None:
        """Return the upload of an object that was begun; None if none was."""
        with self._store.connect() as connection:
            return transfers.upload(connection, self._remote, sha256)

    def begin(self, sha256: str, upload: Upload) -> None:
        """Write down, durably, that an upload was begun."""
        with self._store.begin() as connection:
            transfers.begin_upload(connection, self._remote, sha256, upload)

    def end(self, sha256: str) -> None:
        """Forget an upload that is complete or that the server no longer knows."""
        with self._store.begin() as connection:
            transfers.end_upload(connection, self._remote, sha256)


@contextmanager
def opened(ws: Workspace, row: Place, pace: Pace = at_once) -> Iterator[Remote]:
    """Open a place with its credentials and the journal of its uploads; it is closed at the end.

    One that was never reached is set up first.

    Args:
        ws: The workspace.
        row: The place.
        pace: Asked before bytes go over the line.

    Raises:
        KtaError: If the address means no place, or one that was never reached cannot be set up.
    """
    with given(ws, row, pace) as place:
        with ws.store.connect() as connection:
            pending = stored.options(connection, row.name).get("pending")
        if pending:
            place.set_up()
            with ws.store.begin() as connection:
                stored.set_options(connection, row.name, {"pending": None})
        yield place


@contextmanager
def given(ws: Workspace, row: Place, pace: Pace) -> Iterator[Remote]:
    """Open a place as it is, without setting it up.

    Raises:
        RemoteAddressError, OpenLineError: If the address means no place.
    """
    with ws.store.connect() as connection:
        options = stored.options(connection, row.name)
    settings = RemoteSettings(
        url=row.url, user=str(options.get("user", "")), ca=str(options.get("ca", ""))
    )
    place = address.open_remote(row.url, access(ws, row.name, settings, pace))
    try:
        yield place
    finally:
        place.close()


def access(ws: Workspace, name: str, settings: RemoteSettings, pace: Pace = at_once) -> Access:
    """Return how the place called ``name`` is reached; a secret that is None is looked up."""
    if address.kind_of(settings.url) is RemoteKind.FOLDER:
        return Access(owner=ws.device, pace=pace)
    secret = settings.secret
    journal: Journal = StoredJournal(ws.store, name) if name else NoJournal()
    return Access(
        owner=ws.device,
        user=settings.user or credentials.given_user(),
        secret=credentials.recall(ws.device, name) if secret is None else secret,
        ca=settings.ca,
        journal=journal,
        pace=pace,
    )
