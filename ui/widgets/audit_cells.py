"""How the cells of the list of audits are painted: two lines, pips, a bar, a chip."""

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from kta_desktop.domain.audit import AuditSummary
from kta_desktop.domain.stage import PHASES
from kta_desktop.i18n import _
from ui.models.audit_table import (
    DELIVERIES,
    ROW,
    AuditColumn,
    delivery_text,
    filled_text,
    is_handed_over,
    phase_note,
    phase_text,
    saved_text,
    sector,
    share,
    stage_number,
)
from ui.theme import font, theme
from ui.widgets.chip import HEIGHT as CHIP
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.progress import HEIGHT as BAR
from ui.widgets.progress import paint_progress

SIDE = 8
_ROW = 60
_BAR = 64
_PIP, _PIP_GAP, _PIP_HEIGHT = 14, 2, 4
_GAP = 8
PIPS = len(PHASES) * (_PIP + _PIP_GAP)
Index = QModelIndex | QPersistentModelIndex
_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
_FROM_TOP = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignRight)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignLeft)


class AuditPainter(QStyledItemDelegate):
    """Paints the rows of an ``AuditList``; the selected one has a bar at its left edge, too."""

    _track = "sf3"  # ground of the bar and the pips in the row that is painted

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = cast("QTableView", option.widget)
        row: AuditSummary = index.data(ROW)
        width = max(80, table.columnWidth(index.column()) - 2 * SIDE)
        height = 0
        if index.column() == AuditColumn.PLANT:
            place = QRect(0, 0, width, 1000)
            name = QFontMetrics(font("strong")).boundingRect(place, _FROM_TOP, row.plant.name)
            note = QFontMetrics(font("second")).boundingRect(place, _FROM_TOP, _note(row))
            height = name.height() + note.height() + 14
        return QSize(width, max(_ROW, theme.sizes.row, height))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: AuditSummary = index.data(ROW)
        place = QRectF(option.rect)
        painter.save()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(place, theme.colour("acs"))
            if index.column() == AuditColumn.NUMBER:
                edge = QRectF(place.left(), place.top(), 3, place.height())
                painter.fillRect(edge, theme.colour("ac"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        self._track = "sf" if is_selected else "sf3"
        self._paint_cell(painter, place.adjusted(SIDE, 0, -SIDE, -1), row, index.column())
        painter.restore()

    def _paint_cell(self, painter: QPainter, place: QRectF, row: AuditSummary, column: int) -> None:
        match column:
            case AuditColumn.PLANT:
                _paint_plant(painter, place, row)
            case AuditColumn.STAGE:
                self._paint_stage(painter, place, row)
            case AuditColumn.FILLED:
                self._paint_filled(painter, place, row)
            case AuditColumn.DELIVERY:
                _paint_delivery(painter, place, row)
            case _:
                text = row.number if column == AuditColumn.NUMBER else saved_text(row)
                painter.setFont(font("body"))
                painter.setPen(theme.colour("tx2"))
                painter.drawText(place, _WRAPPED, text)

    def _paint_stage(self, painter: QPainter, place: QRectF, row: AuditSummary) -> None:
        """Draw word, what stands beside it and six pips; the note below where it is narrow."""
        word, note = phase_text(row), phase_note(row)
        if not word:
            return
        used, small = QFontMetrics(font("medium")), QFontMetrics(font("small"))
        wide = used.horizontalAdvance(word)
        is_below = bool(note) and wide + _GAP + small.horizontalAdvance(note) > place.width()
        lines = used.height() + (small.height() if is_below else 0)
        top = place.center().y() - (lines + _GAP + _PIP_HEIGHT) / 2
        line = QRectF(place.left(), top, place.width(), used.height())
        painter.setFont(font("medium"))
        painter.setPen(theme.colour("tx"))
        painter.drawText(line, _LEFT, word)
        painter.setFont(font("small"))
        painter.setPen(theme.colour("tx2"))
        beside = line.adjusted(wide + _GAP, 0, 0, 0)
        below = QRectF(line.left(), line.bottom(), line.width(), small.height())
        painter.drawText(below if is_below else beside, _LEFT, note)
        self._paint_pips(painter, place.left(), top + lines + _GAP, stage_number(row))

    def _paint_pips(self, painter: QPainter, left: float, top: float, done: int) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(len(PHASES)):
            painter.setBrush(theme.colour("ac" if number < done else self._track))
            pip = QRectF(left + number * (_PIP + _PIP_GAP), top, _PIP, _PIP_HEIGHT)
            painter.drawRoundedRect(pip, 2, 2)
        painter.restore()

    def _paint_filled(self, painter: QPainter, place: QRectF, row: AuditSummary) -> None:
        bar = QRectF(place.left(), place.center().y() - BAR / 2, _BAR, BAR)
        tone = "ok" if share(row) >= 1 or is_handed_over(row) else "ac"
        paint_progress(painter, bar, share(row), tone, self._track)
        painter.setFont(font("body"))
        painter.setPen(theme.colour("tx"))
        painter.drawText(place, _RIGHT, filled_text(row))


def stage_width(row: AuditSummary, *, whole: bool) -> int:
    """Return the width of the stage of a row; ``whole`` with the note in the same line."""
    word = QFontMetrics(font("medium")).horizontalAdvance(phase_text(row))
    note = QFontMetrics(font("small")).horizontalAdvance(phase_note(row))
    needed = word + _GAP + note if whole and note else max(word, note)
    return max(needed, PIPS) + 2 * SIDE


def delivery_width(row: AuditSummary) -> int:
    """Return the width of the chip of a row."""
    return chip_width(delivery_text(row), DELIVERIES[row.delivery][1]) + 2 * SIDE


def _paint_plant(painter: QPainter, place: QRectF, row: AuditSummary) -> None:
    upper = place.adjusted(0, 0, 0, 0)
    painter.setFont(font("strong"))
    name = painter.boundingRect(upper, _FROM_TOP, row.plant.name)
    painter.setFont(font("second"))
    note = painter.boundingRect(upper, _FROM_TOP, _note(row))
    upper.setTop(place.center().y() - (name.height() + note.height()) / 2)
    painter.setFont(font("strong"))
    painter.setPen(theme.colour("tx"))
    painter.drawText(upper, _FROM_TOP, row.plant.name)
    upper.setTop(upper.top() + name.height())
    painter.setFont(font("second"))
    painter.setPen(theme.colour("er" if row.fault else "tx2"))
    painter.drawText(upper, _FROM_TOP, _note(row))


def _paint_delivery(painter: QPainter, place: QRectF, row: AuditSummary) -> None:
    _text, icon, tone = DELIVERIES[row.delivery]
    text = delivery_text(row)
    chip = QRectF(place.left(), place.center().y() - CHIP / 2, chip_width(text, icon), CHIP)
    paint_chip(painter, chip, text, icon, tone, painter.device().devicePixelRatioF())


def _note(row: AuditSummary) -> str:
    """Return what stands below the name of the plant."""
    mark = _("demonstration") + " · " if row.demo else ""
    return _("cannot be read") if row.fault else f"{mark}{sector(row)}"
