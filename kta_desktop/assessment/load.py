"""The load of a plant on its environment in a year: by source, substance, outlet and waste."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.texts import Text


class LoadKind(StrEnum):
    """What is emitted."""

    AIR = "air"
    WATER = "water"
    WASTE = "waste"
    GREENHOUSE = "greenhouse"  # t CO2-eq/year


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """What one source emits of one substance in the reference year.

    Attributes:
        kind: Air, water, waste or greenhouse gas.
        source: Its number or name.
        substance: Code of ``substances.csv``, or the kind of waste or fuel; may be empty.
        name: What it is.
        figure: t/year.
        share: Of the sum of this kind and substance, %; None where a part is missing.
        permitted: t/year by the permit; None if not stated.
        path: Where it was entered or measured.
        latitude: Degrees north; None if not given.
        longitude: Degrees east; None if not given.
    """

    kind: LoadKind
    source: str
    substance: str
    name: Text
    figure: Figured
    share: Decimal | None = None
    permitted: Decimal | None = None
    path: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTotal:
    """A sum over the sources that says of how many it is.

    Attributes:
        kind: What is emitted.
        substance: As in the lines; empty = all of a kind, only where they may be added.
        name: What it is.
        figure: t/year with n of N.
        permitted: t/year; None if not stated.
    """

    kind: LoadKind
    substance: str
    name: Text
    figure: Figured
    permitted: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Lines, the largest of a sum first, and their sums."""

    lines: tuple[LoadLine, ...] = ()
    totals: tuple[LoadTotal, ...] = ()
    year: int | None = None
