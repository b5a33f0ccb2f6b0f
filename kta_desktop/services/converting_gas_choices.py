"""What a conversion can be asked for by choosing: units, substances, reference oxygen."""

import csv
from collections.abc import Iterable
from functools import lru_cache

from kta_desktop.domain.definition import Definition
from kta_desktop.errors import KtaError
from kta_desktop.measurement.reference import bases, basis
from kta_desktop.paths import RESOURCES

UNITS = ("ppm", "mg/m3", "mg/Nm3", "vol%", "g/m3", "g/Nm3", "ug/m3", "ug/Nm3", "m3/s", "m3/h",
         "thousand-m3/h", "Nm3/s", "Nm3/h", "g/s", "kg/h")  # fmt: skip
FLOW_UNITS = ("m3/s", "m3/h", "thousand-m3/h", "Nm3/s", "Nm3/h")
NO_AS_NO2 = "NO/NO2"
_FIRST = ("no2", "nox", "so2", "co", "nh3", "hcl", "hf", "h2s")  # of analysers at a stack


def is_normal(unit: str) -> bool:
    """Whether a unit counts normal cubic metres, which need their conditions."""
    return "Nm3" in unit


def references() -> tuple[str, ...]:
    """Return the reference oxygen contents of ``bases.csv``, in %, as texts in rising order."""
    found = {each.o2_ref_pct for each in bases().values() if each.o2_ref_pct is not None}
    return tuple(f"{each:g}" for each in sorted(found))


def references_of(definition: Definition) -> tuple[str, ...]:
    """Return those that levels of a pack stand at, in rising order."""
    found: set[float] = set()
    for level in definition.levels:
        for name in level.basis:
            try:
                share = basis(name, definition.more).o2_ref_pct
            except KtaError:  # "as measured": no conditions, no oxygen
                continue
            if share is not None:
                found.add(share)
    return tuple(f"{each:g}" for each in sorted(found))


@lru_cache
def substances(lang: str) -> list[tuple[str, str]]:
    """Return id and name of the substances of exhaust gases, those of analysers first.

    The id ``NO/NO2`` stands for NO that is counted as NO2; an empty one for dust and the like.
    """
    with (RESOURCES / "reference" / "substances.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["medium"] != "water"]
    weighed = {row["id"]: _words(row, lang) for row in rows if row["molar_mass"]}
    first = [(name, weighed.pop(name)) for name in _FIRST if name in weighed]
    own = [("", "—"), *first, (NO_AS_NO2, "NO → NO₂")]
    return own + list(_sorted(weighed.items()))


def _sorted(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(found, key=lambda pair: pair[1].casefold())


def _words(row: dict[str, str], lang: str) -> str:
    formula = row["formula"].translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    name = row[f"name_{lang}"]
    return f"{formula}, {name}" if formula else name
