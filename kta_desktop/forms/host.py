"""What expressions ask the program around the forms: conversions, reference conditions, levels.

Forms know neither units nor levels. Who builds a form state gives it a host that does; without
one, figures in other units are missing, and so is everything that only a host could say.
"""

from decimal import Decimal
from typing import Protocol


class Facts(Protocol):
    """What is known of a plant: a filled form, as conditions of levels see it."""

    def holds(self, expression: str) -> bool | None:
        """Return whether a condition holds; None if it is undecided for missing answers."""

    def evaluate(self, expression: str) -> object:
        """Return the value of an expression; None if it is unknown."""

    def value(self, name: str) -> object:
        """Return the value of a question or fact; None if unknown. KeyError if there is none."""

    def missing(self, expression: str) -> tuple[str, ...]:
        """Return the questions and facts without an answer that an expression rests on."""


class Host(Protocol):
    """The knowledge that ``kta:conv``, ``kta:norm`` and ``kta:in-ael`` borrow."""

    def convert(self, value: Decimal, unit: str, target: str) -> Decimal | None:
        """Return ``value`` in the unit ``target``; None if it cannot be converted."""

    def normalise(
        self,
        value: Decimal,
        unit: str,
        o2: Decimal | None,
        o2_ref: Decimal | None,
        moisture: Decimal | None,
        temperature: Decimal | None,
        pressure: Decimal | None,
    ) -> Decimal | None:
        """Return a measured concentration at reference conditions; None if that cannot be said."""

    def in_level(self, concept: str, value: Decimal, scope: Facts | None) -> bool | None:
        """Return whether ``value`` meets the level of ``concept``; None if that is undecided."""
