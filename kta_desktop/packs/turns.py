"""Whoever changes the folder of installed packs does so alone: threads and programs take turns."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FILE = ".lock"
_threads = threading.Lock()


class BusyError(Exception):
    """Another thread or program is at work in the folder."""


@contextmanager
def turn(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Keep all others off ``folder`` in the block; the system takes the turn back from the dead.

    Args:
        folder: It must be there.
        wait: Whether to wait for one's turn.

    Raises:
        BusyError: If somebody else has the turn, and we do not wait.
        OSError: If the file that is locked cannot be made, or the folder cannot be locked.
    """
    if not _threads.acquire(blocking=wait):
        raise BusyError
    try:
        file = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(file, wait=wait)
            yield
        finally:
            os.close(file)  # closing the only descriptor gives the turn back
    finally:
        _threads.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, *, wait: bool) -> None:
        try:
            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if wait:  # for ten seconds in vain
                raise
            raise BusyError from error

else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError from error
