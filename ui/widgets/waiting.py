"""What is under way, once it has lasted long enough to be told: a bar and words beside it."""

import time

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.label import Label
from ui.widgets.progress import ProgressBar6

_PATIENCE_S = 0.4


class Waiting(QWidget):
    """Hidden until work that was begun has lasted a moment, and when it has ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._began = 0.0
        self._bar, self._words = ProgressBar6(), Label("", "second", "tx2", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._bar, 1)
        row.addWidget(self._words)
        self.hide()

    def begin(self) -> None:
        """Note that work begins now."""
        self._began = time.monotonic()

    def tell(self, fraction: float, text: str) -> None:
        """Show the share that is done, if it has taken long enough to be noticed."""
        if time.monotonic() - self._began > _PATIENCE_S:
            self._bar.set_fraction(fraction, text)
            self._words.setText(text)
            self.setVisible(fraction < 1)

    def end(self) -> None:
        """Take it away."""
        self.hide()
