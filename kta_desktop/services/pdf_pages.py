"""PDF files that lie on disk: how many pages they have, and their pages as pictures.

pypdfium2 is loaded when the first page is shown, not at start-up.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.reports.errors import PreviewError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_TALLEST = 10_000  # px of the height of a page shown
_PDFIUM = threading.Lock()


def read_pdf(pdf: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        PreviewError: If it is not there any more, or cannot be read.
    """
    try:
        return pdf.read_bytes()
    except OSError as error:
        raise PreviewError(path=pdf.name) from error


def page_count(pdf: Path) -> int:
    """Return how many pages a PDF file has.

    Raises:
        PreviewError: If the file is missing or no whole PDF.
    """
    data = read_pdf(pdf)
    with opened_pdf(data, pdf) as document:
        return len(document)


def page_image(pdf: Path, page: int, width_px: int) -> bytes:
    """Return a page of a PDF file as PNG.

    Args:
        pdf: The file.
        page: Number of the page, from 1.
        width_px: Width of the picture; its height follows.

    Raises:
        PreviewError: If the file is missing or no whole PDF, or has no such page.
    """
    data = read_pdf(pdf)
    with opened_pdf(data, pdf) as document:
        if not 1 <= page <= len(document):
            raise PreviewError(path=pdf.name)
        sheet = document[page - 1]
        size = sheet.get_width(), sheet.get_height()
        scale = min(width_px / size[0], _TALLEST / size[1])  # a page of others may be a thread
        picture = sheet.render(scale=scale).to_pil()
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@contextmanager
def opened_pdf(data: bytes, path: Path) -> "Iterator[PdfDocument]":
    """Give a PDF document; PDFium knows no threads, so only one is open at a time.

    Raises:
        PreviewError: If ``data`` is no whole PDF; ``path`` is named in it.
    """
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise PreviewError(path=path.name) from error
        try:
            yield document
        finally:
            document.close()
