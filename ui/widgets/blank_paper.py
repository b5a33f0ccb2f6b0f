"""The blank sheet of a checklist as it will be printed, page by page."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import blank
from kta_desktop.services.blank import Checklist
from kta_desktop.services.printing import Kind, Order, SheetInfo
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.widgets.flow import FlowLayout
from ui.widgets.page_picture import PageDrawing
from ui.widgets.print_preview import FIT_PAGE, FIT_WIDTH, PrintPreview
from ui.widgets.print_turner import PageTurner
from ui.widgets.segments import Segments

_LANGUAGES = (("ru",), ("kk",), ("ru", "kk"))


class BlankPaper(QWidget):
    """The blank sheet of a checklist, page by page, in the language that is chosen.

    Signals: ``failed`` with the KtaError of what could not be set or drawn.
    """

    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._folder = QTemporaryDir()
        self._checklist: Checklist | None = None
        self._sheet: SheetInfo | None = None
        self._task: Task | None = None
        self._turn = 0
        self.preview = PrintPreview()
        self._drawing = PageDrawing(runner, self.preview, lambda: self._sheet)
        self._turner = PageTurner()
        self._tongues = Segments([("+".join(one), "") for one in _LANGUAGES], small=True)
        self._modes = Segments([(FIT_PAGE, ""), (FIT_WIDTH, "")], small=True)
        flow = FlowLayout()
        for part in (self._turner, self._tongues, self._modes):
            flow.addWidget(part)
        bar = QVBoxLayout()
        bar.setContentsMargins(8, 0, 8, 6)
        bar.addLayout(flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.preview, 1)
        self._tongues.chosen.connect(lambda _value: self._make())
        self._modes.chosen.connect(lambda mode: self.preview.set_mode(str(mode)))
        self._turner.turned.connect(self.preview.page_by)
        self.preview.turned.connect(lambda _page: self._turned())
        self._drawing.failed.connect(self.failed)
        self.retranslate()
        self._tongues.set_value("ru")
        self._modes.set_value(FIT_PAGE)

    def show_checklist(self, checklist: Checklist | None) -> None:
        """Show the sheet of another checklist; None shows nothing."""
        if checklist == self._checklist:
            return
        self._checklist = checklist
        self._make()

    def retranslate(self) -> None:
        """Show every text in the interface language; the sheet keeps its own."""
        names = {"ru": _("Russian"), "kk": _("Kazakh"), "ru+kk": _("Both languages")}
        self._tongues.set_options(list(names.items()))
        self._tongues.setAccessibleName(_("Language of the sheet"))
        self._modes.setAccessibleName(_("Size of the page"))
        self._modes.set_options([(FIT_PAGE, _("Page")), (FIT_WIDTH, _("Width"))])
        self._turner.retranslate()

    def _make(self) -> None:
        """Set the sheet anew; one that is being set is given up."""
        if self._task is not None:
            self._task.cancel()
        self._turn += 1
        turn, checklist = self._turn, self._checklist
        self._sheet = self._task = None
        if checklist is None:
            self.preview.start("—")
            return
        self.preview.start(_("The sheet is being prepared"))
        languages = tuple((self._tongues.value() or "ru").split("+"))
        order = Order(kind=Kind.BLANK, languages=languages)
        out = Path(self._folder.filePath(f"{turn}.pdf"))

        def work(report: Report, cancelled: Cancelled) -> SheetInfo:
            return blank.blank_sheet(checklist, order, out, report=report, cancelled=cancelled)

        self._task = self._runner.run_pool(
            work,
            self,
            partial(self._made, turn),
            partial(self._not_made, turn),
            partial(self._progressed, turn),
        )

    def _made(self, turn: int, sheet: SheetInfo) -> None:
        if turn != self._turn:
            sheet.path.unlink(missing_ok=True)  # another one was asked for meanwhile
            return
        self._task = None
        self._sheet = sheet
        self.preview.show_pages(sheet.pages)

    def _not_made(self, turn: int, error: KtaError) -> None:
        if turn == self._turn:  # one that was given up is told to nobody
            self._task = None
            self.failed.emit(error)

    def _progressed(self, turn: int, fraction: float, _text: str) -> None:
        if turn == self._turn and self._sheet is None:
            share = formatting.percent(round(100 * fraction), language())
            self.preview.start(f"{_('The sheet is being prepared')}, {share}")

    def _turned(self) -> None:
        self._turner.show_place(self.preview.page, self.preview.pages)
        self._drawing.draw()
