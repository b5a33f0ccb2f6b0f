"""What the words of a heading mean: ``resources/reference/logger_names.csv`` read as tables.

Names are compared without case, accents of writing and punctuation, and letters that look alike in
Latin and Cyrillic count as one, since ``СО`` is typed in both.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kta_desktop.domain.flag import Flag
from kta_desktop.paths import RESOURCES

_FOLDER = RESOURCES / "reference"
_ALIKE = str.maketrans("авекмнорстухіѕјԛԝү", "abekmhopctyxisjqwy")
_WORDS = re.compile(r"[^\W_]+")
_UNIT_NOISE = str.maketrans({"·": "", "*": "", " ": "", ".": "", "^": "", "µ": "u", "μ": "u"})
_UNIT = r"[^\s\[\]();]{1,16}(?: [^\s\[\]();]{1,6}){0,2}"
_IN_BRACKETS = re.compile(rf"(.*?)\s*[\[({{<]\s*({_UNIT})\s*[\])}}>]\s*(.*)", re.DOTALL)


_LONGEST = 200  # characters of a heading that are looked at
_WITH = re.compile(r"\bсо\b")  # a small word, and no carbon monoxide
_ONLY_LATIN = frozenset(("hc", "pm", "ec", "toc", "thc"))  # НС is a code of faults
_NUMBERED = re.compile(r"\bno(?= \d)")
_QUALIFIERS = frozenset(("dry", "wet", "avg", "min", "max", "mean", "local", "utc"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading apart: the name, its unit as written, and the id of that unit if it is known."""

    name: str
    raw_unit: str = ""
    unit: str | None = None


def key(text: str) -> str:
    """Return a name as it is compared: its words, in one alphabet where letters look alike."""
    plain = text.replace("№", " ")  # NFKC would make the letters of nitric oxide of it
    plain = unicodedata.normalize("NFKC", plain).casefold().replace("ё", "е").replace("_", " ")
    return " ".join(_WORDS.findall(plain)).translate(_ALIKE)


@lru_cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """Return names by kind: compared name to id; units by their own way of comparing."""
    found: dict[str, dict[str, str]] = {}
    with (_FOLDER / "logger_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            way = unit_key if row["kind"] == "unit" else key
            compared = way(row["name"]) or row["name"]
            found.setdefault(row["kind"], {}).setdefault(compared, row["id"])
    return found


@lru_cache
def _units() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return compared spelling to id of a unit: with its case, and without."""
    exact: dict[str, str] = {}
    with (_FOLDER / "units.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for spelling in (row["id"], row["symbol_en"], row["symbol_ru"], row["symbol_kk"]):
                exact.setdefault(unit_key(spelling), row["id"])
    exact |= _table()["unit"]
    loose: dict[str, str] = {}
    for spelling, unit in exact.items():
        loose.setdefault(spelling.casefold(), unit)
    return exact, loose


def unit_key(text: str) -> str:
    """Return a unit as it is compared: ``мг/м³`` = ``мг / м3``; case counts (mPa, MPa)."""
    plain = unicodedata.normalize("NFKC", text.replace("º", "°").replace("˚", "°"))
    return plain.strip().translate(_UNIT_NOISE)


@lru_cache(maxsize=1024)
def unit_of(text: str) -> str | None:
    """Return the id of a written unit; None if it is not known."""
    exact, loose = _units()
    compared = unit_key(text)
    return exact.get(compared) or loose.get(compared.casefold())


def heading(text: str) -> Heading:
    """Return name and unit of ``NOx, ppm``, ``T [°C]``, ``O2(%)``, ``% O2`` or ``Druck / hPa``."""
    plain = " ".join(text[:_LONGEST].split())
    name, _, last = plain.rpartition(" ")
    if "(" in last and unit_of(last):  # dB(A)
        return Heading(name.rstrip(",;:"), last, unit_of(last))
    found = _IN_BRACKETS.fullmatch(plain)
    if found is not None and _may_be_unit(found[2], plain):
        name = f"{found[1]} {found[3]}".strip(" ,;:")
        return Heading(name, found[2], unit_of(found[2]))
    return _by_mark(plain) or _by_place(plain) or Heading(plain)


def _may_be_unit(text: str, heading_text: str) -> bool:
    """Whether what stands in brackets is a unit: a known one, or a short sign in no word's way."""
    if unit_of(text):
        return True
    is_short = len(text) <= 5 and not any(key(text) == word for word in _QUALIFIERS)
    is_sign = is_short and _longest(key(text), ("substance", "condition")) is None
    return ("[" in heading_text or is_sign) and " " not in text and len(text) <= 12


def _by_mark(text: str) -> Heading | None:
    """Return name and unit parted by the last comma, or by a slash between blanks."""
    for mark in (",", " / ", ";", ":"):
        name, found, unit = text.rpartition(mark)
        if found and name and unit_of(unit.strip()):
            return Heading(name.strip(), unit.strip(), unit_of(unit.strip()))
    return None


def _by_place(text: str) -> Heading | None:
    """Return name and unit where the unit is the first or the last word, or several of them."""
    words = text.replace("_", " ").split()
    for count in (2, 1):
        if len(words) <= count:
            continue
        for unit, name in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            spelling = " ".join(unit)
            if _is_telling(spelling):
                return Heading(" ".join(name), spelling, unit_of(spelling))
    return None


def _is_telling(spelling: str) -> bool:
    """Whether a word is a unit and can be nothing else: no single letter, no least value."""
    unit = unit_of(spelling)
    return unit not in {None, "min", "h"} and (len(spelling) > 1 or spelling == "%")


def meaning_of(name: str, unit: str | None = None) -> str | None:
    """Return the id of the substance or condition that a name means; None if it is not plain.

    Figures that were already brought to reference conditions have none: they must not be
    normalised again without somebody saying so.
    """
    compared = _NUMBERED.sub(" ", key(name[:_LONGEST]))
    table = _table()
    found = _longest(compared, ("substance", "condition", "other"))
    if found is None or _is_other_word(found[0], name):
        return None
    rest = compared.replace(found[0], " ", 1).split()
    if any(word in table["corrected"] for word in rest) or "@" in name:
        return None
    if "o2" in rest and found[1] != "o2":  # figures at a reference oxygen
        return None
    return found[1] or None if _suits(found[1], unit) else None


def _is_other_word(compared: str, name: str) -> bool:
    """Whether a formula was found in a word that only looks like it in Cyrillic."""
    if compared == "co":
        return _WITH.search(name) is not None
    return compared in _ONLY_LATIN and compared not in _WORDS.findall(name.casefold())


def _longest(compared: str, kinds: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the longest known name that stands in ``compared`` as whole words, and its id."""
    words = compared.split()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            for kind in kinds:
                if part in _table()[kind]:
                    return part, _table()[kind][part]
    return None


_QUANTITIES = {
    "t_gas": {"degC", "K"},
    "velocity": {"m/s"},
    "o2": {"vol%", "%", "ppm"},
    "moisture": {"vol%", "%"},
    "pressure": {"kPa", "Pa", "hPa", "bar", "MPa", "mmHg", "atm"},
    "p_static": {"kPa", "Pa", "hPa", "mmH2O", "mmHg"},
    "p_baro": {"kPa", "Pa", "hPa", "bar", "mmHg", "atm"},
}


_OF_LIQUIDS = frozenset(("mg/l", "ug/l", "g/l", "mg/dm3", "mgO2/l", "mmol-eq/l"))


def is_condition(meaning: str | None) -> bool:
    """Whether a meaning is that of a condition of the gas."""
    return meaning in _QUANTITIES


def _suits(meaning: str, unit: str | None) -> bool:
    """Whether something can be given in a unit; an unknown one is no hindrance."""
    if meaning in _QUANTITIES:
        return unit is None or unit in _QUANTITIES[meaning]
    return unit not in _OF_LIQUIDS or meaning not in _gases()


@lru_cache
def _gases() -> frozenset[str]:
    """Return the ids of substances that are measured in air."""
    with (_FOLDER / "substances.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["id"] for row in csv.DictReader(file) if row["medium"] == "air")


def time_role(name: str) -> str | None:
    """Return ``stamp``, ``date``, ``clock``, ``elapsed``, ``unix`` or ``index`` for a name."""
    return _table()["time"].get(key(name)) or (_table()["time"].get(name.strip().casefold()))


def is_status(name: str) -> bool:
    """Whether a name is that of a column which says what readings are worth."""
    return _longest(key(name[:_LONGEST]), ("status",)) is not None


def flag_of(word: str) -> Flag | None:
    """Return what the word of a status column makes of a reading; None if it is not known."""
    found = _table()["status_word"].get(key(word))
    return None if found is None else Flag[found.upper()]


def fact_of(words: str) -> str | None:
    """Return the id of what a line above the table tells, such as ``start``; None if unknown."""
    return _table()["fact"].get(key(words))
