"""How an indicator is painted in a list: what it is and comes to, and its level as a band."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from kta_desktop.i18n import _, language
from kta_desktop.services.printing import level_band
from ui.models.indicator_rows import FOLD, VERDICTS, IndicatorRow
from ui.models.keyed_rows import ROW
from ui.theme import font, pixmap, theme
from ui.widgets.chip import HEIGHT, TONES, chip_width, paint_chip
from ui.widgets.figure_view import paint_figure
from ui.widgets.keyed_list import paint_ground

Index = QModelIndex | QPersistentModelIndex
_SIDE, _GAP, _RISE, _BAND, _ICON = 12, 8, 6, 44, 14
_WRAP = int(Qt.TextFlag.TextWordWrap)


class IndicatorPainter(QStyledItemDelegate):
    """Paints indicators; heights are kept by what a row says and its width."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[object, ...], int] = {}
        theme.changed.connect(self._heights.clear)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row, view = index.data(ROW), self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 400
        if not isinstance(row, IndicatorRow):
            return QSize(width, 0)
        said = (row.name, row.beside, row.value, row.unit, row.note, row.verdict)
        key = (width, row.judgement is None, *said)
        if key not in self._heights:
            self._heights[key] = max(_height(row, width), theme.sizes.row)
        return QSize(width, self._heights[key])

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: IndicatorRow = index.data(ROW)
        painter.save()
        paint_ground(painter, option, "sf2" if row.key == FOLD else "sf")
        if row.key == FOLD:
            _paint_fold(painter, option.rect, row)
        else:
            _paint_row(painter, option.rect, row)
        painter.restore()


def _height(row: IndicatorRow, width: int) -> int:
    room = width - 2 * _SIDE
    if row.verdict is None:
        return _high(row.name, "strong", room - _ICON - 6) + 2 * _RISE
    head = HEIGHT if _is_one_line(row, room) else _name_height(row, room) + HEIGHT + 2
    note = _high(row.note, "second", room) + 2 if row.note else 0
    band = _BAND if row.judgement is not None else 0
    return _RISE + head + note + band + _RISE


def _paint_fold(painter: QPainter, place: QRect, row: IndicatorRow) -> None:
    ratio = painter.device().devicePixelRatioF()
    icon = "chevron-right" if row.is_folded else "chevron-down"
    top = place.center().y() - _ICON // 2
    painter.drawPixmap(place.left() + _SIDE, top, pixmap(icon, "tx", _ICON, ratio))
    room = place.adjusted(_SIDE + _ICON + 6, 0, -_SIDE, 0)
    _say(painter, room, row.name, "strong", "tx")


def _paint_row(painter: QPainter, place: QRect, row: IndicatorRow) -> None:
    inner = place.adjusted(_SIDE, _RISE, -_SIDE, -_RISE)
    line = QRect(inner.left(), inner.top(), inner.width(), HEIGHT)
    if _is_one_line(row, inner.width()):
        used = _width(row.name, "medium") + _GAP
        _say(painter, line, row.name, "medium", "tx")
        _say(painter, line.adjusted(used, 0, 0, 0), row.beside, "second", "tx2")
    else:
        line = _paint_name(painter, inner, row)
    _paint_value(painter, line, row)
    top = line.bottom() + 1
    if row.note:
        high = _high(row.note, "second", inner.width()) + 2
        _say(painter, QRect(inner.left(), top, inner.width(), high), row.note, "second", "tx2")
        top += high
    if row.judgement is not None and row.verdict is not None:
        ratio = painter.device().devicePixelRatioF()
        figure = level_band(row.judgement, language(), row.previous)
        band = QRectF(inner.left(), top, inner.width(), _BAND)
        paint_figure(figure, painter, band, ratio, TONES[VERDICTS[row.verdict][2]][0])


def _paint_name(painter: QPainter, inner: QRect, row: IndicatorRow) -> QRect:
    """Paint name and place in lines of their own; return the line of the value."""
    high = _name_height(row, inner.width())
    line = QRect(inner.left(), inner.top() + high + 2, inner.width(), HEIGHT)
    if _is_beside_value(row, inner.width()):
        name = QRect(inner.left(), inner.top(), inner.width(), high)
        _say(painter, line, row.beside, "second", "tx2")
    else:
        below = _high(row.beside, "second", inner.width())
        name = QRect(inner.left(), inner.top(), inner.width(), high - below)
        place = QRect(inner.left(), name.bottom() + 1, inner.width(), below)
        _say(painter, place, row.beside, "second", "tx2")
    _say(painter, name, row.name, "medium", "tx")
    return line


def _paint_value(painter: QPainter, place: QRect, row: IndicatorRow) -> None:
    if row.verdict is None:
        return
    word, icon, tone = VERDICTS[row.verdict]
    unit = _width(row.unit, "second")
    value = _width(row.value, "strong")
    right = place.right() - unit
    _say(painter, QRect(right, place.top(), unit + 2, place.height()), row.unit, "second", "tx2")
    left = right - 5 - value
    _say(painter, QRect(left, place.top(), value + 2, place.height()), row.value, "strong", "tx")
    wide = chip_width(_(word), icon)
    chip = QRectF(left - _GAP - wide, place.top(), wide, HEIGHT)
    paint_chip(painter, chip, _(word), icon, tone, painter.device().devicePixelRatioF())


def _is_one_line(row: IndicatorRow, room: int) -> bool:
    name = _width(row.name, "medium") + (_width(row.beside, "second") + _GAP if row.beside else 0)
    return name + 2 * _GAP + _value_width(row) <= room


def _value_width(row: IndicatorRow) -> int:
    word, icon, _tone = VERDICTS[row.verdict] if row.verdict else ("", "", "")
    numbers = _width(row.value, "strong") + 5 + _width(row.unit, "second")
    return chip_width(_(word), icon) + _GAP + numbers


def _is_beside_value(row: IndicatorRow, room: int) -> bool:
    """Whether the place of an indicator stands in the line of its value."""
    return _width(row.beside, "second") + 2 * _GAP + _value_width(row) <= room


def _name_height(row: IndicatorRow, room: int) -> int:
    name = _high(row.name, "medium", room)
    return name if _is_beside_value(row, room) else name + _high(row.beside, "second", room)


def _say(painter: QPainter, place: QRect, text: str, role: str, tone: str) -> None:
    if text:
        painter.setFont(font(role))
        painter.setPen(theme.colour(tone))
        painter.drawText(place, _WRAP | int(Qt.AlignmentFlag.AlignVCenter), text)


def _width(text: str, role: str) -> int:
    return QFontMetrics(font(role)).horizontalAdvance(text)


def _high(text: str, role: str, width: int) -> int:
    room = QRect(0, 0, max(width, 30), 10_000)
    return QFontMetrics(font(role)).boundingRect(room, _WRAP, text).height()
