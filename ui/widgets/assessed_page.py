"""What the pages of an assessment have in common."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target
from ui.assessment import AssessmentModel, assessment_of
from ui.widgets.edited_page import EditedPage

if TYPE_CHECKING:
    from kta_desktop.services.assessing import Assessment
    from ui.undo import AuditEditor

NARROW = 1000
"""Up to this many logical px only one panel of a page is shown at a time."""


class AssessedPage(EditedPage):
    """A page over the assessment of an open audit.

    Whoever inherits shows the assessment in ``fill``, chooses in ``choose`` and divides itself
    in ``follow_width``.

    Args:
        name: Of the page in the tree of widgets.
        editor: The open audit.
        model: Its assessment; None takes the one that all pages share.

    Attributes:
        is_narrow: Whether there is room for one panel only.
    """

    def __init__(
        self,
        name: str,
        editor: "AuditEditor",
        parent: QWidget | None = None,
        *,
        model: AssessmentModel | None = None,
    ) -> None:
        super().__init__(name, editor, parent)
        self.setProperty("ground", "bg")
        self.model = model or assessment_of(editor)
        self.is_narrow = False
        self._is_due, self._is_filled = False, False
        self._awaited = ""
        self.model.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the newest assessment, once the page can be seen; what is chosen stays so."""
        found = self.model.found
        self._is_due = not self.isVisible()
        if found is None or self._is_due:
            return
        self._is_filled = True
        self.fill(found)

    def fill(self, found: "Assessment") -> None:
        """Show an assessment."""
        raise NotImplementedError

    def choose(self, key: str) -> bool:
        """Choose what a key names; False if it is not there."""
        raise NotImplementedError

    def follow_width(self) -> None:
        """Show the panels that there is room for, after ``is_narrow`` changed."""
        raise NotImplementedError

    def show_target(self, target: Target) -> None:
        """Choose what a target names, once the assessment is there."""
        self.wait_for(target.key)

    def wait_for(self, key: str) -> None:
        """Choose what a key names, now or when it comes with an assessment."""
        self._awaited = key
        self.choose_awaited()

    def choose_awaited(self) -> None:
        """Choose what was asked for, if it is there by now; call it after what is shown changed."""
        if self._awaited and self.choose(self._awaited):
            self._awaited = ""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.want()
        if self._is_due and self._is_filled:
            self.refresh()
        elif self._is_due:
            QTimer.singleShot(0, self, self.refresh)  # the page stands first, then it is filled

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() <= NARROW
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self.follow_width()
