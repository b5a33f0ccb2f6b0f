"""A figure on its way to other conditions: each step with its formula, its rule, its uncertainty.

Uncertainty (k = 2) is carried in first order, one contribution for each cause: the figure itself,
temperature, pressure, moisture, oxygen … Different causes are independent and add as squares; the
same cause adds with its sign. So a mass flow, in which temperature, pressure, moisture and oxygen
cancel out, carries as little of their uncertainty at reference conditions as it does in the duct.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from kta_desktop.domain.gas import Basis

FIGURE, FLOW = "figure", "flow"  # causes: the concentration itself, the volume flow itself

# Rules of ``resources/reference/formulas.csv`` by the kind of a step.
RULES: Mapping[str, str] = {
    "unit": "unit",
    "share": "F-PPM",
    "to_share": "F-PPM",
    "substance": "F-PPM",
    "temperature": "F-NORM",
    "pressure": "F-NORM",
    "basis": "F-NORM",
    "dry": "F-DRY",
    "oxygen": "F-O2",
    "duct": "flow-duct",
    "mass_flow": "mass-flow",
    "hours": "mass-hours",
    "throughput": "F-KGT",
    "mix": "F-MIX",
    "mean": "F-SPOT",
    "below_lod": "F-LOD",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a conversion.

    Attributes:
        kind: ``start`` or a key of ``RULES``.
        formula: The step with its numbers, such as ``6.1 · 355.45 ÷ 273.15``; decimal points.
        factor: What the value was multiplied by.
        value: The value after it.
        unit: Id of the unit after it.
    """

    kind: str
    formula: str
    factor: float
    value: float
    unit: str

    @property
    def rule(self) -> str:
        """Return the id of the rule in ``formulas.csv``; empty for what was measured."""
        return RULES.get(self.kind, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A figure at reference conditions, and how it came to them.

    Attributes:
        value: In ``unit``.
        unit: ``mg/Nm3`` or ``Nm3/s``; ``g/s`` for mass flows.
        basis: The conditions; None for a mass flow, which has none.
        steps: From what was measured to the value.
        parts: By cause: what it adds to U (k = 2), in ``unit``, with the sign of its effect.
    """

    value: float
    unit: str
    basis: Basis | None
    steps: tuple[Step, ...]
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def uncertainty(self) -> float:
        """Return U (k = 2) in ``unit``."""
        return math.hypot(*self.parts.values())

    @property
    def u_rel(self) -> float:
        """Return U (k = 2) as a share of the value; 0 for a value of 0, which has no share."""
        return self.uncertainty / abs(self.value) if self.value else 0.0


class Way:
    """A value on its way, with the steps behind it. Flows go against concentrations."""

    def __init__(self, value: float, unit: str, parts: Mapping[str, float]) -> None:
        self.value = value
        self.unit = unit
        self.is_flow = False
        self.parts = dict(parts)
        self.steps: list[Step] = []

    @classmethod
    def begun(cls, value: float, unit: str, u: float = 0.0) -> "Way":
        """Return a way that begins with a figure as measured and its U (k = 2) in ``unit``."""
        way = cls(value, unit, {FIGURE: u} if u else {})
        way.steps.append(
            Step(kind="start", formula=numeral(value), factor=1.0, value=value, unit=unit)
        )
        return way

    @classmethod
    def onward(cls, from_: Normalised) -> "Way":
        """Return a way that goes on from where another one ended."""
        way = cls(from_.value, from_.unit, from_.parts)
        way.steps = list(from_.steps)
        return way

    def go(self, kind: str, factor: float, rest: str, unit: str = "") -> None:
        """Multiply by ``factor``, which ``rest`` puts into words."""
        formula = f"{numeral(self.value)} {rest}"
        self.value *= factor
        self.unit = unit or self.unit
        self.parts = {cause: part * factor for cause, part in self.parts.items()}
        self._note(kind, factor, formula)

    def arrive(self, kind: str, value: float, formula: str, unit: str) -> None:
        """Go to a value that several figures make together; its parts are the caller's to set."""
        self.value, self.unit = value, unit
        self._note(kind, 1.0, formula)

    def ratio(self, kind: str, over: float, under: float) -> None:
        """Multiply a concentration by ``over ÷ under``, a flow by the inverse."""
        first, second = (under, over) if self.is_flow else (over, under)
        self.go(kind, first / second, f"· {numeral(first)} ÷ {numeral(second)}")

    def blur(self, cause: str, u_rel: float) -> None:
        """Add what a factor contributes: its relative effect on a concentration, with its sign."""
        if u_rel:
            share = -u_rel if self.is_flow else u_rel
            self.parts[cause] = self.parts.get(cause, 0.0) + self.value * share

    def end(self, basis: Basis | None) -> Normalised:
        """Return where it came to."""
        return Normalised(
            value=self.value,
            unit=self.unit,
            basis=basis,
            steps=tuple(self.steps),
            parts=self.parts,
        )

    def _note(self, kind: str, factor: float, formula: str) -> None:
        self.steps.append(
            Step(kind=kind, formula=formula, factor=factor, value=self.value, unit=self.unit)
        )


def numeral(value: float) -> str:
    """Return a number for a formula: six significant digits, a point, no exponent if short."""
    return f"{value:.6g}"
