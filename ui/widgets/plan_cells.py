"""One cell of the plan, typed in where it stands.

The field lies over its cell and outlives every refresh of the table, which a change anywhere in
the audit may bring while somebody types.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem, QTableView
from typing_extensions import override

from ui.theme import theme
from ui.widgets.label import restyle
from ui.widgets.lines_table import Index, LinePainter

if TYPE_CHECKING:
    from kta_desktop.services.plan_form import Option

Field: TypeAlias = QLineEdit | QComboBox
Place: TypeAlias = tuple[str, str]
"""Id of a measure and name of a field."""
DOWN, UP, NEXT, PREVIOUS, STAY = "down", "up", "next", "previous", ""
_MOVES = {
    Qt.Key.Key_Return: DOWN,
    Qt.Key.Key_Enter: DOWN,
    Qt.Key.Key_Down: DOWN,
    Qt.Key.Key_Up: UP,
    Qt.Key.Key_Tab: NEXT,
    Qt.Key.Key_Backtab: PREVIOUS,
}
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class CellPainter(LinePainter):
    """Paints rows of words, and frames the cell of the chosen row that would be typed in.

    Args:
        table: What is painted.
        takes: Whether a cell can be typed in.
    """

    def __init__(self, table: QTableView, takes: Callable[[Index], bool]) -> None:
        super().__init__(table)
        self._view, self._takes = table, takes

    @override
    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint_ground(painter, option, index)
        if self._view.hasFocus() and index == self._view.currentIndex() and self._takes(index):
            painter.setPen(QPen(theme.colour("foc"), 1))
            painter.drawRect(option.rect.adjusted(2, 4, -3, -5))


class CellField(QObject):
    """The field over a cell that is being typed in; at most one at a time.

    Args:
        table: The table it lies in.

    Attributes:
        keep: Stores what was typed for a measure and a field; returns why not, or nothing.

    Signals:
        left: The text was stored or unchanged: where to go on, such as ``DOWN``.
        refused: Why what was typed was not taken; empty once that is past.
        turned: Typing began or ended: other keys are of use now.
    """

    left = Signal(str)
    refused = Signal(str)
    turned = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._field: Field | None = None
        self._place: Place = ("", "")
        self._before = ""
        self._is_leaving = False
        self.keep: Callable[[str, str, str], str] = _keep_nothing

    @property
    def place(self) -> Place:
        """Measure and field that are typed in; empty ones if nothing is."""
        return self._place if self._field is not None else ("", "")

    @property
    def field(self) -> Field | None:
        """The field itself; None if nothing is typed in."""
        return self._field

    def open(
        self, place: Place, at: QRect, before: str, name: str, options: "Sequence[Option]" = ()
    ) -> None:
        """Begin with a cell.

        Args:
            place: Measure and field.
            at: Where the cell lies in the viewport.
            before: What stands in it.
            name: What it is called, for those who do not see it.
            options: What may be chosen, id and words; empty where anything may be typed.
        """
        self.drop()
        self._place, self._before = place, before
        self._field = self._list(options) if options else self._line()
        self._field.setObjectName("planCell")
        self._field.setAccessibleName(name)
        self._field.installEventFilter(self)
        self.lay(at)
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self._field, QComboBox):
            self._field.showPopup()
        self.turned.emit()

    def start_with(self, text: str) -> None:
        """Put what was typed on the cell in the place of all that stood there."""
        if isinstance(self._field, QLineEdit):
            self._field.setText(text)
            self._field.setModified(True)

    def lay(self, at: QRect) -> None:
        """Lie over the cell, which may have moved."""
        if self._field is None:
            return
        height = max(at.height() - 1, min(self._field.sizeHint().height(), theme.sizes.row))
        self._field.setFixedHeight(height)
        top = at.top() + (at.height() - height) // 2
        self._field.setGeometry(at.left(), top, at.width(), height)

    def commit(self, then: str = STAY) -> bool:
        """Store what was typed; False where it was refused: the text stays with the reason."""
        if self._field is None or self._is_leaving:
            return True
        text = self._text()
        self._is_leaving = True  # storing may take the focus away
        reason = self.keep(*self._place, text) if text != self._before else ""
        self._is_leaving = False
        if reason:
            self._refuse(reason)
            return False
        self.drop()
        self.left.emit(then)
        return True

    def drop(self) -> None:
        """Leave the cell as it was."""
        field, self._field = self._field, None
        if field is None:
            return
        had_focus = field.hasFocus()
        field.removeEventFilter(self)
        field.hide()
        field.deleteLater()
        if had_focus:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refused.emit("")
        self.turned.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in _PASSING and not self._is_choosing():
                self.commit()
            return False
        return super().eventFilter(watched, event)

    def _is_choosing(self) -> bool:
        """Whether the list of options is open: the focus is in it, and comes back."""
        return isinstance(self._field, QComboBox) and self._field.view().isVisible()

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key is for in a cell; False where the field itself knows it."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.drop()
            self.left.emit(STAY)
            return True
        chooses = isinstance(self._field, QComboBox) and key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        is_plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if key not in _MOVES or chooses or not is_plain:
            return False
        self.commit(_MOVES[key])
        return True

    def _refuse(self, reason: str) -> None:
        field = self._field
        if field is None:
            return
        restyle(field, "state", "error")
        field.setAccessibleDescription(reason)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refused.emit(reason)

    def _text(self) -> str:
        field = self._field
        if isinstance(field, QComboBox):
            return field.currentText()
        return field.text() if field is not None else ""

    def _line(self) -> QLineEdit:
        field = QLineEdit(self._before, self._table.viewport())
        field.selectAll()
        field.textEdited.connect(self._amend)
        return field

    def _list(self, options: "Sequence[Option]") -> QComboBox:
        box = QComboBox(self._table.viewport())
        for key, words in options:
            box.addItem(words, key)
        box.setCurrentText(self._before)
        box.activated.connect(lambda _place: self.commit())
        return box

    def _amend(self, _text: str) -> None:
        """Take the reason away as soon as the text is changed."""
        if self._field is not None and self._field.property("state"):
            restyle(self._field, "state", "")
            self._field.setAccessibleDescription("")
            self.refused.emit("")


def _keep_nothing(_step: str, _field: str, _text: str) -> str:
    return ""
