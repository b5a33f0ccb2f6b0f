"""The page «НДТ»: techniques of the book beside the plant, and its figures beside their levels."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.undo import AuditEditor


class BatView(QWidget):
    """Techniques with their states at the left, indicators with their levels at the right.

    Signals:
        keys_changed: Other keys are of use now.
        jump: ``Target`` that a line leads to.
        said: A short confirmation for the status strip.
    """

    keys_changed = Signal()
    jump = Signal(object)
    said = Signal(str)

    def __init__(self, editor: "AuditEditor", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batView")
        self.setProperty("ground", "bg")
        self.editor = editor
        self._title = Label("", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self._title)
        column.addStretch(1)
        self.retranslate()

    def title(self) -> str:
        """Return the name of the page."""
        return _("Techniques and indicators")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the page."""
        return []

    def here(self) -> Target:
        """Return the place of the page."""
        return Target(Where.BAT)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._title.setText(self.title())
        self.setAccessibleName(self.title())
