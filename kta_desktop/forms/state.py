"""The state of a filled form: what applies, what was answered, what follows from it.

Built from a definition and the entries of an audit; ``apply`` takes one edit over and recomputes
only what depends on it. A question that does not apply keeps its answer; expressions see it as
not there. A question whose condition is undecided, or cannot be evaluated, is shown and flagged.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition, Question, QuestionType
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.forms import problems
from kta_desktop.forms.answers import Filled, Row, question_value, single_value
from kta_desktop.forms.checks import filling, of_cells
from kta_desktop.forms.errors import EvaluationError, UnknownNameError
from kta_desktop.forms.evaluate import evaluate, holds
from kta_desktop.forms.graph import references
from kta_desktop.forms.parser import parse
from kta_desktop.forms.problems import Problem
from kta_desktop.forms.program import Rule, Step, make
from kta_desktop.forms.values import ABSENT, Value

__all__ = ["FormState", "Problem", "Progress", "QuestionStatus", "Row"]


class QuestionStatus(StrEnum):
    """Where a question stands; what comes first wins if several are true."""

    HIDDEN = "hidden"
    ERROR = "error"
    WARNING = "warning"
    ANSWERED = "answered"
    BLANK = "blank"
    BEGUN = "begun"
    EMPTY = "empty"


_DONE = frozenset({QuestionStatus.ANSWERED, QuestionStatus.BLANK, QuestionStatus.WARNING})


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the questions that apply are answered, or blank with a reason."""

    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What a question comes to at present."""

    relevant: bool = True
    flagged: bool = False
    value: Value = None


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an expression of the form sees; ``answer`` is the one a constraint is about."""

    state: "FormState"
    answer: Value = None

    def value_of(self, name: str, at: int) -> Value:
        return self.state.seen(name, at)

    def cells_of(self, table: str, column: str, at: int) -> Value:
        return self.state.column(table, column, at)

    def current(self) -> Value:
        return self.answer


class FormState:
    """One filled form. Not safe for use by several threads at once.

    Attributes:
        definition: What it asks.
        entries: Path to value at present.

    Raises:
        CycleError: If the definition has conditions that depend on each other in a circle.
    """

    def __init__(self, definition: Definition, entries: Mapping[str, JsonValue]) -> None:
        self.definition = definition
        self._entries: dict[str, JsonValue] = dict(entries)
        self._program = make(definition)
        self._filled: dict[str, Filled] = {name: Filled() for name in self._program.steps}
        self._known: dict[str, _Known] = {}
        for path, value in self._entries.items():
            self._take(path, value)
        for name in self._program.graph.order:
            self._known[name] = self._compute(self._program.steps[name])

    @property
    def entries(self) -> Mapping[str, JsonValue]:
        """Return the entries at present; the mapping follows later edits."""
        return self._entries

    def apply(self, path: str, after: JsonValue) -> frozenset[str]:
        """Take over one edit.

        Returns the asked questions whose relevance, answer or status changed, the edited one
        included; nothing for paths of records and for questions that the definition lacks.

        Raises:
            ValueError: If ``path`` is not a path.
        """
        names = parse_path(path).names
        name = names[0] if names else None
        self._entries[path] = after
        if name is None or name not in self._filled:
            return frozenset()
        before = {other: self.status(other) for other in self._affected(name)}
        self._take(path, after)
        changed = self._spread(name) | {name}
        changed |= {other for other, status in before.items() if self.status(other) is not status}
        return frozenset(other for other in changed if self._question(other).is_asked)

    def is_relevant(self, question: str) -> bool:
        """Whether a question is asked; an undecided condition asks it."""
        return self._known[question].relevant

    def is_flagged(self, question: str) -> bool:
        """Whether its condition is undecided for missing answers, or cannot be evaluated."""
        return self._known[question].flagged

    def undecided_by(self, question: str) -> tuple[str, ...]:
        """Return the questions and facts without an answer that leave its condition undecided."""
        rule = self._program.steps[question].relevant
        if not self.is_flagged(question) or rule is None:
            return ()
        return self._missing(rule.reads)

    def answer(self, question: str) -> Answer:
        """Return the answer of a question, an empty one if there is none."""
        return self._filled[question].answer

    def rows(self, question: str) -> tuple[Row, ...]:
        """Return the rows of a table in order."""
        return self._filled[question].rows()

    def note(self, question: str) -> str:
        """Return the note of a question."""
        return self._filled[question].note

    def confirmation(self, question: str) -> str:
        """Return the reason why a warned value stands; empty if none was given."""
        return self._filled[question].confirmed

    def evidence(self, question: str) -> tuple[Evidence, ...]:
        """Return the attachments of a question by the time they were attached."""
        return tuple(item for _, item in sorted(self._filled[question].evidence.items()))

    def problems(self, question: str) -> tuple[Problem, ...]:
        """Return what is wrong with a question; nothing for one that is not asked now."""
        if not self.is_relevant(question):
            return ()
        return tuple(self._problems(self._program.steps[question]))

    def status(self, question: str) -> QuestionStatus:
        """Return where a question stands."""
        if not self.is_relevant(question):
            return QuestionStatus.HIDDEN
        found = self.problems(question)
        if any(problem.severity == problems.ERROR for problem in found):
            return QuestionStatus.ERROR
        if any(not problem.confirmed for problem in found):
            return QuestionStatus.WARNING
        return QuestionStatus(filling(self._question(question), self._filled[question]))

    def value(self, name: str) -> object:
        """Return the value of a question or fact as expressions see it; None if unknown.

        Numbers are Decimal, dates ``date``, facts of type bool are bool, choices are ids or
        tuples of ids, tables are tuples of row ids.

        Raises:
            KeyError: If there is no such name.
        """
        value = self._known[name].value
        return None if value is ABSENT else value

    def holds(self, expression: str) -> bool | None:
        """Return whether a condition holds; None if it is undecided for missing answers.

        Raises:
            ExpressionError: If it cannot be read or evaluated.
        """
        return holds(parse(expression), _Scope(self))

    def evaluate(self, expression: str) -> object:
        """Return the value of an expression; None if it is unknown.

        Raises:
            ExpressionError: If it cannot be read or evaluated.
        """
        value = evaluate(parse(expression), _Scope(self))
        return None if value is ABSENT else value

    def missing(self, expression: str) -> tuple[str, ...]:
        """Return the questions and facts without an answer that an expression rests on.

        Raises:
            ExpressionError: If it cannot be read.
        """
        return self._missing(references(parse(expression)))

    def coverage(self, question: str, column: str) -> tuple[int, int]:
        """Return how many rows of a table have a readable value in a column, and of how many."""
        rows, known = self.rows(question), self.column(question, column, 1)
        cells = known if isinstance(known, tuple) else ()
        return sum(1 for cell in cells if cell is not None), len(rows)

    def progress(self, section: str | None = None) -> Progress:
        """Return how far a section, or the whole form, is answered."""
        asked = [
            question.name
            for question in self.definition.questions
            if question.is_asked
            and section in (None, question.section)
            and self.is_relevant(question.name)
        ]
        return Progress(sum(1 for name in asked if self.status(name) in _DONE), len(asked))

    def visible(self, section: str) -> tuple[Question, ...]:
        """Return the questions of a section that are asked now, in paper order."""
        return tuple(
            question
            for question in self.definition.in_section(section)
            if self.is_relevant(question.name)
        )

    def seen(self, name: str, at: int = 1) -> Value:
        """Return the value of a name as an expression sees it at character ``at``.

        Raises:
            UnknownNameError: If the form has no such name.
        """
        known = self._known.get(name)
        if known is None:
            raise UnknownNameError(at=at, name=name)
        return known.value

    def column(self, table: str, column: str, at: int = 1) -> Value:
        """Return the cells of a column as an expression sees them, row by row.

        Raises:
            UnknownNameError: If the form has no such table or column.
        """
        value = self.seen(table, at)
        asked = self._question(table).column(column)
        if asked is None:
            raise UnknownNameError(at=at, name=f"{table}/{column}")
        if value is ABSENT:
            return ABSENT
        cells = (row.cells.get(column) for row in self.rows(table))
        return tuple(None if cell is None else single_value(asked, cell) for cell in cells)

    def _question(self, name: str) -> Question:
        return self._program.steps[name].question

    def _take(self, path: str, value: JsonValue) -> None:
        """Put an entry where it belongs; entries of other definitions stay aside, untouched."""
        try:
            place = parse_path(path)
        except ValueError:
            return
        filled = self._filled.get(place.names[0] if place.names else "")
        if filled is not None:
            filled.put(place, value)

    def _affected(self, name: str) -> set[str]:
        """Return the questions whose checks may change with ``name``, itself included."""
        reached, waiting = {name}, [name]
        while waiting:
            for other in self._program.graph.dependents[waiting.pop()]:
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return reached | {
            watcher for other in reached for watcher in self._program.watchers.get(other, ())
        }

    def _spread(self, name: str) -> set[str]:
        """Recompute ``name`` and, in order, what depends on what changed; return those."""
        graph = self._program.graph
        waiting, changed = [graph.place[name]], set[str]()
        while waiting:
            current = graph.order[heapq.heappop(waiting)]
            before = self._known[current]
            after = self._compute(self._program.steps[current])
            is_table = self._question(current).type is QuestionType.TABLE
            if before == after and not (is_table and current == name):
                continue
            self._known[current] = after
            if (before.relevant, before.flagged) != (after.relevant, after.flagged):
                changed.add(current)
            for other in graph.dependents[current]:
                if graph.place[other] not in waiting:
                    heapq.heappush(waiting, graph.place[other])
        return changed

    def _compute(self, step: Step) -> _Known:
        decided, failed = self._relevance(step.relevant)
        if decided is False:
            return _Known(relevant=False, value=ABSENT)
        flagged = failed or decided is None
        if step.calculation is None:
            filled = self._filled[step.question.name]
            return _Known(flagged=flagged, value=question_value(step.question, filled))
        value, failed = self._calculated(step.calculation)
        return _Known(flagged=flagged or failed, value=value)

    def _relevance(self, rule: Rule | None) -> tuple[bool | None, bool]:
        """Return whether a question is asked, and whether that could not be evaluated."""
        if rule is None:
            return True, False
        if rule.node is None:
            return None, True
        try:
            return holds(rule.node, _Scope(self)), False
        except EvaluationError:
            return None, True

    def _calculated(self, rule: Rule) -> tuple[Value, bool]:
        if rule.node is None:
            return None, True
        try:
            return evaluate(rule.node, _Scope(self)), False
        except EvaluationError:
            return None, True

    def _problems(self, step: Step) -> Iterator[Problem]:
        question = step.question
        filled = self._filled[question.name]
        if question.type is QuestionType.TABLE:
            yield from of_cells(question, filled.rows())
            return
        unreadable = tuple(problems.of_answer(question, filled.answer))
        yield from unreadable
        if unreadable or not filled.answer.is_answered:
            return
        if self._violates(step.constraint, question):
            yield problems.outside(question, filled.answer)
        elif self._violates(step.warning, question):
            text, confirmed = step.warning_message, bool(filled.confirmed)
            yield problems.doubtful(text, filled.answer, confirmed=confirmed)

    def _violates(self, rule: Rule | None, question: Question) -> bool:
        """Whether a rule certainly does not hold; unknown and broken rules accuse nobody."""
        if rule is None or rule.node is None:
            return False
        scope = _Scope(self, question_value(question, self._filled[question.name]))
        try:
            return holds(rule.node, scope) is False
        except EvaluationError:
            return False

    def _missing(self, names: frozenset[str]) -> tuple[str, ...]:
        """Return, in paper order, the unanswered names that ``names`` rest on."""
        reached, waiting, found = set(names), list(names), set[str]()
        while waiting:
            name = waiting.pop()
            step = self._program.steps.get(name)
            if step is None:
                continue
            if step.calculation is None:
                if self._known[name].value in (None, ()):
                    found.add(name)
                continue
            new = step.calculation.reads - reached
            reached |= new
            waiting.extend(new)
        return tuple(q.name for q in self.definition.questions if q.name in found)
