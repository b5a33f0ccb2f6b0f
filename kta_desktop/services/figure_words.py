"""Computed figures in words: rounded by their uncertainty, with unit and n of N."""

from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.terms import Figured
from kta_desktop.formatting import NBSP, NOTHING

_DIGITS = 4  # significant digits of a figure whose uncertainty nobody knows


def told(figure: Figured, lang: str) -> str:
    """Return ``24,5 ± 2,4 мг/л``, with ``(3 из 5)`` behind if parts are missing; a dash if none."""
    if figure.value is None:
        return NOTHING
    unit = formatting.unit(figure.unit, lang) if figure.unit not in ("", "1") else ""
    share = "" if figure.known >= figure.of else f"({figure.known}/{figure.of})"
    return NBSP.join(part for part in (value(figure, lang), unit, share) if part)


def value(figure: Figured, lang: str) -> str:
    """Return the same without unit: ``24,5 ± 2,4``; four significant digits where U is unknown."""
    if figure.value is None:
        return NOTHING
    spread = figure.uncertainty
    if not spread:
        return formatting.number(short(figure.value), lang)
    places = formatting.places_of(float(spread))
    pair = (formatting.number(each, lang, places) for each in (figure.value, spread))
    return f"{NBSP}±{NBSP}".join(pair)


def short(exact: Decimal) -> Decimal:
    """Return a number with at most four significant digits; whole ones keep all before the mark."""
    return formatting.significant(exact, max(_DIGITS, exact.adjusted() + 1))
