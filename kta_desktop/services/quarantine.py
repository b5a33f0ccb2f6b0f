"""What came in and was refused: kept beside the workspace, listed with the reason."""

import errno
import hashlib
import logging
import os
import re
import shutil
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.errors import KtaError
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import outbox
from kta_desktop.storage.files import commit_file, sync_file
from kta_desktop.storage.outbox import Quarantined

FOLDER = "quarantine"
_LARGEST = 4 << 30  # bytes; larger files are listed and stay where they came from
_ROOM = 1 << 30  # bytes that a copy leaves free on the disk of the workspace
_CHUNK = 1 << 20
_log = logging.getLogger(__name__)


def refused(ws: Workspace) -> tuple[Quarantined, ...]:
    """Return what was refused, newest first."""
    with ws.store.connect() as connection:
        return tuple(outbox.quarantined(connection))


def keep_file(ws: Workspace, path: Path, reason: KtaError) -> None:
    """Copy a refused file beside the workspace and list it; the file itself is not touched.

    A file that cannot be copied is still listed: the reason it was refused for matters more.
    """
    copy, identifier = Path(), hashlib.sha256(os.fsencode(path)).hexdigest()
    try:
        if path.stat().st_size <= _LARGEST:
            copy, identifier = _copy(ws, path)
    except OSError as error:
        _log.warning("not copied to quarantine: %s: %s", path, error)
    _list(ws, identifier, path.name, reason, copy)


def keep_document(ws: Workspace, name: str, data: bytes, reason: KtaError) -> None:
    """Keep a refused manifest; its objects are still at the remote, where nothing is deleted."""
    identifier = hashlib.sha256(data).hexdigest()
    copy = Path()
    try:
        copy = _place(ws, identifier, name)
        if not copy.exists():
            copy.write_bytes(data)
            sync_file(copy)
    except OSError as error:
        _log.warning("not copied to quarantine: %s: %s", name, error)
        copy = Path()
    _list(ws, identifier, name, reason, copy)


def settled(ws: Workspace, name: str) -> None:
    """Take a manifest off the list that was refused once and taken in since; its copy goes, too.

    A copy that cannot be removed stays beside the workspace: nothing lists it any more.
    """
    with ws.store.begin() as connection:
        copies = outbox.unquarantine(connection, name)
    for copy in copies:
        try:
            Path(copy).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("not removed from quarantine: %s: %s", copy, error)


def reason_of(error: KtaError) -> dict[str, JsonValue]:
    """Return an error as it is kept and printed."""
    printed = error.as_json()
    details = printed["details"]
    return {
        "code": error.code,
        "message": _text(error.sentence()),
        "where": None if printed["where"] is None else _text(printed["where"]),
        "details": {key: _text(value) for key, value in details.items()}
        if isinstance(details, dict)
        else {},
    }


def _text(value: object) -> str:
    """Return a text that can be stored: the name of a file may hold bytes that are no letters."""
    return str(value).encode(errors="backslashreplace").decode()


def _copy(ws: Workspace, path: Path) -> tuple[Path, str]:
    """Return the copy of ``path`` under its hash, and the hash."""
    temporary = _place(ws, "incoming", path.name)
    if shutil.disk_usage(temporary.parent).free < path.stat().st_size + _ROOM:
        raise OSError(errno.ENOSPC, "the workspace needs the room")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source, temporary.open("wb") as target:
            for chunk in iter(lambda: source.read(_CHUNK), b""):
                digest.update(chunk)
                target.write(chunk)
        sync_file(temporary)
        final = _place(ws, digest.hexdigest(), path.name)
        commit_file(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)
    return final, digest.hexdigest()


def _place(ws: Workspace, identifier: str, name: str) -> Path:
    folder = ws.path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name)[-60:]
    return folder / f"{identifier[:16]}-{plain}.refused"


def _list(ws: Workspace, identifier: str, name: str, reason: KtaError, copy: Path) -> None:
    kept, name = "" if copy == Path() else str(copy), _text(name)
    with ws.store.begin() as connection:
        outbox.quarantine(connection, identifier, name, reason_of(reason), kept)
    _log.info("refused %s: %s", name, canonical_json(reason_of(reason)).decode())
