"""The fingerprint of a key in groups, and which of them fit what a person typed from the sheet."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.models import key_words
from ui.theme import font, pixmap, theme
from ui.theme.tokens import RADIUS

_ICON, _SIDE, _GAP = 14, 6, 6
_LOOKS = {None: ("", "tx", "sf2"), True: ("check", "ok", "oks"), False: ("x", "er", "ers")}


class FingerprintView(QWidget):
    """Groups of four letters in lines; a group that was compared bears its sign.

    Args:
        columns: Groups in a line.
    """

    def __init__(self, columns: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._fingerprint = self._typed = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_key(self, fingerprint: str, typed: str = "") -> None:
        """Show a fingerprint beside what was typed of it; what differs is shown as typed."""
        self._fingerprint, self._typed = fingerprint, typed
        found = key_words.differences(fingerprint, typed)
        wrong = [str(n) for n, (_group, fits) in enumerate(found, start=1) if fits is False]
        self.setAccessibleName(key_words.grouped(fingerprint))
        told = _("Groups that differ: {numbers}").format(numbers=", ".join(wrong)) if wrong else ""
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        wide, high = self._cell()
        lines = -(-len(key_words.differences(self._fingerprint, self._typed)) // self._columns)
        return QSize(self._columns * (wide + _GAP), max(1, lines) * (high + _GAP))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide, high = self._cell()
        painter.setFont(font("strong"))
        for number, (group, fits) in enumerate(
            key_words.differences(self._fingerprint, self._typed)
        ):
            icon, ink, ground = _LOOKS[fits]
            line, column = divmod(number, self._columns)
            place = QRect(column * (wide + _GAP), line * (high + _GAP), wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(place, RADIUS, RADIUS)
            painter.setPen(theme.colour(ink))
            room = place.adjusted(_SIDE, 0, -_SIDE, 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), group)
            if icon:
                drawn = pixmap(icon, ink, _ICON, self.devicePixelRatioF())
                top = place.center().y() - _ICON // 2
                painter.drawPixmap(place.right() - _SIDE - _ICON + 2, top, drawn)
        painter.end()

    def _cell(self) -> tuple[int, int]:
        metrics = QFontMetrics(font("strong"))
        widest = metrics.horizontalAdvance("dddd")
        return widest + 2 * _SIDE + _ICON + 4, metrics.height() + 8
