"""Why a question has no answer: reason, words, and the day by which it will have one."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.forms import entry
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from kta_desktop.services import packs
from kta_desktop.services.answering import Edit
from kta_desktop.services.drafts import Part, part_path
from ui.undo import AuditEditor
from ui.widgets.answer_base import TypedText
from ui.widgets.answer_typed import DateField
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label

_REASON_WIDTH = 260


class BlankRow(QWidget):
    """Stands in place of the answer while a reason is given or asked for.

    Signals: ``closed`` when the question is to be answered after all; ``grown`` when the height
    changed.
    """

    closed = Signal()
    grown = Signal()

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self._address = editor, place.address
        self._offered = frozenset(place.question.blank_reasons)
        self._caption = Label("", tone="tx2", wrap=False)
        self.reason = QComboBox(self)
        self.reason.setObjectName("blank_reason")
        self.reason.setMinimumWidth(_REASON_WIDTH)
        self.reason.activated.connect(self._choose)
        self.date = DateField(self)
        self.date.field.setObjectName("blank_until")
        self.date.committed.connect(self._dated)
        editor.drafting.follow(self.date.field, self._day_key)
        self.note = TypedText(self)
        self.note.setObjectName("blank_note")
        self.note.committed.connect(self._noted)
        editor.drafting.follow(self.note, part_path(place.address, Part.REASON))
        self.note.grown.connect(self.grown)
        self._answer = KeyButton(kind="link", parent=self)
        self._answer.setObjectName("answer_after_all")
        self._answer.clicked.connect(self._take_back)
        self._missing = Label("", tone="wr")
        line = FlowLayout()
        for widget in (IconLabel("circle-slash", "na"), self._caption, self.reason, self.date):
            line.addWidget(widget)
        line.addWidget(self._answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.note)
        column.addWidget(self._missing)

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        return [self.reason, *self.date.tab_widgets(), self.note, self._answer]

    def commit(self) -> None:
        """Hand over words or a day that are being typed."""
        self.note.commit()
        self.date.field.commit()

    def refresh(self) -> None:
        """Show the stored reason, or none while it is asked for."""
        answer, reasons = self._stored(), self._reasons()
        self._caption.setText(_("No answer, reason:"))
        self.reason.setAccessibleName(_("Why there is no answer"))
        labels = [reason.label.get(language()) for reason in reasons]
        if [self.reason.itemText(i) for i in range(self.reason.count())] != labels:
            self.reason.clear()
            self.reason.addItems(labels)
        ids = [reason.id for reason in reasons]
        self.reason.setCurrentIndex(ids.index(answer.blank) if answer.blank in ids else -1)
        self.reason.setPlaceholderText(_("Choose the reason"))
        self._show_details(answer)
        self._answer.set_text(_("Answer it"))

    def open_list(self) -> None:
        """Unfold the list of reasons, ready for the arrow keys."""
        self.reason.setFocus()
        self.reason.showPopup()

    def _show_details(self, answer: Answer) -> None:
        reason = next((r for r in packs.blank_reasons() if r.id == answer.blank), None)
        wants_date = reason is not None and (reason.needs_date or answer.blank_until is not None)
        self.date.setVisible(wants_date)
        waiting = self._editor.drafts.get(self._day_key, EMPTY)
        self.date.show_date(
            waiting.text or answer.blank_until or "",
            answer.blank_until,
            wrong=waiting.text is not None,
        )
        self.date.field.setAccessibleName(_("Day by which there will be an answer"))
        self.note.setVisible(reason is not None)
        self.note.show_text(answer.blank_note or "")
        self.note.setPlaceholderText(_("Words to the reason"))
        self.note.setAccessibleName(_("Words to the reason"))
        wanted = []
        if reason is not None and reason.needs_note and not answer.blank_note:
            wanted.append(_("This reason needs a few words."))
        if reason is not None and reason.needs_date and not answer.blank_until:
            wanted.append(_("This reason needs a day, for example 22.11.2026."))
        self._missing.setText(" ".join(wanted))
        self._missing.setVisible(bool(wanted))

    @property
    def _day_key(self) -> str:
        return part_path(self._address, Part.UNTIL)

    def _reasons(self) -> list[packs.BlankReason]:
        """Return the reasons that the question offers, all if it names none, and the stored one."""
        kept = self._stored().blank
        return [
            reason
            for reason in packs.blank_reasons()
            if not self._offered or reason.id in self._offered or reason.id == kept
        ]

    def _stored(self) -> Answer:
        return self._editor.state.answer(self._address)

    def _give(self, answer: Answer) -> None:
        self._editor.submit([Edit(self._address, entry.stored(answer))])
        self.refresh()
        self.grown.emit()

    def _choose(self, place: int) -> None:
        before, reason = self._stored(), self._reasons()[place]
        kept = Answer(blank=reason.id, blank_note=before.blank_note, blank_until=before.blank_until)
        self._give(kept if reason.needs_date else replace(kept, blank_until=None))
        if reason.needs_date and not kept.blank_until:
            self.date.field.setFocus()
        elif reason.needs_note and not kept.blank_note:
            self.note.setFocus()

    def _noted(self, text: str) -> None:
        self._give(replace(self._stored(), blank_note=text.strip() or None))

    def _dated(self, text: str) -> None:
        day = entry.iso_date(text.strip()) if text.strip() else None
        if day is None and text.strip():
            self._editor.drafts[self._day_key] = Answer(text=text.strip())
        else:
            self._editor.drafts.pop(self._day_key, None)
        self._give(replace(self._stored(), blank_until=day))
        if self._day_key in self._editor.drafts:  # it is no day yet
            self._editor.drafting.typing(self._day_key, text)

    def _take_back(self) -> None:
        if self._stored().blank is not None:
            self._editor.submit([Edit(self._address, None)])
        self.closed.emit()
