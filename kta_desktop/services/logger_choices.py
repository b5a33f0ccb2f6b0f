"""What the columns of a logger file can be said to be: units and meanings, by their names."""

import csv
from functools import lru_cache

from kta_desktop import formatting
from kta_desktop.i18n import N_, _
from kta_desktop.paths import RESOURCES

CONDITIONS = {
    "t_gas": N_("Gas temperature"),
    "pressure": N_("Absolute pressure of the gas"),
    "p_static": N_("Static pressure"),
    "p_baro": N_("Barometric pressure"),
    "moisture": N_("Moisture of the gas"),
    "o2": N_("Oxygen"),
    "velocity": N_("Gas velocity"),
}
_QUANTITIES = ("volume_fraction", "mass_concentration", "normal_mass_concentration", "temperature",
               "pressure", "velocity", "volume_flow", "normal_volume_flow", "mass_flow",
               "fraction")  # fmt: skip


@lru_cache
def units(lang: str) -> tuple[tuple[str, str], ...]:
    """Return id and symbol of the units that an instrument at a stack tells."""
    with (RESOURCES / "reference" / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = [row["id"] for kind in _QUANTITIES for row in rows if row["quantity"] == kind]
    return tuple((each, formatting.unit(each, lang)) for each in ids)


def meanings(lang: str) -> tuple[tuple[str, str], ...]:
    """Return id and name of what a column can stand for: gas conditions, then substances."""
    conditions = [(name, _(text, lang)) for name, text in CONDITIONS.items()]
    return (*conditions, *_substances(lang))


def meaning_words(meaning: str | None, lang: str) -> str:
    """Return the name of a meaning; a dash without one."""
    return dict(meanings(lang)).get(meaning or "", meaning or "—")


@lru_cache
def _substances(lang: str) -> tuple[tuple[str, str], ...]:
    with (RESOURCES / "reference" / "substances.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["id"], row[f"name_{lang}"]) for row in rows)
