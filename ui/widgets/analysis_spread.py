"""How the readings of a session are spread: histogram, hours of the day, statistics."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.formatting import unit
from kta_desktop.i18n import _, language
from kta_desktop.services import analysing
from kta_desktop.services.analysing import Analysed, HourBar
from ui.theme.tokens import GAP
from ui.widgets.analysis_table import FiguresTable
from ui.widgets.analysis_words import histogram_lines, profile_lines, statistics_shown
from ui.widgets.figure_view import FigureView
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.session_body import PairsGrid

SIDE_PX = 330
NARROW_PX = 1000
_TABLE_PX = 200


class _FigurePanel(Panel):
    """A figure or its table twin."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.figure, self.table = FigureView(), FiguresTable(name)
        self.figure.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setMinimumHeight(_TABLE_PX)
        self._empty = Label("", "body", "tx2")
        self._stack = QStackedWidget()
        for widget in (self.figure, self.table, self._empty):
            self._stack.addWidget(widget)
        self.body.setContentsMargins(4, 4, 4, 4)
        self.body.addWidget(self._stack)

    def show_what(self, *, as_table: bool, is_empty: bool) -> None:
        """Show figure, table, or that there is nothing to show."""
        self._empty.setText(_("No good readings."))
        chosen: QWidget = self.table if as_table else self.figure
        self._stack.setCurrentWidget(self._empty if is_empty else chosen)


class SpreadPage(QWidget):
    """Histogram and profile of the day as figures or as tables, statistics beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Analysed | None = None
        self._as_table = False
        self._histogram, self._profile = _FigurePanel("bins"), _FigurePanel("hours")
        self._statistics = Panel(" ")
        self._pairs = PairsGrid()
        self._note = Label("", "second", "tx2")
        self._statistics.body.addWidget(self._pairs)
        self._statistics.body.addWidget(self._note)
        self._statistics.body.addStretch(1)
        self._twin = KeyButton("", "Ctrl+T", "table", small=True)
        self._twin.setObjectName("spreadTwin")
        self._twin.clicked.connect(self.flip)
        self._histogram.add_action(self._twin)
        self._lay_out()
        self.retranslate()

    def show_analysed(self, found: Analysed) -> None:
        """Show how the readings of a channel are spread."""
        self._found = found
        self._show()

    def flip(self) -> None:
        """Show tables in place of the figures, or back."""
        self._as_table = not self._as_table
        self._show()
        self.focus_first()

    def focus_first(self) -> None:
        """Give the keyboard to the table, or to the way to it."""
        wanted = self._histogram.table if self._as_table else self._twin
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._statistics.set_title(_("Statistics over good time"))
        self._note.setText(
            _(
                "Every reading counts by the time it stands for. The deviation says how the "
                "process varied and is no part of U."
            )
        )
        self._histogram.table.setAccessibleName(_("Histogram as figures"))
        self._profile.table.setAccessibleName(_("Hours of the day as figures"))
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        steps = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_PX
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)
            self._statistics.setMinimumWidth(0 if is_narrow else SIDE_PX)
            self._statistics.setMaximumWidth(16777215 if is_narrow else SIDE_PX)

    def _show(self) -> None:
        found = self._found
        symbol = "" if found is None else unit(found.course.unit, language())
        self._histogram.set_title(_("Histogram, {unit}").format(unit=symbol))
        self._profile.set_title(_("Time of day, {unit}").format(unit=symbol))
        self._twin.set_icon("activity" if self._as_table else "table")
        self._twin.set_tip(_("Figures") if self._as_table else _("Tables"))
        if found is None:
            return
        self._pairs.show_pairs(statistics_shown(found), wrap=True)
        self._show_histogram(found)
        self._show_profile(found)

    def _show_histogram(self, found: Analysed) -> None:
        spread, lang = found.histogram, language()
        if spread is not None:
            self._histogram.figure.show_figure(
                analysing.histogram_figure(
                    spread.edges, spread.shares, found.course.unit, lang, bound=found.bound
                )
            )
        heads = (unit(found.course.unit, lang), _("Share of good time"))
        self._histogram.table.show_figures(heads, histogram_lines(found), (0.5, 0.5), (0, 1))
        self._histogram.show_what(as_table=self._as_table, is_empty=spread is None)

    def _show_profile(self, found: Analysed) -> None:
        bars = [HourBar(hour.hour, hour.mean, hour.low, hour.high) for hour in found.hours]
        if bars:
            self._profile.figure.show_figure(
                analysing.profile_figure(bars, found.course.unit, language(), bound=found.bound)
            )
        heads = (_("Hour"), _("Mean"), _("10–90 %"), _("Good time"))
        shares = (0.25, 0.25, 0.25, 0.25)
        self._profile.table.show_figures(heads, profile_lines(found), shares, (1, 2, 3))
        self._profile.show_what(as_table=self._as_table, is_empty=not bars)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._histogram)
        column.addWidget(self._profile)
        column.addStretch(1)
        inner = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(left, 1)
        self._row.addWidget(self._statistics)
        self._statistics.setFixedWidth(SIDE_PX)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self._area = area
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
