"""Notices that nobody is there."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication
from typing_extensions import override

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
_MINUTE_MS = 60_000


class IdleWatch(QObject):
    """Watches keys and mouse of the window that is worked in, and what is written there.

    A filter of the whole program would be called a thousand times for each answer, so only the
    window is listened to: keys and mouse come to it first. What an input method writes does not,
    but it moves the caret.

    Signals: ``idle`` after the set minutes without either.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self.idle)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._watch)
            app.inputMethod().cursorRectangleChanged.connect(self._noticed)
            self._watch(app.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """Wait this long from now; 0 never reports."""
        if minutes:
            self._clock.start(minutes * _MINUTE_MS)
        else:
            self._clock.stop()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._noticed()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _noticed(self) -> None:
        if self._clock.isActive():
            self._clock.start()
