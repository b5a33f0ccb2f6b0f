"""What was typed into the plan becomes what its records hold, or a sentence that says why not."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kta_desktop import formatting
from kta_desktop.assessment import plan_names
from kta_desktop.assessment.plan_records import year_of
from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.forms.entry import iso_date
from kta_desktop.i18n import LANGUAGES, _, language
from kta_desktop.packs.reference import units
from kta_desktop.services.plan_errors import (
    PlanAmbiguousError,
    PlanCurrencyError,
    PlanDayError,
    PlanNegativeError,
    PlanNumberError,
    PlanUnitError,
    PlanYearError,
    PlanZeroError,
)

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER_WORD = r"(?:кв(?:артал)?\.?|q|тоқсан)"
_NUMBER = r"(?P<number>i{1,3}|iv|[1-4])"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_TAIL = r"\s*(?:г\.?|года?|ж\.?|жыл\w*|y)?"
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"{_NUMBER}\s*{_QUARTER_WORD}?[\s,./-]+{_YEAR}{_TAIL}",
        rf"{_YEAR}{_TAIL}[\s,./-]+{_QUARTER_WORD}?\s*{_NUMBER}\s*{_QUARTER_WORD}?",
        rf"{_QUARTER_WORD}\s*{_NUMBER}[\s,./-]+{_YEAR}{_TAIL}",
    )
)
_NAMED = re.compile(_QUARTER_WORD, re.IGNORECASE)
_ROMAN = re.compile(r"\b[iv]+\b", re.IGNORECASE)
_MONTH = re.compile(r"(?P<month>0?[1-9]|1[0-2])[./-](?P<year>(?:19|20|21)\d\d)")
_MONTH_ISO = re.compile(r"(?P<year>(?:19|20|21)\d\d)-(?P<month>0[1-9]|1[0-2])")
_YEAR_ONLY = re.compile(_YEAR + _TAIL, re.IGNORECASE)
_REPEATED = 60  # characters of what was typed that a sentence repeats
_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNS = {"₸": "KZT", "ТГ": "KZT", "ТЕНГЕ": "KZT", "ТЕҢГЕ": "KZT", "€": "EUR", "$": "USD"}
_CYRILLIC_TWINS = str.maketrans(
    {
        "\N{CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I}": "I",
        "\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}": "i",
    }
)
"""Quarters are typed on the Kazakh layout, too, where the letter looks the same."""


def number(typed: str, name: str) -> Decimal:
    """Return the number that was typed.

    Raises:
        PlanNumberError: If it is none.
        PlanAmbiguousError: If it may be two.
    """
    found = parse_number(typed)
    if found.value is not None:
        return found.value
    shown = [formatting.number(each, language()) for each in found.readings]
    if len(shown) > 1:
        raise PlanAmbiguousError(typed=_told(typed), name=name, readings="; ".join(shown))
    raise PlanNumberError(typed=_told(typed), name=name)


def not_negative(typed: str, name: str) -> str:
    """Return the text of a number of zero or more, as records keep it.

    Raises:
        PlanNumberError, PlanAmbiguousError, PlanNegativeError: If it is none.
    """
    found = number(typed, name)
    if found < 0:
        raise PlanNegativeError(typed=_told(typed), name=name)
    return plain(found)


def above_zero(typed: str, name: str) -> str:
    """Return the text of a number above zero, as records keep it.

    Raises:
        PlanNumberError, PlanAmbiguousError, PlanZeroError: If it is none.
    """
    found = number(typed, name)
    if found <= 0:
        raise PlanZeroError(typed=_told(typed), name=name)
    return plain(found)


def any_number(typed: str, name: str) -> str:
    """Return the text of a number, as records keep it.

    Raises:
        PlanNumberError, PlanAmbiguousError: If it is none.
    """
    return plain(number(typed, name))


def year(typed: str, name: str) -> str:
    """Return a year of prices.

    Raises:
        PlanYearError: If it is none.
    """
    found = year_of(typed.strip())
    if found is None:
        raise PlanYearError(typed=_told(typed), name=name)
    return str(found)


def currency(typed: str, name: str) -> str:
    """Return the code of a currency (ISO 4217); common signs and words for it are known.

    Raises:
        PlanCurrencyError: If it is none.
    """
    wanted = typed.strip().upper().rstrip(".")
    found = _SIGNS.get(wanted, wanted)
    if _CURRENCY.fullmatch(found) is None:
        raise PlanCurrencyError(typed=_told(typed), name=name)
    return found


def unit(typed: str, name: str) -> str:
    """Return the id of a unit that is named by its id or by its symbol in any language.

    Raises:
        PlanUnitError: If none is.
    """
    wanted = " ".join(typed.split())
    if wanted in units():
        return wanted
    found = units_named().get(wanted) or units_named().get(wanted.casefold())
    if found is None:
        raise PlanUnitError(typed=_told(wanted), name=name)
    return found


def words(typed: str, _name: str) -> str:
    """Return words on one line."""
    return " ".join(typed.split())


def day(typed: str, name: str) -> date:
    """Return the day that was typed; of a month, a quarter or a year the last one.

    Raises:
        PlanDayError: If it is none.
    """
    text = " ".join(typed.split()).translate(_CYRILLIC_TWINS)
    iso = iso_date(text)
    found = date.fromisoformat(iso) if iso else _last_day(text)
    if found is None:
        raise PlanDayError(typed=_told(typed), name=name)
    return found


def iso_day(typed: str, name: str) -> str:
    """Return the ISO date of the day that was typed.

    Raises:
        PlanDayError: If it is none.
    """
    return day(typed, name).isoformat()


RECORD_READERS: Mapping[str, tuple[str, Callable[[str, str], str]]] = {
    "opex": (plan_names.OPEX, not_negative),
    "lifetime": (plan_names.LIFETIME, above_zero),
    "price_year": (plan_names.PRICE_YEAR, year),
    "currency": (plan_names.CURRENCY, currency),
    "abated": (plan_names.ABATED, above_zero),
    "abated_unit": (plan_names.ABATED_UNIT, unit),
    "abated_name": (plan_names.ABATED_NAME, words),
}
"""Field of the records of a measure to what it is called and how it is read."""

TERM_READERS: Mapping[str, tuple[str, Callable[[str, str], str]]] = {
    "price_year": (plan_names.PRICE_YEAR, year),
    "currency": (plan_names.CURRENCY, currency),
    "rate": (plan_names.RATE, not_negative),
    "lifetime": (plan_names.LIFETIME, above_zero),
}
"""Field of the terms of the plan to the same."""


def read(
    readers: Mapping[str, tuple[str, Callable[[str, str], str]]], field: str, typed: str
) -> str | None:
    """Return what the record of a field holds for ``typed``; None for nothing.

    Raises:
        PlanError: If it cannot be read.
        KeyError: If there is no such field.
    """
    name, reader = readers[field]
    return reader(typed, _(name)) if typed.strip() else None


def _told(typed: str) -> str:
    """Return what was typed as sentences repeat it: a pasted page would fill the window."""
    text = typed.strip()
    return text if len(text) <= _REPEATED else f"{text[:_REPEATED]}…"


def _last_day(text: str) -> date | None:
    month = _MONTH.fullmatch(text) or _MONTH_ISO.fullmatch(text)
    if month is not None:
        return _end_of(int(month["year"]), int(month["month"]))
    if _YEAR_ONLY.fullmatch(text):
        return date(int(text[:4]), 12, 31)
    is_quarter = _NAMED.search(text) or _ROMAN.search(text)
    for way in _WAYS if is_quarter else ():
        found = way.fullmatch(text)
        if found is not None:
            return _end_of(int(found["year"]), 3 * _QUARTERS[found["number"].lower()])
    return None


def _end_of(year_: int, month: int) -> date:
    return date(year_, month, monthrange(year_, month)[1])


@lru_cache(maxsize=1)
def units_named() -> Mapping[str, str]:
    """Return symbols of units to ids; as written first, then whatever their letter case."""
    written: dict[str, str] = {}
    folded: dict[str, str | None] = {}
    for identifier in units():
        for lang in LANGUAGES:
            symbol = formatting.unit(identifier, lang)
            written.setdefault(symbol, identifier)
            same = folded.setdefault(symbol.casefold(), identifier)
            if same != identifier:
                folded[symbol.casefold()] = None  # several: МВт and мВт are not one thing
    return {**{each: found for each, found in folded.items() if found}, **written}
