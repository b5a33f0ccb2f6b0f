"""What lies over the pages while a document is being set, or when there is none."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.formatting import percent
from kta_desktop.i18n import _, language
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.progress import ProgressBar6

_WIDEST, _EDGE = 440, 14  # px


class Working(QFrame):
    """A strip at the foot of the pages: it takes no room, so that no page moves.

    Args:
        over: What it lies over.

    Attributes:
        stop, again: Buttons; one of them is shown.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("look", "popup")
        self._over = over
        self._words, self._bar = Label("", "second"), ProgressBar6()
        self._share = Label("", "medium", wrap=False)
        self.stop = KeyButton("", "Esc", small=True)
        self.again = KeyButton("", "F5", "refresh-cw", small=True)
        self.stop.setObjectName("stopSetting")
        self.again.setObjectName("setAgain")
        told = QHBoxLayout()
        told.addWidget(self._words, 1)
        told.addWidget(self._share)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(told)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignVCenter)
        over.installEventFilter(self)
        self.hide()

    def progress(self, share: float, text: str) -> None:
        """Show how far the setting is; it can be stopped."""
        self._words.setText(text)
        self._share.setText(percent(round(100 * share), language()))
        self._bar.set_fraction(share, text)
        self._show(is_busy=True)

    def rest(self, text: str, *, again: bool) -> None:
        """Show why there is no document, and whether it can be set once more."""
        self._words.setText(text)
        self._show(is_busy=False)
        self.again.setVisible(again)
        self._follow()

    def retranslate(self) -> None:
        """Show the buttons in the interface language."""
        self.stop.set_text(_("Stop"))
        self.again.set_text(_("Prepare again"))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def _show(self, *, is_busy: bool) -> None:
        for part in (self._share, self._bar, self.stop):
            part.setVisible(is_busy)
        self.again.setVisible(not is_busy)
        self._follow()
        self.show()
        self.raise_()

    def _follow(self) -> None:
        room = self._over.size()
        width = min(_WIDEST, room.width() - 2 * _EDGE)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry((room.width() - width) // 2, room.height() - height - _EDGE, width, height)
