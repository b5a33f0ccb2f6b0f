"""New pictures in a folder that a camera or a phone writes to."""

import stat
from dataclasses import dataclass, field
from pathlib import Path

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.services.filetype import PICTURE_SUFFIXES

MOST_LISTED = 20_000
"""Entries of a folder that are looked at; more is no camera's folder and would take too long."""
_Look = tuple[int, int]


class FolderGoneError(KtaError):
    """The folder that is watched cannot be read. Details: ``folder``."""

    code = "folder-gone"
    text = N_(
        "The folder {folder} cannot be read at present. What is attached is kept. New pictures are "
        "shown again as soon as the device is back."
    )


@dataclass(slots=True)
class FolderWatch:
    """What is known of a folder from one look to the next. Used by one thread at a time.

    The pictures of the first look are not new. A picture is new when its size has been still for
    two looks: before that it is still being copied.

    Attributes:
        folder: Which; its subfolders are not looked into.
    """

    folder: Path
    _known: set[Path] | None = None
    _moving: dict[Path, _Look] = field(default_factory=dict)

    def look(self) -> tuple[Path, ...]:
        """Return the pictures that are new since the last look, in order of their names.

        Raises:
            FolderGoneError: If the folder cannot be read; the next look tries again.
        """
        try:
            seen = _pictures(self.folder)
        except OSError as error:
            raise FolderGoneError(folder=self.folder) from error
        if self._known is None:
            self._known = set(seen)
            return ()
        fresh = {file: look for file, look in seen.items() if file not in self._known}
        still = sorted(file for file, look in fresh.items() if self._moving.get(file) == look)
        self._moving = {file: look for file, look in fresh.items() if file not in still}
        self._known |= set(still)
        return tuple(still)


def _pictures(folder: Path) -> dict[Path, _Look]:
    """Return the pictures of a folder with size and time of change; empty ones do not count."""
    found: dict[Path, _Look] = {}
    for place, file in enumerate(folder.iterdir()):
        if place >= MOST_LISTED:
            break
        if file.suffix.lower() not in PICTURE_SUFFIXES or file.name.startswith("."):
            continue
        try:
            told = file.stat()
        except OSError:  # gone since it was listed
            continue
        if stat.S_ISREG(told.st_mode) and told.st_size:
            found[file] = (told.st_size, told.st_mtime_ns)
    return found
