"""What every answer on a card is made of: typed fields that save themselves, and their owner."""

from typing import Protocol

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import LONGEST_TEXT
from kta_desktop.domain.signs import writable
from kta_desktop.forms import entry
from kta_desktop.forms.state import Place
from kta_desktop.services.answering import Edit
from ui.drafting import TypedInto
from ui.theme import theme
from ui.undo import AuditEditor

AUTOSAVE_MS = 1000
_AROUND = 10  # px of border and padding above and below lines of text
_BAR_OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
_BAR_AS_NEEDED = Qt.ScrollBarPolicy.ScrollBarAsNeeded


class AnswerEditor(QWidget):
    """The part of an open card in which the answer is given.

    It shows the state of the audit and hands every edit to the editor at once; it keeps nothing
    but text that is being typed.

    Signals: ``resized``, after its height may have changed.
    """

    resized = Signal()

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = editor
        self.question, self.address = place.question, place.address

    def keep_typed(self, field: TypedInto, path: str = "") -> None:
        """Let what is typed into ``field`` outlive a crash; it becomes the answer unless told."""
        self.editor.drafting.follow(field, path or self.address)

    @property
    def answer(self) -> Answer:
        """Return the answer as it is shown now."""
        return self.editor.state.answer(self.address)

    def give(self, answer: Answer) -> None:
        """Make ``answer`` the answer of the question."""
        self.editor.submit([Edit(self.address, entry.stored(answer))])

    def tab_widgets(self) -> list[QWidget]:
        """Return the widgets that take the focus, in the order of the paper."""
        raise NotImplementedError

    def commit(self) -> None:
        """Hand over what is typed and not handed over yet."""

    def refresh(self) -> None:
        """Show the state of the audit."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self.refresh()

    def press_digit(self, digit: int) -> bool:
        """Answer by the key of a digit; return whether it means something here."""
        del digit
        return False

    def show_in_unit(self) -> bool:
        """Offer to show the number in another unit; return whether there is one to offer."""
        return False

    def wants_enter(self) -> bool:
        """Whether Enter has a meaning of its own here instead of going to the next question."""
        return False


class Typed(Protocol):
    """A field that text is typed into."""

    def commit(self) -> None:
        """Hand over what is typed."""
        ...


class TypedField(QLineEdit):
    """A line that hands its text over one second after the last key and when it is left.

    Ctrl+Z goes past it to the undo of the audit.

    Signals:
        committed: The text.
        typing: The text after every key, for its draft.
        settled: The text is handed over next, or was in another way.
        refused: The text, which is too long to be handed over and stays in the field.
    """

    committed = Signal(str)
    typing = Signal(str)
    settled = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_keys = False
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self.commit)
        self.textEdited.connect(lambda _text: self._typed())
        self.editingFinished.connect(self.commit)

    @property
    def is_typing(self) -> bool:
        """Whether there is text that is not handed over yet."""
        return self._has_keys

    def commit(self) -> None:
        """Hand over what is typed; nothing happens without new keys."""
        text = writable(self.text())
        if self._has_keys and len(text) > LONGEST_TEXT:
            self.refused.emit(text)
        elif self._has_keys:
            self.drop_typed()
            self.committed.emit(text)

    def drop_typed(self) -> None:
        """Forget that there is text to hand over: it was handed over in another way."""
        self._has_keys = False
        self._timer.stop()
        self.settled.emit()

    def resume(self, text: str) -> None:
        """Go on with a text that was being typed."""
        self.setText(text)
        self._has_keys = True

    def show_text(self, text: str) -> None:
        """Show ``text`` unless something else is being typed; the caret stays where it is."""
        if self._has_keys or self.text() == text:
            return
        place = self.cursorPosition()
        self.setText(text)
        if self.hasFocus():
            self.setCursorPosition(min(place, len(text)))

    @override
    def event(self, event: QEvent) -> bool:
        return goes_past(event) or super().event(event)

    def _typed(self) -> None:
        self._has_keys = True
        self._timer.start()
        self.typing.emit(self.text())


class TypedText(QPlainTextEdit):
    """Lines of text that save themselves like ``TypedField`` and grow with their content.

    Enter is left to the card, Alt+Enter makes a new line, as in a cell of a workbook.

    Signals: those of ``TypedField``, and ``grown``, after the height changed.
    """

    committed = Signal(str)
    typing = Signal(str)
    settled = Signal()
    refused = Signal(str)
    grown = Signal()

    def __init__(self, parent: QWidget | None = None, *, lines: int = 1, most: int = 8) -> None:
        super().__init__(parent)
        self._lines, self._most = lines, most
        self._has_keys = False
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self.commit)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())
        self._shown = ""
        self.fit()

    @property
    def is_typing(self) -> bool:
        """Whether there is text that is not handed over yet."""
        return self._has_keys

    def commit(self) -> None:
        """Hand over what is typed; nothing happens without new keys."""
        if not self._has_keys:
            return
        text = writable(self.toPlainText())
        if len(text) > LONGEST_TEXT:
            self.refused.emit(text)
            return
        self._has_keys = False
        self._timer.stop()
        self._shown = text
        self.settled.emit()
        self.committed.emit(text)

    def resume(self, text: str) -> None:
        """Go on with a text that was being typed."""
        self.setPlainText(text)
        self._has_keys = True

    def show_text(self, text: str) -> None:
        """Show ``text`` unless something else is being typed; the caret stays where it is."""
        if self._has_keys or self.toPlainText() == text:
            return
        self._shown = text
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.setTextCursor(cursor)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        return goes_past(event) or super().event(event)

    def _typed(self) -> None:
        text = self.toPlainText()
        if text != self._shown:
            self._has_keys = True
            self._timer.start()
            self.typing.emit(text)

    def fit(self) -> None:
        """Take the height of the lines, as many as are shown at most."""
        lines = min(max(self.document().lineCount(), self._wrapped(), self._lines), self._most)
        margins = self.contentsMargins()
        around = max(margins.top() + margins.bottom(), _AROUND)  # none before it has its look
        frame = 2 * round(self.document().documentMargin()) + around
        height = max(lines * self.fontMetrics().lineSpacing() + frame, theme.sizes.control)
        is_whole = lines < self._most
        self.setVerticalScrollBarPolicy(_BAR_OFF if is_whole else _BAR_AS_NEEDED)
        if height != self.height():
            self.setFixedHeight(height)
            self.grown.emit()

    def _wrapped(self) -> int:
        return round(self.document().size().height())


def goes_past(event: QEvent) -> bool:
    """Leave undo and redo to the audit: return whether ``event`` asks for one of them."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    if not any(event.matches(key) for key in keys):
        return False
    event.ignore()
    return True
