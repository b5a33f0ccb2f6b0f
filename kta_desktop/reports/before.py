"""Figures of earlier audits of the same plant, as sheets show them beside the present ones."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier audit found for the same figure.

    Attributes:
        value: In ``unit``.
        unit: Id of its unit; None if it is that of the level it is held against.
        year: Year in which that audit began, in digits.
        is_secret: Whether it was a trade secret then, whatever it is now.
    """

    value: Decimal
    unit: str | None
    year: str
    is_secret: bool = False
