"""The verdict on a figure: icon and words in a frame of their own, over the whole width."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.theme import theme
from ui.theme.tokens import RADIUS
from ui.widgets.chip import TONES
from ui.widgets.label import IconLabel, Label


class VerdictFrame(QWidget):
    """Hidden until there is a verdict; ``show_verdict`` takes a tone of ``chip.TONES``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = "neutral"
        self._icon = IconLabel("circle-slash", "na", parent=self)
        self._words = Label("", "strong", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def text(self) -> str:
        """Return the verdict that is shown, empty if none is."""
        return "" if self.isHidden() else self._words.text()

    def show_verdict(self, text: str, icon: str, tone: str) -> None:
        """Show a verdict."""
        self._tone = tone
        ink = TONES[tone][0]
        self._icon.show_icon(icon, ink)
        self._words.setText(text)
        self._words.set_tone(ink)
        self.setAccessibleName(text)
        self.show()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ink, ground, border = TONES[self._tone]
        painter.setPen(QPen(theme.colour(border), 1))
        painter.setBrush(theme.colour(ground))
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(place, RADIUS, RADIUS)
        painter.end()
