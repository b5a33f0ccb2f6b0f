"""The right of the print page: the pages of the document that is set, and turning them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.formatting import time_
from kta_desktop.i18n import _, language
from kta_desktop.services.printing import SheetInfo
from ui.tasks import TaskRunner
from ui.widgets.label import IconLabel, Label
from ui.widgets.page_picture import PageDrawing
from ui.widgets.panel import Panel
from ui.widgets.print_preview import FIT_PAGE, FIT_WIDTH, REAL, PrintPreview
from ui.widgets.print_turner import PageTurner
from ui.widgets.print_working import Working
from ui.widgets.segments import Segments

_BESIDE = 70  # px of margins, gaps and the tick in the bar


class PrintPages(Panel):
    """The preview with its bar; pictures are drawn in the pool, one at a time.

    Signals:
        stop_wanted: What is being set is not wanted any more.
        again_wanted: It is wanted after all.
        failed: KtaError of a page that cannot be drawn.

    Attributes:
        preview: The pages.
        turner: Which page is shown.
    """

    stop_wanted = Signal()
    again_wanted = Signal()
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._sheet: SheetInfo | None = None
        self._set_at = ""
        self.preview, self.turner = PrintPreview(), PageTurner()
        self._drawing = PageDrawing(runner, self.preview, lambda: self._sheet)
        self.modes = Segments([(FIT_PAGE, "")], small=True)
        self._fresh, self._tick = Label("", "second", "ok", wrap=False), IconLabel("check", "ok")
        self.working = Working(self.preview)
        self._build()
        self._connect()
        self.retranslate()
        self.modes.set_value(FIT_PAGE)

    def wait(self) -> None:
        """Show that another document is being set; the pages of the older one stay."""
        self._sheet = None
        self._say_when()
        self.working.progress(0, _("The document is being prepared"))
        if not self.preview.pages:
            self.preview.start(_("The document is being prepared"))

    def progress(self, share: float, text: str) -> None:
        """Show how far the setting is."""
        self.working.progress(share, text)

    def show_sheet(self, sheet: SheetInfo, set_at: str, captions: dict[int, str]) -> None:
        """Show a document that was set at an ISO time; ``captions`` by page from 0."""
        self._sheet, self._set_at = sheet, set_at
        self._say_when()
        self.working.hide()
        self.preview.show_pages(sheet.pages, captions)

    def give_up(self, text: str, *, again: bool = True) -> None:
        """Show that there is no document, why in few words, and whether to want it again."""
        self._sheet = None
        self._say_when()
        self.working.rest(text, again=again)
        self.preview.start(text)
        self._turned()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.modes.setAccessibleName(_("Size of the page"))
        self.modes.set_options([(FIT_PAGE, _("Page")), (FIT_WIDTH, _("Width")), (REAL, _("100 %"))])
        self.working.retranslate()
        self.turner.retranslate()
        self._say_when()

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        bar.addWidget(self.turner)
        bar.addStretch(1)
        bar.addWidget(self.modes)
        bar.addStretch(1)
        for part in (self._tick, self._fresh):
            bar.addWidget(part)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addLayout(bar)
        self.body.addWidget(self.preview, 1)

    def _connect(self) -> None:
        self.modes.chosen.connect(lambda mode: self.preview.set_mode(str(mode)))
        self.turner.turned.connect(lambda step: self.preview.turn_to(self.preview.page + step))
        self.turner.wanted.connect(self.preview.turn_to)
        self.preview.turned.connect(lambda _page: self._turned())
        self._drawing.failed.connect(self.failed)
        self.working.stop.clicked.connect(self.stop_wanted)
        self.working.again.clicked.connect(self.again_wanted)

    def _say_when(self) -> None:
        """Say when the document was set, where there is room to say it."""
        if self._set_at:
            at = time_(self._set_at, language(), seconds=False)
            self._fresh.setText(_("updated {time}").format(time=at))
        if self._sheet is not None:
            code, hash_ = self._sheet.code, self._sheet.sha256
            told = _("Code under the QR: {code}\nFingerprint of the file: {fingerprint}")
            self._fresh.setToolTip(told.format(code=code, fingerprint=hash_))
        parts = (self.turner, self.modes, self._fresh)
        needed = sum(part.sizeHint().width() for part in parts) + _BESIDE
        for part in (self._tick, self._fresh):
            part.setVisible(self._sheet is not None and needed <= self.width())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_when()

    def _turned(self) -> None:
        self.turner.show_place(self.preview.page, self.preview.pages)
