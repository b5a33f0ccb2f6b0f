"""Where a document goes: into a file, to a printer, into a workbook. Each can be stopped."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import printing
from kta_desktop.services.printing import SheetInfo
from ui.tasks import Cancelled, Report, Task, TaskRunner

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kta_desktop.services.workbooks import WorkbookInfo
    from kta_desktop.services.workspace import Workspace
    from ui.widgets.print_job import PrintJob


class PrintOutputs(QObject):
    """Saves, prints and writes, one print and one workbook at a time.

    Signals:
        told: what was done, in a sentence.
        working: what is being done and can be stopped.
        failed: KtaError why something could not be done.
        printed: how many pages went to the printer, at least one.
    """

    told = Signal(str)
    working = Signal(str)
    failed = Signal(object)
    printed = Signal(int)

    def __init__(
        self, workspace: "Workspace", audit_id: str, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace, self._audit, self._runner = workspace, audit_id, runner
        self._job: PrintJob | None = None
        self._book: Task | None = None

    @property
    def is_printing(self) -> bool:
        """Whether pages are on their way to a printer."""
        return self._job is not None

    @property
    def is_writing(self) -> bool:
        """Whether a workbook is being written."""
        return self._book is not None

    def save(self, sheet: SheetInfo, target: Path) -> None:
        """Write a document that is set into another file as well."""
        self._runner.run_pool(
            lambda _report, _cancelled: printing.save_copy(sheet.path, target),
            self,
            lambda saved: self.told.emit(_("The sheet is saved: {path}").format(path=saved)),
            self.failed.emit,
        )

    def print(self, sheet: SheetInfo, printer: "QPrinter") -> None:
        """Send the pages that the printer was asked for to it."""
        from ui.widgets.print_job import PrintJob

        job = PrintJob(self._runner, sheet.path, sheet.pages, printer, self)
        job.moved.connect(self._moved)
        job.finished.connect(partial(self._printed, _("Sent to the printer, pages: {count}")))
        stopped = _("Printing is stopped. Pages that went to the printer: {count}.")
        job.stopped.connect(partial(self._printed, stopped))
        job.failed.connect(self._not_printed)
        self._job = job
        job.start()

    def write_book(self, languages: tuple[str, ...], layout: str, out: Path) -> None:
        """Write the workbook of the audit in one or two languages for a layout into a file."""

        def work(report: Report, cancelled: Cancelled) -> "WorkbookInfo":
            from kta_desktop.services import workbooks  # with the library that writes them

            return workbooks.workbook(
                self._workspace,
                self._audit,
                languages,
                layout,
                out,
                report=report,
                cancelled=cancelled,
            )

        self._book = self._runner.run_pool(
            work,
            self,
            self._written,
            self._not_written,
            lambda _share, text: self.working.emit(text),
        )

    def stop(self) -> bool:
        """Stop printing, else the workbook; whether there was anything to stop."""
        if self._job is not None:
            self._job.stop()
        elif self._book is not None:
            self._book.cancel()
        else:
            return False
        return True

    def _moved(self, page: int, last: int) -> None:
        text = _("Printing page {number} of {total}").format(number=page, total=last)
        self.working.emit(text)

    def _printed(self, text: str, pages: int) -> None:
        self._job = None
        self.told.emit(text.format(count=pages))
        if pages:
            self.printed.emit(pages)

    def _not_printed(self, error: KtaError) -> None:
        self._job = None
        self.failed.emit(error)

    def _written(self, info: "WorkbookInfo") -> None:
        self._book = None
        self.told.emit(_("The workbook is saved: {path}").format(path=info.path))

    def _not_written(self, error: KtaError) -> None:
        self._book = None
        if isinstance(error, printing.SheetCancelledError):
            self.told.emit(_("The workbook was not written: stopped."))
        else:
            self.failed.emit(error)
