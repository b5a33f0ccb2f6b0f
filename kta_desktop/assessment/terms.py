"""Computed figures: what they are made of, with which uncertainty, and what they lack.

Every number that the program works out can be traced: a term names the answer, cell or session it
comes from, so that a click leads from a line of the plan back to what was entered.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kta_desktop.domain.texts import NO_TEXT, Text


class Lack(StrEnum):
    """Why a figure cannot be worked out."""

    NOT_ENTERED = "not_entered"
    UNREADABLE = "unreadable"
    ZERO = "zero"  # would be divided by
    NEGATIVE = "negative"  # of a quantity that cannot be
    UNIT = "unit"  # does not fit, or is not stated
    YEAR = "year"  # of another year, or not stated
    CURRENCY = "currency"
    PRICE_YEAR = "price_year"
    CONDITIONS = "conditions"  # reference conditions of a gas are not known
    FACTOR = "factor"  # no sourced factor for it
    CIRCLE = "circle"  # it rests on itself
    RATE = "rate"  # discount rate
    LIFETIME = "lifetime"
    UNCERTAINTY = "uncertainty"  # U is not stated
    AVERAGING = "averaging"  # differs, or is not stated
    BASE = "base"  # what figures are per differs, or is not stated


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing without which a figure is not worked out.

    Attributes:
        lack: What is wrong with it.
        path: Where it would be entered: address, cell or record; empty if nowhere.
        name: What it is called.
    """

    lack: Lack
    path: str
    name: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One quantity in a formula.

    Attributes:
        symbol: In the formula, such as ``V``.
        name: What it is.
        value: In ``unit``; None if it is missing.
        uncertainty: U (k = 2), same unit; None if it is not known.
        unit: Id of the unit.
        path: Answer, cell, ``@session/…`` or record it comes from; empty for a constant.
        source: Document of a constant; empty otherwise.
    """

    symbol: str
    name: Text
    value: Decimal | None
    uncertainty: Decimal | None = None
    unit: str = "1"
    path: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figured:
    """A figure with what it was made of.

    Attributes:
        value: In ``unit``; None if something is missing.
        uncertainty: U (k = 2); None where that of a term is not known.
        unit: Id of the unit.
        formula: In the symbols of the terms, such as ``V / P``.
        terms: What stands in it.
        missing: What it lacks; empty if ``value`` is there.
        known: Of how many parts it is made.
        of: Of how many it ought to be.
    """

    value: Decimal | None
    unit: str
    uncertainty: Decimal | None = None
    formula: str = ""
    terms: tuple[Term, ...] = ()
    missing: tuple[Missing, ...] = field(default=())
    known: int = 1
    of: int = 1
