"""The focus ring: 2 px, drawn by the widget itself (stylesheet outlines are unreliable)."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.theme import theme
from ui.theme.tokens import RADIUS


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


class FocusRing(QWidget):
    """The ring over a widget that is filled with others and so cannot draw one itself.

    Args:
        widget: Shows the ring while it has the focus.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._follow()
            self.show()
            self.raise_()
        elif event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_focus(self, RADIUS)

    def _follow(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
