"""Search everywhere, Ctrl+K: questions, techniques, objects, actions and audits in one field."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import theme
from ui.widgets.keycap import HEIGHT, cap_width, paint_cap
from ui.widgets.search_field import SearchField
from ui.widgets.search_results import SearchResults

if TYPE_CHECKING:
    from kta_desktop.services.finding import Hit
    from ui.models.search_source import SearchSource

KEYS = "Ctrl+K"
_WIDTH = 282
_BESIDE = 100  # px: glass, key cap and what is around them
_POPUP_WIDTH = 560
_MARGIN = 12
_BELOW = 4  # px between field and list


class _Field(SearchField):
    """The field; it keeps the focus while the list below it is walked through."""

    left = Signal()
    moved = Signal(int)
    paged = Signal(int)
    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setObjectName("search")
        self.setTextMargins(self.textMargins().left(), 0, cap_width(KEYS) + _BELOW, 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: (self.moved, 1), Qt.Key.Key_Up: (self.moved, -1)}
        steps |= {Qt.Key.Key_PageDown: (self.paged, 1), Qt.Key.Key_PageUp: (self.paged, -1)}
        if event.key() in steps:
            signal, by = steps[Qt.Key(event.key())]
            signal.emit(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text():
            return
        wide = cap_width(KEYS)
        top = (self.height() - HEIGHT) / 2
        place = QRectF(self.width() - wide - 8, top, wide, HEIGHT)
        painter = QPainter(self)
        paint_cap(painter, place, KEYS, theme.colour("tx2"), theme.colour("bd2"))
        painter.end()


class SearchBox(QWidget):
    """The field of the top bar with what it finds below; where it has no room, a window of its own.

    Signals:
        chosen: ``Target`` of the place that was taken.
        acted: Name of the action that was taken.
    """

    chosen = Signal(object)
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: SearchSource | None = None
        self._back: QWidget | None = None
        self.field = _Field(self)
        self._popup: QFrame | None = None
        self._results: SearchResults | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._look)
        self.field.moved.connect(self._move)
        self.field.paged.connect(lambda by: self._results and self._results.page(by))
        self.field.entered.connect(lambda: self._results and self._results.take())
        self.field.escaped.connect(self._escape)
        self.field.left.connect(self._leave)
        self.retranslate()

    def serve(self, source: "SearchSource") -> None:
        """Search in this from now on."""
        self._source = source
        source.renewed.connect(self._look_again)

    def open(self) -> None:
        """Begin a search: in the bar, or in a window of its own where the bar is not shown."""
        focused = self.window().focusWidget()
        if focused is not self.field:
            self._back = focused
        if not self.isVisible() and self._popup is None:
            self._float()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._look(self.field.text())

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self.field.set_name(_("Find a question, BAT, action"))
        self.updateGeometry()
        if self._results is not None:
            self._results.retranslate()
            self._look_again()

    @override
    def sizeHint(self) -> QSize:
        words = self.field.fontMetrics().horizontalAdvance(self.field.placeholderText())
        return QSize(max(_WIDTH, words + _BESIDE), super().sizeHint().height())

    def _float(self) -> None:
        """Put the field into a frame over the page."""
        window = self.window()
        self._popup = QFrame(window)
        self._popup.setObjectName("searchPopup")
        self._popup.setProperty("look", "popup")
        self._popup.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self._popup)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addWidget(self.field)
        wide = min(_POPUP_WIDTH, window.width() - 2 * _MARGIN)
        self._popup.setGeometry(
            (window.width() - wide) // 2, _MARGIN, wide, self._popup.sizeHint().height()
        )
        self.destroyed.connect(self._popup.deleteLater)
        self._popup.show()
        self._popup.raise_()

    def _sink(self) -> None:
        """Put the field back into the bar."""
        popup, self._popup = self._popup, None
        if popup is not None:
            self._row.addWidget(self.field)
            popup.hide()
            popup.deleteLater()

    def _look_again(self) -> None:
        if self.field.hasFocus():
            self._look(self.field.text())

    def _look(self, text: str) -> None:
        if self._source is None or not text.strip() or not self.field.hasFocus():
            if self._results is not None:
                self._results.hide()
            return
        results = self._shown_results()
        results.show_groups(self._source.find(text), is_ready=self._source.is_ready)
        self._place(results)
        results.show()
        results.raise_()
        self.field.setAccessibleDescription(results.chosen_text())

    def _shown_results(self) -> SearchResults:
        if self._results is None:
            self._results = SearchResults(self.window())
            self._results.hide()
            self._results.taken.connect(self._take)
            self.destroyed.connect(self._results.deleteLater)  # it lies in the window, not in us
        return self._results

    def _place(self, results: SearchResults) -> None:
        """Put the list below the field, as wide as its words need and the window lets it."""
        window = self.window()
        if self._popup is not None:
            wide, left = self._popup.width(), self._popup.x()
            top = self._popup.geometry().bottom()
        else:
            corner = self.field.mapTo(window, QPoint(0, self.field.height() + _BELOW))
            wide = min(_POPUP_WIDTH, window.width() - 2 * _MARGIN)
            left = max(_MARGIN, min(corner.x(), window.width() - wide - _MARGIN))
            top = corner.y()
        room = window.height() - top - _MARGIN
        results.setGeometry(left, top, wide, min(results.wanted_height(wide), room))

    def _move(self, by: int) -> None:
        if self._results is not None and self._results.isVisible():
            self._results.step(by)
            self.field.setAccessibleDescription(self._results.chosen_text())

    def _take(self, hit: "Hit") -> None:
        self.field.clear()
        self._give_back()
        if hit.action:
            self.acted.emit(hit.action)
        elif hit.target is not None:
            self.chosen.emit(hit.target)

    def _escape(self) -> None:
        if self.field.text():
            self.field.clear()
        else:
            self._give_back()

    def _give_back(self) -> None:
        """Close, and give the focus to what had it."""
        back, self._back = self._back, None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.clearFocus()
        self._close()

    def _leave(self) -> None:
        # A click on a hit takes the focus first: the list must live until it is told.
        QTimer.singleShot(0, self, self._close_if_left)

    def _close_if_left(self) -> None:
        if not self.field.hasFocus():
            self._close()

    def _close(self) -> None:
        if self._results is not None:
            self._results.hide()
        self._sink()
