"""What a person should know about a figure that was converted all the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kta_desktop import formatting
from kta_desktop.i18n import N_, _, language
from kta_desktop.measurement.errors import QUANTITIES, spoken
from kta_desktop.measurement.gas import GasState
from kta_desktop.measurement.steps import numeral

TEXTS = {
    "oxygen-false-air": N_(
        "Measured oxygen ({o2} %) is far above the reference ({o2_ref} %): false air decides the"
        " result. Check the duct and the sampling line for leaks."
    ),
    "no-as-no2": N_(
        "The figure is counted as NO. Levels for NOx count NO2: there the same NO is 1.53 times"
        " as much."
    ),
    "moisture-unused": N_(
        "The moisture was not used: the figure is taken as one for dry gas. Say so if the gas was"
        " wet."
    ),
    "basis-assumed": N_(
        "The conditions of the figure were not given; {kelvin} K were taken. In Kazakhstan a"
        " normal cubic metre may also be meant at 293.15 K: ask the laboratory."
    ),
    "condition-unlikely": N_("Hardly meant: {quantity} {value}. Check the number and its unit."),
    "hours-assumed": N_("The operating hours were not given; the year is taken whole, 8760 hours."),
    "below-lod": N_(
        "Below the detection limit: a level is checked with the whole limit, masses count half of"
        " it."
    ),
}

KILN_O2_PCT = 18.0  # reference of ceramic kilns; above it the rule for melters makes no sense
KILN_LIMIT_PCT = 19.5
MELTER_POINTS = 8.0
_LIKELY = {"temperature": (-60.0, 1800.0), "pressure": (50.0, 150.0)}


@dataclass(frozen=True, slots=True)
class Caution:
    """A coded warning.

    Attributes:
        code: A key of ``TEXTS``.
        details: What the sentence names.
    """

    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, lang: str | None = None) -> str:
        """Return the warning in ``lang``, by default the interface language."""
        details = spoken(self.details, lang)
        if "unit" in details:
            in_unit = self.details["value"], self.details["unit"], lang or language()
            details["value"] = formatting.quantity(*in_unit)
        name = QUANTITIES.get(self.details.get("quantity", ""))
        if name is not None:
            details["quantity"] = _(name, lang)
        return _(TEXTS[self.code], lang).format(**details)

    def as_json(self) -> dict[str, str]:
        """Return ``{code, message}``."""
        return {"code": self.code, "message": self.sentence()}


def of_oxygen(o2_pct: float, o2_ref_pct: float) -> Caution | None:
    """Return the warning of rule F-O2: false air decides the result; None if it does not.

    For kilns (reference of 18 %) from 19.5 %, else from 8 points above the reference.
    """
    if o2_ref_pct >= KILN_O2_PCT:
        far = o2_pct > KILN_LIMIT_PCT
    else:
        far = o2_pct - o2_ref_pct > MELTER_POINTS
    if not far:
        return None
    return Caution("oxygen-false-air", {"o2": numeral(o2_pct), "o2_ref": numeral(o2_ref_pct)})


def of_gas(gas: GasState) -> Iterator[Caution]:
    """Yield warnings of conditions that are possible, and yet hardly meant (Pa for kPa)."""
    known = {"temperature": gas.temperature_c, "pressure": gas.pressure_kpa}
    units = {"temperature": "degC", "pressure": "kPa"}
    for quantity, value in known.items():
        lowest, highest = _LIKELY[quantity]
        if value is not None and not lowest <= value <= highest:
            told = {"quantity": quantity, "value": numeral(value), "unit": units[quantity]}
            yield Caution("condition-unlikely", told)
