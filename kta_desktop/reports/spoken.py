"""Sentences in each language of a sheet, every one with its own words, numbers and dates.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from reportlab.platypus import Flowable

from kta_desktop.reports.context import Context
from kta_desktop.reports.style import para
from kta_desktop.reports.tongue import BETWEEN, Tongue

Words: TypeAlias = Callable[[Context], str]
"""Returns a sentence for a context of one language."""
_BELOW: Mapping[str, str] = {
    "body": "second",
    "small": "tiny",
    "strong": "second",
    "rightstrong": "tinyright",
    "right": "tinyright",
}
"""How the second language is set under the first; as the first itself where nothing is said."""


def singles(context: Context) -> tuple[Context, ...]:
    """Return the context in each language of the sheet alone."""
    return tuple(replace(context, tongue=Tongue((lang,))) for lang in context.tongue.languages)


def in_each(context: Context, words: Words) -> tuple[str, ...]:
    """Return a sentence in each language of the sheet, equal ones once; none if it is empty."""
    return tuple(dict.fromkeys(text for each in singles(context) if (text := words(each))))


def in_line(context: Context, words: Words) -> str:
    """Return a phrase in each language of the sheet on one line."""
    return BETWEEN.join(in_each(context, words))


def stacked(context: Context, words: Words, look: str = "small") -> list[Flowable]:
    """Return a sentence in the first language with the second one under it."""
    return under_each_other(in_each(context, words), look)


def under_each_other(texts: tuple[str, ...], look: str = "small") -> list[Flowable]:
    """Return a text that is there in each language, the first in ``look``."""
    looks = (look, _BELOW.get(look, look))
    return [para(text, looks[min(place, 1)]) for place, text in enumerate(texts)]
