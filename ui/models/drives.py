"""The drives that can be carried away, as the operating system tells of them."""

import logging
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from kta_desktop.services.sticks import Stick

_REMOVABLE = 2  # DRIVE_REMOVABLE of GetDriveTypeW
_CARRIED = ("/media/", "/run/media/", "/Volumes/")
_SYSTEM = {"tmpfs", "devtmpfs", "overlay", "squashfs", "proc", "sysfs", "iso9660"}
_log = logging.getLogger(__name__)


def sticks(
    volumes: Iterable[QStorageInfo] | None = None,
    is_carried: Callable[[str, str], bool] | None = None,
) -> tuple[Stick, ...]:
    """Return the removable drives that are ready, by path. May wait for a drive: not in the window.

    Args:
        volumes: What is mounted; by default what the system says.
        is_carried: Says of a root and its device whether it can be carried away.
    """
    carried = is_carried or _is_carried
    found = [
        Stick(
            path=Path(each.rootPath()),
            name=_name(each),
            free=each.bytesAvailable(),
            total=each.bytesTotal(),
            is_writable=not each.isReadOnly(),
        )
        for each in (QStorageInfo.mountedVolumes() if volumes is None else volumes)
        if each.isValid() and each.isReady() and _is_disk(each)
        and carried(each.rootPath(), bytes(each.device().data()).decode(errors="replace"))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda stick: str(stick.path)))


def folder_stick(path: Path) -> Stick:
    """Return a folder that a person chose as if it were a stick."""
    volume = QStorageInfo(str(path))
    return Stick(
        path=path,
        name=path.name or str(path),
        free=max(volume.bytesAvailable(), 0),
        total=max(volume.bytesTotal(), 0),
        is_writable=not volume.isReadOnly(),
    )


def _name(volume: QStorageInfo) -> str:
    """Return what a drive is called; its letter or folder where it has no name."""
    root = Path(volume.rootPath())
    return volume.name() or root.name or volume.rootPath().rstrip("/\\")


def _is_disk(volume: QStorageInfo) -> bool:
    kind = bytes(volume.fileSystemType().data()).decode(errors="replace")
    return volume.bytesTotal() > 0 and kind not in _SYSTEM


def _is_carried(root: str, device: str) -> bool:
    if sys.platform == "win32":
        return _is_removable_letter(root)
    return root.startswith(_CARRIED) or _is_removable_block(device)


def _is_removable_letter(root: str) -> bool:
    import ctypes

    windows = getattr(ctypes, "windll", None)
    return windows is not None and windows.kernel32.GetDriveTypeW(root) == _REMOVABLE


def _is_removable_block(device: str) -> bool:
    """Whether Linux says that a disk can be taken out; of a partition, its disk is asked."""
    disk = Path(device).name.rstrip("0123456789")
    try:
        told = Path(f"/sys/block/{disk}/removable").read_text(encoding="ascii")
    except OSError as error:
        _log.debug("not asked whether %s can be taken out: %s", device, error)
        return False
    return bool(disk) and told.strip() == "1"
