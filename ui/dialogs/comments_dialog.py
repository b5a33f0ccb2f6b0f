"""All comments on the open audit with the answers to them, also those about no question."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.wording import record_title, title_of
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.comments import Comment, target
from ui.dialogs.page_parts import action_bar, open_at, scrolled
from ui.theme.tokens import GAP, MARGIN
from ui.undo import AuditEditor
from ui.widgets.card_comment import CommentBox
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

WIDTH_PX, HEIGHT_PX = 640, 560
_LEADS = {
    Where.QUESTION: N_("To the question"),
    Where.PLANT: N_("To the plant"),
    Where.MEASURE: N_("To the session"),
}


class CommentPart(QWidget):
    """One comment with what it is about and the way there.

    Signals: ``followed`` with a ``Target``.
    """

    followed = Signal(object)

    def __init__(self, editor: AuditEditor, comment: Comment) -> None:
        super().__init__()
        self.comment, self._editor = comment, editor
        self.box = CommentBox(self)
        self.box.answered.connect(self._answer)
        self._aim = target(comment)
        self.lead = KeyButton("", "", "chevron-right", "link", small=True)
        self.lead.clicked.connect(lambda: self.followed.emit(self._aim))
        self.lead.setVisible(self._aim.where in _LEADS)
        if self._aim.where in _LEADS:
            self.lead.set_text(_(_LEADS[self._aim.where]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(self._title(), "strong"))
        column.addWidget(self.box)
        column.addWidget(self.lead, 0, Qt.AlignmentFlag.AlignRight)
        self.box.show_comment(comment, is_open=True)

    def follow(self, comment: Comment) -> None:
        """Show what became of the comment."""
        self.comment = comment
        self.box.show_comment(comment, is_open=True)

    def _answer(self, text: str) -> None:
        self._editor.commenting.answer(self.comment, text)

    def _title(self) -> str:
        path = self.comment.path
        if not path:
            return _("The audit as a whole")
        if path.startswith("@"):
            return record_title(path, language())
        try:
            return title_of(self._editor.state, path, language())
        except ValueError:
            return path


class CommentsDialog(QDialog):
    """Shows the comments that wait first.

    Signals: ``jump`` with a ``Target``, after the dialog closed.

    Args:
        editor: The open audit.
        first: Id of the comment whose answer takes the keyboard; empty for the first that waits.
        parent: The window.
    """

    jump = Signal(object)

    def __init__(self, editor: AuditEditor, first: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Comments on the audit"))
        self._editor, self._first = editor, first
        self.parts: dict[str, CommentPart] = {}
        self._empty = Label(_("There are no comments on this audit."), "body", "tx2")
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        leave = KeyButton(_("Close"), "Esc")
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled((self._inner,))
        layout.addWidget(self._area, 1)
        layout.addWidget(action_bar((), (leave,)))
        editor.commenting.changed.connect(self._show)
        editor.commenting.load()
        self._show()
        open_at(self, WIDTH_PX, HEIGHT_PX - MARGIN)

    def _show(self) -> None:
        found = sorted(self._editor.commenting.comments, key=lambda one: not one.is_waiting)
        self._empty.setVisible(not found)
        for comment in found:
            if comment.id in self.parts:
                self.parts[comment.id].follow(comment)
                continue
            part = self.parts[comment.id] = CommentPart(self._editor, comment)
            part.followed.connect(self._leave)
            self._column.insertWidget(self._column.count() - 1, part)
        self._focus()

    def _focus(self) -> None:
        """Give the keyboard to the comment that was asked for, once."""
        waiting = (key for key, part in self.parts.items() if part.comment.is_waiting)
        wanted = self.parts.get(self._first or next(waiting, ""))
        if wanted is None:
            return
        self._first = ""
        if self.focusWidget() is None:
            wanted.box.answer.setFocus()
            self._area.ensureWidgetVisible(wanted)

    def _leave(self, aim: Target) -> None:
        self.reject()
        self.jump.emit(aim)

    @override
    def reject(self) -> None:
        for part in self.parts.values():
            part.box.answer.commit()
        super().reject()
