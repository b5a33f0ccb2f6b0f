"""How an indicator is painted in a list: what it is and comes to, and its level as a band."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from kta_desktop.i18n import _, language
from kta_desktop.services.printing import Figure, level_band
from ui.models.indicator_rows import IndicatorRow
from ui.models.keyed_rows import ROW
from ui.theme import pixmap, theme
from ui.widgets.chip import HEIGHT, TONES, chip_width, paint_chip
from ui.widgets.figure_view import paint_figure
from ui.widgets.keyed_list import paint_ground
from ui.widgets.static_words import Kept, Run, height_of, run, width_of

Index = QModelIndex | QPersistentModelIndex
_SIDE, _GAP, _RISE, _BAND, _ICON = 12, 8, 6, 44, 14
_KEPT = 64  # rows whose words are kept broken into lines: some windows full of them


class _Shape(NamedTuple):
    """How a row is divided, in logical px.

    Attributes:
        is_one_line: Whether the name stands in the line of the value.
        name: Height of the name.
        beside: Height of the place in lines of its own; 0 where it stands in another line.
        note: Height of the note.
        height: Of all.
    """

    is_one_line: bool
    name: int
    beside: int
    note: int
    height: int


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row ready to be painted: words in lines, the chip, the band and their places in it."""

    runs: tuple[Run, ...]
    chip: QRectF
    band: QRectF
    figure: Figure | None


class IndicatorPainter(QStyledItemDelegate):
    """Paints indicators. Heights are kept by what rows say, words in lines for rows seen lately."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._shapes: dict[tuple[object, ...], _Shape] = {}
        self._laid: Kept[_Laid] = Kept(_KEPT)
        theme.changed.connect(self._shapes.clear)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row, view = index.data(ROW), self.parent()
        wide = view.viewport().width() if isinstance(view, QListView) else 400
        if not isinstance(row, IndicatorRow):
            return QSize(wide, 0)
        return QSize(wide, max(self._shape(row, wide).height, theme.sizes.row))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: IndicatorRow = index.data(ROW)
        place = option.rect
        painter.save()
        paint_ground(painter, option, "sf2" if row.chip is None else "sf")
        key = (row.key, place.width(), place.height(), language())
        laid = self._laid.of(key, row, partial(self._lay, row, place.size()))
        _paint(painter, place, row, laid)
        painter.restore()

    def _shape(self, row: IndicatorRow, wide: int) -> _Shape:
        said = (row.name, row.beside, row.value, row.unit, row.note, row.chip)
        key = (wide, language(), row.judgement is None, *said)
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = _shaped(row, wide - 2 * _SIDE)
        return found

    def _lay(self, row: IndicatorRow, size: QSize) -> _Laid:
        inner = QRect(_SIDE, _RISE, size.width() - 2 * _SIDE, size.height() - 2 * _RISE)
        if row.chip is None:
            room = QRect(_SIDE + _ICON + 6, 0, inner.width() - _ICON - 6, size.height())
            return _Laid((run(row.name, "strong", "tx", room),), QRectF(), QRectF(), None)
        shape = self._shape(row, size.width())
        named = 0 if shape.is_one_line else shape.name + shape.beside + 2
        line = QRect(inner.left(), inner.top() + named, inner.width(), HEIGHT)
        note = QRect(inner.left(), line.bottom() + 1, inner.width(), shape.note)
        band = QRectF(inner.left(), note.top() + shape.note, inner.width(), _BAND)
        words, chip = _of_value(row, line)
        noted = (run(row.note, "second", "tx2", note),) if row.note else ()
        figure = level_band(row.judgement, language(), row.previous) if row.judgement else None
        return _Laid((*_of_name(row, shape, inner, line), *words, *noted), chip, band, figure)


def _shaped(row: IndicatorRow, room: int) -> _Shape:
    if row.chip is None:
        name = height_of(row.name, "strong", room - _ICON - 6)
        return _Shape(is_one_line=False, name=name, beside=0, note=0, height=name + 2 * _RISE)
    value = _value_width(row)
    name, beside = width_of(row.name, "medium"), width_of(row.beside, "second")
    note = height_of(row.note, "second", room) + 2 if row.note else 0
    rest = HEIGHT + note + (_BAND if row.judgement is not None else 0) + 2 * _RISE
    if name + (beside + _GAP if row.beside else 0) + 2 * _GAP + value <= room:
        return _Shape(is_one_line=True, name=0, beside=0, note=note, height=rest)
    is_beside_value = beside + 2 * _GAP + value <= room
    above = height_of(row.name, "medium", room)
    below = 0 if is_beside_value else height_of(row.beside, "second", room)
    total = rest + above + below + 2
    return _Shape(is_one_line=False, name=above, beside=below, note=note, height=total)


def _value_width(row: IndicatorRow) -> int:
    word, icon, _tone = row.chip or ("", "", "")
    numbers = width_of(row.value, "strong") + 5 + width_of(row.unit, "second")
    return chip_width(_(word), icon) + _GAP + numbers


def _of_name(row: IndicatorRow, shape: _Shape, inner: QRect, line: QRect) -> Iterator[Run]:
    """Yield the name, and where it is: in one line, or the name in lines of its own above."""
    beside = line
    if shape.is_one_line:
        yield run(row.name, "medium", "tx", line)
        beside = line.adjusted(width_of(row.name, "medium") + _GAP, 0, 0, 0)
    else:
        above = QRect(inner.left(), inner.top(), inner.width(), shape.name)
        yield run(row.name, "medium", "tx", above)
        if shape.beside:
            beside = QRect(inner.left(), above.bottom() + 1, inner.width(), shape.beside)
    if row.beside:
        yield run(row.beside, "second", "tx2", beside)


def _of_value(row: IndicatorRow, line: QRect) -> tuple[tuple[Run, ...], QRectF]:
    """Return value and unit at the right end of a line, and the place of the chip before them."""
    word, icon, _tone = row.chip or ("", "", "")
    unit, value = width_of(row.unit, "second"), width_of(row.value, "strong")
    right = line.right() - unit
    left = right - 5 - value
    words = [run(row.value, "strong", "tx", QRect(left, line.top(), value + 2, line.height()))]
    if row.unit:
        place = QRect(right, line.top(), unit + 2, line.height())
        words.append(run(row.unit, "second", "tx2", place))
    wide = chip_width(_(word), icon)
    return tuple(words), QRectF(left - _GAP - wide, line.top(), wide, HEIGHT)


def _paint(painter: QPainter, place: QRect, row: IndicatorRow, laid: _Laid) -> None:
    corner, ratio = QPointF(place.topLeft()), painter.device().devicePixelRatioF()
    for words in laid.runs:
        words.paint(painter, corner)
    if row.chip is None:
        icon = "chevron-right" if row.is_folded else "chevron-down"
        top = place.center().y() - _ICON // 2
        painter.drawPixmap(place.left() + _SIDE, top, pixmap(icon, "tx", _ICON, ratio))
        return
    word, icon, tone = row.chip
    paint_chip(painter, laid.chip.translated(corner), _(word), icon, tone, ratio)
    if laid.figure is not None:
        band = laid.band.translated(corner)
        paint_figure(laid.figure, painter, band, ratio, TONES[tone][0])
