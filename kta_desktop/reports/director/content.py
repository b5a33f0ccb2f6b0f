"""The director's page in words of one language: a screen and a sheet show the same.

Words are plain and written out; numbers are few. What is not known is told as such.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.plan import Step
from kta_desktop.assessment.statements import Apart
from kta_desktop.assessment.weighing import Total
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.i18n import N_, _
from kta_desktop.reports.assessed import Assessed
from kta_desktop.reports.director.headline import (
    Headline,
    Hindrance,
    Pays,
    Unknown,
    headline,
)

TITLE = N_("The audit on one page")
COMPARED = N_("How the plant stands")
HINDERED = N_("What holds the plant back most")
COSTS = N_("What the plan costs and brings")
REACHED = N_("What is reached when")
NOT_KNOWN = N_("What is not known")
NO_SECRETS = N_("Not printed: trade secret")
_BOOK = {
    "approved": N_("The Kazakh reference book {book} is approved."),
    "in preparation": N_(
        "The Kazakh reference book {book} is still being prepared: its levels do not bind the "
        "plant yet."
    ),
}
_AGAINST = N_("Figures are held against levels of BAT. {benchmark}.")
_TILES: Mapping[Verdict, str] = {
    Verdict.EXCEEDS: N_("worse than the level of the best available techniques"),
    Verdict.NOT_DISTINGUISHABLE: N_("cannot be told: the measurement is not exact enough"),
    Verdict.MEETS: N_("as good as that level or better"),
    Verdict.NOT_COMPARED: N_("indicators are not compared"),
}
APART: Mapping[Apart, str] = {
    Apart.NO_LEVEL: N_("no level: {count}"),
    Apart.NO_DATA: N_("no data: {count}"),
    Apart.UNCHECKED: N_("not checked: {count}"),
    Apart.NOT_COMPARABLE: N_("not comparable: {count}"),
}
"""Of how many figures that are not compared it is why."""
_QUARTERS = (
    N_("first quarter of {year}"),
    N_("second quarter of {year}"),
    N_("third quarter of {year}"),
    N_("fourth quarter of {year}"),
)
_MILLION_TENGE = N_("million tenge")
_NO_STEP = N_("The plan has no measure for it yet")
_DONE_STEP = N_("Its measures are done; the plan has no further one for it")
_AND_MORE = N_("and {count} more")
_NO_DAY = N_("no day is set")
_NO_COST = N_("the cost is not stated")
_PART_COST = N_("known for {known} of {of} measures")
_CAPEX, _SAVED, _SPENT, _PAYBACK = (
    N_("is to be invested"),
    N_("is saved in a year, further costs taken off"),
    N_("is spent more in a year"),
    N_("years until the investment has paid back"),
)
_NEVER = N_("no")
_NEVER_NOTE = N_("the measures save no more than they cost in a year")
_UNSAID = N_("It cannot be said after how many years: costs are missing")
_NO_PLAN = N_("No measures were entered yet.")
_NO_HINDRANCE = N_("No bottleneck was found or entered.")
_PROPOSED = N_("Found by the program, not confirmed by the auditor.")
_OTHERS = N_("Further bottlenecks: {count}.")
_FROM = N_("{year}: {names} will meet the level.")
_NO_EFFECTS = N_("The plan does not say yet which figures its measures improve.")
_LEFT = N_("When all is done, still not on the level: {names}.")
_ALL_DONE = N_("The last measure begins to work in: {quarter}.")
_WHOLE = Decimal(100)  # million; from there on no places behind the mark
_NAMED = 3  # names in one sentence
_UNKNOWN: Mapping[Unknown, str] = {
    Unknown.UNCHECKED: N_("Levels nobody has checked against their source: {count}."),
    Unknown.NO_DATA: N_("Indicators that lack data to compare them with a level: {count}."),
    Unknown.NOT_COMPARABLE: N_("Indicators that are not comparable with their level: {count}."),
    Unknown.CONFIRMED: N_("Bottlenecks the auditor has not confirmed: {count}."),
    Unknown.COST: N_("Measures without a cost: {count}."),
    Unknown.CHANGE: N_("Measures without yearly costs or savings: {count}."),
    Unknown.DAY: N_("Measures without a day on which they begin to work: {count}."),
    Unknown.TERMS: N_("Terms of the costs that are not stated (year, currency, rate): {count}."),
    Unknown.BALANCE: N_("Balances where what comes in is not what goes out: {count}."),
    Unknown.UNBALANCED: N_("Balances that cannot be judged: {count}."),
    Unknown.GAPS: N_("Data that could not be obtained: {count}."),
}
_ALL_KNOWN = N_("Nothing is known to be missing.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the page is made from.

    Attributes:
        record: The audit.
        day: ISO date of the page.
        found: Its assessment.
        gaps: How many data could not be obtained.
        money: Id of the unit of costs; None if the checklist asks for none.
        kept: Judgements of figures that are a trade secret and are kept back from the reader.
        is_money_kept: Whether costs are a trade secret that is kept back from the reader.
    """

    record: AuditRecord
    day: str
    found: Assessed
    gaps: int = 0
    money: str | None = None
    kept: tuple[Judgement, ...] = ()
    is_money_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A big figure with what it counts.

    Attributes:
        figure: In digits, or a dash.
        unit: Behind it; may be empty.
        words: What it is.
        note: What has to be minded; may be empty.
        verdict: Whose count it is; None of money.
    """

    figure: str
    words: str
    unit: str = ""
    note: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinders:
    """A bottleneck in words.

    Attributes:
        what: What it is.
        sign: The figure that shows it; may be empty.
        measure: What removes it.
        money: What that costs, or why that is not said.
        day: When it begins to work.
    """

    what: str
    sign: str
    measure: str
    money: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The director's page in one language.

    Attributes:
        lang: Its language.
        title: Of the page.
        plant: Whom it is about.
        number: Of the audit.
        day: Date of the page.
        about: The book, and what figures are held against.
        counts: Four tiles: how many statements have which verdict, of the last one why.
        hinders: The weightiest bottlenecks.
        hinders_note: What has to be minded of them; may be empty.
        money: Three tiles: invested, saved or spent a year, years until it has paid back.
        money_note: Why there are none; empty if there are.
        reached: What is met when, a sentence each.
        unknown: What is not known, a sentence each.
    """

    lang: str
    title: str
    plant: str
    number: str
    day: str
    about: tuple[str, ...]
    counts: tuple[Tile, ...]
    hinders: tuple[Hinders, ...]
    hinders_note: str
    money: tuple[Tile, ...]
    money_note: str
    reached: tuple[str, ...]
    unknown: tuple[str, ...]


def page(facts: Facts, lang: str) -> Page:
    """Return the director's page in a language: ``ru``, ``kk`` or ``en``."""
    head = headline(facts.found, facts.gaps, facts.kept)
    record = facts.record
    return Page(
        lang=lang,
        title=_(TITLE, lang),
        plant=record.plant.name,
        number=record.number,
        day=formatting.date(facts.day, lang),
        about=_about(record, lang),
        counts=tuple(_count(head, verdict, lang) for verdict in _TILES),
        hinders=tuple(_hinders(facts, each, lang) for each in head.hindrances),
        hinders_note=_hinders_note(head, lang),
        money=_money(facts, head, lang),
        money_note="" if head.steps else _(_NO_PLAN, lang),
        reached=tuple(_reached(head, lang)),
        unknown=tuple(_unknown(head, lang)),
    )


def _count(head: Headline, verdict: Verdict, lang: str) -> Tile:
    """Return how many come to a verdict; of those that come to none, why."""
    parts = [_(APART[why], lang).format(count=count) for why, count in head.apart.items()]
    return Tile(
        figure=str(head.counts[verdict]),
        words=_(_TILES[verdict], lang),
        note="; ".join(parts) if verdict is Verdict.NOT_COMPARED else "",
        verdict=verdict,
    )


def _about(record: AuditRecord, lang: str) -> tuple[str, ...]:
    definition = record.definition
    pack = (definition.more or {}).get("pack")
    book = pack.get("book") if isinstance(pack, Mapping) else None
    lines: list[str] = []
    if isinstance(book, Mapping):
        title = Text(**{each: str(book.get(each) or "") for each in ("ru", "kk", "en")}).get(lang)
        words = _BOOK.get(str(book.get("state")))
        lines += [_(words, lang).format(book=title)] if words and title else []
    benchmark = definition.benchmark.get(lang).rstrip(". ")
    lines += [_(_AGAINST, lang).format(benchmark=benchmark)] if benchmark else []
    return tuple(lines)


def _hinders(facts: Facts, each: Hindrance, lang: str) -> Hinders:
    candidate = each.candidate
    title = candidate.title.get(lang) or (candidate.row.what if candidate.row else "")
    none = _DONE_STEP if each.is_done else _NO_STEP
    return Hinders(
        what=title or formatting.NOTHING,
        sign=candidate.sign.get(lang),
        measure=_measures(each.steps, lang) if each.steps else _(none, lang),
        money=_cost(facts, each.capex, lang) if each.steps else "",
        day=_day(each.until, lang) if each.steps else "",
    )


def _measures(steps: tuple[Step, ...], lang: str) -> str:
    first = steps[0].measure.measure or formatting.NOTHING
    if len(steps) == 1:
        return first
    return f"{first} {_(_AND_MORE, lang).format(count=len(steps) - 1)}"


def _cost(facts: Facts, cost: Total, lang: str) -> str:
    if facts.is_money_kept:
        return _(NO_SECRETS, lang)
    if cost.value is None:
        return _(_NO_COST, lang)
    shown = _amount(facts, cost.value, lang)
    return shown if cost.known == cost.of else f"{shown} ({_part(cost, lang)})"


def _amount(facts: Facts, value: Decimal, lang: str) -> str:
    shown = formatting.number(_round(value), lang)
    return f"{shown}{formatting.NBSP}{_unit(facts, lang)}"


def _unit(facts: Facts, lang: str) -> str:
    """Return the unit of money, written out."""
    if facts.money == "million-KZT":
        return _(_MILLION_TENGE, lang)
    return formatting.unit(facts.money, lang)


def _part(cost: Total, lang: str) -> str:
    return _(_PART_COST, lang).format(known=cost.known, of=cost.of)


def _round(value: Decimal) -> Decimal:
    """Return money as a director reads it: one place behind the mark where it is small."""
    rounded = formatting.rounded(value, 0 if abs(value) >= _WHOLE else 1)
    return formatting.rounded(rounded, 0) if rounded == rounded.to_integral_value() else rounded


def _day(day: date | None, lang: str) -> str:
    if day is None:
        return _(_NO_DAY, lang)
    return _(_QUARTERS[(day.month - 1) // 3], lang).format(year=day.year)


def _hinders_note(head: Headline, lang: str) -> str:
    if not head.hindrances:
        return _(_NO_HINDRANCE, lang)
    parts = [_(_PROPOSED, lang)] if head.is_proposed else []
    parts += [_(_OTHERS, lang).format(count=head.others)] if head.others else []
    return " ".join(parts)


def _money(facts: Facts, head: Headline, lang: str) -> tuple[Tile, ...]:
    if not head.steps:
        return ()
    words = (_CAPEX, _SAVED, _PAYBACK)
    if facts.is_money_kept:
        kept = _(NO_SECRETS, lang)
        return tuple(
            Tile(figure=formatting.NOTHING, words=_(each, lang), note=kept) for each in words
        )
    change = head.change.value
    is_spent = change is not None and change > 0
    return (
        _sum(facts, head.capex, head.capex.value, _CAPEX, lang),
        _sum(
            facts,
            head.change,
            abs(change) if change is not None else None,
            _SPENT if is_spent else _SAVED,
            lang,
        ),
        _payback(head, lang),
    )


def _sum(facts: Facts, part: Total, value: Decimal | None, words: str, lang: str) -> Tile:
    is_whole = part.known == part.of
    return Tile(
        figure=formatting.NOTHING if value is None else formatting.number(_round(value), lang),
        unit="" if value is None else _unit(facts, lang),
        words=_(words, lang),
        note="" if is_whole else _part(part, lang),
    )


def _payback(head: Headline, lang: str) -> Tile:
    if head.pays is Pays.BACK and head.years is not None:
        years = formatting.number(formatting.rounded(head.years, 1), lang)
        return Tile(figure=years, words=_(_PAYBACK, lang))
    if head.pays is Pays.NEVER:
        return Tile(figure=_(_NEVER, lang), words=_(_PAYBACK, lang), note=_(_NEVER_NOTE, lang))
    return Tile(figure=formatting.NOTHING, words=_(_PAYBACK, lang), note=_(_UNSAID, lang))


def _reached(head: Headline, lang: str) -> Iterable[str]:
    for year, indicators in head.met:
        names = (each.name.get(lang) for each in indicators)
        yield _(_FROM, lang).format(year=year, names=_names(names, lang))
    if head.steps and not head.met:
        yield _(_NO_EFFECTS, lang)
    if head.met and head.left:
        names = (each.name.get(lang) for each in head.left)
        yield _(_LEFT, lang).format(names=_names(names, lang))
    if head.until is not None:
        yield _(_ALL_DONE, lang).format(quarter=_day(head.until, lang))


def _names(names: Iterable[str], lang: str) -> str:
    found = list(dict.fromkeys(names))
    shown = "; ".join(found[:_NAMED])
    if len(found) <= _NAMED:
        return shown
    return f"{shown} {_(_AND_MORE, lang).format(count=len(found) - _NAMED)}"


def _unknown(head: Headline, lang: str) -> Iterable[str]:
    if not head.unknown:
        yield _(_ALL_KNOWN, lang)
    for kind, count in head.unknown.items():
        yield _(_UNKNOWN[kind], lang).format(count=count)
