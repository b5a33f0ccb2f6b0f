"""Files outside the workspace: errors of disks, sticks and shares as sentences, durable writes."""

import errno
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import PlaceFullError, PlaceGoneError, PlaceReadOnlyError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TRAIL = 32 << 20  # bytes; written faster than the disk takes them, they fill the memory
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def reached(place: Path | str, otherwise: type[KtaError] = PlaceGoneError) -> Iterator[None]:
    """Turn system errors in the block into those a person can act on, naming ``place``.

    Args:
        place: What is read or written.
        otherwise: What it means when the place is neither full nor closed to writing.
    """
    try:
        yield
    except OSError as error:
        raise place_error(error, place, otherwise) from error


def place_error(
    error: OSError, place: Path | str, otherwise: type[KtaError] = PlaceGoneError
) -> KtaError:
    """Return what a system error means for who reads or writes ``place``."""
    if error.errno in _FULL:
        return PlaceFullError(path=place)
    if error.errno in _READ_ONLY:
        return PlaceReadOnlyError(path=place)
    return otherwise(path=place)


def make_durable(file: IO[bytes]) -> None:
    """Let the disk hold what was written to ``file``."""
    file.flush()
    os.fsync(file.fileno())


def forget_cached(file: IO[bytes]) -> None:
    """Ask the system to read ``file`` from the disk again, where it can be asked."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):  # a network share need not support it; then the cache is read
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def trailing(file: IO[bytes]) -> Iterator[Callable[[int], None]]:
    """Let the disk take a file while it is still being written; give what to tell of each chunk.

    Then little is left to wait for at the end, a progress in bytes is true on a slow stick, and
    no gigabyte of it pushes everything else out of the memory. Errors of the disk are raised
    where a later chunk is told, or at the end of the block.
    """
    pending, told = Future[None](), 0
    pending.set_result(None)

    def tell(count: int) -> None:
        nonlocal pending, told
        told += count
        if told >= _TRAIL:
            file.flush()
            pending.result()
            pending, told = pool.submit(_settle, file), 0

    with ThreadPoolExecutor(1, "trail") as pool:
        yield tell
        pending.result()  # a system tells of a failed write once, here or there


def _settle(file: IO[bytes]) -> None:
    getattr(os, "fdatasync", os.fsync)(file.fileno())
    forget_cached(file)
