"""The state of a gas: as found at the sampling point, as entered, and as referred to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GasConditions:
    """State of the gas at the sampling point; None = not measured, where nothing needed it.

    Attributes:
        temperature_c: In °C.
        pressure_kpa: Absolute static pressure in kPa.
        moisture_pct: Water vapour in % by volume of the wet gas.
        o2_pct: Oxygen in % by volume of the dry gas.
        velocity_m_s: In m/s.
        diameter_m: Of the duct, in m; None if not known.
        barometric_kpa: In kPa.
    """

    temperature_c: float | None = None
    pressure_kpa: float | None = None
    moisture_pct: float | None = None
    o2_pct: float | None = None
    velocity_m_s: float | None = None
    diameter_m: float | None = None
    barometric_kpa: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A gas condition entered once for the whole session, where no channel tells it.

    Attributes:
        value: In the unit of the condition.
        u: U (k = 2), same unit.
    """

    value: float
    u: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Reference conditions (``resources/reference/bases.csv``).

    Attributes:
        id: Such as ``eu-dry`` (273.15 K, 101.3 kPa, dry) or ``kz-dry`` (293.15 K).
        temperature_k: In K.
        pressure_kpa: In kPa.
        dry: Whether water vapour is taken out.
        o2_ref_pct: Reference oxygen in % by volume; None = no oxygen correction.
        o2_air_pct: Oxygen of air that the correction uses, 21 or 20.9 %.
    """

    id: str
    temperature_k: float
    pressure_kpa: float
    dry: bool
    o2_ref_pct: float | None = None
    o2_air_pct: float = 21.0
