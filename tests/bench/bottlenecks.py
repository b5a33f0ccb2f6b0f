"""How long ranking 50 bottlenecks takes while a slider moves, against bare sorting of the same."""

import random
import time
from collections.abc import Callable
from decimal import Decimal

from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Candidate, Cause, Part
from kta_desktop.assessment.candidates import changes_if, ranked
from kta_desktop.domain.texts import Text

COUNT = 50
VARIANTS = 9  # the weights, and each of them ±10 points
ROUNDS = 300


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement.

    The floor scores and sorts the same candidates as often as places are looked for, with bare
    decimals; both take turns, so that whatever else the machine does slows both alike.
    """
    found = candidates()
    rows = [tuple(each.parts[part] or Decimal(0) for part in Part) for each in found]
    weights = tuple(DEFAULT_WEIGHTS[part] for part in Part)
    bare, real, swaps = [], [], []
    for _round in range(ROUNDS):
        bare.append(_timed(lambda: _sorted(rows, weights)))
        real.append(_timed(lambda: ranked(found, DEFAULT_WEIGHTS)))
        swaps.append(_timed(lambda: changes_if(found, DEFAULT_WEIGHTS)))
    floor = min(bare)
    return [
        ("ranking 50 with their best and worst places", min(real) * 1000, "ms"),
        ("the same by bare sorting", min(real) / floor, "times"),
        ("weights at which neighbours change places", min(swaps) / floor, "times"),
    ]


def candidates(count: int = COUNT) -> list[Candidate]:
    """Return bottlenecks with parts that are drawn, always the same."""
    draw = random.Random(8)
    return [
        Candidate(
            key=f"k{number}",
            row_id=f"r{number}",
            cause=Cause.EXCEEDS,
            title=Text(ru=f"Узкое место {number}"),
            parts={part: Decimal(draw.randrange(10_000)) / 10_000 for part in Part},
        )
        for number in range(count)
    ]


def _sorted(rows: list[tuple[Decimal, ...]], weights: tuple[Decimal, ...]) -> None:
    for _variant in range(VARIANTS):
        sorted(sum(x * w for x, w in zip(row, weights, strict=True)) for row in rows)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
