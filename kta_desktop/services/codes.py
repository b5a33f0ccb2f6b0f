"""Codes of printed sheets: what they say, and reading them from pictures and PDF files.

A filled sheet carries ``KTA1;<number of the audit>;<definition>;<record>``, both hashes by their
first 16 letters. A number may hold semicolons, hashes do not: it is read from the end.
"""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from kta_desktop.domain.paper_codes import readings
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.services import filetype
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.reducing import eight_bits

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument
    from zxingcpp import BarcodeFormats

_FILLED = re.compile(
    r"KTA1;(?P<number>.*);(?P<definition>[0-9a-f]{16});(?P<record>[0-9a-f]{16})", re.DOTALL
)
_DPI = 150
_PDF = b"%PDF-"
_MOST_BYTES = 512 * 1024 * 1024
_MOST_PX = 4400  # of the longer side of a page of a PDF, which may name any size
_LARGEST = 2400  # px of the longer side: a code on A4 has four px a module then


class NoCodeError(KtaError):
    """A file carries no code of a sheet. Details: ``path``."""

    code: ClassVar[str] = "no-code"
    text: ClassVar[str] = N_(
        "No code was found in {path}. Nothing was changed. Photograph the corner with the QR code "
        "straight from above, or type the short code under it."
    )


class CodeFileError(KtaError):
    """A file cannot be read as a picture or a PDF. Details: ``path``."""

    code: ClassVar[str] = "code-file-unreadable"
    text: ClassVar[str] = N_(
        "The file {path} cannot be read as a picture or a PDF. Nothing was changed. Choose a "
        "photograph, a scan or a PDF, or type the short code under the QR code."
    )


@dataclass(frozen=True, slots=True)
class FilledCode:
    """What the code of a filled sheet says.

    Attributes:
        number: Number of the audit, shortened where it is long.
        definition: First 16 letters of the hash of its checklist.
        record: First 16 letters of the hash of its newest change.
    """

    number: str
    definition: str
    record: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A code that was read.

    Attributes:
        page: Page of the file, from 1.
        text: What the code says.
    """

    page: int
    text: str


def filled_code(text: str) -> FilledCode | None:
    """Return what the code of a filled sheet says; None for any other text.

    Text that a scanner typed in a Russian or Kazakh layout is read as well.
    """
    for said in readings(text):
        found = _FILLED.fullmatch(said)
        if found is not None:
            return FilledCode(**found.groupdict())
    return None


def in_file(
    path: Path, *, report: Report = silent, cancelled: Cancelled = never
) -> tuple[Seen, ...]:
    """Return the QR codes on the pages of a PDF, or in a photograph or scan, page by page.

    Args:
        path: The file.
        report: Told after each page the share that is done.
        cancelled: Asked before each page whether to stop; what was found so far is returned.

    Raises:
        CodeFileError: If the file cannot be read.
        NoCodeError: If no page carries a code.
    """
    data = read(path)
    pages = _of_pdf(data, path) if data.startswith(_PDF) else _of_picture(data, path)
    found: list[Seen] = []
    for page, of, picture in pages:
        if cancelled():
            break
        try:
            texts = in_picture(picture)
        except filetype.BROKEN as error:  # colours of a kind, or a shape, that nothing can show
            raise CodeFileError(path=path.name) from error
        found += [Seen(page, text) for text in texts]
        report(page / of, "")
    if not found:
        raise NoCodeError(path=path.name)
    return tuple(found)


def read(path: Path) -> bytes:
    """Return a file that somebody says is a sheet.

    Raises:
        CodeFileError: If it cannot be read, or is too large to be one.
    """
    try:
        found = path.stat()
        is_file = stat.S_ISREG(found.st_mode)  # a pipe would be waited for without end
        if not is_file or found.st_size > _MOST_BYTES:
            raise CodeFileError(path=path.name)
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise CodeFileError(path=path.name) from error


def in_picture(picture: "Image") -> tuple[str, ...]:
    """Return what the QR codes in a picture say, each once; turned and dark ones as well."""
    import zxingcpp

    grey = eight_bits(picture).convert("L")
    small = grey.copy()
    small.thumbnail((_LARGEST, _LARGEST))
    for size in dict.fromkeys((small.size, grey.size)):
        shown = small if size == small.size else grey
        read = zxingcpp.read_barcodes(shown, formats=_qr())
        texts = tuple(dict.fromkeys(code.text for code in read if code.valid))
        if texts:
            return texts
    return ()


def _of_pdf(data: bytes, path: Path) -> "Iterator[tuple[int, int, Image]]":
    from pypdfium2 import PdfiumError

    from kta_desktop.reports.errors import PreviewError
    from kta_desktop.services.pdf_pages import opened_pdf

    try:
        with opened_pdf(data, path) as document:
            count = len(document)
        for page in range(count):
            with opened_pdf(data, path) as document:  # others may show pages between two of ours
                picture = _rendered(document, page)
            yield page + 1, count, picture
    except (PreviewError, PdfiumError) as error:
        raise CodeFileError(path=path.name) from error


def _rendered(document: "PdfDocument", page: int) -> "Image":
    sheet = document[page]
    longest = max(sheet.get_width(), sheet.get_height(), 1.0)
    scale = min(_DPI / 72, _MOST_PX / longest)
    picture: Image = sheet.render(scale=scale, grayscale=True).to_pil()
    return picture


def _of_picture(data: bytes, path: Path) -> "Iterator[tuple[int, int, Image]]":
    from io import BytesIO

    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as picture:
            count = getattr(picture, "n_frames", 1)  # of a scan as TIFF
            for page in range(count):
                picture.seek(page)
                yield page + 1, count, picture
    except (*filetype.DAMAGED, Image.DecompressionBombError) as error:
        raise CodeFileError(path=path.name) from error


def _qr() -> "BarcodeFormats":
    import zxingcpp

    return zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
