"""What the pages have in common on which an open audit is edited: undo, failures, where to go."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.undo import AuditEditor
from ui.widgets.banner import Banner
from ui.widgets.unsaved_words import not_stored


class EditedPage(QWidget):
    """A page over an open audit. Whoever inherits lays it out, its ``banner`` included.

    Args:
        name: Of the page in the tree of widgets.
        editor: The open audit.

    Attributes:
        banner: Says what could not be stored, with the text that was typed, until it is.

    Signals:
        keys_changed: Other keys are of use now.
        said: A short confirmation for the status strip.
        jump: ``Target`` of a place on another page.
    """

    keys_changed = Signal()
    said = Signal(str)
    jump = Signal(object)

    def __init__(self, name: str, editor: AuditEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.editor = editor
        self.banner = Banner(self)
        self.banner.acted.connect(editor.retry)
        editor.failed.connect(self.say_failed)
        editor.saved.connect(self.banner.clear)

    def commit(self) -> None:
        """Hand over what is being typed; call before the page is left or the program closed."""

    def undo(self) -> None:
        """Take back the newest act, what is being typed included."""
        self.commit()
        self.editor.undo()

    def redo(self) -> None:
        """Bring back what was taken back last."""
        self.commit()
        self.editor.redo()

    def say_failed(self, error: KtaError) -> None:
        """Say why something was not done, and offer to store again what was not stored."""
        title = not_stored(self.editor)
        action = _("Store again") if title else ""
        self.banner.show_message("error", error.sentence(), title=title, action=action)
