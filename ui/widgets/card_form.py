"""The open part of a card: answer, messages, note, evidence, reason for a blank."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import Place, QuestionStatus
from kta_desktop.i18n import _
from kta_desktop.services.answering import Edit
from ui.models.copies import confirming
from ui.undo import AuditEditor
from ui.widgets.answer_base import TypedText
from ui.widgets.answer_factory import answer_editor
from ui.widgets.answer_table import TableEditor
from ui.widgets.card_blank import BlankRow
from ui.widgets.card_messages import CardMessages
from ui.widgets.card_note import CardFoot, NoteText
from ui.widgets.card_saved import SavedState
from ui.widgets.card_secret import SecretRow
from ui.widgets.checklist_keys import blank_key
from ui.widgets.digit_keys import digit_of, has_alt
from ui.widgets.evidence_strip import EvidenceStrip, Thumbnail, is_paste
from ui.widgets.grid_view import GridView
from ui.widgets.key_button import KeyButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDE = (QuestionType.TEXT, QuestionType.DECIMAL)  # answers that need the whole width of a card


class CardForm(QWidget):
    """Made when a card opens, gone when it folds.

    Signals:
        left: 1 to go to the next question, -1 to the previous one.
        grown: The height may have changed.
        adding: Ins was pressed where it adds no row: another instance of the repeat is wanted.
    """

    left = Signal(int)
    grown = Signal()
    adding = Signal()

    def __init__(
        self, editor: AuditEditor, place: Place, messages: CardMessages, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._editor, self._messages = editor, messages
        self._question, self._address = place.question, place.address
        self.answer = answer_editor(editor, place, self)
        self.answer.resized.connect(self.grown)
        self.saved = SavedState(editor, self)
        self.blank = BlankRow(editor, place, self)
        self.blank.closed.connect(self.close_blank)
        self.blank.grown.connect(self.grown)
        self.note = NoteText(self)
        self.note.setObjectName("note")
        self.note.committed.connect(self._noted)
        editor.drafting.follow(self.note, fieldpath.note(place.address))
        self.note.grown.connect(self.grown)
        self.evidence = EvidenceStrip(editor, place, self)
        self.secret = SecretRow(editor, place, self)
        self.secret.grown.connect(self.grown)
        self.note_key = self._key_button("note_key", "F9", "message-square", self.open_note)
        self.blank_key = self._key_button(
            "blank_key", blank_key(place.question), "circle-slash", self.open_blank
        )
        is_table = isinstance(self.answer, TableEditor)
        self.copy_key = KeyButton(
            key="Ctrl+Enter" if is_table else "Enter", icon="check", small=True, parent=self
        )
        self.copy_key.setObjectName("confirm_copy")
        self.copy_key.clicked.connect(self._confirms_copy)
        self._asked_over: Answer | None = None  # the answer that a reason is to take the place of
        self._shows_note = False
        self._arrange()
        if isinstance(self.answer, TableEditor):
            self.answer.finished.connect(lambda: self.left.emit(1))
        self.refresh()

    def header_widgets(self) -> list[QWidget]:
        """Return what the answer puts at the right of the question."""
        return self.answer.header_widgets() if isinstance(self.answer, TableEditor) else []

    def tab_widgets(self) -> list[QWidget]:
        """Return everything that takes the focus, in the order of the paper."""
        return [
            *self.answer.tab_widgets(),
            *self.blank.tab_widgets(),
            *self._messages.tab_widgets(),
            self.copy_key,
            self.note_key,
            self.note,
            *self.evidence.tab_widgets(),
            *self.secret.tab_widgets(),
            self.blank_key,
        ]

    def commit(self) -> None:
        """Hand over everything that is being typed."""
        self.answer.commit()
        self.blank.commit()
        self.note.commit()
        self.secret.commit()
        self._messages.commit()

    def refresh(self) -> None:
        """Show the state of the audit."""
        state, name = self._editor.state, self._address
        is_blank = state.answer(name).blank is not None
        if self._asked_over != state.answer(name):
            self._asked_over = None
        shows_blank = is_blank or self._asked_over is not None
        self.blank.setVisible(shows_blank)
        self.answer.setVisible(not shows_blank)
        readonly = state.is_readonly(name)
        self.answer.setEnabled(not readonly)
        is_open = not state.answer(name).is_answered  # what is answered seldom needs a reason
        self.blank_key.setVisible(is_open and not shows_blank and not readonly)
        self.copy_key.setVisible(state.status(name) is QuestionStatus.COPIED)
        if shows_blank:
            self.blank.refresh()
        self.answer.refresh()
        text = state.note(name)
        self.note.show_text(text)
        self.note.setVisible(bool(text) or self._shows_note)
        self.note_key.setVisible(not text and not self._shows_note)
        self._foot.follow()
        self.evidence.refresh()
        self.secret.refresh()
        self._watch()
        self._word()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self.answer.retranslate()
        self.saved.retranslate()
        self.refresh()

    def focus_first(self) -> None:
        """Put the focus where the answer is given."""
        wanted = [w for w in self.tab_widgets() if self._takes_focus(w)]
        if wanted:
            wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(wanted[0], QLineEdit):  # Qt does not while a dialog is still closing
                wanted[0].selectAll()

    def focus_last(self) -> None:
        """Put the focus on the last place of the card."""
        wanted = [w for w in self.tab_widgets() if self._takes_focus(w)]
        if wanted:
            wanted[-1].setFocus(Qt.FocusReason.BacktabFocusReason)

    def open_note(self) -> None:
        """Open the note and type."""
        self._shows_note = True
        self.refresh()
        self.note.setFocus()
        self.grown.emit()

    def open_blank(self) -> None:
        """Ask why there is no answer."""
        self.commit()
        self._asked_over = self._editor.state.answer(self._address)
        self.refresh()
        self.blank.open_list()
        self.grown.emit()

    def close_blank(self) -> None:
        """Let the question be answered after all."""
        self._asked_over = None
        self.refresh()
        self.focus_first()
        self.grown.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            return self._enter(watched, event)
        if event.key() == Qt.Key.Key_Insert and not event.modifiers():
            return self._insert(watched)
        if is_paste(event) and not _takes_text(watched):
            return self.evidence.paste()
        digit = digit_of(event)
        if digit is None or (_takes_text(watched) and not has_alt(event)):
            return False
        if digit == 0:
            if not (isinstance(watched, GridView) and self.answer.press_digit(0)):
                self.open_blank()
            return True
        return not self.answer.isHidden() and self.answer.press_digit(digit)

    def _insert(self, watched: QObject) -> bool:
        """Add a row wherever in the card Ins is pressed; the table has a key of its own."""
        answer = self.answer
        if not isinstance(answer, TableEditor) or answer.isHidden():
            self.adding.emit()
        elif isinstance(watched, GridView):
            return False
        else:
            answer.add_row()
        return True

    def _enter(self, watched: QObject, event: QKeyEvent) -> bool:
        """Go to the next question, unless Enter means something where it is pressed."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._confirms_copy()
        if isinstance(watched, Thumbnail) or (isinstance(watched, GridView) and not back):
            return False
        if isinstance(watched, TypedText) and has_alt(event):
            watched.insertPlainText("\n")
            return True
        if not back and watched is not self.blank_key and self._confirms_copy():
            return True
        self.left.emit(-1 if back else 1)
        return True

    def _confirms_copy(self) -> bool:
        """Confirm what was taken over and go on; return whether there was something."""
        self.commit()
        edits = confirming(self._editor.state, self._address)
        if edits:
            self._editor.submit(edits)
            self.left.emit(1)
        return bool(edits)

    def _noted(self, text: str) -> None:
        self._editor.submit([Edit(fieldpath.note(self._address), text.strip() or None)])

    def _watch(self) -> None:
        """Listen to the keys of every widget, and put them behind the card in the order of Tab."""
        before: QWidget = self.parentWidget() or self
        for widget in self.tab_widgets():
            widget.installEventFilter(self)
            QWidget.setTabOrder(before, widget)
            before = widget

    def _takes_focus(self, widget: QWidget) -> bool:
        policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        return bool(policy) and widget.isEnabled() and widget.isVisibleTo(self)

    def _key_button(self, name: str, key: str, icon: str, act: object) -> KeyButton:
        button = KeyButton(key=key, icon=icon, kind="link", small=True, parent=self)
        button.setObjectName(name)
        button.clicked.connect(act)
        return button

    def _word(self) -> None:
        self.copy_key.set_text(_("Confirm"))
        self.note_key.set_text(_("Note"))
        self.blank_key.set_text(_("No answer…"))
        self.note.setPlaceholderText(_("Note"))
        self.note.setAccessibleName(_("Note"))

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.answer, 1)
        top.addWidget(self.blank, 1)
        acts = [self.copy_key, self.note_key, self.blank_key]
        self._foot = CardFoot(self.note, acts, self.evidence)
        self.evidence.add_last(self.secret.key)
        if self._question.columns or self._question.type in _WIDE:
            self._foot.add_last(self.saved)
        else:
            top.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._messages)
        column.addWidget(self._foot)
        column.addWidget(self.secret)


def _takes_text(widget: QObject) -> bool:
    """Whether plain keys type where the focus is."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, (QLineEdit, QPlainTextEdit, GridView))
