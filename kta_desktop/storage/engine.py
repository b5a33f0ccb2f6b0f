"""Opens the encrypted file: SQLCipher through SQLAlchemy, one writer, transactions with DDL."""

import errno
import importlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from kta_desktop.errors import ClosedError, KtaError
from kta_desktop.storage.errors import (
    DiskFailedError,
    DiskFullError,
    DiskGoneError,
    InUseError,
    PathUnusableError,
    ReadOnlyError,
    WorkspaceDamagedError,
)
from kta_desktop.storage.locks import FileLock
from kta_desktop.storage.pages import Pages, pages_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_MS = 5000  # how long a writer waits for another one of this program
_ROOM = 256 * 1024  # bytes; SQLite tells a disk with less as failed, not as full: its log and
# the index of it (32 KiB, mapped into memory) cannot be made
_importing = threading.Lock()
_PRAGMAS = (
    "cipher_log_level = NONE",  # what failed is told by the error, not on stderr
    "journal_mode = WAL",
    "synchronous = FULL",  # an acknowledged answer survives a power cut
    "foreign_keys = ON",
    f"busy_timeout = {BUSY_MS}",
)
_BY_SQLITE: dict[str, type[KtaError]] = {
    "SQLITE_FULL": DiskFullError,
    "SQLITE_READONLY": ReadOnlyError,
    "SQLITE_CANTOPEN": ReadOnlyError,
    "SQLITE_PERM": ReadOnlyError,
    "SQLITE_BUSY": InUseError,
    "SQLITE_LOCKED": InUseError,
    "SQLITE_NOTADB": WorkspaceDamagedError,
    "SQLITE_CORRUPT": WorkspaceDamagedError,
    "SQLITE_IOERR": DiskFailedError,
}
_BY_ERRNO: dict[int, type[KtaError]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EROFS: ReadOnlyError,
    errno.EACCES: ReadOnlyError,
    errno.EPERM: ReadOnlyError,
    errno.EFBIG: DiskFullError,
    errno.ENOENT: PathUnusableError,
    errno.ENOTDIR: PathUnusableError,
    errno.EISDIR: PathUnusableError,
    errno.EEXIST: PathUnusableError,
    errno.ENAMETOOLONG: PathUnusableError,
    errno.ELOOP: PathUnusableError,
    errno.EINVAL: PathUnusableError,
}


def translated(error: BaseException, path: Path) -> KtaError | None:
    """Return the error a person can act on behind a database or system error; None for a bug."""
    origin = getattr(error, "orig", None) or error  # SQLAlchemy wraps what the driver raised
    if isinstance(origin, OSError):
        return _BY_ERRNO.get(origin.errno or 0, DiskFailedError)(path=path)
    name = str(getattr(origin, "sqlite_errorname", ""))
    for prefix, kind in _BY_SQLITE.items():
        if name == prefix or name.startswith(prefix + "_"):
            is_full = kind is DiskFailedError and _has_no_room(path)
            return DiskFullError(path=path) if is_full else kind(path=path)
    return None


def _has_no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


@contextmanager
def understood(path: Path) -> Iterator[None]:
    """Turn errors of disk and database inside the block into those a person can act on."""
    try:
        yield
    except Exception as error:
        known = translated(error, path)
        if known is None:
            raise
        raise known from error


def warm_up() -> None:
    """Import what opening needs; a third of a second that need not pass while someone waits.

    SQLAlchemy's modules import each other in circles, so two threads must not import them at once.
    """
    with _importing:
        importlib.import_module("sqlalchemy.dialects.sqlite")


def connect_file(path: Path, key: bytes, salt: bytes = b"", pages: Pages | None = None) -> Any:
    """Return a bare connection to the encrypted file at ``path``, creating it if absent.

    Args:
        path: The file.
        key: 32 bytes; the first thing said, since any other statement would read the file.
        salt: 16 bytes at the start of the file; by default those that are there, or random ones
            in a new file.
        pages: How its pages are cut; by default as they are, which must not be asked while
            somebody writes.
    """
    cut = pages or pages_of(path, key, salt)
    connection = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        cut.settle(connection)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except dbapi2.Error:
        connection.close()
        raise
    return connection


def driver(connection: "Connection") -> Any:
    """Return the bare connection inside, for the few statements of an edit.

    They run some thousand times a day while someone waits; SQLAlchemy's results cost four times
    as much as SQLite's own work on them.
    """
    return connection.connection.dbapi_connection


def cipher() -> str:
    """Return the version of SQLCipher, such as ``4.19.0 community``."""
    connection = dbapi2.connect(":memory:")
    try:
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        connection.close()


class Store:
    """The open workspace file.

    Attributes:
        path: Where it lies.
        engine: For what ``begin`` and ``connect`` do not cover; not for services.
        key: The database key, 32 bytes.
        salt: First 16 bytes of the file, empty if not known.
        pages: How its pages are cut.
    """

    def __init__(
        self, path: Path, key: bytes, salt: bytes = b"", lock: FileLock | None = None
    ) -> None:
        """Hold ``lock`` (if any) until ``close``; the file is opened by the first connection.

        Args:
            path: The file.
            key: 32 bytes.
            salt: 16 bytes; by default those at the start of the file.
            lock: Held for this store alone.
        """
        self.path = path
        self.key = key
        self.salt = salt
        self.pages = pages_of(path, key, salt)
        self._was_there = self._is_closed = False
        self.engine = _engine(self._connect_file)
        self._lock = lock
        self._writing = threading.RLock()  # so that a second begin in a thread fails at once
        self._writer: Connection | None = None

    @contextmanager
    def begin(self) -> Iterator["Connection"]:
        """Yield a connection in one write transaction: committed at the end, or nothing is.

        Raises:
            DiskFullError, ReadOnlyError, InUseError, DiskFailedError, WorkspaceDamagedError: If
                the file does not take it; nothing of the transaction is kept.
        """
        with self._guarded(), self._writing:
            if self._writer is None:  # kept: taking one from the pool costs a tenth of an edit
                self._writer = self.engine.connect()
            try:
                with self._writer.begin():
                    yield self._writer
            except BaseException:
                self._drop_writer()  # whatever state it is in
                raise

    @contextmanager
    def connect(self) -> Iterator["Connection"]:
        """Yield a connection that reads one state of the file, whatever is written meanwhile.

        Raises:
            InUseError, DiskFailedError, WorkspaceDamagedError: If the file cannot be read.
        """
        with self._guarded(), self.engine.connect() as connection:
            yield connection.execution_options(reading=True)

    def close(self) -> None:
        """Let the file go; the last connection writes its log back. A second call does nothing.

        It is not opened again: what is asked for later would read and write behind the lock.
        """
        with self._writing:
            self._is_closed = True
            self._drop_writer()
            self.engine.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Tell a disk that was taken out from one that failed, and let go what was open on it.

        What was opened before leads to a device that is gone, also when the disk is back.
        """
        try:
            with understood(self.path):
                yield
        except (DiskFailedError, ReadOnlyError, PathUnusableError) as error:
            self.engine.dispose()
            if self._was_there and not _is_there(self.path):
                raise DiskGoneError(path=self.path) from error
            raise

    def _connect_file(self) -> Any:
        """Connect; a file that was there once is never made anew, empty, in its place.

        Raises:
            ClosedError: If it was closed.
            FileNotFoundError: If it is not there any more.
        """
        if self._is_closed:
            raise ClosedError(path=self.path)
        if self._was_there and not _is_there(self.path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path))
        connection = connect_file(self.path, self.key, self.salt, self.pages)
        self._was_there = True
        return connection

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # the device does not answer
        return False


def _engine(connect: Callable[[], Any]) -> "Engine":
    warm_up()
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import QueuePool

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: "Connection") -> None:
        # A writer that began as a reader could fail half-way with a stale snapshot.
        reading = connection.get_execution_options().get("reading", False)
        driver(connection).execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
