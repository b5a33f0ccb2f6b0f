"""A sentence with key caps in it, wrapped like any other text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import font, theme
from ui.widgets.keycap import HEIGHT, cap_width, paint_cap, shown

_KEYS = re.compile(r"\[([^\]]+)\]")
_LINE = 24.0  # px: a cap with air
_AIR = 2.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or a key, and whether a space stands before it."""

    text: str
    is_key: bool
    spaced: bool


class KeyedText(QWidget):
    """Shows ``Press [Ctrl+N] to begin`` with the key drawn as a cap.

    Args:
        text: Translated; keys in square brackets.
        role: Of the words, as for ``Label``.
        tone: Token of their colour.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "second",
        tone: str = "tx2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._tone = role, tone
        self._parts: tuple[_Part, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another translated text."""
        self._parts = tuple(_parts(text))
        self.setAccessibleName(_KEYS.sub(lambda found: shown(found[1]), text))
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        places = self._places(float(width))
        return round(max((place.bottom() for _part, place in places), default=_LINE))

    @override
    def sizeHint(self) -> QSize:
        places = self._places(10_000.0)
        right = max((place.right() for _part, place in places), default=0.0)
        return QSize(round(right) + 1, round(_LINE))

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max((self._width(part) for part in self._parts), default=0.0)
        return QSize(round(widest) + 1, round(_LINE))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = font(self._role)
        metrics = QFontMetricsF(words)
        for part, place in self._places(float(self.width())):
            if part.is_key:
                cap = QRectF(place.left(), place.center().y() - HEIGHT / 2, place.width(), HEIGHT)
                paint_cap(painter, cap, part.text, theme.colour("tx2"), theme.colour("bd2"))
            else:
                painter.setFont(words)
                painter.setPen(theme.colour(self._tone))
                base = place.center().y() + (metrics.ascent() - metrics.descent()) / 2
                painter.drawText(round(place.left()), round(base), part.text)
        painter.end()

    def _width(self, part: _Part) -> float:
        if part.is_key:
            return cap_width(part.text)
        return QFontMetricsF(font(self._role)).horizontalAdvance(part.text)

    def _places(self, room: float) -> list[tuple[_Part, QRectF]]:
        """Return where each part stands in ``room``."""
        space = QFontMetricsF(font(self._role)).horizontalAdvance(" ")
        left, top = 0.0, 0.0
        found = []
        for part in self._parts:
            gap = (space if part.spaced else _AIR) if left else 0.0
            width = self._width(part)
            if part.spaced and left and left + gap + width > room:
                left, top, gap = 0.0, top + _LINE, 0.0
            found.append((part, QRectF(left + gap, top, width, _LINE)))
            left += gap + width
        return found


def _parts(text: str) -> Iterator[_Part]:
    spaced = False
    for number, piece in enumerate(_KEYS.split(text)):
        if number % 2:
            yield _Part(piece, is_key=True, spaced=spaced)
            spaced = False
            continue
        for place, word in enumerate(piece.split(" ")):
            spaced = spaced or place > 0
            if word:
                yield _Part(word, is_key=False, spaced=spaced)
                spaced = False
