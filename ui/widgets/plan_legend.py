"""What the marks beside the table of measures mean."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kta_desktop.i18n import N_, _
from ui.theme import font, theme

_MARK, _GAP, _BETWEEN = 12, 4, 12
_START, _TODAY = ("startup", N_("start-up")), ("today", N_("today"))
_OTHERS = (
    ("delivery", N_("delivery")),
    ("construction", N_("construction")),
    ("commissioning", N_("commissioning")),
)


class TimeLegend(QWidget):
    """Marks with their words: start-up and today, or all key events."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._with_events = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_events(self, *, shown: bool) -> None:
        """Explain all key events, or start-up alone."""
        self._with_events = shown
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the interface language."""
        self.setAccessibleName(", ".join(text for _name, text in self._entries()))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font("second"))
        widths = [metrics.horizontalAdvance(text) for _name, text in self._entries()]
        used = sum(width + _MARK + _GAP + 1 for width in widths)
        return QSize(used + _BETWEEN * (len(widths) - 1), max(20, metrics.height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("second"))
        metrics = QFontMetrics(font("second"))
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        left = 0
        for name, text in self._entries():
            _paint_mark(painter, name, QPointF(left + _MARK / 2, self.height() / 2))
            painter.setPen(theme.colour("tx2"))
            painter.drawText(QPointF(left + _MARK + _GAP, base), text)
            left += _MARK + _GAP + metrics.horizontalAdvance(text) + 1 + _BETWEEN
        painter.end()

    def _entries(self) -> list[tuple[str, str]]:
        shown = (*(_OTHERS if self._with_events else ()), _START, _TODAY)
        return [(name, _(text)) for name, text in shown]


def _paint_mark(painter: QPainter, name: str, at: QPointF) -> None:
    """Paint a mark as it stands in the column of time."""
    if name == "today":
        pen = QPen(theme.colour("er"), 1.2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(at - QPointF(0, 7), at + QPointF(0, 7))
        return
    half = 4.5
    corners = {
        "delivery": [(-half, -half), (half, -half), (0, half)],
        "construction": [(-half, -half), (half, -half), (half, half), (-half, half)],
    }.get(name, [(0, -half - 1), (half + 1, 0), (0, half + 1), (-half - 1, 0)])
    is_start = name == "startup"
    ink = QColor(theme.tokens.series[1].colour) if is_start else theme.colour("ac")
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(ink if is_start else theme.colour("sf"))
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))
