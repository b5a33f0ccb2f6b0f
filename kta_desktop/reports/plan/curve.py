"""Marginal abatement cost: each measure a block, as wide as it abates, as high as a unit costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.plan import CurveStep
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Figure,
    Hatch,
    Item,
    Line,
    Margins,
    Role,
    Words,
    padded,
    ticks,
)

_SIDES = Margins(left=52, right=14, top=20, bottom=30)
_HATCHES = (None, Hatch.RISING, Hatch.DOTS, Hatch.FALLING)
_NARROWEST = 0.02  # share of the width below which a block is not written on


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveWords:
    """What stands at a curve, in the language of the reader.

    Attributes:
        across: Unit and kind of what is abated, below the axis.
        upwards: Unit of its cost, above the axis.
        numbers: Id of a measure to its number in the table.
        summary: The curve in one sentence.
    """

    across: str
    upwards: str
    numbers: Mapping[str, str]
    summary: str = ""


def curve(
    blocks: Sequence[CurveStep],
    words: CurveWords,
    language: str,
    *,
    factor: Decimal = Decimal(1),
    height: float = 150.0,
) -> Figure | None:
    """Return the blocks, the cheapest first; None if there are none.

    Args:
        blocks: Of one kind of what is abated.
        words: What stands at it.
        language: Of the numbers: ``ru``, ``kk`` or ``en``.
        factor: By which costs are multiplied, such as a million for tenge.
        height: In points.
    """
    if not blocks:
        return None
    right = float(blocks[-1].from_ + blocks[-1].abated)
    costs = [float(each.cost * factor) for each in blocks]
    low, high = padded([*costs, 0.0], 0.12)
    items: list[Item] = _axes(right, (low, high), language)
    for place, (each, cost) in enumerate(zip(blocks, costs, strict=True)):
        items += _block(each, cost, place, words, right)
    items.append(Line(points=((0.0, 0.0), (right, 0.0)), width=1.0))
    items += [
        Words(at=(0.0, high), text=words.upwards, anchor=Anchor.START, dx=-46, dy=7),
        Words(at=(right, low), text=words.across, anchor=Anchor.END, dy=-23),
    ]
    return Figure(
        x=(0.0, right),
        y=(low, high),
        items=tuple(items),
        height=height,
        margins=_SIDES,
        summary=words.summary,
    )


def _block(each: CurveStep, cost: float, place: int, words: CurveWords, right: float) -> list[Item]:
    left, width = float(each.from_), float(each.abated)
    ends = sorted((0.0, cost))
    box = Area(
        start=(left, ends[0]),
        end=(left + width, ends[1]),
        fill=Role.BAR,
        hatch=_HATCHES[place % len(_HATCHES)],
        edge=0.8,
        role=Role.EDGE,
    )
    if width < right * _NARROWEST:
        return [box]
    number = words.numbers.get(each.step, "")
    rise = 3.0 if cost >= 0 else -9.0
    return [box, Words(at=(left + width / 2, cost), text=number, dy=rise, bold=True, size=8.0)]


def _axes(right: float, span: tuple[float, float], language: str) -> list[Item]:
    items: list[Item] = []
    for value in ticks(*span):
        if span[0] <= value <= span[1]:
            items.append(Line(points=((0.0, value), (right, value)), width=0.4, role=Role.GRID))
            at = Words(
                at=(0.0, value),
                text=formatting.number(value, language),
                anchor=Anchor.END,
                dx=-4,
                dy=-2.6,
            )
            items.append(at)
    items += [
        Words(at=(value, span[0]), text=formatting.number(value, language), dy=-10)
        for value in ticks(0.0, right, 6)
        if value <= right
    ]
    return items
