"""Computed figures in words: rounded by their uncertainty, with n of N, or what they lack."""

from collections.abc import Mapping
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.terms import Figured, Lack
from kta_desktop.i18n import N_

LACKS: Mapping[Lack, str] = {
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
    Lack.UNCERTAINTY: N_("U is not stated: {name}"),
    Lack.AVERAGING: N_("averaged in another way or not stated: {name}"),
    Lack.BASE: N_("per another base or main product: {name}"),
}
"""Why a figure was not worked out; ``name`` is what is missing."""
_DIGITS = 4  # significant digits of a figure whose uncertainty nobody knows


def told(figure: Figured, lang: str) -> str:
    """Return ``24,5 ± 2,4 мг/л``, with ``(3/5)`` behind if parts are missing; a dash if none."""
    if figure.value is None:
        return formatting.NOTHING
    unit = formatting.unit(figure.unit, lang) if figure.unit not in ("", "1") else ""
    share = "" if figure.known >= figure.of else f"({figure.known}/{figure.of})"
    parts = (said(figure, lang), unit, share)
    return formatting.NBSP.join(part for part in parts if part)


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
        sign = "+" if signed and value > 0 else ""
        return sign + f"{formatting.NBSP}±{formatting.NBSP}".join(pair)
    value = short(value) if places is None else formatting.rounded(value, places)
    shown = formatting.number(value, lang)
    return f"+{shown}" if signed and value > 0 else shown


def short(exact: Decimal) -> Decimal:
    """Return a number with at most four significant digits; whole ones keep all before the mark."""
    return formatting.significant(exact, max(_DIGITS, exact.adjusted() + 1))
