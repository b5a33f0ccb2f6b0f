"""Garbage of Python is collected on the interface thread alone.

Python collects in whatever thread happens to make an object. Widgets and timers that hang in a
circle would then end in the thread of the database, and Qt ends the program for that.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Rubbish(QObject):
    """Collects what Python would have collected, between two events.

    Args:
        parent: While it lives, nothing is collected elsewhere.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._clock = QTimer(self, interval=_EVERY_MS)
        self._clock.timeout.connect(self.collect)
        self._clock.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, and all that are younger."""
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if due:
            gc.collect(max(due))
