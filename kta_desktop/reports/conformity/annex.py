"""What belongs to conformity beside levels: permit, rules of techniques, the audit before.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.bat import BatLine, Fulfilment
from kta_desktop.assessment.performance import Indicator, Permit
from kta_desktop.assessment.statements import Statement
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.definition import Text
from kta_desktop.domain.verdict import Verdict
from kta_desktop.forms.wording import technique_number
from kta_desktop.i18n import N_
from kta_desktop.reports.basis import BAT
from kta_desktop.reports.conformity.repeat import repeat_story
from kta_desktop.reports.context import Context
from kta_desktop.reports.figured import cell
from kta_desktop.reports.layout import TALLEST, paged_rows
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.words import heading, joined
from kta_desktop.reports.spoken import stacked
from kta_desktop.reports.style import WIDTH, dense, gap, grid, para, table

TITLE = N_("Annex: permit, rules of techniques, the audit before")
COMPARED = N_("Indicators compared with a level: {done} of {total}.")
PERMITS = N_("Use of the permit")
APART = N_("The limits of the permit are no levels of a reference book and are told apart.")
INDICATOR, VALUE = N_("Indicator"), N_("Value")
LIMIT, USED = N_("Limit of the permit"), N_("Of it used")
RULES = N_("Conclusions of the book and their rules")
CONCLUSION, RULE = N_("BAT"), N_("How many techniques are asked for")
OUTCOME, LACKING = N_("Outcome"), N_("Would fulfil it")
FULFILMENTS: Mapping[Fulfilment, str] = {
    Fulfilment.MET: N_("met"),
    Fulfilment.PARTLY: N_("met in part"),
    Fulfilment.NOT_MET: N_("not met"),
    Fulfilment.UNDECIDED: N_("cannot be told yet"),
    Fulfilment.NOT_FOR_PLANT: N_("not for this plant"),
}
_HEADED = 110.0
_PERMIT = (WIDTH * 0.4, WIDTH * 0.2, WIDTH * 0.22, WIDTH * 0.18)
_RULE = (WIDTH * 0.33, WIDTH * 0.27, WIDTH * 0.18, WIDTH * 0.22)


def annex_parts(context: Context) -> list[Part]:
    """Return the annex; nothing if there is neither permit nor rule nor an audit before."""
    found = context.assess()
    permits = [(each, each.permit) for each in found.indicators if each.permit is not None]
    bats = [each for each in found.bats if _is_told(each)]
    if not (permits or bats or found.repeat):
        return []

    def story(_room: float) -> list[Flowable]:
        return [
            *_compared(context, found.statements),
            *_permits(context, permits),
            *_rules(context, bats),
            *repeat_story(context, found.indicators, found.repeat),
        ]

    return [
        Part(key="conformity-annex", titles=titles(context.tongue, TITLE), make=story),
    ]


def _is_told(line: BatLine) -> bool:
    """Whether anything is known of a conclusion: its rule, or the state of a technique."""
    has_rule = bool(line.needed) or not line.rule.is_empty
    return has_rule or any(each.state is not None for each in line.lines)


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


def _compared(context: Context, found: Sequence[Statement]) -> list[Flowable]:
    if not found:
        return []
    done = sum(each.verdict is not Verdict.NOT_COMPARED for each in found)
    figures = {"done": str(done), "total": str(len(found))}
    return [*stacked(context, lambda each: each.tongue.say(COMPARED, **figures), "body"), gap(4)]


def _permits(context: Context, found: Sequence[tuple[Indicator, Permit]]) -> list[Flowable]:
    if not found:
        return []
    rows = [_permit(context, indicator, permit) for indicator, permit in found]
    return [
        *heading(context.tongue.word(PERMITS), _HEADED),
        *stacked(context, lambda each: each.tongue.say(APART)),
        gap(2),
        _ruled(context, (INDICATOR, VALUE, LIMIT, USED), rows, _PERMIT),
        gap(6),
    ]


def _permit(context: Context, indicator: Indicator, permit: Permit) -> list[list[Flowable]]:
    return [
        _name(context, indicator),
        _figure(context, indicator.figure),
        _figure(context, permit.limit),
        _percent(context, permit.used),
    ]


def _name(context: Context, indicator: Indicator) -> list[Flowable]:
    name = context.tongue.stacked(indicator.name, "body", "tiny")
    return [*name, para(indicator.where, "tiny")] if indicator.where else name


def _figure(context: Context, figure: Figured) -> list[Flowable]:
    unit = "" if figure.unit in ("", "1") else formatting.unit(figure.unit, context.tongue.first)
    return cell(figure, context.tongue, unit=unit)


def _percent(context: Context, figure: Figured) -> list[Flowable]:
    if figure.value is None:
        return cell(figure, context.tongue)
    shown = formatting.percent(figure.value, context.tongue.first, 0)
    return [para(shown, "rightstrong")]


def _rules(context: Context, found: Sequence[BatLine]) -> list[Flowable]:
    if not found:
        return []
    rows = [_rule(context, each) for each in found]
    return [
        *heading(context.tongue.word(RULES), _HEADED),
        _ruled(context, (CONCLUSION, RULE, OUTCOME, LACKING), rows, _RULE),
        gap(6),
    ]


def _rule(context: Context, each: BatLine) -> list[list[Flowable]]:
    tongue, technique = context.tongue, each.technique
    number = technique_number(context.record.definition, technique)
    rule = tongue.stacked(each.rule, "small", "tiny") or [para(formatting.NOTHING)]
    return [
        stacked(context, lambda one: _conclusion(one, number, technique.title), "body"),
        rule,
        [para(tongue.word(FULFILMENTS[each.fulfilment]), "strong")],
        [para(joined(each.lacking, ", ") or formatting.NOTHING, "small")],
    ]


def _conclusion(context: Context, number: str, title: Text) -> str:
    """Return a conclusion with its number, such as ``НДТ 7. …``."""
    lead = f"{context.tongue.say(BAT, number=number)}. " if number else ""
    return f"{lead}{title.get(context.tongue.first)}"
