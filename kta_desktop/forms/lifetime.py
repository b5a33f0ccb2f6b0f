"""What the form itself has to store: defaults, first values, rows that are asked for.

Nothing of it is seen by expressions before it is stored as an entry, so that two devices, and the
same device tomorrow, see the same form.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.forms import entry
from kta_desktop.forms.errors import EvaluationError
from kta_desktop.forms.rules import Rule
from kta_desktop.forms.scope import Rows, Scope
from kta_desktop.forms.structure import Item
from kta_desktop.forms.values import ABSENT, Selection, Value, number_of, shown

if TYPE_CHECKING:
    from kta_desktop.forms.program import Plan
    from kta_desktop.forms.running import Running

MAX_ROWS = 500  # rows that one repeat may ask for by itself
_LISTS = (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)


def owed(running: "Running", entries: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the entries that the form has to store, by path."""
    found: dict[str, JsonValue] = {}
    for plan in running.program.owing:
        for rows in running.instances(plan.item):
            known = running.world.cells[plan.item.key][rows]
            if known.relevant and not known.flagged:
                found.update(_of_place(running, plan, rows, entries))
    return found


def _of_place(
    running: "Running", plan: "Plan", rows: Rows, entries: Mapping[str, JsonValue]
) -> Iterator[tuple[str, JsonValue]]:
    place = address_of(plan.item, rows)
    if plan.item.is_repeat:
        yield from _rows(running, plan, rows, place, entries)
    elif plan.item.asked is not None and place not in entries:
        value = _first_value(running, plan, rows)
        answer = answer_of(plan.item.asked, value)
        if not answer.is_empty:
            yield place, answer.to_json()


def _first_value(running: "Running", plan: "Plan", rows: Rows) -> Value:
    if plan.keeps:
        return running.world.cells[plan.item.key][rows].value
    return None if plan.default is None else _value(running, plan.default, rows)


def _rows(
    running: "Running", plan: "Plan", rows: Rows, place: str, entries: Mapping[str, JsonValue]
) -> Iterator[tuple[str, JsonValue]]:
    """Yield the rows that are asked for and not there; their ids are the same on all devices."""
    present = running.ids(plan.item, rows)
    missing = min(_wanted(running, plan, rows), MAX_ROWS) - len(present)
    orders = running.store.orders.get(plan.item.key, {}).get(rows, {})
    order = max(orders.values(), default=0.0)
    number = 0
    while missing > 0:
        number += 1
        path = fieldpath.row(place, f"n{number}")
        if path not in entries:
            order, missing = order + 1.0, missing - 1
            yield path, {"order": order}


def _wanted(running: "Running", plan: "Plan", rows: Rows) -> int:
    if plan.count is not None:
        number = _number(_value(running, plan.count, rows))
        return 0 if number is None else max(0, min(MAX_ROWS, int(number)))
    asked = plan.item.asked
    least = (asked.more or {}).get("min") if asked is not None else None
    begun = (plan.item.key, rows) in running.store.begun
    return least if isinstance(least, int) and not begun else 0


def _number(value: Value) -> Decimal | None:
    try:
        return number_of(value, 1)
    except EvaluationError:
        return None


def _value(running: "Running", rule: Rule, rows: Rows) -> Value:
    if rule.run is None:
        return None
    running.world.tried = 0
    try:
        return rule.run(Scope(running.world, rows, rows))
    except EvaluationError:
        return None


def address_of(item: Item, rows: Rows) -> str:
    """Return the address of an item in one instance."""
    names = (*(key.rpartition("/")[2] for key in item.repeats), item.name)
    return fieldpath.address(names, rows)


def answer_of(asked: Question | Column, value: Value) -> Answer:
    """Return the answer that a value makes, as though it had been typed."""
    if value is None or value is ABSENT or value == ():
        return Answer()
    if asked.type in _LISTS:
        return Answer(value=tuple(_options(value)) or None)
    if asked.type is QuestionType.CALCULATE:
        return Answer(value=_kept(value))
    if asked.type in entry.TYPED:
        text = shown(value).replace(".", ",") if isinstance(value, Decimal) else shown(value)
        answer = entry.typed(asked.type, text)
        return answer if asked.unit is None or answer.value is None else _in_unit(asked, answer)
    return Answer(value=_kept(value))


def _in_unit(asked: Question | Column, answer: Answer) -> Answer:
    return Answer(text=answer.text, value=answer.value, unit=asked.unit)


def _options(value: Value) -> Iterator[str]:
    if isinstance(value, Selection):
        yield from value.chosen
    elif isinstance(value, tuple):
        yield from (str(each) for each in value if each is not None and each is not ABSENT)
    else:
        yield from shown(value).split()


def _kept(value: Value) -> str | tuple[str, ...]:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return tuple(_options(value)) if isinstance(value, tuple | Selection) else shown(value)


def kept_value(answer: Answer) -> Value:
    """Return the value that was kept as an entry; None if none was."""
    value = answer.value
    if value is None or isinstance(value, tuple):
        return value or None
    if value in ("true", "false"):
        return value == "true"
    number = parse_number(value).value
    if number is not None and plain(number) == value:
        return number
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value
