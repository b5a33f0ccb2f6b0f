"""The folder of installed packs: what lies in it is whole, or is not there.

A pack is written aside, made durable and named ``.ready-<id>``; then the older one goes to
``.kept/<id>/<date>`` and the new one takes its place. Whoever looks next finishes what a crash
interrupted, so at every moment the old pack, the new one or the shipped one is used. Threads and
programs take turns, see ``turns``.
"""

import logging
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.layout import PACK
from kta_desktop.packs.signature import PackTamperedError, read_signature, signature_of
from kta_desktop.packs.turns import BusyError, turn
from kta_desktop.packs.workbook_files import pack_files
from kta_desktop.paths import sync_folder

_log = logging.getLogger(__name__)
KEPT, _READY, _WRITING = ".kept", ".ready-", ".writing-"


def put(root: Path, pack_id: str, files: Mapping[str, bytes]) -> None:
    """Install the files of a pack, the signature among them; the previous pack is kept.

    Raises:
        OSError: If it cannot be written; the previous pack stays.
    """
    root.mkdir(parents=True, exist_ok=True)
    with turn(root):
        _put(root, pack_id, files)


def _put(root: Path, pack_id: str, files: Mapping[str, bytes]) -> None:
    _finish(root)
    writing = root / f"{_WRITING}{uuid.uuid4().hex}"
    try:
        for name, content in files.items():
            _write(writing / name, content)
        _sync_folders(writing, files)
        writing.rename(root / f"{_READY}{pack_id}")
        sync_folder(root)
        _swap(root, pack_id)
    except OSError:
        for left in (writing, root / f"{_READY}{pack_id}"):
            shutil.rmtree(left, ignore_errors=True)
        raise


def take_away(root: Path, pack_id: str) -> bool:
    """Keep the installed pack aside, so that the shipped one serves; whether there was one.

    Raises:
        OSError: If it cannot be moved; it stays installed.
    """
    if not root.is_dir():
        return False
    with turn(root):
        _finish(root)
        if not os.path.lexists(root / pack_id):
            return False
        _keep(root, pack_id)
        return True


def _finish(root: Path) -> None:
    """Finish or take back what a crash interrupted; the turn must be ours.

    Raises:
        OSError: If it cannot be moved.
    """
    for place in sorted(root.glob(f"{_READY}*")):
        pack_id = place.name.removeprefix(_READY)
        if _is_whole(place, pack_id):
            _swap(root, pack_id)
        else:
            shutil.rmtree(place, ignore_errors=True)
    for place in root.glob(f"{_WRITING}*"):
        shutil.rmtree(place, ignore_errors=True)


def kept(root: Path, pack_id: str) -> tuple[Path, ...]:
    """Return the folders of earlier installed versions of a pack, newest first."""
    return tuple(sorted((root / KEPT / pack_id).glob("*"), reverse=True))


def is_sound(folder: Path) -> bool:
    """Whether an installed pack is the one that was signed."""
    try:
        signature_of(folder)
    except PackTamperedError:
        return False
    return True


def unsound(root: Path) -> Iterator[PackTamperedError]:
    """Yield the installed packs that are not what was signed, by id."""
    for place in sorted(root.glob(f"*/{PACK}")):
        if not place.parent.name.startswith("."):
            try:
                signature_of(place.parent)
            except PackTamperedError as error:
                yield error


def resume(root: Path) -> None:
    """Finish what a crash interrupted; what cannot be finished now waits, told to the log.

    While anybody else installs, there is nothing to finish.
    """
    try:
        left = (place for start in (_READY, _WRITING) for place in root.glob(f"{start}*"))
        if next(left, None) is None:
            return
        with turn(root, wait=False):
            _finish(root)
    except BusyError:
        _log.info("another program installs a pack")
    except OSError as error:
        _log.warning("an installed pack waits for its place: %s", error)


def _is_whole(place: Path, pack_id: str) -> bool:
    """Whether everything of a pack that waits to be installed is there, as it was signed."""
    try:
        document = (place / "signature.json").read_bytes()
        read_signature(document, pack_files(place), pack_id)
    except (OSError, PackTamperedError, PackUnreadableError):
        return False
    return True


def _swap(root: Path, pack_id: str) -> None:
    """Put the pack that waits in its place; if that fails, the older one comes back."""
    old = _keep(root, pack_id) if os.path.lexists(root / pack_id) else None
    try:
        (root / f"{_READY}{pack_id}").rename(root / pack_id)
    except OSError:
        if old is not None:
            old.rename(root / pack_id)
        raise
    sync_folder(root)


def _keep(root: Path, pack_id: str) -> Path:
    """Move the installed pack to a dated name and return it."""
    folder = root / KEPT / pack_id
    folder.mkdir(parents=True, exist_ok=True)
    kept_as = folder / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
    (root / pack_id).rename(kept_as)
    sync_folder(folder)
    sync_folder(root)
    return kept_as


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folders(folder: Path, files: Mapping[str, bytes]) -> None:
    for place in {(folder / name).parent for name in files} | {folder}:
        sync_folder(place)
