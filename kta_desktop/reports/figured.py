"""Computed figures on paper: rounded by their uncertainty, with n of N, or what they lack."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.terms import Figured, Lack, Missing
from kta_desktop.i18n import N_
from kta_desktop.reports.style import para
from kta_desktop.reports.tables import OF
from kta_desktop.reports.tongue import Tongue

_LACKS: Mapping[Lack, str] = {
    Lack.NOT_ENTERED: N_("not entered: {name}"),
    Lack.UNREADABLE: N_("cannot be read: {name}"),
    Lack.ZERO: N_("is zero: {name}"),
    Lack.NEGATIVE: N_("is below zero: {name}"),
    Lack.UNIT: N_("unit does not fit: {name}"),
    Lack.YEAR: N_("year differs or is not stated: {name}"),
    Lack.CURRENCY: N_("currency is not stated or differs: {name}"),
    Lack.PRICE_YEAR: N_("price year is not stated or differs: {name}"),
    Lack.CONDITIONS: N_("conditions are not known: {name}"),
    Lack.FACTOR: N_("no factor with a source: {name}"),
    Lack.CIRCLE: N_("rests on itself: {name}"),
    Lack.RATE: N_("discount rate is not stated"),
    Lack.LIFETIME: N_("lifetime is not stated: {name}"),
}
_DIGITS = 4  # significant digits of a figure whose uncertainty nobody knows
_NAMED = 3  # things that a cell names as missing


def said(figure: Figured, lang: str, *, signed: bool = False, places: int | None = None) -> str:
    """Return ``24,5 ± 2,4`` without unit; a dash where it was not worked out.

    Args:
        figure: What is said.
        lang: ``ru``, ``kk`` or ``en``.
        signed: Whether what is above zero has a plus.
        places: Behind the mark, where U is not known; None = four significant digits.
    """
    value, spread = figure.value, figure.uncertainty
    if value is None:
        return formatting.NOTHING
    if spread:
        places = formatting.places_of(float(spread))
        pair = (formatting.number(each, lang, places) for each in (value, spread))
        return f"{formatting.NBSP}±{formatting.NBSP}".join(pair)
    value = short(value) if places is None else formatting.rounded(value, places)
    shown = formatting.number(value, lang)
    return f"+{shown}" if signed and value > 0 else shown


def short(exact: Decimal) -> Decimal:
    """Return a number with at most four significant digits; whole ones keep all before the mark."""
    return formatting.significant(exact, max(_DIGITS, exact.adjusted() + 1))


def counted(figure: Figured, tongue: Tongue) -> str:
    """Return of how many parts a sum is, ``5 из 6``; nothing where it is of all of them."""
    if figure.known >= figure.of:
        return ""
    return tongue.say(OF, done=str(figure.known), total=str(figure.of))


def lacks(missing: Iterable[Missing], tongue: Tongue, most: int = _NAMED) -> str:
    """Return what a figure lacks, each thing once and those of a kind together."""
    found = list(
        dict.fromkeys((each.lack, each.name.get(tongue.first) or each.path) for each in missing)
    )
    names: dict[Lack, list[str]] = {}
    for lack, name in found[:most]:
        names.setdefault(lack, []).append(name)
    shown = "; ".join(
        tongue.say(_LACKS[lack], name=", ".join(alike)) for lack, alike in names.items()
    )
    return f"{shown}; …" if len(found) > most else shown


def cell(
    figure: Figured,
    tongue: Tongue,
    *,
    unit: str = "",
    signed: bool = False,
    places: int | None = None,
) -> list[Flowable]:
    """Return the cell of a table: the figure with its unit and n of N, or what it lacks."""
    if figure.value is None and figure.missing:
        return [para(lacks(figure.missing, tongue), "tiny")]
    shown = said(figure, tongue.first, signed=signed, places=places)
    parts: list[Flowable] = [para(shown, "rightstrong")]
    parts += [para(line, "tinyright") for line in (unit, counted(figure, tongue)) if line]
    return parts
