"""The entries of a form, read: answers, rows, notes, evidence, each where it belongs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from kta_desktop.domain.answers import EMPTY, Answer, Evidence
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.confidential import Secrecy
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.domain.fieldpath import FieldPath
from kta_desktop.forms.host import Host
from kta_desktop.forms.problems import decimal_of, is_moment
from kta_desktop.forms.scope import Rows
from kta_desktop.forms.structure import Item
from kta_desktop.forms.values import Value

_FARTHEST = 1e300  # places of rows beyond it are none: there is no room behind them
_SHOWN = 1_000  # characters of an entry that no program of ours wrote


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or an instance of a repeat.

    Attributes:
        id: Part of the paths of what is in it.
        order: Its place; rows are shown by ascending order.
        cells: Column, or question directly in the instance, to answer; what was never filled
            is missing.
    """

    id: str
    order: float
    cells: Mapping[str, Answer]


@dataclass(slots=True)
class Filled:
    """What was entered for one question or cell in one instance.

    Attributes:
        answer: Its answer.
        note: Its note.
        confirmed: Reason why a warned value stands; empty if none was given.
        evidence: Attachments by id; ids ascend with time.
        secrecy: Whether it is a trade secret, as a person said; of an attachment by its id, of
            the question itself by an empty text.
    """

    answer: Answer = EMPTY
    note: str = ""
    confirmed: str = ""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    secrecy: dict[str, Secrecy] = field(default_factory=dict)

    def put_facet(self, facet: str, value: JsonValue) -> None:
        """Take over a note, a reason, an attachment, a word on secrecy; None takes it away."""
        text = value if isinstance(value, str) else ""
        kind, _colon, identifier = facet.partition(":")
        if kind == "note":
            self.note = text
        elif kind == "confirm":
            self.confirmed = text
        elif kind == "confidential":
            self._put_secrecy(identifier, value)
        else:
            self._put_evidence(identifier, value)

    def _put_secrecy(self, identifier: str, value: JsonValue) -> None:
        self.secrecy.pop(identifier, None)
        said = Secrecy.from_json(value)
        if said is not None:
            self.secrecy[identifier] = said

    def _put_evidence(self, identifier: str, value: JsonValue) -> None:
        self.evidence.pop(identifier, None)
        if isinstance(value, Mapping):
            self.evidence[identifier] = _read_evidence(identifier, value)


NOTHING = Filled()


@dataclass(slots=True)
class Store:
    """All entries by key and instance; also those of rows that were removed, for undo.

    Attributes:
        filled: Key to instance to what was entered.
        orders: Key of a repeat to instance to its rows, with their place.
        begun: Repeats that ever had a row, also one that was removed.
    """

    filled: dict[str, dict[Rows, Filled]] = field(default_factory=dict)
    orders: dict[str, dict[Rows, dict[str, float]]] = field(default_factory=dict)
    begun: set[tuple[str, Rows]] = field(default_factory=set)

    def at(self, key: str, rows: Rows) -> Filled:
        """Return what was entered somewhere; something empty that nobody may alter, if nothing."""
        return self.filled.get(key, {}).get(rows, NOTHING)

    def put(self, item: Item, path: FieldPath, value: JsonValue) -> None:
        """Take over one entry of ``item``; None takes it away."""
        if path.is_row and path.facet is None:
            self._put_row(item.key, path.rows, value)
            return
        filled = self.filled.setdefault(item.key, {}).setdefault(path.rows, Filled())
        if path.facet is not None:
            filled.put_facet(path.facet, value)
        else:
            filled.answer = read_answer(value)

    def ids(self, key: str, rows: Rows) -> tuple[str, ...]:
        """Return the rows of a repeat in order; equal places by id, so all devices agree."""
        orders = self.orders.get(key, {}).get(rows)
        if not orders:
            return ()
        return tuple(sorted(orders, key=lambda row: (orders[row], row)))

    def rows(self, item: Item, rows: Rows) -> tuple[Row, ...]:
        """Return the rows of a repeat with the answers directly in them."""
        orders = self.orders.get(item.key, {}).get(rows, {})
        leaves = [
            (child.name, filled)
            for child in item.children.values()
            if child.is_leaf and (filled := self.filled.get(child.key))
        ]
        return tuple(
            Row(row, orders[row], _cells(leaves, (*rows, row))) for row in self.ids(item.key, rows)
        )

    def _put_row(self, key: str, rows: Rows, value: JsonValue) -> None:
        orders = self.orders.setdefault(key, {}).setdefault(rows[:-1], {})
        orders.pop(rows[-1], None)
        self.begun.add((key, rows[:-1]))
        if isinstance(value, Mapping):
            orders[rows[-1]] = order_of(value.get("order"))


def _cells(leaves: Sequence[tuple[str, Mapping[Rows, Filled]]], rows: Rows) -> Mapping[str, Answer]:
    """Return what was entered in one row, by name."""
    return {
        name: found.answer for name, filled in leaves if (found := filled.get(rows)) is not None
    }


def order_of(value: JsonValue) -> float:
    """Return the place of a row; the first for what is no place, the same on all devices."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if abs(value) < _FARTHEST else 0.0  # so is what is no number at all


def read_answer(value: JsonValue) -> Answer:
    """Return the answer of an entry; what is shaped like no answer is kept as its text."""
    try:
        answer = Answer.from_json(value)
    except TypeError:
        return Answer(text=str(value)[:_SHOWN])
    return answer if value is None or _is_sound(answer) else Answer(text=str(value)[:_SHOWN])


def _is_sound(answer: Answer) -> bool:
    """Whether an answer holds texts where texts belong."""
    found = answer.value
    if isinstance(found, tuple) and not all(isinstance(each, str) for each in found):
        return False
    plain = (
        answer.text, answer.unit, answer.origin, answer.uncertainty, answer.blank,
        answer.blank_note, answer.blank_until, answer.copied_from,
    )  # fmt: skip
    return (found is None or isinstance(found, str | tuple)) and all(
        each is None or isinstance(each, str) for each in plain
    )


def _read_evidence(identifier: str, value: Mapping[str, JsonValue]) -> Evidence:
    """Return the evidence of an entry; what it lacks is left empty, so that it stays visible."""
    nothing: dict[str, JsonValue] = {"sha256": "", "name": "", "media_type": "", "size": 0}
    known = {
        f.name: value[f.name]
        for f in fields(Evidence)
        if isinstance(value.get(f.name), int if f.name == "size" else str)
    }
    return Evidence.from_json({**nothing, **known, "id": identifier})


def value_of(item: Item, filled: Filled, names: frozenset[str], host: Host | None) -> Value:
    """Return the value of what was entered; None if it is missing or cannot be read.

    Args:
        item: The question or column.
        filled: What was entered for it.
        names: Names of its options.
        host: Converts what was entered in another unit; without one that is missing.
    """
    asked, answer = item.asked, filled.answer
    if asked is None:
        return None
    if asked.type in (QuestionType.IMAGE, QuestionType.FILE):
        return tuple(sorted(filled.evidence)) or None
    if not answer.is_answered or answer.value is None:
        return None
    return _value_of_answer(asked, answer, names, host)


def _value_of_answer(
    asked: Question | Column, answer: Answer, names: frozenset[str], host: Host | None
) -> Value:
    match asked.type:
        case QuestionType.DECIMAL | QuestionType.INTEGER | QuestionType.RANGE:
            return _number(asked, answer, host)
        case QuestionType.SELECT_MULTIPLE | QuestionType.RANK:
            return _options(answer.value, names)
        case QuestionType.SELECT_ONE:
            return _option(asked, answer, names, host)
        case QuestionType.CALCULATE:
            return _fact_value(asked, answer, host)
        case QuestionType.DATE:
            return _date(str(answer.value))
        case _:
            return _text(asked, answer)


def _text(asked: Question | Column, answer: Answer) -> Value:
    if asked.type in (QuestionType.TIME, QuestionType.DATETIME):
        return answer.value if is_moment(asked.type, answer.value) else None
    return answer.value if isinstance(answer.value, str) else None


def _option(
    asked: Question | Column, answer: Answer, names: frozenset[str], host: Host | None
) -> Value:
    if not isinstance(answer.value, str) or answer.value not in names:
        return None
    return _fact_value(asked, answer, host) if _fact_type(asked) == "bool" else answer.value


def _options(value: str | tuple[str, ...] | None, names: frozenset[str]) -> Value:
    chosen = (value,) if isinstance(value, str) else value or ()
    return chosen if chosen and names.issuperset(chosen) else None


def _fact_type(asked: Question | Column) -> JsonValue:
    return (asked.more or {}).get("fact_type")


def _fact_value(asked: Question | Column, answer: Answer, host: Host | None) -> Value:
    """Return a fact that is set by hand; its type stands in ``more['fact_type']``."""
    match _fact_type(asked):
        case "bool":
            return answer.value in ("yes", "true")
        case "number":
            return _number(asked, answer, host)
        case "date":
            return _date(str(answer.value))
        case _:
            return answer.value


def _number(asked: Question | Column, answer: Answer, host: Host | None) -> Decimal | None:
    """Return a number in the unit that expressions are written for; None if it is none."""
    number = decimal_of(answer)
    if number is None or _is_part(asked, number):
        return None
    if answer.unit is None or asked.unit is None or answer.unit == asked.unit:
        return number
    return None if host is None else host.convert(number, answer.unit, asked.unit)


def _is_part(asked: Question | Column, number: Decimal) -> bool:
    """Whether a fraction was entered where whole numbers are asked for."""
    return asked.type is QuestionType.INTEGER and number != number.to_integral_value()


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
