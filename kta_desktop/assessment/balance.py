"""Balances of water, energy and materials by stage: what comes in, goes out, and is not found."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.terms import Figured, Missing
from kta_desktop.domain.texts import Text


class Balanced(StrEnum):
    """What a balance is of."""

    WATER = "water"  # m3/year
    ENERGY = "energy"  # MWh/year
    MATERIALS = "materials"  # t/year
    ELEMENT = "element"  # t/year of one element or substance


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One flow of a balance.

    Attributes:
        key: Stable name within the audit: the path it was entered at.
        name: What it is.
        source: Name of the stage it leaves; empty = it enters the plant.
        target: Name of the stage it goes to; empty = it leaves the plant.
        figure: Amount in the unit of the balance.
        path: Where it was entered.
        is_estimated: Whether its origin is no measurement.
    """

    key: str
    name: Text
    source: str
    target: str
    figure: Figured
    path: str
    is_estimated: bool = False


class Closure(StrEnum):
    """Whether what comes in and goes out is the same."""

    CLOSED = "closed"  # the gap lies within U of the sums
    OPEN = "open"
    UNKNOWN = "unknown"  # a stream has no figure, or nothing has U


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The balance of one stage, or of the whole plant.

    Attributes:
        name: Of the stage; empty for the whole plant.
        inflow: Sum that comes in.
        outflow: Sum that goes out.
        gap: Inflow less outflow.
        gap_percent: Of the inflow; None without one.
        closure: What the gap is worth.
        doubt: Key of the stream whose U makes most of the gap's U; empty if no U is known.
        doubt_share: Share of the gap's variance that stream makes, %.
        suggestions: What to look at when it does not close.
    """

    name: str
    inflow: Figured
    outflow: Figured
    gap: Figured
    gap_percent: Decimal | None
    closure: Closure
    doubt: str = ""
    doubt_share: Decimal | None = None
    suggestions: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One balance of the plant.

    Attributes:
        of: What it is of.
        substance: Element or substance; empty unless ``ELEMENT``.
        unit: Id of the unit of all figures.
        year: Reference year; None if not stated.
        streams: All of them.
        stages: The plant first, then its stages in their order.
        missing: What keeps it from being drawn up at all.
    """

    of: Balanced
    unit: str
    streams: tuple[Stream, ...]
    stages: tuple[Stage, ...]
    substance: str = ""
    year: int | None = None
    missing: tuple[Missing, ...] = ()
