"""What a measure comes to: net present value, payback, cost of abatement, and what they lack."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.plan_form import Result
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label

_GAP = 24


class MeasureResults(QFrame):
    """One line of figures, and below it what they lack."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._flow = FlowLayout(gap=_GAP)
        self._cells: list[tuple[Label, Label]] = []
        self._lacks = Label("", "second", "wr")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(self._flow)
        column.addWidget(self._lacks)

    def show_results(self, results: Sequence[Result]) -> None:
        """Show figures in their order."""
        while len(self._cells) < len(results):
            self._cells.append(self._cell())
        for (name, figure), result in zip(self._cells, results, strict=False):
            name.setText(result.name)
            figure.setText(result.figure)
        lacks = dict.fromkeys(
            part for result in results for part in result.lacks.split("; ") if part
        )
        said = _("Not worked out: {lacks}.").format(lacks="; ".join(lacks))
        self._lacks.setText(said if lacks else "")
        self._lacks.setVisible(bool(lacks))
        self.setAccessibleName("; ".join(f"{each.name}: {each.figure}" for each in results))

    def _cell(self) -> tuple[Label, Label]:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        name, figure = Label("", "second", "tx2", wrap=False), Label("", "strong", wrap=False)
        column.addWidget(name)
        column.addWidget(figure)
        self._flow.addWidget(cell)
        return name, figure
