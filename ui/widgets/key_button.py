"""A button that shows the key which does the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from typing_extensions import override

from ui.theme import pixmap, theme
from ui.theme.tokens import RADIUS
from ui.widgets.focus import paint_focus
from ui.widgets.keycap import HEIGHT, cap_width, paint_cap, shown

_GAP = 6  # px between icon, text and cap
_TONES = {"plain": "tx", "primary": "onac", "danger": "er", "link": "ac"}


class KeyButton(QPushButton):
    """A push button with an optional icon and key cap, never narrower than its text.

    The key is only drawn; the screen binds it, see ``shortcuts.bind``.

    Args:
        text: Translated text: a verb, with the count where there is one.
        key: Such as ``Ctrl+N``; empty for none.
        icon: Name of a Lucide picture; empty for none.
        kind: ``plain``, ``primary``, ``danger`` or ``link``.
        small: Whether it stands in a header.
    """

    def __init__(
        self,
        text: str = "",
        key: str = "",
        icon: str = "",
        kind: str = "plain",
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._icon_name, self._kind = key, icon, kind
        self.setProperty("kind", kind)
        self.setProperty("small", "true" if small else "false")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        theme.changed.connect(self._redraw)
        self.set_text(text)

    @property
    def key(self) -> str:
        """The key on the cap, empty for none."""
        return self._key

    def set_text(self, text: str) -> None:
        """Show another translated text."""
        if text == self.text() and self.accessibleName():
            return
        self.setText(text)
        self._describe()

    def _describe(self) -> None:
        text = self.text()
        described = f"{text}, {shown(self._key)}" if self._key else text
        if text:
            self.setAccessibleName(text)
            self.setAccessibleDescription(described)
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Draw another key on the cap, empty for none."""
        if key != self._key:
            self._key = key
            self._describe()
            self.update()

    def set_icon(self, name: str) -> None:
        """Show another picture, empty for none."""
        if name == self._icon_name:
            return
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_tip(self, text: str) -> None:
        """Name a button that shows a picture only."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # a window gives Enter to its own default; where there is none it presses what has focus
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_enter and not bare and not _has_default(self.window()):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        frame = 2 * (10 if self.property("small") == "true" else 13)
        height = theme.sizes.small if self.property("small") == "true" else theme.sizes.control
        return QSize(round(self._content_width()) + frame, max(height, hint.height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._paint_content(painter)
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS, inner="onac" if self._kind == "primary" else None)

    def _tone(self) -> str:
        return _TONES[self._kind] if self.isEnabled() else "tx3"

    def _parts(self) -> list[int]:
        metrics = QFontMetrics(self.font())
        texts = [metrics.horizontalAdvance(line) for line in self.text().split("\n")]
        return [
            16 if self._icon_name else 0,
            max(texts),
            cap_width(self._key) if self._key else 0,
        ]

    def _content_width(self) -> float:
        used = [width for width in self._parts() if width]
        return sum(used) + _GAP * max(0, len(used) - 1)

    def _paint_content(self, painter: QPainter) -> None:
        tone = self._tone()
        left = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        picture, text, cap = self._parts()
        if picture:
            drawn = pixmap(self._icon_name, tone, 16, self.devicePixelRatioF())
            painter.drawPixmap(round(left), round(middle - 8), drawn)
            left += picture + _GAP
        if text:
            painter.setPen(theme.colour(tone))
            painter.setFont(self.font())
            place = QRectF(left, 0, text + 1, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
            left += text + _GAP
        if cap:
            place = QRectF(round(left), round(middle - HEIGHT / 2), cap, HEIGHT)
            border = tone if self._kind == "primary" and self.isEnabled() else "bd2"
            cap_tone = tone if self._kind == "primary" or not self.isEnabled() else "tx2"
            paint_cap(painter, place, self._key, theme.colour(cap_tone), theme.colour(border))

    def _redraw(self) -> None:
        self.updateGeometry()
        self.update()


def _has_default(window: QWidget) -> bool:
    """Whether Enter belongs to a button of a window, wherever the focus is in it."""
    is_dialog = isinstance(window, QDialog)
    return is_dialog and any(one.isDefault() for one in window.findChildren(QPushButton))
