"""Files outside the workspace: errors of disks, sticks and shares as sentences, durable writes."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import PlaceFullError, PlaceGoneError, PlaceReadOnlyError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
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
