"""Answers in words and dates."""

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms import entry
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor, TypedField, TypedText
from ui.widgets.key_button import KeyButton
from ui.widgets.label import restyle

_DATE_WIDTH = 140
_MOMENT_WIDTH = 190


class TextEditor(AnswerEditor):
    """An answer in words, in as many lines as it takes."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._text = TypedText(self, lines=2)
        self._text.setObjectName("text")
        self._text.committed.connect(self._typed)
        self.keep_typed(self._text)
        self._text.grown.connect(self.resized)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self._text]

    @override
    def commit(self) -> None:
        self._text.commit()

    @override
    def refresh(self) -> None:
        self._text.show_text(self.answer.text or "")
        self._text.setAccessibleName(self.question.label.get(language()))

    def _typed(self, text: str) -> None:
        self.give(entry.typed(QuestionType.TEXT, text, self.answer))


class DateEditor(AnswerEditor):
    """A date as typed, day first or ISO; a calendar helps."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._field = DateField(self)
        self._field.field.setObjectName("date")
        self.keep_typed(self._field.field)
        self._field.committed.connect(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._field)
        row.addStretch(1)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return self._field.tab_widgets()

    @override
    def commit(self) -> None:
        self._field.field.commit()

    @override
    def refresh(self) -> None:
        answer = self.answer
        self._field.show_date(answer.text or "", answer.value, wrong=answer.is_unreadable)
        self._field.field.setAccessibleName(self.question.label.get(language()))

    def _typed(self, text: str) -> None:
        self.give(entry.typed(QuestionType.DATE, text, self.answer))


class MomentEditor(AnswerEditor):
    """A time of day, or a date with one, as typed in any of the usual spellings."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._has_day = place.question.type is QuestionType.DATETIME
        self._field = TypedField(self)
        self._field.setObjectName("moment")
        self._field.setFixedWidth(_MOMENT_WIDTH if self._has_day else _DATE_WIDTH)
        self.keep_typed(self._field)
        self._field.committed.connect(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._field)
        row.addStretch(1)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self._field]

    @override
    def commit(self) -> None:
        self._field.commit()

    @override
    def refresh(self) -> None:
        answer = self.answer
        is_read = isinstance(answer.value, str) and not self._field.hasFocus()
        shown = formatting.moment(str(answer.value), language()) if is_read else answer.text
        self._field.show_text(shown or "")
        restyle(self._field, "state", "error" if answer.is_unreadable else "")
        self._field.setPlaceholderText(_("dd.mm.yyyy hh:mm") if self._has_day else _("hh:mm"))
        self._field.setAccessibleName(self.question.label.get(language()))

    def _typed(self, text: str) -> None:
        self.give(entry.typed(self.question.type, text, self.answer))


class DateField(QWidget):
    """A typed field for a date with a button that opens a calendar.

    Signals: ``committed``, with the text as typed or picked.
    """

    committed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._iso: str | None = None
        self.field = TypedField(self)
        self.setFocusProxy(self.field)
        self.field.setFixedWidth(_DATE_WIDTH)
        self.field.committed.connect(self.committed)
        self._button = KeyButton(icon="calendar", parent=self)
        self._button.setObjectName("calendar")
        self._button.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field)
        row.addWidget(self._button)
        row.addStretch(1)

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [self.field, self._button]

    def show_date(self, text: str, value: object, *, wrong: bool) -> None:
        """Show what was typed; ``value`` is its ISO date or None."""
        self._iso = value if isinstance(value, str) else None
        reads = self._iso is not None and not self.field.hasFocus()
        self.field.show_text(
            formatting.date(self._iso, language()) if reads and self._iso else text
        )
        self.field.setPlaceholderText(_("dd.mm.yyyy"))
        self._button.set_tip(_("Choose in the calendar"))
        restyle(self.field, "state", "error" if wrong else "")

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        if self._iso:
            calendar.setSelectedDate(QDate.fromString(self._iso, Qt.DateFormat.ISODate))
        calendar.activated.connect(lambda day: self._pick(day, menu))
        calendar.clicked.connect(lambda day: self._pick(day, menu))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus()

    def _pick(self, day: QDate, menu: QMenu) -> None:
        menu.close()
        self.field.setText(day.toString("dd.MM.yyyy"))
        self.committed.emit(self.field.text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open()
            return
        super().keyPressEvent(event)
