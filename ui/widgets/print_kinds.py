"""What can be printed: documents with how much of each there is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from kta_desktop.services.print_centre import DOCUMENTS
from kta_desktop.services.printing import Kind
from ui.theme import font, pixmap, theme

Index = QModelIndex | QPersistentModelIndex
KIND = Qt.ItemDataRole.UserRole + 1
BELOW = Qt.ItemDataRole.UserRole + 2
_ICONS = {
    Kind.FILLED: "file-text",
    Kind.SAMPLING: "clipboard-list",
    Kind.PROTOCOL: "activity",
    Kind.CONFORMITY: "layers",
    Kind.PLAN: "trending-up",
    Kind.BALANCE: "scale",
    Kind.DIRECTOR: "gauge",
    Kind.MISSING: "list-checks",
    Kind.EVIDENCE: "image",
    Kind.CONFIDENTIAL: "lock",
    Kind.REPORT: "file-check",
}
_BAR, _LEFT, _ICON, _GAP, _SIDE, _RISE = 3, 12, 18, 10, 10, 8
_FLAGS = int(Qt.TextFlag.TextWordWrap)


class KindModel(QStandardItemModel):
    """One row for each document; what has nothing to print cannot be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(len(DOCUMENTS), 1, parent)
        for row, kind in enumerate(DOCUMENTS):
            item = QStandardItem()
            item.setData(kind, KIND)
            item.setEditable(False)
            self.setItem(row, item)

    def say(self, kind: Kind, title: str, below: str, *, ready: bool) -> None:
        """Show a document with the line below its title; not ready, that line is the reason."""
        item = self.item(DOCUMENTS.index(kind))
        item.setText(title)
        item.setData(below, BELOW)
        item.setEnabled(ready)
        item.setSelectable(ready)
        item.setToolTip("" if ready else below)
        item.setData(f"{title}: {below}", Qt.ItemDataRole.AccessibleTextRole)


class _Painter(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 200
        title, below = _heights(index, _room(width))
        return QSize(width, max(theme.sizes.row, title + below + 2 * _RISE))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place, view = option.rect, self.parent()
        if not isinstance(view, QListView):
            return
        is_chosen = view.currentIndex() == index
        is_ready = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        if is_chosen:
            painter.fillRect(place, theme.colour("acs"))
            painter.fillRect(
                QRect(place.topLeft(), QSize(_BAR, place.height())), theme.colour("ac")
            )
        painter.setPen(theme.colour("grid"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        tone = "ac" if is_chosen else "tx2" if is_ready else "tx3"
        ratio = painter.device().devicePixelRatioF()
        drawn = pixmap(_ICONS[kind_at(index)], tone, _ICON, ratio)
        painter.drawPixmap(place.left() + _LEFT, place.top() + _RISE + 1, drawn)
        self._paint_words(painter, place, index, is_ready=is_ready)
        if is_chosen and view.hasFocus():
            painter.setPen(theme.colour("foc"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_words(
        self, painter: QPainter, place: QRect, index: Index, *, is_ready: bool
    ) -> None:
        width = _room(place.width())
        title, below = _heights(index, width)
        left, top = place.left() + _LEFT + _ICON + _GAP, place.top() + _RISE
        painter.setFont(font(_title_font(is_ready=is_ready)))
        painter.setPen(theme.colour("tx" if is_ready else "tx3"))
        painter.drawText(QRect(left, top, width, title), _FLAGS, index.data())
        painter.setFont(font("second"))
        painter.setPen(theme.colour("tx2" if is_ready else "tx3"))
        painter.drawText(QRect(left, top + title, width, below), _FLAGS, index.data(BELOW) or "")


class KindList(QListView):
    """The documents below each other; the one with the keyboard is the one that is shown.

    Signals: ``chosen`` with a ``Kind`` that a person went to.
    """

    chosen = Signal(object)

    def __init__(self, model: KindModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printKinds")
        self._is_showing = False
        self.setModel(model)
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_kind(self, kind: Kind) -> None:
        """Mark a document without a signal."""
        self._is_showing = True
        self.setCurrentIndex(self.model().index(DOCUMENTS.index(kind), 0))
        self._is_showing = False

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if not self._is_showing and current.isValid():
            self.chosen.emit(kind_at(current))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # titles wrap anew


def _room(width: int) -> int:
    return max(width - _LEFT - _ICON - _GAP - _SIDE, 40)


def kind_at(index: Index) -> Kind:
    """Return the document of a row: Qt keeps the plain text of an enumeration."""
    return Kind(index.data(KIND))


def _title_font(*, is_ready: bool) -> str:
    return "strong" if is_ready else "body"


def _heights(index: Index, width: int) -> tuple[int, int]:
    """Return the heights of a title and of the line below it."""
    box = QRect(0, 0, width, 10_000)
    is_ready = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
    texts = ((_title_font(is_ready=is_ready), index.data()), ("second", index.data(BELOW)))
    title, below = (
        QFontMetrics(font(look)).boundingRect(box, _FLAGS, text).height() if text else 0
        for look, text in texts
    )
    return title, below
