"""The figures of one measure, each with its terms and with what it lacks.

Money is in millions of the currency of the plan and in prices of its year; a measure that states
another year or currency has no figures until somebody converts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment import economics, plan_names
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan import Terms
from kta_desktop.assessment.plan_names import said
from kta_desktop.assessment.plan_records import (
    PLAN,
    Note,
    name_of,
    number_of,
    path_of,
    text_of,
    year_of,
)
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain import fieldpath
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.packs.reference import units

MONEY = "million-KZT"
_MONEY_OF_ONE, _NO_UNIT = "KZT", "1"
YEARS = "year"
_PER_YEAR = "/year"
_MILLION = Decimal(10) ** 6
_AMOUNTS = frozenset(
    {"mass", "volume", "normal_volume", "energy", "count", "area", "population_equivalent"}
)
"""Quantities of which a number without a time is an amount; others are abated by the year."""


class Given:
    """A number that a figure is worked out from, or why it is not there.

    Attributes:
        term: It as it stands in formulas.
        missing: Why it cannot be taken; empty if it can.
        value: The number; None if it is not there or cannot be taken.
    """

    __slots__ = ("missing", "term", "value")

    def __init__(self, term: Term, missing: tuple[Missing, ...] = ()) -> None:
        self.term, self.missing = term, missing
        self.value: Decimal | None = None if missing else term.value


@dataclass(frozen=True, slots=True)
class Costs:
    """What the costs of a measure are worked out from.

    Attributes:
        capex: Investment.
        opex: Further yearly costs.
        saving: A year.
        rate: Discount rate, %.
        lifetime: Years.
        abated: A year.
        abated_name: What is abated.
        unfit: Why its money is not that of the plan.
    """

    capex: Given
    opex: Given
    saving: Given
    rate: Given
    lifetime: Given
    abated: Given
    abated_name: Text = NO_TEXT
    unfit: tuple[Missing, ...] = ()


def costs_of(line: Line, note: Note, terms: Terms, rate: Given) -> Costs:
    """Return what the figures of the measure of a row are worked out from.

    Args:
        line: Its row.
        note: Its records.
        terms: Of the plan.
        rate: Of the plan, see ``rate_of``.
    """
    return Costs(
        capex=_cell(line, "capex", "K", said(plan_names.CAPEX)),
        opex=_record(note, "opex", "O", plan_names.OPEX, MONEY),
        saving=_cell(line, "saving", "S", said(plan_names.SAVING)),
        rate=rate,
        lifetime=_lifetime(note),
        abated=_abated(note),
        abated_name=name_of(note.text("abated_name")),
        unfit=(*_unfit_year(note, terms), *_unfit_currency(line, note, terms)),
    )


def terms_missing(known: Known) -> tuple[Missing, ...]:
    """Return what the terms of a plan lack before any cost can be worked out."""
    asked = (
        ("price_year", Lack.PRICE_YEAR, plan_names.PRICE_YEAR),
        ("currency", Lack.CURRENCY, plan_names.CURRENCY),
        ("rate", Lack.RATE, plan_names.RATE),
    )
    readers = {"price_year": year_of, "currency": text_of, "rate": number_of}
    found = []
    for key, lack, name in asked:
        value = readers[key](known.record(PLAN, key))
        if value is None or value == "":
            found.append(Missing(lack, fieldpath.record(PLAN, key), said(name)))
    return tuple(found)


def investment(costs: Costs) -> Figured:
    """Return CAPEX: there only if its money is that of the plan."""
    used, lacks = _taken(costs, costs.capex)
    return _figured(None if lacks else costs.capex.value, MONEY, "K", used, lacks)


def cost_change(costs: Costs) -> Figured:
    """Return OPEX less saving, a year."""
    used, lacks = _taken(costs, costs.opex, costs.saving)
    value = None if lacks else -_net(costs)
    return _figured(value, MONEY, "O − S", used, lacks)


def net_present_value(costs: Costs) -> Figured:
    """Return the net present value over the lifetime."""
    used, lacks = _taken(costs, costs.capex, costs.opex, costs.saving, costs.rate, costs.lifetime)
    value = None
    if not lacks:
        capex, years = _all(costs.capex, costs.lifetime)
        value = economics.net_present_value(capex, _net(costs), _share(costs), years)
    return _figured(value, MONEY, "−K + (S − O) × (1 − (1 + r)^−n) / r", used, lacks)


def payback(costs: Costs) -> Figured:
    """Return years to earn CAPEX back; no value and nothing missing: it is never earned back."""
    used, lacks = _taken(costs, costs.capex, costs.opex, costs.saving)
    value = None
    if not lacks:
        (capex,) = _all(costs.capex)
        value = economics.payback(capex, _net(costs))
    return _figured(value, YEARS, "K / (S − O)", used, lacks)


def abatement(costs: Costs) -> Figured:
    """Return what a unit abated costs, in the currency (not in millions) per unit."""
    used, lacks = _taken(
        costs,
        costs.capex,
        costs.opex,
        costs.saving,
        costs.rate,
        costs.lifetime,
        costs.abated,
    )
    value = None
    if not lacks:
        capex, years, abated_ = _all(costs.capex, costs.lifetime, costs.abated)
        yearly = economics.annual_cost(capex, _net(costs), _share(costs), years)
        value = yearly * _MILLION / abated_
    amount = amount_unit(costs.abated.term.unit)
    unit = f"{_MONEY_OF_ONE}/{amount}" if amount != _NO_UNIT else _MONEY_OF_ONE
    return _figured(value, unit, "(K × r / (1 − (1 + r)^−n) + O − S) / M", used, lacks)


def abated(costs: Costs) -> Figured:
    """Return the amount abated a year, with its unit."""
    given = costs.abated
    return _figured(given.value, given.term.unit, "M", (given,), given.missing)


def amount_unit(unit: str) -> str:
    """Return the unit of an amount from the one of an amount a year: ``t`` of ``t/year``."""
    return unit.removesuffix(_PER_YEAR)


def currency_of(unit: str | None) -> str:
    """Return the currency of a unit of money, such as ``KZT``; empty if it is none."""
    row = units().get(unit or "")
    return row.si_unit if row is not None and row.quantity.startswith("money_") else ""


def rate_of(known: Known, terms: Terms) -> Given:
    """Return the discount rate of the plan, %."""
    path = fieldpath.record(PLAN, "rate")
    name = said(plan_names.RATE)
    term = Term(symbol="r", name=name, value=terms.rate, unit="%", path=path)
    if terms.rate is None:
        lack = Lack.RATE if known.record(PLAN, "rate") is None else Lack.UNREADABLE
        return Given(term, (Missing(lack, path, name),))
    return Given(term, (Missing(Lack.NEGATIVE, path, name),) if terms.rate < 0 else ())


def _lifetime(note: Note) -> Given:
    name = said(plan_names.LIFETIME)
    own = note.value("lifetime")
    path = path_of(note.row, "lifetime")
    if own is None and note.known.record(PLAN, "lifetime") is not None:
        own, path = note.known.record(PLAN, "lifetime"), fieldpath.record(PLAN, "lifetime")
    value = number_of(own)
    term = Term(symbol="n", name=name, value=value, unit=YEARS, path=path)
    if own is None:
        return Given(term, (Missing(Lack.LIFETIME, path, name),))
    return Given(term, _above_zero(value, path, name))


def _cell(line: Line, column: str, symbol: str, name: Text) -> Given:
    asked = line.column(column)
    path, value = line.path(column), line.number_of(column)
    label = asked.label if asked is not None and not asked.label.is_empty else name
    term = Term(symbol=symbol, name=label, value=value, unit=MONEY, path=path)
    return Given(term, _not_negative(value, path, label, is_there=not line.answer(column).is_empty))


def _record(note: Note, field: str, symbol: str, name: str, unit: str) -> Given:
    said_name, path, held = said(name), path_of(note.row, field), note.value(field)
    value = number_of(held)
    term = Term(symbol=symbol, name=said_name, value=value, unit=unit, path=path)
    return Given(term, _not_negative(value, path, said_name, is_there=held is not None))


def _abated(note: Note) -> Given:
    unit = note.text("abated_unit")
    given = _record(note, "abated", "M", plan_names.ABATED, unit or _NO_UNIT)
    path, name = given.term.path, given.term.name
    lacks = given.missing or _above_zero(given.term.value, path, name)
    if note.value("abated") is not None and not _is_amount(unit):
        at = path_of(note.row, "abated_unit")
        lacks = (*lacks, Missing(Lack.UNIT, at, said(plan_names.ABATED_UNIT)))
    return Given(given.term, lacks)


def _is_amount(unit: str) -> bool:
    """Whether a number in the unit is an amount of a year."""
    row = units().get(unit)
    return row is not None and (unit.endswith(_PER_YEAR) or row.quantity in _AMOUNTS)


def _unfit_year(note: Note, terms: Terms) -> tuple[Missing, ...]:
    name, plans = said(plan_names.PRICE_YEAR), fieldpath.record(PLAN, "price_year")
    if terms.price_year is None:
        return (Missing(Lack.PRICE_YEAR, plans, name),)
    own = note.value("price_year")
    if own is None or year_of(own) == terms.price_year:
        return ()
    return (Missing(Lack.PRICE_YEAR, path_of(note.row, "price_year"), name),)


def _unfit_currency(line: Line, note: Note, terms: Terms) -> tuple[Missing, ...]:
    name, plans = said(plan_names.CURRENCY), fieldpath.record(PLAN, "currency")
    own = note.text("currency").upper()
    if not terms.currency or terms.currency != currency_of(line.unit_of("capex") or MONEY):
        return (Missing(Lack.CURRENCY, plans, name),)
    if not own or own == terms.currency:
        return ()
    return (Missing(Lack.CURRENCY, path_of(note.row, "currency"), name),)


def _not_negative(
    value: Decimal | None, path: str, name: Text, *, is_there: bool
) -> tuple[Missing, ...]:
    if value is None:
        return (Missing(Lack.UNREADABLE if is_there else Lack.NOT_ENTERED, path, name),)
    return (Missing(Lack.NEGATIVE, path, name),) if value < 0 else ()


def _above_zero(value: Decimal | None, path: str, name: Text) -> tuple[Missing, ...]:
    lacks = _not_negative(value, path, name, is_there=True)
    return lacks or ((Missing(Lack.ZERO, path, name),) if value == 0 else ())


def _taken(costs: Costs, *used: Given) -> tuple[tuple[Given, ...], tuple[Missing, ...]]:
    """Return what a figure is of, and all that it lacks, each thing once."""
    if not costs.unfit and all(given.value is not None for given in used):
        return used, ()
    lacks = (*costs.unfit, *(each for given in used for each in given.missing))
    return used, tuple(dict.fromkeys(lacks))


def _net(costs: Costs) -> Decimal:
    """Return saving less OPEX, both known."""
    saving, opex = _all(costs.saving, costs.opex)
    return saving - opex


def _share(costs: Costs) -> Decimal:
    (rate,) = _all(costs.rate)
    return rate / 100


def _all(*used: Given) -> tuple[Decimal, ...]:
    return tuple(each.value for each in used if each.value is not None)


def _figured(
    value: Decimal | None,
    unit: str,
    formula: str,
    used: Sequence[Given],
    lacks: tuple[Missing, ...],
) -> Figured:
    return Figured(
        value=value,
        unit=unit,
        formula=formula,
        terms=tuple(given.term for given in used),
        missing=lacks,
        known=sum(1 for given in used if given.value is not None),
        of=len(used),
    )
