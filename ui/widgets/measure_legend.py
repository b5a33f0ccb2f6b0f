"""The legend of a chart of a measurement: each curve as it is drawn, and its name."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.measure_lines import LineSample
from ui.widgets.measure_scene import Line

_GAP = 14
_INSIDE = 5


class MeasureLegend(QWidget):
    """Samples of lines with their names, on as many rows as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=_GAP)

    def show_lines(self, named: Iterable[tuple[Line, str]]) -> None:
        """Show lines with their names in place of those before; the mean stands out."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for line, name in named:
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(_INSIDE)
            row.addWidget(LineSample(line))
            row.addWidget(Label(name, "strong" if line is Line.MEAN else "second", wrap=False))
            self._flow.addWidget(pair)
            pair.show()
