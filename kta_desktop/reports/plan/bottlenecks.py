"""The sheet of bottlenecks: what keeps the plant from the level, the weightiest first.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.plan import Step
from kta_desktop.assessment.steps import Bottleneck, Grade, Measure
from kta_desktop.assessment.transition import BOTTLENECKS, transition
from kta_desktop.assessment.weighing import by_score
from kta_desktop.i18n import N_
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import TALLEST, paged_rows
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.words import (
    ACQUAINTED,
    BOTTLENECK,
    BY_LEAD,
    amount,
    marked,
    option,
    option_label,
)
from kta_desktop.reports.signatures import signatures
from kta_desktop.reports.spoken import in_line, stacked
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, table

TITLE = N_("Bottlenecks")
CAUSE = N_("Cause")
FOLLOWS = N_("What follows")
EXCESS = N_("Excess and figure")
WEIGHT = N_("Importance")
TIMES = N_("{times} times the level")
SURE = N_("confidence in the data")
CONFIRMED = N_("confirmed by the auditor")
UNCONFIRMED = N_("NOT CONFIRMED BY THE AUDITOR")
UNWEIGHED = N_("importance not stated")
IN_ALL = N_("Bottlenecks: {count}. Importance: {weights}. Confirmed by the auditor: {confirmed}.")
MEASURES = N_("Measures of the plan: {numbers}")
NO_MEASURES = N_("The plan has no measure for it")
_COLUMNS = (9 * MM, WIDTH * 0.25, WIDTH * 0.27, WIDTH * 0.17)
_WIDTHS = (*_COLUMNS, WIDTH - sum(_COLUMNS))


def bottleneck_parts(context: Context) -> list[Part]:
    """Return the sheet of bottlenecks; nothing if none was entered."""
    way = transition(context.state)
    if not way.bottlenecks:
        return []

    def story(_room: object) -> list[Flowable]:
        assessed = context.assess()
        found = by_score(way.bottlenecks, assessed.candidates)
        return _story(context, found, assessed.plan.steps)

    return [
        Part(
            key="bottlenecks",
            titles=titles(context.tongue, TITLE),
            make=story,
        )
    ]


def _story(context: Context, found: Sequence[Bottleneck], steps: Sequence[Step]) -> list[Flowable]:
    tongue = context.tongue
    words = (tongue.word(word) for word in (BOTTLENECK, CAUSE, EXCESS, WEIGHT))
    titles_ = ["№", *words]
    titles_[2] = f"{tongue.word(CAUSE)}. {tongue.word(FOLLOWS)}"
    heads = [para(word, "head") for word in titles_]
    owned = {each.id: [step.measure for step in steps if each.id in step.rows] for each in found}
    rows = [
        piece
        for place, each in enumerate(found, start=1)
        for piece in paged_rows(_row(context, place, each, owned[each.id]), _WIDTHS, TALLEST)
    ]
    return [
        *stacked(context, lambda each: _in_all(each, found)),
        gap(4),
        *marked(context, BOTTLENECKS),
        table([heads, *rows], list(_WIDTHS), grid(*dense(), head_rows=1), repeat=1),
        *signatures(context, BY_LEAD, ACQUAINTED),
    ]


def _in_all(context: Context, found: Sequence[Bottleneck]) -> str:
    """Return how many there are, how weighty, and how many of them the auditor confirms."""
    grades = [each.priority for each in found]
    weights = [
        f"{_first(context, 'priority', grade)} {grades.count(grade)}"
        for grade in Grade
        if grade in grades
    ]
    if None in grades:
        weights.append(f"{context.tongue.say(UNWEIGHED)} {grades.count(None)}")
    confirmed = sum(each.confirmed is True for each in found)
    return context.tongue.say(
        IN_ALL, count=str(len(found)), weights=", ".join(weights), confirmed=str(confirmed)
    )


def _row(
    context: Context, place: int, each: Bottleneck, measures: Sequence[Measure]
) -> list[list[Flowable]]:
    what = [para(each.what or formatting.NOTHING, "strong")]
    what += [para(each.where, "small")] if each.where else []
    numbers = ", ".join(str(item.number) for item in measures)
    message = MEASURES if numbers else NO_MEASURES
    what += stacked(context, lambda one: one.tongue.say(message, numbers=numbers), "tiny")
    cause = option(context, BOTTLENECKS, "cause", each.cause)
    why = [para(cause, "body")] if cause else []
    why += [para(each.effect, "small")] if each.effect else []
    return [
        [para(str(place), "strong")],
        what,
        why or [para(formatting.NOTHING)],
        _excess(context, each),
        _weight(context, each),
    ]


def _excess(context: Context, each: Bottleneck) -> list[Flowable]:
    typed = each.unread.get("excess", "")
    parts: list[Flowable] = []
    if each.excess is not None:
        parts += stacked(context, lambda one: _times(one, each.excess), "strong")
    elif typed:
        parts.append(para(f"«{typed}»"))
    if each.indicator:
        parts.append(para(each.indicator, "small"))
    return parts or [para(formatting.NOTHING)]


def _times(context: Context, excess: Decimal | None) -> str:
    return context.tongue.say(TIMES, times=amount(context, excess))


def _weight(context: Context, each: Bottleneck) -> list[Flowable]:
    tongue = context.tongue
    weight = _grade(context, "priority", each.priority) or tongue.word(UNWEIGHED)
    is_high = each.priority is Grade.HIGH
    parts: list[Flowable] = [Chip(weight.upper(), filled=is_high, dashed=each.priority is None)]
    parts += stacked(context, lambda one: _sureness(one, each.confidence), "tiny")
    if each.confirmed:
        return [*parts, *stacked(context, lambda one: one.tongue.say(CONFIRMED), "tiny")]
    return [*parts, Chip(in_line(context, lambda one: one.tongue.say(UNCONFIRMED)), dashed=True)]


def _sureness(context: Context, grade: Grade | None) -> str:
    sureness = _first(context, "confidence", grade)
    return f"{context.tongue.say(SURE)}: {sureness}" if sureness else ""


def _grade(context: Context, column: str, grade: Grade | None) -> str:
    return option(context, BOTTLENECKS, column, grade)


def _first(context: Context, column: str, grade: Grade | None) -> str:
    """Return a grade as a word inside a sentence of one language."""
    label = option_label(context, BOTTLENECKS, column, grade)
    return label.get(context.tongue.first).lower() if label else ""
