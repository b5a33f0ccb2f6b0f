"""From actual to reference conditions, in steps that a person can follow.

Formulae: domain study KZ-KTA §5.4. A concentration goes with the gas volume, a flow against it:

* volume share:     C = ppm · M ÷ 22.414, at 273.15 K (101.325 kPa taken as the 101.3 kPa of the
  reference conditions: 0.02 %)
* temperature:      C · T_a ÷ T_s
* pressure:         C · P_s ÷ P_a
* dry gas:          C ÷ (1 − x)
* reference oxygen: C · (21 − O2_ref) ÷ (21 − O2)
* mass flow:        C · Q ÷ 1000 in g/s, both at the same conditions; the same from any of them

Uncertainty: all contributions are taken as independent and of first order, so their relative U
(k = 2) add as squares. Numbers are floats of full precision; nothing is rounded here.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from kta_desktop.domain.gas import Basis
from kta_desktop.measurement.errors import (
    BasesDifferError,
    BasisUnknownError,
    ConditionImpossibleError,
    ConditionMissingError,
    OxygenNearAirError,
    SubstanceUnknownError,
    UnitUnfitError,
)

MOLAR_VOLUME = 22.414  # l/mol, ideal gas at 273.15 K and 101.325 kPa
ZERO_C = 273.15
# The correction divides by (21 − O2). At 1 % the usual U of an analyser, 0.2 to 0.3 % by volume,
# makes 20 to 30 % of the result, more than everything else together: it is refused from there.
MIN_OXYGEN_GAP_PCT = 1.0

_SHARES = {"ppm": 1.0, "ppb": 1e-3, "vol%": 1e4, "%": 1e4}  # in ppm
_MASSES = {"kg": 1e6, "g": 1e3, "mg": 1.0, "ug": 1e-3, "ng": 1e-6}  # in mg
_FLOWS = {"m3/s": 1.0, "m3/h": 1 / 3600, "m3/d": 1 / 86400, "l/min": 1 / 60000, "l/s": 1e-3}


@dataclass(frozen=True, slots=True, kw_only=True)
class GasState:
    """What is known of the gas; None = not known. U of each is absolute, k = 2.

    Attributes:
        temperature_c: In °C.
        pressure_kpa: Absolute, in kPa.
        moisture_pct: Water vapour in % by volume of the wet gas.
        o2_pct: Oxygen in % by volume of the dry gas.
        u_temperature: In K.
        u_pressure: In kPa.
        u_moisture: In % by volume.
        u_o2: In % by volume.
    """

    temperature_c: float | None = None
    pressure_kpa: float | None = None
    moisture_pct: float | None = None
    o2_pct: float | None = None
    u_temperature: float = 0.0
    u_pressure: float = 0.0
    u_moisture: float = 0.0
    u_o2: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a conversion.

    Attributes:
        kind: ``start``, ``unit``, ``share``, ``temperature``, ``pressure``, ``dry``, ``oxygen``,
            ``basis`` or ``mass_flow``.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A figure at reference conditions, and how it came to them.

    Attributes:
        value: In ``unit``.
        unit: ``mg/Nm3`` or ``Nm3/s``; ``g/s`` for mass flows.
        basis: The conditions; None for a mass flow, which has none.
        u_rel: U (k = 2) as a share of the value.
        steps: From what was measured to the value.
    """

    value: float
    unit: str
    basis: Basis | None
    u_rel: float
    steps: tuple[Step, ...]

    @property
    def uncertainty(self) -> float:
        """Return U (k = 2) in ``unit``."""
        return abs(self.value) * self.u_rel


class _Way:
    """A value on its way, with the steps behind it. Flows go against concentrations."""

    def __init__(self, value: float, unit: str, u_rel: float) -> None:
        self.value = value
        self.unit = unit
        self.is_flow = False
        self.squares = u_rel**2
        self.steps = [Step(kind="start", formula=_n(value), factor=1.0, value=value, unit=unit)]

    def go(self, kind: str, factor: float, rest: str, unit: str = "", u_rel: float = 0.0) -> None:
        """Multiply by ``factor``, which ``rest`` puts into words."""
        formula = f"{_n(self.value)} {rest}"
        self.value *= factor
        self.unit = unit or self.unit
        self.squares += u_rel**2
        step = Step(kind=kind, formula=formula, factor=factor, value=self.value, unit=self.unit)
        self.steps.append(step)

    def ratio(self, kind: str, over: float, under: float, u_rel: float = 0.0) -> None:
        """Multiply a concentration by ``over ÷ under``, a flow by the inverse."""
        first, second = (under, over) if self.is_flow else (over, under)
        self.go(kind, first / second, f"· {_n(first)} ÷ {_n(second)}", u_rel=u_rel)

    def end(self, basis: Basis | None) -> Normalised:
        """Return where it came to."""
        return Normalised(
            value=self.value,
            unit=self.unit,
            basis=basis,
            u_rel=math.sqrt(self.squares),
            steps=tuple(self.steps),
        )


def normalise(
    value: float,
    unit: str,
    gas: GasState,
    basis: Basis,
    *,
    wet: bool,
    molar_mass: float | None = None,
    from_basis: Basis | None = None,
    u_rel: float = 0.0,
) -> Normalised:
    """Return a concentration or a volume flow at the conditions of ``basis``.

    Args:
        value: The figure, in ``unit``.
        unit: ``ppm``, ``ppb``, ``vol%``: share of the volume. ``mg/m3`` and the like, ``m3/s``,
            ``m3/h``: at the conditions in ``gas``. ``mg/Nm3``, ``Nm3/s`` and the like: at
            ``from_basis``.
        gas: State of the gas; only what a step needs must be known.
        basis: Where to.
        wet: Whether the figure is for wet gas. A figure in ``Nm3`` goes by ``from_basis`` instead.
        molar_mass: In g/mol, for volume shares.
        from_basis: Conditions of a figure in ``Nm3``.
        u_rel: U (k = 2) of the figure as a share of it.

    Raises:
        ConditionMissingError: A condition that a step needs is not known.
        ConditionImpossibleError: A condition is none that a gas can have.
        OxygenNearAirError: The oxygen is too close to that of air, see ``MIN_OXYGEN_GAP_PCT``.
        BasisUnknownError: A figure in ``Nm3`` came without ``from_basis``.
        UnitUnfitError: The unit is neither a concentration in gas nor a volume flow.
    """
    way = _Way(value, unit, u_rel)
    origin = _to_base_unit(way, molar_mass, from_basis, wet=wet)
    if origin is None:
        _temperature(way, gas, basis)
        _pressure(way, gas, basis)
        way.unit = way.unit.replace("m3", "Nm3")
    else:
        _between(way, origin, basis)
    is_wet = wet if origin is None else not origin.dry
    _moisture(way, gas, basis, is_wet=is_wet)
    _oxygen(way, gas, basis, done=None if origin is None else origin.o2_ref_pct)
    return way.end(basis)


def mass_flow(concentration: Normalised, flow: Normalised) -> Normalised:
    """Return C · Q ÷ 1000 in g/s, from mg/Nm3 and Nm3/s at the same conditions.

    Raises:
        BasesDifferError: If they stand at different conditions.
    """
    if concentration.basis is None or concentration.basis != flow.basis:
        first, second = concentration.basis, flow.basis
        raise BasesDifferError(
            first=first.id if first else "—", second=second.id if second else "—"
        )
    way = _Way(concentration.value, concentration.unit, concentration.u_rel)
    words = f"· {_n(flow.value)} ÷ 1000"
    way.go("mass_flow", flow.value / 1000, words, "g/s", flow.u_rel)
    return way.end(None)


def combined(shares: Iterable[float]) -> float:
    """Return the root of the sum of squares: relative U of a product of independent factors."""
    return math.sqrt(sum(share * share for share in shares))


def oxygen_gap(o2_pct: float, o2_air_pct: float = 21.0) -> float:
    """Return 21 − O2, what the correction to reference oxygen divides by.

    Raises:
        OxygenNearAirError: See ``MIN_OXYGEN_GAP_PCT``.
        ConditionImpossibleError: For a negative share.
    """
    if o2_pct < 0:
        raise ConditionImpossibleError(quantity="oxygen", value=_n(o2_pct))
    if o2_air_pct - o2_pct < MIN_OXYGEN_GAP_PCT:
        raise OxygenNearAirError(o2=_n(o2_pct))
    return o2_air_pct - o2_pct


def _to_base_unit(
    way: _Way, molar_mass: float | None, from_basis: Basis | None, *, wet: bool
) -> Basis | None:
    """Go to mg/m3, mg/Nm3, m3/s or Nm3/s; return its conditions, None for actual ones."""
    if way.unit in _SHARES:
        _from_share(way, molar_mass)
        return Basis(id="share", temperature_k=ZERO_C, pressure_kpa=101.3, dry=not wet)
    mass, _, volume = way.unit.partition("/")
    if mass in _MASSES and volume in ("m3", "Nm3"):
        if mass != "mg":
            way.go("unit", _MASSES[mass], f"· {_n(_MASSES[mass])}", f"mg/{volume}")
    elif (plain := way.unit.removeprefix("N")) in _FLOWS:
        way.is_flow = True
        if plain != "m3/s":
            unit = "Nm3/s" if way.unit.startswith("N") else "m3/s"
            way.go("unit", _FLOWS[plain], f"÷ {_n(1 / _FLOWS[plain])}", unit)
    else:
        raise UnitUnfitError(unit=way.unit, target="mg/Nm3")
    if "Nm3" not in way.unit:
        return None
    if from_basis is None:
        raise BasisUnknownError(basis="")
    return from_basis


def _from_share(way: _Way, molar_mass: float | None) -> None:
    if molar_mass is None:
        raise SubstanceUnknownError(substance="")
    parts = _SHARES[way.unit]
    scale = "" if parts == 1 else f"· {_n(parts)} "
    words = f"{scale}· {_n(molar_mass)} ÷ {_n(MOLAR_VOLUME)}"
    way.go("share", parts * molar_mass / MOLAR_VOLUME, words, "mg/Nm3")


def _temperature(way: _Way, gas: GasState, basis: Basis) -> None:
    kelvin = _known("temperature", gas.temperature_c) + ZERO_C
    if kelvin <= 0:
        raise ConditionImpossibleError(quantity="temperature", value=_n(kelvin - ZERO_C))
    way.ratio("temperature", kelvin, basis.temperature_k, gas.u_temperature / kelvin)


def _pressure(way: _Way, gas: GasState, basis: Basis) -> None:
    pressure = _known("pressure", gas.pressure_kpa)
    if pressure <= 0:
        raise ConditionImpossibleError(quantity="pressure", value=_n(pressure))
    way.ratio("pressure", basis.pressure_kpa, pressure, gas.u_pressure / pressure)


def _between(way: _Way, origin: Basis, basis: Basis) -> None:
    if origin.temperature_k != basis.temperature_k:
        way.ratio("basis", origin.temperature_k, basis.temperature_k)
    if origin.pressure_kpa != basis.pressure_kpa:
        way.ratio("basis", basis.pressure_kpa, origin.pressure_kpa)


def _moisture(way: _Way, gas: GasState, basis: Basis, *, is_wet: bool) -> None:
    if is_wet is not basis.dry:
        return
    moisture = _known("moisture", gas.moisture_pct)
    if not 0 <= moisture < 100:
        raise ConditionImpossibleError(quantity="moisture", value=_n(moisture))
    dry_share = 1 - moisture / 100
    divides = is_wet is not way.is_flow
    words = f"{'÷' if divides else '·'} (1 − {_n(moisture / 100)})"
    u_rel = gas.u_moisture / 100 / dry_share
    way.go("dry", 1 / dry_share if divides else dry_share, words, u_rel=u_rel)


def _oxygen(way: _Way, gas: GasState, basis: Basis, *, done: float | None) -> None:
    """Go from oxygen ``done`` (None: as measured) to that of the basis."""
    if done == basis.o2_ref_pct:
        return
    air = basis.o2_air_pct
    measured, u_rel = 0.0, 0.0
    if done is None or basis.o2_ref_pct is None:
        measured = _known("oxygen", gas.o2_pct)
        u_rel = gas.u_o2 / oxygen_gap(measured, air)
    here = measured if done is None else done
    there = measured if basis.o2_ref_pct is None else basis.o2_ref_pct
    first, second = (here, there) if way.is_flow else (there, here)
    words = f"· ({_n(air)} − {_n(first)}) ÷ ({_n(air)} − {_n(second)})"
    way.go("oxygen", (air - first) / (air - second), words, u_rel=u_rel)


def _known(quantity: str, value: float | None) -> float:
    if value is None or math.isnan(value):
        raise ConditionMissingError(quantity=quantity)
    return value


def _n(value: float) -> str:
    """Return a number for a formula: six significant digits, a point, no exponent if short."""
    return f"{value:.6g}"
