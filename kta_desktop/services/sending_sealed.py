"""Sending to a folder whose bundles are encrypted to the centre: one file for each version.

The file lies in ``sealed/`` under a name that follows from the bundle. It counts as delivered once
it was read back from the disk, decrypted and compared.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kta_desktop.exchange.bag import Bag
from kta_desktop.exchange.folder import folder_of
from kta_desktop.exchange.places import make_durable, reached
from kta_desktop.exchange.remote import CHUNK
from kta_desktop.exchange.scratch import scratch
from kta_desktop.exchange.sealed_errors import SealedAlteredError, SealedForeignError
from kta_desktop.services import sealing
from kta_desktop.services.long_work import Cancelled, Report
from kta_desktop.services.register import recipients_for
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.outbox import RemoteRow

FOLDER = "sealed"


def send_sealed(
    ws: Workspace, target: RemoteRow, bag: Bag, report: Report, cancelled: Cancelled
) -> int:
    """Bring a bundle as an encrypted file and prove that it is there; return the bytes of it.

    One that is there already and decrypts to the bundle is left as it is.

    Raises:
        NoRecipientError: If the key of the centre is not known.
        CancelledError: If it was stopped.
        KtaError: If the place fails or reads back other bytes.
    """
    recipients = recipients_for(ws, target.name)
    root = folder_of(target.url)
    with reached(root):
        (root / FOLDER).mkdir(exist_ok=True)
    file = root / FOLDER / f"{bag.audit}-{bag.revision}-{bag.sha256}{sealing.SUFFIX}"
    with _packed(ws, bag, cancelled) as bundle:
        if not _is_there(ws, file, bundle):
            sealing.seal(ws, bundle, recipients, file, report=report, cancelled=cancelled)
    with reached(root):
        return file.stat().st_size


@contextmanager
def _packed(ws: Workspace, bag: Bag, cancelled: Cancelled) -> Iterator[Path]:
    """Give the bundle as a file beside the workspace; it is removed at the end."""
    from kta_desktop.exchange.bag import pack
    from kta_desktop.exchange.errors import CancelledError

    def step(_count: int) -> None:
        if cancelled():
            raise CancelledError

    with scratch(ws.path, "sealing") as folder:
        path = folder / "bundle.kta"
        with reached(folder), path.open("w+b") as file:
            pack(bag, file, step)
            make_durable(file)
        yield path


def _is_there(ws: Workspace, file: Path, bundle: Path) -> bool:
    """Whether an encrypted file is there and holds the bundle."""
    with reached(file):
        if not file.is_file():
            return False
    try:
        with sealing.plain(ws, file) as opened:
            return _hash(opened) == _hash(bundle)
    except (SealedAlteredError, SealedForeignError):
        return False


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with reached(path), path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
