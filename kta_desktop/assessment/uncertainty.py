"""Uncertainty of computed figures, to first order (JCGM 100:2008, 5.1.2, equation 10).

A ``Quantity`` carries its value and, for each source, how far the value moves when that source
moves by its U: the derivative times U. A source that enters twice adds up with its sign before
anything is squared, so it counts once, by its total derivative; different sources are independent.
What no one stated is unknown, never zero: then the result has no U either.
"""

import ast
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Self

from kta_desktop.assessment.terms import Figured, Lack, Missing, Term

_ZERO = Decimal(0)
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "\N{EN DASH}": "-"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with what each source adds to its doubt.

    Attributes:
        value: In any unit; that of ``parts`` is the same.
        parts: Source to derivative times U (k = 2), signed.
        unknown: Sources whose U nobody stated.
    """

    value: Decimal
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    @classmethod
    def of(cls, source: str, value: Decimal, uncertainty: Decimal | None) -> Self:
        """Return what was stated by one source; ``uncertainty`` None is not known."""
        if uncertainty is None:
            return cls(value, {}, frozenset((source,)))
        return cls(value, {source: abs(uncertainty)} if uncertainty else {})

    @classmethod
    def exact(cls, value: Decimal | int) -> Self:
        """Return a constant, about which there is no doubt."""
        return cls(Decimal(value))

    @property
    def uncertainty(self) -> Decimal | None:
        """Return U (k = 2); None where that of a source is not known."""
        return None if self.unknown else self.known_uncertainty

    @property
    def known_uncertainty(self) -> Decimal:
        """Return U of the sources whose U is known alone: at least this much is in doubt."""
        return sum((part * part for part in self.parts.values()), _ZERO).sqrt()

    @property
    def shares(self) -> Mapping[str, Decimal]:
        """Return the share of each source in the variance, 0 to 1, the greatest first."""
        squares = {source: part * part for source, part in self.parts.items() if part}
        whole = sum(squares.values(), _ZERO)
        ordered = sorted(squares.items(), key=lambda item: (-item[1], item[0]))
        return {source: square / whole for source, square in ordered}

    def __add__(self, other: "Quantity") -> "Quantity":
        """Return the sum."""
        return self._with(other, self.value + other.value, Decimal(1), Decimal(1))

    def __sub__(self, other: "Quantity") -> "Quantity":
        """Return the difference."""
        return self._with(other, self.value - other.value, Decimal(1), Decimal(-1))

    def __mul__(self, other: "Quantity") -> "Quantity":
        """Return the product."""
        return self._with(other, self.value * other.value, other.value, self.value)

    def __truediv__(self, other: "Quantity") -> "Quantity":
        """Return the quotient.

        Raises:
            decimal.DecimalException: If ``other`` is zero.
        """
        value = self.value / other.value
        return self._with(other, value, 1 / other.value, -value / other.value)

    def __neg__(self) -> "Quantity":
        """Return the quantity with its sign turned."""
        turned = {source: -part for source, part in self.parts.items()}
        return Quantity(-self.value, turned, self.unknown)

    def _with(
        self, other: "Quantity", value: Decimal, by: Decimal, by_other: Decimal
    ) -> "Quantity":
        """Return a result whose derivatives by the two operands are ``by`` and ``by_other``."""
        parts = {source: part * by for source, part in self.parts.items()}
        for source, part in other.parts.items():
            parts[source] = parts.get(source, _ZERO) + part * by_other
        return Quantity(value, parts, self.unknown | other.unknown)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Return the sum of quantities; an exact zero of none."""
    value, parts, unknown = _ZERO, dict[str, Decimal](), set[str]()
    for each in quantities:  # in one place: a sum of hundreds does not copy itself at each step
        value += each.value
        unknown |= each.unknown
        for source, part in each.parts.items():
            parts[source] = parts.get(source, _ZERO) + part
    return Quantity(value, parts, frozenset(unknown))


def quantity(term: Term) -> Quantity:
    """Return a term as a quantity; a constant (without path) that states no U has none.

    The source is the path: two terms that come from one answer are one source.

    Raises:
        ValueError: If the term has no value.
    """
    if term.value is None:
        raise ValueError(term.symbol)
    if not term.path:
        return Quantity.of(f"={term.symbol}", term.value, term.uncertainty or _ZERO)
    return Quantity.of(term.path, term.value, term.uncertainty)


def figured(
    formula: str,
    terms: Sequence[Term],
    unit: str,
    *,
    missing: Sequence[Missing] = (),
    signed: Collection[str] = (),
) -> Figured:
    """Return what a formula comes to, with its uncertainty, or what it lacks.

    What is shown is what is computed: ``formula`` is evaluated as it stands.

    Args:
        formula: In the symbols of the terms: ``+ − × / ( )`` and numbers, such as ``V / P``. The
            terms stand in units in which it gives ``unit``.
        terms: What stands in it.
        unit: Id of the unit of the result.
        missing: What is known to be missing beside what the terms themselves show.
        signed: Symbols of terms that may be negative; of any other that is an error of entry.

    Raises:
        ValueError: If the formula has a symbol that no term has, or another operation.
    """
    lacks = (*missing, *_lacks(terms, missing, signed))
    if not lacks:
        try:
            found = worked_out(formula, {term.symbol: quantity(term) for term in terms})
        except ArithmeticError:
            lacks = _zeros(formula, terms)
    if lacks:
        return Figured(value=None, unit=unit, formula=formula, terms=tuple(terms), missing=lacks)
    return Figured(
        value=found.value,
        unit=unit,
        uncertainty=found.uncertainty,
        formula=formula,
        terms=tuple(terms),
    )


def known_spread(figure: Figured) -> Decimal:
    """Return U of a figure as far as it is known: terms whose U nobody stated add nothing."""
    if figure.uncertainty is not None:
        return figure.uncertainty
    if figure.value is None or not figure.formula:
        return _ZERO
    quantities = {term.symbol: quantity(term) for term in figure.terms}
    return worked_out(figure.formula, quantities).known_uncertainty


def worked_out(formula: str, quantities: Mapping[str, Quantity]) -> Quantity:
    """Return what a formula comes to.

    Raises:
        ValueError: If it has a symbol that is not among ``quantities``, or another operation.
        decimal.DecimalException: If it divides by zero.
    """
    named = {unicodedata.normalize("NFKC", name): each for name, each in quantities.items()}
    return _value(_parsed(formula), named)


def _lacks(
    terms: Sequence[Term], missing: Sequence[Missing], signed: Collection[str]
) -> tuple[Missing, ...]:
    """Return what the terms lack: a value that nobody told of yet, or one that cannot be."""
    told = {each.path for each in missing}
    found = []
    for term in terms:
        if term.value is None:
            if term.path not in told:
                found.append(Missing(Lack.NOT_ENTERED, term.path, term.name))
        elif term.value < 0 and term.symbol not in signed:
            found.append(Missing(Lack.NEGATIVE, term.path, term.name))
    return tuple(dict.fromkeys(found))


def _zeros(formula: str, terms: Sequence[Term]) -> tuple[Missing, ...]:
    """Return what would be divided by and is zero."""
    named = {unicodedata.normalize("NFKC", term.symbol): term for term in terms}
    quantities = {name: quantity(term) for name, term in named.items()}
    found: list[Missing] = []
    for node in ast.walk(_parsed(formula)):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
            continue
        inside = [each.id for each in ast.walk(node.right) if isinstance(each, ast.Name)]
        if _is_zero(node.right, quantities):
            zeros = [named[name] for name in inside if named[name].value == 0]
            blamed = zeros or [named[name] for name in inside]
            found += [Missing(Lack.ZERO, term.path, term.name) for term in blamed]
    return tuple(dict.fromkeys(found))


def _is_zero(node: ast.expr, quantities: Mapping[str, Quantity]) -> bool:
    try:
        return _value(node, quantities).value == 0
    except ArithmeticError:
        return False  # the zero lies deeper and is found there


@lru_cache(maxsize=1024)
def _parsed(formula: str) -> ast.expr:
    try:
        return ast.parse(formula.translate(_SIGNS).strip(), mode="eval").body
    except SyntaxError as error:
        raise ValueError(formula) from error


_OPERATIONS: Mapping[type[ast.operator], Callable[[Quantity, Quantity], Quantity]] = {
    ast.Add: Quantity.__add__,
    ast.Sub: Quantity.__sub__,
    ast.Mult: Quantity.__mul__,
    ast.Div: Quantity.__truediv__,
}


def _value(node: ast.expr, quantities: Mapping[str, Quantity]) -> Quantity:
    match node:
        case ast.Name(id=name) if name in quantities:
            return quantities[name]
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Quantity.exact(Decimal(repr(number)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, quantities)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATIONS:
            return _OPERATIONS[type(sign)](_value(left, quantities), _value(right, quantities))
    raise ValueError(ast.unparse(node))
