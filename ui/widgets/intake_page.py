"""A part of the centre's page that is one list with one thing to do."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.models.intake_rows import Row
from ui.theme.tokens import PADDING
from ui.widgets.intake_rows import RowList
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel


class ListPage(QWidget):
    """A titled list, what it is about, and its action in the head.

    Signals:
        acted: the item that was entered, or the action was pressed with; None for none.

    Args:
        name: Object name of the list.
        key: Of the action.
        icon: Of the action.
    """

    acted = Signal(object)

    def __init__(self, name: str, key: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = Panel(" ")
        self._about, self._empty = Label("", "second", "tx2"), Label("", "body", "tx2")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self._about, self._empty):
            label.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self.action = KeyButton("", key, icon, "primary", small=True)
        self.action.setObjectName(f"{name}Act")
        self._panel.add_action(self.action)
        self.list = RowList(name)
        self._panel.body.setContentsMargins(1, 0, 1, 1)
        self._panel.body.setSpacing(0)
        self._panel.body.addWidget(self._about)
        self._panel.body.addWidget(self._empty, 1)
        self._panel.body.addWidget(self.list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        self.action.clicked.connect(lambda: self.acted.emit(self.list.item()))
        self.list.opened.connect(self.acted)

    def name_it(self, title: str, about: str, action: str) -> None:
        """Say what it is called, what it is about, and what can be done."""
        self._panel.set_title(title)
        self.list.setAccessibleName(title)
        self._about.setText(about)
        self.action.set_text(action)

    def focus_first(self) -> None:
        """Give the keyboard to the rows, or when there are some."""
        self.list.setFocus()

    def show_rows(self, rows: Sequence[Row], when_empty: str) -> None:
        """Show rows, or the words ``when_empty``."""
        self._empty.setText(when_empty)
        self._empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows)
