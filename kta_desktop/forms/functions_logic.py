"""Functions over conditions, in three-valued logic."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kta_desktop.forms.errors import IncomparableError
from kta_desktop.forms.functions_kit import (
    ANY,
    Argument,
    Function,
    condition,
    is_blank,
    operand,
    single,
    text_of,
)
from kta_desktop.forms.values import ABSENT, Selection, Single, Value, shown


def _not(arguments: Sequence[Argument], at: int) -> Value:
    value = condition(arguments[0](), at)
    return None if value is None else not value


def _if(arguments: Sequence[Argument], at: int) -> Value:
    value = condition(arguments[0](), at)
    return None if value is None else arguments[1 if value else 2]()


def _coalesce(arguments: Sequence[Argument], _at: int) -> Value:
    """Return the first that is not blank; the last, blank as it is, if all are."""
    value: Value = None
    for each in arguments:
        value = each()
        if not is_blank(value):
            break
    return value


def _boolean(arguments: Sequence[Argument], at: int) -> Value:
    """Of a number: whether it is not zero; of a text: whether it is not empty."""
    value = arguments[0]()
    if isinstance(value, str):
        return bool(value)
    if isinstance(value, tuple | Selection):
        return len(value.chosen if isinstance(value, Selection) else value) > 0
    if value is None or value is ABSENT or isinstance(value, bool | Decimal):
        return condition(value, at)
    return True


def _boolean_from_string(arguments: Sequence[Argument], at: int) -> Value:
    value = single(arguments[0](), at)
    return None if value is None else text_of(value, at).lower() in ("true", "1")


def _listed(value: Value) -> tuple[Single, ...]:
    """Return the values of a list; a single value is a list of one."""
    if isinstance(value, Selection):
        return value.chosen
    return value if isinstance(value, tuple) else (value,)


def _checklist(arguments: Sequence[Argument], at: int) -> Value:
    """Whether between min and max of the rest hold; -1 stands for no bound."""
    least, most = operand(arguments[0](), at), operand(arguments[1](), at)
    if least is None or most is None:
        return None
    factors = [condition(one, at) for each in arguments[2:] for one in _listed(each())]
    surely = Decimal(sum(1 for factor in factors if factor))
    perhaps = Decimal(sum(1 for factor in factors if factor is None))
    return _between(
        (surely, surely + perhaps), None if least < 0 else least, None if most < 0 else most
    )


def _weighted(arguments: Sequence[Argument], at: int) -> Value:
    """Whether the weights of what holds add up to between min and max."""
    least, most = operand(arguments[0](), at), operand(arguments[1](), at)
    if least is None or most is None:
        return None
    low, high = Decimal(0), Decimal(0)
    for holds, weight in _weights(arguments[2:], at):
        if holds is False:
            continue
        if weight is None:
            return None
        low += weight if holds else min(weight, Decimal(0))
        high += weight if holds else max(weight, Decimal(0))
    return _between((low, high), least, most)


def _weights(
    arguments: Sequence[Argument], at: int
) -> Iterator[tuple[bool | None, Decimal | None]]:
    for factor, weight in zip(arguments[::2], arguments[1::2], strict=True):
        factors, weights = _listed(factor()), _listed(weight())
        if len(factors) != len(weights):
            raise IncomparableError(at=at, left=shown(factors), right=shown(weights))
        for one, other in zip(factors, weights, strict=True):
            yield condition(one, at), operand(other, at)


def _between(
    reach: tuple[Decimal, Decimal], least: Decimal | None, most: Decimal | None
) -> bool | None:
    """Whether all that is in ``reach`` lies between the bounds; None if only part of it does."""
    low, high = reach
    if (least is not None and high < least) or (most is not None and low > most):
        return False
    inside = (least is None or low >= least) and (most is None or high <= most)
    return True if inside else None


LOGIC: Mapping[str, Function] = {
    "true": Function(0, 0, lambda _arguments, _at: True),
    "false": Function(0, 0, lambda _arguments, _at: False),
    "not": Function(1, 1, _not),
    "if": Function(3, 3, _if),
    "coalesce": Function(1, ANY, _coalesce, of_many=True),
    "boolean": Function(1, 1, _boolean, of_many=True),
    "boolean-from-string": Function(1, 1, _boolean_from_string),
    "checklist": Function(2, ANY, _checklist, of_many=True),
    "weighted-checklist": Function(2, ANY, _weighted, in_pairs=True, of_many=True),
}
