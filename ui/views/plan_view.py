"""The page «План»: bottlenecks, measures and the way to the best available techniques."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import _
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.undo import AuditEditor


class PlanView(QWidget):
    """Bottlenecks by weight, and the measures that remove them.

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
        self.setObjectName("planView")
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
        return _("Bottlenecks and the plan of the transition")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the page."""
        return []

    def here(self) -> Target:
        """Return the place of the page."""
        return Target(Where.PLAN)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._title.setText(self.title())
        self.setAccessibleName(self.title())
