"""What an indicator is by its unit and its level: kind, medium, substance."""

from collections.abc import Mapping
from functools import lru_cache

from kta_desktop.assessment.performance import IndicatorKind, Medium
from kta_desktop.domain.definition import Level
from kta_desktop.measurement.errors import UnitUnknownError
from kta_desktop.measurement.units import quantity_of
from kta_desktop.packs.reference import substances

_MEDIA: Mapping[str, Medium] = {
    "air": Medium.AIR,
    "air_load": Medium.AIR,
    "water": Medium.WATER,
    "water_direct": Medium.WATER,
    "water_indirect": Medium.WATER,
    "waste_water_volume": Medium.WATER,
    "water_consumption": Medium.WATER_USE,
    "process_water": Medium.WATER_USE,
    "energy": Medium.ENERGY,
    "waste": Medium.WASTE,
    "residue": Medium.WASTE,
    "materials": Medium.MATERIALS,
}
_USED = (Medium.ENERGY, Medium.WATER_USE, Medium.MATERIALS)
_KINDS: Mapping[str, IndicatorKind] = {
    "mass_concentration": IndicatorKind.CONCENTRATION,
    "normal_mass_concentration": IndicatorKind.CONCENTRATION,
    "volume_fraction": IndicatorKind.CONCENTRATION,
    "equivalent_concentration": IndicatorKind.CONCENTRATION,
    "odour_concentration": IndicatorKind.CONCENTRATION,
    "normal_odour_concentration": IndicatorKind.CONCENTRATION,
    "ph": IndicatorKind.CONCENTRATION,
    "attenuation": IndicatorKind.CONCENTRATION,
    "mass_flow": IndicatorKind.MASS_FLOW,
    "volume_flow": IndicatorKind.MASS_FLOW,
    "normal_volume_flow": IndicatorKind.MASS_FLOW,
    "fraction": IndicatorKind.EFFICIENCY,
}


def medium_of(level: Level | None) -> Medium:
    """Return where it goes, or what is used."""
    return Medium.OTHER if level is None else _MEDIA.get(level.medium, Medium.OTHER)


def kind_of(unit: str, medium: Medium) -> IndicatorKind:
    """Return what a figure in ``unit`` says; of a unit per something, whether it is used or goes.

    A figure in a unit that is not in the list counts as one per something.
    """
    try:
        kind = _KINDS.get(quantity_of(unit))
    except UnitUnknownError:
        kind = None
    if kind is not None:
        return kind
    is_used = medium in _USED
    return IndicatorKind.SPECIFIC_CONSUMPTION if is_used else IndicatorKind.SPECIFIC_EMISSION


@lru_cache(maxsize=512)
def substance_code(named: str) -> str:
    """Return the id of ``substances.csv`` that a pack means by its short code; empty if none."""
    if not named:
        return ""
    folded = named.casefold().replace("_", "-")
    own = _OWN.get(named) or _OWN.get(folded, folded)
    known = substances()
    if own in known:
        return own
    by_formula = (row.id for row in known.values() if row.formula.casefold() == folded)
    return next(by_formula, "")


# Short codes of packs that are written otherwise in the list of substances.
_OWN: Mapping[str, str] = {
    "tn": "n-total",
    "tp": "p-total",
    "bod": "bod5",
    "bap": "benzo-a-pyrene",
    "Co": "co-metal",  # cobalt; CO is carbon monoxide
    "so4": "sulfate",
    "f": "fluoride",
    "cl": "chloride",
    "s2": "sulfide",
}
