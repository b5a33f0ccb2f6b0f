"""What stands on the page of measurements before the first session."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel


class NoSessions(Panel):
    """Says what is not here and how to begin.

    Signals: ``start_asked``.
    """

    start_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._title, self._about = Label("", "panel"), Label("", "body", "tx2")
        self._start = KeyButton("", "Ctrl+E", "circle-play", "primary")
        self._start.setObjectName("startFirstSession")
        self._start.clicked.connect(self.start_asked)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addWidget(self._start, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(column)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._title.setText(_("No measurements in this audit yet"))
        self._about.setText(
            _(
                "A session reads instruments over Modbus, from a serial port or by hand, converts "
                "every reading to the conditions of the level and takes samples. Without an "
                "instrument at hand, the demonstration instrument shows how it goes. No internet "
                "is needed."
            )
        )
        self._start.set_text(_("New session…"))
