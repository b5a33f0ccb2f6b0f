"""The entries of one question, read: its answer, rows, note, evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from kta_desktop.domain.answers import EMPTY, Answer, Evidence
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.domain.fieldpath import FieldPath
from kta_desktop.forms.problems import decimal_of
from kta_desktop.forms.values import Single, Value


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table question.

    Attributes:
        id: Part of the paths of its cells.
        order: Its place; rows are shown by ascending order.
        cells: Column to answer; a column that was never filled is missing.
    """

    id: str
    order: float
    cells: Mapping[str, Answer]


@dataclass(slots=True)
class Filled:
    """What was entered for one question; kept up to date entry by entry.

    Attributes:
        answer: Its own answer.
        note: Its note.
        confirmed: Reason why a warned value stands; empty if none was given.
        evidence: Attachments by id; ids ascend with time.
        orders: Rows that exist, with their place.
        cells: Row to column to answer; also of rows that were removed, for undo.
    """

    answer: Answer = EMPTY
    note: str = ""
    confirmed: str = ""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    orders: dict[str, float] = field(default_factory=dict)
    cells: dict[str, dict[str, Answer]] = field(default_factory=dict)

    def put(self, path: FieldPath, value: JsonValue) -> None:
        """Take over one entry; None takes it away."""
        if path.facet is not None:
            self._put_facet(path.facet, value)
        elif not path.rows:
            self.answer = read_answer(value)
        elif path.is_row:
            self._put_row(path.rows[0], value)
        else:
            self.cells.setdefault(path.rows[0], {})[path.names[1]] = read_answer(value)

    def rows(self) -> tuple[Row, ...]:
        """Return the rows in order; equal places are ordered by id, so all devices agree."""
        ordered = sorted(self.orders.items(), key=lambda item: (item[1], item[0]))
        return tuple(Row(name, place, dict(self.cells.get(name, {}))) for name, place in ordered)

    def _put_facet(self, facet: str, value: JsonValue) -> None:
        text = value if isinstance(value, str) else ""
        if facet == "note":
            self.note = text
        elif facet == "confirm":
            self.confirmed = text
        else:
            self._put_evidence(facet.partition(":")[2], value)

    def _put_evidence(self, identifier: str, value: JsonValue) -> None:
        self.evidence.pop(identifier, None)
        if isinstance(value, Mapping):
            self.evidence[identifier] = _read_evidence(identifier, value)

    def _put_row(self, row: str, value: JsonValue) -> None:
        self.orders.pop(row, None)
        if isinstance(value, Mapping):
            order = value.get("order")
            self.orders[row] = float(order) if isinstance(order, int | float) else 0.0


def read_answer(value: JsonValue) -> Answer:
    """Return the answer of an entry; what is shaped like no answer is kept as its text."""
    try:
        return Answer.from_json(value)
    except TypeError:
        return Answer(text=str(value))


def _read_evidence(identifier: str, value: Mapping[str, JsonValue]) -> Evidence:
    """Return the evidence of an entry; what it lacks is left empty, so that it stays visible."""
    nothing: dict[str, JsonValue] = {"sha256": "", "name": "", "media_type": "", "size": 0}
    known = {f.name: value[f.name] for f in fields(Evidence) if f.name in value}
    return Evidence.from_json({**nothing, **known, "id": identifier})


def single_value(asked: Question | Column, answer: Answer) -> Single:
    """Return the value of a cell or a question with one value; None if it is missing."""
    if not answer.is_answered:
        return None
    match asked.type:
        case QuestionType.DECIMAL | QuestionType.INTEGER:
            return decimal_of(answer) if _unit_fits(asked, answer) else None
        case QuestionType.DATE:
            return _date(str(answer.value))
        case _:
            return answer.value if isinstance(answer.value, str) else None


def question_value(question: Question, filled: Filled) -> Value:
    """Return the value of an answered or set question; None if it is missing."""
    match question.type:
        case QuestionType.TABLE:
            return tuple(row.id for row in filled.rows())
        case QuestionType.IMAGE | QuestionType.FILE:
            return tuple(sorted(filled.evidence)) or None
        case QuestionType.SELECT_MULTIPLE:
            value = filled.answer.value
            return tuple(value) if isinstance(value, tuple) and value else None
        case QuestionType.CALCULATE:
            return _fact_value(question, filled.answer)
        case QuestionType.SELECT_ONE if _fact_type(question) == "bool":
            return _fact_value(question, filled.answer)
        case _:
            return single_value(question, filled.answer)


def _fact_type(question: Question) -> JsonValue:
    return (question.more or {}).get("fact_type")


def _fact_value(question: Question, answer: Answer) -> Value:
    """Return a fact that is set by hand; its type stands in ``more['fact_type']``."""
    if not answer.is_answered or answer.value is None:
        return None
    match _fact_type(question):
        case "bool":
            return answer.value in ("yes", "true")
        case "number":
            return decimal_of(answer) if _unit_fits(question, answer) else None
        case "date":
            return _date(str(answer.value))
        case _:
            return answer.value


def _unit_fits(asked: Question | Column, answer: Answer) -> bool:
    """Whether the number is in the unit that expressions are written for.

    A number in another unit is no figure that a condition may compare: it counts as missing.
    """
    return answer.unit is None or asked.unit is None or answer.unit == asked.unit


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
