"""What each measure of the plan is made of, technological standards, and what is not known."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus import Flowable, KeepTogether

from kta_desktop import formatting
from kta_desktop.assessment.steps import Gap, Measure, Norm
from kta_desktop.assessment.transition import GAPS, MEASURES, NORMS
from kta_desktop.domain.definition import Text
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import blank_reasons
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import TALLEST, Cells, brief, paged_rows
from kta_desktop.reports.plan.words import (
    EVENTS,
    amount,
    heading,
    is_money_kept,
    joined,
    lowered,
    money,
    option,
)
from kta_desktop.reports.spoken import in_line, stacked
from kta_desktop.reports.style import GREY, MM, WIDTH, dense, gap, grid, para, table

DETAILS = N_("Annex: the measures in detail")
TECHNIQUES = N_("BAT")
REMOVES = N_("Bottleneck")
EXPECTED = N_("Expected result")
TARGET = N_("Target figure")
COST = N_("Cost")
SAVING = N_("Saving in a year")
PAYBACK = N_("Payback")
YEARS = N_("{cost} ÷ {saving} = {years} years")
NET_YEARS = N_("{cost} ÷ ({saving} − {opex}) = {years} years")
FINANCE = N_("Financing")
OWNER = N_("Responsible")
KEY_EVENTS = N_("Key events")
NOT_STATED = N_("Not stated: {names}")
NORMS_TITLE = N_("Technological standards")
STANDARD = N_("Standard")
IS_SET = N_("set by a permit")
IS_PROPOSED = N_("proposed")
GROUNDS = N_("Grounds")
GAPS_TITLE = N_("What could not be obtained")
LACKS = N_("What is missing")
REASON = N_("Reason")
UNASSESSED = N_("What could not be assessed without it")
WHO_WHEN = N_("Who and by when")
_LABEL = 33 * MM
_FACTS = (_LABEL, WIDTH / 2 - _LABEL, _LABEL, WIDTH / 2 - _LABEL)
_WIDE = (_LABEL, WIDTH - _LABEL)
_TALL = 300.0  # points of a row of facts: a title and the row below it stay on one page
_TITLE = 600  # characters of a measure above its facts; the strip of time has it in full
_NORMS = (WIDTH * 0.3, WIDTH * 0.16, WIDTH * 0.54)
_GAPS = (WIDTH * 0.26, WIDTH * 0.18, WIDTH * 0.34, WIDTH * 0.22)


def details(context: Context, measures: Sequence[Measure]) -> list[Flowable]:
    """Return every measure with all that was entered for it; what is missing is named."""
    story: list[Flowable] = []
    for each in measures:
        story += [KeepTogether([_block(context, each)]), gap(4)]
    return story


def _block(context: Context, each: Measure) -> Flowable:
    """Return one measure: its name, and below it what is known of it."""
    title = f"{each.number}. {each.measure or formatting.NOTHING}"
    rows: list[Any] = [[para(brief(title, _TITLE), "strong"), "", "", ""]]
    look: list[tuple[Any, ...]] = [
        ("SPAN", (0, 0), (-1, 0)),
        ("BACKGROUND", (0, 0), (-1, 0), (GREY, GREY, GREY)),
        ("NOSPLIT", (0, 0), (-1, 1)),
    ]
    for cells in _facts(context, each):
        widths = _FACTS if len(cells) == len(_FACTS) else _WIDE
        for piece in paged_rows(cells, widths, _TALL):
            if len(piece) == len(_WIDE):
                look.append(("SPAN", (1, len(rows)), (-1, len(rows))))
            rows.append([*piece, *([""] * (len(_FACTS) - len(piece)))])
    return table(rows, list(_FACTS), grid(*dense(), *look))


def _facts(context: Context, each: Measure) -> Iterator[Cells]:
    """Yield the rows of facts of a measure: four cells of two facts, or two of one wide fact."""
    tongue = context.tongue
    facts = _told(context, each)
    known = [(label, value) for label, value in facts if value]
    for place in range(0, len(known), 2):
        pair = known[place : place + 2]
        cells: Cells = []
        for label, value in pair:
            cells += [[para(tongue.word(label), "label")], [para(value, "small")]]
        yield cells
    events = _events(context, each)
    if events:
        yield [[para(tongue.word(KEY_EVENTS), "label")], [para(events, "small")]]
    lacking = [label for label, value in facts if not value]
    lacking += [] if events else [KEY_EVENTS]
    if lacking:
        yield [[], stacked(context, lambda one: _not_stated(one, lacking))]


def _not_stated(context: Context, labels: Sequence[str]) -> str:
    tongue = context.tongue
    names = (lowered(tongue.say(label)) for label in labels)
    return tongue.say(NOT_STATED, names=", ".join(names))


def _told(context: Context, each: Measure) -> tuple[tuple[str, str], ...]:
    lang, unit = context.tongue.first, money(context)
    costs = (
        (COST, _number(context, each, "capex", unit)),
        (SAVING, _number(context, each, "saving", unit)),
        (PAYBACK, in_line(context, lambda one: _payback(one, each))),
    )
    return (
        (REMOVES, each.bottleneck),
        (TECHNIQUES, each.bat),
        (EXPECTED, each.effect),
        (TARGET, _number(context, each, "target", formatting.unit(each.target_unit, lang))),
        *(() if is_money_kept(context) else costs),
        (FINANCE, option(context, MEASURES, "finance", each.finance)),
        (OWNER, each.owner),
    )


def _number(context: Context, each: Measure, name: str, unit: str) -> str:
    value, typed = getattr(each, name), each.unread.get(name, "")
    if value is None and not typed:
        return ""
    shown = amount(context, value, typed)
    return f"{shown}{formatting.NBSP}{unit}" if unit and value is not None else shown


def _payback(context: Context, each: Measure) -> str:
    """Return ``28,0 ÷ 9,4 = 3,0 года``, less further yearly costs where they are stated.

    Nothing where one of the numbers is missing, or the measure never pays back.
    """
    opex = next((s.opex for s in context.assess().plan.steps if s.id == each.id), None)
    if not each.capex or each.saving is None or each.saving <= (opex or 0):
        return ""
    years = each.capex / (each.saving - (opex or 0))
    return context.tongue.say(
        YEARS if opex is None else NET_YEARS,
        cost=amount(context, each.capex),
        saving=amount(context, each.saving),
        opex=amount(context, opex) if opex is not None else "",
        years=formatting.number(formatting.rounded(years, 1), context.tongue.first),
    )


def _events(context: Context, each: Measure) -> str:
    dated = (
        f"{context.tongue.word(EVENTS[event])} {formatting.date(day.isoformat(), '')}"
        for event, day in each.events
    )
    typed = (
        f"{context.tongue.word(words)} «{each.unread[event]}»"
        for event, words in EVENTS.items()
        if event in each.unread
    )
    return joined((*dated, *typed))


def norms_story(context: Context, norms: Sequence[Norm]) -> list[Flowable]:
    """Return technological standards that are set or proposed; nothing if none was entered."""
    if not norms:
        return []
    tongue = context.tongue
    rows = [piece for each in norms for piece in paged_rows(_norm(context, each), _NORMS, TALLEST)]
    heads = [para(tongue.word(word), "head") for word in (NORMS_TITLE, STANDARD, GROUNDS)]
    return [
        *heading(tongue.word(NORMS_TITLE)),
        table([heads, *rows], list(_NORMS), grid(*dense(), head_rows=1), repeat=1),
        gap(6),
    ]


def _norm(context: Context, each: Norm) -> list[list[Flowable]]:
    tongue = context.tongue
    unit = formatting.unit(each.unit, tongue.first)
    value = amount(context, each.value, each.unread.get("value", ""))
    if each.value is not None and unit:
        value += f"{formatting.NBSP}{unit}"
    state = {True: IS_SET, False: IS_PROPOSED}.get(each.is_set) if each.is_set is not None else None
    name = [para(each.indicator or formatting.NOTHING, "strong")]
    about = joined((option(context, NORMS, "kind", each.kind), each.unit_name))
    name += [para(about, "tiny")] if about else []
    number = [para(value, "strong")]
    number += [para(tongue.word(state), "tiny")] if state else []
    return [name, number, [para(each.grounds or formatting.NOTHING, "small")]]


def gaps_story(context: Context, gaps: Sequence[Gap]) -> list[Flowable]:
    """Return what could not be obtained and what follows; nothing if nothing was entered."""
    if not gaps:
        return []
    tongue = context.tongue
    words = (LACKS, REASON, UNASSESSED, WHO_WHEN)
    heads = [para(tongue.word(word), "head") for word in words]
    rows = [piece for each in gaps for piece in paged_rows(_gap(context, each), _GAPS, TALLEST)]
    return [
        *heading(tongue.word(GAPS_TITLE)),
        table([heads, *rows], list(_GAPS), grid(*dense(), head_rows=1), repeat=1),
        gap(6),
    ]


def _gap(context: Context, each: Gap) -> list[list[Flowable]]:
    tongue = context.tongue
    reason = option(context, GAPS, "reason", each.reason) or _reason(each.reason, tongue.first)
    day = formatting.date(each.until.isoformat(), tongue.first) if each.until else ""
    texts = (each.what, reason, each.effect, joined((each.who, day), ", "))
    looks = ("strong", "small", "small", "small")
    return [
        [para(text or formatting.NOTHING, look)] for text, look in zip(texts, looks, strict=True)
    ]


def _reason(identifier: str | None, lang: str) -> str:
    """Return a reason for a blank that the table itself does not offer."""
    labels: dict[str, Text] = {each.id: each.label for each in blank_reasons()}
    return labels[identifier].get(lang) if identifier in labels else ""
