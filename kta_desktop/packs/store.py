"""Compiled packs kept between runs, so that opening one is reading a file.

A document is named by a hash over the bytes of the pack, of what it includes and of the compiler,
so it is never out of date, only superfluous. Its first line is the SHA-256 of the rest: what does
not agree is made again. Beside a definition lies a small document with its numbers, for lists; for
the packs as shipped these come with the program (``packs.index``).
"""

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from kta_desktop import __version__
from kta_desktop.domain.canonical import canonical_json, sha256_hex
from kta_desktop.packs import index, summary
from kta_desktop.packs.compile import Compiled, compile_document, read_back
from kta_desktop.packs.layout import ALL, EXTRA, FILES, PACK
from kta_desktop.packs.library import Library
from kta_desktop.packs.load import load
from kta_desktop.packs.rows import read_toml
from kta_desktop.paths import cache_dir

_log = logging.getLogger(__name__)
_HELD = 8  # definitions kept in memory; each takes a few megabytes
_NAMES = (PACK, EXTRA, *(f"{table.file}.csv" for table in ALL))
_SOURCES = ("packs", "forms", "domain")  # what decides how a pack compiles


def compiled(folder: Path, library: Library) -> Compiled:
    """Return the definition of the pack in ``folder``, compiled only if it was not yet.

    Args:
        folder: A pack folder.
        library: Where included packs are found.

    Raises:
        PackError: If the pack cannot be read or compiled.
    """
    return _held(_key(folder, library), folder, library)


def numbers(folder: Path, library: Library) -> dict[str, Any]:
    """Return the numbers of a pack (``packs.summary``) without reading its definition.

    Raises:
        PackError: If the pack cannot be read or compiled.
    """
    files = _files_sha256(folder, library)
    if (shipped := index.find(folder.name, files)) is not None:
        return shipped
    place = _place(folder, _keyed(files), ".info.json")
    found = _read(place, json.loads)
    if isinstance(found, dict):
        return found
    made = compiled(folder, library)
    found = summary.of(made.definition, made.sha256)
    _write(place, canonical_json(found))
    return dict(found)


class _Memory:
    """The definitions used last, by key."""

    def __init__(self) -> None:
        self._found: dict[str, Compiled] = {}

    def get(self, key: str, make: Callable[[], Compiled]) -> Compiled:
        """Return what is held by ``key``; otherwise make it."""
        found = self._found.pop(key, None) or make()
        self._found[key] = found
        while len(self._found) > _HELD:
            del self._found[next(iter(self._found))]
        return found


_MEMORY = _Memory()


def _held(key: str, folder: Path, library: Library) -> Compiled:
    return _MEMORY.get(key, lambda: _stored(key, folder, library))


def _stored(key: str, folder: Path, library: Library) -> Compiled:
    """Return the definition from its document; made and written if that is missing or broken."""
    place = _place(folder, key, ".json")
    document = _read(place, lambda text: text)
    if document is not None:
        try:
            return read_back(document)
        except (ValueError, RecursionError) as error:
            _log.warning("a kept definition cannot be read and is made again: %s", error)
    document = compile_document(load(folder), library)
    _write(place, document)
    return read_back(document)


def indexed(folder: Path, library: Library) -> dict[str, Any]:
    """Return the entry of a pack in the index of shipped packs, compiled for it.

    Raises:
        PackError: If the pack cannot be read or compiled.
    """
    made = compiled(folder, library)
    return index.entry(_files_sha256(folder, library), summary.of(made.definition, made.sha256))


def _key(folder: Path, library: Library) -> str:
    """Return the hash over everything that the definition of a pack depends on."""
    return _keyed(_files_sha256(folder, library))


def _keyed(files: str) -> str:
    return sha256_hex(f"{_compiler()}\n{files}".encode())


def _files_sha256(folder: Path, library: Library) -> str:
    """Return the hash over the files of a pack and of all that it includes."""
    seen: dict[Path, str] = {}
    _gather(folder, library, seen)
    return sha256_hex("\n".join(seen.values()).encode())


def _gather(folder: Path, library: Library, seen: dict[Path, str]) -> None:
    if folder in seen:
        return
    seen[folder], includes = _content(folder, _stamps(folder))
    for name in includes:
        place = library.folder(name)
        if place is not None:
            _gather(place, library, seen)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files that a pack is read from, by name."""
    for name in _NAMES:
        yield name, folder / name
    for place in sorted((folder / FILES).glob("*.csv")):
        yield f"{FILES}/{place.name}", place


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of every file: while these stay, the bytes are not read again."""
    found: list[tuple[str, int, int]] = []
    for name, place in _files(folder):
        try:
            stat = place.stat()
        except OSError:  # not there: nothing that could have changed
            continue
        found.append((name, stat.st_size, stat.st_mtime_ns))
    return tuple(found)


@lru_cache(maxsize=256)
def _content(folder: Path, _stamps: tuple[object, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the hash of the files of a pack, and the ids of what it includes."""
    digest = hashlib.sha256()
    for name, place in _files(folder):
        if place.is_file():
            content = place.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest(), _includes(folder)


def _includes(folder: Path) -> tuple[str, ...]:
    try:
        settings = read_toml(folder / PACK)
    except (OSError, ValueError):
        settings = dict(load(folder).pack)  # says what is wrong, in words
    names = settings.get("includes", [])
    return tuple(str(name) for name in names) if isinstance(names, list) else ()


@lru_cache
def _compiler() -> str:
    """Return the version of the compiler: its own text where it is there, else the program's."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(__version__.encode())
    for folder in _SOURCES:
        for place in sorted((root / folder).glob("*.py")):
            digest.update(place.read_bytes())
    return digest.hexdigest()


def _place(folder: Path, key: str, ending: str) -> Path:
    return cache_dir() / "packs" / f"{folder.name}-{key[:40]}{ending}"


def _read(place: Path, read: Callable[[bytes], Any]) -> Any:
    """Return what ``read`` makes of a document; None if it is missing or not whole."""
    try:
        if not place.is_file():  # a pipe would be waited for
            return None
        head, _, document = place.read_bytes().partition(b"\n")
    except OSError:  # not there yet, or not readable: it is made again
        return None
    if head.decode("ascii", "replace") != sha256_hex(document):
        _log.warning("%s is not whole and is made again", place.name)
        return None
    return read(document)


def _write(place: Path, document: bytes) -> None:
    """Write a document in one step; a cache that cannot be written is only slower."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sha256_hex(document).encode() + b"\n" + document)
            Path(temporary).replace(place)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        _tidy(place)
    except OSError as error:
        _log.warning("a compiled pack cannot be kept: %s", error)


def _tidy(place: Path) -> None:
    """Remove what was kept of earlier versions of the same pack."""
    kept, key_length = place.name.partition(".")[0], 40
    pack = kept[:-key_length]
    for other in place.parent.glob(f"{pack}*"):
        name = other.name.partition(".")[0]
        if name != kept and name[:-key_length] == pack:
            other.unlink(missing_ok=True)
