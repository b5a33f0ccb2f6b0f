"""Printing or saving the list of what is missing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import printing
from kta_desktop.services.printing import Kind, Order, SheetInfo
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import MARGIN
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kta_desktop.services.workspace import Workspace
    from ui.tasks import TaskRunner

_WIDTH = 520  # px


class PrintMissingDialog(QDialog):
    """Asks for the language and whether the list is printed or saved.

    Signals: ``said`` with a short confirmation.

    Args:
        workspace: Where the audit is.
        audit_id: Which one.
        number: Number of the audit, for the name of the file.

    Attributes:
        ask_printer: Asks for a printer for so many pages; None = nobody wants to print.
    """

    said = Signal(str)

    def __init__(
        self,
        workspace: "Workspace",
        audit_id: str,
        number: str,
        runner: "TaskRunner",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("printMissingDialog")
        self.setWindowTitle(_("List of missing data"))
        self._workspace, self._audit = workspace, audit_id
        self._number, self._runner = number, runner
        self._folder = QTemporaryDir()
        self.ask_printer: Callable[[QWidget, int], QPrinter | None] = _ask_printer
        self.languages = Segments([("ru", _("Russian")), ("kk", _("Kazakh"))])
        self.languages.set_value("kk" if language() == "kk" else "ru")
        chosen = Labelled(self.languages, _("Language of the list"))
        text = _(
            "The plant gets a list of answers, measurements and documents that are still missing, "
            "with room to write. Nothing in the audit changes."
        )
        self._banner = Banner()
        self._save = KeyButton(_("Save PDF…"), "Ctrl+Shift+S", "save")
        self._print = KeyButton(_("Print"), "Enter", "printer", "primary")
        self._save.setObjectName("saveMissing")
        self._print.setObjectName("printMissingNow")
        self._print.setDefault(True)
        leave = KeyButton(_("Leave"), "Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for part in (Label(text, "body", "tx2"), chosen, self._banner):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(dialog_buttons(leave, self._save, self._print))
        self._save.clicked.connect(self.save)
        self._print.clicked.connect(self.print_list)
        leave.clicked.connect(self.reject)
        bind(self, "Ctrl+Shift+S", self.save)
        self.resize(_WIDTH, self.sizeHint().height())

    def save(self) -> None:
        """Ask for a file and write the list into it."""
        suggested = _("{number}-missing.pdf").format(number=self._number)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the list as PDF"), suggested, _("PDF (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write the list into a file."""
        self._set_busy(busy=True)
        self._write(target, self._saved)

    def print_list(self) -> None:
        """Set the list and ask for a printer."""
        self._set_busy(busy=True)
        self._write(Path(self._folder.filePath("missing.pdf")), self._ready)

    def _write(self, target: Path, done: Callable[[SheetInfo], None]) -> None:
        order = Order(kind=Kind.MISSING, languages=(str(self.languages.value()),))
        self._runner.run_pool(
            lambda _report, _cancelled: printing.sheet(self._workspace, self._audit, order, target),
            self,
            done,
            self._refuse,
        )

    def _saved(self, sheet: SheetInfo) -> None:
        self.said.emit(_("The list is saved: {path}").format(path=sheet.path))
        self.accept()

    def _ready(self, sheet: SheetInfo) -> None:
        from ui.widgets.print_job import PrintJob

        printer = self.ask_printer(self, sheet.pages)
        if printer is None:
            self._set_busy(busy=False)
            return
        job = PrintJob(self._runner, sheet.path, sheet.pages, printer, self)
        job.failed.connect(self._refuse)
        job.finished.connect(self._printed)
        job.start()

    def _printed(self, pages: int) -> None:
        self.said.emit(_("Sent to the printer, pages: {count}").format(count=pages))
        self.accept()

    def _refuse(self, error: KtaError) -> None:
        self._set_busy(busy=False)
        self._banner.show_error(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._save.setEnabled(not busy)
        self._print.setEnabled(not busy)


def _ask_printer(parent: QWidget, pages: int) -> "QPrinter | None":
    """Ask in the system's dialog; its library is loaded when somebody prints."""
    from ui.widgets.print_job import ask_printer

    return ask_printer(parent, pages)
