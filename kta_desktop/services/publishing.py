"""Publishing sector packs: signed, to a place, once for each version and never otherwise."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import PlaceGoneError, RemoteTakenError
from kta_desktop.exchange.remote import Remote, pack_name
from kta_desktop.packs.errors import PackError
from kta_desktop.packs.signature import FILE, read_signature
from kta_desktop.services import authoring, centre_posts, packs, register, remotes
from kta_desktop.services.authoring_zip import read_zip, write_zip
from kta_desktop.services.centre_errors import NotCentreError, PackTakenError
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.clock import now
from kta_desktop.storage.errors import WorkspaceError

__all__ = ["PackPublished", "publish_pack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPublished:
    """A pack that lies at places.

    Attributes:
        name: Its name at the places.
        version: Its version.
        sha256: Version of the definition.
        written: Names, or addresses, of the places to which it was brought now.
        known: Of those that had it already, with the same content.
        missed: Errors of those that could not be used.
    """

    name: str
    version: str
    sha256: str
    written: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    missed: tuple[Mapping[str, JsonValue], ...] = ()


def publish_pack(
    ws: Workspace,
    pack_id: str,
    place: str | None = None,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> PackPublished:
    """Bring the pack in use, signed, to a place or to all that are known.

    Args:
        ws: The workspace of the centre.
        pack_id: The pack.
        place: Name or address; all places known where it is not given.
        report: Told how far it is.
        cancelled: Asked before each place whether to stop.

    Raises:
        NotCentreError: If the workspace is not the centre's.
        PackError: If there is no such pack, or it has errors.
        KtaError: If ``place`` is given and cannot be used; nothing was written there.
    """
    if not register.is_centre(ws):
        raise NotCentreError
    targets = centre_posts.places(ws) if place is None else (place,)
    with tempfile.TemporaryDirectory() as scratch:
        file = authoring.signed_zip(ws, pack_id, Path(scratch))
        _vouch(ws, pack_id, file)
        version, _dash, sha256 = file.stem.rpartition("-")
        work = _Publishing(ws, pack_name(pack_id, version, sha256), file, one_place=bool(place))
        for number, target in enumerate(targets):
            if cancelled():
                break
            report(number / len(targets), target)
            work.bring(target)
    report(1.0, "")
    return PackPublished(
        name=work.name,
        version=packs.info(pack_id).version,
        sha256=sha256,
        written=tuple(work.written),
        known=tuple(work.known),
        missed=tuple(work.missed),
    )


@dataclass
class _Publishing:
    """A pack on its way to places.

    Attributes:
        ws: The workspace.
        name: Of the pack at each of them.
        file: The signed pack.
        one_place: Whether an error is that of all of it.
    """

    ws: Workspace
    name: str
    file: Path
    one_place: bool
    written: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    missed: list[Mapping[str, JsonValue]] = field(default_factory=list)

    def bring(self, target: str) -> None:
        """Bring the pack to one place."""
        try:
            with remotes.opened(self.ws, remotes.at(self.ws, target)) as remote:
                remote.check_layout()
                is_new = _put(remote, self.name, self.file)
        except WorkspaceError:
            raise
        except KtaError as error:
            if self.one_place:
                raise
            named = {row.name for row in remotes.listed(self.ws)}
            if target in named or not isinstance(error, PlaceGoneError):
                self.missed.append(reason_of(error))
        else:
            (self.written if is_new else self.known).append(target)


def _vouch(ws: Workspace, pack_id: str, file: Path) -> None:
    """Sign a pack as the centre unless it is: laptops believe no other key.

    Whoever put it into use on this computer stays named in what is signed.
    """
    files = dict(read_zip(file))
    before = read_signature(files.pop(FILE), files, pack_id)
    signer = register.signer(ws)
    if before.key == signer.public_key.hex():
        return
    signature = replace(
        before,
        device=signer.fingerprint,
        key=signer.public_key.hex(),
        person=ws.profile.name,
        time=now(),
        received=replace(before, received=None).payload(),
    )
    document = signature.document(signer.sign(canonical_json(signature.payload())))
    write_zip({**files, FILE: document}, file)


def _put(remote: Remote, name: str, file: Path) -> bool:
    """Write a pack; return False if the same one lies there, whenever it was signed.

    Raises:
        PackTakenError: If another lies there.
    """
    there = remote.read(name)
    if there is None:
        try:
            remote.put(name, file.read_bytes())
        except RemoteTakenError:  # somebody was faster
            there = remote.read(name) or b""
        else:
            return True
    if _content(file.read_bytes()) != _content(there):
        raise PackTakenError(where=name)
    return False


def _content(data: bytes) -> Mapping[str, bytes] | None:
    """Return the files of a pack without its signature; None if it is no pack."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "pack.zip"
        path.write_bytes(data)
        try:
            return {name: part for name, part in read_zip(path).items() if name != FILE}
        except PackError:
            return None
