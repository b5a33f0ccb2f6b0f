"""What the measures of the plan cost and bring: money, cost of a unit abated, scenarios, years.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop import formatting
from kta_desktop.assessment import plan_standing
from kta_desktop.assessment.figure_words import said
from kta_desktop.assessment.plan import Milestone, Scenario, Step, Terms
from kta_desktop.assessment.plan_records import PLAN
from kta_desktop.assessment.plan_standing import REASONS
from kta_desktop.assessment.statements import Statement
from kta_desktop.assessment.statements import met as met_of
from kta_desktop.assessment.steps import Event
from kta_desktop.assessment.terms import Figured, Missing
from kta_desktop.domain import fieldpath
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import N_
from kta_desktop.reports.assessed import BASELINE, Assessed
from kta_desktop.reports.context import Context
from kta_desktop.reports.figured import cell, counted, lacks
from kta_desktop.reports.layout import TALLEST, paged_rows
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.curve import CurveWords, curve
from kta_desktop.reports.plan.words import (
    EVENTS,
    MEASURE,
    heading,
    is_money_kept,
    joined,
    money,
)
from kta_desktop.reports.secrecy import NO_SECRETS
from kta_desktop.reports.spoken import stacked
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, table

TITLE = N_("Plan: costs, effect, scenarios")
MEASURES = N_("Costs of the measures")
CHANGE = N_("Change of yearly costs")
VALUE = N_("Net present value")
PAYBACK = N_("Payback, years")
UNIT_COST = N_("Cost of a unit abated")
NEVER = N_("never")
PRICES = N_("prices of {year}")
CURRENCY = N_("currency {code}")
RATE = N_("discount rate {percent}")
LIFETIME = N_("lifetime, years: {years}")
NO_TERMS = N_("Not stated, so not worked out: {lacks}.")
SCENARIOS = N_("Scenarios beside the baseline")
SCENARIO = N_("Scenario")
COUNT = "№"
COST = N_("Investment")
MET = N_("Indicators that meet the level")
OF_COMPARED = N_("{met} of {total}")
CIRCLE = N_("Measures that wait for each other: {numbers}")
AFTER = N_("Which indicator meets the level after which measure")
INDICATOR = N_("Indicator")
NOW = N_("Now")
EXPECTED = N_("Expected afterwards")
THEN = N_("Then")
YEARS = N_("By years")
YEAR = N_("Year")
STARTING = N_("Begin to work")
KEY_EVENTS = N_("Key events")
CURVE = N_("Marginal abatement cost: {name}")
ACROSS = N_("abated in a year, {unit}")
UPWARDS = N_("cost of a unit, {unit}")
OUTSIDE = N_("Not in a cost curve: {measures}.")
STANDING = {
    Verdict.EXCEEDS: N_("exceeds"),
    Verdict.NOT_DISTINGUISHABLE: N_("not distinguishable (U)"),
    Verdict.MEETS: N_("meets"),
    Verdict.NOT_COMPARED: N_("not compared"),
}
_TERMS = fieldpath.record(PLAN, "")
_NO = 9 * MM
_COSTS = (_NO, WIDTH * 0.29, WIDTH * 0.13, WIDTH * 0.15, WIDTH * 0.14)
_COST_WIDTHS = (*_COSTS, WIDTH - sum(_COSTS))
_SCENES = (WIDTH * 0.26, WIDTH * 0.12, WIDTH * 0.16, WIDTH * 0.16, WIDTH * 0.14)
_SCENE_WIDTHS = (*_SCENES, WIDTH - sum(_SCENES))
_TURNS = (_NO, WIDTH * 0.27, WIDTH * 0.31, WIDTH * 0.19)
_TURN_WIDTHS = (*_TURNS, WIDTH - sum(_TURNS))
_YEARS = (15 * MM, WIDTH * 0.3, WIDTH * 0.13, WIDTH * 0.33)
_YEAR_WIDTHS = (*_YEARS, WIDTH - sum(_YEARS))
_CURVE_ROOM = 190.0
_PLACES = 1  # of money in millions
_DIGITS = 3  # nobody knows a cost of abatement better
_HEADED = 42 * MM  # for a tall head and a row below it


def cost_parts(context: Context) -> list[Part]:
    """Return the sheet of costs; nothing if the plan has no measure that was worked out."""
    found = context.assess()
    if not found.plan.steps:
        return []
    return [
        Part(
            key="plan-costs",
            titles=titles(context.tongue, TITLE),
            make=lambda _room: _story(context, found),
        )
    ]


def _story(context: Context, found: Assessed) -> list[Flowable]:
    kept = is_money_kept(context)
    story: list[Flowable] = []
    if kept:
        story.append(para(f"{context.tongue.word(MEASURES)}: {context.tongue.word(NO_SECRETS)}"))
    else:
        story += [*heading(context.tongue.word(MEASURES)), *_costs(context, found), gap(6)]
        story += _scenarios(context, found)
        story += _curves(context, found)
    return [*story, *_turns(context, found), *_years(context, found, is_kept=kept)]


def _ruled(
    context: Context,
    heads: Sequence[str],
    rows: Sequence[list[list[Flowable]]],
    widths: Sequence[float],
) -> Flowable:
    top = [para(each if each == "№" else context.tongue.word(each), "head") for each in heads]
    pieces: list[list[Any]] = [top]
    for row in rows:
        pieces += paged_rows(row, widths, TALLEST)
    return table(pieces, list(widths), grid(*dense(), head_rows=1), repeat=1)


def _costs(context: Context, found: Assessed) -> Iterator[Flowable]:
    yield from stacked(context, lambda each: _terms(each, found.plan.terms))
    if _general(found):
        yield from stacked(context, lambda each: _no_terms(each, found))
    yield gap(2)
    heads = ("№", MEASURE, CHANGE, VALUE, PAYBACK, UNIT_COST)
    rows = [_cost_row(context, found, each) for each in found.plan.steps]
    yield _ruled(context, heads, rows, _COST_WIDTHS)


def _general(found: Assessed) -> tuple[Missing, ...]:
    """Return what the terms of the plan lack, which no cost of a measure is without."""
    each = (lack for step in found.plan.steps for lack in step.npv.missing if _is_term(lack))
    return tuple(dict.fromkeys((*found.plan.missing, *each)))


def _is_term(lack: Missing) -> bool:
    return lack.path.startswith(_TERMS)


def _own(
    context: Context, figure: Figured, *, signed: bool = False, places: int | None = None
) -> list[Flowable]:
    """Return a figure, or what it lacks beside the terms: those are told above the table."""
    own = tuple(lack for lack in figure.missing if not _is_term(lack))
    if figure.value is None and not own:
        return [para(formatting.NOTHING, "right")]
    return cell(replace(figure, missing=own), context.tongue, signed=signed, places=places)


def _no_terms(context: Context, found: Assessed) -> str:
    told = lacks(_general(found), context.tongue, 9)
    return context.tongue.say(NO_TERMS, lacks=told)


def _terms(context: Context, terms: Terms) -> str:
    """Return what costs are worked out with, as far as it was stated."""
    tongue, lang = context.tongue, context.tongue.first
    parts = [tongue.say(PRICES, year=str(terms.price_year))] if terms.price_year else []
    parts += [tongue.say(CURRENCY, code=terms.currency)] if terms.currency else []
    if terms.rate is not None:
        parts.append(tongue.say(RATE, percent=formatting.percent(terms.rate, lang)))
    if terms.lifetime is not None:
        parts.append(tongue.say(LIFETIME, years=formatting.number(terms.lifetime, lang)))
    return joined((*parts, money(context)))


def _cost_row(context: Context, found: Assessed, step: Step) -> list[list[Flowable]]:
    return [
        [para(str(step.measure.number))],
        [para(step.measure.measure or formatting.NOTHING, "small")],
        _own(context, step.cost_change, signed=True, places=_PLACES),
        _own(context, step.npv, signed=True, places=_PLACES),
        _payback(context, step.payback),
        _unit_cost(context, found, step),
    ]


def _payback(context: Context, figure: Figured) -> list[Flowable]:
    if figure.value is None and not figure.missing:
        return [para(context.tongue.word(NEVER), "rightstrong")]
    if figure.value is None:
        return _own(context, figure)
    years = formatting.number(formatting.rounded(figure.value, 1), context.tongue.first)
    return [para(years, "rightstrong")]


def _unit_cost(context: Context, found: Assessed, step: Step) -> list[Flowable]:
    lang, currency, cost = context.tongue.first, found.plan.terms.currency, step.abatement.value
    if cost is None:
        return _own(context, step.abatement)
    unit = f"{currency}/{_amount(step.abated.unit, lang)} {step.abated_name.get(lang)}".rstrip()
    rough = replace(step.abatement, value=formatting.significant(cost, _DIGITS))
    return cell(rough, context.tongue, unit=unit)


def _amount(unit: str, lang: str) -> str:
    """Return the unit of an amount a year without the year: ``т`` of ``t/year``."""
    return formatting.unit(unit.removesuffix("/year").removesuffix("/a"), lang)


def _scenarios(context: Context, found: Assessed) -> list[Flowable]:
    if len(found.plan.scenarios) < 2:
        return []
    heads = (SCENARIO, COUNT, COST, CHANGE, VALUE, MET)
    rows = [_scenario_row(context, found, each) for each in found.plan.scenarios]
    words = context.tongue.word(SCENARIOS)
    return [*heading(words, _HEADED), _ruled(context, heads, rows, _SCENE_WIDTHS), gap(6)]


def _scenario_row(context: Context, found: Assessed, each: Scenario) -> list[list[Flowable]]:
    tongue = context.tongue
    name = tongue.stacked(each.name, "strong")
    if each.circle:
        numbers = _numbers(found, each.circle)
        name += stacked(context, lambda one: one.tongue.say(CIRCLE, numbers=numbers), "tiny")
    return [
        name or [para(each.id, "strong")],
        [para(_numbers(found, each.steps) or formatting.NOTHING, "small")],
        cell(each.capex, tongue, places=_PLACES),
        cell(each.cost_change, tongue, signed=True, places=_PLACES),
        cell(each.npv, tongue, signed=True, places=_PLACES),
        _met(context, found.statements, each.verdicts),
    ]


def _met(
    context: Context, said: Sequence[Statement], verdicts: Mapping[str, Verdict]
) -> list[Flowable]:
    """Return how many of the indicators that are compared meet their level."""
    good, total = met_of(said, verdicts)
    counts = {"met": str(good), "total": str(total)}
    return stacked(context, lambda each: each.tongue.say(OF_COMPARED, **counts), "right")


def _numbers(found: Assessed, ids: Sequence[str]) -> str:
    steps = (found.step(each) for each in ids)
    return ", ".join(str(step.measure.number) for step in steps if step is not None)


def _curves(context: Context, found: Assessed) -> Iterator[Flowable]:
    """Yield the curve of marginal abatement costs of what several measures abate."""
    scenario = found.scenario
    tongue, lang = context.tongue, context.tongue.first
    for key, blocks in scenario.curve.items() if scenario else ():
        first = found.step(blocks[0].step) if len(blocks) > 1 else None
        if first is None:
            continue
        name = first.abated_name.get(lang) or key
        unit = formatting.unit(first.abated.unit, lang)
        each_ = f"{found.plan.terms.currency}/{_amount(first.abated.unit, lang)}"
        words = CurveWords(
            across=tongue.say(ACROSS, unit=unit),
            upwards=tongue.say(UPWARDS, unit=each_),
            numbers={step.id: str(step.measure.number) for step in found.plan.steps},
            summary=tongue.say(CURVE, name=name),
        )
        figure = curve(blocks, words, lang)
        if figure is not None:
            yield CondPageBreak(_CURVE_ROOM)
            yield para(tongue.say(CURVE, name=name), "strong")
            yield Drawing(figure)
            yield gap(4)
    yield from _outside(context, found)


def _outside(context: Context, found: Assessed) -> Iterator[Flowable]:
    """Yield a line of the measures that no curve holds because they are done; none of none."""
    scenario = found.scenario
    apart = plan_standing.outside_curve(found.plan, scenario) if scenario else ()

    def words(one: Context) -> str:
        say = one.tongue.say
        told = (f"№ {step.measure.number} — {say(REASONS[stands])}" for step, stands in apart)
        return say(OUTSIDE, measures="; ".join(told))

    if apart:
        yield from stacked(context, words)
        yield gap(4)


def _turns(context: Context, found: Assessed) -> list[Flowable]:
    """Return what measures are expected to make of indicators; nothing if none says."""
    rows = [
        row
        for step in found.plan.steps
        for row in (_turn(context, found, step, each.indicator) for each in step.effects)
        if row
    ]
    if not rows:
        return []
    heads = ("№", MEASURE, INDICATOR, EXPECTED, THEN)
    words = context.tongue.word(AFTER)
    return [*heading(words, _HEADED), _ruled(context, heads, rows, _TURN_WIDTHS), gap(6)]


def _turn(context: Context, found: Assessed, step: Step, key: str) -> list[list[Flowable]]:
    indicator = next((each for each in found.indicators if each.key == key), None)
    if indicator is None:
        return []
    tongue, lang = context.tongue, context.tongue.first
    effect = next(each for each in step.effects if each.indicator == key)
    level, scenario = indicator.judgement.level, found.scenario
    unit = level.unit if level else indicator.figure.unit
    turn = (
        next((t for t in scenario.turns if t.step == step.id and t.effect.indicator == key), None)
        if scenario
        else None
    )
    figure = Figured(value=effect.value, uncertainty=effect.uncertainty, unit=unit)
    before = turn.before if turn else indicator.judgement.verdict
    then = tongue.word(STANDING[turn.after]) if turn else formatting.NOTHING
    if turn is not None and turn.standing in REASONS:
        then = tongue.word(REASONS[turn.standing])
    name = tongue.stacked(indicator.name, "body", "tiny")
    return [
        [para(str(step.measure.number))],
        [para(step.measure.measure or formatting.NOTHING, "small")],
        [*name, para(f"{tongue.word(NOW)}: {tongue.word(STANDING[before])}", "tiny")],
        cell(figure, tongue, unit=formatting.unit(unit, lang)),
        [para(then, "small" if turn and turn.standing in REASONS else "strong")],
    ]


def _years(context: Context, found: Assessed, *, is_kept: bool) -> list[Flowable]:
    """Return the milestones by years (Code art. 119(2)); nothing where no day is set."""
    scenario = found.scenario
    if scenario is None or scenario.id == BASELINE or not scenario.milestones:
        return []
    heads = (YEAR, STARTING, COST, KEY_EVENTS, MET)
    rows = [_year(context, found, each, is_kept=is_kept) for each in scenario.milestones]
    words = context.tongue.word(YEARS)
    return [*heading(words, _HEADED), _ruled(context, heads, rows, _YEAR_WIDTHS), gap(4)]


def _year(
    context: Context, found: Assessed, each: Milestone, *, is_kept: bool
) -> list[list[Flowable]]:
    starting = [found.step(one) for one in each.starting]
    names = [f"{s.measure.number}. {s.measure.measure}" for s in starting if s is not None]
    met: list[Flowable] = [para(formatting.NOTHING, "right")]
    if each.verdicts:
        met = _met(context, found.statements, each.verdicts)
    cost = [para(formatting.NOTHING, "right")] if is_kept else _capex(context, each)
    return [
        [para(str(each.year), "strong")],
        [para(line, "small") for line in names] or [para(formatting.NOTHING)],
        cost,
        [para(_event(context, found, *one), "small") for one in each.events],
        met,
    ]


def _capex(context: Context, each: Milestone) -> list[Flowable]:
    if not each.starting:
        return [para(formatting.NOTHING, "right")]
    lines = [para(said(each.capex, context.tongue.first, places=_PLACES), "rightstrong")]
    told = counted(each.capex, context.tongue)
    return [*lines, para(told, "tinyright")] if told else lines


def _event(context: Context, found: Assessed, day: date, identifier: str, event: Event) -> str:
    step = found.step(identifier)
    number = f"№ {step.measure.number}: " if step else ""
    shown = formatting.date(day.isoformat(), context.tongue.first)
    return f"{number}{context.tongue.word(EVENTS[event])} {shown}"
