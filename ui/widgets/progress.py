"""A linear bar 6 px high. Digits stand beside it, never the bar alone."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import theme

HEIGHT = 6


def paint_progress(
    painter: QPainter, place: QRectF, fraction: float, tone: str, track: str = "sf3"
) -> None:
    """Draw a bar in ``place``, filled from the left by ``fraction`` in the token ``tone``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(track))
    painter.drawRoundedRect(place, 2, 2)
    filled = QRectF(place)
    filled.setWidth(place.width() * min(max(fraction, 0.0), 1.0))
    painter.setBrush(theme.colour(tone))
    painter.drawRoundedRect(filled, 2, 2)
    painter.restore()


class ProgressBar6(QWidget):
    """A progress bar; ``set_fraction`` takes the share done, 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self._tone = "ac"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def fraction(self) -> float:
        """The share that is shown, 0 to 1."""
        return self._fraction

    def set_fraction(self, fraction: float, text: str, tone: str = "ac") -> None:
        """Show a share; ``text`` is what stands beside it, read by screen readers."""
        self._fraction, self._tone = fraction, tone
        self.setAccessibleName(text)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(64, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_progress(painter, QRectF(self.rect()), self._fraction, self._tone)
        painter.end()
