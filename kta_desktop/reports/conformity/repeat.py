"""The repeat audit on paper: indicators, techniques and measures beside those of the audit before.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.repeat import Changed, Done, Introduced, Repeat, Shift
from kta_desktop.assessment.repeat_words import (
    BECAME,
    BESIDE,
    DEGREE,
    ELSEWHERE,
    SHARE,
    SHARED,
    SHIFTS,
    SIGNIFICANT,
)
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.levels import Technique
from kta_desktop.forms.wording import technique_number
from kta_desktop.i18n import N_
from kta_desktop.packs.reference_lists import technique_states
from kta_desktop.reports.basis import BAT
from kta_desktop.reports.context import Context
from kta_desktop.reports.figured import cell, lacks
from kta_desktop.reports.layout import TALLEST, paged_rows
from kta_desktop.reports.plan.words import MEASURE, heading
from kta_desktop.reports.secrecy import NO_SECRETS
from kta_desktop.reports.spoken import stacked
from kta_desktop.reports.style import WIDTH, dense, gap, grid, para, table

INDICATOR, TECHNIQUE, STATE = N_("Indicator"), N_("Technique"), N_("State")
THEN, NOW, DIFFERENCE, MEANS = N_("Earlier"), N_("Now"), N_("Difference"), N_("What it means")
TECHNIQUES = N_("Techniques: what changed")
MEASURES = N_("What became of the earlier plan")
EFFECTS = N_("Effects that were expected, and now")
_HEADED = 110.0
_SHIFT = (WIDTH * 0.25, WIDTH * 0.18, WIDTH * 0.18, WIDTH * 0.2, WIDTH * 0.19)
_TECHNIQUE = (WIDTH * 0.56, WIDTH * 0.22, WIDTH * 0.22)
_DONE = (WIDTH * 0.4, WIDTH * 0.16, WIDTH * 0.44)
_Cells = list[list[Flowable]]


def repeat_story(
    context: Context, indicators: Sequence[Indicator], found: Repeat | None
) -> list[Flowable]:
    """Return what changed since the audit before; nothing if there was none."""
    if found is None:
        return []
    names = {each.key: each for each in indicators}
    return [
        *heading(context.tongue.word(BESIDE, number=found.number), _HEADED),
        *_elsewhere(context, found),
        *_indicators(context, found, names),
        *_techniques(context, found),
        *_measures(context, found.measures, names),
    ]


def _elsewhere(context: Context, found: Repeat) -> list[Flowable]:
    """Say that the earlier audit was made at another address; nothing if it was not."""
    where = found.elsewhere
    return (
        stacked(context, lambda one: one.tongue.say(ELSEWHERE, address=where), "body")
        if where
        else []
    )


def _indicators(context: Context, found: Repeat, names: Mapping[str, Indicator]) -> list[Flowable]:
    rows = [_changed(context, each, names) for each in found.indicators if each.key in names]
    if not rows:
        return []
    heads = (INDICATOR, THEN, NOW, DIFFERENCE, MEANS)
    is_shared = any(each.shared and not each.is_kept for each in found.indicators)
    return [
        *stacked(context, lambda each: each.tongue.say(SIGNIFICANT)),
        *(stacked(context, lambda each: each.tongue.say(SHARED)) if is_shared else ()),
        gap(2),
        _ruled(context, heads, rows, _SHIFT),
        gap(4),
    ]


def _changed(context: Context, each: Changed, names: Mapping[str, Indicator]) -> _Cells:
    tongue, lang = context.tongue, context.tongue.first
    difference: list[Flowable] = [para(formatting.NOTHING, "rightstrong")]
    if each.difference.value is not None:
        difference = cell(each.difference, tongue, signed=True)
    if each.percent is not None:
        sign = "+" if each.percent > 0 else ""
        difference.append(para(f"{sign}{formatting.percent(each.percent, lang, 1)}", "tinyright"))
    return [
        _name(context, names[each.key]),
        _figure(context, each.before),
        _figure(context, each.after),
        difference,
        _means(context, each),
    ]


def _means(context: Context, each: Changed) -> list[Flowable]:
    """Say what a change comes to, and why that cannot be told where it cannot."""
    if each.is_kept:
        return [para(context.tongue.word(NO_SECRETS), "small")]
    said: list[Flowable] = [para(context.tongue.word(SHIFTS[each.shift]), "strong")]
    if each.shift is Shift.UNKNOWN:
        said += stacked(context, lambda one: lacks(each.difference.missing, one.tongue), "tiny")
    return said


def _name(context: Context, indicator: Indicator) -> list[Flowable]:
    name = context.tongue.stacked(indicator.name, "body", "tiny")
    return [*name, para(indicator.where, "tiny")] if indicator.where else name


def _figure(context: Context, figure: Figured) -> list[Flowable]:
    unit = "" if figure.unit in ("", "1") else formatting.unit(figure.unit, context.tongue.first)
    if figure.value is None:
        return [para(formatting.NOTHING, "rightstrong")]
    return cell(figure, context.tongue, unit=unit)


def _techniques(context: Context, found: Repeat) -> list[Flowable]:
    """Tell the degree of introduction, then and now, and the techniques whose state changed."""
    known = {each.id: each for each in context.record.definition.techniques}
    rows = [
        _technique(context, known[each.technique], each)
        for each in found.techniques
        if each.before is not each.after and each.technique in known
    ]
    story = [
        *heading(context.tongue.word(TECHNIQUES), _HEADED),
        *stacked(context, lambda each: _degrees(each, found), "body"),
        gap(2),
    ]
    if rows:
        story += [_ruled(context, (TECHNIQUE, THEN, NOW), rows, _TECHNIQUE), gap(4)]
    return story


def _technique(context: Context, technique: Technique, each: Introduced) -> _Cells:
    tongue = context.tongue
    number = technique_number(context.record.definition, technique)
    lead = f"{tongue.say(BAT, number=number)}. " if number else ""
    name = tongue.stacked(technique.title, "body", "tiny", lead)
    return [
        [*name, para(each.unit, "tiny")] if each.unit else name,
        [_state(context, each.before, "small")],
        [_state(context, each.after, "strong")],
    ]


def _state(context: Context, state: State | None, look: str) -> Flowable:
    labels = {each.id: each.label for each in technique_states()}
    return para(context.tongue.line(labels[state]) if state else formatting.NOTHING, look)


def _degrees(context: Context, found: Repeat) -> str:
    before, after = (_degree(context, each) for each in (found.degree_before, found.degree_after))
    return context.tongue.say(DEGREE, before=before, after=after)


def _degree(context: Context, figure: Figured) -> str:
    """Return ``83 % (20 of 24)``; a dash where nothing applies."""
    if figure.value is None:
        return formatting.NOTHING
    share = formatting.percent(figure.value, context.tongue.first, 0)
    done, whole = (str(term.value) for term in figure.terms)
    return context.tongue.say(SHARE, share=share, done=done, total=whole)


def _measures(
    context: Context, found: Sequence[Done], names: Mapping[str, Indicator]
) -> list[Flowable]:
    if not found:
        return []
    rows = [_become(context, each, names) for each in found]
    return [
        *heading(context.tongue.word(MEASURES), _HEADED),
        _ruled(context, (MEASURE, STATE, EFFECTS), rows, _DONE),
    ]


def _become(context: Context, each: Done, names: Mapping[str, Indicator]) -> _Cells:
    tongue, lang = context.tongue, context.tongue.first
    said: list[Flowable] = []
    for key, expected, present in each.reached:
        name = names[key].name.get(lang) if key in names else key
        now = formatting.NOTHING if present is None else formatting.number(present, lang)
        said.append(para(f"{name}: {formatting.number(expected, lang)} → {now}", "small"))
    if each.reason:
        said.append(para(each.reason, "small"))
    return [
        [para(each.measure or formatting.NOTHING)],
        [para(tongue.word(BECAME.get(each.state, BECAME["unknown"])), "strong")],
        said or [para(formatting.NOTHING)],
    ]


def _ruled(
    context: Context, heads: Sequence[str], rows: Sequence[_Cells], widths: Sequence[float]
) -> Flowable:
    pieces: list[list[Any]] = [[para(context.tongue.word(each), "head") for each in heads]]
    for row in rows:
        pieces += paged_rows(row, widths, TALLEST)
    return table(pieces, list(widths), grid(*dense(), head_rows=1), repeat=1)
