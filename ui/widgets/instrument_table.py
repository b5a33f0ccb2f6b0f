"""A table of channels or statuses that is edited in place, by keyboard alone as well."""

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from kta_desktop.i18n import _
from ui.models.instrument_rows import WORDS, Index, InstrumentRows
from ui.theme import font, theme
from ui.widgets.focus import FocusRing

_SIDE = 22  # px beside the words of a cell
_ROWS = 6  # that are seen without scrolling


class _Cells(QStyledItemDelegate):
    """Edits a cell: a list where something is to be chosen, a field else."""

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if not isinstance(model, InstrumentRows):
            raise TypeError(model)
        asked = model.asked(index.column())
        if not asked.choices:
            field = QLineEdit(parent)
            field.setAccessibleName(_(asked.label))
            return field
        box = QComboBox(parent)
        box.setAccessibleName(_(asked.label))
        for each in asked.choices:
            box.addItem(_(WORDS.get(each, each)), each)
        return box

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findText(text), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class InstrumentTable(QTableView):
    """Enter and F2 edit a cell, Ins adds a row, Del removes it, arrows go about.

    Signals:
        add_asked: a row is to be added.
        chosen: the place of the row that is now chosen; -1 for none.
    """

    add_asked = Signal()
    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.rows = InstrumentRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._ring = FocusRing(self)
        for signal in (self.rows.modelReset, self.rows.rowsInserted, self.rows.dataChanged):
            signal.connect(self._fit)
        self.rows.rowsRemoved.connect(self._fit)
        self.selectionModel().currentRowChanged.connect(lambda at: self.chosen.emit(at.row()))
        theme.changed.connect(self._fit)

    def choose(self, row: int) -> None:
        """Go to the first cell of a row."""
        self.setCurrentIndex(self.rows.index(row, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_open = self.state() == QAbstractItemView.State.EditingState
        if event.key() == Qt.Key.Key_Insert:
            self.add_asked.emit()
        elif event.key() == Qt.Key.Key_Delete and not is_open:
            self.rows.remove(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_open:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Give every column the width of its words, every row the height of a control."""
        head, body = QFontMetrics(font("strong")), QFontMetrics(font())
        for column in range(self.rows.columnCount()):
            words = [
                str(self.rows.index(row, column).data() or "")
                for row in range(self.rows.rowCount())
            ]
            title = str(self.rows.headerData(column, Qt.Orientation.Horizontal))
            widths = [head.horizontalAdvance(title), *(body.horizontalAdvance(w) for w in words)]
            self.setColumnWidth(column, max(widths) + _SIDE)
        self.verticalHeader().setDefaultSectionSize(theme.sizes.row)
        shown = min(max(self.rows.rowCount(), 1), _ROWS)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(
            self.horizontalHeader().sizeHint().height() + shown * theme.sizes.row + bar + 4
        )
