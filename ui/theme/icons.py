"""Lucide icons in the colours of the theme.

QtSvg does not know ``currentColor``: the colour is put into the text of the picture. Pictures
are kept per name, colour, size and device pixel ratio.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kta_desktop.paths import RESOURCES
from ui.theme.current import theme

_RATIOS = (1.0, 1.25, 1.5, 2.0)
_THIN_FROM = 20  # px: large icons look heavy with the stroke of 2 units


@lru_cache(maxsize=512)
def svg(name: str, colour: str, size: int) -> str:
    """Return the picture ``name`` drawn in ``colour`` (``#RRGGBB``) for ``size`` pixels.

    Raises:
        FileNotFoundError: If there is no such picture in ``resources/icons``.
    """
    text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    if size >= _THIN_FROM:
        text = text.replace('stroke-width="2"', 'stroke-width="1.75"')
    return text.replace("currentColor", colour)


@lru_cache(maxsize=2048)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    place = QRectF(0, 0, size, size)  # logical: the painter knows the ratio
    QSvgRenderer(QByteArray(svg(name, colour, size).encode())).render(painter, place)
    painter.end()
    return drawn


def pixmap(name: str, tone: str = "tx", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """Return the picture in the colour of the token ``tone``, ``size`` logical pixels wide."""
    return _drawn(name, getattr(theme.tokens, tone), size, ratio)


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_drawn(name, colour, size, ratio))
        made.addPixmap(_drawn(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def icon(name: str, tone: str = "tx", size: int = 16) -> QIcon:
    """Return the icon in the colour of the token ``tone``; ask again after ``theme.changed``."""
    return _icon(name, getattr(theme.tokens, tone), theme.tokens.tx3, size)
