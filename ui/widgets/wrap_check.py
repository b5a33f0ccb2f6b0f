"""A check box whose words go on in the next line instead of being cut."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QWidget
from typing_extensions import override

_AIR = 12  # px of padding, border and spacing around indicator and words


class WrapCheck(QCheckBox):
    """Takes the width it is given; as high as its words then need."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_words(text)

    @property
    def words(self) -> str:
        """The words in one line."""
        return self._words

    def set_words(self, text: str) -> None:
        """Show other words."""
        if text != self._words:
            self._words = text
            self.setAccessibleName(text)
            self._wrap()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        """Break the words into lines that fit beside the indicator."""
        style = self.style()
        indicator = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self)
        spacing = style.pixelMetric(QStyle.PixelMetric.PM_CheckBoxLabelSpacing, None, self)
        room = self.width() - indicator - spacing - _AIR
        text = "\n".join(_lines(self._words, QFontMetrics(self.font()), max(room, 40)))
        if text != self.text():
            self.setText(text)
            self.updateGeometry()


def _lines(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
