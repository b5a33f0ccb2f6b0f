"""A repeat edited like a sheet of a workbook, with sums below and what a cell is made of."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from kta_desktop.domain.definition import QuestionType
from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.sheets import Asked
from kta_desktop.i18n import language
from ui.models.grid_cells import heading, is_number
from ui.models.grid_model import GridModel
from ui.theme import font, theme
from ui.undo import AuditEditor
from ui.widgets.grid_clipboard import GridClipboard
from ui.widgets.grid_detail import CellDetail
from ui.widgets.grid_totals import TotalsStrip
from ui.widgets.grid_view import GridView

_LEAST = {
    QuestionType.TEXT: 130,
    QuestionType.DATE: 96,
    QuestionType.SELECT_ONE: 90,
    QuestionType.SELECT_MULTIPLE: 130,
    QuestionType.TABLE: 150,
    QuestionType.REPEAT: 150,
}
_NUMBER_WIDTH = 84
_CHOICE_WIDTH = 150
_SHARE = {
    QuestionType.TEXT: 3,
    QuestionType.SELECT_ONE: 2,
    QuestionType.SELECT_MULTIPLE: 2,
    QuestionType.TABLE: 3,
    QuestionType.REPEAT: 2,
}
_ROW_NUMBERS = 30
_IN_SIGHT = 40  # rows whose cells decide how wide a column is
_AROUND = 34  # px beside the words of a cell, its sign included
_WIDEST_NUMBER, _WIDEST_WORD = 260, 200  # px; beyond it a cell wraps
_FULL = 10_000


class Grid(QWidget):
    """Any repeat, a table or a list of instances, nested ones too, as a sheet.

    It follows the editor by itself and hands every edit to it at once.

    Signals:
        left: 1 when Enter was pressed below the last row, -1 when Shift+Enter was above the first.
        jump: ``Target`` of the question that a cell leads to: a nested table, repeat or files.
        resized: After its height may have changed.

    Args:
        editor: The open audit.
        repeat_address: Address of a ``TABLE`` or ``REPEAT``, such as ``source/<row>/pollutants``.
        parent: What it stands in.
        columns: Names of the columns to show; None = all.
        most_rows: As high as its rows need, up to so many; None = fills the room there is.
        tells_faults: Whether the sentence about the current cell stands below; not where
            something around the grid shows the sentences of all cells.
    """

    left = Signal(int)
    jump = Signal(object)
    resized = Signal()

    def __init__(
        self,
        editor: AuditEditor,
        repeat_address: str,
        parent: QWidget,
        *,
        columns: Sequence[str] | None = None,
        most_rows: int | None = None,
        tells_faults: bool = True,
    ) -> None:
        super().__init__(parent)
        self.editor, self.address = editor, repeat_address
        self._most_rows = most_rows
        self.model = GridModel(
            editor.state, repeat_address, self, columns, typed_rows=editor.typed_rows
        )
        self.model.rows_left.connect(lambda: QTimer.singleShot(0, self, self._tell_left))
        self._hand_over()
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        self._leasts: list[int] = []  # widths of the columns in pixels
        self._widest: list[int] = []  # what the cells seen so far need
        self.table = GridView(self.model, self)
        self.table.setObjectName("table")
        self.table.resized.connect(self._share_width)
        self.table.verticalScrollBar().valueChanged.connect(lambda _at: self._fitting.start())
        self.table.left.connect(self.left)
        self.table.leading.connect(lambda at: self.jump.emit(Target(Where.QUESTION, at)))
        self.clipboard = GridClipboard(self.table)
        self.table.copying.connect(self.clipboard.copy)
        self.table.pasting.connect(self.clipboard.paste)
        self.totals = TotalsStrip(editor.state, self.table, self)
        self.detail = CellDetail(editor, self.table, self, tells_faults=tells_faults)
        self.clipboard.refused.connect(self.detail.refuse)
        self.detail.closed.connect(self.table.setFocus)
        self.detail.grown.connect(self._grown)
        self.table.moved.connect(self.detail.refresh)
        self.table.pressed_digit.connect(self.press_digit)
        self._follow_size()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)
        column.addWidget(self.detail)
        self.retranslate()

    def _follow_size(self) -> None:
        """Give rows and columns their sizes again when what is in them changes."""
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._fit)
            signal.connect(self._fit_numbers)
        self.model.rowsInserted.connect(
            lambda *_rows: QTimer.singleShot(0, self, self.resized.emit)
        )
        self.model.dataChanged.connect(lambda *_cells: self._fitting.start())
        theme.changed.connect(self._measure)

    def _hand_over(self) -> None:
        """Give what is typed to the editor, and follow what comes of it."""
        self.model.edited.connect(self.editor.submit)
        self.model.typing.connect(self.editor.drafting.typing)
        self.model.settled.connect(self.editor.drafting.settled)
        self.editor.changed.connect(self.refresh)

    def focus_first(self) -> None:
        """Put the focus into the first cell."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_last(self) -> None:
        """Put the focus into the last cell."""
        self.table.setFocus(Qt.FocusReason.BacktabFocusReason)

    def focus_cell(self, address: str) -> bool:
        """Put the focus into the cell at an address; return whether it is shown here."""
        index = self.model.index_of(address)
        if index.isValid():
            self.table.setFocus()
            self.table.setCurrentIndex(index)
        return index.isValid()

    def add_row(self) -> None:
        """Add a row and go to its first cell."""
        self.commit()
        self.table.setFocus()
        self.table.add_row()

    def tab_widgets(self) -> list[QWidget]:
        """Return the widgets that take the focus, in order."""
        return [self.table, *self.detail.tab_widgets()]

    def current_address(self) -> str | None:
        """Return the address of the current cell, such as for its history; None if it is none."""
        index = self.table.currentIndex()
        return self.model.cell_address(index) if index.isValid() else None

    def press_digit(self, digit: int) -> bool:
        """Act on the current cell by a digit with Alt; return whether it means something.

        0 asks why the cell is blank; 1 to 4 say how its number was got, or which of two readings
        is meant.
        """
        return self.detail.press_digit(digit)

    def commit(self) -> None:
        """Hand over what is being typed."""
        self._store_typed()
        self.detail.commit()

    def refresh(self, addresses: frozenset[str]) -> None:
        """Show what changed at ``addresses``; it is asked for by itself after every edit."""
        if self.address in addresses and self._types_in_row():
            self._store_typed()  # rows in another order close the cell that is open
        self.model.refresh(addresses)
        if self.address in addresses or self.current_address() in addresses:
            self.detail.refresh()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self.table.setAccessibleName(self.model.question.label.get(language()))
        self.model.retranslate()
        self.totals.refresh()
        self._measure()
        self.detail.refresh()

    def _store_typed(self) -> None:
        view, field = self.table, self.table.focusWidget() or self.table
        if field is not view and view.isAncestorOf(field) and view.currentIndex().isValid():
            view.itemDelegate().setModelData(field, self.model, view.currentIndex())

    def _types_in_row(self) -> bool:
        """Whether a cell is open whose row is still there; else its text stays a draft."""
        if self.table.state() != QTableView.State.EditingState:
            return False
        row = self.model.row_id(self.table.currentIndex().row())
        return any(each.id == row for each in self.editor.state.rows(self.address))

    def _tell_left(self) -> None:
        """Let everything around look again at what rows lack, once the model is at rest."""
        self.editor.changed.emit(frozenset({self.address}))

    def _grown(self) -> None:
        QTimer.singleShot(0, self, self.resized.emit)  # once the rows have their heights

    def _measure(self) -> None:
        self._widen()
        self._leasts = [
            max(_least(asked), self.totals.least(place), self._widest[place])
            for place, asked in enumerate(self.model.columns)
        ]
        self._fit_numbers()
        self._share_width()

    def _fit_numbers(self) -> None:
        """Leave room for the number of the last row."""
        numbers = QFontMetrics(font("strong")).horizontalAdvance(str(self.model.rowCount()))
        width = max(_ROW_NUMBERS, numbers + 16)
        if width != self.table.verticalHeader().width():
            self.table.verticalHeader().setFixedWidth(width)
            self._share_width()

    def _widen(self) -> bool:
        """Learn the widths of the cells in sight; return whether a column has become too narrow.

        A thousand rows cost no more than those that are seen.
        """
        self._widest = self._widest or [0] * len(self.model.columns)
        first = max(self.table.rowAt(0), 0)
        rows = range(first, min(first + _IN_SIGHT, self.model.rowCount()))
        body = QFontMetrics(font("body"))
        for place, asked in enumerate(self.model.columns):
            cells = (self.model.index(row, place).data() or "" for row in rows)
            parts = cells if is_number(asked) else (part for cell in cells for part in cell.split())
            most = _WIDEST_NUMBER if is_number(asked) else _WIDEST_WORD
            widest = max((body.horizontalAdvance(part) for part in parts), default=0)
            self._widest[place] = max(self._widest[place], min(widest + _AROUND, most))
        return any(wide > least for wide, least in zip(self._widest, self._leasts, strict=False))

    def _fit(self) -> None:
        """Give columns the width of what is in them, headings and rows the height."""
        if self._widen():
            self._measure()
            return
        header = self.table.horizontalHeader()
        header.setFixedHeight(self._header_height())
        if self._most_rows is None:
            self.table.fit_rows()
            return
        self.table.fit(0, self._most_rows - 1)
        shown = range(min(self.model.rowCount(), self._most_rows))
        bar = 14 if self._whole_width() > max(self.width(), 200) else 0
        height = header.height() + sum(map(self.table.rowHeight, shown)) + bar + 2
        if height != self.table.height():
            self.table.setFixedHeight(height)
            self.resized.emit()

    def _header_height(self) -> int:
        metrics = QFontMetrics(font("strong"))
        heights = []
        for place, asked in enumerate(self.model.columns):
            width = max(self.table.columnWidth(place), self._leasts[place]) - 18
            words = heading(asked)
            flags = int(Qt.TextFlag.TextWordWrap)
            heights.append(metrics.boundingRect(0, 0, width, _FULL, flags, words).height())
        return max([18, *heights]) + 12

    def _whole_width(self) -> int:
        return sum(self._leasts) + self.table.verticalHeader().width()

    def _share_width(self) -> None:
        """Give the room that is left to columns of words."""
        columns = self.model.columns
        room = max(self.table.viewport().width() - sum(self._leasts), 0)
        shares = [_SHARE.get(asked.type, 1) for asked in columns]
        for place in range(len(columns)):
            extra = room * shares[place] // sum(shares)
            self.table.setColumnWidth(place, self._leasts[place] + extra)
        self._fit()
        self.table.frozen.place()


def _least(asked: Asked) -> int:
    """Return the least width of a column in pixels: its longest word must fit."""
    usual = _NUMBER_WIDTH if is_number(asked) else _LEAST.get(asked.type, 90)
    metrics = QFontMetrics(font("strong"))
    if asked.type is QuestionType.SELECT_ONE:
        labels = (choice.label.get(language()) for choice in asked.choices)
        longest = max(map(metrics.horizontalAdvance, labels), default=0)
        usual = max(usual, min(longest + 28, _CHOICE_WIDTH))
    words = heading(asked).split() or [""]
    return max(usual, max(metrics.horizontalAdvance(word) for word in words) + 20)
