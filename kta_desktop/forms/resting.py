"""What a value rests on: answers that are missing, and n of N figures behind a total."""

from collections.abc import Iterator, Mapping

from kta_desktop.forms.lifetime import address_of
from kta_desktop.forms.program import Plan
from kta_desktop.forms.rules import Rule
from kta_desktop.forms.running import Running
from kta_desktop.forms.scope import Rows, Scope
from kta_desktop.forms.structure import Item, Kind
from kta_desktop.forms.values import ABSENT, Value

_Place = tuple[str, Rows]


def missing(running: Running, reads: Mapping[str, int], rows: Rows) -> tuple[str, ...]:
    """Return, in paper order, the addresses without an answer that ``reads`` rest on.

    What is calculated is followed to the answers behind it; a cell stands for its table.
    """
    waiting = list(places_read(running, reads, rows))
    seen, found = set(waiting), list[_Place]()
    while waiting:
        key, at = waiting.pop()
        plan = running.program.plans[key]
        if plan.calculation is None:
            if running.world.cells[key][at].value in (None, ()):
                found.append((key, at))
            continue
        for place in places_read(running, plan.calculation.reads, at):
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return _addresses(running, found)


def places_read(running: Running, reads: Mapping[str, int], rows: Rows) -> Iterator[_Place]:
    """Yield key and instance of everything that a rule reads from the instance ``rows``."""
    for key, shared in reads.items():
        plan = running.program.plans.get(key)
        if plan is not None and plan.item.asked is not None:
            for each in running.instances_within(plan.item, rows[:shared]):
                yield key, each


def _addresses(running: Running, found: list[_Place]) -> tuple[str, ...]:
    items = running.program.structure.items
    owned = [owner(items[key], rows) for key, rows in found]
    numbers: dict[_Place, dict[str, int]] = {}
    ordered = sorted(
        dict.fromkeys(owned),
        key=lambda place: tuple(_on_paper(running, place[0], place[1], numbers)),
    )
    return tuple(address_of(item, rows) for item, rows in ordered)


def _on_paper(
    running: Running, item: Item, rows: Rows, numbers: dict[_Place, dict[str, int]]
) -> Iterator[int]:
    """Yield what an instance stands behind: all of one instance comes before the next one.

    Args:
        running: The values of the form.
        item: What stands there.
        rows: Where.
        numbers: Place of each row by repeat; filled as they are asked for.
    """
    for depth, key in enumerate(item.repeats):
        repeat, outer = running.program.structure.items[key], rows[:depth]
        if (key, outer) not in numbers:
            ids = running.ids(repeat, outer)
            numbers[key, outer] = {each: number for number, each in enumerate(ids)}
        yield repeat.place
        yield numbers[key, outer][rows[depth]]
    yield item.place


def owner(item: Item, rows: Rows) -> tuple[Item, Rows]:
    """Return what an item is shown with: a column with its table."""
    if item.kind is Kind.COLUMN and item.parent is not None:
        return item.parent, item.parent.rows_of(rows)
    return item, rows


def parts(running: Running, plan: Plan, rows: Rows) -> tuple[int, int] | None:
    """Return of how many values a calculated figure is made, and of how many it should be.

    None if it puts no values together. Totals of totals are followed to their figures.
    """
    waiting: list[_Place] = [(plan.item.key, rows)]
    seen, values, is_total = set(waiting), list[Value](), False
    while waiting:
        key, at = waiting.pop()
        rule = running.program.plans[key].calculation
        if rule is None or not rule.totals:
            following = [] if rule is None else list(places_read(running, rule.reads, at))
        else:
            is_total = True
            following = list(_figures(running, rule, at, values))
        for place in following:
            if place not in seen and _is_calculated(running, place):
                seen.add(place)
                waiting.append(place)
    wanted = [value for value in values if value is not ABSENT]
    return (sum(map(_is_known, wanted)), len(wanted)) if is_total else None


def _figures(running: Running, rule: Rule, rows: Rows, values: list[Value]) -> Iterator[_Place]:
    """Add the figures of a total to ``values``; yield what is a total itself, or read beside."""
    scope = Scope(running.world, rows, rows)
    running.world.tried = 0
    for total in rule.totals:
        if total.key is None:
            values.append(total.value(scope))
            continue
        for each in total.find(scope):
            if each is not None and _is_total(running, total.key):
                yield total.key, each
            else:
                values.append(None if each is None else running.world.cells[total.key][each].value)
    together = {total.key for total in rule.totals}
    beside = {key: shared for key, shared in rule.reads.items() if key not in together}
    yield from places_read(running, beside, rows)


def _is_total(running: Running, key: str) -> bool:
    rule = running.program.plans[key].calculation
    return rule is not None and bool(rule.totals)


def _is_calculated(running: Running, place: _Place) -> bool:
    return running.program.plans[place[0]].calculation is not None


def _is_known(value: Value) -> bool:
    return value not in (None, "", ())
