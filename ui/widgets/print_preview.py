"""The preview of printed pages: pictures of the very PDF that will be saved and printed."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import font, theme
from ui.widgets.focus import FocusRing, paint_focus

A4_RATIO = 297 / 210
A4_WIDTH_IN = 210 / 25.4
EDGE = 14  # px around a page
KEPT = 12  # pictures; a page at 150 % takes about 8 MB

FIT_PAGE, FIT_WIDTH, REAL = "page", "width", "real"


class _Paper(QWidget):
    """The desk and the page on it; says in words that a page is on its way."""

    def __init__(self, preview: "PrintPreview") -> None:
        super().__init__(preview)
        self._preview = preview
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sf3"))
        page = self._preview.page_rect()
        painter.fillRect(page, theme.colour("paper"))
        painter.setPen(theme.colour("bd2"))
        painter.drawRect(page.adjusted(-1, -1, 0, 0))
        picture = self._preview.picture()
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(page, picture)
        else:
            painter.setFont(font("body"))
            painter.setPen(theme.colour("ink"))
            painter.drawText(page, Qt.AlignmentFlag.AlignCenter, self._preview.waiting_text())
        painter.end()


class PrintPreview(QScrollArea):
    """One page at a time, fitted or at its real size.

    Signals:
        wanted: page (from 0) and width in device pixels of a picture that is missing.
        turned: number of the page now shown (from 0).
    """

    wanted = Signal(int, int)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = 0
        self._page = 0
        self._mode = FIT_PAGE
        self._text = ""
        self._pictures: dict[tuple[int, int], QPixmap] = {}
        self._paper = _Paper(self)
        self.setWidget(self._paper)
        FocusRing(self)
        theme.changed.connect(self.viewport().update)

    @property
    def page(self) -> int:
        """Number of the page that is shown, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are; 0 while the sheet is being made."""
        return self._pages

    def start(self, text: str) -> None:
        """Forget all pictures; ``text`` says what is being waited for."""
        self._pages, self._text = 0, text
        self._pictures.clear()
        self._lay_out()

    def show_pages(self, pages: int) -> None:
        """Show a sheet of ``pages`` pages, staying on the page number that was shown."""
        self._pages = pages
        self._pictures.clear()
        self.turn_to(min(self._page, max(pages - 1, 0)))

    def turn_to(self, page: int) -> None:
        """Show a page; beyond the first or the last nothing happens."""
        if not 0 <= page < self._pages:
            return
        self._page = page
        self.verticalScrollBar().setValue(0)
        self._lay_out()
        self.turned.emit(page)

    def page_by(self, step: int) -> None:
        """Turn to the next (1) or previous (-1) page; scroll a page that is not shown whole."""
        if self._mode == FIT_PAGE:
            self.turn_to(self._page + step)
        else:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + step * bar.pageStep())

    def set_mode(self, mode: str) -> None:
        """Fit the ``page`` or its ``width``, or show it at its ``real`` size."""
        self._mode = mode
        self._lay_out()

    def put(self, page: int, width: int, png: bytes) -> None:
        """Take the picture of a page, ``width`` device pixels wide."""
        picture = QPixmap()
        picture.loadFromData(png)
        while len(self._pictures) >= KEPT:
            self._pictures.pop(next(iter(self._pictures)))
        self._pictures[page, width] = picture
        self._paper.update()

    def has(self, page: int, width: int) -> bool:
        """Whether the picture of a page is there at that width."""
        return (page, width) in self._pictures

    def picture(self) -> QPixmap | None:
        """Return the picture of the shown page, at another width rather than none."""
        exact = self._pictures.get((self._page, self.wanted_width()))
        if exact is not None:
            return exact
        others = (made for (page, _width), made in self._pictures.items() if page == self._page)
        return next(others, None)

    def wanted_width(self) -> int:
        """Return the width of the page in device pixels."""
        return round(self.page_rect().width() * self.devicePixelRatioF())

    def waiting_text(self) -> str:
        """Return what stands on a page without a picture."""
        return self._text or _("Page {number} is being prepared").format(number=self._page + 1)

    def page_rect(self) -> QRect:
        """Return where the page lies on the desk, in logical pixels."""
        room = self.viewport().size()
        if self._mode == FIT_PAGE:
            width = min(room.width() - 2 * EDGE, int((room.height() - 2 * EDGE) / A4_RATIO))
        elif self._mode == FIT_WIDTH:
            width = room.width() - 2 * EDGE
        else:
            width = round(A4_WIDTH_IN * self.logicalDpiX())
        size = QSize(max(width, 60), round(max(width, 60) * A4_RATIO))
        left = max((self._paper.width() - size.width()) // 2, EDGE)
        top = max((self._paper.height() - size.height()) // 2, EDGE)
        return QRect(QPoint(left, top), size)

    def _lay_out(self) -> None:
        size = self.page_rect().size() + QSize(2 * EDGE, 2 * EDGE)
        self._paper.resize(size.expandedTo(self.viewport().size()))
        if self._pages and not self.has(self._page, self.wanted_width()):
            self.wanted.emit(self._page, self.wanted_width())
        said = _("Page {number} of {total}").format(number=self._page + 1, total=self._pages)
        self.setAccessibleName(said)
        self._paper.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.page_by(step)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(self.viewport(), 2)
