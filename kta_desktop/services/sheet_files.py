"""Printed sheets as files: what is known of one, and how it gets onto a disk."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kta_desktop.i18n import N_
from kta_desktop.reports.errors import (
    SheetDiskFullError,
    SheetError,
    SheetFolderMissingError,
    SheetReadOnlyError,
)
from kta_desktop.services.pdf_pages import read_pdf
from kta_desktop.storage.files import write_atomically

SETTING = N_("Setting the pages")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR)
_MISSING = (errno.ENOENT, errno.ENOTDIR)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetInfo:
    """A sheet that lies on disk.

    Attributes:
        path: The PDF.
        pages: How many pages it has.
        sha256: Hash of the file.
        code: Short code under its QR code.
        starts: Key of each part to the number of its first page, from 1.
        replaced: What could not be printed as it was entered, and where, a line each.
    """

    path: Path
    pages: int
    sha256: str
    code: str
    starts: Mapping[str, int] = field(default_factory=dict)
    replaced: tuple[str, ...] = ()


def save_copy(pdf: Path, out: Path) -> Path:
    """Write the sheet that lies at ``pdf`` to ``out`` as well, whole or not at all; return ``out``.

    Raises:
        PreviewError: If ``pdf`` is not there any more.
        SheetDiskFullError, SheetReadOnlyError, SheetFolderMissingError, SheetError: As
            ``saving``.
    """
    save(out, read_pdf(pdf))
    return out


def save(out: Path, data: bytes) -> None:
    """Write a sheet whole or not at all.

    Raises:
        SheetDiskFullError, SheetReadOnlyError, SheetFolderMissingError, SheetError: If it cannot
            be written.
    """
    with saving(out):
        write_atomically(out, data)


@contextmanager
def saving(out: Path) -> Iterator[None]:
    """Tell what the system says while ``out`` is written as a person can act on it.

    Raises:
        SheetDiskFullError, SheetReadOnlyError, SheetFolderMissingError, SheetError: For it.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise SheetDiskFullError(path=out) from error
        if error.errno in _FORBIDDEN:
            raise SheetReadOnlyError(path=out) from error
        if error.errno in _MISSING:
            raise SheetFolderMissingError(path=out) from error
        raise SheetError(path=out) from error
