"""The first lines of a logger file as a table, the rejected ones marked with their reasons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services import logger_looking
from kta_desktop.services.logger_looking import Look
from ui.models.logger_lines import LoggerLinesModel
from ui.theme import theme
from ui.widgets.focus import FocusRing
from ui.widgets.label import Label
from ui.widgets.logger_words import account_words, facts, span_words

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_IN_SIGHT = 240  # rows that decide how wide a column is
_AROUND = 20  # px: the edges of a cell
_ICON = 24  # px: the picture before what became of a line, and its gap
_WIDEST = 320  # px of a column: lines in one piece are read by scrolling


class LoggerLines(QWidget):
    """Says where every line went, and shows them.

    Attributes:
        account: The sentence with the sum.
        understood: What was understood of the whole file.
        table: The lines.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.account = Label("", "strong")
        self._span = Label("", "second", "tx2")
        self.understood = Label("", "second", "tx2")
        self._model = LoggerLinesModel(self)
        self.table = QTableView()
        self.table.setObjectName("loggerLines")
        self.table.setAccessibleName(_("Lines of the file"))
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(_LEFT)
        self._ring = FocusRing(self.table)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.account)
        column.addWidget(self._span)
        column.addWidget(self.understood)
        column.addWidget(self.table, 1)

    def show_look(self, found: Look | None) -> None:
        """Show the lines of a file; the account once it was gone through."""
        lines = () if found is None else logger_looking.lines_of(found)
        heads = [] if found is None else [each.name for each in found.understanding.columns]
        self._model.show_lines(lines, heads)
        self.table.verticalHeader().setDefaultSectionSize(theme.sizes.row)
        self._fit()
        told = [] if found is None else list(facts(found.understanding))
        self.understood.setText("; ".join(f"{name}: {value}" for name, value in told))
        account = None if found is None else found.account
        self.account.setText("" if account is None else account_words(account))
        span = "" if account is None else span_words(account)
        self._span.setText(span)
        self._span.setVisible(bool(span))
        self.table.setVisible(bool(lines))  # a file that is none of readings leaves no empty grid
        for label in (self.account, self.understood):
            label.setVisible(bool(label.text()))

    def _fit(self) -> None:
        """Give each column the width of its longest text; the view's own way asks every cell."""
        metrics, head = self.table.fontMetrics(), self.table.horizontalHeader().fontMetrics()
        for place in range(self._model.columnCount()):
            name, longest = self._model.longest(place, _IN_SIGHT)
            widest = max(head.horizontalAdvance(name), metrics.horizontalAdvance(longest))
            room = widest + _AROUND + (_ICON if place == 1 else 0)
            self.table.setColumnWidth(place, room if place < 2 else min(room, _WIDEST))
