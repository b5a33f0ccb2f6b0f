"""Labelled text fields in rows of twelve columns, found by name."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kta_desktop.domain.numbers import parse_number
from ui.widgets.labelled import Labelled

COLUMNS = 12
Row = Sequence[tuple[str, str, int]]
"""Name, translated label and columns of each field of a row."""


class FieldGrid(QWidget):
    """Rows of text fields, and whole rows of other widgets between them.

    Args:
        prefix: Before the name of a field in its ``objectName``.
    """

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._fields: dict[str, Labelled[QLineEdit]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def add_row(self, fields: Row) -> None:
        """Add a row of text fields."""
        row, column = self._grid.rowCount(), 0
        for name, text, span in fields:
            made = Labelled(QLineEdit(), text, self)
            made.field.setObjectName(f"{self._prefix}_{name}")
            made.field.textChanged.connect(lambda _text, made=made: made.say(""))
            self._fields[name] = made
            self._grid.addWidget(made, row, column, 1, span)
            column += span

    def add_widget(self, widget: QWidget) -> None:
        """Add a row with one widget."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, COLUMNS)

    def field(self, name: str) -> Labelled[QLineEdit]:
        """Return a field by its name."""
        return self._fields[name]

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts into fields by name."""
        for name, text in texts.items():
            self._fields[name].field.setText(text)

    def text(self, name: str) -> str:
        """Return what stands in a field, without space around it."""
        return self._fields[name].field.text().strip()

    def number(self, name: str) -> Decimal | None:
        """Return the number in a field, with a decimal comma or point; None if it is none."""
        return parse_number(self.text(name)).value

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say at fields what is wrong with them, and go to the first."""
        for name, text in faults.items():
            self._fields[name].say(text, "er")
        for name in faults:
            self._fields[name].field.setFocus()
            break
