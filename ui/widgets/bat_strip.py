"""The strip below the techniques: what the chosen one is, its state, and why it is so."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.assessment.bat import TechniqueLine
from kta_desktop.assessment.techniques import State
from kta_desktop.i18n import N_, _, language
from ui.models.bat_rows import STATES, question_of
from ui.theme.tokens import PADDING
from ui.widgets.answer_base import goes_past
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.segments import Segments
from ui.widgets.tab_chain import chain

CONFIRM_KEY, MORE_KEY, LEAD_KEY = "Ctrl+Enter", "F2", "F4"
ACCEPT_KEY = "Ctrl+Shift+Enter"
_YEARS = range(1930, 2101)
_TIGHT = 4  # px beside what it shows in a narrow window
ASKED: Mapping[State, str] = {
    State.PARTLY: N_("Say where it is not applied, or what is lacking."),
    State.PLANNED: N_("Say what was decided: the date and the money."),
    State.NOT_APPLIED: N_("Say why it is not applied though it could be."),
    State.NOT_APPLICABLE: N_("Say why it cannot be applied here: kind, capacity, fuel, safety."),
}
"""What is asked of every state but applied, at once."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A technique in the strip.

    Attributes:
        title: Code, name and unit.
        line: The technique.
        number: Of the question that speaks of it; empty if none does.
    """

    title: str
    line: TechniqueLine
    number: str


class _Field(QLineEdit):
    """A line from which Ctrl+Z goes on to the undo of the audit."""

    @override
    def event(self, event: QEvent) -> bool:
        return goes_past(event) or super().event(event)


class BatStrip(QFrame):
    """Shows one technique and hands on what is done with it.

    Signals:
        state_chosen: ``State`` that was chosen.
        written: Name of a field (``reason`` or ``since``) and its text, when it was left.
        confirmed: The proposal is taken over as it is.
        question_wanted: The question is wanted.
        more_wanted: Costs, criteria and the rest are wanted.
        accept_wanted: Every state that is proposed is to be taken over, of all techniques.
        finished: Enter was pressed in a field.
        lead_wanted: The bottleneck or measure that the technique leads to is wanted.
    """

    state_chosen = Signal(object)
    written = Signal(str, str)
    confirmed = Signal()
    question_wanted = Signal()
    more_wanted = Signal()
    lead_wanted = Signal()
    accept_wanted = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelFoot")
        self._shown: Shown | None = None
        self._title = Label("", "strong")
        self._origin = Chip(parent=self)
        self._confirm = KeyButton("", CONFIRM_KEY, "check", "primary", small=True)
        self._confirm.setObjectName("confirm_technique")
        self._confirm.clicked.connect(self.confirmed)
        self.states = Segments(
            [],
            icons={state: icon for state, (_word, icon, _tone) in STATES.items()},
            digits=True,
            small=True,
        )
        self.states.chosen.connect(self._choose)
        self._question = KeyButton("", "Enter", "", "link", small=True)
        self._question.clicked.connect(self.question_wanted)
        self._lead = KeyButton("", LEAD_KEY, "", "link", small=True)
        self._lead.setObjectName("technique_lead")
        self._lead.clicked.connect(self.lead_wanted)
        self._accept = KeyButton("", ACCEPT_KEY, "", "link", small=True)
        self._accept.setObjectName("accept_proposed")
        self._accept.clicked.connect(self.accept_wanted)
        self._proposed = 0
        self._more = KeyButton("", MORE_KEY, "pencil", small=True)
        self._more.clicked.connect(self.more_wanted)
        self.reason, self.since = _Field(self), _Field(self)
        self._names = {"reason": Label("", "second", "tx2"), "since": Label("", "second", "tx2")}
        self._asked = Label("", "second", "wr")
        self._fields, self._is_narrow = QWidget(self), False
        for name, field in (("reason", self.reason), ("since", self.since)):
            field.setObjectName(f"technique_{name}")
            field.editingFinished.connect(lambda name=name: self._leave(name))
            field.returnPressed.connect(self.finished)
            self._names[name].setBuddy(field)
            self._names[name].setWordWrap(False)
        self._arrange()
        self.retranslate()
        self.show_line(None)

    def show_line(self, shown: Shown | None) -> None:
        """Show a technique; None hides the strip. What is being typed stays."""
        is_same = _key(shown) == _key(self._shown)
        self._shown = shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        line, row = shown.line, shown.line.row
        self._title.setText(shown.title)
        self.states.set_value(line.state or line.proposal.state)
        self._show_origin(shown)
        self._fill(self.reason, row.reason if row else "", keep=is_same)
        self._fill(self.since, str(row.since) if row and row.since else "", keep=is_same)
        self.since.setEnabled(row is not None)
        self.reason.setEnabled(row is not None)
        self._question.setVisible(bool(question_of(line)))
        self._question.set_text(_("Question {number}").format(number=shown.number))
        self._ask(line)

    def show_proposed(self, count: int) -> None:
        """Say how many states are proposed and not confirmed; nothing if none are."""
        self._proposed = count
        self._accept.setVisible(count > 0)
        self._accept.set_text(_("Take over proposals: {count}").format(count=count))

    def show_lead(self, words: str) -> None:
        """Show which bottleneck or measure the technique leads to; empty if it leads to none."""
        self._lead.setVisible(bool(words))
        self._lead.set_text(words)

    def is_written_in(self) -> bool:
        """Whether one of its fields has the focus."""
        return self.reason.hasFocus() or self.since.hasFocus()

    def ask_reason(self) -> None:
        """Put the focus where the reason is asked for, if one is missing."""
        if not self._asked.isHidden():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave room to the list: show the fields only as long as a reason is asked for."""
        self._is_narrow = narrow
        side = _TIGHT if narrow else PADDING
        self._column.setContentsMargins(side, 8, side, 8)
        self._show_fields()

    def commit(self) -> None:
        """Hand over what is being typed."""
        for name, field in (("reason", self.reason), ("since", self.since)):
            if field.isModified():
                self._leave(name)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(_("The chosen technique"))
        self.states.set_options([(state, _(word)) for state, (word, _i, _t) in STATES.items()])
        self.states.setAccessibleName(_("State"))
        self._confirm.set_text(_("Confirm"))
        self._more.set_text(_("Unit, effect, costs, criteria…"))
        self._names["reason"].setText(_("Reason"))
        self._names["since"].setText(_("Since year"))
        self.reason.setAccessibleName(_("Reason"))
        self.since.setAccessibleName(_("Since year"))
        self.since.setPlaceholderText("2021")  # an example, the same in each language
        self.show_proposed(self._proposed)
        self.show_line(self._shown)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title, 1)
        for widget in (self._origin, self._more, self._confirm):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        middle = QWidget(self)
        row = FlowLayout(middle)
        row.addWidget(self.states)
        row.addWidget(self._question)
        row.addWidget(self._lead)
        row.addWidget(self._accept)
        fields = QGridLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(2)
        fields.addWidget(self._names["reason"], 0, 0)
        fields.addWidget(self.reason, 0, 1)
        fields.addWidget(self._names["since"], 0, 2)
        fields.addWidget(self.since, 0, 3)
        fields.addWidget(self._asked, 1, 1, 1, 3)
        fields.setColumnStretch(1, 5)
        fields.setColumnStretch(3, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PADDING, 8, PADDING, 8)
        self._column.setSpacing(6)
        self._column.addLayout(top)
        self._column.addWidget(middle)
        self._column.addWidget(self._fields)
        acts = (self._question, self._lead, self._accept)
        chain([self._more, self._confirm, self.states, *acts, self.reason, self.since])

    def _show_origin(self, shown: Shown) -> None:
        line = shown.line
        if line.state is not None:
            self._origin.show_state(_("confirmed"), "circle-check", "ok")
        elif line.proposal.state is not None:
            told = _("proposed by answer {number}").format(number=shown.number)
            self._origin.show_state(told if shown.number else _("proposed"), "info", "info")
        else:
            self._origin.show_state(_("not stated"), "circle-dashed", "plain")
        rule = line.proposal.rule.get(language())
        self._origin.setToolTip(rule)
        self._confirm.setVisible(line.state is None and line.proposal.state is not None)

    def _ask(self, line: TechniqueLine) -> None:
        """Say what reason is wanted, as long as a state that needs one has none."""
        is_asked = line.state in ASKED and not (line.row and line.row.reason)
        sentence = _(ASKED[line.state]) if is_asked and line.state else ""
        self._asked.setText(sentence)
        self._asked.setVisible(is_asked)
        self.reason.setAccessibleDescription(sentence)
        self._show_fields()

    def _show_fields(self) -> None:
        is_used = self.reason.isModified() or self.since.isModified()
        self._fields.setVisible(not self._is_narrow or not self._asked.isHidden() or is_used)

    def _fill(self, field: QLineEdit, text: str, *, keep: bool) -> None:
        if keep and (field.isModified() or field.text() == text):
            return
        field.setText(text)
        field.setModified(False)

    def _choose(self, value: object) -> None:
        if isinstance(value, str):
            self.state_chosen.emit(State(value))

    def _leave(self, name: str) -> None:
        field = self.reason if name == "reason" else self.since
        if not field.isModified():
            return
        text = field.text().strip()
        if name == "since" and text and not _is_year(text):
            self._asked.setText(_("«{text}» is no year from 1930 to 2100.").format(text=text))
            self._asked.show()
            return
        field.setModified(False)
        self.written.emit(name, text)


def _is_year(text: str) -> bool:
    return text.isdecimal() and int(text) in _YEARS


def _key(shown: Shown | None) -> str:
    return shown.line.key if shown is not None else ""
