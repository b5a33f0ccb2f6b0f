"""Sending a prepared sheet to a printer, page by page as pictures of 300 dpi.

Pictures are drawn in the pool, painted here: the interface never waits for a page.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ui.tasks import TaskRunner
from ui.widgets.page_picture import page_picture

DPI = 300
A4_WIDTH_PX = round(210 / 25.4 * DPI)


def ask_printer(parent: QWidget, pages: int) -> QPrinter | None:
    """Return the printer that a person chose for ``pages`` A4 pages; None if none was."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setFromTo(1, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


class PrintJob(QObject):
    """Prints pages of one PDF in order; deletes itself when it is done.

    Signals:
        moved: page that was printed (from 1) and the last page.
        finished: pages that were printed.
        stopped: pages that were printed before a person stopped the rest.
        failed: KtaError of a page that could not be drawn; earlier pages are printed.
    """

    moved = Signal(int, int)
    finished = Signal(int)
    stopped = Signal(int)
    failed = Signal(object)

    def __init__(
        self, runner: TaskRunner, pdf: Path, pages: int, printer: QPrinter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._pdf, self._printer = runner, pdf, printer
        first, last = printer.fromPage() or 1, printer.toPage() or pages
        self._todo = list(range(first, min(last, pages) + 1))
        self._done = 0
        self._is_stopped = False
        self._painter = QPainter()

    def start(self) -> None:
        """Begin with the first page."""
        self._painter.begin(self._printer)
        self._next()

    def stop(self) -> None:
        """Print no further page; those that went to the printer are printed."""
        self._is_stopped = True

    def _next(self) -> None:
        if self._is_stopped and self._todo:
            self._end(lambda: self.stopped.emit(self._done))
            return
        if not self._todo:
            self._end(lambda: self.finished.emit(self._done))
            return
        page = self._todo.pop(0)
        self._runner.run_pool(
            lambda _report, _cancelled: page_picture(self._pdf, page, A4_WIDTH_PX),
            self,
            partial(self._paint, page),
            lambda error: self._end(lambda: self.failed.emit(error)),
        )

    def _paint(self, page: int, image: QImage) -> None:
        if self._done:
            self._printer.newPage()
        room = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        fitted = image.size().scaled(QSize(room.size()), Qt.AspectRatioMode.KeepAspectRatio)
        self._painter.drawImage(QRectF(0, 0, fitted.width(), fitted.height()), image)
        self._done += 1
        self.moved.emit(page, page + len(self._todo))
        self._next()

    def _end(self, tell: Callable[[], object]) -> None:
        self._painter.end()
        tell()
        self.deleteLater()
