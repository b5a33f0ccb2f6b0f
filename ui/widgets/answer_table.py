"""Answering a table question."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.forms.state import Place
from kta_desktop.i18n import _
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor
from ui.widgets.grid import Grid
from ui.widgets.key_button import KeyButton

_MOST_ROWS = 9


class TableEditor(AnswerEditor):
    """The rows of the question, as high as they need up to nine rows.

    Signals: ``finished`` when Enter was pressed below the last row.
    """

    finished = Signal()

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self.grid = Grid(editor, place.address, self, most_rows=_MOST_ROWS)
        self.table = self.grid.table
        self.grid.left.connect(self._leave)
        self.grid.resized.connect(self.resized)
        self._add = KeyButton(key="Ins", icon="plus", small=True, parent=self)
        self._add.setObjectName("add_row")
        self._add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._add.clicked.connect(self.add_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self._word()

    def header_widgets(self) -> list[QWidget]:
        """Return what stands at the right of the question."""
        return [self._add]

    def add_row(self) -> None:
        """Add a row and go to its first cell."""
        self.grid.add_row()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return self.grid.tab_widgets()

    @override
    def commit(self) -> None:
        self.grid.commit()

    @override
    def refresh(self) -> None:
        return  # the grid follows the audit by itself

    @override
    def retranslate(self) -> None:
        self.grid.retranslate()
        self._word()

    @override
    def wants_enter(self) -> bool:
        return True

    def _leave(self, by: int) -> None:
        if by > 0:
            self.finished.emit()

    def _word(self) -> None:
        self._add.set_text(_("Row"))
        self._add.setVisible(self.grid.model.takes_rows)
