"""How a row of techniques is painted: columns where there is room, two lines where there is not."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from kta_desktop.i18n import _
from ui.models.bat_rows import FULFILMENTS, STATES, BatRow
from ui.models.keyed_rows import ROW
from ui.theme import font, pixmap, theme
from ui.widgets.chip import HEIGHT, chip_width, paint_chip
from ui.widgets.keyed_list import paint_ground
from ui.widgets.static_words import height_of, say, width_of

Index = QModelIndex | QPersistentModelIndex
NARROW = 640
"""Below this many logical px a row takes two lines."""
_SIDE, _GAP, _RISE, _ICON = 9, 8, 5, 14
_CODE, _PROOF = 54, 74


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges of the columns of a row, and the width of all."""

    code: int
    title: int
    state: int
    reason: int
    proof: int
    width: int

    @property
    def is_narrow(self) -> bool:
        """Whether reason and proof stand below the title."""
        return self.width < NARROW


def columns(width: int) -> Columns:
    """Return where the columns begin in a list of this width."""
    chip, proof = _rooms(tuple(_(word) for word, _icon, _tone in STATES.values()), _("Proof"))
    if width < NARROW:
        state = width - chip - _SIDE
        return Columns(_SIDE, _SIDE + _CODE, state, _SIDE + _CODE, width - proof - _SIDE, width)
    free = width - _CODE - chip - proof - 2 * _SIDE
    title = _SIDE + _CODE
    state = title + round(free * 0.6)
    return Columns(_SIDE, title, state, state + chip, width - proof - _SIDE, width)


@lru_cache(maxsize=8)
def _rooms(states: tuple[str, ...], proof: str) -> tuple[int, int]:
    """Return the widths of the columns of states and of proof for words of a language."""
    chip = max(chip_width(word, "x") for word in states) + _GAP
    head = QFontMetrics(font("small")).horizontalAdvance(proof) + 2 * _GAP
    return chip, max(_PROOF, head)


class BatPainter(QStyledItemDelegate):
    """Paints conclusions and techniques; keeps heights, which lists ask for all the time."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[object, ...], int] = {}
        theme.changed.connect(self._heights.clear)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row, width = index.data(ROW), self._width()
        return QSize(width, self._height(row, width) if isinstance(row, BatRow) else 0)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        painter.save()
        paint_ground(painter, option, "sf2" if row.is_group else "sf")
        if row.is_group:
            self._paint_group(painter, option.rect, row)
        else:
            self._paint_line(painter, option.rect, row)
        painter.restore()

    def _width(self) -> int:
        view = self.parent()
        return view.viewport().width() if isinstance(view, QListView) else 600

    def _height(self, row: BatRow, width: int) -> int:
        key = (width, row.title, row.reason, row.rule, row.is_group, row.state)
        if key not in self._heights:
            self._heights[key] = max(_measured(row, columns(width)), theme.sizes.row - 4)
        return self._heights[key]

    def _paint_group(self, painter: QPainter, place: QRect, row: BatRow) -> None:
        ratio = painter.device().devicePixelRatioF()
        fold = "chevron-right" if row.is_folded else "chevron-down"
        top = place.center().y() - _ICON // 2
        painter.drawPixmap(place.left() + _SIDE, top, pixmap(fold, "tx", _ICON, ratio))
        word, icon, tone = FULFILMENTS[row.fulfilment] if row.fulfilment else ("", "", "plain")
        wide = chip_width(_(word), icon)
        chip = QRectF(place.right() - _SIDE - wide, place.center().y() - 10, wide, HEIGHT)
        room = place.adjusted(_SIDE + _ICON + 6, 0, -wide - 2 * _SIDE, 0)
        paint_chip(painter, chip, _(word), icon, tone, ratio)
        _paint_heading(painter, room, row)

    def _paint_line(self, painter: QPainter, place: QRect, row: BatRow) -> None:
        cut = columns(place.width())
        first = place
        if cut.is_narrow:
            high = _first_line(row, cut)
            first = QRect(place.left(), place.top() + _RISE, place.width(), high)
            below = place.adjusted(0, _RISE + high, 0, -_RISE)
            _paint_below(painter, below, row, cut)
        say(painter, _part(first, cut.code, cut.title - 4), row.code, "second", "tx2")
        say(painter, _part(first, cut.title, cut.state - _GAP), row.title, "body", "tx")
        if row.state is not None:
            _paint_state(painter, first, row, cut)
        if not cut.is_narrow:
            room = _part(first, cut.reason, cut.proof - _GAP)
            say(painter, room, row.reason, "second", "tx2")
            _paint_proof(painter, first, row, cut)


def link_place(row: BatRow, place: QRect) -> QRect:
    """Return where the number of the question stands, which a click follows; empty if nowhere."""
    if row.is_group or not row.number:
        return QRect()
    cut = columns(place.width())
    top = place.top() + _first_line(row, cut) if cut.is_narrow else place.top()
    return QRect(place.left() + cut.proof, top, place.width() - cut.proof, place.bottom() - top)


def _measured(row: BatRow, cut: Columns) -> int:
    if row.is_group:
        word, icon, _tone = FULFILMENTS[row.fulfilment] if row.fulfilment else ("", "", "")
        room = cut.width - chip_width(_(word), icon) - 4 * _SIDE - _ICON - 6
        together = f"{row.title}  · {row.rule}" if row.rule else row.title
        if width_of(together, "strong") <= room:
            return height_of(together, "strong", room) + 2 * _RISE
        below = height_of(row.rule, "second", room) if row.rule else 0
        return height_of(row.title, "strong", room) + below + 2 * _RISE
    if cut.is_narrow:
        room = cut.proof - cut.reason - _GAP
        below = height_of(row.reason, "second", room) if row.reason else 0
        lowest = QFontMetrics(font("second")).height() if row.evidence or row.number else 0
        return _first_line(row, cut) + max(below, lowest) + 2 * _RISE + 2
    title = height_of(row.title, "body", cut.state - _GAP - cut.title)
    reason = height_of(row.reason, "second", cut.proof - _GAP - cut.reason) if row.reason else 0
    return max(title, reason, HEIGHT) + 2 * _RISE


def _first_line(row: BatRow, cut: Columns) -> int:
    return max(height_of(row.title, "body", cut.state - _GAP - cut.title), HEIGHT)


def _paint_heading(painter: QPainter, room: QRect, row: BatRow) -> None:
    together = f"{row.title}  · {row.rule}" if row.rule else row.title
    if width_of(together, "strong") <= room.width():
        say(painter, room, row.title, "strong", "tx")
        used = width_of(row.title, "strong")
        beside = room.adjusted(used + 6, 0, 0, 0)
        say(painter, beside, f"· {row.rule}" if row.rule else "", "second", "tx2")
        return
    high = height_of(row.title, "strong", room.width())
    top = QRect(room.left(), room.top() + _RISE, room.width(), high)
    say(painter, top, row.title, "strong", "tx")
    below = QRect(room.left(), top.bottom() + 1, room.width(), room.bottom() - top.bottom() - _RISE)
    say(painter, below, row.rule, "second", "tx2")


def _paint_state(painter: QPainter, place: QRect, row: BatRow, cut: Columns) -> None:
    """Paint the state: filled if a person confirmed it, a dashed outline if it is proposed."""
    if row.state is None:
        return
    word, icon, tone = STATES[row.state]
    wide = chip_width(_(word), icon)
    chip = QRectF(place.left() + cut.state, place.center().y() - HEIGHT // 2, wide, HEIGHT)
    ratio = painter.device().devicePixelRatioF()
    paint_chip(painter, chip, _(word), icon, tone, ratio, is_draft=not row.is_confirmed)


def _paint_below(painter: QPainter, place: QRect, row: BatRow, cut: Columns) -> None:
    say(painter, _part(place, cut.reason, cut.proof - _GAP), row.reason, "second", "tx2")
    _paint_proof(painter, place, row, cut)


def _paint_proof(painter: QPainter, place: QRect, row: BatRow, cut: Columns) -> None:
    left = place.left() + cut.proof
    ratio = painter.device().devicePixelRatioF()
    if row.evidence:
        top = place.center().y() - _ICON // 2
        painter.drawPixmap(left, top, pixmap("paperclip", "tx2", _ICON, ratio))
        counted = str(row.evidence)
        left += _ICON + 4
        room = QRect(left, place.top(), 40, place.height())
        say(painter, room, counted, "second", "tx2")
        left += width_of(counted, "second") + 4
    room = QRect(left, place.top(), place.right() - left, place.height())
    say(painter, room, row.number, "second", "ac")


def _part(place: QRect, left: int, right: int) -> QRect:
    return QRect(place.left() + left, place.top(), right - left, place.height())
