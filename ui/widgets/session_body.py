"""The protocol of an ended session below its line in the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme.tokens import PADDING
from ui.widgets.figure_view import FigureView
from ui.widgets.label import Label
from ui.widgets.measure_panels import EventsBody, InstrumentsBody, VerdictBody
from ui.widgets.session_words import Pairs, ProtocolShown

SIDE_PX = 320
NARROW_PX = 900
_ABOVE_HEAD_PX = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class _Grid(QWidget):
    """Rows of texts, made anew when they change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(14)
        self._layout.setVerticalSpacing(3)
        self._cells: list[QWidget] = []

    def put(self, row: int, column: int, label: Label, where: Qt.AlignmentFlag) -> None:
        """Place one text."""
        label.setAlignment(where)
        self._layout.addWidget(label, row, column)
        self._cells.append(label)

    def rule(self, row: int, columns: int) -> None:
        """Draw a line below a row of ``columns`` texts."""
        line = QFrame()
        line.setProperty("look", "line")
        self._layout.addWidget(line, row, 0, 1, columns)
        self._cells.append(line)

    def clear(self) -> None:
        """Take all texts away."""
        for cell in self._cells:
            self._layout.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []

    def stretch(self, column: int) -> None:
        """Let one column take the room that is left."""
        self._layout.setColumnStretch(column, 1)


class PairsGrid(_Grid):
    """Labels and values below each other."""

    def show_pairs(self, pairs: Pairs, *, results: int = 0, wrap: bool = True) -> None:
        """Show ``pairs``; the last ``results`` of them stand out, ``wrap`` breaks long labels."""
        self.clear()
        for row, (name, value) in enumerate(pairs):
            role = "strong" if row >= len(pairs) - results else "body"
            self.put(row, 0, Label(name, "second", "tx2", wrap=wrap), _LEFT)
            self.put(row, 1, Label(value, role), _LEFT)
        self.stretch(1)


class SamplesGrid(_Grid):
    """The table of samples; the converted mean is what counts and stands out."""

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show ``rows``, the first one as head."""
        self.clear()
        for row, texts in enumerate(rows):
            counts = len(texts) - 2
            self.rule(2 * row + 1, len(texts))
            for column, text in enumerate(texts):
                role = "strong" if row and column == counts else "second"
                label = Label(text, role, "tx" if row else "tx2", wrap=row == 0)
                self.put(2 * row, column, label, _RIGHT if column > 1 else _LEFT)


class SessionBody(QWidget):
    """Chart, samples and conversion at the left; verdict, conditions, notes at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: dict[str, Label] = {}
        self._evidence, self._raw = Label("", "second", "tx2"), Label("", "small", "tx3")
        self._legend = Label("", "second", "tx2")
        self.figure = FigureView()
        self.samples, self._steps, self._facts = SamplesGrid(), PairsGrid(), PairsGrid()
        self.verdict, self._notes, self.instruments = VerdictBody(), EventsBody(), InstrumentsBody()
        main, self._side = QWidget(), QWidget()
        course = (self._evidence, self._head("course"), self.figure, self._legend)
        table = (self._head("samples"), self.samples)
        way = (self._head("steps"), self._steps, self._raw)
        self._fill(main, (*course, *table, *way))
        facts = (self.verdict, self._head("facts"), self._facts)
        beside = (self._head("instruments"), self.instruments, self._head("notes"), self._notes)
        self._fill(self._side, (*facts, *beside))
        for body in (self.verdict, self._notes, self.instruments):
            layout = body.layout()
            if layout is not None:
                layout.setContentsMargins(0, 2, 0, 2)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 6, 0, 0)
        self._columns.setSpacing(2 * PADDING)
        self._columns.addWidget(main, 1)
        self._columns.addWidget(self._side)
        self._side.setFixedWidth(SIDE_PX)

    def show_protocol(self, shown: ProtocolShown) -> None:
        """Show the protocol of a session."""
        self._evidence.setText(shown.evidence)
        self.figure.show_figure(shown.figure)
        self._legend.setText(
            _(
                "Thin line: readings at reference conditions. Thick line: mean of a sample with "
                "its U. Rising hatch: level. Falling hatch: excluded time."
            )
        )
        self._legend.setVisible(shown.figure is not None)
        self.samples.show_rows(shown.samples)
        ways = (*shown.steps, *shown.means)
        self._steps.show_pairs(ways, results=1 + len(shown.means), wrap=False)
        self._raw.setText(shown.raw)
        self.verdict.show_verdict(shown.verdict)
        self._facts.show_pairs(shown.facts)
        self.instruments.show_instruments(shown.instruments)
        self._notes.show_events(shown.notes, _("Nothing was noted and nothing was left out."))
        self._entitle(shown)

    def _entitle(self, shown: ProtocolShown) -> None:
        titles = {
            "course": shown.course if shown.figure is not None else _("No sample is complete."),
            "samples": _("Samples") if shown.samples else "",
            "steps": _("Calculation, sample 1") if shown.steps else "",
            "facts": _("What was measured"),
            "instruments": _("Instruments") if shown.instruments else "",
            "notes": _("Events and excluded time"),
        }
        for name, label in self._heads.items():
            label.setText(titles[name])
            label.setVisible(bool(titles[name]))

    def _head(self, name: str) -> Label:
        self._heads[name] = Label("", "strong")
        return self._heads[name]

    def _fill(self, column: QWidget, widgets: Sequence[QWidget]) -> None:
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for widget in widgets:
            if widget in self._heads.values():
                layout.addSpacing(_ABOVE_HEAD_PX)
            layout.addWidget(widget)
        layout.addStretch(1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_PX
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)
            self._side.setMinimumWidth(0 if is_narrow else SIDE_PX)
            self._side.setMaximumWidth(16777215 if is_narrow else SIDE_PX)
