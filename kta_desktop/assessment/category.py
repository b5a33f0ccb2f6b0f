"""Which category of annex 2 of the Code an object belongs to, and which of its rules says so.

The rules are conditions over facts, run by the expressions of forms in three-valued logic: a rule
holds, fails, or stays open while a fact that it needs is unknown. Category I is looked for before
II, II before III, III before IV. A rule whose wording was not checked decides nothing alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition, Question, QuestionType, Text
from kta_desktop.forms.state import FormState
from kta_desktop.packs.reference_lists import CategoryRule, categories, category_facts

CATEGORIES = ("I", "II", "III", "IV")
ANY = "any"
"""The activity of rules that hold for every object."""
_UNSURE = "unsure"
_ALWAYS = "true()"  # the rule of objects that no other rule is for
_FACT = re.compile(r"\$\{(\w+)\}")
_NEAR = Decimal("0.000001")  # beside a threshold: nobody states a capacity to the gram


class Outcome(StrEnum):
    """What came of a rule."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that rules speak of.

    Attributes:
        value: The figure in the unit of ``category_facts``.
        at_least: Whether there is more of it than was counted: then it meets a threshold, but
            never stays below one.
    """

    value: Decimal
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, and what came of it; ``missing`` are the facts that leave it open."""

    rule: CategoryRule
    outcome: Outcome
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that stands exactly where the annex has no line.

    Attributes:
        activity: Id of the activity.
        fact: Id of the figure.
        around: The categories of its neighbours below and above.
        notes: What the rules say of it.
    """

    activity: str
    fact: str
    around: tuple[str, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the facts come to.

    Attributes:
        category: ``I`` to ``IV``; empty if nothing decides it.
        rule: The rule that gave it.
        findings: Every rule of the activities, in the order they are tried.
        raising: Facts that are unknown and could still make it a higher one.
        gaps: Figures on which the annex is silent.
        is_told: Whether anything is known of what the object does.
    """

    category: str
    rule: CategoryRule | None
    findings: tuple[Finding, ...]
    raising: tuple[str, ...]
    gaps: tuple[Gap, ...]
    is_told: bool

    @property
    def is_settled(self) -> bool:
        """Whether no unknown fact and no gap can still change it."""
        return self.is_told and bool(self.category) and not self.raising and not self.gaps

    @property
    def unsure(self) -> tuple[CategoryRule, ...]:
        """The rules that hold but were not checked against the text in force."""
        return tuple(
            finding.rule
            for finding in self.findings
            if finding.outcome is Outcome.HOLDS and finding.rule.confidence == _UNSURE
        )


def activities() -> Mapping[str, Text]:
    """Return the activities that rules are for, id to wording, without the rules for all."""
    return {rule.activity: rule.label for rule in categories() if rule.activity != ANY}


def facts_of(activity: str) -> tuple[str, ...]:
    """Return the facts that the rules of an activity speak of, in the order they do."""
    spoken = (
        name
        for rule in categories()
        if rule.activity == activity
        for name in _FACT.findall(rule.condition)
    )
    return tuple(dict.fromkeys(spoken))


def named(rule: CategoryRule) -> tuple[str, ...]:
    """Return the facts that a rule speaks of."""
    return tuple(dict.fromkeys(_FACT.findall(rule.condition)))


def found(facts: Mapping[str, Fact], chosen: Iterable[str]) -> Found:
    """Return the category of an object.

    Args:
        facts: What is known, by id.
        chosen: Ids of its activities; rules of others are left out, those for all never.
    """
    wanted = frozenset(chosen)
    rules = [rule for rule in categories() if rule.activity in wanted | {ANY}]
    state = _state(facts)
    findings = tuple(_finding(state, rule, facts) for rule in rules)
    gaps = tuple(gap for activity in sorted(wanted) for gap in _gaps(activity, facts, findings))
    decided = _deciding(findings, is_told=bool(wanted) and not gaps)
    raising = _raising(findings, decided)
    if decided is not None and raising and decided.condition == _ALWAYS:
        decided = None  # nothing holds as yet: that is no reason for the lowest
    category = decided.category if decided is not None else ""
    return Found(category, decided, findings, raising, gaps, bool(wanted))


def _deciding(findings: Iterable[Finding], *, is_told: bool) -> CategoryRule | None:
    """Return the rule of the highest category; what holds always only for what was told whole."""
    holding = [
        finding.rule
        for finding in findings
        if finding.outcome is Outcome.HOLDS
        and finding.rule.confidence != _UNSURE
        and (is_told or finding.rule.condition != _ALWAYS)
    ]
    return min(holding, key=lambda rule: CATEGORIES.index(rule.category), default=None)


def _raising(findings: Iterable[Finding], decided: CategoryRule | None) -> tuple[str, ...]:
    """Return the unknown facts of open rules for a category above the one that was found."""
    place = CATEGORIES.index(decided.category) if decided is not None else len(CATEGORIES)
    missing = (
        name
        for finding in findings
        if finding.outcome is Outcome.OPEN
        and finding.rule.confidence != _UNSURE
        and CATEGORIES.index(finding.rule.category) < place
        for name in finding.missing
    )
    return tuple(dict.fromkeys(missing))


def _finding(state: FormState, rule: CategoryRule, facts: Mapping[str, Fact]) -> Finding:
    held = state.holds(rule.condition)
    if held:
        return Finding(rule, Outcome.HOLDS)
    if held is None:
        return Finding(rule, Outcome.OPEN, state.missing(rule.condition))
    more = tuple(
        name
        for name in _FACT.findall(rule.condition)
        if name in facts and facts[name].at_least and not _fails_above(facts, rule, name)
    )
    return Finding(rule, Outcome.OPEN if more else Outcome.FAILS, more)


def _fails_above(facts: Mapping[str, Fact], rule: CategoryRule, name: str) -> bool:
    """Whether a rule fails however much more there is of a fact."""
    known = {key: fact for key, fact in facts.items() if key != name}
    return _state(known).holds(rule.condition) is False


def _gaps(activity: str, facts: Mapping[str, Fact], findings: Iterable[Finding]) -> Iterable[Gap]:
    """Yield the figures with rules of an activity at both sides of them and none on them."""
    own = [finding for finding in findings if finding.rule.activity == activity]
    if any(finding.outcome is Outcome.HOLDS for finding in own):
        return
    rules = [finding.rule for finding in own if finding.rule.confidence != _UNSURE]
    for name in facts_of(activity):
        if name in facts:
            around = [_holding(rules, facts, name, step) for step in (-_NEAR, _NEAR)]
            below, above = around
            if below is not None and above is not None:
                notes = tuple(rule.note for rule in (below, above) if not rule.note.is_empty)
                yield Gap(activity, name, (below.category, above.category), notes)


def _holding(
    rules: Iterable[CategoryRule], facts: Mapping[str, Fact], name: str, step: Decimal
) -> CategoryRule | None:
    """Return the rule that would hold if a fact were a trifle less or more."""
    state = _state({**facts, name: Fact(facts[name].value + step)})
    return next((rule for rule in rules if state.holds(rule.condition)), None)


def _state(facts: Mapping[str, Fact]) -> FormState:
    entries: dict[str, JsonValue] = {}
    for name, fact in facts.items():
        text = format(fact.value, "f")
        entries[name] = {"text": text, "value": text}
    return FormState(_definition(), entries)


@lru_cache
def _definition() -> Definition:
    """Return the facts as a form, so that the expressions of forms can be asked."""
    label = Text(ru="", kk="", en="")
    questions = tuple(
        Question(name=name, number="", section=ANY, type=QuestionType.DECIMAL, label=label)
        for name in category_facts()
    )
    return Definition(pack="categories", version="1", title=label, questions=questions)
