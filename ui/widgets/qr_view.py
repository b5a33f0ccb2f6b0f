"""A code on white, as large as it is sharp: every square has the same whole number of pixels."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import theme

_QUIET = 4  # squares of white around it, as the standard wants
_SIDE_PX = 376


class QrView(QWidget):
    """Shows a text as a QR code; its name says what the code is of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[bytearray, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show another text; some 2 000 signs at most."""
        import segno

        self._rows = segno.make(text, error="m", micro=False).matrix
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIDE_PX, _SIDE_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("paper"))
        if not self._rows:
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        wide, high = int(self.width() * ratio), int(self.height() * ratio)
        side = max(1, min(wide, high) // (len(self._rows) + 2 * _QUIET))
        left = (wide - side * len(self._rows)) // 2
        top = (high - side * len(self._rows)) // 2
        ink = theme.colour("ink")
        for line, row in enumerate(self._rows):
            for column, dark in enumerate(row):
                if dark:
                    painter.fillRect(
                        QRect(left + side * column, top + side * line, side, side), ink
                    )
        painter.end()
