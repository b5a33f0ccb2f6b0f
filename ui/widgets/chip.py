"""Chips: an icon and a word, 20 px high, without an action."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import font, pixmap, theme

HEIGHT = 20
_SIDE = 8
_GAP = 4
_ICON = 14

TONES = {
    "info": ("ac", "acs", "acb"),
    "plain": ("tx2", "sf", "bd2"),
    "ok": ("ok", "oks", "okb"),
    "warning": ("wr", "wrs", "wrb"),
    "error": ("er", "ers", "erb"),
    "unclear": ("nd", "nds", "ndb"),
    "neutral": ("na", "nas", "nab"),
}
"""Tokens of text, ground and border by tone."""


def chip_width(text: str, icon: str) -> int:
    """Return the width of a chip in logical pixels."""
    advance = QFontMetrics(font("second")).horizontalAdvance(text)
    return advance + 2 * _SIDE + ((_ICON + _GAP) if icon else 0)


def paint_chip(
    painter: QPainter,
    place: QRectF,
    text: str,
    icon: str,
    tone: str,
    ratio: float,
    *,
    is_draft: bool = False,
) -> None:
    """Draw a chip in ``place``; ``tone`` is a key of ``TONES``.

    One that is a draft has a dashed edge and no ground: nobody has confirmed what it says.
    """
    ink, ground, border = (theme.colour(token) for token in TONES[tone])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1, Qt.PenStyle.DashLine if is_draft else Qt.PenStyle.SolidLine))
    painter.setBrush(Qt.BrushStyle.NoBrush if is_draft else ground)
    radius = place.height() / 2
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    left = place.left() + _SIDE
    if icon:
        top = place.center().y() - _ICON / 2
        painter.drawPixmap(round(left), round(top), pixmap(icon, TONES[tone][0], _ICON, ratio))
        left += _ICON + _GAP
    metrics = QFontMetrics(font("second"))
    painter.setPen(ink)
    painter.setFont(font("second"))
    baseline = place.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(round(left), round(baseline), text)
    painter.restore()


class Chip(QWidget):
    """A chip. Tones: ``info plain ok warning error unclear neutral``."""

    def __init__(
        self, text: str = "", icon: str = "", tone: str = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._icon, self._tone = text, icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.changed.connect(self.update)

    def text(self) -> str:
        """Return the word on it."""
        return self._text

    def show_state(self, text: str, icon: str, tone: str) -> None:
        """Show another word, picture and tone."""
        self._text, self._icon, self._tone = text, icon, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._text, self._icon), HEIGHT + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = QRectF(self.rect())
        paint_chip(painter, place, self._text, self._icon, self._tone, self.devicePixelRatioF())
        painter.end()
