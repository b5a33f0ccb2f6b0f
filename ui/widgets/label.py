"""Labels that wrap and are never cut, icons that follow the theme."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import pixmap, theme


class Label(QLabel):
    """Text in a role of the design language; wraps instead of being cut.

    Args:
        text: Plain text, already translated.
        role: ``value``, ``title``, ``panel``, ``strong``, ``medium``, ``body``, ``second``,
            ``small``, ``hero`` or ``huge``.
        tone: Token of its colour, such as ``tx2`` or ``er``.
        wrap: False keeps one line and asks for all the width it needs.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "tx",
        *,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)

    def set_tone(self, tone: str) -> None:
        """Take the colour of another token."""
        restyle(self, "tone", tone)


class IconLabel(QLabel):
    """A picture beside a text that says the same: silent for screen readers."""

    def __init__(
        self, name: str, tone: str = "tx", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, tone: str) -> None:
        """Show another picture in the colour of the token ``tone``."""
        self._name, self._tone = name, tone
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, self._tone, self._size, self.devicePixelRatioF()))


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet looks at and draw the widget anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
