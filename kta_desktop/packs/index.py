"""The numbers of the shipped packs, kept beside them, so that a list compiles nothing.

``resources/packs.json`` has an entry per pack: the hash of the files that the numbers are of,
and the numbers. An entry whose hash does not agree is as good as none. It is made by
``make packs`` after any change of a pack or of the compiler.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from kta_desktop.paths import RESOURCES


def place() -> Path:
    """Return where the index lies."""
    return RESOURCES / "packs.json"


def entry(files: str, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the index says of a pack whose files have the hash ``files``."""
    return {"files": files, "numbers": dict(numbers)}


def find(pack_id: str, files: str) -> dict[str, Any] | None:
    """Return the numbers of a shipped pack; None if the pack is another than that."""
    found = _entries().get(pack_id)
    return dict(found["numbers"]) if found is not None and found["files"] == files else None


@lru_cache(maxsize=1)
def _entries() -> dict[str, Any]:
    if not place().is_file():  # while it is being made
        return {}
    entries: dict[str, Any] = json.loads(place().read_bytes())
    return entries
