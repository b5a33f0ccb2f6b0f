"""Below a grid: what the current cell is made of, and what is wrong with it."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import QuestionType
from kta_desktop.errors import KtaError
from kta_desktop.forms import entry
from kta_desktop.forms.sheets import Asked
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import unit_text
from kta_desktop.i18n import _, language
from kta_desktop.services.answering import Edit
from ui.models.grid_cells import LEADING, heading
from ui.undo import AuditEditor
from ui.widgets.answer_base import TypedField, TypedText
from ui.widgets.answer_number import NOT_A_NUMBER, half_width
from ui.widgets.answer_origin import USUAL, OriginPicker
from ui.widgets.answer_readings import ReadingsRow
from ui.widgets.card_blank import BlankRow
from ui.widgets.flow import FlowLayout
from ui.widgets.grid_view import GridView
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label, restyle

_UNCERTAINTY_WIDTH = 84


class CellDetail(QWidget):
    """Unit, uncertainty, origin, note and reason for a blank of the current cell.

    Signals:
        grown: The height may have changed.
        closed: The cell is to be typed in again.
    """

    grown = Signal()
    closed = Signal()

    def __init__(
        self, editor: AuditEditor, table: GridView, parent: QWidget, *, tells_faults: bool
    ) -> None:
        super().__init__(parent)
        self._editor, self._table, self._tells_faults = editor, table, tells_faults
        self._address: str | None = None
        self._wants_note = self._asks_reason = False
        self._units: tuple[str, ...] = ()
        self._refusal = ""
        self._blank: BlankRow | None = None
        self._name = Label("", "strong", "tx2", wrap=False)
        self._told = Label("", tone="tx2", wrap=False)
        self.unit = QComboBox(self)
        self.unit.setObjectName("cell_unit")
        self.unit.activated.connect(self._choose_unit)
        self._sign = Label("±", wrap=False, parent=self)
        self.uncertainty = TypedField(self)
        self.uncertainty.setObjectName("cell_uncertainty")
        self.uncertainty.setFixedWidth(_UNCERTAINTY_WIDTH)
        self.uncertainty.committed.connect(self._typed_u)
        self.origin = OriginPicker(self)
        self.origin.chosen.connect(self._choose_origin)
        self.readings = ReadingsRow(self)
        self.readings.chosen.connect(self._choose_reading)
        self.note_key = self._key("cell_note_key", "", "message-square", self.open_note)
        self.blank_key = self._key("cell_blank_key", "Alt+0", "circle-slash", self.open_blank)
        self.note = TypedText(self)
        self.note.setObjectName("cell_note")
        self.note.committed.connect(self._noted)
        self.note.grown.connect(self.grown)
        self._fault_icon = IconLabel("circle-alert", "er", 14)
        self._fault = Label("")
        self._arrange()
        self.refresh()

    def tab_widgets(self) -> list[QWidget]:
        """Return what takes the focus, in order."""
        first: list[QWidget] = [*self.readings.buttons(), self.unit, self.uncertainty]
        first += [self.origin.segments, self.origin.more]
        blank = [] if self._blank is None else self._blank.tab_widgets()
        return [*first, *blank, self.note_key, self.note, self.blank_key]

    def commit(self) -> None:
        """Hand over what is being typed."""
        self.uncertainty.commit()
        self.note.commit()
        if self._blank is not None:
            self._blank.commit()

    def refresh(self) -> None:
        """Show the current cell."""
        index = self._table.currentIndex()
        address = self._table.cells.cell_address(index) if index.isValid() else None
        if address != self._address:
            self._leave()
            self._address = address
        self.setVisible(address is not None)
        if address is not None:
            self._show(self._table.cells.columns[index.column()], address)
        self.grown.emit()

    def press_digit(self, digit: int) -> bool:
        """Act on the current cell by Alt and a digit; return whether it means something."""
        if self._address is None or not self._is_open():
            return False
        if digit == 0:
            self.open_blank()
            return True
        if self.readings.press(digit):
            return True
        if self.origin.isHidden() or not 1 <= digit <= len(USUAL):
            return False
        wanted = USUAL[digit - 1]
        self._choose_origin(None if self._answer().origin == wanted else wanted)
        return True

    def refuse(self, error: KtaError) -> None:
        """Say why nothing was pasted, until another cell is the current one."""
        self._refusal = error.sentence()
        self.setVisible(True)
        self._show_fault()
        self.grown.emit()

    def open_note(self) -> None:
        """Open the note of the cell and type."""
        self._wants_note = True
        self.refresh()
        self.note.setFocus()

    def open_blank(self) -> None:
        """Ask why the cell has no answer."""
        self._asks_reason = True
        self.refresh()
        if self._blank is not None:
            self._blank.open_list()

    def _leave(self) -> None:
        """Let go of the cell that was shown."""
        self.commit()
        self._wants_note = self._asks_reason = False
        self._refusal = ""
        if self._blank is not None:
            self._column.removeWidget(self._blank)
            self._blank.hide()
            self._blank.deleteLater()
            self._blank = None

    def _show(self, asked: Asked, address: str) -> None:
        answer, is_open = self._answer(), self._is_open()
        number = self._table.currentIndex().row() + 1
        self._name.setText(
            _("Row {number} · {column}").format(number=number, column=heading(asked))
        )
        self._show_number(asked, answer, is_open=is_open and answer.blank is None)
        self._show_blank(answer, is_open=is_open)
        text = self._editor.state.note(address)
        self.note.show_text(text)
        self.note.setVisible(bool(text) or self._wants_note)
        self.note_key.setVisible(not text and not self._wants_note and asked.type not in LEADING)
        self._show_fault()
        self._word()

    def _show_number(self, asked: Asked, answer: Answer, *, is_open: bool) -> None:
        """Show what numbers have; what belongs to a number waits until there is one."""
        is_number = asked.type in entry.NUMBERS and is_open
        has_number = is_number and bool(answer.text or answer.value)
        offered = (asked.unit, *asked.units, answer.unit) if is_number else ()
        units = tuple(dict.fromkeys(unit for unit in offered if unit is not None))
        self._units = units
        self.unit.setVisible(len(units) > 1 and has_number)
        names = [formatting.unit(unit, language()) for unit in units]
        if [self.unit.itemText(i) for i in range(self.unit.count())] != names:
            self.unit.clear()
            self.unit.addItems(names)
        chosen = answer.unit or asked.unit
        self.unit.setCurrentIndex(units.index(chosen) if chosen in units else -1)
        told = (
            ""
            if not is_number
            else unit_text(self._editor.state, self._address or "", asked, language())
        )
        self._told.setText(told)
        self._told.setVisible(bool(told) and self.unit.isHidden())
        self._show_uncertainty(asked, answer, shown=has_number)
        self.origin.setVisible(has_number)
        self.origin.show_choice(answer.origin)
        self.readings.show_readings(answer if is_number else Answer())

    def _show_uncertainty(self, asked: Asked, answer: Answer, *, shown: bool) -> None:
        waiting = self._editor.drafts.get(self._draft_key)
        text = (answer.uncertainty if waiting is None else waiting.uncertainty) or ""
        is_wrong = waiting is not None and bool(text)
        is_measured = asked.type is not QuestionType.INTEGER or bool(text)
        self.uncertainty.show_text(
            text if is_wrong else text.replace(".", formatting.mark(language()))
        )
        restyle(self.uncertainty, "state", "error" if is_wrong else "")
        for widget in (self._sign, self.uncertainty):
            widget.setVisible(shown and is_measured)

    def _show_blank(self, answer: Answer, *, is_open: bool) -> None:
        shows = is_open and (answer.blank is not None or self._asks_reason)
        if shows and self._blank is None and self._address is not None:
            place = Place(self._address, self._table.cells.question)
            self._blank = BlankRow(self._editor, place, self)
            self._blank.closed.connect(self._answer_after_all)
            self._blank.grown.connect(self.grown)
            self._column.insertWidget(2, self._blank)
        if self._blank is not None:
            self._blank.setVisible(shows)
            self._blank.refresh()
        self.blank_key.setVisible(is_open and not shows)

    def _show_fault(self) -> None:
        found = self._table.cells.problems(self._table.currentIndex())
        waiting = self._editor.drafts.get(self._draft_key)
        text, tone = self._refusal, "er"
        if text:
            tone = "wr"
        elif waiting is not None and waiting.uncertainty:
            text = _(NOT_A_NUMBER).format(text=waiting.uncertainty, example="0,25")
        elif found and self._tells_faults:
            text = found[0].sentence(language())
            tone = "er" if found[0].severity == "error" else "wr"
        self._fault_icon.show_icon("circle-alert" if tone == "er" else "triangle-alert", tone)
        self._fault.set_tone(tone)
        self._fault.setText(text)
        for widget in (self._fault_icon, self._fault):
            widget.setVisible(bool(text))

    @property
    def _draft_key(self) -> str:
        return f"{self._address}#uncertainty"

    def _is_open(self) -> bool:
        return self._table.cells.is_editable(self._table.currentIndex())

    def _answer(self) -> Answer:
        return self._table.cells.answer(self._table.currentIndex())

    def _give(self, answer: Answer) -> None:
        if self._address is not None:
            self._editor.submit([Edit(self._address, entry.stored(answer))])
        self.refresh()

    def _choose_unit(self, place: int) -> None:
        self._give(replace(self._answer(), unit=self._units[place]))

    def _choose_origin(self, origin: str | None) -> None:
        self._give(replace(self._answer(), origin=origin))

    def _choose_reading(self, place: int) -> None:
        offered = entry.readings(self._answer())
        if place < len(offered):
            self._give(entry.resolved(self._answer(), offered[place]))
            self.closed.emit()

    def _typed_u(self, text: str) -> None:
        half = half_width(text)
        if text.strip() and half is None:  # kept beside the value until it is corrected
            self._editor.drafts[self._draft_key] = Answer(uncertainty=text.strip())
            self.refresh()
            return
        self._editor.drafts.pop(self._draft_key, None)
        self._give(replace(self._answer(), uncertainty=half))

    def _noted(self, text: str) -> None:
        if self._address is not None:
            self._editor.submit([Edit(fieldpath.note(self._address), text.strip() or None)])

    def _answer_after_all(self) -> None:
        self._asks_reason = False
        self.refresh()
        self.closed.emit()

    def _key(self, name: str, key: str, icon: str, act: object) -> KeyButton:
        button = KeyButton(key=key, icon=icon, kind="link", small=True, parent=self)
        button.setObjectName(name)
        button.clicked.connect(act)
        return button

    def _word(self) -> None:
        self.unit.setAccessibleName(_("Unit"))
        self.uncertainty.setAccessibleName(_("Uncertainty U (k = 2)"))
        self.uncertainty.setPlaceholderText("U")
        self.note_key.set_text(_("Note to the cell"))
        self.blank_key.set_text(_("No value…"))
        self.note.setPlaceholderText(_("Note to the cell"))
        self.note.setAccessibleName(_("Note to the cell"))

    def _arrange(self) -> None:
        line = FlowLayout()
        number: list[QWidget] = [self.unit, self._told, self._sign, self.uncertainty, self.origin]
        for widget in (self._name, *number, self.note_key, self.blank_key):
            line.addWidget(widget)
        fault = QHBoxLayout()
        fault.setSpacing(6)
        fault.addWidget(self._fault_icon)
        fault.addWidget(self._fault, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(line)
        self._column.addWidget(self.readings)
        self._column.addWidget(self.note)
        self._column.addLayout(fault)
