"""Sentences about bottlenecks in all languages of the product, with their numbers as read there."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from kta_desktop import formatting
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.i18n import LANGUAGES, N_, _

Detail: TypeAlias = Text | Decimal | str | int

NO_UNCERTAINTY = N_("U is not stated")
_ABBREVIATED = re.compile(r"^[^(),]+\(([^\W\d_]{2,6}\d?)\)")
_LIST = "; "
_DIGITS = 3  # significant ones: parts of a score are no measurements


@lru_cache(maxsize=2048)
def said(message: str, **details: Detail) -> Text:
    """Return a message of the catalogue in every language; numbers with three digits.

    What was said before is kept: after one edit most sentences are the same.
    """
    return Text(
        **{
            lang: _(message, lang).format(
                **{name: shown(detail, lang) for name, detail in details.items()}
            )
            for lang in LANGUAGES
        }
    )


def shown(detail: Detail, lang: str) -> str:
    """Return a detail of a message in one language."""
    if isinstance(detail, Text):
        return detail.get(lang)
    if isinstance(detail, Decimal):
        is_whole = detail == detail.to_integral_value()
        exact = detail.to_integral_value() if is_whole else formatting.significant(detail, _DIGITS)
        return formatting.number(exact, lang)
    return str(detail)


def figure(value: Decimal, uncertainty: Decimal | None, unit: str) -> Text:
    """Return ``24,5 ± 2,4 мг/л`` in every language, with two digits of U; without if none is."""

    def told(lang: str) -> str:
        if uncertainty:
            places = max(0, 1 - uncertainty.adjusted())
            exact, spread = (formatting.to_places(each, places) for each in (value, uncertainty))
            number = formatting.with_uncertainty(exact, spread, lang)
        else:
            number = formatting.number(formatting.significant(value, 4), lang)
        symbol = formatting.unit(unit, lang)
        return f"{number}{formatting.NBSP}{symbol}" if symbol else number

    return Text(**{lang: told(lang) for lang in LANGUAGES})


def between(lower: Decimal | None, upper: Decimal | None) -> Text:
    """Return ``2–20`` or ``≤ 20`` in every language."""
    return Text(**{lang: formatting.interval(lower, upper, lang) for lang in LANGUAGES})


def brief(text: Text) -> Text:
    """Return a name by the abbreviation that it gives in brackets: «… кислорода (ХПК)» as «ХПК»."""
    return Text(**{lang: _ABBREVIATED.sub(r"\1", text.get(lang)) for lang in LANGUAGES})


def listed(texts: Iterable[Text]) -> Text:
    """Return texts as one, with semicolons between them."""
    found = [each for each in texts if not each.is_empty]
    if not found:
        return NO_TEXT
    return Text(**{lang: _LIST.join(each.get(lang) for each in found) for lang in LANGUAGES})
