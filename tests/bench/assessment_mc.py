"""Monte Carlo of one indicator (JCGM 101:2008), against drawing its numbers alone."""

import ast
import operator
import statistics
import time
from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kta_desktop.assessment.terms import Figured, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.texts import Text

DRAWS = 100_000
GOAL_MS = 200.0
_ROUNDS = 15
_FORMULA = "(E1 × 3.6 + E2 × 3.6 + Q + F1 × H1 + F2 × H2 − S) / P"
_TERMS: Mapping[str, tuple[str, str]] = {
    "E1": ("3000", "60"),
    "E2": ("200", "10"),
    "Q": ("4186.8", "80"),
    "F1": ("500", "5"),
    "H1": ("33.5", "0.5"),
    "F2": ("12", "0.4"),
    "H2": ("42.7", "0.6"),
    "S": ("900", "50"),
    "P": ("20000", "100"),
}
_Array = NDArray[np.float64]
_SIGNS: Mapping[type[ast.operator], Callable[[_Array, _Array], _Array]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement; both sides draw turn by turn."""
    figure = _indicator()
    whole, drawing = [], []
    for seed in range(_ROUNDS):
        whole.append(_timed(lambda seed=seed: spread(figure, seed)))  # type: ignore[misc]
        drawing.append(_timed(lambda seed=seed: _drawn(figure, seed)))  # type: ignore[misc]
    took, floor = statistics.median(whole), statistics.median(drawing)
    first = float(figure.uncertainty or 0)
    return [
        (f"Monte Carlo of {len(_TERMS)} terms, 100 000 draws", took * 1000, "ms"),
        ("  goal", GOAL_MS, "ms"),
        ("  times drawing the numbers alone", took / floor, "x"),
        ("  its U over that of first order", spread(figure, 0) / first, "x"),
    ]


def spread(figure: Figured, seed: int) -> float:
    """Return U (k = 2) of a figure by Monte Carlo."""
    tree = ast.parse(figure.formula.replace("×", "*").replace("−", "-"), mode="eval")
    found = _value(tree.body, _drawn(figure, seed))
    return 2 * float(np.std(found, ddof=1))


def _drawn(figure: Figured, seed: int) -> dict[str, _Array]:
    random = np.random.default_rng(seed)
    return {
        term.symbol: random.normal(float(term.value or 0), float(term.uncertainty or 0) / 2, DRAWS)
        for term in figure.terms
    }


def _value(node: ast.expr, drawn: Mapping[str, _Array]) -> _Array:
    match node:
        case ast.Name(id=name):
            return drawn[name]
        case ast.Constant(value=int() | float() as number):
            return np.float64(number) * np.ones(1)
        case ast.BinOp(left=left, op=sign, right=right):
            return _SIGNS[type(sign)](_value(left, drawn), _value(right, drawn))
    raise ValueError(ast.unparse(node))


def _indicator() -> Figured:
    terms = [
        Term(
            symbol=name,
            name=Text(name),
            value=Decimal(value),
            uncertainty=Decimal(u),
            path=name.lower(),
        )
        for name, (value, u) in _TERMS.items()
    ]
    return figured(_FORMULA, terms, "GJ/t")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
