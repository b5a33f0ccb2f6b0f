"""A line of words that leads somewhere: an icon, and a text that wraps instead of being cut."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import font, pixmap, theme
from ui.theme.tokens import RADIUS
from ui.widgets.focus import paint_focus

_ICON = 14
_GAP = 6
_SIDE = 3  # room for the focus ring
_FLAGS = int(Qt.TextFlag.TextWordWrap)


class LinkLine(QAbstractButton):
    """A link of its own line; Enter, Space and a click follow it."""

    def __init__(self, parent: QWidget, icon: str = "") -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def show_link(self, icon: str, text: str) -> None:
        """Show another icon, or none, and other words."""
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        room = max(width - self._left() - _SIDE, 40)
        box = QFontMetrics(font("second")).boundingRect(0, 0, room, 2000, _FLAGS, self.text())
        least = theme.sizes.control if theme.is_glove else 20
        return max(box.height() + 2 * _SIDE, least)

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font("second"))
        width = min(metrics.horizontalAdvance(self.text()) + 1, 220) + self._left() + _SIDE
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        words = self.text().split() or [""]
        longest = max(QFontMetrics(font("second")).horizontalAdvance(word) for word in words)
        return QSize(longest + self._left() + _SIDE + 1, 20)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tone = "ac" if self.isEnabled() else "tx2"
        if self._icon:
            drawn = pixmap(self._icon, tone, _ICON, self.devicePixelRatioF())
            line = QFontMetrics(font("second")).height()
            top = _SIDE + (min(line, self.height()) - _ICON) // 2
            painter.drawPixmap(_SIDE, top, drawn)
        letters = font("second")
        letters.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(letters)
        painter.setPen(theme.colour(tone))
        room = QRect(self._left(), 0, self.width() - self._left() - _SIDE, self.height())
        painter.drawText(room, _FLAGS | int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)

    def _left(self) -> int:
        return _SIDE + (_ICON + _GAP if self._icon else 0)
