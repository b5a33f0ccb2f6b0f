"""Files that are either wholly the old ones or wholly the new ones."""

import errno
import os
from pathlib import Path

from kta_desktop.paths import sync_folder


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the file at ``path`` by ``data`` so that a power cut leaves the old or the new one.

    Raises:
        OSError: If it cannot be written; the old file is untouched.
    """
    demand_file(path)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        commit_file(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def demand_file(path: Path) -> None:
    """Raise unless ``path`` can become a file: renaming onto a device would take it away.

    Raises:
        OSError: If it has no name, or something other than a file has it.
    """
    if not path.name or (path.exists() and not path.is_file()):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))


def commit_file(temporary: Path, path: Path) -> None:
    """Rename a finished and synced file to its name, durably.

    Raises:
        OSError: If it cannot be renamed.
    """
    temporary.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make the bytes of ``path`` durable.

    Raises:
        OSError: If the disk fails.
    """
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
