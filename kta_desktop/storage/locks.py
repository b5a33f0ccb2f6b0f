"""One program at a time per workspace, by a lock the operating system takes back from the dead."""

import os
import sys
from pathlib import Path

from kta_desktop.storage.errors import InUseError


class FileLock:
    """An exclusive lock on ``<workspace>.lock``, held until ``release`` or the process ends.

    The file itself stays; only the lock on it counts, so a file left by a killed program
    blocks nobody.
    """

    def __init__(self, workspace: Path) -> None:
        """Take the lock.

        Raises:
            InUseError: If another holder has it.
            OSError: If the lock file cannot be made.
        """
        self._file = os.open(workspace.with_name(workspace.name + ".lock"), os.O_RDWR | os.O_CREAT)
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise InUseError(path=workspace) from error

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        file, self._file = self._file, -1  # first, so that two threads never close the same
        if file >= 0:
            os.close(file)  # closing the only descriptor releases the lock


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
