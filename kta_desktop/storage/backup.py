"""Rolling copies of the workspace: encrypted like it, verified before they count."""

import glob
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kta_desktop.domain.canonical import json_hash
from kta_desktop.storage import keys
from kta_desktop.storage.engine import Store, connect_file, understood
from kta_desktop.storage.errors import BackupFailedError, DiskGoneError, WorkspaceDamagedError
from kta_desktop.storage.files import commit_file, sync_file, write_atomically

FOLDER = "backups"
KEEP = 5
_STAMP = "%Y%m%dT%H%M%S%fZ"
_READINGS = "(SELECT count FROM sample_series UNION ALL SELECT count FROM sample_tail)"
# What a copy must agree on with its source, and what tells whether there is anything new to copy.
_STATE = (
    "SELECT audit, device, MAX(seq), hash FROM changes GROUP BY audit, device ORDER BY 1, 2",
    "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM contents",
    "SELECT COUNT(*), COALESCE(SUM(count), 0) FROM {readings}",
    "SELECT id, state, bytes_done, updated_at FROM outbox ORDER BY id",
    "SELECT audit, sha256 FROM receipts ORDER BY 1, 2",
    "SELECT name, url FROM remotes ORDER BY 1",
    "SELECT id FROM quarantine ORDER BY 1",
    "SELECT COUNT(*), MAX(id) FROM operations",
    "SELECT key, value FROM meta ORDER BY 1",
    "SELECT fingerprint, revoked FROM devices ORDER BY 1",
    "SELECT version_num FROM alembic_version",
)


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A copy of the workspace.

    Attributes:
        path: The encrypted file; its key file lies beside it.
        at: ISO time (UTC) it was made.
        verified: Whether every page was read back and it holds what its source held.
    """

    path: Path
    at: str
    verified: bool


def make(store: Store) -> BackupInfo:
    """Copy the workspace as it is now into ``backups`` beside it; keep the last ``KEEP``.

    If nothing changed since the newest copy, that one is returned.

    Raises:
        DiskFullError, ReadOnlyError: If it cannot be written; earlier copies stay.
        BackupFailedError: If the copy does not verify; it is taken away.
    """
    folder = store.path.parent / FOLDER
    with understood(folder):
        demand_there(store.path)
        folder.mkdir(exist_ok=True)
        with closing(connect_file(store.path, store.key, store.salt, store.pages)) as source:
            source.execute("BEGIN")  # one state of the file, whatever is written meanwhile
            state = _state(source)
            newest = latest(store.path)
            if newest is not None and _state_of(newest.path, store.key) == state:
                return newest
            made = _copy(store, source, state, folder)
        _prune(store.path)
    return made


def demand_there(workspace: Path) -> None:
    """Raise unless the file to be copied is there: opening it would make an empty one.

    Raises:
        DiskGoneError: If it is not.
    """
    if not workspace.is_file():
        raise DiskGoneError(path=workspace)


def latest(workspace: Path) -> BackupInfo | None:
    """Return the newest copy of a workspace; None if there is none."""
    found = copies(workspace)
    return found[0] if found else None


def copies(workspace: Path) -> list[BackupInfo]:
    """Return the copies of a workspace, newest first. Only verified ones get such a name."""
    prefix, suffix = f"{workspace.stem}-", workspace.suffix
    infos = []
    for path in (workspace.parent / FOLDER).glob(f"{glob.escape(prefix)}*{suffix}"):
        try:
            at = datetime.strptime(path.stem.removeprefix(prefix), _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue  # someone else's file
        infos.append(BackupInfo(path, at.isoformat(timespec="seconds"), verified=True))
    return sorted(infos, key=lambda info: info.path.name, reverse=True)


def restore(workspace: Path, copy: Path, key: bytes) -> Path | None:
    """Put a copy in the place of a closed workspace; what was there is set aside, not deleted.

    The caller holds the lock, and gives the restored workspace a new device.

    Args:
        workspace: Where the workspace lies or lay.
        copy: One of ``copies``, or the file of another folder with its key file beside it.
        key: The database key.

    Returns:
        Where the former file is now; None if there was none.

    Raises:
        BackupFailedError: If the copy itself is damaged; nothing is changed.
        DiskFullError, ReadOnlyError: If it cannot be written; nothing is changed.
    """
    with understood(workspace):
        _verify(copy, key)
        draft = workspace.with_name(f".{workspace.name}.restored")
        try:
            shutil.copyfile(copy, draft)
            sync_file(draft)
            aside = _set_aside(workspace)
            _copy_keys(copy, workspace)
            commit_file(draft, workspace)
        finally:
            draft.unlink(missing_ok=True)
    return aside


def rewrap_copies(workspace: Path) -> None:
    """Give every copy the key file of the workspace, so that a new passphrase opens them too.

    Raises:
        DiskFullError, ReadOnlyError: If one cannot be written; it keeps the old key file.
    """
    with understood(workspace):
        for info in copies(workspace):
            _copy_keys(workspace, info.path)


def check(path: Path, key: bytes) -> list[str]:
    """Return what is wrong with the pages and structures of an encrypted file; empty if nothing.

    Raises:
        WorkspaceDamagedError: If it cannot be read at all.
    """
    with understood(path), closing(connect_file(path, key)) as connection:
        faults = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        faults += [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    return [fault for fault in faults if fault != "ok"]


def _copy(store: Store, source: Any, state: str, folder: Path) -> BackupInfo:
    """Copy what ``source`` reads, verify the copy, and only then give it its name."""
    made_at = _now_after(latest(store.path))
    name = f"{store.path.stem}-{made_at.strftime(_STAMP)}{store.path.suffix}"
    draft = folder / f".{name}.tmp"
    try:
        with store.path.open("rb") as file:
            salt = file.read(16)
        with closing(connect_file(draft, store.key, salt, store.pages)) as target:
            source.backup(target)
        if _verify(draft, store.key) != state:
            raise BackupFailedError(path=folder / name)
        sync_file(draft)
        _copy_keys(store.path, folder / name)
        commit_file(draft, folder / name)
    finally:
        draft.unlink(missing_ok=True)
    return BackupInfo(folder / name, made_at.isoformat(timespec="seconds"), verified=True)


def _now_after(newest: BackupInfo | None) -> datetime:
    """Return the time for the name of a copy: the order of names is that of making.

    With a clock that was set back the newest copy would be taken for the oldest, and go first.
    """
    now = datetime.now(UTC)
    if newest is None:
        return now
    return max(now, datetime.fromisoformat(newest.at) + timedelta(seconds=1))


def _verify(path: Path, key: bytes) -> str:
    """Return the state of a copy every page of which could be read and proven."""
    try:
        faults = check(path, key)
    except WorkspaceDamagedError as error:
        raise BackupFailedError(path=path) from error
    if faults:
        raise BackupFailedError(path=path)
    return _state_of(path, key)


def _state_of(path: Path, key: bytes) -> str:
    with closing(connect_file(path, key)) as connection:
        return _state(connection)


def _state(connection: Any) -> str:
    """Return a hash of what the workspace holds, by counts and heads of chains."""
    known = "SELECT 1 FROM sqlite_master WHERE name = 'sample_series'"
    has_series = connection.execute(known).fetchone() is not None
    readings = _READINGS if has_series else "sample_chunks"  # a copy is made before an upgrade
    queries = (query.format(readings=readings) for query in _STATE)
    return json_hash([[list(row) for row in connection.execute(query)] for query in queries])


def _set_aside(workspace: Path) -> Path | None:
    if not workspace.exists():
        return None
    stamp = datetime.now(UTC).strftime(_STAMP)
    aside = workspace.with_name(f"{workspace.stem}-replaced-{stamp}{workspace.suffix}")
    for part in ("-wal", "-shm"):  # they belong to the file that goes
        log = workspace.with_name(workspace.name + part)
        if log.exists():
            log.replace(aside.with_name(aside.name + part))
    _copy_keys(workspace, aside)  # or nothing would open it, if the copy is of another workspace
    workspace.replace(aside)
    return aside


def _copy_keys(workspace: Path, copy: Path) -> None:
    source = keys.keys_path(workspace)
    if source.is_file():  # a workspace may be held by its bare key alone
        write_atomically(keys.keys_path(copy), source.read_bytes())


def _prune(workspace: Path) -> None:
    for info in copies(workspace)[KEEP:]:
        keys.keys_path(info.path).unlink(missing_ok=True)
        info.path.unlink()
