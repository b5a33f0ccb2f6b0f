"""The foot of a grid: the sums of its columns, and of how many rows they are made."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.forms.sheets import Sum, is_summed, sum_of
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import value_text
from kta_desktop.i18n import _, language
from ui.models.grid_cells import heading
from ui.theme import font, theme
from ui.widgets.grid_view import GridView

_SIDE, _RISE = 8, 4
_DELAY_MS = 50  # several edits of one act are added up once


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands below one column."""

    total: str
    counted: str
    is_complete: bool


class TotalsStrip(QWidget):
    """One line below the cells, which scrolls sideways with them; hidden without a sum."""

    def __init__(self, state: FormState, table: GridView, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._table = state, table
        self._summed = [c for c, asked in enumerate(table.cells.columns) if is_summed(asked)]
        self._shown: dict[int, _Cell] = {}
        self._adding = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._adding.timeout.connect(self.refresh)
        cells = table.cells
        for signal in (cells.dataChanged, cells.rowsInserted, cells.rowsRemoved, cells.modelReset):
            signal.connect(lambda *_what: self._later())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())
        table.horizontalHeader().sectionResized.connect(lambda *_sizes: self.update())
        theme.changed.connect(self._fit)
        self.setObjectName("totals")
        self.hide()

    def texts(self, column: int) -> tuple[str, str]:
        """Return the sum of a column and of how many rows it is; empty texts without one."""
        found = self._shown.get(column)
        return ("", "") if found is None else (found.total, found.counted)

    def refresh(self) -> None:
        """Add up anew."""
        self._adding.stop()
        rows = self._table.cells.row_ids
        address, columns = self._table.cells.address, self._table.cells.columns
        sums = {c: sum_of(self._state, address, columns[c], rows) for c in self._summed}
        self._shown = {c: self._cell(c, found) for c, found in sums.items() if found.counted}
        spoken = [f"{heading(columns[c])}: {x.total}, {x.counted}" for c, x in self._shown.items()]
        self.setAccessibleName(_("Total"))
        self.setAccessibleDescription("; ".join(spoken))
        self.setToolTip("\n".join(spoken))
        self.setVisible(bool(self._shown))
        self._fit()

    def least(self, column: int) -> int:
        """Return the width in pixels that the sum of a column needs."""
        found = self._shown.get(column)
        if found is None:
            return 0
        second = QFontMetrics(font("second"))
        strong = QFontMetrics(font("strong")).horizontalAdvance(found.total)
        words = (second.horizontalAdvance(line) for line in found.counted.split("\n"))
        return max(strong, *words) + 2 * _SIDE

    @override
    def sizeHint(self) -> QSize:
        lines = max((cell.counted.count("\n") for cell in self._shown.values()), default=0)
        second = QFontMetrics(font("second")).lineSpacing() * (lines + 1)
        return QSize(100, QFontMetrics(font("strong")).lineSpacing() + second + 2 * _RISE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sf2"))
        painter.setPen(theme.colour("bd"))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        corner = self._table.corner().x()
        left = corner + self._table.columnWidth(0)
        is_first = 0 in self._shown
        painter.setClipRect(QRect(corner if is_first else left, 0, self.width(), self.height()))
        for column, cell in self._shown.items():
            place = corner + self._table.columnViewportPosition(column)
            width = self._table.columnWidth(column)
            self._paint(painter, QRect(place, _RISE, width, self.height() - 2 * _RISE), cell)
        painter.setClipping(False)
        if not is_first:
            painter.setFont(font("strong"))
            painter.setPen(theme.colour("tx"))
            room = QRect(_SIDE, _RISE, left - 2 * _SIDE, self.height() - 2 * _RISE)
            painter.drawText(room, Qt.AlignmentFlag.AlignTop, _("Total"))

    def _paint(self, painter: QPainter, place: QRect, cell: _Cell) -> None:
        room = place.adjusted(_SIDE, 0, -_SIDE, 0)
        top = QFontMetrics(font("strong")).lineSpacing()
        painter.setFont(font("strong"))
        painter.setPen(theme.colour("tx"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(room, right, cell.total)
        painter.setFont(font("second"))
        painter.setPen(theme.colour("tx2" if cell.is_complete else "wr"))
        painter.drawText(room.adjusted(0, top, 0, 0), right, cell.counted)

    def _cell(self, column: int, found: Sum) -> _Cell:
        asked = self._table.cells.columns[column]
        total = value_text(asked, found.value, language())
        counted = _("{answered} of {total}").format(
            answered=formatting.number(str(found.counted), language()),
            total=formatting.number(str(found.rows), language()),
        )
        if not found.is_complete:
            counted = "\n".join((counted, _("incomplete")))
        return _Cell(total, counted, found.is_complete)

    def _later(self) -> None:
        if self._summed:
            self._adding.start()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()
