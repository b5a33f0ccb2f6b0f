"""What the marks of a level band mean."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services.printing import (
    Area,
    Cap,
    Figure,
    Hatch,
    Item,
    Line,
    Margins,
    Mark,
    Role,
    Shape,
)
from ui.theme import theme
from ui.theme.tokens import PADDING
from ui.widgets.figure_view import paint_figure
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label

_SAMPLE = (18, 14)  # px
_BAND: tuple[Item, ...] = (
    Area(
        start=(0, -0.8),
        end=(1, 0.8),
        hatch=Hatch.RISING,
        fill=Role.PAPER,
        edge=0.8,
        role=Role.BOUND,
    ),
)
_VALUE: tuple[Item, ...] = (Mark(at=(0.5, 0), shape=Shape.DIAMOND),)
_SPREAD: tuple[Item, ...] = (
    Line(points=((0.1, 0), (0.9, 0)), width=1.6),
    Cap(at=(0.1, 0)),
    Cap(at=(0.9, 0)),
)
_BEFORE: tuple[Item, ...] = (Mark(at=(0.5, 0), shape=Shape.DOWN, is_open=True),)


class _Sample(QWidget):
    def __init__(self, items: tuple[Item, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._items = items
        self.setFixedSize(*_SAMPLE)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        none = Margins(left=1, right=1, top=1, bottom=1)
        figure = Figure(x=(0, 1), y=(-1, 1), items=self._items, height=10, margins=none)
        painter = QPainter(self)
        paint_figure(figure, painter, QRectF(self.rect()), self.devicePixelRatioF())
        painter.end()


class _Entry(QWidget):
    """A sample with its word beside it."""

    def __init__(self, items: tuple[Item, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.words = Label("", "second", "tx2", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(_Sample(items, self))
        row.addWidget(self.words)


class BatLegend(QFrame):
    """Level, value, uncertainty and previous value, each with its sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelFoot")
        inside = QWidget(self)
        flow = FlowLayout(inside, gap=12)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 5, PADDING, 5)
        row.addWidget(inside)
        self._entries = [_Entry(items, inside) for items in (_BAND, _VALUE, _SPREAD, _BEFORE)]
        for entry in self._entries:
            flow.addWidget(entry)
        self.retranslate()

    def show_previous(self, *, shown: bool) -> None:
        """Explain the mark of the previous audit, or not."""
        self._entries[-1].setVisible(shown)

    def retranslate(self) -> None:
        """Show the words in the interface language."""
        words = (_("level of the book"), _("value"), _("U, k = 2"), _("previous audit"))
        for entry, word in zip(self._entries, words, strict=True):
            entry.words.setText(word)
