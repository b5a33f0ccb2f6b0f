"""A checklist tried out: an audit that is nowhere stored, why it asks, which levels hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.assessment.grounds import Ground, GroundKind
from kta_desktop.assessment.levels import InForce
from kta_desktop.assessment.levels import standing as levels_standing
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition, Group, Question, QuestionType, Text
from kta_desktop.domain.texts import NO_TEXT
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.state import FormState
from kta_desktop.reports.blank.skip_rules import SkipRules

__all__ = [
    "Condition",
    "Ground",
    "GroundKind",
    "InForce",
    "Truth",
    "conditions",
    "not_asked",
    "record_of",
    "standing",
    "words",
]

TRIAL = "00000000-0000-7000-8000-000000000000"
_LONG = 2000  # characters of a condition on screen, where it can be scrolled


class Truth(StrEnum):
    """What a condition comes to with the answers so far."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"
    ELSEWHERE = "elsewhere"
    """Of an instance of a repeat: every instance decides by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of the conditions that decide whether a question is asked.

    Attributes:
        of: Heading of the section, group or repeat that it holds for; empty for the question's own.
        expression: As it stands in the checklist.
        words: The same in words; empty where it has none.
        truth: What it comes to.
        missing: Questions and facts that would decide it.
    """

    of: Text
    expression: str
    words: str
    truth: Truth
    missing: tuple[str, ...] = ()


def record_of(
    definition: Definition, sha256: str, entries: Mapping[str, JsonValue] | None = None
) -> AuditRecord:
    """Return an audit of a checklist to try answers in; ``entries`` were tried in another one."""
    own: dict[str, JsonValue] = {"@audit/demo": True, "@audit/pack": definition.pack}
    return AuditRecord(
        id=TRIAL,
        definition=definition,
        definition_sha256=sha256,
        entries={**(entries or {}), **own},
    )


def conditions(state: FormState, name: str, lang: str) -> tuple[Condition, ...]:
    """Return what decides whether a question is asked, outermost first; nothing if it always is.

    Raises:
        KeyError: If there is no such question.
    """
    definition = state.definition
    rules = SkipRules.of(definition)
    found = []
    for row, is_inside in _around(definition, definition.question(name)):
        if not row.relevant:
            continue
        truth, missing = _truth(state, row.relevant, is_inside=is_inside)
        found.append(
            Condition(
                of=NO_TEXT if row.name == name else row.title,
                expression=row.relevant,
                words=rules.words(row.relevant, lang, _LONG),
                truth=truth,
                missing=missing,
            )
        )
    return tuple(found)


def words(definition: Definition, expression: str, lang: str) -> str:
    """Return a condition in words; empty where it has none."""
    return SkipRules.of(definition).words(expression, lang, _LONG)


def not_asked(state: FormState) -> tuple[Question, ...]:
    """Return the questions that the answers so far leave out; of a repeat that is, its head."""
    inside = _in_repeats(state.definition)
    return tuple(
        question
        for question in state.definition.questions
        if question.name not in inside
        and (question.is_asked or question.type is QuestionType.REPEAT)
        and not state.is_relevant(question.name)
    )


def standing(state: FormState) -> tuple[InForce, ...]:
    """Return what each level comes to for a plant with the answers so far, exceptions taken in."""
    return levels_standing(state.definition, state)


@dataclass(frozen=True, slots=True)
class _Row:
    """A section, group, repeat or question with the condition that stands at it."""

    name: str
    title: Text
    relevant: str | None


def _around(definition: Definition, question: Question) -> list[tuple[_Row, bool]]:
    """Return a question and what it stands in, outermost first, and whether that is in a repeat."""
    rows = _containers(definition)
    chain: list[Question | Group] = [question]
    while (parent := chain[-1].parent) is not None:
        chain.append(rows[parent])
    found = [
        (_Row(f"#{section.name}", section.label, section.relevant), False)
        for section in definition.sections
        if section.name == question.section  # facts stand in none
    ]
    is_inside = False
    for row in reversed(chain):
        title = row.title if isinstance(row, Question) else row.label
        found.append((_Row(row.name, title, row.relevant), is_inside))
        is_inside = is_inside or isinstance(row, Question)
    return found


def _truth(state: FormState, expression: str, *, is_inside: bool) -> tuple[Truth, tuple[str, ...]]:
    if is_inside:
        return Truth.ELSEWHERE, ()
    try:
        holds = state.holds(expression)
        if holds is None:
            return Truth.OPEN, state.missing(expression)
    except ExpressionError:
        return Truth.OPEN, ()
    return (Truth.HOLDS if holds else Truth.FAILS), ()


def _in_repeats(definition: Definition) -> frozenset[str]:
    """Return the names of what every instance of a repeat has by itself."""
    containers = _containers(definition)
    found = set()
    for question in definition.questions:
        parent = question.parent
        while parent is not None:
            if isinstance(containers[parent], Question):
                found.add(question.name)
            parent = containers[parent].parent
    return frozenset(found)


def _containers(definition: Definition) -> dict[str, Question | Group]:
    repeats = {each.name: each for each in definition.questions if each.is_repeat}
    return {group.name: group for group in definition.groups} | repeats
