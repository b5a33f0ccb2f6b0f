"""What is installed, found and writable: one line each, for support."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from kta_desktop import i18n
from kta_desktop.errors import KtaError
from kta_desktop.formatting import size
from kta_desktop.i18n import _
from kta_desktop.paths import RESOURCES, config_dir, data_dir
from kta_desktop.services import packs, workspace

_ENOUGH_BYTES = 500 * 1024 * 1024  # an audit with its photographs and one backup
_LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "reportlab", "pymodbus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: Stable name, for scripts.
        ok: Whether it is as it should be.
        detail: What was found, in the interface language.
    """

    name: str
    ok: bool
    detail: str


def examine(path: Path | None = None) -> Iterator[Finding]:
    """Yield a finding for each thing the program needs; the workspace last.

    Args:
        path: Workspace to look into; by default the one of this computer, if there is one.
    """
    yield Finding(name="python", ok=sys.version_info >= (3, 11), detail=sys.version.split()[0])
    for library in _LIBRARIES:
        yield _guarded(library.lower(), lambda name=library: metadata.version(name))  # type: ignore[misc]  # default binds the loop's value
    yield _guarded("sqlcipher", workspace.cipher_version)
    yield _fonts()
    yield _texts()
    yield from _packs()
    for name, folder in (("data", data_dir()), ("settings", config_dir())):
        yield _folder(name, folder)
    chosen = path or workspace.default_path()
    if path is not None or workspace.exists(chosen):
        yield from _workspace(chosen)
    else:
        yield Finding(name="workspace", ok=True, detail=_("none yet: {path}").format(path=chosen))


def _guarded(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name=name, ok=True, detail=look())
    except (KtaError, OSError, ImportError) as error:
        sentence = error.sentence() if isinstance(error, KtaError) else str(error)
        return Finding(name=name, ok=False, detail=sentence)


def _fonts() -> Finding:
    names = sorted(path.name for path in (RESOURCES / "fonts").glob("*.[ot]tf"))
    needed = {"Inter-Regular.otf", "PTS55F.ttf"}
    return Finding(name="fonts", ok=needed <= set(names), detail=", ".join(names))


def _texts() -> Finding:
    spoken = [
        language
        for language in i18n.LANGUAGES
        if (RESOURCES / "locale" / language / "LC_MESSAGES" / "kta.mo").exists()
    ]
    return Finding(
        name="texts", ok=len(spoken) == len(i18n.LANGUAGES), detail=", ".join(spoken) or "—"
    )


def _packs() -> Iterator[Finding]:
    try:
        for pack in packs.available():
            yield Finding(
                name=f"pack {pack.id}", ok=True, detail=f"{pack.version} {pack.sha256[:16]}"
            )
    except KtaError as error:
        yield Finding(name="packs", ok=False, detail=error.sentence())


def _folder(name: str, folder: Path) -> Finding:
    """Return whether ``folder``, or the nearest existing one above it, can be written to."""
    # os.path.exists, unlike the method of a path, is no error for a name too long to be one.
    there = next(p for p in (folder, *folder.absolute().parents) if os.path.exists(p))  # noqa: PTH110
    free = shutil.disk_usage(there).free
    writable = os.access(there, os.W_OK)
    detail = _("{path}, free: {size}").format(path=folder, size=size(free, i18n.language()))
    if not writable:
        detail = _("{path} cannot be written to").format(path=folder)
    return Finding(name=name, ok=writable and free > _ENOUGH_BYTES, detail=detail)


def _workspace(path: Path) -> Iterator[Finding]:
    try:
        opened = workspace.open_for_command(path)
    except KtaError as error:
        yield Finding(name="workspace", ok=False, detail=error.sentence())
        return
    try:
        yield Finding(name="workspace", ok=True, detail=str(path))
        for check in workspace.check_workspace(opened):
            yield Finding(name=check.name, ok=check.ok, detail=check.detail)
    finally:
        opened.close()
