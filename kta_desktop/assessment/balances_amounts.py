"""Amounts as they were entered, brought to the unit of a balance: m3, MWh or tonnes a year.

An amount a year is converted. One an hour or a day is multiplied by the hours or days that the
plant worked in the reference year, not by those of the calendar. One without time, such as ``m3``,
does not say of how long it is, and fits no balance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Named
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.answers import Answer, Origin
from kta_desktop.domain.numbers import kept
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.forms.state import FormState
from kta_desktop.measurement.errors import UnitUnfitError, UnitUnknownError
from kta_desktop.measurement.units import convert

M3, MWH, TONNES = "m3/year", "MWh/year", "t/year"
NOT_APPLICABLE = "not_applicable"  # id in blank_reasons.csv: there is no such flow
_HOURS = Named(name="core_hours_year", concept="object.hours_year")
_DAYS = Named(name="core_days_year", concept="object.days_year")
_YEAR = Named(name="core_ref_year", concept="audit.reference_year")
_SHORT: Mapping[str, tuple[str, Named, str, str]] = {
    # end of a unit's id: what an amount in it is multiplied by, its symbol and unit
    "/h": ("h", _HOURS, "h", "h/year"),
    "/s": ("h", _HOURS, "h", "h/year"),
    "/min": ("h", _HOURS, "h", "h/year"),
    "/d": ("d", _DAYS, "d", "d/year"),
}
_POWER = ("kW", "MW")
_PER: Mapping[tuple[str, str], str] = {  # unit of the balance and of time: unit of the rate
    (M3, "h"): "m3/h",
    (M3, "d"): "m3/d",
    (TONNES, "h"): "t/h",
    (TONNES, "d"): "t/d",
    (MWH, "h"): "MW",
}
_MEASURED = frozenset(
    {
        Origin.MEASURED_ACCREDITED,
        Origin.ASM,
        Origin.METERED,
        Origin.MEASURED_AUDITOR,
        Origin.MEASURED_PLANT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A number as it was entered.

    Attributes:
        path: Where.
        value: In ``unit``; None if there is none.
        uncertainty: U (k = 2), same unit; None if it was not stated.
        unit: Id of its unit; empty if none was stated.
        lack: Why there is no value; None if there is one.
        is_absent: Whether it was said that there is no such flow.
        is_measured: Whether its origin is a measurement or a meter.
    """

    path: str
    value: Decimal | None = None
    uncertainty: Decimal | None = None
    unit: str = ""
    lack: Lack | None = None
    is_absent: bool = False
    is_measured: bool = False


def entered(state: FormState, path: str, unit: str | None) -> Entered:
    """Return what was entered at ``path``, whose number is in ``unit`` unless it says another.

    A calculated question or cell gives its value, without U.
    """
    try:
        answer = state.answer(path)
        is_asked = state.is_relevant(path)
    except KeyError:
        return Entered(path=path, lack=Lack.NOT_ENTERED)
    if not is_asked:
        return Entered(path=path, lack=Lack.NOT_ENTERED, is_absent=True)
    if answer.is_unreadable:
        return Entered(path=path, unit=unit or "", lack=Lack.UNREADABLE)
    value = kept(answer.value) if isinstance(answer.value, str) else None
    if value is None:
        value = _calculated(state, path) if answer.is_empty else None
    return Entered(
        path=path,
        value=value,
        uncertainty=_spread(answer),
        unit=answer.unit or unit or "",
        lack=None if value is not None else Lack.NOT_ENTERED,
        is_absent=answer.blank == NOT_APPLICABLE,
        is_measured=answer.origin in _MEASURED,
    )


def converted(found: Entered, target: str, symbol: str, name: Text) -> tuple[Term, Missing | None]:
    """Return a number as a term in the unit ``target``, and what keeps it from being one.

    Lack of a unit, a unit of another quantity and a negative number give a term without value.
    """
    lack = _lack(found)
    if lack is None and found.value is not None:
        try:
            value, spread = (
                _in(each, found.unit, target) for each in (found.value, found.uncertainty)
            )
        except (UnitUnknownError, UnitUnfitError):
            lack = Lack.UNIT
        else:
            return _term(found, value, spread, target, symbol, name), None
    missing = Missing(lack or Lack.NOT_ENTERED, found.path, name)
    return _term(found, None, None, target, symbol, name), missing


def yearly(known: Known, found: Entered, target: str, name: Text, symbol: str = "q") -> Figured:
    """Return an amount a year in ``target``, one of ``M3``, ``MWH``, ``TONNES``."""
    rate = _rate(found.unit, target)
    if rate is None:
        term, missing = converted(found, target, symbol, name)
        return figured(symbol, (term,), target, missing=(missing,) if missing else ())
    unit, (factor_name, factor_symbol, factor_unit) = rate
    term, missing = converted(found, unit, symbol, name)
    factor, no_factor = _factor(known, factor_name, factor_symbol, factor_unit)
    lacks = tuple(each for each in (missing, no_factor) if each)
    return figured(f"{symbol} · {factor_symbol}", (term, factor), target, missing=lacks)


def hours(known: Known, symbol: str = "h") -> tuple[Term, Missing | None]:
    """Return the hours that the plant worked in the reference year as a term."""
    return _factor(known, _HOURS, symbol, "h/year")


def reference_year(known: Known) -> int | None:
    """Return the reference year; None if it was not stated."""
    path, _unit, _name = at(known, _YEAR)
    value = _value(known.state, path)
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else None


def at(known: Known, named: Named, instance: str = "") -> tuple[str, str | None, Text]:
    """Return path, unit and title of a question, inside the instance at ``instance`` if given.

    The path is empty if the checklist has no such question.
    """
    found = index_of(known.definition).named(named.name, named.concept)
    if found is None:
        return "", None, NO_TEXT
    path = f"{instance}/{found.name}" if instance else found.name
    return path, found.unit, found.title


def instances(known: Known, named: Named) -> tuple[str, ...]:
    """Return the paths of the instances of a repeat that stands in no other, in order."""
    found = index_of(known.definition).named(named.name, named.concept)
    if found is None or not found.is_repeat:
        return ()
    try:
        return tuple(f"{found.name}/{row.id}" for row in known.state.rows(found.name))
    except KeyError:
        return ()


def chosen(known: Known, named: Named, instance: str) -> tuple[str, ...]:
    """Return the options chosen in a question of an instance; several of a question of many."""
    path, _unit, _name = at(known, named, instance)
    value = _value(known.state, path) if path else None
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value) if isinstance(value, tuple) else ()


def label(known: Known, named: Named, option: str) -> Text:
    """Return what an option of a question is called; its id if it is none of its options."""
    found = index_of(known.definition).named(named.name, named.concept)
    choice = found.choice(option) if found else None
    return choice.label if choice else Text(ru=option, kk=option, en=option)


def words(known: Known, named: Named, instance: str = "") -> str:
    """Return the words of a question on one line; empty if there are none."""
    path, _unit, _name = at(known, named, instance)
    value = _value(known.state, path) if path else None
    return " ".join(value.split()) if isinstance(value, str) else ""


def same(text: str) -> Text:
    """Return what was typed as a text: it is the same in all languages."""
    return Text(ru=text, kk=text, en=text)


def _factor(known: Known, named: Named, symbol: str, unit: str) -> tuple[Term, Missing | None]:
    path, own, name = at(known, named)
    found = entered(known.state, path, own or unit)
    return converted(found, unit, symbol, name)


def _lack(found: Entered) -> Lack | None:
    if found.value is None:
        return found.lack or Lack.NOT_ENTERED
    return Lack.NEGATIVE if found.value < 0 else None


def _rate(unit: str, target: str) -> tuple[str, tuple[Named, str, str]] | None:
    """Return the unit of a rate and what it is multiplied by; None for amounts a year."""
    end = "/h" if unit in _POWER else next((each for each in _SHORT if unit.endswith(each)), "")
    if not end:
        return None
    time, named, symbol, factor_unit = _SHORT[end]
    rate = _PER.get((target, time))
    return None if rate is None else (rate, (named, symbol, factor_unit))


def _in(value: Decimal | None, unit: str, target: str) -> Decimal | None:
    return None if value is None else convert(value, unit, target)


def _term(
    found: Entered,
    value: Decimal | None,
    spread: Decimal | None,
    unit: str,
    symbol: str,
    name: Text,
) -> Term:
    return Term(
        symbol=symbol, name=name, value=value, uncertainty=spread, unit=unit, path=found.path
    )


def _spread(answer: Answer) -> Decimal | None:
    value = kept(answer.uncertainty) if answer.uncertainty else None
    return None if value is None else abs(value)


def _calculated(state: FormState, path: str) -> Decimal | None:
    value = _value(state, path)
    return value if isinstance(value, Decimal) and value.is_finite() else None


def _value(state: FormState, path: str) -> object:
    try:
        return state.value(path)
    except KeyError:
        return None
