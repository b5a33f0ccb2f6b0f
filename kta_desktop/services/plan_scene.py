"""The plan as a page shows it: measures in words, sums of a scenario, bars in time, years."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.figure_words import LACKS
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Milestone, Plan, Scenario, Status, Step, Terms
from kta_desktop.assessment.plan_standing import REASONS, since_of, standing
from kta_desktop.assessment.statements import Statement, met, statements
from kta_desktop.assessment.steps import Event
from kta_desktop.assessment.terms import Figured, Missing
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import N_, _, language
from kta_desktop.reports.plan.gantt import Bar
from kta_desktop.services.plan_told import of_measures

__all__ = ["Event", "Plan", "Scenario", "Status", "Step", "Terms"]

BASELINE = "baseline"
STATUS_NAMES: Mapping[Status, str] = {
    Status.PLANNED: N_("planned"),
    Status.RUNNING: N_("under way"),
    Status.DONE: N_("done"),
    Status.DROPPED: N_("dropped"),
}
EVENT_NAMES: Mapping[Event, str] = {
    Event.DELIVERY: N_("delivery"),
    Event.CONSTRUCTION: N_("construction"),
    Event.COMMISSIONING: N_("commissioning"),
    Event.STARTUP: N_("start-up"),
}
_CURRENCIES = {"KZT": "₸", "EUR": "€", "USD": "$", "RUB": "₽"}
_BOOK = re.compile(r"\b(?:НДТ|ЕҚТ|BAT)\s*")  # the column is headed so
_UNREADABLE = Decimal(10) ** 12
_MILLION, _THOUSAND = Decimal(10**6), Decimal(10**3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure of the table.

    Attributes:
        id: Of the step.
        number: Its place in the table.
        name: What is done.
        techniques: Codes of its techniques.
        capex: In millions.
        change: Of yearly costs, with its sign.
        payback: Years; «no» where it never pays back.
        abatement: Cost of a unit abated.
        state: Status in words, lateness first; empty for one that is planned and in order.
        is_late: Whether its next event has passed.
        is_done: Whether it works already.
        bar: Its time.
        told: What it follows and what it closes, in sentences.
    """

    id: str
    number: str
    name: str
    techniques: str
    capex: str
    change: str
    payback: str
    abatement: str
    state: str
    is_late: bool
    is_done: bool
    bar: Bar
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of the plan in words.

    Attributes:
        year: Calendar year.
        starting: Measures that begin to work.
        capex: What they cost, with n of N.
        events: Key events with their days.
        verdicts: What is met by its end.
    """

    year: str
    starting: str
    capex: str
    events: str
    verdicts: str


def lines(
    plan: Plan, scenario: Scenario, indicators: Sequence[Indicator], codes: Mapping[str, str]
) -> tuple[Line, ...]:
    """Return the measures of a scenario in the order of the table.

    Among them are those that were dropped, and those that another measure of it replaces.
    """
    replaced = scenario.replaced
    dropped = {step.id for step in plan.steps if step.status is Status.DROPPED}
    shown = {*scenario.steps, *replaced} | (dropped if scenario.id != BASELINE else set())
    numbers = {step.id: str(step.measure.number) for step in plan.steps}
    names = {each.key: each for each in indicators}
    chosen = [step for step in plan.steps if step.id in shown]
    wrong = of_measures(plan, scenario)
    return tuple(
        _warned(
            _line(step, plan, numbers, names, codes, is_replaced=step.id in replaced),
            wrong.get(step.id, ""),
        )
        for step in chosen
    )


def shown_scenario(plan: Plan, wanted: str) -> Scenario | None:
    """Return a scenario by its id; else the first beside the baseline, else the baseline."""
    found = {each.id: each for each in plan.scenarios}
    others = [each for each in plan.scenarios if each.id != BASELINE]
    return found.get(wanted) or next(iter([*others, *plan.scenarios]), None)


def terms_words(terms: Terms) -> str:
    """Return what costs are worked out with; what nobody stated is asked for."""
    lang = language()
    year = _("price year is not stated")
    if terms.price_year is not None:
        year = _("prices of {year}").format(year=terms.price_year)
    currency = _("currency is not stated")
    if terms.currency:
        currency = _("million {currency}").format(currency=sign(terms.currency))
    rate = _("discount rate is not stated")
    if terms.rate is not None:
        rate = _("rate {percent}").format(percent=formatting.percent(terms.rate, lang))
    lifetime = _("lifetime is not stated")
    if terms.lifetime is not None:
        years = formatting.number(terms.lifetime, lang)
        lifetime = _("lifetime {years} a").format(years=years)
    return " · ".join((f"{year}, {currency}", rate, lifetime))


def is_complete(terms: Terms) -> bool:
    """Whether everything that costs are worked out with was stated."""
    return None not in (terms.price_year, terms.rate, terms.lifetime) and bool(terms.currency)


def sign(currency: str) -> str:
    """Return the sign of a currency, ``₸`` for ``KZT``; its code where it has none."""
    return _CURRENCIES.get(currency, currency)


def sums(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return the sums of a scenario: name and figure, with n of N where some are missing."""
    return (
        (_("CAPEX"), _counted(scenario.capex)),
        (_("Change of costs"), _yearly(scenario.cost_change)),
        (_("NPV"), _counted(scenario.npv, signed=True)),
    )


def missing_words(missing: Iterable[Missing]) -> str:
    """Return what a figure lacks, each thing once; empty for nothing."""
    lang = language()
    found = dict.fromkeys(
        _(LACKS[each.lack]).format(name=each.name.get(lang) or each.path) for each in missing
    )
    return "; ".join(found)


def signed(value: Decimal, digits: int | None = None) -> str:
    """Return a number with its sign, ``+6,8``; zero has none."""
    said = formatting.number(value, language(), digits)
    return f"+{said}" if value > 0 else said


def money(figure: Figured, *, signed_: bool = False) -> str:
    """Return millions with at most one digit after the mark; a dash where they are missing."""
    if figure.value is None:
        return formatting.NOTHING
    rounded = formatting.rounded(_brief(figure.value), 1)
    return signed(rounded) if signed_ else formatting.number(rounded, language())


def payback(figure: Figured) -> str:
    """Return years, «no» for a measure that never pays back, a dash where costs are missing."""
    if figure.value is not None:
        return formatting.number(formatting.rounded(_brief(figure.value), 1), language())
    return formatting.NOTHING if figure.missing else _("no")


def _brief(value: Decimal) -> Decimal:
    """Return a number that is too long to be read with few digits: it is a slip of the finger."""
    return value if abs(value) < _UNREADABLE else Decimal(format(value, ".2e"))


def cost_per_unit(step: Step, currency: str) -> str:
    """Return what a unit abated costs, ``−544 ₸/м³``; a dash where that is missing."""
    value = step.abatement.value
    if value is None:
        return formatting.NOTHING
    said, power = scaled(value)
    unit = amount_unit(step.abated.unit)
    name = step.abated_name.get(language())
    per = f"{unit} {name}".strip() if name and len(name) <= 4 else unit
    told = (said, power_word(power), f"{sign(currency)}/{per}")
    return formatting.NBSP.join(part.replace(" ", formatting.NBSP) for part in told if part)


def scaled(cost: Decimal) -> tuple[str, int]:
    """Return a cost as people say it, and its power of a thousand: 0, 1 or 2.

    Three significant digits: nobody knows a cost of abatement better.
    """
    size = abs(cost)
    power = 2 if size >= _MILLION else 1 if size >= _THOUSAND else 0
    value = formatting.significant(_brief(cost / _THOUSAND**power), 3)
    return formatting.number(value, language()), power


def power_word(power: int) -> str:
    """Return «thousand», «million», or nothing, for a power of a thousand."""
    return {0: "", 1: _("thousand"), 2: _("million")}[power]


def amount_unit(unit: str) -> str:
    """Return the unit of an amount a year without the year: ``t`` of ``t/year``."""
    stem = unit.removesuffix("/year").removesuffix("/a")
    return formatting.unit(stem, language())


def years(plan: Plan, scenario: Scenario, indicators: Sequence[Indicator]) -> tuple[Year, ...]:
    """Return the milestones of a scenario in words."""
    steps = {step.id: step for step in plan.steps}
    stated = statements(indicators)
    return tuple(_year(each, steps, stated) for each in scenario.milestones)


def _year(each: Milestone, steps: Mapping[str, Step], stated: Sequence[Statement]) -> Year:
    lang = language()
    starting = [f"{steps[i].measure.number}. {steps[i].measure.measure}" for i in each.starting]
    days: dict[str, list[str]] = {}
    for day, step, event in each.events:
        said = f"{_(EVENT_NAMES[event])} {formatting.date(day.isoformat(), lang)}"
        days.setdefault(step, []).append(said)
    events = [
        _("measure {number}: {events}").format(
            number=steps[step].measure.number, events=", ".join(told)
        )
        for step, told in days.items()
    ]
    return Year(
        year=str(each.year),
        starting="\n".join(starting) or formatting.NOTHING,
        capex=_counted(each.capex) if each.starting else formatting.NOTHING,
        events="\n".join(events) or formatting.NOTHING,
        verdicts=_standing_words(each.verdicts, stated),
    )


def _standing_words(verdicts: Mapping[str, Verdict], said: Sequence[Statement]) -> str:
    """Return how many indicators meet their level; a dash for a year before all figures."""
    if not verdicts:
        return formatting.NOTHING
    good, total = met(said, verdicts)
    return _("{met} of {total} meet the level").format(met=good, total=total)


def _warned(line: Line, wrong: str) -> Line:
    """Return a line that says first what a person has to be told of it."""
    return replace(line, told=f"{wrong} {line.told}".strip()) if wrong else line


def _line(
    step: Step,
    plan: Plan,
    numbers: Mapping[str, str],
    names: Mapping[str, Indicator],
    codes: Mapping[str, str],
    *,
    is_replaced: bool,
) -> Line:
    measure, capex = step.measure, step.measure.capex
    found = ", ".join(codes.get(one, one) for one in step.techniques) or _BOOK.sub("", measure.bat)
    return Line(
        id=step.id,
        number=str(measure.number),
        name=measure.measure or formatting.NOTHING,
        techniques=found or formatting.NOTHING,
        capex=formatting.NOTHING if capex is None else formatting.number(capex, language()),
        change=money(step.cost_change, signed_=True),
        payback=payback(step.payback),
        abatement=cost_per_unit(step, plan.terms.currency),
        state=_state(step, is_replaced=is_replaced),
        is_late=step.is_late,
        is_done=step.status is Status.DONE,
        bar=Bar(id=step.id, events=measure.events, after=step.after),
        told=sentence(step, numbers, names),
    )


def _state(step: Step, *, is_replaced: bool) -> str:
    parts = [_("replaced, not counted")] if is_replaced else []
    if step.is_late:
        parts.append(_("late"))
    if step.disordered:
        parts.append(_("days out of order"))
    if step.is_beyond_term:
        parts.append(_("beyond the four years of the programme"))
    if step.status is not Status.PLANNED:
        parts.append(_(STATUS_NAMES[step.status]))
    return ", ".join(parts)


def sentence(step: Step, numbers: Mapping[str, str], names: Mapping[str, Indicator]) -> str:
    """Return what a measure follows, what it is expected to reach, and what its figures lack."""
    number = step.measure.number
    found = []
    if step.after:
        found.append(_after(step, numbers))
    if step.instead_of:
        other = ", ".join(numbers.get(one, "?") for one in step.instead_of)
        found.append(_("Measure {number} replaces {others}.").format(number=number, others=other))
    if step.status is not Status.DROPPED:
        found += [_effect(step, each.indicator, names) for each in step.effects]
    lacks = missing_words(
        each for figure in (step.npv, step.payback, step.abatement) for each in figure.missing
    )
    if lacks:
        found.append(_("Not worked out: {lacks}.").format(lacks=lacks))
    return " ".join(part for part in found if part)


def _after(step: Step, numbers: Mapping[str, str]) -> str:
    """Return what a measure waits for; what is gone has no number."""
    number = step.measure.number
    if any(one not in numbers for one in step.after):
        said = _("Measure {number} waits for a measure that is no longer in the plan.")
        return said.format(number=number)
    before = ", ".join(numbers[one] for one in step.after)
    return _("Measure {number} begins after {before}.").format(number=number, before=before)


def _effect(step: Step, key: str, names: Mapping[str, Indicator]) -> str:
    """Return what is expected of an indicator, and whether that closes an excess."""
    lang = language()
    effect = next(each for each in step.effects if each.indicator == key)
    found = names.get(key)
    if found is None:
        return ""
    level = found.judgement.level
    unit = formatting.unit(level.unit if level else found.figure.unit, lang)
    value = formatting.number(effect.value, lang)
    if effect.uncertainty is not None:
        value = formatting.with_uncertainty(effect.value, effect.uncertainty, lang)
    reason = REASONS.get(standing(step, since_of(found)))
    if reason is not None:
        said = _("{name}: expected {value} {unit} — {reason}.")
        name = found.name.get(lang)
        return said.format(name=name, value=value, unit=unit, reason=_(reason))
    said = _("{name}: expected {value} {unit}.")
    if found.judgement.verdict is Verdict.EXCEEDS:
        said = _("Measure {number} acts on an excess, {name}: expected {value} {unit}.")
    return said.format(
        number=step.measure.number, name=found.name.get(lang), value=value, unit=unit
    )


def _counted(figure: Figured, *, signed: bool = False) -> str:
    said = money(figure, signed_=signed)
    if figure.known == figure.of:
        return said
    counted = _("{known} of {total}").format(known=figure.known, total=figure.of)
    return f"{said} ({counted})"


def _yearly(figure: Figured) -> str:
    if figure.value is None:
        return _counted(figure, signed=True)
    return _("{amount} a year").format(amount=_counted(figure, signed=True))


def days_of(step: Step) -> Mapping[Event, date]:
    """Return the days of the key events of a measure."""
    return dict(step.measure.events)
