"""Notes every file that this process makes, opens for writing, or gives a name."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NAMED = {
    "open": 0, "sqlite3.connect": 0, "os.mkdir": 0, "os.truncate": 0,
    "os.rename": 1, "os.link": 1, "os.symlink": 1,
}  # fmt: skip
_DEVICES = ("/dev/", "/proc/")
_noted: set[str] | None = None


def _note(event: str, arguments: tuple) -> None:
    if _noted is not None and event in _NAMED:
        path = arguments[_NAMED[event]]
        is_writing = event != "open" or (isinstance(arguments[2], int) and arguments[2] & _WRITING)
        if is_writing and isinstance(path, str | bytes | os.PathLike):
            _noted.add(str(Path(os.fsdecode(path)).absolute()))


sys.addaudithook(_note)  # stays until the process ends; it does nothing when nobody asks


@contextmanager
def noted() -> Iterator[set[str]]:
    """Give the paths that are written to inside the block."""
    global _noted  # noqa: PLW0603 - a hook cannot be taken away, only told to rest
    _noted = found = set()
    try:
        yield found
    finally:
        _noted = None


def outside(found: set[str], allowed: list[Path]) -> list[Path]:
    """Return the paths that lie in none of the folders."""
    folders = [folder.resolve() for folder in allowed]
    paths = (Path(path).resolve() for path in found if not path.startswith(_DEVICES))
    return sorted(path for path in paths if not any(path.is_relative_to(one) for one in folders))
