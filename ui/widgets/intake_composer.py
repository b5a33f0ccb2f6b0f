"""Where a comment is written: what it is about, and its text."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services.review_drafts import Remark
from ui.theme.tokens import PADDING
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

LONGEST = 20_000
"""Characters of a comment; more is not taken by those who read it."""
_LINES_PX = 74


class _Editor(QPlainTextEdit):
    """Plain text in which Tab goes on and Esc leaves."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    @override
    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # it leaves the text, before it leaves anything else
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Composer(QWidget):
    """The editor of one new comment.

    Signals:
        typed: The text changed.
        left: Esc was pressed: the keyboard goes back to where the comment was begun.
        remove_wanted: The comment is to be taken away.
    """

    typed = Signal(str)
    left = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anchor = Label("", "medium")
        self._remove = KeyButton("", "Del", "trash-2", small=True)
        self._remove.setObjectName("removeRemark")
        self.editor = _Editor()
        self.editor.setObjectName("remarkText")
        self.editor.setFixedHeight(_LINES_PX)
        self._limit = Label("", "second", "er")
        self._limit.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._anchor, 1)
        head.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 6, PADDING, 6)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addWidget(self._limit)
        self.editor.textChanged.connect(self._tell)
        self.editor.left.connect(self.left)
        self._remove.clicked.connect(self.remove_wanted)

    def show_remark(self, remark: Remark, number: str, title: str) -> None:
        """Show a comment; what is typed meanwhile is not touched."""
        self._anchor.setText(f"{number} {title}".strip())
        self.editor.setAccessibleName(_("Comment on {title}").format(title=title))
        if self.editor.toPlainText() != remark.text:
            self.editor.blockSignals(True)
            self.editor.setPlainText(remark.text)
            self.editor.blockSignals(False)

    def write(self) -> None:
        """Give the keyboard to the text, behind what is written."""
        self.editor.setFocus()
        cursor = self.editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.editor.setTextCursor(cursor)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._remove.set_text(_("Remove"))
        self.editor.setPlaceholderText(_("What is asked for"))

    def _tell(self) -> None:
        text = self.editor.toPlainText()
        over = len(text) - LONGEST
        self._limit.setVisible(over > 0)
        if over > 0:
            told = _("Too long by {count} characters. What is typed is kept; shorten it to send.")
            self._limit.setText(told.format(count=over))
        self.typed.emit(text)
