"""What is shown while the demonstration is made: words and a bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.widgets.banner import Banner
from ui.widgets.label import Label
from ui.widgets.progress import ProgressBar6

_WIDTH = 420  # px


class WaitPage(QWidget):
    """A long beginning, or why it failed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self._title = Label("", "hero")
        self._step = Label("", "body", "tx2")
        self._bar = ProgressBar6()
        self._bar.setFixedWidth(_WIDTH)
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for widget in (self._title, self._step, self._bar, self.banner):
            if isinstance(widget, Label):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
                column.addWidget(widget)
            else:
                column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.retranslate()

    def show_progress(self, fraction: float, text: str) -> None:
        """Show how far it is, 0 to 1, and what is done now."""
        self._step.setText(f"{text} · {int(100 * fraction)}\u202f%")
        self._bar.set_fraction(fraction, text)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._title.setText(_("Preparing the demonstration"))
