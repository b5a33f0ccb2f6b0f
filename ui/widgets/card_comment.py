"""What reviewers ask about a question, on its card: their words, and the auditor's answer."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from kta_desktop.services.comments import Comment, CommentState
from ui.commenting import Commenting
from ui.widgets.answer_base import TypedText
from ui.widgets.chip import Chip
from ui.widgets.comments_words import answer_of, state_of, who_of
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommentBox(QFrame):
    """One comment with its answer.

    Signals:
        answered: The text of the answer.
        left: 1 to go to the next question, -1 to the previous one.
        grown: The height may have changed.
    """

    answered = Signal(str)
    left = Signal(int)
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "tile")
        self.setProperty("ground", "acs")
        self.comment: Comment | None = None
        self._who, self._chip = Label("", "medium"), Chip()
        self._text, self._told = Label(""), Label("", "second", "tx2")
        self.answer = TypedText(self)
        self.answer.setObjectName("commentAnswer")
        self.answer.committed.connect(self.answered)
        self.answer.grown.connect(self.grown)
        self.answer.installEventFilter(self)
        self.done = KeyButton("", "", "check", parent=self)
        self.done.setObjectName("commentDone")
        self.done.clicked.connect(self._say_done)
        head = QHBoxLayout()
        head.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignVCenter
        head.addWidget(IconLabel("message-square", "ac", 16), 0, middle)
        head.addWidget(self._who, 1, middle)
        head.addWidget(self._chip, 0, middle)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.answer, 1)
        acts.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addLayout(head)
        for part in (self._text, self._told):
            column.addWidget(part)
        column.addLayout(acts)

    def show_comment(self, comment: Comment, *, is_open: bool) -> None:
        """Show a comment; ``is_open``: its answer can be typed."""
        self.comment = comment
        word, icon, tone = state_of(comment)
        self._who.setText(who_of(comment, level=True))
        self._text.setText(comment.text)
        self._chip.show_state(word, icon, tone)
        takes = is_open and comment.state is not CommentState.RESOLVED
        told = "" if takes and comment.is_waiting else answer_of(comment)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self.answer.setVisible(takes)
        self.answer.show_text(comment.reply)
        self.answer.setPlaceholderText(_("What was corrected, or why it stands"))
        self.answer.setAccessibleName(_("Answer to the comment of {who}").format(
            who=who_of(comment)
        ))  # fmt: skip
        self.done.set_text(_("Corrected"))
        self.done.setVisible(takes and not comment.reply)

    def texts(self) -> list[str]:
        """Return the comment as it is read aloud."""
        if self.comment is None:
            return []
        word, _icon, _tone = state_of(self.comment)
        return [f"{word}. {who_of(self.comment)}: {self.comment.text}"]

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus."""
        return [self.answer, self.done]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and is_key and event.key() in _ENTER:
            return self._enter(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QKeyEvent) -> bool:
        """Go to the next question with Enter; a new line is Alt+Enter, as everywhere."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.answer.insertPlainText("\n")
            return True
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.answer.commit()
        self.left.emit(-1 if back else 1)
        return True

    def _say_done(self) -> None:
        self.answered.emit(_("Corrected."))


class CardComments(QWidget):
    """The comments of one question; hidden where there are none.

    Folded, those that wait for the auditor are shown; open, all of them.

    Signals:
        left: 1 to go to the next question, -1 to the previous one.
        grown: The height may have changed.
    """

    left = Signal(int)
    grown = Signal()

    def __init__(self, commenting: Commenting, address: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._commenting, self._address = commenting, address
        self._boxes: dict[str, CommentBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    @property
    def has_waiting(self) -> bool:
        """Whether one of them waits for the auditor."""
        return any(one.is_waiting for one in self._commenting.of(self._address))

    def refresh(self, *, is_open: bool) -> None:
        """Show the comments of now."""
        found = self._commenting.of(self._address)
        shown = [one for one in found if is_open or one.is_waiting]
        ids = [one.id for one in shown]
        for key in [key for key in self._boxes if key not in ids]:
            box = self._boxes.pop(key)
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        for comment in shown:
            self._box(comment).show_comment(comment, is_open=is_open)
        if self.isHidden() == bool(shown):
            self.setVisible(bool(shown))
            self.grown.emit()

    def commit(self) -> None:
        """Hand over what is being typed."""
        for box in self._boxes.values():
            box.answer.commit()

    def texts(self) -> list[str]:
        """Return the comments as they are read aloud."""
        return [text for box in self._boxes.values() for text in box.texts()]

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in the order of the paper."""
        return [widget for box in self._boxes.values() for widget in box.tab_widgets()]

    def focus_answer(self) -> bool:
        """Put the focus where the first waiting comment is answered; return whether there is."""
        for box in self._boxes.values():
            if box.comment is not None and box.comment.is_waiting and not box.answer.isHidden():
                box.answer.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def _box(self, comment: Comment) -> CommentBox:
        if comment.id not in self._boxes:
            box = self._boxes[comment.id] = CommentBox(self)
            box.answered.connect(lambda text, one=comment: self._commenting.answer(one, text))
            box.left.connect(self.left)
            box.grown.connect(self.grown)
            self._column.addWidget(box)
        return self._boxes[comment.id]
