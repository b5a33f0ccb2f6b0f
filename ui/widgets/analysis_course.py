"""The course of a session: chart with zoom and cursor, its table twin, the gas below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from kta_desktop.domain.measurement import Session
from kta_desktop.formatting import duration
from kta_desktop.i18n import _, language
from kta_desktop.services.analysing import Analysed
from ui.models.analysis import Drawn
from ui.theme.tokens import PADDING
from ui.widgets.analysis_scene import (
    BOTH,
    NORMALISED,
    RAW,
    SHOWN,
    curve_name,
    first_scene,
    scene_of,
)
from ui.widgets.analysis_words import basis_words, channel_name, course_name, summary_words
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.measure_legend import MeasureLegend
from ui.widgets.measure_scene import Scene, clock, unix
from ui.widgets.measure_table import MeasureTable
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from ui.widgets.live_chart import LiveChart

_LEAST_S = 10.0
_NEAR_S = 200.0  # a stretch that is shown lies within this at least
_FEWEST = 400  # points of a curve


class CoursePanel(Panel):
    """Chart or table of the course of one channel.

    Signals:
        asked: Ends of the window (Unix s) whose curves are wanted.
        marked: Ends of a stretch (Unix s) that is to be left out.
    """

    asked = Signal(float, float)
    marked = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._chart: LiveChart | None = None
        self._found: Analysed | None = None
        self._drawn: Drawn | None = None
        self._scene: Scene | None = None
        self._whole = (0.0, 1.0)
        self._shown = Segments(_options(), small=True)
        self._shown.setObjectName("courseShown")
        self._shown.set_value(NORMALISED)
        self._shown.chosen.connect(lambda _value: self._show())
        self._twin = KeyButton("", "Ctrl+T", "table", small=True)
        self._twin.setObjectName("courseTwin")
        self._twin.clicked.connect(self.flip)
        for widget in (self._shown, self._twin):
            self.add_action(widget)
        self._legend = MeasureLegend()
        self._basis = Label("", "second", "tx2")
        self._basis.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._stack = QStackedWidget()
        self._table = MeasureTable()
        self._stack.addWidget(self._table)
        self._span = Label("", "second", "tx2")
        self._span.setObjectName("courseSpan")
        self._lay_out()
        self.retranslate()

    def show_first(self, session: Session, channel: str, drawn: Drawn) -> None:
        """Show readings as measured until the course is there."""
        if self._found is None or self._found.session.id != session.id:
            self._found = None
            self._go_whole(session)
            name = channel_name(session, channel)
            self.set_title(name)
            self._put(first_scene(session, drawn, _("as measured"), *self._whole))

    def show_analysed(self, found: Analysed) -> None:
        """Show a channel of a session; the window stays if it is of the same session."""
        before, self._found = self._found, found
        if before is None or before.session.id != found.session.id:
            self._go_whole(found.session)
        self._entitle(found)
        self._shown.setVisible(not found.course.is_raw)
        self._drawn = None
        self._ask()

    def show_drawn(self, drawn: Drawn) -> None:
        """Show the curves of the window that was asked for."""
        self._drawn = drawn
        self._show()

    def clear(self) -> None:
        """Forget what is shown: another session comes."""
        self._found = self._drawn = None

    @property
    def span(self) -> tuple[float, float]:
        """The ends of what the chart shows, Unix seconds."""
        return self._whole if self._chart is None else self._chart.span_for(*self._whole)

    @property
    def cursor_at(self) -> float | None:
        """Unix seconds under the cursor; None while nobody moved it there."""
        chart = self._chart
        return chart.cursor_at if chart is not None and chart.has_moved_cursor else None

    def next_shown(self) -> None:
        """Go from as measured to normalised to both and round again."""
        order = list(SHOWN)
        place = order.index(self._shown.value() or NORMALISED)
        self._shown.set_value(order[(place + 1) % len(order)])
        self._show()

    def show_all(self) -> None:
        """Show the whole session again, without a cursor."""
        if self._chart is not None:
            self._chart.follow()

    def show_stretch(self, start: float, end: float) -> None:
        """Show a stretch of time (Unix s) with as much again on both sides."""
        length = max(3 * (end - start), _NEAR_S)
        middle = (start + end) / 2
        self._ready_chart().look_at(middle - length / 2, middle + length / 2)

    def mark(self) -> None:
        """Mark where time to be left out begins; a second time where it ends."""
        if self._chart is not None:
            if self._chart.cursor_at is None:
                self._chart.set_cursor(sum(self.span) / 2)
            self._chart.mark()

    def leave(self) -> bool:
        """Drop what is marked, else take the cursor away; whether there was either."""
        if self._chart is None:
            return False
        if self._chart.is_marking:
            self._chart.drop_mark()
            return True
        had_cursor = self._chart.has_moved_cursor
        self._chart.release_cursor()
        self._say()
        return had_cursor

    def flip(self) -> None:
        """Show the table in place of the chart, or back."""
        chart = self._ready_chart()
        is_table = self._stack.currentWidget() is self._table
        self._stack.setCurrentWidget(chart if is_table else self._table)
        self.focus_first()
        if self._scene is not None:
            self._put(self._scene)
        self._name_twin()

    def focus_first(self) -> None:
        """Give the keyboard to the chart or its table."""
        is_table = self._stack.currentWidget() is self._table
        shown = self._table if is_table else self._ready_chart()
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._shown.set_options(_options())
        self._shown.setAccessibleName(_("Which values are drawn"))
        self._table.setAccessibleName(_("Curves of the chart as figures"))
        if self._chart is not None:
            self._chart.setAccessibleName(_("Chart of the measurement"))
        self._name_twin()
        if self._found is not None:
            self._entitle(self._found)
            self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_0: self.show_all,
            Qt.Key.Key_N: self.next_shown,
            ord("Т"): self.next_shown,  # Cyrillic, the same key
        }
        act = acts.get(event.key())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._found is not None and event.oldSize().width() != self.width():
            self._ask()

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    def _go_whole(self, session: Session) -> None:
        start, end = unix(session.started_at), unix(session.ended_at or session.started_at)
        self._whole = (start, max(end, start + _LEAST_S))
        if self._chart is not None:
            self._chart.follow()

    def _ask(self) -> None:
        if self._found is not None:
            self.asked.emit(*self.span)

    @property
    def points(self) -> int:
        """Points of a curve that are worth drawing: two a pixel."""
        return max(2 * self.width(), _FEWEST)

    def _show(self) -> None:
        if self._found is None or self._drawn is None:
            return
        shown = self._shown.value() or NORMALISED
        summary = summary_words(self._found)
        self._put(scene_of(self._found, self._drawn, shown, self._whole, summary))
        self._fill_legend()
        self._say()

    def _entitle(self, found: Analysed) -> None:
        """Say what is shown and at which reference conditions."""
        self.set_title(course_name(found))
        self._basis.setText(basis_words(found))

    def _put(self, scene: Scene) -> None:
        self._scene = scene
        chart = self._ready_chart()
        if self._stack.currentWidget() is self._table:
            self._table.show_scene(scene)
        else:
            chart.show_scene(scene)

    def _say(self) -> None:
        start, end = self.span
        told = _("Shown {start}–{end}, {length}").format(
            start=clock(start), end=clock(end), length=duration(end - start, language())
        )
        at = self.cursor_at
        if at is not None:
            cursor = _("cursor {time}").format(time=clock(at))
            told = f"{told} · {cursor}"
        self._span.setText(told)

    def _ready_chart(self) -> "LiveChart":
        if self._chart is None:
            from ui.widgets.live_chart import LiveChart

            self._chart = LiveChart()
            self._chart.setAccessibleName(_("Chart of the measurement"))
            self._chart.range_changed.connect(self._ask)
            self._chart.followed.connect(self._ask)
            self._chart.cursor_moved.connect(self._say)
            self._chart.stretch_marked.connect(self.marked)
            self._stack.addWidget(self._chart)
            self._stack.setCurrentWidget(self._chart)
            self._name_twin()
        return self._chart

    def _name_twin(self) -> None:
        is_table = self._stack.currentWidget() is self._table and self._chart is not None
        self._twin.set_icon("activity" if is_table else "table")
        self._twin.set_tip(_("Chart") if is_table else _("Table"))

    def _fill_legend(self) -> None:
        if self._found is None:
            return
        found = self._found
        kinds = SHOWN[NORMALISED if found.course.is_raw else self._shown.value() or BOTH]
        self._legend.show_lines((line, curve_name(found, kind)) for kind, line in reversed(kinds))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(PADDING, 6, PADDING, 2)
        row.addWidget(self._legend, 1)
        row.addWidget(self._basis, 1)
        foot = QFrame()
        foot.setObjectName("panelFoot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(PADDING, 8, PADDING, 8)
        line.addWidget(self._span)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addLayout(row)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(foot)


def _options() -> list[tuple[str, str]]:
    return [(RAW, _("As-measured value")), (NORMALISED, _("Normalised value")), (BOTH, _("Both"))]
