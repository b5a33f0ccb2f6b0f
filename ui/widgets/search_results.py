"""The list below the search field: kinds, icons, titles and where they stand."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services.finding_hits import Group, Hit
from ui.models.search_rows import ICONS, ROW, Row, SearchRows
from ui.theme import font, pixmap, theme
from ui.widgets.keycap import HEIGHT, cap_width, paint_cap
from ui.widgets.label import Label

_SIDE, _RISE, _ICON, _GAP = 10, 4, 16, 8
_WRAP = int(Qt.TextFlag.TextWordWrap)
_TALLEST = 440
_EDGES = 6  # px above and below the rows
_PAGE = 5
Index = QModelIndex | QPersistentModelIndex


class _Painter(QStyledItemDelegate):
    """Paints headings, and hits with icon, title, place and key; words wrap, nothing is cut."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 0
        return QSize(width, _row_height(index.data(ROW), width))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        place: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = "sf2" if row.hit is None else "acs" if is_chosen else "sf"
        painter.fillRect(place, theme.colour(ground))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        if row.hit is None:
            inner = place.adjusted(_SIDE, 0, -_SIDE, 0)
            painter.setFont(font("second"))
            painter.setPen(theme.colour("tx2"))
            painter.drawText(inner, _WRAP | int(Qt.AlignmentFlag.AlignVCenter), row.text)
        else:
            if is_chosen:
                painter.fillRect(
                    QRect(place.topLeft(), QSize(3, place.height())), theme.colour("ac")
                )
            self._paint_hit(painter, place, row, row.hit)
        painter.restore()

    def _paint_hit(self, painter: QPainter, place: QRect, row: Row, hit: Hit) -> None:
        ratio = painter.device().devicePixelRatioF()
        name, tone = ("eye-off", "na") if hit.reason else (ICONS[hit.kind], "tx2")
        middle = place.center().y() - _ICON // 2
        painter.drawPixmap(place.left() + _SIDE, middle, pixmap(name, tone, _ICON, ratio))
        room = _room(row, place.width())
        left = place.left() + _SIDE + _ICON + _GAP
        above = _height(row.text, "body", room)
        below = _height(row.below, "second", room) if row.below else 0
        top = place.top() + (place.height() - above - below) // 2
        for words, look, colour, start, high in (
            (row.text, "body", "tx", top, above),
            (row.below, "second", "tx2", top + above, below),
        ):
            painter.setFont(font(look))
            painter.setPen(theme.colour(colour))
            painter.drawText(QRect(left, start, room, high), _WRAP, words)
        if hit.keys:
            wide = cap_width(hit.keys)
            spot = QRect(
                place.right() - _SIDE - wide, place.center().y() - HEIGHT // 2, wide, HEIGHT
            )
            paint_cap(painter, spot.toRectF(), hit.keys, theme.colour("tx2"), theme.colour("bd2"))


def _row_height(row: Row, width: int) -> int:
    if row.hit is None:
        return _height(row.text, "second", width - 2 * _SIDE) + 2 * _RISE + 4
    room = _room(row, width)
    high = _height(row.text, "body", room) + 2 * _RISE
    high += _height(row.below, "second", room) if row.below else 0
    return max(theme.sizes.row, high)


def _room(row: Row, width: int) -> int:
    cap = cap_width(row.hit.keys) + _GAP if row.hit is not None and row.hit.keys else 0
    return max(60, width - 2 * _SIDE - _ICON - _GAP - cap)


def _height(text: str, look: str, width: int) -> int:
    return QFontMetrics(font(look)).boundingRect(QRect(0, 0, width, 10_000), _WRAP, text).height()


class SearchResults(QFrame):
    """What was found; the field keeps the focus and moves the choice here.

    Signals: ``taken`` with the ``Hit`` that a person took.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchResults")
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = SearchRows(self)
        self.list = QListView(self)
        self.list.setObjectName("found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.clicked.connect(lambda index: self.take(index.row()))
        self.none = Label("", "second", "tx2")
        self.none.setObjectName("none")
        self.none.setContentsMargins(_SIDE, _SIDE, _SIDE, _SIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self.list.setAccessibleName(_("What was found"))

    def show_groups(self, groups: Sequence[Group], *, is_ready: bool) -> None:
        """Show what was found, the first hit chosen; say it if nothing was."""
        self.rows.show_groups(groups)
        nothing = _("Nothing found. Try the beginning of another word, or a number such as 8.3.")
        self.none.setText(nothing if is_ready else _("The checklist is being read for the search…"))
        self.none.setVisible(not groups)
        self.list.setVisible(bool(groups))
        self.step(1, start=-1)

    def wanted_height(self, width: int) -> int:
        """Return how high it has to be to show all rows, up to a limit."""
        if not self.rows.rowCount():
            return self.none.heightForWidth(width - 2) + _EDGES
        found = (self.rows.row(place) for place in range(self.rows.rowCount()))
        whole = sum(_row_height(row, width - 2) for row in found if row is not None) + _EDGES
        return min(whole, _TALLEST)

    def step(self, by: int, start: int | None = None) -> None:
        """Move the choice to the next hit in a direction; headings are passed over."""
        place = self.list.currentIndex().row() if start is None else start
        while self.rows.row(place + by) is not None:
            place += by
            row = self.rows.row(place)
            if row is not None and row.hit is not None:
                self.list.setCurrentIndex(self.rows.index(place))
                if place <= 1:
                    self.list.scrollToTop()  # the heading above the first is seen, too
                return

    def page(self, by: int) -> None:
        """Move the choice by several hits."""
        for _step in range(_PAGE):
            self.step(by)

    def chosen_text(self) -> str:
        """Return the chosen row as a screen reader says it; empty if none is chosen."""
        return str(self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def take(self, place: int | None = None) -> None:
        """Take a row, by default the chosen one; one that leads nowhere stays."""
        row = self.rows.row(self.list.currentIndex().row() if place is None else place)
        if row is not None and row.hit is not None and (row.hit.target or row.hit.action):
            self.taken.emit(row.hit)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.doItemsLayout()
