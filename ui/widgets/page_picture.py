"""Pages of a PDF as pictures that a window can paint."""

from pathlib import Path

from PySide6.QtGui import QImage

from kta_desktop.services import printing


def page_picture(pdf: Path, page: int, width: int) -> QImage:
    """Return a page, from 1, unpacked at ``width`` pixels: for the pool, not for the interface.

    Raises:
        PreviewError: If the file is missing or no whole PDF, or has no such page.
    """
    return QImage.fromData(printing.page_image(pdf, page, width))
