"""A definition made ready to run: its expressions read once, their order known.

A node is computed in one step, or in two where a constraint compares it with other answers: first
what was entered (``name!``), which constraints see, then what expressions see, which is missing
where a constraint does not hold. A constraint that depends on its own answer by way of what is
calculated from it (each share against the total of the shares) reports, but hides nothing.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TypeAlias

from kta_desktop.domain.definition import Column, Definition, Question
from kta_desktop.forms import structure as structures
from kta_desktop.forms.errors import CycleError
from kta_desktop.forms.graph import build, circles
from kta_desktop.forms.level_reads import facts_of_levels
from kta_desktop.forms.rules import ERROR, Check, OptionFilter, Reader, Rule, checks_of
from kta_desktop.forms.structure import Item, Kind, Structure

_KEPT = 8  # programs of as many definitions are kept ready
RAW = "!"

Watchers: TypeAlias = Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(slots=True, eq=False)
class Plan:
    """An item with its expressions.

    Attributes:
        item: Where it stands.
        guard: The nearest thing around it that has a condition; None = nothing has one.
        relevant: Condition under which it is asked; None = always.
        calculation: What it is calculated by; None = it is answered or set.
        checks: What its answer should satisfy.
        gates: Those whose violation makes the value missing for others.
        options: Which of its options are offered; None = all.
        required_when: Condition under which it is required.
        readonly: Condition under which it cannot be edited.
        default: What it begins with.
        count: How many instances a repeat has.
        in_two: Whether what was entered is known a step before its value.
        names: Names of its options.
        keeps: Whether its calculation keeps its first value.
        unit: What tells its unit; None = it has its own.
    """

    item: Item
    guard: Item | None = None
    relevant: Rule | None = None
    calculation: Rule | None = None
    checks: tuple[Check, ...] = ()
    gates: tuple[Check, ...] = ()
    options: OptionFilter | None = None
    required_when: Rule | None = None
    readonly: Rule | None = None
    default: Rule | None = None
    count: Rule | None = None
    in_two: bool = False
    names: frozenset[str] = frozenset()
    keeps: bool = False
    unit: Rule | None = None

    def checked(self) -> tuple[Rule, ...]:
        """Return the expressions that decide what is wrong with it."""
        return tuple(check.rule for check in self.checks)

    def may_owe(self) -> bool:
        """Whether the form may have to store something for it by itself."""
        if self.item.is_repeat and self.item.asked is not None:
            return self.count is not None or "min" in (self.item.asked.more or {})
        return self.default is not None or self.keeps

    def looked(self) -> tuple[Rule, ...]:
        """Return the expressions that decide how it is shown, not what it comes to."""
        options = None if self.options is None else self.options.rule
        rules = (self.required_when, self.readonly, options, self.unit)
        return tuple(rule for rule in rules if rule is not None)


@dataclass(frozen=True, slots=True)
class Dependent:
    """A step that follows another: which one, and how many outer instances they share."""

    step: int
    shared: int
    on_relevance: bool = False


@dataclass(slots=True, eq=False)
class StepOf:
    """One step: a plan, whether only what was entered is computed, and what follows from it."""

    plan: Plan
    is_raw: bool
    dependents: tuple[Dependent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a form state runs.

    Attributes:
        structure: All items.
        plans: Key to plan; what is only a container without a condition has none.
        steps: In an order in which everything comes after what it reads.
        first: Key to its first step.
        watchers: Key to the keys whose problems depend on it, and the outer instances they share.
        lookers: Likewise those whose options or unit, or whether they may or must be filled in, do.
        made_of: Key of a column to the keys of what is calculated of it outside of its table.
        owing: The plans for which the form may have to store something by itself.
        reader: Makes further expressions ready to run.
    """

    structure: Structure
    plans: Mapping[str, Plan]
    steps: tuple[StepOf, ...]
    first: Mapping[str, int]
    watchers: Watchers
    lookers: Watchers
    made_of: Mapping[str, tuple[str, ...]]
    owing: tuple[Plan, ...]
    reader: Reader


_programs: OrderedDict[int, tuple[Definition, Program]] = OrderedDict()


def make(definition: Definition) -> Program:
    """Return the program of a definition; made once as long as the definition is in use.

    Raises:
        CycleError: If its questions depend on each other in a circle.
    """
    known = _programs.get(id(definition))
    if known is not None and known[0] is definition:
        return known[1]
    program = _made(definition)
    _programs[id(definition)] = (definition, program)
    while len(_programs) > _KEPT:
        _programs.popitem(last=False)
    return program


def _made(definition: Definition) -> Program:
    structure = structures.of_definition(definition)
    facts = cache(partial(facts_of_levels, definition))
    reader = Reader(structure, frozenset(definition.files or ()), facts)
    plans = {
        plan.item.key: plan
        for plan in (_plan(item, reader) for item in structure.items.values())
        if _has_value(plan)
    }
    for plan in plans.values():
        plan.guard = _guard(plan.item, plans)
    needs = _Needs(plans)
    _decide_gates(needs)
    steps, first = _steps(needs)
    return Program(
        structure=structure,
        plans=plans,
        steps=steps,
        first=first,
        watchers=_watchers(plans, Plan.checked),
        lookers=_watchers(plans, Plan.looked),
        made_of=_made_of(plans),
        owing=tuple(plan for plan in plans.values() if plan.may_owe()),
        reader=reader,
    )


def _made_of(plans: Mapping[str, Plan]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for plan in plans.values():
        for key in plan.calculation.reads if plan.calculation is not None else ():
            read = plans[key].item if key in plans else None
            if (
                read is not None
                and read.kind is Kind.COLUMN
                and read.parent is not plan.item.parent
            ):
                found[key] = (*found.get(key, ()), plan.item.key)
    return found


def _has_value(plan: Plan) -> bool:
    return plan.item.asked is not None or plan.relevant is not None


def _plan(item: Item, reader: Reader) -> Plan:
    asked, box = item.asked, item.box
    if asked is None:
        source = None if box is None else box.relevant
        return Plan(item, relevant=reader.value(source, item))
    plan = Plan(
        item,
        relevant=reader.value(asked.relevant, item),
        calculation=reader.value(asked.calculation, item),
        checks=checks_of(asked, item, reader),
        options=reader.option_filter(asked.choice_filter, item),
        readonly=reader.value(asked.readonly, item),
        default=reader.value(asked.default, item),
        names=frozenset(choice.name for choice in asked.choices),
        unit=reader.value(_unit_teller(asked), item),
    )
    plan.keeps = plan.calculation is not None and plan.calculation.keeps
    if isinstance(asked, Question):
        plan.required_when = reader.value(asked.required_when, item)
        plan.count = reader.value(asked.repeat_count, item)
    if not item.is_repeat and plan.calculation is None:
        plan.gates = tuple(check for check in plan.checks if check.severity == ERROR)
    return plan


def _unit_teller(asked: Question | Column) -> str | None:
    """Return the expression of the answer that tells the unit; None if none does."""
    name = (asked.more or {}).get("unit_from")
    return f"${{{name}}}" if isinstance(name, str) else None


def _guard(item: Item, plans: Mapping[str, Plan]) -> Item | None:
    box = item.parent
    while box is not None:
        plan = plans.get(box.key)
        if plan is not None and plan.relevant is not None:
            return box
        box = box.parent
    return None


@dataclass(slots=True)
class _Needs:
    """What every step reads, by the names of the steps."""

    plans: Mapping[str, Plan]
    edges: dict[str, dict[str, Dependent]] = field(default_factory=dict)

    def names(self) -> dict[str, list[str]]:
        """Return the names that every step reads."""
        return {name: list(wanted) for name, wanted in self.edges.items()}

    def fill(self) -> None:
        """Find out what every step reads, with the constraints that gate values."""
        self.edges.clear()
        for key, plan in self.plans.items():
            plan.in_two = any(check.rule.reads for check in plan.gates)
            self.edges[key] = {}
            if plan.in_two:
                self.edges[key + RAW] = {}
        for plan in self.plans.values():
            self._fill(plan)

    def _fill(self, plan: Plan) -> None:
        key = plan.item.key
        first = key + RAW if plan.in_two else key
        if plan.in_two:
            self._need(key, key + RAW, len(plan.item.repeats))
        if plan.guard is not None:
            self._need(first, plan.guard.key, len(plan.guard.repeats), on_relevance=True)
        for rule in (plan.relevant, plan.calculation):
            self._read(first, rule)
        self._read(key, None if plan.options is None else plan.options.rule)
        for check in plan.gates:
            for other, shared in check.rule.reads.items():
                raw = other + RAW
                self._need(key, raw if raw in self.edges else other, shared)

    def _read(self, step: str, rule: Rule | None) -> None:
        for other, shared in rule.reads.items() if rule is not None else ():
            self._need(step, other, shared)

    def _need(self, step: str, other: str, shared: int, *, on_relevance: bool = False) -> None:
        if other not in self.edges:
            return
        present = self.edges[step].get(other)
        if present is not None:
            shared = min(shared, present.shared)
            on_relevance = on_relevance and present.on_relevance
        self.edges[step][other] = Dependent(0, shared, on_relevance)


def _decide_gates(needs: _Needs) -> None:
    """Let only those constraints gate values that do not read what follows from the value."""
    needs.fill()
    circle = circles(needs.names())
    for key, plan in needs.plans.items():
        if not plan.in_two:
            continue
        own = circle[key]
        plan.gates = tuple(
            check
            for check in plan.gates
            if not any(circle.get(name) == own for name in _read_steps(check, needs))
        )
    needs.fill()


def _read_steps(check: Check, needs: _Needs) -> Iterator[str]:
    for other in check.rule.reads:
        yield other + RAW if other + RAW in needs.edges else other


def _steps(needs: _Needs) -> tuple[tuple[StepOf, ...], dict[str, int]]:
    try:
        graph = build(needs.names())
    except CycleError as error:
        raise CycleError(chain=_chain(error.names)) from error
    steps = [
        StepOf(needs.plans[name.removesuffix(RAW)], name.endswith(RAW)) for name in graph.order
    ]
    followers: dict[str, list[Dependent]] = {name: [] for name in graph.order}
    for name, wanted in needs.edges.items():
        for other, edge in wanted.items():
            place = graph.place[name]
            followers[other].append(Dependent(place, edge.shared, edge.on_relevance))
    for name, step in zip(graph.order, steps, strict=True):
        step.dependents = tuple(followers[name])
    first = {
        key: graph.place[key + RAW if plan.in_two else key] for key, plan in needs.plans.items()
    }
    return tuple(steps), first


def _chain(names: tuple[str, ...]) -> str:
    """Return the names of a circle as authors know them, each once."""
    plain = [name.removesuffix(RAW).removeprefix("#") for name in names]
    short = [name for place, name in enumerate(plain) if place == 0 or plain[place - 1] != name]
    return " → ".join(short if len(short) > 1 else short * 2)


def _watchers(plans: Mapping[str, Plan], rules: Callable[[Plan], tuple[Rule, ...]]) -> Watchers:
    found: dict[str, dict[str, int]] = {}
    for key, plan in plans.items():
        for rule in rules(plan):
            for other, shared in rule.reads.items():
                present = found.setdefault(other, {})
                present[key] = min(shared, present.get(key, shared))
    return {key: tuple(watchers.items()) for key, watchers in found.items()}
