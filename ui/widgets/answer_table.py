"""Answering a table question."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Column, QuestionType
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from ui.models.table_model import TableQuestionModel, heading, is_number
from ui.theme import font
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor
from ui.widgets.answer_table_view import CellTable
from ui.widgets.key_button import KeyButton

_MOST_ROWS = 9
_LEAST = {QuestionType.TEXT: 130, QuestionType.DATE: 96, QuestionType.SELECT_ONE: 90}
_NUMBER_WIDTH = 84
_CHOICE_WIDTH = 150
_SHARE = {QuestionType.TEXT: 3, QuestionType.SELECT_ONE: 2}
_ROW_NUMBERS = 30


class TableEditor(AnswerEditor):
    """The rows of the question, as high as they need up to nine rows.

    Signals: ``finished`` when Enter was pressed below the last row.
    """

    finished = Signal()

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._model = TableQuestionModel(editor.state, place, self)
        self._model.edited.connect(editor.submit)
        editor.changed.connect(self._model.refresh)
        self._leasts: list[int] = []  # widths of the columns in pixels
        self.table = CellTable(self._model, self)
        self.table.setObjectName("table")
        self.table.left.connect(self.finished)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setFixedWidth(_ROW_NUMBERS)
        self._add = KeyButton(key="Ins", icon="plus", small=True, parent=self)
        self._add.setObjectName("add_row")
        self._add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._add.clicked.connect(self.add_row)
        for signal in (self._model.rowsInserted, self._model.rowsRemoved, self._model.modelReset):
            signal.connect(self._fit)
        self._model.rowsInserted.connect(self._keep_place)
        self._model.dataChanged.connect(lambda *_cells: self._fit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.refresh()

    def header_widgets(self) -> list[QWidget]:
        """Return what stands at the right of the question."""
        return [self._add]

    def add_row(self) -> None:
        """Add a row and go to its first cell."""
        self.table.setFocus()
        self.table.add_row()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self.table]

    @override
    def commit(self) -> None:
        field = self.table.focusWidget() or self.table
        view = self.table
        if field is not view and view.isAncestorOf(field) and view.currentIndex().isValid():
            view.itemDelegate().setModelData(field, self._model, view.currentIndex())

    @override
    def refresh(self) -> None:
        self._leasts = [_least(column) for column in self._model.columns]
        self._add.set_text(_("Row"))
        self.table.setAccessibleName(self.question.label.get(language()))
        self._fit()

    @override
    def wants_enter(self) -> bool:
        return True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _keep_place(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        QTimer.singleShot(0, self, self.resized.emit)

    def _fit(self) -> None:
        header = self.table.horizontalHeader()
        header.setFixedHeight(self._header_height())
        self.table.resizeRowsToContents()
        shown = range(min(self._model.rowCount(), _MOST_ROWS))
        bar = 14 if self._whole_width() > max(self.width(), 200) else 0
        height = header.height() + sum(map(self.table.rowHeight, shown)) + bar + 2
        if height != self.table.height():
            self.table.setFixedHeight(height)
            self.resized.emit()

    def _header_height(self) -> int:
        metrics = QFontMetrics(font("second"))
        heights = []
        for place, column in enumerate(self._model.columns):
            width = max(self.table.columnWidth(place), self._leasts[place]) - 18
            box = metrics.boundingRect(
                0, 0, width, 1000, int(Qt.TextFlag.TextWordWrap), heading(column)
            )
            heights.append(box.height())
        return max(*heights, 18) + 12 if len(heights) > 1 else heights[0] + 12

    def _whole_width(self) -> int:
        return sum(self._leasts) + _ROW_NUMBERS

    def _share_width(self) -> None:
        """Give the room that is left to columns of words."""
        columns = self._model.columns
        room = max(self.table.viewport().width() - sum(self._leasts), 0)
        shares = [_SHARE.get(column.type, 1) for column in columns]
        for place in range(len(columns)):
            extra = room * shares[place] // sum(shares)
            self.table.setColumnWidth(place, self._leasts[place] + extra)
        self._fit()


def _least(column: Column) -> int:
    """Return the least width of a column in pixels: its longest word must fit."""
    usual = _NUMBER_WIDTH if is_number(column) else _LEAST.get(column.type, 90)
    metrics = QFontMetrics(font("strong"))
    if column.type is QuestionType.SELECT_ONE:
        labels = (choice.label.get(language()) for choice in column.choices)
        longest = max(map(metrics.horizontalAdvance, labels), default=0)
        usual = max(usual, min(longest + 28, _CHOICE_WIDTH))
    words = heading(column).split() or [""]
    return max(usual, max(metrics.horizontalAdvance(word) for word in words) + 20)
