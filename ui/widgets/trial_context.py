"""Beside a tried form: why the question is asked, what the last answer changed, which levels hold.

So a methodologist sees at once whether a condition or an exception does what the book says.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import trial
from kta_desktop.services.trial import Condition, InForce, Truth
from ui.models import level_lines
from ui.models.lines_model import Line
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.segments import Segments

LEVELS, HIDDEN = "levels", "hidden"
_TRUTHS = {
    Truth.HOLDS: N_("asked, since this holds"),
    Truth.FAILS: N_("not asked, since this does not hold"),
    Truth.OPEN: N_("undecided"),
    Truth.ELSEWHERE: N_("in each record by itself"),
}
_MOST = 6  # changes that are named one by one
_WHY_SHARE, _TABLE_SHARE = 4, 5


class TrialContext(QFrame):
    """Follows the open question and every tried answer.

    Signals:
        level_wanted: id of a level that was entered in the list.
    """

    level_wanted = Signal(str)

    def __init__(self, state: FormState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._address = ""
        self._name = ""
        self._levels = {_id(each): each for each in trial.standing(state)}
        self._hidden = {question.name for question in trial.not_asked(state)}
        self._changes: tuple[str, ...] = ()
        self._late = QTimer(self)  # one act may change the form several times
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._follow)
        self._note, self._title = Label("", "second", "tx2"), Label("", "strong")
        self._why, self._change_title = Label("", "body"), Label("", "strong")
        self._changed = Label("", "second")
        self._segments = Segments([(LEVELS, ""), (HIDDEN, "")], small=True)
        self._segments.set_value(LEVELS)
        self.table = LinesTable("trialLines")
        self._arrange()
        self._segments.chosen.connect(lambda _value: self._show_lines())
        self.table.opened.connect(self._open)
        self.retranslate()

    def show_place(self, address: str) -> None:
        """Say why the question at an address is asked."""
        self._address, self._name = address, self._state.question(address).name
        self._show_why()

    def show_hidden(self, name: str) -> None:
        """Say why a question is not asked, and choose it in the list of those."""
        self._address, self._name = "", name
        self._segments.set_value(HIDDEN)
        self._show_lines()
        self.table.choose(name)
        self._show_why()

    def refresh(self) -> None:
        """Follow answers that changed."""
        self._late.start(0)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self._segments.setAccessibleName(_("Part that is shown"))
        self._note.setText(_("Answers are tried out here and stored nowhere."))
        self._change_title.setText(_("After the last answer"))
        self.table.setAccessibleName(_("Levels by the tried answers"))
        self._show_why()
        self._show_lines()

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "sf")
        top = QVBoxLayout(inside)
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(4)
        for part in (self._note, self._title, self._why, self._change_title, self._changed):
            top.addWidget(part)
        top.addStretch(1)
        scrolled = QScrollArea()
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(inside)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self._segments.setContentsMargins(0, 0, 0, 0)
        bar = QVBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(self._segments)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled, _WHY_SHARE)
        column.addLayout(bar)
        column.addWidget(self.table, _TABLE_SHARE)

    def _follow(self) -> None:
        before, hidden = self._levels, self._hidden
        self._levels = {_id(each): each for each in trial.standing(self._state)}
        self._hidden = {question.name for question in trial.not_asked(self._state)}
        told = [
            *self._moved(_("asked now: {what}"), hidden - self._hidden),
            *self._moved(_("no longer asked: {what}"), self._hidden - hidden),
            *self._turned(before),
        ]
        if told:
            self._changes = tuple(told)
        self._show_why()
        self._show_lines()

    def _moved(self, text: str, names: set[str]) -> Iterator[str]:
        questions = [each for each in self._state.definition.questions if each.name in names]
        if questions:
            told = [each.number or each.title.get(language()) for each in questions[:_MOST]]
            yield text.format(what=", ".join([*told, *_rest(len(questions))]))

    def _turned(self, before: dict[str, InForce]) -> Iterator[str]:
        """Yield the levels that came, went or got other bounds."""
        turned = [
            now
            for identifier, now in self._levels.items()
            if (old := before.get(identifier)) is None
            or (old.applies, old.level) != (now.applies, now.level)
        ]
        for now in turned[:_MOST]:
            name, state, *_more = level_lines.standing_line(now, self._state).cells[0].split("\n")
            yield f"{name}: {state}"
        yield from _rest(len(turned))

    def _show_why(self) -> None:
        lang, name = language(), self._name
        if name:
            question = self._state.definition.question(name)
            self._title.setText(f"{question.number} {question.title.get(lang)}".strip())
            found = trial.conditions(self._state, name, lang)
            self._why.setText("\n".join(self._reasons(found)))
        for label in (self._title, self._why):
            label.setVisible(bool(name))
        self._changed.setText("\n".join(self._changes))
        for label in (self._change_title, self._changed):
            label.setVisible(bool(self._changes))

    def _reasons(self, found: tuple[Condition, ...]) -> Iterator[str]:
        if not found:
            yield _("Always asked.")
        for condition in found:
            said = condition.words or condition.expression
            of = condition.of.get(language())
            lead = f"«{of}»: " if of else ""
            yield f"{lead}{_(_TRUTHS[condition.truth])}: {said}"
            if condition.truth is Truth.OPEN:
                yield _("Undecided, so it is asked.")
            if condition.missing:
                yield level_lines.missing_words(condition.missing, self._state)

    def _show_lines(self) -> None:
        holding = sum(each.applies is True for each in self._levels.values())
        self._segments.set_options(
            [
                (LEVELS, _("Levels: {count}").format(count=holding)),
                (HIDDEN, _("Not asked: {count}").format(count=len(self._hidden))),
            ]
        )
        if self._segments.value() == HIDDEN:
            self.table.show_lines((_("Not asked by the tried answers"),), self._left_out(), (1.0,))
        else:
            self.table.show_lines(level_lines.standing_heads(), self._in_force(), (1.0,))

    def _in_force(self) -> list[Line]:
        """Return what holds, then what is undecided; what does not hold is left out."""
        wanted = [each for each in self._levels.values() if each.applies is not False]
        wanted.sort(key=lambda each: each.applies is None)
        return [level_lines.standing_line(each, self._state) for each in wanted]

    def _left_out(self) -> list[Line]:
        lang = language()
        return [
            Line(
                cells=(f"{each.number} {each.title.get(lang)}".strip(),),
                item=each.name,
                icon=("eye-off", "na"),
            )
            for each in self._state.definition.questions
            if each.name in self._hidden
        ]

    def _open(self, item: object) -> None:
        if self._segments.value() == HIDDEN:
            self._address, self._name = "", str(item)
            self._show_why()
        else:
            self.level_wanted.emit(str(item))


def _id(holding: InForce) -> str:
    return holding.subject.id if holding.subject is not None else ""


def _rest(count: int) -> list[str]:
    return [_("and {count} more").format(count=count - _MOST)] if count > _MOST else []
