"""Pages of a PDF as pictures that a window can paint."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from kta_desktop.errors import KtaError
from kta_desktop.services import printing
from kta_desktop.services.printing import SheetInfo
from ui.tasks import TaskRunner
from ui.widgets.print_preview import PrintPreview


def page_picture(pdf: Path, page: int, width: int) -> QImage:
    """Return a page, from 1, unpacked at ``width`` pixels: for the pool, not for the interface.

    Raises:
        PreviewError: If the file is missing or no whole PDF, or has no such page.
    """
    return QImage.fromData(printing.page_image(pdf, page, width))


class PageDrawing(QObject):
    """Draws what a preview needs, in the pool, one picture at a time.

    Signals: ``failed`` with the KtaError of a page that cannot be drawn.

    Args:
        runner: Where pictures are drawn.
        preview: Gets them.
        sheet: Returns the document that is shown; None if there is none.
    """

    failed = Signal(object)

    def __init__(
        self,
        runner: TaskRunner,
        preview: PrintPreview,
        sheet: Callable[[], SheetInfo | None],
    ) -> None:
        super().__init__(preview)
        self._runner, self._preview, self._sheet = runner, preview, sheet
        self._is_drawing = False
        preview.wanted.connect(self.draw)

    def draw(self) -> None:
        """Draw the first of the pictures that are needed and not there, then the next."""
        sheet = self._sheet()
        if self._is_drawing or sheet is None:
            return
        for page, width in self._preview.needed():
            if not self._preview.has(page, width):
                self._begin(sheet, page, width)
                return

    def _begin(self, sheet: SheetInfo, page: int, width: int) -> None:
        self._is_drawing = True
        self._runner.run_pool(
            lambda _report, _cancelled: page_picture(sheet.path, page + 1, width),
            self,
            partial(self._drawn, sheet, page, width),
            self._not_drawn,
        )

    def _drawn(self, sheet: SheetInfo, page: int, width: int, image: QImage) -> None:
        self._is_drawing = False
        if sheet is self._sheet():
            self._preview.put(page, width, image)
        self.draw()

    def _not_drawn(self, error: KtaError) -> None:
        self._is_drawing = False
        self.failed.emit(error)
