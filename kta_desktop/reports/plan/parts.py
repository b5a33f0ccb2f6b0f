"""The plan of the transition: what is done, when, at what cost, and what comes of it.

The first page can be read in a minute: four figures, the measures in time, what the plant is
capable of. What each measure is made of follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.plan import Status
from kta_desktop.assessment.steps import Measure
from kta_desktop.assessment.transition import (
    CONCLUSION,
    MEASURES,
    POTENTIAL,
    Transition,
    transition,
)
from kta_desktop.assessment.weighing import Total, by_year, total
from kta_desktop.i18n import N_
from kta_desktop.reports.conformity.figures import event_sample
from kta_desktop.reports.context import Context
from kta_desktop.reports.figures import Item
from kta_desktop.reports.layout import TALLEST, height_of, paged_rows
from kta_desktop.reports.legend import legend
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.arrows import sample, stretches
from kta_desktop.reports.plan.details import DETAILS, details, gaps_story, norms_story
from kta_desktop.reports.plan.figures import Span, event_mark, scale, span_of, strip
from kta_desktop.reports.plan.words import (
    ACQUAINTED,
    BY_LEAD,
    EVENTS,
    MEASURE,
    TERM,
    absent,
    amount,
    cost_words,
    counted_head,
    heading,
    is_money_kept,
    is_money_marked,
    joined,
    marked,
    money,
    of_all,
    option,
    quarter,
    signed,
    told_by_rules,
)
from kta_desktop.reports.secrecy import CONFIDENTIAL, NO_SECRETS
from kta_desktop.reports.signatures import signatures
from kta_desktop.reports.spoken import stacked
from kta_desktop.reports.style import (
    MM,
    PAD,
    WIDTH,
    dense,
    gap,
    grid,
    para,
    plain,
    rich,
    style,
    table,
)
from kta_desktop.reports.typefaces import markup, printable
from kta_desktop.reports.typefaces import width as text_width

TITLE = N_("Plan of the transition to BAT")
DROPPED = N_("Dropped, and not counted above: {measures}.")
WAITS = N_("begins after the other has begun to work")
IN_TIME = N_("Measures in time")
COUNT = N_("measures in the plan")
COST = N_("cost of the measures")
SAVING = N_("saving in a year")
LAST = N_("the last start-up")
KNOWN = N_("known for {count}")
BY_YEAR = N_("Cost by the year of start-up")
NO_TERM = N_("no term")
UNDATED = N_("no event has a date")
OUT_OF_ORDER = N_("the order of the events is to be checked")
CONCLUSIONS = N_("Conclusions and recommendations")
CAPABLE = N_("Potential for introducing BAT")
_BOX_GAP = 3 * MM
_BOX = (WIDTH - 3 * _BOX_GAP) / 4
_STRIP = WIDTH * 0.42
_NUMBER, _COST, _TERM = 9 * MM, 22 * MM, 20 * MM


def plan_parts(context: Context) -> list[Part]:
    """Return the plan; nothing if neither measures nor conclusions nor gaps were entered."""
    way = transition(context.state)
    if not (way.measures or way.norms or way.gaps or way.conclusion or way.potential):
        return []
    parts = [
        Part(
            key="plan",
            titles=titles(context.tongue, TITLE),
            make=lambda _room: _story(context, way),
        )
    ]
    if way.measures:
        parts.append(
            Part(
                key="plan-details",
                titles=titles(context.tongue, DETAILS),
                make=lambda _room: details(context, way.measures),
            )
        )
    return parts


def _story(context: Context, way: Transition) -> list[Flowable]:
    dropped = _dropped(context) if way.measures else set()
    measures = [each for each in way.measures if each.id not in dropped]
    story: list[Flowable] = []
    if measures:
        story += [_boxes(context, measures), gap(6)]
    story += _potential(context, way)
    if measures:
        story += _in_time(context, measures)
    elif not way.measures:
        story += absent(context, MEASURES)
    story += _left_out(context, [each for each in way.measures if each.id in dropped])
    blocks = (
        _conclusion(context, way),
        norms_story(context, way.norms),
        gaps_story(context, way.gaps),
    )
    *before, last = [block for block in blocks if block] or [[]]
    for block in before:
        story += block
    return [*story, *signed(last, signatures(context, BY_LEAD, ACQUAINTED))]


def _boxes(context: Context, measures: Sequence[Measure]) -> Flowable:
    """Return what a director asks first: how many, how much, what it saves, until when."""
    unit, is_kept = money(context), is_money_kept(context)
    cost = total(each.capex for each in measures)
    saving = total(each.saving for each in measures)
    days = [each.startup for each in measures if each.startup is not None]
    dated = Total(None, len(days), len(measures))
    boxes = (
        _box(context, str(len(measures)), COUNT),
        _kept_box(context, COST) if is_kept else _sum_box(context, cost, COST, unit),
        _kept_box(context, SAVING) if is_kept else _sum_box(context, saving, SAVING, unit),
        _box(context, quarter(context, max(days, default=None)), LAST, "", dated),
    )
    cells = [cell for box in boxes for cell in (box, "")]
    look = [
        ("BOX", (2 * place, 0), (2 * place, 0), 1.8 if place == 1 else 0.7, black)
        for place in range(len(boxes))
    ]
    widths = ([_BOX, _BOX_GAP] * 4)[:-1]
    return table([cells[:-1]], widths, plain(*look, side=PAD + 2, rise=PAD))


def _sum_box(context: Context, total_: Total, words: str, unit: str) -> list[Flowable]:
    box = _box(context, amount(context, total_.value), words, unit, total_)
    if total_.known and is_money_marked(context):
        box.append(para(context.tongue.word(CONFIDENTIAL), "tiny"))
    return box


def _kept_box(context: Context, words: str) -> list[Flowable]:
    """Return a box whose figure the layout does not print."""
    tongue = context.tongue
    return [para(tongue.word(words), "small"), para(tongue.word(NO_SECRETS), "tiny")]


def _box(
    context: Context, figure: str, words: str, unit: str = "", of: Total | None = None
) -> list[Flowable]:
    shown = unit if figure != formatting.NOTHING else ""
    lines = [counted_head(figure, shown, _BOX), para(context.tongue.word(words), "small")]
    if of is not None:
        lines += stacked(context, lambda one: _known(one, of), "tiny")
    return lines


def _known(context: Context, of: Total) -> str:
    return context.tongue.say(KNOWN, count=of_all(context, of))


def _potential(context: Context, way: Transition) -> list[Flowable]:
    said = option(context, POTENTIAL, "", way.potential)
    if not said:
        return absent(context, POTENTIAL)
    label = markup(context.tongue.word(CAPABLE))
    return [rich(f"{label}: <b>{markup(said)}</b>"), gap(4)]


def _in_time(context: Context, measures: Sequence[Measure]) -> list[Flowable]:
    """Return the measures with their events on the quarters of the plan."""
    tongue, span = context.tongue, span_of(measures)
    columns = _columns(context, measures)
    words = ("№", tongue.word(MEASURE), money(context))
    looks = ("head", "head", "headright")
    heads: list[Any] = [para(word, look) for word, look in zip(words, looks, strict=True)]
    heads += [Drawing(scale(span)) if span else "", para(tongue.word(TERM), "headright")]
    after = _after(context)
    arrows = stretches(measures, after, span) if span else {}
    rows = [
        piece
        for each in measures
        for piece in _row(context, each, _Course(span, arrows.get(each.id, ())), columns)
    ]
    tight = [(f"{side}PADDING", (3, 0), (3, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    look = grid(*dense(), *tight, ("VALIGN", (0, 1), (-1, -1), "MIDDLE"), head_rows=1)
    entries = [
        (event_sample(event_mark(event)), tongue.word(word)) for event, word in EVENTS.items()
    ]
    if any(arrows.values()):
        entries.append((event_sample(*sample()), tongue.word(WAITS)))
    return [
        *heading(tongue.word(IN_TIME)),
        *marked(context, MEASURES),
        table([heads, *rows], list(columns), look, repeat=1),
        gap(2),
        legend(entries, 4),
        gap(2),
        *_years(context, measures),
        *told_by_rules(context, MEASURES),
        gap(6),
    ]


@dataclass(frozen=True, slots=True)
class _Course:
    """Quarters of the plan, and the stretches of arrows in one row."""

    span: Span | None
    arrows: Sequence[Item]


def _after(context: Context) -> Mapping[str, Sequence[str]]:
    """Return id of a measure to those that have to be done before."""
    return {step.id: step.after for step in context.assess().plan.steps}


def _dropped(context: Context) -> set[str]:
    """Return the ids of the measures that were dropped: they cost nothing and begin never."""
    steps = context.assess().plan.steps
    return {step.id for step in steps if step.status is Status.DROPPED}


def _left_out(context: Context, measures: Sequence[Measure]) -> list[Flowable]:
    """Return a line of the measures that were dropped; nothing of none."""
    if not measures:
        return []
    names = "; ".join(f"№ {each.number} {each.measure}".strip() for each in measures)
    return [*stacked(context, lambda one: one.tongue.say(DROPPED, measures=names)), gap(6)]


def _years(context: Context, measures: Sequence[Measure]) -> list[Flowable]:
    """Return what the measures cost by the year of their start-up; nothing of no cost."""
    tongue, unit = context.tongue, money(context)
    known = [(year, cost) for year, cost in by_year(measures) if cost.value is not None]
    if not known or is_money_kept(context):
        return []
    parts = (
        f"{tongue.say(NO_TERM) if year is None else year} — {amount(context, cost.value)}"
        for year, cost in known
    )
    return [para(f"{tongue.word(BY_YEAR)}, {unit}: {joined(parts)}.", "small")]


def _columns(context: Context, measures: Sequence[Measure]) -> tuple[float, ...]:
    """Return the widths of the columns; quarters stand on one line in each language."""
    size = style("right").fontSize
    terms = (quarter(context, each.startup) for each in measures)
    widest = max(text_width(printable(term), size) for term in terms)
    term = max(widest + 2 * PAD + 1, _TERM)
    return _NUMBER, WIDTH - _NUMBER - _COST - _STRIP - term, _COST, _STRIP, term


def _row(
    context: Context, each: Measure, course: "_Course", columns: tuple[float, ...]
) -> list[list[list[Flowable]]]:
    tongue, span = context.tongue, course.span
    name = [para(each.measure or formatting.NOTHING, "small")]
    if each.disordered:
        name += stacked(context, lambda one: one.tongue.say(OUT_OF_ORDER), "tiny")
    undated = "" if each.events else tongue.say(UNDATED)
    strips: list[Flowable] = []
    if span is not None:
        tall = height_of(name, columns[1] - 2 * PAD) + 4
        figure = strip(each, span, undated, course.arrows)
        high = min(max(figure.height, tall), TALLEST - 2 * PAD)  # a figure cannot be torn
        strips.append(Drawing(replace(figure, height=high)))
    cells: list[list[Flowable]] = [
        [para(str(each.number))],
        name,
        [_cost(context, each)],
        strips,
        [para(quarter(context, each.startup), "right")],
    ]
    return paged_rows(cells, columns, TALLEST)


def _cost(context: Context, each: Measure) -> Flowable:
    """Return the cost of a measure; small where its digits need it."""
    text = cost_words(context, each)
    is_long = text_width(printable(text), style("right").fontSize) > _COST - 2 * PAD
    return para(text, "tinyright" if is_long else "right")


def _conclusion(context: Context, way: Transition) -> list[Flowable]:
    if not way.conclusion:
        return absent(context, CONCLUSION)
    paragraphs = [para(line) for line in way.conclusion.splitlines() if line.strip()]
    return [*heading(context.tongue.word(CONCLUSIONS)), *paragraphs, gap(6)]
