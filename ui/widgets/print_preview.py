"""The preview of printed pages: pictures of the very PDF that will be saved and printed."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import font, theme
from ui.widgets.focus import FocusRing, paint_focus

A4_RATIO = 297 / 210
A4_WIDTH_IN = 210 / 25.4
EDGE = 14  # px around a page
_LEAST_BESIDE = 150  # px: a narrower second page says nothing
_LEAST = 60
KEPT = 12  # pictures; a page at 150 % takes about 8 MB
_WORDS = int(Qt.TextFlag.TextWordWrap)

FIT_PAGE, FIT_WIDTH, REAL = "page", "width", "real"


class _Paper(QWidget):
    """The desk and the pages on it; says in words that a page is on its way."""

    def __init__(self, preview: "PrintPreview") -> None:
        super().__init__(preview)
        self._preview = preview
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("desk"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        places = self._preview.places()
        for page, place in places:
            painter.fillRect(place, theme.colour("paper"))
            painter.setPen(theme.colour("bd2"))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
            picture = self._preview.picture(page)
            if picture is not None:
                painter.drawPixmap(place, picture)
            else:
                self._paint_words(painter, place, page)
        for page, place in places[1:]:
            self._paint_caption(painter, place, self._preview.caption(page))
        painter.end()

    def _paint_words(self, painter: QPainter, place: QRect, page: int) -> None:
        painter.setFont(font("body"))
        painter.setPen(theme.colour("ink"))
        flags = _WORDS | int(Qt.AlignmentFlag.AlignCenter)
        room = place.adjusted(8, 8, -8, -8)
        painter.drawText(room, flags, self._preview.waiting_text(page))

    def _paint_caption(self, painter: QPainter, place: QRect, text: str) -> None:
        """Say below the second page what it is, as far as there is room."""
        room = QRect(place.left(), place.bottom() + EDGE, place.width(), self.height())
        painter.setFont(font("medium"))
        needed = painter.fontMetrics().boundingRect(room, _WORDS, text)
        if needed.bottom() < self.height():
            painter.setPen(theme.colour("ondesk"))
            painter.drawText(room, _WORDS, text)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._preview.setFocus()
        for page, place in self._preview.places()[1:]:
            if place.contains(event.position().toPoint()):
                self._preview.turn_to(page)


class PrintPreview(QScrollArea):
    """A page, fitted or at its real size; beside a whole page the next one, where there is room.

    Signals:
        wanted: pictures are missing, see ``missing``.
        turned: number of the page now shown (from 0).
    """

    wanted = Signal()
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = 0
        self._page = 0
        self._mode = FIT_PAGE
        self._text = ""
        self._captions: dict[int, str] = {}
        self._pictures: dict[tuple[int, int], QPixmap] = {}
        self._fresh: set[tuple[int, int]] = set()
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
        """How many pages there are; 0 while there is nothing to show."""
        return self._pages

    def start(self, text: str) -> None:
        """Forget all pictures; ``text`` says what is being waited for."""
        self._pages, self._text = 0, text
        self._pictures.clear()
        self._fresh.clear()
        self._lay_out()

    def show_pages(self, pages: int, captions: dict[int, str] | None = None) -> None:
        """Show a document of ``pages`` pages, staying on the page number that was shown.

        Older pictures stay until new ones come. ``captions`` say what begins on a page, from 0.
        """
        self._pages, self._captions, self._text = pages, captions or {}, ""
        self._fresh.clear()
        self._page = min(self._page, max(pages - 1, 0))
        self._lay_out()
        self.turned.emit(self._page)

    def turn_to(self, page: int) -> None:
        """Show a page; beyond the first or the last nothing happens."""
        if not 0 <= page < self._pages:
            return
        self._page = page
        self.verticalScrollBar().setValue(0)
        self._lay_out()
        self.turned.emit(page)

    def page_by(self, step: int) -> None:
        """Turn to the next (1) or previous (-1) page; first scroll one that is not shown whole."""
        bar = self.verticalScrollBar()
        before = bar.value()
        if self._mode != FIT_PAGE:
            bar.setValue(before + step * bar.pageStep())
        if bar.value() == before:
            self.turn_to(self._page + step)

    def set_mode(self, mode: str) -> None:
        """Fit the ``page`` or its ``width``, or show it at its ``real`` size."""
        self._mode = mode
        self._lay_out()

    def put(self, page: int, width: int, image: QImage) -> None:
        """Take the picture of a page, ``width`` device pixels wide."""
        needed = self.needed()
        for key in [key for key in self._pictures if key[0] == page and key not in needed]:
            self._forget(key)
        while len(self._pictures) >= KEPT:
            self._forget(next(iter(self._pictures)))
        self._pictures[page, width] = QPixmap.fromImage(image)
        self._fresh.add((page, width))
        self._paper.update()

    def has(self, page: int, width: int) -> bool:
        """Whether the picture of a page is there at that width."""
        return (page, width) in self._fresh

    def needed(self) -> list[tuple[int, int]]:
        """Return page and width of the pictures that are of use, the shown page first."""
        shown = [(page, self._device(place)) for page, place in self.places()]
        width = shown[0][1] if shown else 0
        near = [(page, width) for page in (self._page + 1, self._page - 1)]
        return shown + [pair for pair in near if 0 <= pair[0] < self._pages and pair not in shown]

    def picture(self, page: int) -> QPixmap | None:
        """Return the picture of a page, an older one or at another width rather than none."""
        kept = [key for key in self._pictures if key[0] == page]
        widths = [self._device(place) for shown, place in self.places() if shown == page]
        best = max(kept, key=lambda key: (key in self._fresh, key[1] in widths), default=None)
        return self._pictures[best] if best is not None else None

    def wanted_width(self) -> int:
        """Return the width of the shown page in device pixels."""
        return self._device(self.page_rect())

    def waiting_text(self, page: int) -> str:
        """Return what stands on a page without a picture."""
        return self._text or _("Page {number} is being prepared").format(number=page + 1)

    def caption(self, page: int) -> str:
        """Return what stands below the second page."""
        next_page = _("Next page: {number}").format(number=page + 1)
        begins = self._captions.get(page, "")
        return f"{next_page}\n{begins}" if begins else next_page

    def places(self) -> list[tuple[int, QRect]]:
        """Return the pages that are shown and where on the desk, in logical pixels."""
        first = self.page_rect()
        room = self._paper.width() - first.width() - 3 * EDGE
        if self._mode != FIT_PAGE or self._page + 1 >= self._pages or room < _LEAST_BESIDE:
            return [(self._page, first)]
        width = min(room, first.width())
        beside = QSize(width, round(width * A4_RATIO))
        left = max((self._paper.width() - first.width() - width - EDGE) // 2, EDGE)
        first.moveLeft(left)
        return [
            (self._page, first),
            (self._page + 1, QRect(QPoint(first.right() + 1 + EDGE, first.top()), beside)),
        ]

    def page_rect(self) -> QRect:
        """Return where a page alone lies on the desk, in logical pixels."""
        room = self.viewport().size()
        if self._mode == FIT_PAGE:
            width = min(room.width() - 2 * EDGE, int((room.height() - 2 * EDGE) / A4_RATIO))
        elif self._mode == FIT_WIDTH:
            width = room.width() - 2 * EDGE
        else:
            width = round(A4_WIDTH_IN * self.logicalDpiX())
        size = QSize(max(width, _LEAST), round(max(width, _LEAST) * A4_RATIO))
        left = max((self._paper.width() - size.width()) // 2, EDGE)
        top = max((self._paper.height() - size.height()) // 2, EDGE)
        return QRect(QPoint(left, top), size)

    def _device(self, place: QRect) -> int:
        return round(place.width() * self.devicePixelRatioF())

    def _forget(self, key: tuple[int, int]) -> None:
        del self._pictures[key]
        self._fresh.discard(key)

    def _lay_out(self) -> None:
        size = self.page_rect().size() + QSize(2 * EDGE, 2 * EDGE)
        self._paper.resize(size.expandedTo(self.viewport().size()))
        said = _("Page {number} of {total}").format(number=self._page + 1, total=self._pages)
        self.setAccessibleName(said if self._pages else self._text or _("Page"))
        self._paper.update()
        if self._pages:
            self.wanted.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._pages - 1}
        if step is not None:
            self.page_by(step)
        elif Qt.Key(event.key()) in ends:
            self.turn_to(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(self.viewport(), 2)
