"""What is known of a gas, and what a gas can be."""

import math
from dataclasses import dataclass

from kta_desktop.measurement.errors import (
    ConditionImpossibleError,
    ConditionMissingError,
    OxygenNearAirError,
)
from kta_desktop.measurement.steps import numeral

ZERO_C = 273.15
# The correction divides by (21 − O2). At 1 % the usual U of an analyser, 0.2 to 0.3 % by volume,
# makes 20 to 30 % of the result, more than everything else together: it is refused from there.
MIN_OXYGEN_GAP_PCT = 1.0


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

    @property
    def kelvin(self) -> float:
        """Return the absolute temperature in K.

        Raises:
            ConditionMissingError, ConditionImpossibleError: If there is none.
        """
        celsius = _known("temperature", self.temperature_c)
        if celsius + ZERO_C <= 0:
            raise ConditionImpossibleError(quantity="temperature", value=numeral(celsius))
        return celsius + ZERO_C

    @property
    def absolute_kpa(self) -> float:
        """Return the absolute pressure in kPa.

        Raises:
            ConditionMissingError, ConditionImpossibleError: If there is none.
        """
        pressure = _known("pressure", self.pressure_kpa)
        if pressure <= 0:
            raise ConditionImpossibleError(quantity="pressure", value=numeral(pressure))
        return pressure

    @property
    def dry_share(self) -> float:
        """Return 1 − x, the share of dry gas in the wet one.

        Raises:
            ConditionMissingError, ConditionImpossibleError: If there is none.
        """
        moisture = _known("moisture", self.moisture_pct)
        if not 0 <= moisture < 100:
            raise ConditionImpossibleError(quantity="moisture", value=numeral(moisture))
        return 1 - moisture / 100

    @property
    def oxygen(self) -> float:
        """Return the oxygen of the dry gas in %.

        Raises:
            ConditionMissingError: If it is not known.
        """
        return _known("oxygen", self.o2_pct)

    def check(self) -> None:
        """Refuse what no gas can have, also where no step needs it.

        Raises:
            ConditionImpossibleError: Naming the first.
        """
        if self.temperature_c is not None:
            _ = self.kelvin
        if self.pressure_kpa is not None:
            _ = self.absolute_kpa
        if self.moisture_pct is not None:
            _ = self.dry_share
        if self.o2_pct is not None and not 0 <= self.o2_pct <= 100:
            raise ConditionImpossibleError(quantity="oxygen", value=numeral(self.o2_pct))


def absolute_pressure(p_baro_kpa: float, p_static_pa: float) -> float:
    """Return barometric plus static pressure in kPa; the static one is relative to the outside."""
    return p_baro_kpa + p_static_pa / 1000


def dry_oxygen(wet_pct: float, moisture_pct: float) -> float:
    """Return the oxygen of the dry gas, in %, from that of wet gas (an in-situ probe).

    Raises:
        ConditionImpossibleError: If the moisture is none, or more oxygen than gas comes out.
    """
    found = wet_pct / GasState(moisture_pct=moisture_pct).dry_share
    if not 0 <= found <= 100:
        raise ConditionImpossibleError(quantity="oxygen", value=numeral(found))
    return found


def oxygen_gap(o2_pct: float, o2_air_pct: float = 21.0) -> float:
    """Return 21 − O2, what the correction to reference oxygen divides by.

    Raises:
        OxygenNearAirError: See ``MIN_OXYGEN_GAP_PCT``.
        ConditionImpossibleError: For a negative share.
    """
    if o2_pct < 0:
        raise ConditionImpossibleError(quantity="oxygen", value=numeral(o2_pct))
    if o2_air_pct - o2_pct < MIN_OXYGEN_GAP_PCT:
        raise OxygenNearAirError(o2=numeral(o2_pct))
    return o2_air_pct - o2_pct


def _known(quantity: str, value: float | None) -> float:
    if value is None or math.isnan(value):
        raise ConditionMissingError(quantity=quantity)
    if math.isinf(value):
        raise ConditionImpossibleError(quantity=quantity, value=numeral(value))
    return value
