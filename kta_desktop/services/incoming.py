"""New pictures in a folder that a camera or a phone writes to."""

import logging
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.paths import config_dir
from kta_desktop.services.filetype import PICTURE_SUFFIXES

_log = logging.getLogger(__name__)
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


def remembered() -> Path | None:
    """Return the folder that is watched on this computer; None if none is."""
    try:
        name = _place().read_text(encoding="utf-8", errors="surrogateescape").strip()
    except OSError:
        return None
    return Path(name) if name else None


def remember(folder: Path | None) -> None:
    """Watch a folder on this computer from now on; None for none.

    Where nothing can be written it holds until the program is closed: nobody's work is lost.
    """
    try:
        _place().parent.mkdir(parents=True, exist_ok=True)
        text = "" if folder is None else str(folder)
        _place().write_text(text, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        _log.warning("the camera folder is not remembered: %s", error.strerror)


def _place() -> Path:
    return config_dir() / "camera-folder.txt"


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
        except (OSError, ValueError) as error:  # of a name that no folder can have
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
