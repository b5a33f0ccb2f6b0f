"""Bounds that exceptions compute from the answers: an expression, or a formula of the pack."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Any

from kta_desktop.domain.definition import Definition, Level
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.host import Facts

# A computed bound is no better than the figures it rests on.
_FIGURES = Context(prec=6)
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_TOKEN = re.compile(rf"\$\{{[^}}]*\}}|{_NAME}(?=\s*\()|(?P<name>{_NAME})|(?P<over>/)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What computing a bound came to.

    Attributes:
        level: The exception with its bounds; None if they cannot be computed.
        missing: Facts whose answers are missing; empty if a person has to compute it.
    """

    level: Level | None = None
    missing: tuple[str, ...] = ()


def has_bounds(level: Level) -> bool:
    """Whether a row has a figure of its own."""
    return level.lower is not None or level.upper is not None


def computed(definition: Definition, state: Facts, level: Level, exception: Level) -> Computed:
    """Return the bounds that an exception gives in place of those of ``level``.

    ``upper_expr`` may speak of ``upper`` and ``lower`` of the level. Of several formulas all have
    to come to one figure: which of them is meant stands in words.
    """
    if has_bounds(exception):
        return Computed(level=exception)
    own = (exception.more or {}).get("upper_expr")
    texts = [str(own)] if own else [*_formulas(definition, exception)]
    figures: list[Decimal] = []
    missing: list[str] = []
    for text in texts:
        expression = _expression(definition, text, level)
        figure, lacking = _figure(state, expression)
        figures += [figure] if figure is not None else []
        missing += lacking
    if len(figures) == len(texts) and len(set(figures)) == 1:
        return Computed(level=_bounded(level, exception, figures[0]))
    return Computed(missing=tuple(dict.fromkeys(missing)))


def _formulas(definition: Definition, exception: Level) -> Iterator[str]:
    """Yield the formulas that an exception names."""
    wanted = (exception.more or {}).get("formulas") or ()
    rows: Any = (definition.more or {}).get("formulas") or ()
    known: Mapping[str, str] = {row["id"]: row.get("expression", "") for row in rows}
    if isinstance(wanted, list):
        yield from (known.get(str(name), "") for name in wanted)


def _expression(definition: Definition, text: str, level: Level) -> str:
    """Return a formula in the form language: names of facts, bounds as numbers, ``div``."""
    names = {question.name for question in definition.questions}
    bounds = {"upper": level.upper, "lower": level.lower}

    def put(match: re.Match[str]) -> str:
        name = match["name"]
        if match["over"]:
            return " div "
        if name is None:
            return match[0]
        if bound := bounds.get(name):
            return f"({bound})"
        return f"${{{name.lower()}}}" if name.lower() in names else name

    return _TOKEN.sub(put, text)


def _figure(state: Facts, expression: str) -> tuple[Decimal | None, tuple[str, ...]]:
    """Return what an expression comes to, or the facts that it lacks."""
    try:
        value = state.evaluate(expression)
        lacking = state.missing(expression)
    except (ExpressionError, KeyError):
        return None, ()
    if isinstance(value, Decimal) and value.is_finite():
        return value, ()
    return None, lacking


def _bounded(level: Level, exception: Level, upper: Decimal) -> Level:
    figure = _FIGURES.plus(upper).normalize()
    return replace(
        exception,
        lower=level.lower,
        lower_is_less_than=level.lower_is_less_than,
        upper=f"{figure:f}",
        upper_is_less_than=level.upper_is_less_than,
    )
