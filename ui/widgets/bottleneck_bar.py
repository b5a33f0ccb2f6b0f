"""The bar of a score: four parts side by side, each with its points inside."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.i18n import language
from kta_desktop.services.bottleneck_scene import Part, Share
from ui.models.lines_model import ITEM
from ui.theme import font, theme
from ui.widgets.lines_table import LinePainter

_HEIGHT = 16
_SIDE = 8
_SLIT = 1
_AIR = 4  # px about a number, so that its digits do not touch the next part
_SERIES = {Part.EXCESS: 0, Part.LOAD: 1, Part.CONFIDENCE: 3, Part.FEASIBILITY: 2}
Index = QModelIndex | QPersistentModelIndex


def part_colour(part: Part) -> QColor:
    """Return the colour of a part in the current theme."""
    return QColor(theme.tokens.series[_SERIES[part]].colour)


def paint_bar(painter: QPainter, place: QRectF, shares: Sequence[Share]) -> None:
    """Paint parts from the left; the whole width of ``place`` stands for 100 points.

    A part without points, or too narrow for its number, has none: the row says them in words.
    """
    painter.save()
    painter.setFont(font("small"))
    metrics = QFontMetrics(font("small"))
    left = place.left()
    for share in shares:
        if not share.points:
            continue
        width = float(share.points) * place.width() / 100
        box = QRectF(left, place.top(), max(1.0, width - _SLIT), place.height())
        painter.fillRect(box, part_colour(share.part))
        said = formatting.number(share.points, language(), 0)
        if metrics.horizontalAdvance(said) + _AIR <= box.width():
            painter.setPen(theme.colour("sf"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), said)
        left += width
    painter.restore()


class BarPainter(LinePainter):
    """Paints the bar of the row's item, asked of the table by ``shares_of``."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.sizes.row)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.paint_ground(painter, option, index)
        table = self.parent()
        if isinstance(table, QTableView):
            shares = _shares(table, index)
            place = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
            place.setTop(place.center().y() - _HEIGHT / 2)
            place.setHeight(_HEIGHT)
            paint_bar(painter, place, shares)
        painter.restore()


def _shares(table: QTableView, index: Index) -> Sequence[Share]:
    ask = getattr(table, "shares_of", None)
    found: Sequence[Share] = ask(index.data(ITEM)) if ask is not None else ()
    return found
