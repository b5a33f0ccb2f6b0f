"""The category of an object: which figures are known, what they come to, and writing it down.

A figure that the checklist asks is taken from there; any other is entered by the auditor and kept
as a record, ``@fact/<id>``, shaped like an answer, so that it has words, a meaning and an origin.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kta_desktop import formatting
from kta_desktop.assessment import category
from kta_desktop.assessment.category import Fact, Found, Gap, Outcome
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.forms import entry
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.packs.reference_lists import CategoryFact, CategoryRule, category_facts
from kta_desktop.services.answering import Edit

__all__ = [
    "ACTIVITIES",
    "Categorised",
    "CategoryRule",
    "Gap",
    "Known",
    "Outcome",
    "activities",
    "basis_text",
    "categorised",
    "chosen",
    "clause",
    "entered",
    "figure_text",
    "label",
    "originated",
    "switched",
    "written",
]

ACTIVITIES = fieldpath.record("fact", "activities")
"""Where the activities of the object are kept."""
_HINT = re.compile(r"\s*\([^()]*\)$")  # «(1 — да)» behind what is asked by yes or no
_CLAUSE = re.compile(r"прил\. 2 разд\. (\d)(?: п\. (.+))?")
_CATEGORY, _BASIS = "object.category", "object.category_basis"


@dataclass(frozen=True, slots=True)
class Known:
    """One figure as the page shows it.

    Attributes:
        fact: What it is.
        path: Where the auditor enters it.
        answer: What the auditor entered; empty if nothing was.
        told: What the checklist tells; None if it tells nothing of it.
        question: The question that tells it, or would; empty if this checklist has none.
    """

    fact: CategoryFact
    path: str
    answer: Answer
    told: Fact | None
    question: str

    @property
    def is_switch(self) -> bool:
        """Whether it is answered by yes or no."""
        return not self.fact.unit

    @property
    def value(self) -> Fact | None:
        """The figure that counts: the one of the checklist before the one that was entered."""
        if self.told is not None:
            return self.told
        number = _number(self.answer.value)
        return None if number is None else Fact(number)


@dataclass(frozen=True, slots=True)
class Categorised:
    """What the figures of an audit come to.

    Attributes:
        activities: Ids of the activities that were chosen.
        known: Every figure that rules speak of, by id.
        found: The category and the rules.
        declared: The category in the checklist; empty if none is declared.
    """

    activities: tuple[str, ...]
    known: Mapping[str, Known]
    found: Found
    declared: str

    @property
    def differs(self) -> bool:
        """Whether the checklist declares another category than the figures come to."""
        return bool(self.declared and self.found.category) and self.declared != self.found.category

    def facts_for(self) -> tuple[str, ...]:
        """Return the ids of the figures that matter for the chosen activities, theirs first."""
        own = (name for activity in self.activities for name in category.facts_of(activity))
        return tuple(dict.fromkeys((*own, *category.facts_of(category.ANY))))


def categorised(state: FormState) -> Categorised:
    """Return the category of the object of an audit."""
    known = {name: _known(state, fact) for name, fact in category_facts().items()}
    facts = {name: one.value for name, one in known.items() if one.value is not None}
    chosen = _chosen(state)
    question = _asked(state, _CATEGORY)
    declared = state.answer(question.name).value if question is not None else None
    return Categorised(
        activities=chosen,
        known=known,
        found=category.found(facts, chosen),
        declared=declared if isinstance(declared, str) and declared in category.CATEGORIES else "",
    )


def entered(known: Known, text: str) -> Edit:
    """Return the edit that keeps what was typed for a figure."""
    answer = entry.typed(QuestionType.DECIMAL, text, known.answer)
    unit = known.fact.unit or None
    stored = entry.stored(answer)
    if isinstance(stored, dict) and unit:
        stored["unit"] = unit
    return Edit(known.path, stored)


def switched(known: Known, *, holds: bool | None) -> Edit:
    """Return the edit that keeps yes, no or nothing for a figure that is answered so."""
    if holds is None:
        return Edit(known.path, None)
    value = "1" if holds else "0"
    return Edit(known.path, {"text": value, "value": value})


def originated(known: Known, origin: str | None) -> Edit:
    """Return the edit that keeps how a figure was got."""
    data = known.answer.to_json()
    data.pop("origin", None)
    return Edit(known.path, ({**data, "origin": origin} if origin else data) or None)


def activities(lang: str) -> tuple[tuple[str, str], ...]:
    """Return the activities that the rules are for: ids and wording."""
    return tuple((name, text.get(lang)) for name, text in category.activities().items())


def chosen(names: tuple[str, ...]) -> Edit:
    """Return the edit that keeps the activities of the object."""
    return Edit(ACTIVITIES, {"value": list(names)} if names else None)


def written(state: FormState, found: Categorised, basis: str) -> tuple[Edit, ...]:
    """Return the edits of one act that write the category and its basis into the checklist."""
    edits = []
    question = _asked(state, _CATEGORY)
    if question is not None and question.choice(found.found.category) is not None:
        edits.append(Edit(question.name, {"value": found.found.category}))
    told = _asked(state, _BASIS)
    if told is not None and edits:
        edits.append(Edit(told.name, entry.stored(entry.typed(QuestionType.TEXT, basis))))
    return tuple(edits)


def basis_text(found: Categorised, rule: CategoryRule, lang: str) -> str:
    """Return the rule and the figures it rests on: «… · молоко 120 т/сут · ${…} …» in words."""
    figures = (
        figure_text(found.known[name], lang)
        for name in category.named(rule)
        if found.known[name].value is not None
    )
    return " · ".join((clause(rule, lang) or rule.note.get(lang), rule.label.get(lang), *figures))


def clause(rule: CategoryRule, lang: str) -> str:
    """Return the place of a rule in the Code; the table has it in Russian."""
    found = _CLAUSE.fullmatch(rule.clause)
    if lang == "ru" or found is None:
        return rule.clause
    text = (
        _("annex 2 section {section} p. {points}", lang)
        if found[2]
        else _("annex 2 section {section}", lang)
    )
    return text.format(section=found[1], points=found[2])


def label(known: Known, lang: str) -> str:
    """Return what a figure is called, without its unit and the hint how to write yes or no."""
    text = known.fact.label.get(lang)
    if known.is_switch:
        return _HINT.sub("", text)
    unit = formatting.unit(known.fact.unit, lang)
    head, found, tail = text.partition(f", {unit}")
    return head + tail if found and tail[:1] in ("", ",") else text


def figure_text(known: Known, lang: str) -> str:
    """Return a figure in words: «Принятое молоко: 120 т/сут», «Сброс …: нет»."""
    text, value = label(known, lang), known.value
    if value is None:
        return text
    if known.is_switch:
        return text if value.value else f"{text}: {_('No', lang)}"
    figure = formatting.number(formatting.significant(value.value), lang)
    return f"{text}: {figure} {formatting.unit(known.fact.unit, lang)}"


def _known(state: FormState, fact: CategoryFact) -> Known:
    path = fieldpath.record("fact", fact.id)
    asked = {question.name for question in state.definition.questions}
    question = fact.question if fact.question in asked else ""
    told = _told(state, fact) if question else None
    return Known(fact, path, _read(state.entries.get(path)), told, question)


def _told(state: FormState, fact: CategoryFact) -> Fact | None:
    """Return what the answers of the checklist come to; None while they tell nothing."""
    try:
        number = _number(state.evaluate(fact.expression))
        more = bool(fact.at_least) and state.holds(fact.at_least) is not False
        lacks = bool(state.missing(fact.expression))
    except ExpressionError:  # another checklist than the common one has these names
        return None
    return None if number is None else Fact(number, at_least=more or lacks)


def _chosen(state: FormState) -> tuple[str, ...]:
    value = _read(state.entries.get(ACTIVITIES)).value
    known = category.activities()
    return tuple(name for name in (value if isinstance(value, tuple) else ()) if name in known)


def _read(value: JsonValue) -> Answer:
    """Return a record as an answer; what a foreign package left there in another shape is none."""
    try:
        return Answer.from_json(value)
    except TypeError:
        return EMPTY


def _number(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    try:
        return Decimal(value) if isinstance(value, str) and value else None
    except InvalidOperation:
        return None


def _asked(state: FormState, concept: str) -> Question | None:
    return next(_by_concept(state, concept), None)


def _by_concept(state: FormState, concept: str) -> Iterator[Question]:
    return (q for q in state.definition.questions if q.concept == concept and not q.parent)
