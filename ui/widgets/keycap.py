"""Key caps: the key that does a thing, drawn where the thing is."""

import re

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import font, theme

HEIGHT = 18
_SIDE = 5.0  # px beside the text
_JOIN = re.compile(r"(?<=[^+\s])\+(?=\S)")  # a plus between two keys; the key + itself stays


def shown(keys: str) -> str:
    """Return keys as drawn on a cap: ``Ctrl+Shift+L`` gives ``Ctrl Shift L``, ``+ −`` itself."""
    return _JOIN.sub(" ", keys)


def cap_width(keys: str) -> int:
    """Return the width of the cap of ``keys`` in logical pixels."""
    return max(
        HEIGHT, round(QFontMetricsF(font("small")).horizontalAdvance(shown(keys)) + 2 * _SIDE)
    )


def paint_cap(painter: QPainter, place: QRectF, keys: str, text: QColor, border: QColor) -> None:
    """Draw the cap of ``keys`` in ``place``, with the thicker lower edge of a key."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    lower = QPointF(0, -1.5)
    inset = QPointF(2.5, 0)
    painter.drawLine(place.bottomLeft() + lower + inset, place.bottomRight() + lower - inset)
    painter.setPen(text)
    painter.setFont(font("small"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown(keys))
    painter.restore()


class KeyCap(QWidget):
    """A key cap of its own, as in the status strip or in a sentence."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(shown(keys))
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(cap_width(self._keys), HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_cap(
            painter, QRectF(self.rect()), self._keys, theme.colour("tx2"), theme.colour("bd2")
        )
        painter.end()
