"""The page «Печать»: documents of an audit as they will be printed, saved or sent to a printer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.services import print_centre
from kta_desktop.services.print_centre import Stock
from kta_desktop.services.printing import Kind, SheetInfo
from ui.models.print_choices import Choices, Printed, PrintMemory
from ui.models.print_places import captions, lengths
from ui.tasks import TaskRunner
from ui.theme import theme
from ui.theme.tokens import GAP, MARGIN
from ui.widgets import print_words
from ui.widgets.banner import Banner
from ui.widgets.print_asking import ask_printer
from ui.widgets.print_catalogue import PrintCatalogue
from ui.widgets.print_head import PrintHead
from ui.widgets.print_outputs import PrintOutputs
from ui.widgets.print_pages import PrintPages
from ui.widgets.print_panel import PrintPanel
from ui.widgets.print_setting import PrintSetting
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.tab_chain import chain, reading_order

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kta_desktop.services.workspace import Workspace

_CATALOGUE = 226  # px
_OPTIONS = 342
_NARROW_BELOW = 1000  # of the page itself: three columns need more
_LOW_BELOW, _LOW_WITH_GLOVES = 530, 660
_LEAST = (700, 300)


class PrintView(QWidget):
    """What is seen is what is saved and printed: the preview shows the very file.

    Signals:
        keys_changed: Other keys are of use.
        jump: ``Target`` on another page.
        audit_changed: id of the audit, after something of it was stored.

    Attributes:
        ask_printer: Asks for a printer for so many pages; None = nobody wants to print.
    """

    keys_changed = Signal()
    jump = Signal(object)
    audit_changed = Signal(str)

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
        self._memory = PrintMemory(audit_id)
        self._choices = self._memory.choices()
        self._stock: Stock | None = None
        self._sheet: SheetInfo | None = None
        self._printing = self._choices.kind
        self._pages: dict[str, int] = {}
        self._is_stale = True
        self.ask_printer: Callable[[QWidget, int], QPrinter | None] = ask_printer
        self.setting = PrintSetting(workspace, audit_id, runner, self)
        self._outputs = PrintOutputs(workspace, audit_id, runner, self)
        self._build()
        self._connect()
        self.retranslate()

    def focus_first(self) -> None:
        """Give the keyboard to the documents."""
        (self.catalogue.combo if self._is_narrow() else self.catalogue.kinds).setFocus()

    def show_target(self, target: Target) -> None:
        """Choose the document that a line leads to; any other key leaves the choice as it is."""
        if target.key in print_centre.DOCUMENTS:
            self._choose(replace(self._choices, kind=Kind(target.key)))
            self.catalogue.show_kind(self._choices.kind)

    def refresh(self) -> None:
        """Count and set anew: answers may have changed."""
        self.pages.wait()
        self._offer(None)
        self._runner.run_pool(
            lambda _report, _cancelled: print_centre.stock(self._workspace, self._audit),
            self,
            self._counted,
            self._failed,
        )

    def save_pdf(self) -> None:
        """Ask for a file and write the document to it."""
        if self._sheet is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the document as PDF"), f"{self._name()}.pdf", _("PDF (*.pdf)")
        )
        if chosen:
            self._outputs.save(self._sheet, Path(chosen))

    def print_sheet(self) -> None:
        """Ask for a printer and print the document."""
        if self._sheet is None or self._outputs.is_printing:
            return
        printer = self.ask_printer(self, self._sheet.pages)
        if printer is not None:
            self._printing = self._choices.kind
            self._outputs.print(self._sheet, printer)

    def write_book(self) -> None:
        """Ask for a file and write the workbook of the audit into it."""
        if self._stock is None or self._outputs.is_writing:
            return
        suggested = f"{self._stock.number}-{self._choices.language}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the workbook"), suggested, _("Workbook (*.xlsx)")
        )
        if chosen:
            self._outputs.write_book(self._choices.languages, self._choices.layout, Path(chosen))

    def sign(self) -> None:
        """Ask for a key, sign the document and save it."""
        from ui.dialogs.sign_sheet import SignSheetDialog

        if self._sheet is None:
            return
        suggested = _("{name}-signed.pdf").format(name=self._name())
        dialog = SignSheetDialog(self._sheet.path, suggested, self._runner, self.window())
        dialog.said.connect(self._say)
        self._open(dialog)

    def verify(self) -> None:
        """Ask for the code or the file of a print and tell what it is of."""
        from ui.dialogs.verify_sheet import VerifySheetDialog

        self._open(VerifySheetDialog(self._workspace, self._runner, self.window()))

    def show_paper(self) -> None:
        """Show the pages of paper that come back filled in."""
        from ui.dialogs.paper_dialog import PaperDialog

        dialog = PaperDialog(self._workspace, self._audit, self._runner, self.window())
        dialog.jump.connect(self.jump)
        dialog.attached.connect(lambda: self.audit_changed.emit(self._audit))
        self._open(dialog)

    def leave(self) -> None:
        """Stop what is under way: printing, writing a workbook, else setting."""
        if not self._outputs.stop():
            self.setting.stop()

    def retranslate(self) -> None:
        """Show every text in the interface language; documents keep their own."""
        self.head.retranslate()
        self.catalogue.retranslate()
        self._name_panel()
        self.panel.retranslate()
        self.pages.retranslate()
        self._banner.retranslate()

    def title(self) -> str:
        """Return the title of the page."""
        return _("Print")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        return [
            ("Ctrl+P", _("print")),
            ("PgUp PgDn", _("page")),
            ("Space", _("section, tick")),
            ("Ctrl+Shift+S", _("save PDF")),
            ("Ctrl+G", _("page by number")),
            ("F5", _("prepare again")),
            *((key, _(text)) for text, key, _act in self.head.entries),
        ]

    @property
    def sheet(self) -> SheetInfo | None:
        """The document that is set; None while it is being made."""
        return self._sheet

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.setting.forget()
        self._is_stale = True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, is_narrow = event.oldSize(), self._is_narrow()
        if not before.isValid() or (before.width() < _NARROW_BELOW) != is_narrow:
            self._arrange()
        self._fit_height()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(*_LEAST)  # a wide page can be made narrow: it arranges itself anew

    def _fit_height(self) -> None:
        least = _LOW_WITH_GLOVES if theme.is_glove else _LOW_BELOW
        self.panel.set_low(low=self.height() < least)

    def _is_narrow(self) -> bool:
        return self.width() < _NARROW_BELOW

    def _build(self) -> None:
        self.head = PrintHead(
            (
                (N_("Workbook (XLSX)…"), "Ctrl+Shift+X", self.write_book),
                (N_("Sign…"), "Ctrl+Shift+E", self.sign),
                (N_("Verify a print…"), "Ctrl+Shift+V", self.verify),
                (N_("Sheets from paper…"), "Ctrl+Shift+I", self.show_paper),
            )
        )
        self._banner = Banner()
        self.catalogue = PrintCatalogue(self._memory)
        self.catalogue.setFixedWidth(_CATALOGUE)
        self.catalogue.show_kind(self._choices.kind)
        self.panel = PrintPanel(self._choices)
        self.pages = PrintPages(self._runner)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.catalogue.combo)
        middle.addWidget(self.panel, 1)
        self._middle = QWidget()
        middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setLayout(middle)
        self._middle.setFixedWidth(_OPTIONS)
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        columns.addWidget(self.catalogue)
        columns.addWidget(self._middle)
        columns.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self.head)
        layout.addWidget(self._banner)
        layout.addLayout(columns, 1)
        chain(list(reading_order(layout)))

    def _arrange(self) -> None:
        """Three columns where they fit, else the documents as a drop-down."""
        is_narrow = self._is_narrow()
        self.catalogue.setVisible(not is_narrow)
        self.catalogue.combo.setVisible(is_narrow)
        self.head.set_narrow(narrow=is_narrow)
        self._name_panel()

    def _name_panel(self) -> None:
        """Name the document above its options, unless the drop-down above them does."""
        title = print_words.title(self._choices.kind)
        self.panel.set_title(_("How to print") if self._is_narrow() else title)

    def _connect(self) -> None:
        self.head.save.clicked.connect(self.save_pdf)
        self.head.print.clicked.connect(self.print_sheet)
        self.catalogue.chosen.connect(lambda kind: self._choose(replace(self._choices, kind=kind)))
        self.panel.changed.connect(self._choose)
        self.setting.progressed.connect(self.pages.progress)
        self.setting.began.connect(self._began)
        self.setting.made.connect(self._made)
        self.setting.failed.connect(self._failed)
        self.setting.stopped.connect(lambda: self.pages.give_up(_("Stopped")))
        self._outputs.working.connect(self._working)
        self._outputs.told.connect(self._say)
        self._outputs.failed.connect(self._banner.show_error)
        self._outputs.printed.connect(self._printed)
        self.pages.stop_wanted.connect(self.setting.stop)
        self.pages.again_wanted.connect(self.refresh)
        self.pages.failed.connect(self._banner.show_error)
        self._banner.acted.connect(self.leave)
        theme.changed.connect(self._fit_height)
        bind(self, "Ctrl+P", self.print_sheet, PAGE)
        bind(self, "Ctrl+Shift+S", self.save_pdf, PAGE)
        bind(self, "PgDown", partial(self.pages.preview.page_by, 1), PAGE)
        bind(self, "PgUp", partial(self.pages.preview.page_by, -1), PAGE)
        bind(self, "F5", self.refresh, PAGE)
        bind(self, "Ctrl+G", self.pages.turner.field.setFocus, PAGE)
        bind(self, "Esc", self.leave)
        for _text, key, act in self.head.entries:
            bind(self, key, act, PAGE)

    def _counted(self, stock: Stock) -> None:
        if self._is_stale:
            return  # the page was left meanwhile, and counts anew when it is shown
        self._stock = stock
        self.catalogue.show_stock(stock)
        self.panel.show_stock(stock)
        if self._choices.kind not in stock.counts:
            self._choices = replace(self._choices, kind=Kind.FILLED)
        self.catalogue.show_kind(self._choices.kind)
        self._show_choices()
        self._set(at_once=True)

    def _choose(self, choices: Choices) -> None:
        """Take choices of a person, remember them and set the document anew."""
        is_other = choices.kind is not self._choices.kind
        if replace(choices, without=self._choices.without) != self._choices:
            self._pages = {}  # in another language or for another reader parts are as long anew
        self._choices = choices
        self._memory.keep_choices(choices)
        if is_other:
            self._show_choices()
        self._set()

    def _show_choices(self) -> None:
        self._name_panel()
        self.panel.show_choices(self._choices)

    def _set(self, *, at_once: bool = False) -> None:
        if self._stock is None:
            return
        order = self._choices.order(self._stock)
        if order is None:
            self.setting.forget()
            self._offer(None)
            self.pages.give_up(_("Nothing is ticked"), again=False)
        else:
            self.setting.want(order, at_once=at_once)

    def _began(self) -> None:
        self._offer(None)
        self._banner.clear()
        self.pages.wait()

    def _made(self, sheet: SheetInfo) -> None:
        if self._stock is None:
            return
        if not self._outputs.is_printing:
            self.setting.tidy()
        self._memory.keep_pages(self._choices.kind, sheet.pages)
        self._pages |= lengths(sheet, self._stock)
        self.pages.show_sheet(sheet, datetime.now(UTC).isoformat(), captions(sheet, self._stock))
        self._offer(sheet)
        if caution := print_words.caution(sheet, self._stock, self._choices.layout):
            self._banner.show_message("warning", caution)
        self.catalogue.retranslate()

    def _failed(self, error: KtaError) -> None:
        self._offer(None)
        self.pages.give_up(_("There is no document to show"))
        self._banner.show_error(error)

    def _offer(self, sheet: SheetInfo | None) -> None:
        """Enable what can be done with the document as it is."""
        self._sheet = sheet
        pages = sheet.pages if sheet is not None else 0
        self.head.offer(pages)
        self.panel.show_pages(self._pages, pages)

    def _working(self, text: str) -> None:
        self._banner.show_message("info", text, action=_("Stop"), key="Esc")

    def _say(self, text: str) -> None:
        self._banner.show_message("ok", text)

    def _name(self) -> str:
        """Return the name of the document for files."""
        return self._choices.file_name(self._stock.number if self._stock is not None else "")

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _printed(self, pages: int) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._memory.keep_printed(Printed(self._printing, at, pages))
        self.catalogue.retranslate()
