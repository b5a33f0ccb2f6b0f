"""The sheets of balances and of the load on the environment.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop import formatting
from kta_desktop.assessment.balance import Balance, Closure, Stage
from kta_desktop.assessment.balances_nodes import title as node_title
from kta_desktop.assessment.load import LoadKind, LoadLine, LoadTotal
from kta_desktop.domain.texts import Text
from kta_desktop.i18n import N_
from kta_desktop.reports.assessed import Assessed
from kta_desktop.reports.balance_figure import TITLES, balance_figure
from kta_desktop.reports.context import Context
from kta_desktop.reports.figured import cell, lacks
from kta_desktop.reports.layout import TALLEST, height_of, paged_rows
from kta_desktop.reports.paint import Stretching
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.words import heading, joined
from kta_desktop.reports.spoken import in_each, stacked, under_each_other
from kta_desktop.reports.style import WIDTH, dense, gap, grid, para, table

BALANCES = N_("Balances of water, energy, materials")
LOAD = N_("Load on the environment in a year")
YEAR = N_("Reference year: {year}. U is the expanded uncertainty, k = 2.")
NO_YEAR = N_("The reference year is not stated. U is the expanded uncertainty, k = 2.")
STAGE = N_("Stage")
INFLOW, OUTFLOW, GAP = N_("Comes in"), N_("Goes out"), N_("Gap")
CLOSURE = N_("Conclusion")
DOUBT = N_("most of the doubt: {name}, {share}")
LOOK = N_("What to look at")
OMITTED = N_("Not named in the picture")
NOT_DRAWN = N_("The balance is not drawn up: {lacks}.")
CLOSURES: Mapping[Closure, str] = {
    Closure.CLOSED: N_("closes"),
    Closure.OPEN: N_("does not close"),
    Closure.UNKNOWN: N_("cannot be told"),
}
KINDS: Mapping[LoadKind, str] = {
    LoadKind.AIR: N_("Emissions to air"),
    LoadKind.WATER: N_("Discharges to water"),
    LoadKind.WASTE: N_("Waste"),
    LoadKind.GREENHOUSE: N_("Greenhouse gases"),
}
SOURCE, WHAT, AMOUNT = N_("Source"), N_("What goes into the environment"), N_("Amount")
SHARE, PERMITTED, IN_ALL = N_("Share"), N_("By the permit"), N_("In all")
_STAGES = (WIDTH * 0.26, WIDTH * 0.155, WIDTH * 0.155, WIDTH * 0.155)
_STAGE_WIDTHS = (*_STAGES, WIDTH - sum(_STAGES))
_LOADS = (WIDTH * 0.28, WIDTH * 0.3, WIDTH * 0.18, WIDTH * 0.1)
_LOAD_WIDTHS = (*_LOADS, WIDTH - sum(_LOADS))
_HEADED = 130.0  # points that a heading with the first rows of its table needs
_TALLEST_FIGURE = 640.0
_LOWEST = 0.75  # of its height: lower, the words in a picture stand too close
_SPARE = 6.0  # points that the words below a picture may need beside their own height
_FLATTER = 0.94  # than on the screen: table, picture and what to look at share a page


def balance_parts(context: Context) -> list[Part]:
    """Return the sheets of balances and of the load; nothing of what there is none of."""
    found = context.assess()
    parts: list[Part] = []
    if any(each.streams or each.missing for each in found.balances):
        parts.append(
            Part(
                key="balance",
                titles=titles(context.tongue, BALANCES),
                make=lambda _room: _balances(context, found.balances),
            )
        )
    if found.load.lines or found.load.totals:
        parts.append(
            Part(
                key="load",
                titles=titles(context.tongue, LOAD),
                make=lambda _room: _load(context, found),
            )
        )
    return parts


def _balances(context: Context, found: Sequence[Balance]) -> list[Flowable]:
    story: list[Flowable] = []
    for each in found:
        if each.streams or each.missing:
            story += [*_balance(context, each), gap(8)]
    return story[:-1]


def _year(context: Context, year: int | None) -> list[Flowable]:
    if not year:
        return stacked(context, lambda each: each.tongue.say(NO_YEAR))
    return stacked(context, lambda each: each.tongue.say(YEAR, year=str(year)))


def _balance(context: Context, each: Balance) -> Iterator[Flowable]:
    tongue, lang = context.tongue, context.tongue.first
    name = tongue.word(TITLES[each.of], name=each.substance)
    unit = formatting.unit(each.unit, lang)
    yield from heading(f"{name}, {unit}", _HEADED)
    yield from _year(context, each.year)
    if each.missing:
        yield from stacked(context, lambda one: _not_drawn(one, each))
    if each.stages:
        yield gap(2)
        yield _stages(context, each)
    told: list[Flowable] = []
    if any(one.suggestions for one in each.stages):
        told = [gap(2), *under_each_other(in_each(context, lambda one: _look(one, each)))]
    yield from _figure(context, each, told)
    yield from told


def _not_drawn(context: Context, each: Balance) -> str:
    tongue = context.tongue
    return tongue.say(NOT_DRAWN, lacks=lacks(each.missing, tongue, 9))


def _look(context: Context, each: Balance) -> str:
    """Return what to look at, each sentence once."""
    lang = context.tongue.first
    told = dict.fromkeys(text.get(lang) for one in each.stages for text in one.suggestions)
    return f"{context.tongue.say(LOOK)}: {joined(told, ' ')}"


def _stages(context: Context, balance: Balance) -> Flowable:
    names = {each.key: each.name for each in balance.streams}
    heads = (STAGE, INFLOW, OUTFLOW, GAP, CLOSURE)
    rows = [_stage(context, each, names) for each in balance.stages]
    return _ruled(context, heads, rows, _STAGE_WIDTHS)


def _stage(context: Context, each: Stage, names: Mapping[str, Text]) -> list[list[Flowable]]:
    tongue, lang = context.tongue, context.tongue.first
    lost = cell(each.gap, tongue)
    if each.gap_percent is not None:
        percent = formatting.percent(each.gap_percent, lang, 1)
        lost.append(para(percent, "tinyright"))
    told: list[Flowable] = [para(tongue.word(CLOSURES[each.closure]), "strong")]
    if each.closure is not Closure.CLOSED:
        told += stacked(context, lambda one: _doubt(one, each, names), "tiny")
    what = tongue.stacked(node_title(each.name), "body", "tiny")
    return [what, cell(each.inflow, tongue), cell(each.outflow, tongue), lost, told]


def _doubt(context: Context, each: Stage, names: Mapping[str, Text]) -> str:
    """Return which stream makes most of the uncertainty of a gap; nothing if none does."""
    if not each.doubt or each.doubt_share is None:
        return ""
    lang = context.tongue.first
    name = names[each.doubt].get(lang) if each.doubt in names else each.doubt
    share = formatting.percent(each.doubt_share, lang, 0)
    return context.tongue.say(DOUBT, name=name, share=share)


def _figure(context: Context, each: Balance, below: Sequence[Flowable]) -> Iterator[Flowable]:
    """Yield the picture of a balance, lower where ``below`` then stays on its page."""
    drawn = balance_figure(each, context.tongue.first)
    if drawn is None:
        return
    words: list[Flowable] = []
    if drawn.omitted:  # named as in the picture, which is in the first language
        words = [para(f"{context.tongue.word(OMITTED)}: {joined(drawn.omitted)}.", "tiny")]
    high = min(drawn.figure.height * _FLATTER, _TALLEST_FIGURE)
    room = height_of([*words, *below], WIDTH) + _SPARE
    yield gap(4)
    yield CondPageBreak(high * _LOWEST)
    yield Stretching(replace(drawn.figure, height=high), high * _LOWEST, room)
    yield from words


def _ruled(
    context: Context,
    heads: Sequence[str],
    rows: Sequence[list[list[Flowable]]],
    widths: Sequence[float],
) -> Flowable:
    pieces: list[list[Any]] = [[para(context.tongue.word(each), "head") for each in heads]]
    for row in rows:
        pieces += paged_rows(row, widths, TALLEST)
    return table(pieces, list(widths), grid(*dense(), head_rows=1), repeat=1)


def _load(context: Context, found: Assessed) -> list[Flowable]:
    load = found.load
    story: list[Flowable] = [*_year(context, load.year), gap(2)]
    for kind, words in KINDS.items():
        lines = [each for each in load.lines if each.kind is kind]
        totals = [each for each in load.totals if each.kind is kind and _says_more(each, lines)]
        if not (lines or totals):
            continue
        rows = [_line(context, each) for each in lines]
        rows += [_total(context, each) for each in totals]
        heads = (SOURCE, WHAT, AMOUNT, SHARE, PERMITTED)
        story += heading(context.tongue.word(words), _HEADED)
        story += [_ruled(context, heads, rows, _LOAD_WIDTHS), gap(6)]
    return story[:-1]


def _says_more(total: LoadTotal, lines: Sequence[LoadLine]) -> bool:
    """Whether a sum is of several sources; that of a single one says what its line says."""
    alike = sum(each.substance == total.substance for each in lines)
    return alike != 1 or total.figure.known < total.figure.of


def _line(context: Context, each: LoadLine) -> list[list[Flowable]]:
    tongue, lang = context.tongue, context.tongue.first
    share = formatting.NOTHING
    if each.share is not None:
        share = formatting.percent(each.share, lang, 1)
    return [
        [para(each.source or formatting.NOTHING)],
        tongue.stacked(each.name, "body", "tiny") or [para(each.substance)],
        cell(each.figure, tongue, unit=formatting.unit(each.figure.unit, lang)),
        [para(share, "right")],
        _permitted(context, each.permitted),
    ]


def _total(context: Context, each: LoadTotal) -> list[list[Flowable]]:
    tongue, lang = context.tongue, context.tongue.first
    return [
        [para(tongue.word(IN_ALL), "strong")],
        tongue.stacked(each.name, "strong", "tiny") or [para(each.substance, "strong")],
        cell(each.figure, tongue, unit=formatting.unit(each.figure.unit, lang)),
        [],
        _permitted(context, each.permitted),
    ]


def _permitted(context: Context, value: Decimal | None) -> list[Flowable]:
    if value is None:
        return [para(formatting.NOTHING, "right")]
    return [para(formatting.number(value, context.tongue.first), "right")]
