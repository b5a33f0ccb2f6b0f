"""The marginal abatement cost curve: measures that abate the same thing, the cheapest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kta_desktop.assessment.plan import CurveStep, Step
from kta_desktop.assessment.plan_costs import amount_unit
from kta_desktop.packs.reference import units

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class _Block:
    step: str
    abated: Decimal
    cost: Decimal


def key_of(unit: str, name: str) -> str:
    """Return the key of a curve: the unit of the amount (``t``, not ``t/year``) and its name."""
    return f"{unit}{_BETWEEN}{name}"


def parts_of(key: str) -> tuple[str, str]:
    """Return unit and name of the key of a curve."""
    unit, _between, name = key.partition(_BETWEEN)
    return unit, name


def curves(steps: Iterable[Step]) -> dict[str, tuple[CurveStep, ...]]:
    """Return the curve of each thing that is abated, in the order of its first measure.

    Units of one quantity share a curve in the unit of its first measure, exactly converted; what
    is called otherwise, letter case aside, has a curve of its own. Measures without a cost of
    abatement are in none. Of equal cost the larger amount comes first.
    """
    found: dict[tuple[str, str], tuple[str, list[_Block]]] = {}
    for step in steps:
        amount, cost = step.abated.value, step.abatement.value
        if amount is None or cost is None:
            continue
        unit, name = amount_unit(step.abated.unit), step.abated_name.ru
        quantity, factor = _measured(unit)
        key, blocks = found.setdefault((quantity, name.casefold()), (key_of(unit, name), []))
        _quantity, own = _measured(parts_of(key)[0])
        ratio = factor / own
        blocks.append(_Block(step.id, amount * ratio, cost / ratio))
    return {key: _laid(blocks) for key, blocks in found.values()}


@lru_cache(maxsize=256)
def _measured(unit: str) -> tuple[str, Decimal]:
    """Return what kind of amount a unit is of, and its size; a unit unknown is its own kind."""
    row = units().get(unit)
    if row is None or row.factor_to_si is None or row.offset_to_si:
        return f"{_BETWEEN}{unit}", Decimal(1)
    return row.quantity, row.factor_to_si


def _laid(blocks: list[_Block]) -> tuple[CurveStep, ...]:
    laid, sum_ = [], Decimal(0)
    for block in sorted(blocks, key=lambda each: (each.cost, -each.abated, each.step)):
        laid.append(CurveStep(step=block.step, from_=sum_, abated=block.abated, cost=block.cost))
        sum_ += block.abated
    return tuple(laid)
