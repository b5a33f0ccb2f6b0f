"""Folders beside the workspace for what is read or written in passing; nothing of it stays.

What a crash left there is removed the next time. A workspace is open in one program alone, so what
is not in use here is used by nobody.
"""

import glob
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import PlaceGoneError
from kta_desktop.exchange.places import reached

_in_use: set[Path] = set()


@contextmanager
def scratch(
    workspace: Path, purpose: str, otherwise: type[KtaError] = PlaceGoneError
) -> Iterator[Path]:
    """Give an empty folder on the disk of the workspace, readable by us alone.

    Args:
        workspace: The workspace file.
        purpose: One word that tells what lies there, for who finds it after a crash.
        otherwise: What it means when the disk is neither full nor closed to writing.

    Raises:
        PlaceFullError, PlaceReadOnlyError: If nothing can be kept there.
    """
    beside, begin = workspace.parent, f".{purpose}-{workspace.name}-"
    with reached(beside, otherwise):
        for left in beside.glob(f"{glob.escape(begin)}*"):
            if left not in _in_use:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=begin, dir=beside))
    _in_use.add(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _in_use.discard(folder)
