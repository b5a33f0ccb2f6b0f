"""Widgets beside each other in shares of twelve columns."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from ui.widgets.field_grid import COLUMNS
from ui.widgets.labelled import Labelled


def span_row(*parts: tuple[QWidget, int]) -> QWidget:
    """Return a row of widgets, each with its columns of twelve."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    for column in range(COLUMNS):
        grid.setColumnStretch(column, 1)
    at = 0
    for widget, span in parts:
        side = Qt.AlignmentFlag.AlignTop
        if isinstance(widget, Labelled):
            grid.addWidget(widget, 0, at, 1, span, side)
        else:
            grid.addWidget(widget, 0, at, 1, span)
        at += span
    return made


def labelled_combo(box: QComboBox, name: str, label: str) -> Labelled[QComboBox]:
    """Return a list to choose from with its label; as wide as its place, not as its entries."""
    box.setObjectName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return Labelled(box, label)


def editable_combo(name: str, label: str) -> Labelled[QComboBox]:
    """Return a field that offers entries and takes any other words."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made = labelled_combo(box, name, label)
    name_editable(made, label)
    return made


def name_editable(made: Labelled[QComboBox], label: str) -> None:
    """Show another label; the field inside the list has it as its accessible name, too."""
    made.set_name(label)
    edit = made.field.lineEdit()
    if edit is not None:
        edit.setAccessibleName(label)
