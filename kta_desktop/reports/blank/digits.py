"""How many cells a number gets on a blank sheet: by the bounds and the unit of its question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.nodes import Binary, Call, Chain, Current, Negative, Node, Number
from kta_desktop.forms.parser import parse

_MOST = 7  # cells before the comma where no bound is known
_PARTS = 2
_YEAR = Decimal(9999)
# Unit to cells before and behind the comma where the question has no bound of its own.
_BY_UNIT: Mapping[str, tuple[int, int]] = {
    "%": (3, 2),
    "vol%": (3, 2),
    "degC": (4, 1),
    "month": (2, 1),
    "h": (4, 1),
    "dB(A)": (3, 1),
    "m/s": (3, 2),
    "person": (5, 0),
    "pcs": (6, 0),
}
_SIGNED = frozenset({"degC"})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Cells:
    """Room for a number.

    Attributes:
        whole: Cells before the comma.
        parts: Cells behind it; 0 = no comma.
        is_signed: Whether there is a cell for a minus.
    """

    whole: int
    parts: int
    is_signed: bool = False


def cells(question: Question) -> Cells:
    """Return the cells that any answer of a question fits into, as far as the checklist tells."""
    bounds = tuple(_bounds(question))
    is_bounded = any(sign == "<" for sign, _bound in bounds)
    least = min((bound for sign, bound in bounds if sign == ">"), default=None)
    unit = question.unit or ""
    if not is_bounded:
        whole, parts = _BY_UNIT.get(unit, (_MOST, _PARTS))
    else:
        whole = len(str(int(max(abs(bound) for _sign, bound in bounds))))
        parts = _PARTS if unit else max(_MOST - whole, _PARTS)
    if question.type is QuestionType.INTEGER:
        parts = 0
    may_sink = least < 0 if least is not None else unit in _SIGNED
    return Cells(whole, parts, may_sink)


def is_year(question: Question) -> bool:
    """Whether an answer is a year: it may not be later than the present one."""
    return ("<", _YEAR) in _bounds(question)


def _bounds(question: Question) -> Iterator[tuple[str, Decimal]]:
    """Yield the bounds of a number: ``<`` and the greatest, ``>`` and the least."""
    told = (question.more or {}).get("parameters")
    if isinstance(told, Mapping):
        for sign, name in (("<", "end"), (">", "start")):
            if name in told:
                yield sign, Decimal(str(told[name]))
    if question.constraint:
        try:
            node = parse(question.constraint)
        except ExpressionError:
            return  # a rule that cannot be read bounds nothing
        yield from _compared(node)


def _compared(node: Node) -> Iterator[tuple[str, Decimal]]:
    match node:
        case Chain("and", operands):
            for each in operands:
                yield from _compared(each)
        case Binary(sign, Current(), right) if sign in _TURNED:
            yield from ((sign[0], bound) for bound in _figure(right))
        case Binary(sign, left, Current()) if sign in _TURNED:
            yield from ((_TURNED[sign][0], bound) for bound in _figure(left))


def _figure(node: Node) -> Iterator[Decimal]:
    match node:
        case Number(value):
            yield value
        case Negative(Number(value)):
            yield -value
        case Call("number", (Call("format-date"),)):
            yield _YEAR  # «not later than this year»
