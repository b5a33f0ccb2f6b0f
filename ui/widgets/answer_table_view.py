"""The table of a table question: a workbook's keys, errors in their cells."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from kta_desktop.domain.definition import QuestionType
from kta_desktop.i18n import language
from ui.models.table_model import LOCKED, SEVERITY, TableQuestionModel
from ui.theme import pixmap, theme
from ui.widgets.answer_base import AUTOSAVE_MS
from ui.widgets.answer_search import complete, meant
from ui.widgets.checklist_keys import MOST_OPTIONS
from ui.widgets.digit_keys import digit_of, has_alt

Index = QModelIndex | QPersistentModelIndex
_ICON = 14
_SIDE = 8
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemDelegate.EndEditHint
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class CellDelegate(QStyledItemDelegate):
    """Paints cells with their state and edits them; typing saves itself after a second."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        severity = index.data(SEVERITY)
        place: QRect = option.rect
        painter.save()
        if severity:
            family = "er" if severity == "error" else "wr"
            painter.fillRect(place, theme.colour(f"{family}s"))
            painter.setPen(QPen(theme.colour(f"{family}b"), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            ratio = painter.device().devicePixelRatio()
            name = "circle-alert" if severity == "error" else "triangle-alert"
            top = place.center().y() - _ICON // 2 + 1
            painter.drawPixmap(place.left() + 6, top, pixmap(name, family, _ICON, ratio))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("acs"))
        elif index.data(LOCKED):
            painter.fillRect(place, theme.colour("sf2"))
        painter.setPen(theme.colour("tx"))
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        room = place.adjusted(_SIDE + (_ICON if severity else 0), 2, -_SIDE, -2)
        painter.drawText(room, alignment | Qt.TextFlag.TextWordWrap, index.data() or "")
        view = self.parent()
        if isinstance(view, QTableView) and view.hasFocus() and index == view.currentIndex():
            painter.setPen(QPen(theme.colour("foc"), 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 100
        room = max(width - 2 * _SIDE - (_ICON if index.data(SEVERITY) else 0), 30)
        metrics: QFontMetrics = option.fontMetrics
        flags = int(Qt.TextFlag.TextWordWrap)
        height = metrics.boundingRect(0, 0, room, 10_000, flags, index.data() or "").height()
        return QSize(width, max(height + 10, theme.sizes.row))

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if isinstance(model, TableQuestionModel):
            column = model.columns[index.column()]
            labels = [choice.label.get(language()) for choice in model.choices(index)]
            if column.type is QuestionType.SELECT_ONE and len(labels) > MOST_OPTIONS:
                return self._search(parent, labels)
            if column.type is QuestionType.SELECT_ONE:
                return self._list(parent, ["", *labels])
        field = QLineEdit(parent)
        field.setObjectName("cell")
        field.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        clock = QTimer(field, singleShot=True, interval=AUTOSAVE_MS)
        clock.timeout.connect(lambda: self.commitData.emit(field))
        field.textEdited.connect(lambda _text: clock.start())
        return field

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(text)

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if not isinstance(model, TableQuestionModel):
            return
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit) and editor.text() != index.data(
            Qt.ItemDataRole.EditRole
        ):
            model.setData(index, self._meant(model, index, editor.text()))

    def _meant(self, model: TableQuestionModel, index: Index, text: str) -> str:
        """Return the option of a long list that a typed part of it can only mean."""
        if model.columns[index.column()].type is not QuestionType.SELECT_ONE:
            return text
        return meant([choice.label.get(language()) for choice in model.choices(index)], text)

    def _list(self, parent: QWidget, labels: list[str]) -> QComboBox:
        box = QComboBox(parent)
        box.addItems(labels)
        box.activated.connect(lambda _place: self._finish(box))
        return box

    def _search(self, parent: QWidget, labels: list[str]) -> QLineEdit:
        """Return a field that finds an option of a long list by any part of its label."""
        field = QLineEdit(parent)
        field.setObjectName("cell")
        complete(field, labels)
        return field

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, _Hint.NoHint)


class CellTable(QTableView):
    """A table that Tab goes through and out of, and Enter goes down and out of.

    Signals: ``left`` when Enter was pressed in the last row.
    """

    left = Signal()

    def __init__(self, model: TableQuestionModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._questions = model
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

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:  # else closeEditor goes on
                self._down()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif not (self._row_key(event) or self._digit_key(event)):
            super().keyPressEvent(event)

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
            self._down()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason or not self.currentIndex().isValid():
            self.setCurrentIndex(self._questions.index(0, 0))
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            last = self._questions.rowCount() - 1, self._questions.columnCount() - 1
            self.setCurrentIndex(self._questions.index(*last))

    @override
    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._owns(event):
            event.accept()
            return True
        return super().event(event)

    def add_row(self) -> None:
        """Add a row and go to its first cell."""
        self._questions.add_row()
        self.setCurrentIndex(self._questions.index(self._questions.rowCount() - 1, 0))

    def remove_rows(self) -> None:
        """Remove the rows of the selection; undo brings them back."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        self._questions.remove_rows(rows or [self.currentIndex().row()])

    def paste(self, text: str) -> None:
        """Fill cells from the current one on with the cells of a workbook (tabs and lines)."""
        lines = text.rstrip("\r\n").splitlines()
        at = self.currentIndex()
        if lines and at.isValid():
            self._questions.fill(at.row(), at.column(), [line.split("\t") for line in lines])

    def copied(self) -> str:
        """Return the selected cells as a workbook takes them."""
        lines: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes()):
            lines.setdefault(index.row(), []).append(index.data(Qt.ItemDataRole.EditRole))
        return "\n".join("\t".join(cells) for cells in lines.values())

    def _owns(self, event: QKeyEvent) -> bool:
        return event.key() in (Qt.Key.Key_Insert, Qt.Key.Key_Delete) and not has_alt(event)

    def _row_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Insert and not has_alt(event):
            self.add_row()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_rows()
        elif has_alt(event) and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            at = self.currentIndex()
            if self._questions.move_row(at.row(), by):
                self.setCurrentIndex(self._questions.index(at.row() + by, at.column()))
        else:
            return False
        return True

    def _digit_key(self, event: QKeyEvent) -> bool:
        """Choose the option of a list cell by its digit; again clears it."""
        at, digit = self.currentIndex(), digit_of(event)
        if digit is None or not at.isValid():
            return False
        column, choices = self._questions.columns[at.column()], self._questions.choices(at)
        is_few = len(choices) <= MOST_OPTIONS and self._questions.is_editable(at)
        if column.type is not QuestionType.SELECT_ONE or not is_few:
            return False
        if not 1 <= digit <= len(choices):
            return False
        choice = choices[digit - 1]
        again = self._questions.answer(at).value == choice.name
        self._questions.setData(at, "" if again else choice.name)
        return True

    def _step(self, by: int) -> QModelIndex:
        """Return the next or previous cell; an invalid index beyond the ends."""
        at, columns = self.currentIndex(), self._questions.columnCount()
        place = at.row() * columns + at.column() + by
        if not at.isValid() or not 0 <= place < columns * self._questions.rowCount():
            return QModelIndex()
        return self._questions.index(*divmod(place, columns))

    def _down(self) -> None:
        at = self.currentIndex()
        if at.row() + 1 < self._questions.rowCount():
            self.setCurrentIndex(self._questions.index(at.row() + 1, at.column()))
        else:
            self.left.emit()
