"""The ways in which evidence comes, each by its key: a small list under the button that adds."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import N_, _
from ui.widgets.digit_keys import digit_of
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

WAYS = (
    ("file", "1", "folder-open", N_("Choose files…")),
    ("paste", "2", "clipboard-list", N_("Paste the picture or files of the clipboard")),
    ("new", "3", "camera", N_("Watch the folder of a camera or phone…")),
    ("folder", "4", "image", N_("Folder of pictures by time…")),
)
"""What it does, its digit, its picture, its words."""
_PADDING = 12  # px left of the picture
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _Way(KeyButton):
    """A line of the list: its words begin where those of the others do."""

    @override
    def _paint_content(self, painter: QPainter) -> None:
        painter.translate(_PADDING - (self.width() - self._content_width()) / 2, 0)
        super()._paint_content(painter)


class WaysIn(QFrame):
    """Open until a way is chosen, or Esc or a click beside it; F8 again chooses files.

    Signals: ``acted`` with the way, when it is closed already.
    """

    acted = Signal(str)

    def __init__(self, number: str, *, new: int, has_clipboard: bool, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("panel")  # the look of one
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = _("Evidence for {number}").format(number=number)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(4)
        column.addWidget(Label(title, "strong"))
        self._buttons: list[KeyButton] = []
        for way, key, icon, text in WAYS:
            words = (
                _("New pictures: {count}").format(count=new) if way == "new" and new else _(text)
            )
            button = _Way(words, key, icon, parent=self)
            button.setObjectName(f"way_{way}")
            button.clicked.connect(partial(self._choose, way))
            button.setEnabled(way != "paste" or has_clipboard)
            column.addWidget(button)
            self._buttons.append(button)

    def open_at(self, below: QPoint, height: int) -> None:
        """Open under a place, or above it where the screen ends; ``height`` is what it leaves."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        top = below.y()
        if top + self.height() > room.bottom():
            top -= height + self.height()
        left = min(below.x(), room.right() - self.width())
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()
        self._buttons[0].setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if digit is not None and 1 <= digit <= len(WAYS):
            self._buttons[digit - 1].click()
        elif event.key() == Qt.Key.Key_F8:
            self._choose("file")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._focused().click()
        elif event.key() in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _focused(self) -> KeyButton:
        return next((button for button in self._buttons if button.hasFocus()), self._buttons[0])

    def _step(self, by: int) -> None:
        able = [button for button in self._buttons if button.isEnabled()]
        place = able.index(self._focused()) + by
        able[place % len(able)].setFocus()

    def _choose(self, way: str) -> None:
        self.close()
        self.acted.emit(way)
