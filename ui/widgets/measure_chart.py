"""The panel of the live chart: what it shows, how much of it, its legend and its formula."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from kta_desktop.formatting import unit
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring_view import LiveView
from kta_desktop.services.session_plan import basis_label
from ui.theme.tokens import GAP, PADDING
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.measure_legend import MeasureLegend
from ui.widgets.measure_scene import Scene
from ui.widgets.measure_scenes import (
    BOTH,
    DRAWN,
    NORMALISED,
    RAW,
    UNIT,
    WINDOWS_S,
    curve_name,
    live_scene,
    page_span,
)
from ui.widgets.measure_table import MeasureTable
from ui.widgets.measure_words import formula_words
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from ui.widgets.live_chart import LiveChart
    from ui.widgets.measure_scenes import Series

TITLE_PX = 170  # with the margins of the head


class ChartPanel(Panel):
    """Chart or its table twin. The chart's library is loaded with the first measurement.

    Signals:
        asked: what is shown, the window, the zoom or a mark was changed by a person.
        stretch_marked: Unix seconds from and to which a person marked time with the mouse.
    """

    asked = Signal()
    stretch_marked = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._chart: LiveChart | None = None
        self._scene: Scene | None = None
        self._marked: tuple[float, float | None] | None = None
        self._name, self._source, self._is_narrow = "", "", False
        self._channels: tuple[str, ...] = ()
        self._shown = Segments(_shown_options(), small=True)
        self._shown.setObjectName("shown")
        self._shown.set_value(NORMALISED)
        self._window = Segments(_window_options(), small=True)
        self._window.setObjectName("window")
        self._window.set_value("120")
        self._twin = KeyButton("", "Ctrl+T", "table", small=True)
        self._twin.setObjectName("twin")
        self._quantities = Segments([], small=True)
        self._quantities.setObjectName("quantities")
        self._quantities.chosen.connect(self._chosen)
        self._quantities.hide()
        for widget in (self._shown, self._twin, self._window):
            self.add_action(widget)
        self._legend = MeasureLegend()
        self._basis = Label("", "second", "tx2", wrap=False)
        self._basis.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._stack = QStackedWidget()
        self._table = MeasureTable()
        self._stack.addWidget(self._table)
        self._formula = Label("", "body")
        self._formula.setObjectName("formula")
        self._lay_out()
        self._shown.chosen.connect(self._chosen)
        self._window.chosen.connect(self._chosen)
        self._twin.clicked.connect(self.flip)
        self.retranslate()

    def show_view(self, view: LiveView, series: "Series") -> None:
        """Show a measurement at this moment."""
        chart = self._ready_chart()
        scene = live_scene(
            view,
            series,
            shown=self._shown.value() or NORMALISED,
            span=chart.span_for(*page_span(view, self._window.value() or "120")),
            points=max(2 * chart.width(), 200),
        )
        own = next((item.unit for item in view.channels if item.id == view.main), UNIT)
        symbol = own if self._shown.value() == RAW else UNIT
        parameter = view.parameter.get(language(), "")
        self._name = f"{parameter}, {unit(symbol, language())}"
        self._source = view.source
        self._entitle()
        self._show_quantities(view)
        self._basis.setText(basis_label(view.basis, language()))
        self._show_formula(_("Conversion: {formula}").format(formula=formula_words(view)))
        self.show_scene(scene)

    def show_scene(self, scene: Scene) -> None:
        """Show a scene, on the chart or in the table."""
        self._scene = scene
        if self._stack.currentWidget() is self._table:
            self._table.show_scene(scene)
        else:
            self._ready_chart().show_scene(scene)

    def next_shown(self) -> None:
        """Go from as measured to normalised to both and round again."""
        order = (RAW, NORMALISED, BOTH)
        here = order.index(self._shown.value() or NORMALISED)
        self._shown.set_value(order[(here + 1) % len(order)])
        self._chosen()

    def begin(self) -> None:
        """Forget what was chosen for another session."""
        self._quantities.set_options([])
        self._marked = None
        if self._chart is not None:
            self._chart.follow()

    @property
    def quantity(self) -> str | None:
        """Channel of the quantity that a person chose; None for the first one."""
        chosen = self._quantities.value()
        return chosen if isinstance(chosen, str) else None

    def next_quantity(self) -> None:
        """Show the next of several quantities."""
        if len(self._channels) > 1:
            here = self._channels.index(self.quantity or self._channels[0])
            self._quantities.set_value(self._channels[(here + 1) % len(self._channels)])
            self._chosen()

    def zoom(self, steps: int) -> None:
        """Show less time (positive) or more."""
        self._ready_chart().zoom(steps)

    def pan(self, share: float) -> None:
        """Show what is later (positive) or earlier by a share of what is shown."""
        self._ready_chart().pan(share)

    def follow(self) -> None:
        """Show what the chosen stretch of time shows, going on with the recording."""
        self._ready_chart().follow()

    def move_cursor(self, steps: int) -> None:
        """Move the cursor along the time axis."""
        self._ready_chart().move_cursor(steps)
        if self._marked is not None:
            self._show_marked()

    @property
    def cursor_at(self) -> float | None:
        """Unix seconds to which a person moved the cursor; None if it follows the recording."""
        chart = self._chart
        return chart.cursor_at if chart is not None and chart.has_moved_cursor else None

    def release_cursor(self) -> None:
        """Let the cursor follow the recording."""
        self._ready_chart().release_cursor()

    def set_marked(self, start: float | None, end: float | None) -> None:
        """Show time that is about to be left out; without an end it reaches to the cursor."""
        self._marked = None if start is None else (start, end)
        self._show_marked()
        self.asked.emit()

    def flip(self) -> None:
        """Show the table in place of the chart, or the chart again."""
        chart = self._ready_chart()
        is_table = self._stack.currentWidget() is self._table
        self._stack.setCurrentWidget(chart if is_table else self._table)
        self._name_twin()
        if self._scene is not None:
            self.show_scene(self._scene)
        (chart if is_table else self._table).setFocus()

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what a narrow window has no room for; the window goes into the next row."""
        self._is_narrow = narrow
        self._basis.setVisible(not narrow)
        self._foot.setVisible(not narrow)
        self._entitle()
        self._place_window()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._shown.set_options(_shown_options())
        self._shown.setAccessibleName(_("Which values are drawn"))
        self._window.set_options(_window_options())
        self._window.setAccessibleName(_("Stretch of time"))
        self._table.setAccessibleName(_("Curves of the chart as figures"))
        if self._chart is not None:
            self._chart.setAccessibleName(_("Chart of the measurement"))
        self._name_twin()
        self._fill_legend()
        self._quantities.setAccessibleName(_("Quantity that is shown"))
        self._place_window()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_window()

    def _show_marked(self) -> None:
        chart = self._ready_chart()
        if self._marked is None:
            chart.drop_mark()
            return
        start, end = self._marked
        until = end if end is not None else chart.cursor_at
        chart.set_mark(start, start if until is None else until)

    def _place_window(self) -> None:
        """Put the choice of the window into the head, or into the next row if it has no room."""
        parts = (self._shown, self._twin, self._window)
        needed = sum(part.sizeHint().width() for part in parts) + TITLE_PX
        if self._is_narrow or needed > self.width():
            self._row.addWidget(self._window)
        else:
            self.add_action(self._window)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.setContentsMargins(PADDING, 6, PADDING, 2)
        self._row.setSpacing(GAP)
        self._row.addWidget(self._quantities)
        self._row.addWidget(self._legend, 1)
        self._row.addWidget(self._basis)
        self._foot = QFrame()
        self._foot.setObjectName("panelFoot")
        line = QHBoxLayout(self._foot)
        line.setContentsMargins(PADDING, 8, PADDING, 8)
        line.addWidget(self._formula)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addLayout(self._row)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._foot)

    def _ready_chart(self) -> "LiveChart":
        if self._chart is None:
            from ui.widgets.live_chart import LiveChart

            self._chart = LiveChart()
            self._chart.setAccessibleName(_("Chart of the measurement"))
            self._chart.range_changed.connect(self._chosen)
            self._chart.followed.connect(self._chosen)
            self._chart.stretch_marked.connect(self.stretch_marked)
            self._stack.addWidget(self._chart)
            self._stack.setCurrentWidget(self._chart)
        return self._chart

    def _show_formula(self, words: str) -> None:
        """Show how the value was converted; the result stands out."""
        way, equals, result = words.rpartition(" = ")
        bold = f"{escape(way)}{equals}<b>{escape(result)}</b>"
        self._formula.setTextFormat(Qt.TextFormat.RichText if equals else Qt.TextFormat.PlainText)
        self._formula.setText(bold if equals else words)

    def _show_quantities(self, view: LiveView) -> None:
        """Offer what is judged, if it is more than one quantity."""
        lang = language()
        names = [(each.channel, each.parameter.get(lang, each.channel)) for each in view.quantities]
        self._channels = tuple(channel for channel, _name in names)
        self._quantities.set_options(names)
        self._quantities.set_value(view.main)
        self._quantities.setVisible(len(names) > 1)

    def _chosen(self, *_value: object) -> None:
        self._fill_legend()
        self.asked.emit()

    def _entitle(self) -> None:
        """Say what is measured; in a narrow window, whose head has no room for it, where."""
        self.set_title(self._source if self._is_narrow else self._name)

    def _name_twin(self) -> None:
        is_table = self._stack.currentWidget() is self._table and self._chart is not None
        self._twin.set_icon("activity" if is_table else "table")
        self._twin.set_tip(_("Chart") if is_table else _("Table"))

    def _fill_legend(self) -> None:
        lines = DRAWN[self._shown.value() or NORMALISED]
        self._legend.show_lines((line, curve_name(line)) for line in reversed(lines))


def _shown_options() -> list[tuple[str, str]]:
    return [(RAW, _("As-measured value")), (NORMALISED, _("Normalised value")), (BOTH, _("Both"))]


def _window_options() -> list[tuple[str, str]]:
    names = dict(zip(WINDOWS_S, (_("15 min"), _("2 h"), _("Session")), strict=True))
    return list(names.items())
