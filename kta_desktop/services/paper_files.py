"""Photographs and scans of sheets: their pages, the codes on them, and each page as a picture.

JPEG, PNG, TIFF with many pages, PDF. Pages are looked at one after the other and forgotten, so
that a scan of three hundred costs no more memory than one of three.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain import page_codes
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.services import codes, evidence, filetype
from kta_desktop.services.long_work import Cancelled, Report
from kta_desktop.services.paper_errors import (
    NoPageCodeError,
    ScanLockedError,
    ScanUnreadableError,
)
from kta_desktop.services.reducing import eight_bits
from kta_desktop.storage.errors import PictureTooLargeError

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

PAGE_NAME = N_("{name}, p. {page}")
_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes before "%PDF-" that readers put up with
_LARGEST = 500 * 1000 * 1000  # bytes of a PDF; each page becomes a picture of its own
_DPI = 200
_MOST_PX = 4400  # of the longer side of a page: that of A3 at 270 dpi
_QUALITY = 85
_THUMBNAIL = 160  # px of the longer side
_PASSWORD = 4  # FPDF_ERR_PASSWORD of PDFium


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One picture of a file: the file itself, or one page of it.

    Attributes:
        file: Where it lies.
        place: Page of the file, from 1; None if the file is one picture.
        texts: What the codes of sheets on it say, each once.
        thumbnail: Small JPEG; empty if it cannot be shown.
        refused: Why it cannot be attached at all, or why no code was read; None if one was.
        is_picture: Whether it can be attached.
    """

    file: Path
    place: int | None = None
    texts: tuple[str, ...] = ()
    thumbnail: bytes = b""
    refused: KtaError | None = None
    is_picture: bool = True

    @property
    def name(self) -> str:
        """Return what it is called: the name of the file, with the page of it."""
        name = self.file.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if self.place is None:
            return name
        return _(PAGE_NAME).format(name=name, page=self.place)


def read_files(files: Sequence[Path], report: Report, cancelled: Cancelled) -> tuple[Scan, ...]:
    """Return the pages of files with the codes on them, in the order of the files.

    Every file is in what is returned, also one that cannot be read; its first fault stands there.

    Args:
        files: Photographs, scans, PDF files; read once, never changed.
        report: Told the share done and the name of what is looked at.
        cancelled: Asked before each page; when it says so, what was found so far is returned.
    """
    found: list[Scan] = []
    for place, file in enumerate(files):
        if cancelled():
            break

        def told(share: float, name: str, done: int = place) -> None:
            report((done + share) / len(files), name)

        try:
            found += _in_file(file, told, cancelled)
        except KtaError as error:
            found.append(Scan(file=file, refused=error, is_picture=False))
    return tuple(found)


class Pictures:
    """Pages of files as pictures; the file that was asked for last is kept open."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._pages: _Pages | None = None

    def of(self, scan: Scan) -> bytes:
        """Return a page of a file as JPEG at 200 dpi; the same bytes each time.

        Raises:
            KtaError: As ``read_files`` notes it, if the file is not any more what it was.
        """
        if self._pages is None or self._file != scan.file:
            self._file, self._pages = scan.file, _pages(scan.file)
        index = (scan.place or 1) - 1
        if index >= self._pages.count:
            raise ScanUnreadableError(name=scan.name)
        out = BytesIO()
        try:
            picture = eight_bits(self._pages.page(index)).convert("RGB")
        except filetype.BROKEN as error:
            raise ScanUnreadableError(name=scan.name) from error
        picture.save(out, "JPEG", quality=_QUALITY, dpi=(_DPI, _DPI))
        return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a file: how many, and each as a picture when it is asked for.

    Attributes:
        count: How many.
        page: Returns one of them, from 0.
        is_file: Whether the file itself is the picture.
    """

    count: int
    page: "Callable[[int], Image]"
    is_file: bool = False


def _in_file(
    file: Path, report: Callable[[float, str], None], cancelled: Cancelled
) -> Iterator[Scan]:
    pages = _pages(file)
    for index in range(pages.count):
        if cancelled():
            return
        scan = Scan(file=file, place=None if pages.is_file else index + 1)
        report(index / pages.count, scan.name)
        yield _looked_at(scan, pages)


def _looked_at(scan: Scan, pages: _Pages) -> Scan:
    try:
        picture = pages.page((scan.place or 1) - 1)
        texts = tuple(text for text in codes_on(picture) if page_codes.is_code(text))
        small = _thumbnail(picture)
    except KtaError as error:
        return replace(scan, refused=error, is_picture=False)
    except filetype.BROKEN:
        return replace(scan, refused=ScanUnreadableError(name=scan.name), is_picture=False)
    refused = None if texts else NoPageCodeError(name=scan.name)
    return replace(scan, texts=texts, thumbnail=small, refused=refused)


def codes_on(picture: "Image") -> tuple[str, ...]:
    """Return what the QR codes on a picture say; a dim or blurred one is looked at once more."""
    from PIL import ImageFilter, ImageOps

    grey = eight_bits(picture).convert("L")
    found = codes.in_picture(grey)
    if found:
        return found
    sharp = ImageFilter.UnsharpMask(radius=3, percent=250, threshold=0)
    return codes.in_picture(ImageOps.autocontrast(grey, cutoff=2).filter(sharp))


def _pages(file: Path) -> _Pages:
    """Return the pages of a file.

    Raises:
        EvidenceError: If it cannot be read, or a picture is larger than evidence may be.
        PictureTooLargeError, PictureDamagedError: If it is no picture that can be shown.
        ScanUnreadableError, ScanLockedError: If it is neither a picture nor a PDF to be opened.
    """
    data = evidence.bytes_of(file, _LARGEST)
    if _PDF in data[:_PDF_WITHIN]:
        return _pdf_pages(data, file)
    evidence.check_size(len(data), file.name)
    return _frames(data, file)


def _frames(data: bytes, file: Path) -> _Pages:
    """Return the pages of a picture: one, or those of a TIFF."""
    picture = filetype.open_picture(data, file.name)
    if picture is None:
        raise ScanUnreadableError(name=file.name)
    count = _counted(picture) if picture.format == "TIFF" else 1

    def page(index: int) -> "Image":
        from PIL import Image, ImageOps

        try:
            picture.seek(index)
        except filetype.DAMAGED as error:
            raise ScanUnreadableError(name=file.name) from error
        if picture.width * picture.height > (Image.MAX_IMAGE_PIXELS or 0):
            raise PictureTooLargeError(name=file.name)  # only the first page was looked at
        return ImageOps.exif_transpose(picture)

    return _Pages(count, page, is_file=count == 1)


def _counted(picture: "Image") -> int:
    """Return how many pages a TIFF has, up to the first that cannot be found and that one."""
    count = 0
    try:
        while True:
            picture.seek(count)
            count += 1
    except EOFError:
        return count
    except filetype.DAMAGED:
        return count + 1


def _pdf_pages(data: bytes, file: Path) -> _Pages:
    with _document(data, file) as document:
        count = len(document)

    def page(index: int) -> "Image":
        with _document(data, file) as document:  # others may show pages between two of ours
            return _rendered(document, index, file)

    return _Pages(count, page)


@contextmanager
def _document(data: bytes, file: Path) -> "Iterator[PdfDocument]":
    from kta_desktop.reports.errors import PreviewError
    from kta_desktop.services.pdf_pages import opened_pdf

    try:
        with opened_pdf(data, file) as document:
            yield document
    except PreviewError as error:
        is_locked = getattr(error.__cause__, "err_code", 0) == _PASSWORD
        raise (ScanLockedError if is_locked else ScanUnreadableError)(name=file.name) from error


def _rendered(document: "PdfDocument", index: int, file: Path) -> "Image":
    import pypdfium2

    try:
        sheet = document[index]
        longest = max(sheet.get_width(), sheet.get_height(), 1.0)
        picture: Image = sheet.render(scale=min(_DPI / 72, _MOST_PX / longest)).to_pil()
    except pypdfium2.PdfiumError as error:
        raise ScanUnreadableError(name=file.name) from error
    return picture


def _thumbnail(picture: "Image") -> bytes:
    small = eight_bits(picture).convert("RGB")
    small.thumbnail((_THUMBNAIL, _THUMBNAIL))
    out = BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
