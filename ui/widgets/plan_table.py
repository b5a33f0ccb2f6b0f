"""The table of measures, with their time beside it in the same rows, typed in where they stand."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services import plan_pictures, plan_sheet
from kta_desktop.services.plan_scene import Line as Measure
from kta_desktop.services.plan_sheet import CAPEX, MEASURE, NUMBERS, STARTUP, Sheet
from ui.models.lines_model import Line
from ui.widgets.figure_view import FigureView
from ui.widgets.lines_table import Index, LinesTable
from ui.widgets.plan_cells import DOWN, NEXT, PREVIOUS, UP, CellField, CellPainter
from ui.widgets.plan_frozen import FROZEN, FrozenNames

_HEAD, _NAME, _AROUND = 36, 170, 18
WIDE, FIGURES, TIME, FIELDS = "wide", "figures", "time", "fields"
_WIDE = (0.035, 0.23, 0.075, 0.075, 0.085, 0.07, 0.13, 0.30)
_FIGURES = (0.06, 0.36, 0.12, 0.12, 0.12, 0.10, 0.12)
_TIME = (0.07, 0.38, 0.55)
_NUMBERS = (3, 4, 5, 6)
_TYPED = {
    WIDE: {1: MEASURE, 3: CAPEX, 7: STARTUP},
    FIGURES: {1: MEASURE, 3: CAPEX},
    TIME: {1: MEASURE, 2: STARTUP},
}
_STEPS = {DOWN: (1, 0), UP: (-1, 0), NEXT: (0, 1), PREVIOUS: (0, -1)}
_NO_MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class PlanTable(LinesTable):
    """Measures of a scenario; items are ids of steps.

    Signals:
        wanted: What is asked of the chosen measure: ``remove``, ``up`` or ``down``.
        refused: Why a cell does not take what was typed; empty once that is past.

    Attributes:
        typing: The field over the cell that is being typed in.
        typed: Returns what stands in a field of a measure, as it is typed.
        names: Number and name over the fields that are scrolled sideways.
    """

    wanted = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("planTable", parent)
        self._measures: tuple[Measure, ...] = ()
        self._sheet = Sheet()
        self._today = date.min
        self._with_events = False
        self._mode = WIDE
        self.typing = CellField(self)
        self.typed: Callable[[str, str], str] = _nothing
        self._time = FigureView(self.viewport())
        self._scale = FigureView(self.horizontalHeader())
        for over in (self._time, self._scale):
            over.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            over.hide()
        self.horizontalHeader().setFixedHeight(_HEAD)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.names = FrozenNames(self)
        self.setItemDelegate(CellPainter(self, lambda index: bool(self.field_of(index))))
        self.selectionModel().currentChanged.connect(self._listen)
        self.typing.left.connect(self._go_on)
        self.typing.refused.connect(self.refused)
        self.doubleClicked.disconnect()
        self.doubleClicked.connect(self._take_double)

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

    def field_of(self, index: Index) -> str:
        """Return the field that is typed in a cell; empty if the cell is worked out."""
        if self._mode == FIELDS:
            place = index.column() - 1
            return self._sheet.fields[place] if 0 <= place < len(self._sheet.fields) else ""
        return _TYPED[self._mode].get(index.column(), "")

    def set_mode(self, mode: str, sheet: Callable[[], Sheet] | None = None) -> None:
        """Show another choice of columns.

        Args:
            mode: Figures and time side by side (``WIDE``), ``FIGURES``, ``TIME`` or ``FIELDS``.
            sheet: Returns what stands in the fields; asked for those alone.
        """
        if mode != self._mode:
            self.typing.commit()
            self._mode = mode
            if mode == FIELDS and sheet is not None:
                self._sheet = sheet()
            scrolls = "ScrollBarAsNeeded" if mode == FIELDS else "ScrollBarAlwaysOff"
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy[scrolls])
            self._fill()

    def show_events(self, *, shown: bool) -> None:
        """Mark every key event, or start-up alone."""
        self._with_events = shown
        self._place_time()

    def show_measures(
        self, measures: Sequence[Measure], today: date, sheet: Sheet | None = None
    ) -> None:
        """Show measures in their order, keeping the chosen cell.

        Args:
            measures: Those of a scenario.
            today: Shown as a dashed line.
            sheet: What stands in their fields; None keeps what was shown.
        """
        self._measures, self._today = tuple(measures), today
        self._sheet = self._sheet if sheet is None else sheet
        self._fill()

    def edit_cell(self, typed: str | None = None) -> bool:
        """Begin to type in the chosen cell; False if it is worked out.

        Args:
            typed: What takes the place of all that stands there; None to change that.
        """
        index, step = self.currentIndex(), self.step()
        if typed is None and index.column() == 0:
            index = index.siblingAtColumn(1)
        name = self.field_of(index)
        if not name or not step:
            if index.column() > 0:
                self.refused.emit(_(plan_sheet.WORKED_OUT))
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.refused.emit("")
        chosen = self.chosen_measure()
        called = f"{_(plan_sheet.HEADS[name])}: {chosen.name if chosen else ''}"
        before, options = self.typed(step, name), plan_sheet.options(name)
        self.typing.open((step, name), self.visualRect(index), before, called, options)
        if typed is not None:
            self.typing.start_with(typed)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        moves = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        if is_alt and event.key() in moves:
            self.wanted.emit(moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.wanted.emit("remove")
        elif event.key() == Qt.Key.Key_F2:
            self.edit_cell()
        elif not self._takes(event):
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # An input method sends no keys: its first letters open the cell as typed ones do.
        is_typed = bool(event.commitString() or event.preeditString())
        if is_typed and self.field_of(self.currentIndex()) and self.edit_cell(""):
            field = self.typing.field
            if field is not None:
                QApplication.sendEvent(field, event)
        else:
            super().inputMethodEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._listen()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_time()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_time()

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        super().scrollTo(index, hint)
        bar = self.horizontalScrollBar()
        if index.column() < FROZEN:
            bar.setValue(0)
        else:  # not behind the names, which stay where they are
            bar.setValue(bar.value() - max(0, self.names.reach() - self.visualRect(index).left()))

    @override
    def _fit(self) -> None:
        super()._fit()
        self._place_time()

    @override
    def _widths(self, room: int) -> list[int]:
        if self._mode != FIELDS or self.lines.columnCount() < 2:
            return super()._widths(room)
        metrics = self.horizontalHeader().fontMetrics()
        heads = (
            str(self.lines.headerData(column, Qt.Orientation.Horizontal))
            for column in range(self.lines.columnCount())
        )
        least = (metrics.horizontalAdvance(head) for head in heads)
        found = [max(pair) + _AROUND for pair in zip(least, self._words, strict=True)]
        found[1] = max(found[1], _NAME, room - sum(found) + found[1])
        return found

    def _listen(self, *_moved: object) -> None:
        """Let input methods bring letters where they can be typed; Qt does for its own editors."""
        is_typed = bool(self.field_of(self.currentIndex()))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, is_typed)

    def _takes(self, event: QKeyEvent) -> bool:
        """Begin to type with a letter or digit on a cell; False where it is none."""
        is_letter = event.text().isprintable() and not event.text().isspace() and event.text()
        if not is_letter or event.modifiers() not in _NO_MODIFIERS:
            return False
        return bool(self.field_of(self.currentIndex())) and self.edit_cell(event.text())

    def _take_double(self, index: Index) -> None:
        """Type in a cell of the fields; of figures and time open the measure."""
        if self._mode != FIELDS or not self.edit_cell():
            self._open(index.row())

    def _go_on(self, then: str) -> None:
        """Go to the cell that a key leads to, and type on in the next or the previous one."""
        if then not in _STEPS:
            return
        down, across = _STEPS[then]
        if not across:
            at = self.currentIndex()
            there = self.lines.index(at.row() + down, at.column())
            self.setCurrentIndex(there if there.isValid() else at)
            return
        beside = self._beside(across)
        if beside.isValid():
            self.setCurrentIndex(beside)
            self.edit_cell()

    def _beside(self, across: int) -> QModelIndex:
        """Return the next or previous cell that is typed in, over the ends of rows."""
        columns = self.lines.columnCount()
        at = self.currentIndex()
        place = at.row() * columns + at.column() + across
        while 0 <= place < columns * self.lines.rowCount():
            index = self.lines.index(place // columns, place % columns)
            if self.field_of(index):
                return index
            place += across
        return self.lines.index(-1, -1)

    def _fill(self) -> None:
        """Show the measures anew; what is being typed stays over its cell, or goes with it."""
        column, aside = self.currentIndex().column(), self.horizontalScrollBar().value()
        if self._mode == FIELDS:
            self._fill_fields()
        else:
            heads, shares, picked = _columns(self._mode)
            lines = [_line(each, picked) for each in self._measures]
            self.show_lines(heads, lines, shares, _NUMBERS if self._mode != TIME else ())
        self.setAccessibleName(_("Measures"))
        self.horizontalScrollBar().setValue(aside)
        if column > 0 and self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(column))
        self._lay_typing()

    def _fill_fields(self) -> None:
        """Show what is typed of each measure."""
        fields = self._sheet.fields
        lines = [
            Line(cells=(each.number, *map(_on_one_line, cells)), item=each.id)
            for each in self._measures
            if (cells := self._sheet.cells.get(each.id)) is not None
        ]
        numbers = [place for place, name in enumerate(fields, 1) if name in NUMBERS]
        rest = max(1, len(fields) - 1)
        shares = (0.03, 0.2, *([0.77 / rest] * rest))[: len(fields) + 1]
        self.show_lines([_("No."), *plan_sheet.headings(fields)], lines, shares, numbers)

    def _lay_typing(self) -> None:
        """Lay the field over its cell again, wherever that is now."""
        step, name = self.typing.place
        if not step:
            return
        items = [line.item for line in self.lines.lines]
        columns = (self.lines.index(0, each) for each in range(self.lines.columnCount()))
        column = next((each.column() for each in columns if self.field_of(each) == name), -1)
        if step in items and column >= 0:
            self.typing.lay(self.visualRect(self.lines.index(items.index(step), column)))
        else:
            self.typing.drop()

    def _place_time(self) -> None:
        """Lay the bars over the last column, as high as the rows, and what is typed over both."""
        self._lay_typing()
        self.names.place()
        has_time = self._mode in (WIDE, TIME) and bool(self._measures)
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
    if mode == FIGURES:
        return heads, _FIGURES, tuple(range(7))
    if mode == TIME:
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


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _nothing(_step: str, _field: str) -> str:
    return ""
