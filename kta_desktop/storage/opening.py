"""Makes a workspace file and opens one, telling apart what can be wrong with it."""

import logging
from pathlib import Path

from kta_desktop.domain.audit import Auditor
from kta_desktop.storage import backup, identity, keys, samples, schema
from kta_desktop.storage.clock import now
from kta_desktop.storage.engine import Store, understood
from kta_desktop.storage.errors import (
    DiskFullError,
    ForeignKeysError,
    NotAWorkspaceError,
    NoWorkspaceError,
    ReadOnlyError,
    WorkspaceDamagedError,
    WorkspaceError,
    WorkspaceExistsError,
)
from kta_desktop.storage.files import commit_file, sync_file
from kta_desktop.storage.locks import FileLock

_PLAIN = b"SQLite format 3\0"
_log = logging.getLogger(__name__)
_SMALLEST = 4096  # bytes of one page


def create(path: Path, key_file: keys.KeyFile, key: bytes, profile: Auditor, device: str) -> None:
    """Make a workspace at ``path`` with its key file; whole, or nothing is there.

    Args:
        path: Where; its folder is made if need be.
        key_file: What will lie beside it.
        key: The key in ``key_file``.
        profile: Who works here.
        device: A name for this device.

    Raises:
        WorkspaceExistsError: If there is a file already.
        DiskFullError, ReadOnlyError: If it cannot be written.
    """
    with understood(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        for taken in (path, keys.keys_path(path)):
            if taken.exists():
                raise WorkspaceExistsError(path=taken)
        draft = path.with_name(f".{path.name}.new")
        _clear(draft)
        try:
            _fill(Store(draft, key, bytes.fromhex(key_file.salt)), key_file, profile, device)
            sync_file(draft)
            keys.write_key_file(path, key_file)
            commit_file(draft, path)
        except WorkspaceError as error:
            raise type(error)(path=path) from error  # nobody knows the draft by its name
        finally:
            _clear(draft)


def open_store(path: Path, key: bytes, salt: bytes = b"") -> Store:
    """Return the locked store of the workspace at ``path``, brought to the current schema.

    Args:
        path: The file.
        key: Its key, 32 bytes.
        salt: What its key file says it starts with; by default not compared.

    Raises:
        NoWorkspaceError, NotAWorkspaceError, ForeignKeysError, WorkspaceDamagedError,
        WorkspaceTooNewError, InUseError, ReadOnlyError: See there; the file is untouched.
    """
    head = header(path)
    with understood(path):
        path.open("r+b").close()  # a file that cannot be written is told now, not at an answer
        lock = FileLock(path)
    store = Store(path, key, salt, lock)
    try:
        _prepare(store)
    except WorkspaceDamagedError as error:
        store.close()
        if salt and head != salt:  # neither the salt nor the key fits: it is another file's key
            raise ForeignKeysError(path=path) from error
        raise
    except BaseException:
        store.close()
        raise
    return store


def header(path: Path) -> bytes:
    """Return the first 16 bytes of a workspace file.

    Raises:
        NoWorkspaceError: If there is no file.
        NotAWorkspaceError: If it cannot be an encrypted file of ours.
    """
    with understood(path):
        if not path.is_file():
            raise NoWorkspaceError(path=path)
        with path.open("rb") as file:
            head = file.read(_SMALLEST)
    if len(head) < _SMALLEST or head.startswith(_PLAIN):
        raise NotAWorkspaceError(path=path)
    return head[:16]


def _clear(draft: Path) -> None:
    """Take away a draft with its log: SQLite would write the old log into the next draft."""
    for part in ("", "-wal", "-shm"):
        draft.with_name(draft.name + part).unlink(missing_ok=True)


def _prepare(store: Store) -> None:
    with store.connect() as connection:
        is_old = schema.needs_upgrade(connection, store.path)
    if is_old:
        backup.make(store)
        with store.begin() as connection:
            schema.upgrade(connection)
    _roll_readings(store)


def _roll_readings(store: Store) -> None:
    """Put readings that a crash or an earlier schema left in the tail into chunks.

    They are read from there as well, so neither a full disk nor a batch that is damaged keeps
    anybody from opening.
    """
    with store.connect() as connection:
        if not samples.has_tail(connection):
            return
    try:
        with store.begin() as connection:
            samples.roll(connection)
    except (DiskFullError, ReadOnlyError, ValueError) as error:
        _log.warning("readings stay in the tail: %r", error)


def _fill(store: Store, key_file: keys.KeyFile, profile: Auditor, device: str) -> None:
    try:
        with store.begin() as connection:
            schema.upgrade(connection)
            identity.set_meta(connection, "workspace", key_file.workspace)
            identity.set_meta(connection, "created_at", now())
            identity.set_profile(connection, profile)
            identity.new_device(connection, device)
    finally:
        store.close()
