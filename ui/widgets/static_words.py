"""Words that are broken into lines once and painted often, as rows of a long list are."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText, QTextOption, QTransform

from ui.theme import font, theme

T = TypeVar("T")
_WRAP = int(Qt.TextFlag.TextWordWrap)
_LINES = 512  # words kept broken into lines: what a few windows show
_WIDTHS = 4096  # words whose widths are kept: those of long lists come again and again
_NARROWEST = 30  # px that words are broken at; less would put every letter on a line of its own


@dataclass(frozen=True, slots=True)
class Run:
    """Words with their lines, face and colour.

    Attributes:
        at: Left upper corner of the first line, from the corner of the row.
        text: The lines.
        role: Of the font.
        tone: Token of the colour.
    """

    at: QPointF
    text: QStaticText
    role: str
    tone: str

    def paint(self, painter: QPainter, corner: QPointF) -> None:
        """Paint the words in a row whose left upper corner is ``corner``."""
        painter.setFont(_face(self.role))
        painter.setPen(theme.colour(self.tone))
        painter.drawStaticText(corner + self.at, self.text)


def run(text: str, role: str, tone: str, place: QRect) -> Run:
    """Return words in ``place``, broken at its width, in the middle of its height."""
    lines = _lines(text, role, max(place.width(), _NARROWEST))
    top = place.top() + (place.height() - lines.size().height()) / 2
    return Run(QPointF(place.left(), round(top)), lines, role, tone)


def say(painter: QPainter, place: QRect, text: str, role: str, tone: str) -> None:
    """Paint words in ``place``, broken at its width, in the middle of its height."""
    if text:
        run(text, role, tone, place).paint(painter, QPointF())


class Kept(Generic[T]):
    """What was worked out for rows lately; what was not asked for longest is forgotten first."""

    def __init__(self, most: int) -> None:
        """Keep at most ``most``; nothing outlives a change of the theme."""
        self._most = most
        self._found: OrderedDict[Hashable, tuple[object, T]] = OrderedDict()
        theme.changed.connect(self._found.clear)

    def of(self, key: Hashable, row: object, make: Callable[[], T]) -> T:
        """Return what is kept of a row, made now if the row says something else than then."""
        kept = self._found.get(key)
        if kept is not None and (kept[0] is row or kept[0] == row):
            self._found.move_to_end(key)
            return kept[1]
        made = make()
        self._found[key] = (row, made)
        if len(self._found) > self._most:
            self._found.popitem(last=False)
        return made


@lru_cache(maxsize=_WIDTHS)
def width_of(text: str, role: str) -> int:
    """Return how wide words are in one line, in logical px."""
    return _metrics(role).horizontalAdvance(text) if text else 0


def height_of(text: str, role: str, room: int) -> int:
    """Return how high words are, broken at ``room``, in logical px; nothing says nothing."""
    if not text:
        return 0
    metrics = _metrics(role)
    place = QRect(QPoint(0, 0), QSize(max(room, _NARROWEST), 10_000))
    return metrics.boundingRect(place, _WRAP, text).height()


@lru_cache(maxsize=16)
def _face(role: str) -> QFont:
    return font(role)


@lru_cache(maxsize=16)
def _metrics(role: str) -> QFontMetrics:
    return QFontMetrics(_face(role))


@lru_cache(maxsize=_LINES)
def _lines(text: str, role: str, room: int) -> QStaticText:
    lines = QStaticText(text)
    lines.setTextFormat(Qt.TextFormat.PlainText)
    lines.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    lines.setTextWidth(room)
    lines.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    lines.prepare(QTransform(), _face(role))
    return lines
