"""Where packs are found by their id, and what a pack takes in from others."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from kta_desktop.packs import installed
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.faults import Lexicon, PackFault
from kta_desktop.packs.layout import PACK
from kta_desktop.packs.load import PackFolder, load
from kta_desktop.paths import RESOURCES, data_dir

_log = logging.getLogger(__name__)
_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_DEEPEST = 10  # includes of includes; real packs need two
_Made = TypeVar("_Made")


def installed_root() -> Path:
    """Return the folder of the packs that a person has installed; it may not exist yet."""
    return data_dir() / "packs"


def shipped_root() -> Path:
    """Return the folder of the packs that come with the program."""
    return RESOURCES / "packs"


@dataclass(frozen=True, slots=True)
class Included:
    """What a pack takes in.

    Attributes:
        packs: Included packs, each once, those that an included one includes before it.
        faults: What is wrong with the list of includes.
    """

    packs: tuple[PackFolder, ...]
    faults: tuple[PackFault, ...]


class Library:
    """Folders that hold pack folders; the first that has a pack gives it."""

    def __init__(self, *roots: Path) -> None:
        self._roots = tuple(dict.fromkeys(roots))
        self._made: dict[str, Any] = {}

    def folder(self, pack_id: str) -> Path | None:
        """Return the folder of a pack; None if there is no such pack."""
        if _ID.fullmatch(pack_id) is None:
            return None
        places = (root / pack_id for root in self._roots)
        return next((place for place in places if _may_use(place)), None)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all packs."""
        found = {
            name
            for root in self._roots
            for name in _names_in(root)
            if _ID.fullmatch(name) and _may_use(root / name)
        }
        return tuple(sorted(found))

    def pack(self, pack_id: str) -> PackFolder | None:
        """Return a pack as it stands; None if there is no such pack.

        Raises:
            PackUnreadableError: If a file of it cannot be read.
        """
        place = self.folder(pack_id)
        return None if place is None else self.once(f"pack {pack_id}", lambda: load(place))

    def once(self, key: str, make: Callable[[], _Made]) -> _Made:
        """Return what ``make`` returned the first time it was asked for by ``key``."""
        if key not in self._made:
            self._made[key] = make()
        return cast("_Made", self._made[key])

    def included(self, folder: PackFolder) -> Included:
        """Return what a pack takes in, with what its includes take in before them."""
        faults: list[PackFault] = []
        found: dict[str, PackFolder] = {}
        self._gather(folder, (str(folder.pack.get("id", "")),), found, faults)
        return Included(tuple(found.values()), tuple(faults))

    def _gather(
        self,
        folder: PackFolder,
        chain: tuple[str, ...],
        found: dict[str, PackFolder],
        faults: list[PackFault],
    ) -> None:
        for name in _names(folder, faults):
            longer = (*chain, name)
            if name in chain or len(longer) > _DEEPEST:
                faults.append(_fault("include-circle", found=" → ".join(longer)))
            elif name not in found and (pack := self._wanted(name, faults)) is not None:
                self._gather(pack, longer, found, faults)
                found[name] = pack

    def _wanted(self, name: str, faults: list[PackFault]) -> PackFolder | None:
        try:
            pack = self.pack(name)
        except PackUnreadableError as error:
            faults.append(_fault("include-unreadable", pack=name, found=error))
            return None
        if pack is None:
            known = self.once("ids", lambda: Lexicon(self.ids()))
            faults.append(_fault("include-missing", found=name, right=known.near(name)))
        return pack


def _names_in(root: Path) -> list[str]:
    """Return what lies in a folder; nothing if it is not there, or no folder can be there."""
    try:
        return [place.name for place in root.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        _log.warning("packs are not looked for in %s: %s", root, error)
        return []


def _may_use(place: Path) -> bool:
    """Whether a pack lies there; an installed one must be as it was signed."""
    if not os.path.isfile(place / PACK):  # noqa: PTH113 - no error for names no folder can have
        return False
    is_installed = place.parent.resolve() == installed_root().resolve()
    return not is_installed or installed.is_sound(place)


def standard(path: Path | None = None) -> Library:
    """Return the library of a pack at ``path``: beside it, then installed, then shipped packs."""
    installed.resume(installed_root())
    beside = () if path is None else (path.resolve().parent,)
    ours = (installed_root(), shipped_root())  # an installed pack supersedes a shipped one
    return Library(*(root for root in beside if root != shipped_root()), *ours)


def _names(folder: PackFolder, faults: list[PackFault]) -> Iterator[str]:
    wanted = folder.pack.get("includes", [])
    if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
        faults.append(_fault("includes-wrong"))
        return
    yield from dict.fromkeys(wanted)


def _fault(code: str, **details: object) -> PackFault:
    return PackFault(sheet=PACK, row=0, column="includes", question="", code=code, details=details)
