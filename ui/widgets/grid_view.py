"""The table of a grid: a workbook's keys, its first column in sight while the rest scrolls."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)
from typing_extensions import override

from kta_desktop.domain.definition import QuestionType
from ui.models.grid_cells import Kind
from ui.models.grid_model import KIND, GridModel
from ui.theme import theme
from ui.widgets.checklist_keys import MOST_OPTIONS
from ui.widgets.digit_keys import digit_of, has_alt
from ui.widgets.grid_delegate import CellDelegate
from ui.widgets.grid_frozen import FrozenColumn
from ui.widgets.shortcuts import twins

Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_TYPED = QAbstractItemView.EditTrigger.AnyKeyPressed
_Hint = QAbstractItemDelegate.EndEditHint
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COPY, _CUT, _PASTE = (
    [QKeySequence(each) for each in (keys, *twins(keys))] for keys in ("Ctrl+C", "Ctrl+X", "Ctrl+V")
)
_UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class GridView(QTableView):
    """A table that Tab goes through and out of, and Enter goes down and out of.

    Signals:
        left: 1 when Enter was pressed in the last row, -1 when Shift+Enter was in the first.
        leading: Address of what a cell leads to.
        moved: Another cell is the current one.
        copying, pasting: The keys for it were pressed.
        resized: The room for the cells is another.
        pressed_digit: Alt and a digit were pressed, or 0 in a cell of options.
    """

    left = Signal(int)
    leading = Signal(str)
    moved = Signal()
    resized = Signal()
    copying = Signal()
    pasting = Signal()
    pressed_digit = Signal(int)

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.cells = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setTabKeyNavigation(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.frozen = FrozenColumn(self)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit_rows)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._fitting.start())
        self.doubleClicked.connect(self._lead)

    def fit_rows(self) -> None:
        """Give the rows in sight the height of their words; a thousand rows cost no more."""
        first = max(self.rowAt(0), 0)
        self.fit(first, first + self.viewport().height() // theme.sizes.row)

    def fit(self, first: int, last: int) -> None:
        """Give some rows the height of their words."""
        for row in range(first, min(last, self.cells.rowCount() - 1) + 1):
            wanted = self.sizeHintForRow(row)
            if wanted > 0 and wanted != self.rowHeight(row):
                self.setRowHeight(row, wanted)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if self.state() != QAbstractItemView.State.EditingState:  # else closeEditor goes on
                self._enter(event)
        elif event.key() == Qt.Key.Key_F2 and self._lead(self.currentIndex()):
            return
        elif not (self._clipboard_key(event) or self._row_key(event) or self._digit_key(event)):
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Qt opens the cell and drops the first letters that an input method brings
        at = self.currentIndex()
        is_typed = bool(event.commitString() or event.preeditString())
        if is_typed and at.isValid() and self.edit(at, _TYPED, event):
            field = QApplication.focusWidget()
            if field is not None and field is not self:
                QApplication.sendEvent(field, event)
                return
        super().inputMethodEvent(event)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        target = self._step(1 if forward else -1)
        if target.isValid():
            self.setCurrentIndex(target)
            return True
        return super().focusNextPrevChild(forward)

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if action in (_Move.MoveNext, _Move.MovePrevious):
            return self._step(1 if action == _Move.MoveNext else -1)
        return super().moveCursor(action, modifiers)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.cells.leave_rows(but=current.row())
        self.moved.emit()

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        has_gone = self.indexAt(editor.geometry().center()) != self.currentIndex()
        super().closeEditor(editor, _Hint.NoHint)
        if has_gone:  # to another row already, as by Ins or the mouse: Qt then gives Enter's hint
            return
        if hint in (_Hint.EditNextItem, _Hint.EditPreviousItem):
            self.setFocus()
            self.focusNextPrevChild(hint == _Hint.EditNextItem)
        elif hint == _Hint.SubmitModelCache:
            self.setFocus()
            self._go_down()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason or not self.currentIndex().isValid():
            self.go_to(0, 0)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.go_to(self.cells.rowCount() - 1, self.cells.columnCount() - 1)
        self.viewport().update()

    @override
    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._owns(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        self.frozen.place()
        self._fitting.start()

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        super().scrollTo(index, hint)
        if index.isValid() and index.column() > 0:
            hidden = self.columnWidth(0) - self.visualRect(index).left()
            if hidden > 0:  # behind the first column, which stays where it is
                bar = self.horizontalScrollBar()
                bar.setValue(bar.value() - hidden)

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        self.setCurrentIndex(self.cells.index(row, column))

    def add_row(self) -> None:
        """Add a row and go to its first cell."""
        if self.cells.takes_rows:
            self.cells.add_row()
            self.go_to(self.cells.rowCount() - 1, 0)

    def delete(self) -> None:
        """Remove the rows that are selected whole or empty, else empty the cells.

        Undo brings them back.
        """
        chosen = self.selectedIndexes() or [self.currentIndex()]
        rows = sorted({index.row() for index in chosen})
        whole = len(self.selectionModel().selectedRows()) == len(rows)
        if self.cells.takes_rows and (whole or all(map(self.cells.is_empty, rows))):
            self.cells.remove_rows(rows)
        else:
            self.cells.clear(chosen)

    def select_row(self) -> None:
        """Select the whole row of the current cell, which stays the current one."""
        flags = QItemSelectionModel.SelectionFlag
        at = self.currentIndex()
        self.selectionModel().select(at, flags.ClearAndSelect | flags.Rows)

    def _owns(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Insert, Qt.Key.Key_Delete):
            return not has_alt(event)
        return has_alt(event) and event.key() in _UP_AND_DOWN

    def _clipboard_key(self, event: QKeyEvent) -> bool:
        """Copy, cut or paste, by the place of the key in Cyrillic layouts, too."""
        pressed = QKeySequence(event.keyCombination())
        if pressed in _PASTE or event.matches(QKeySequence.StandardKey.Paste):
            self.pasting.emit()
        elif pressed in (*_COPY, *_CUT) or event.matches(QKeySequence.StandardKey.Copy):
            self.copying.emit()
            if pressed in _CUT:
                self.cells.clear(self.selectedIndexes())
        else:
            return False
        return True

    def _row_key(self, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Insert and not has_alt(event):
            self.add_row()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete()
        elif event.key() == Qt.Key.Key_Space and shift:
            self.select_row()
        elif has_alt(event) and event.key() in _UP_AND_DOWN:
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            at = self.currentIndex()
            if self.cells.takes_rows and self.cells.move_row(at.row(), by):
                self.go_to(at.row() + by, at.column())
        else:
            return False
        return True

    def _digit_key(self, event: QKeyEvent) -> bool:
        """Choose the option of a list cell by its digit; again clears it. 0 asks why it is blank.

        With Alt, digits act on any cell.
        """
        at, digit = self.currentIndex(), digit_of(event)
        if digit is None or not at.isValid() or not self.cells.is_editable(at):
            return False
        if has_alt(event):
            self.pressed_digit.emit(digit)
            return True
        return self._choose(at, digit)

    def _choose(self, at: QModelIndex, digit: int) -> bool:
        asked, choices = self.cells.columns[at.column()], self.cells.choices(at)
        if asked.type is not QuestionType.SELECT_ONE or len(choices) > MOST_OPTIONS:
            return False
        if digit == 0:
            self.pressed_digit.emit(0)
            return True
        if digit > len(choices):
            return False
        choice = choices[digit - 1]
        again = self.cells.answer(at).value == choice.name
        self.cells.setData(at, "" if again else choice.name)
        return True

    def _enter(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if at.row() > 0:
                self.go_to(at.row() - 1, at.column())
            else:
                self.left.emit(-1)
        elif not self._lead(at):
            self._go_down()

    def _lead(self, index: Index) -> bool:
        """Go where a cell leads; return whether it leads anywhere."""
        if not index.isValid() or index.data(KIND) != Kind.LEADS:
            return False
        address = self.cells.cell_address(index)
        if address is not None:
            self.leading.emit(address)
        return address is not None

    def _step(self, by: int) -> QModelIndex:
        """Return the next or previous cell; an invalid index beyond the ends."""
        at, columns = self.currentIndex(), self.cells.columnCount()
        place = at.row() * columns + at.column() + by
        if not at.isValid() or not 0 <= place < columns * self.cells.rowCount():
            return QModelIndex()
        return self.cells.index(*divmod(place, columns))

    def _go_down(self) -> None:
        at = self.currentIndex()
        if at.row() + 1 < self.cells.rowCount():
            self.go_to(at.row() + 1, at.column())
        else:
            self.cells.leave_rows()
            self.left.emit(1)

    def corner(self) -> QPoint:
        """Return where the cells begin, beside the row numbers and below the headings."""
        return QPoint(self.verticalHeader().width(), self.horizontalHeader().height())
