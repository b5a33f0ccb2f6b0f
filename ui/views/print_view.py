"""The page «Печать»: the sheet as it will be printed, saved as PDF or sent to a printer."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import auditing, printing
from kta_desktop.services.printing import Order, SheetInfo
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.print_options import PrintOptions
from ui.widgets.print_preview import FIT_PAGE, FIT_WIDTH, REAL, PrintPreview
from ui.widgets.print_turner import PageTurner
from ui.widgets.progress import ProgressBar6
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kta_desktop.services.workspace import Workspace

SIDE_PX = 372


class PrintView(QWidget):
    """The filled sheet of one audit. The preview shows the very file that is saved or printed.

    The file lies in a private folder of the system's temporary files until the page is closed.

    Signals: ``keys_changed`` when other keys are of use.

    Attributes:
        ask_printer: Asks for a printer for so many pages; None = nobody wants to print.
    """

    keys_changed = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        runner: TaskRunner,
        audit_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("printView")
        self._workspace, self._runner, self._audit = workspace, runner, audit_id
        self._folder = QTemporaryDir()
        self._sheet: SheetInfo | None = None
        self._making: Task | None = None
        self._drawing = False
        self._turn, self._number = 0, ""
        self._is_stale = True
        self.ask_printer: Callable[[QWidget, int], QPrinter | None] = _ask_printer
        self._build()
        self._connect()
        self.retranslate()
        self._modes.set_value(FIT_PAGE)

    def focus_first(self) -> None:
        """Give the keyboard to the pages."""
        self._preview.setFocus()

    def refresh(self) -> None:
        """Prepare the sheet anew: answers may have changed."""
        if self._making is not None:
            self._making.cancel()
        self._turn += 1
        turn = self._turn
        self._sheet = None
        self._options.forget()
        self._banner.clear()
        self._progress.setVisible(True)
        self._preview.start(_("The sheet is being prepared"))
        self._offer()
        languages = self._options.languages
        out = Path(self._folder.filePath(f"{turn}-{'+'.join(languages)}.pdf"))
        started = datetime.now(UTC).isoformat()

        def work(report: Report, cancelled: Cancelled) -> tuple[SheetInfo, str]:
            sheet = printing.sheet(
                self._workspace,
                self._audit,
                Order(languages=languages),
                out,
                report=report,
                cancelled=cancelled,
            )
            return sheet, auditing.load(self._workspace, self._audit).number

        self._making = self._runner.run_pool(
            work,
            self,
            partial(self._made, turn, started),
            partial(self._failed, turn),
            self._progressed,
        )

    def save_pdf(self) -> None:
        """Ask for a file and write the prepared sheet to it."""
        if self._sheet is None:
            return
        suggested = f"{self._number}-{'+'.join(self._options.languages)}.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the sheet as PDF"), suggested, _("PDF (*.pdf)")
        )
        if not chosen:
            return
        target = Path(chosen)
        source = self._sheet.path
        self._runner.run_pool(
            lambda _report, _cancelled: printing.save_copy(source, target),
            self,
            lambda saved: self._banner.show_message(
                "ok", _("The sheet is saved: {path}").format(path=saved)
            ),
            self._say,
        )

    def print_sheet(self) -> None:
        """Ask for a printer and print the prepared sheet."""
        if self._sheet is None:
            return
        from ui.widgets.print_job import PrintJob

        pages = self._sheet.pages
        printer = self.ask_printer(self, pages)
        if printer is None:
            return
        job = PrintJob(self._runner, self._sheet.path, pages, printer, self)
        job.moved.connect(self._printing)
        job.finished.connect(self._printed)
        job.failed.connect(self._say)
        job.start()

    def retranslate(self) -> None:
        """Show every text in the interface language; the sheet keeps its own."""
        self._title.setText(_("Print"))
        self._note.setText(_("A4, works offline. Printing neither closes nor changes the audit."))
        self._save.set_text(_("Save PDF…"))
        self._options.retranslate()
        self._modes.setAccessibleName(_("Size of the page"))
        self._modes.set_options(
            [(FIT_PAGE, _("Page")), (FIT_WIDTH, _("Width")), (REAL, _("100 %"))]
        )
        self._turner.retranslate()
        self._offer()

    def title(self) -> str:
        """Return the title of the page."""
        return _("Print")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        return [
            ("Ctrl+P", _("print")),
            ("Ctrl+Shift+S", _("save PDF")),
            ("PgUp", _("previous page")),
            ("PgDn", _("next page")),
        ]

    @property
    def sheet(self) -> SheetInfo | None:
        """The prepared sheet; None while it is being made."""
        return self._sheet

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()
        self._preview.setFocus()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._is_stale = True

    def _build(self) -> None:
        self._title, self._note = Label("", "title", wrap=False), Label("", "second", "tx2")
        self._save = KeyButton("", "Ctrl+Shift+S", "save")
        self._print = KeyButton("", "Ctrl+P", "printer", "primary")
        self._save.setObjectName("savePdf")
        self._print.setObjectName("printSheet")
        self._banner = Banner()
        self._progress = ProgressBar6()
        self._options = PrintOptions()
        self._options.setFixedWidth(SIDE_PX)
        self._preview = PrintPreview()
        self._turner = PageTurner()
        self._modes = Segments([(FIT_PAGE, "")], small=True)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(self._save)
        head.addWidget(self._print)
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        columns.addWidget(self._options)
        columns.addWidget(self._paper_panel(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        for item in (head, columns):
            layout.addLayout(item, 1 if item is columns else 0)
        layout.insertWidget(1, self._banner)

    def _paper_panel(self) -> Panel:
        panel = Panel()
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(self._turner)
        bar.addStretch(1)
        bar.addWidget(self._modes)
        panel.body.setContentsMargins(1, 0, 1, 1)
        panel.body.setSpacing(0)
        panel.body.addLayout(bar)
        panel.body.addWidget(self._progress)
        panel.body.addWidget(self._preview, 1)
        return panel

    def _connect(self) -> None:
        self._save.clicked.connect(self.save_pdf)
        self._print.clicked.connect(self.print_sheet)
        self._options.languages_chosen.connect(lambda _languages: self.refresh())
        self._modes.chosen.connect(lambda mode: self._preview.set_mode(str(mode)))
        self._turner.turned.connect(lambda step: self._preview.turn_to(self._preview.page + step))
        self._preview.turned.connect(lambda _page: self._turned())
        self._preview.wanted.connect(lambda _page, _width: self._draw_next())
        bind(self, "Ctrl+P", self.print_sheet, PAGE)
        bind(self, "Ctrl+Shift+S", self.save_pdf, PAGE)
        bind(self, "PgDown", partial(self._preview.page_by, 1), PAGE)
        bind(self, "PgUp", partial(self._preview.page_by, -1), PAGE)

    def _progressed(self, fraction: float, text: str) -> None:
        self._progress.set_fraction(fraction, text)

    def _made(self, turn: int, at: str, made: tuple[SheetInfo, str]) -> None:
        if turn != self._turn:
            return  # the sheet was asked for anew meanwhile
        sheet, self._number = made
        self._making, self._sheet = None, sheet
        self._progress.setVisible(False)
        self._options.show_sheet(sheet.pages, sheet.code, sheet.sha256, at)
        self._preview.show_pages(sheet.pages)
        self._offer()

    def _failed(self, turn: int, error: KtaError) -> None:
        if turn == self._turn:
            self._making = None
            self._progress.setVisible(False)
            self._preview.start("")
            self._say(error)

    def _printing(self, page: int, last: int) -> None:
        text = _("Printing page {number} of {total}").format(number=page, total=last)
        self._banner.show_message("info", text)

    def _printed(self, pages: int) -> None:
        text = _("Sent to the printer, pages: {count}").format(count=pages)
        self._banner.show_message("ok", text)

    def _say(self, error: KtaError) -> None:
        self._banner.show_message("error", error.sentence())

    def _offer(self) -> None:
        """Enable what can be done with the sheet as it is."""
        pages = self._sheet.pages if self._sheet is not None else 0
        self._save.setEnabled(pages > 0)
        self._print.setEnabled(pages > 0)
        self._print.set_text(
            _("Print, pages: {count}").format(count=pages) if pages else _("Print")
        )
        self._turner.show_place(self._preview.page, self._preview.pages)

    def _turned(self) -> None:
        self._turner.show_place(self._preview.page, self._preview.pages)
        self._draw_next()

    def _draw_next(self) -> None:
        """Draw the shown page, then its neighbours, one at a time."""
        if self._drawing or self._sheet is None:
            return
        shown, width = self._preview.page, self._preview.wanted_width()
        for page in (shown, shown + 1, shown - 1):
            if 0 <= page < self._sheet.pages and not self._preview.has(page, width):
                self._draw(self._sheet, page, width)
                return

    def _draw(self, sheet: SheetInfo, page: int, width: int) -> None:
        self._drawing = True
        self._runner.run_pool(
            lambda _report, _cancelled: printing.page_image(sheet.path, page + 1, width),
            self,
            partial(self._drawn, sheet, page, width),
            self._not_drawn,
        )

    def _drawn(self, sheet: SheetInfo, page: int, width: int, png: bytes) -> None:
        self._drawing = False
        if sheet is self._sheet:
            self._preview.put(page, width, png)
        self._draw_next()

    def _not_drawn(self, error: KtaError) -> None:
        self._drawing = False
        self._say(error)


def _ask_printer(parent: QWidget, pages: int) -> "QPrinter | None":
    """Ask in the system's dialog; its library is loaded when somebody prints."""
    from ui.widgets.print_job import ask_printer

    return ask_printer(parent, pages)
