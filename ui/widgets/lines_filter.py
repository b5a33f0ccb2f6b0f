"""The bar above a table of words: which of its rows are shown, and what can be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.models.lines_model import Line
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.segments import Segments


class FilteredLines(QWidget):
    """A table of words with the choice of which rows are shown; their number stands in it.

    Signals: ``filtered`` with the name of the chosen rows.

    Args:
        name: Object name of the table.
        filters: Names of the groups of rows; the first one is chosen at first.
    """

    filtered = Signal(str)

    def __init__(self, name: str, filters: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters = tuple(filters)
        self._segments = Segments([(each, "") for each in filters], small=True)
        self._segments.set_value(filters[0])
        self.note = Label("", "second", "tx2")
        self.note.setContentsMargins(8, 0, 8, 6)
        self.table = LinesTable(name)
        self.bar = FlowLayout()
        self.bar.addWidget(self._segments)
        top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 6)
        top.addLayout(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        self._segments.chosen.connect(lambda value: self.filtered.emit(str(value)))

    @property
    def chosen(self) -> str:
        """Which rows are shown."""
        return self._segments.value() or self._filters[0]

    def choose(self, name: str) -> None:
        """Show other rows."""
        self._segments.set_value(name)
        self.filtered.emit(name)

    def name_filters(self, names: Sequence[str]) -> None:
        """Say what the groups of rows are called, with their numbers, in their order."""
        self._segments.set_options(list(zip(self._filters, names, strict=True)))
        self._segments.setAccessibleName(_("Which rows are shown"))

    def show_lines(
        self,
        heads: Sequence[str],
        lines: Sequence[Line],
        shares: Sequence[float],
        numbers: Sequence[int] = (),
        *,
        note: str = "",
    ) -> None:
        """Show rows, see ``LinesTable.show_lines``, and a note above them."""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.table.show_lines(heads, lines, shares, numbers)
