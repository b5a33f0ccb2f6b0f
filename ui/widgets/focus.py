"""The focus ring: 2 px, drawn by the widget itself (stylesheet outlines are unreliable)."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import theme


def paint_focus(widget: QWidget, radius: float, *, inner: str | None = None) -> None:
    """Draw the ring at the edge of ``widget``; call it last in its ``paintEvent``.

    ``inner`` is the token of a thin second ring, for widgets whose fill is as dark as the ring.
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("foc"), 2))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), radius, radius)
    if inner is not None:
        painter.setPen(QPen(theme.colour(inner), 1))
        painter.drawRoundedRect(
            QRectF(widget.rect()).adjusted(2.5, 2.5, -2.5, -2.5), radius - 1, radius - 1
        )
    painter.end()
