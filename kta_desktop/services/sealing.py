"""Encrypting bundles to the centre, and opening what was encrypted to us (age v1).

A bundle is always encrypted to ourselves, too. Only so can it be proven, before anything is
removed, that the file decrypts to what went in: the centre's private key is nowhere but at the
centre. It gives nothing away: our key lies in the same encrypted workspace as the audit itself.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kta_desktop.exchange.errors import CancelledError, PlaceUnusableError
from kta_desktop.exchange.places import forget_cached, make_durable, place_error, reached
from kta_desktop.exchange.scratch import scratch
from kta_desktop.exchange.sealed_errors import SealedLostError
from kta_desktop.i18n import N_, _
from kta_desktop.paths import sync_folder
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import identity

ENCRYPTING = N_("Encrypting")
DECRYPTING = N_("Decrypting")
PROVING = N_("Checking the encrypted file")
SUFFIX = ".kta.age"
_IDENTITY = "age_identity"  # in the workspace's facts: lies in the encrypted file alone
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedInfo:
    """An encrypted file that was proven to decrypt.

    Attributes:
        path: The file.
        size: Its bytes.
        sha256: Hash of the bundle inside.
        recipients: Keys it was encrypted to, our own last.
    """

    path: Path
    size: int
    sha256: str
    recipients: tuple[str, ...]


def recipient(ws: Workspace) -> str:
    """Return the public key (``age1…``) to encrypt to us; it is made at the first call.

    Raises:
        KtaError: If it cannot be stored.
    """
    from kta_desktop.exchange.sealed import recipient_of

    return recipient_of(_identity(ws))


def _identity(ws: Workspace) -> str:
    from kta_desktop.exchange.sealed import new_identity

    with ws.store.connect() as connection:
        known = identity.get_meta(connection, _IDENTITY)
    if known is not None:
        return known
    with ws.store.begin() as connection:  # another thread may have been first
        known = identity.get_meta(connection, _IDENTITY)
        if known is None:
            known = new_identity()
            identity.set_meta(connection, _IDENTITY, known)
    return known


def is_sealed(path: Path) -> bool:
    """Whether a file says to be encrypted; False if it cannot be read."""
    from kta_desktop.exchange import sealed

    return sealed.is_sealed(path)


def seal(
    ws: Workspace,
    bundle: Path,
    recipients: Sequence[str],
    out: Path,
    *,
    remove: bool = False,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> SealedInfo:
    """Encrypt a bundle into ``out``, whole or not at all, and prove that it decrypts.

    It is read back from the disk, decrypted and compared by hash before it gets its name.

    Args:
        ws: Whose own key is among the recipients.
        bundle: The file; it stays, unless ``remove``.
        recipients: Keys of those who have to open it, ``age1…``.
        out: The encrypted file.
        remove: Whether the bundle is removed once that is proven.
        report: Told how far it is.
        cancelled: Asked whether to stop.

    Raises:
        RecipientError: If a recipient is no such key.
        BundleMissingError: If there is no bundle.
        PlaceFullError, PlaceReadOnlyError, PlaceUnusableError: If it cannot be written.
        SealedLostError: If it does not read back; the bundle is kept.
        CancelledError: If it was stopped; an older file and the bundle are kept.
    """
    keys = tuple(dict.fromkeys((*recipients, recipient(ws))))
    with reached(bundle, PlaceUnusableError):
        total = bundle.stat().st_size if bundle.is_file() else 0
    sealing = _Meter(report, cancelled, total, _(ENCRYPTING), 0.0)
    proving = _Meter(report, cancelled, total, _(PROVING), 0.6)
    info = _proven(ws, bundle, keys, out, sealing, proving)
    if remove:
        with reached(bundle, PlaceUnusableError):
            bundle.unlink()
    report(1.0, _(PROVING))
    return info


def _proven(
    ws: Workspace,
    bundle: Path,
    keys: tuple[str, ...],
    out: Path,
    sealing: "_Meter",
    proving: "_Meter",
) -> SealedInfo:
    """Encrypt into a file beside ``out``, which it replaces once it was read back and decrypted."""
    from kta_desktop.exchange.sealed import encrypt

    temporary = out.with_name(f".{out.name}.tmp")
    try:
        with reached(out, PlaceUnusableError):
            out.parent.mkdir(parents=True, exist_ok=True)
            inside = encrypt(bundle, temporary, keys, sealing.step)
            if not _decrypts(ws, temporary, inside.sha256, proving):
                raise SealedLostError(where=out.name)
            size = temporary.stat().st_size
            temporary.replace(out)
            sync_folder(out.parent)
    finally:
        _take_away(temporary)
    return SealedInfo(path=out, size=size, sha256=inside.sha256, recipients=keys)


def _decrypts(ws: Workspace, path: Path, sha256: str, meter: "_Meter") -> bool:
    """Whether a file decrypts to bytes of a hash, read from the disk itself where possible."""
    from kta_desktop.exchange.sealed import decrypt
    from kta_desktop.exchange.sealed_errors import SealedAlteredError, SealedForeignError

    with path.open("rb") as file:
        forget_cached(file)
    try:
        found = decrypt(path, [_identity(ws)], lambda data: meter.step(len(data)))
    except (SealedAlteredError, SealedForeignError):
        return False
    return found.sha256 == sha256


def unseal(
    ws: Workspace,
    path: Path,
    out: Path,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> str:
    """Write what is in an encrypted file into ``out``, whole or not at all; return its hash.

    Raises:
        SealedForeignError, SealedAlteredError: If it does not decrypt to its end.
        PlaceFullError, PlaceReadOnlyError, PlaceUnusableError: If it cannot be written.
        CancelledError: If it was stopped.
    """
    from kta_desktop.exchange.sealed import decrypt

    temporary = out.with_name(f".{out.name}.tmp")
    with reached(path, PlaceUnusableError):
        total = path.stat().st_size if path.is_file() else 0
    meter = _Meter(report, cancelled, total, _(DECRYPTING), 0.0)
    try:
        with reached(out, PlaceUnusableError):
            out.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:

                def write(data: bytes) -> None:
                    meter.step(len(data))
                    file.write(data)

                passed = decrypt(path, [_identity(ws)], write)
                make_durable(file)
            temporary.replace(out)
    finally:
        _take_away(temporary)
    return passed.sha256


@contextmanager
def plain(ws: Workspace, path: Path) -> Iterator[Path]:
    """Give the bundle that a file is, or that is encrypted in it, for as long as it is read.

    What was decrypted lies beside the workspace, readable by us alone, and is removed at the end;
    what a crash left there is removed the next time.

    Raises:
        SealedForeignError, SealedAlteredError: If it does not decrypt.
        PlaceFullError, PlaceReadOnlyError: If there is no room beside the workspace.
    """
    if not is_sealed(path):
        yield path
        return
    with scratch(ws.path, "opened", PlaceUnusableError) as folder:
        bundle = folder / path.name.removesuffix(".age")
        unseal(ws, path, bundle)
        yield bundle


def _take_away(temporary: Path) -> None:
    """Remove an unfinished file; one that cannot be removed is told to the log only."""
    try:
        temporary.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("unfinished file left: %s", place_error(error, temporary))


@dataclass
class _Meter:
    """Tells how far it is, and stops when asked to."""

    report: Report
    cancelled: Cancelled
    total: int
    text: str
    begin: float
    share: float = 0.4
    done: int = 0
    told: int = 0

    def step(self, count: int, /) -> None:
        """Count bytes.

        Raises:
            CancelledError: If the user stopped it.
        """
        self.done += count
        if self.done - self.told < _TELLING:
            return
        self.told = self.done
        if self.cancelled():
            raise CancelledError
        self.report(self.begin + self.share * self.done / max(self.total, 1), self.text)


_TELLING = 1 << 20  # bytes between two reports
