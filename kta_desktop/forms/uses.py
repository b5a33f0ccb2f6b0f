"""What an answer is used for, and what a figure is made of, from the graph of the expressions.

Everything is told as the address nearest to where one stands: in the same instances as far as both
are in them, and from there on the repeat that holds the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain.definition import Definition, Question, QuestionType
from kta_desktop.domain.fieldpath import address, parse_path
from kta_desktop.forms.level_reads import facts_of_levels
from kta_desktop.forms.program import Plan, Program, make
from kta_desktop.forms.rules import Rule
from kta_desktop.forms.structure import Item, Kind, Structure


class UseKind(StrEnum):
    """What reads an answer."""

    FIGURE = "figure"
    CONDITION = "condition"
    CHECK = "check"
    OPTIONS = "options"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that rests on an answer.

    Attributes:
        kind: What it is.
        address: The question, table or repeat it leads to; of a level its id.
    """

    kind: UseKind
    address: str


def uses_of(definition: Definition, at: str) -> tuple[Use, ...]:
    """Return what reads the question, or any cell of the table, at an address; each once.

    Figures come first, then conditions, checks, lists of options, levels, each in paper order.

    A fact without a label of its own is followed to what rests on it.

    Raises:
        ValueError: If ``at`` is not an address.
    """
    known = _kept(definition).uses
    if at not in known:
        known[at] = _uses(definition, at)
    return known[at]


def _uses(definition: Definition, at: str) -> tuple[Use, ...]:
    program = make(definition)
    index = _kept(definition).readers
    origin = program.structure.paths.get(parse_path(at).names)
    found: dict[UseKind, dict[str, None]] = {kind: {} for kind in UseKind}
    waiting = [] if origin is None else [origin]
    seen = {item.key for item in waiting}
    for item in waiting:  # grows while it is gone through
        readers = dict.fromkeys(pair for key in _keys(item) for pair in index.get(key, ()))
        for kind, reader in readers:
            if reader is item:
                continue
            if not _is_fact(reader):
                found[kind].update(dict.fromkeys(_shown(program.structure, reader, at)))
            elif reader.key not in seen:
                seen.add(reader.key)
                waiting.append(reader)
        found[UseKind.LEVEL].update(dict.fromkeys(_levels(definition, item)))
    return tuple(
        Use(kind, each) for kind, addresses in found.items() for each in addresses if each != at
    )


def parts_of(definition: Definition, at: str) -> tuple[str, ...]:
    """Return the addresses that the figure at an address is calculated from, in paper order.

    A fact without a label of its own is followed to what it rests on.

    Raises:
        ValueError: If ``at`` is not an address.
    """
    program = make(definition)
    items = program.structure.items
    first = program.structure.paths.get(parse_path(at).names)
    waiting, parts = [first] if first is not None else [], dict[str, Item]()
    for item in waiting:  # grows while it is gone through
        plan = program.plans.get(item.key)
        rule = None if plan is None else plan.calculation
        for key in () if rule is None else rule.reads:
            if key in items and key not in parts:
                parts[key] = items[key]
                waiting += [items[key]] if _is_fact(items[key]) else []
    shown = (item for item in parts.values() if not _is_fact(item))
    ordered = sorted(shown, key=lambda item: item.place)
    found = (each for item in ordered for each in _shown(program.structure, item, at))
    return tuple(dict.fromkeys(each for each in found if each != at))


def _is_fact(item: Item) -> bool:
    """Whether it is worked out for others only, and stands nowhere on paper."""
    asked = item.asked
    is_figure = isinstance(asked, Question) and asked.type is QuestionType.CALCULATE
    return is_figure and asked is not None and asked.label.is_empty


def _index(program: Program) -> Mapping[str, tuple[tuple[UseKind, Item], ...]]:
    """Return what reads each key and for what, in paper order."""
    found: dict[str, list[tuple[UseKind, Item]]] = {}
    for plan in program.plans.values():
        for kind, rule in _rules(plan):
            for key in rule.reads:
                found.setdefault(key, []).append((kind, plan.item))
    return {key: tuple(readers) for key, readers in found.items()}


def _keys(origin: Item) -> tuple[str, ...]:
    """Return the keys by which expressions name an item: of a table those of its cells too."""
    cells = (each.key for each in origin.children.values() if each.kind is Kind.COLUMN)
    return (origin.key, *cells)


def _rules(plan: Plan) -> Iterator[tuple[UseKind, Rule]]:
    pairs = (
        (UseKind.FIGURE, plan.calculation),
        (UseKind.CONDITION, plan.relevant),
        (UseKind.CONDITION, plan.required_when),
        (UseKind.OPTIONS, plan.options.rule if plan.options is not None else None),
    )
    yield from ((kind, rule) for kind, rule in pairs if rule is not None)
    yield from ((UseKind.CHECK, check.rule) for check in plan.checks)


def _shown(structure: Structure, item: Item, near: str) -> Iterator[str]:
    """Yield the address on screen of an item; of a group or section that of its first question."""
    first = item
    if item.asked is None:
        first = next((each for each in item.below() if each.asked is not None), item)
    if first.asked is None:
        return
    if first.kind is Kind.COLUMN and first.parent is not None:
        first = first.parent
    place = parse_path(near)
    around = tuple(structure.items[key].name for key in first.repeats)
    shared = _shared(around, place.names[: len(place.rows)])
    names = (*around, first.name)
    yield address(names[: shared + 1], place.rows[:shared])


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """Return how many names both begin with."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def _levels(definition: Definition, origin: Item) -> Iterator[str]:
    """Yield the levels that hold, or do not, by what was answered."""
    facts = _kept(definition).facts
    for level in definition.levels:
        if level.overrides is None and origin.name in facts.get(level.id, frozenset()):
            yield level.id


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was found out about the definition that was asked about last."""

    definition: Definition
    facts: Mapping[str, frozenset[str]]
    readers: Mapping[str, tuple[tuple[UseKind, Item], ...]]
    uses: dict[str, tuple[Use, ...]]


_last: list[_Kept] = []


def _kept(definition: Definition) -> _Kept:
    if not _last or _last[0].definition is not definition:
        _last[:] = [_Kept(definition, facts_of_levels(definition), _index(make(definition)), {})]
    return _last[0]
