"""A signed pack as one ZIP file: laid down the same way every time, read with suspicion."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from kta_desktop.i18n import N_
from kta_desktop.packs.errors import PackError
from kta_desktop.packs.layout import EXTRA, PACK
from kta_desktop.packs.signature import FILE
from kta_desktop.packs.workbook_errors import NotAWorkbookError
from kta_desktop.packs.workbook_files import is_file_name
from kta_desktop.packs.workbook_zip import Container

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16  # a plain file, readable by all


class PackZipError(PackError):
    """A ZIP file is not a signed pack. Details: ``path``."""

    code: ClassVar[str] = "pack-zip"
    text: ClassVar[str] = N_(
        "The file {path} is not a signed pack. Nothing was changed. Ask the centre for it anew."
    )


def write_zip(files: Mapping[str, bytes], out: Path) -> None:
    """Write the files of a signed pack; the same files give the same bytes.

    Raises:
        OSError: If it cannot be written.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _MODE
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, content)


def read_zip(path: Path) -> dict[str, bytes]:
    """Return the files of a signed pack, ``signature.json`` among them.

    Raises:
        PackZipError: If it holds anything else, or cannot be read.
        WorkbookError: If it is too large, or holds more than it says.
    """
    try:
        with Container(path) as container:
            if not {PACK, FILE} <= container.names or not all(map(_belongs, container.names)):
                raise PackZipError(path=path)
            return {name: b"".join(container.chunks(name)) for name in sorted(container.names)}
    except NotAWorkbookError as error:
        raise PackZipError(path=path) from error


def _belongs(name: str) -> bool:
    return name in (PACK, EXTRA, FILE) or is_file_name(name)
