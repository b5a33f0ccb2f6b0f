"""The table of measures, with their time beside it in the same rows."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services import plan_pictures
from kta_desktop.services.plan_scene import Line as Measure
from ui.models.lines_model import Line
from ui.widgets.figure_view import FigureView
from ui.widgets.lines_table import LinesTable

_HEAD = 36
_WIDE = (0.035, 0.23, 0.075, 0.075, 0.085, 0.07, 0.13, 0.30)
_FIGURES = (0.06, 0.36, 0.12, 0.12, 0.12, 0.10, 0.12)
_TIME = (0.07, 0.38, 0.55)
_NUMBERS = (3, 4, 5, 6)


class PlanTable(LinesTable):
    """Measures of a scenario; items are ids of steps.

    Signals:
        wanted: What is asked of the chosen measure: ``remove``, ``up``, ``down`` or ``edit``.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("planTable", parent)
        self._measures: tuple[Measure, ...] = ()
        self._today = date.min
        self._with_events = False
        self._mode = "wide"
        self._time = FigureView(self.viewport())
        self._scale = FigureView(self.horizontalHeader())
        for over in (self._time, self._scale):
            over.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            over.hide()
        self.horizontalHeader().setFixedHeight(_HEAD)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that are shown, in order."""
        return self._measures

    def step(self) -> str:
        """Return the id of the chosen measure; empty if none is chosen."""
        return str(self.item() or "")

    def chosen_measure(self) -> Measure | None:
        """Return the chosen measure; None if none is."""
        return next((each for each in self._measures if each.id == self.step()), None)

    def set_mode(self, mode: str) -> None:
        """Show figures and time side by side (``wide``), or ``figures`` or ``time`` alone."""
        if mode != self._mode:
            self._mode = mode
            self.show_measures(self._measures, self._today)

    def show_events(self, *, shown: bool) -> None:
        """Mark every key event, or start-up alone."""
        self._with_events = shown
        self._place_time()

    def show_measures(self, measures: Sequence[Measure], today: date) -> None:
        """Show measures in their order, keeping the chosen one."""
        self._measures, self._today = tuple(measures), today
        heads, shares, picked = _columns(self._mode)
        lines = [_line(each, picked) for each in measures]
        numbers = _NUMBERS if self._mode != "time" else ()
        self.show_lines(heads, lines, shares, numbers)
        self.setAccessibleName(_("Measures"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        moves = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        if is_alt and event.key() in moves:
            self.wanted.emit(moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.wanted.emit("remove")
        elif event.key() == Qt.Key.Key_F2:
            self.wanted.emit("edit")
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_time()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_time()

    @override
    def _fit(self) -> None:
        super()._fit()
        self._place_time()

    def _place_time(self) -> None:
        """Lay the bars over the last column, as high as the rows."""
        has_time = self._mode != "figures" and bool(self._measures)
        if not has_time or self.lines.rowCount() != len(self._measures):
            self._time.hide()
            self._scale.hide()
            return
        rows, bottom = [], 0
        for row in range(len(self._measures)):
            rows.append((float(bottom), float(bottom + self.rowHeight(row))))
            bottom += self.rowHeight(row)
        picture = plan_pictures.in_time(
            self._measures, rows, _HEAD, self._today, with_events=self._with_events
        )
        last = self.lines.columnCount() - 1
        left, width = self.columnViewportPosition(last), self.columnWidth(last)
        self._time.setGeometry(QRect(left, self.rowViewportPosition(0), width, bottom))
        self._scale.setGeometry(QRect(left, 0, width, _HEAD))
        self._time.show_figure(picture.body)
        self._scale.show_figure(picture.head)


def _columns(mode: str) -> tuple[list[str], Sequence[float], tuple[int, ...]]:
    """Return headings, shares and the cells that are shown."""
    heads = [
        _("No."),
        _("Measure"),
        _("BAT"),
        _("CAPEX"),
        _("Costs a year"),
        _("Payback, a"),
        _("Cost of abatement"),
    ]
    if mode == "figures":
        return heads, _FIGURES, tuple(range(7))
    if mode == "time":
        return [*heads[:2], ""], _TIME, (0, 1, 7)
    return [*heads, ""], _WIDE, tuple(range(8))


def _line(each: Measure, picked: Sequence[int]) -> Line:
    name = f"{each.name}\n{each.state}" if each.state else each.name
    cells = (
        each.number,
        name,
        each.techniques,
        each.capex,
        each.change,
        each.payback,
        each.abatement,
        "",
    )
    icon = ("triangle-alert", "wr") if each.is_late else None
    icon = ("circle-check", "ok") if each.is_done else icon
    return Line(cells=tuple(cells[place] for place in picked), item=each.id, icon=icon)
