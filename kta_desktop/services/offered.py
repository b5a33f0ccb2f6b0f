"""Sector packs that the centre published: fetched, checked, and offered to be installed."""

import json
import logging
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import DocumentWrongError
from kta_desktop.exchange.remote import Remote
from kta_desktop.services import packs
from kta_desktop.services.packs import PackInfo
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import transfers
from kta_desktop.storage.files import write_atomically

if TYPE_CHECKING:
    from kta_desktop.services.trust import Trust

FOLDER = "packs-offered"
_NAME = re.compile(r"packs/[a-z0-9][a-z0-9-]{0,62}/[\w.+-]{1,100}\.zip", re.ASCII)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedPack:
    """A pack that was heard of and is not in use.

    Attributes:
        pack: Id.
        version: Version.
        sha256: Version of its definition.
        path: The signed file.
        signed_by: Who put it into use at the centre.
        signed_at: ISO time (UTC).
    """

    pack: str
    version: str
    sha256: str
    path: Path
    signed_by: str
    signed_at: str


def fetch(ws: Workspace, place: Remote, trust: "Trust") -> tuple[str, ...]:
    """Fetch the packs of a place that were not heard of, and return their names.

    Raises:
        DocumentWrongError: If one is not signed by the centre or is not what its name says; it is
            not kept, the others are.
        KtaError: If the place fails.
    """
    fresh, wrong = [], ""
    for name in place.names("packs", ".zip"):
        if _NAME.fullmatch(name) is None:
            continue  # nobody's pack; as a file here it could lead elsewhere
        with ws.store.connect() as connection:
            known = transfers.is_heard(connection, trust.remote, name)
        if known:
            continue
        if _keep(ws, place, trust, name):
            fresh.append(name)
        else:
            wrong = name
        with ws.store.begin() as connection:
            transfers.hear(connection, trust.remote, name)
    if wrong:
        raise DocumentWrongError(where=wrong)
    return tuple(fresh)


def _keep(ws: Workspace, place: Remote, trust: "Trust", name: str) -> bool:
    """Write a pack beside the workspace if it is the centre's; return whether it is."""
    from kta_desktop.services import authoring

    _top, pack, last = name.split("/")
    path = _folder(ws) / f"{pack}-{last}"
    write_atomically(path, place.read(name) or b"")
    try:
        found = authoring.inspect(path)
    except KtaError as error:
        _log.warning("a pack of %s is not taken: %s", trust.remote, error.code)
        path.unlink()
        return False
    signed, version = found.signature, last.removesuffix(".zip").rpartition("-")[2]
    is_named = signed is not None and (signed.pack, signed.definition) == (pack, version)
    if signed is None or not is_named or not _is_believed(trust, bytes.fromhex(signed.key)):
        path.unlink()
        return False
    offer = OfferedPack(
        pack=pack,
        version=found.version,
        sha256=found.sha256,
        path=path,
        signed_by=signed.person,
        signed_at=signed.time,
    )
    told = {**asdict(offer), "path": path.name}
    write_atomically(path.with_suffix(".json"), canonical_json(told))  # so that lists are quick
    return True


def _is_believed(trust: "Trust", key: bytes) -> bool:
    return trust.is_centre(key) or trust.is_speaker(key)


def offered(ws: Workspace) -> tuple[OfferedPack, ...]:
    """Return the packs that were fetched and are not in use, the newest version of each pack.

    Raises:
        KtaError: If the packs in use cannot be read.
    """
    newest: dict[str, OfferedPack] = {}
    fetched = sorted(_folder(ws).glob("*.json"))
    in_use = {pack.id: pack.sha256 for pack in packs.available()} if fetched else {}
    for path in fetched:
        offer = _offer(path)
        if offer is not None and in_use.get(offer.pack) != offer.sha256:
            known = newest.get(offer.pack)
            if known is None or known.signed_at < offer.signed_at:
                newest[offer.pack] = offer
    return tuple(newest[pack] for pack in sorted(newest))


def install(ws: Workspace, offer: OfferedPack) -> PackInfo:
    """Put an offered pack into use; the one before stays kept.

    Raises:
        PackError: If it cannot be read, has errors, or cannot be written.
    """
    from kta_desktop.services import authoring

    return authoring.install(ws, authoring.inspect(offer.path))


def _offer(told: Path) -> OfferedPack | None:
    try:
        offer = OfferedPack(**json.loads(told.read_bytes()))
    except (OSError, ValueError, TypeError) as error:  # cut by a crash: fetched again by hand
        _log.warning("an offered pack cannot be read: %s: %s", told.name, error)
        return None
    return replace(offer, path=told.with_name(str(offer.path)))


def _folder(ws: Workspace) -> Path:
    folder = ws.path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    return folder
