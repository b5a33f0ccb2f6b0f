"""Averaging periods of levels: what a measurement must amount to before it may be compared.

A level names its averaging in the words of its book; ``averaging.csv`` says what a session has to
do for it. What no session can give (a yearly mean, a catalyst campaign) has no rule.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kta_desktop.paths import RESOURCES


class AveragingKind(StrEnum):
    """``SAMPLES``: stretches of good time; ``BLOCK``: half hours, hours, days of the calendar."""

    SAMPLES = "samples"
    BLOCK = "block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Averaging:
    """One way to average.

    Attributes:
        id: Id of the averaging that allows it; some allow several ways.
        kind: Samples or blocks of the calendar.
        minutes: Good time of a sample at least; length of a block.
        count: How many of them at least.
    """

    id: str
    kind: AveragingKind
    minutes: float
    count: int = 1

    @property
    def is_block(self) -> bool:
        """Whether it goes by the calendar."""
        return self.kind is AveragingKind.BLOCK


HALF_HOUR = Averaging(id="halfhour", kind=AveragingKind.BLOCK, minutes=30)
HOUR = Averaging(id="hourly", kind=AveragingKind.BLOCK, minutes=60)
DAY = Averaging(id="daily", kind=AveragingKind.BLOCK, minutes=1440)


@lru_cache
def _table() -> Mapping[str, tuple[Averaging, ...]]:
    found: dict[str, tuple[Averaging, ...]] = {}
    with (RESOURCES / "reference" / "averaging.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rule = Averaging(
                id=row["id"],
                kind=AveragingKind(row["kind"]),
                minutes=float(row["minutes"]),
                count=int(row["count"]),
            )
            found[rule.id] = (*found.get(rule.id, ()), rule)
    return found


def rules_of(averaging: Iterable[str]) -> tuple[Averaging, ...]:
    """Return the ways to average that the ids of a level (``Level.averaging``) allow.

    Those that a short session can do come first; a way that two ids allow comes once. Empty if
    none of them can be done in a session.
    """
    found: dict[tuple[AveragingKind, float, int], Averaging] = {}
    for identifier in averaging:
        for rule in _table().get(identifier, ()):
            found.setdefault((rule.kind, rule.minutes, rule.count), rule)
    return tuple(sorted(found.values(), key=lambda rule: rule.minutes * rule.count))


def rule_of(identifier: str, minutes: float, count: int) -> Averaging:
    """Return how a session averages: by its rule, or by samples of ``minutes`` if it names none.

    Of an averaging that allows several ways it is the one with these minutes.
    """
    rules = _table().get(identifier, ())
    same = next((rule for rule in rules if rule.minutes == minutes), None)
    plain = Averaging(id="", kind=AveragingKind.SAMPLES, minutes=minutes, count=count)
    if same is None:
        return plain
    return Averaging(id=same.id, kind=same.kind, minutes=minutes, count=count)
