"""How the words of a pack are set: indices of formulas, cubic metres, dashes, degrees.

Methodologists type what a keyboard has: ``CO2``, ``мг/Нм3``, ``2-4 %``, ``1300 C``.
"""

import re
from collections.abc import Mapping
from typing import Any

LANGUAGES = frozenset({"ru", "kk", "en"})
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_HIGH = str.maketrans("23", "²³")
_FORMULA = re.compile(
    r"(?<![\w-])(?:H2SO4|CaCO3|MgCO3|Na2CO3|NaHCO3|Al2O3|TiO2|SiO2|P2O5|CO2|SO2|SO3|NO2|N2O|NH3"
    r"|H2S|H2O|H2|CH4|O2|N2|Cl2|F2|CS2)(?![A-Za-z0-9])"
)
_METRE = re.compile(r"(?<![A-Za-zА-Яа-яЁё])([НN]?[мm])([23])(?!\d)")
_DASH = re.compile(r"(?<=\S) - (?=\S)")
_RANGE = re.compile(r"(?<![\w.,-])(\d+(?:[.,]\d+)?)-(\d+(?:[.,]\d+)?)(?![\w-])(?![.,]\d)")
_CELSIUS = re.compile(r"(?<=\d\d) C(?![A-Za-z])")


def set_well(text: str, language: str) -> str:
    """Return a text as it is printed; set well already, it stays as it is."""
    text = _FORMULA.sub(lambda found: found[0].translate(_LOW), text)
    text = _METRE.sub(lambda found: found[1] + found[2].translate(_HIGH), text)
    text = _DASH.sub(" – " if language == "en" else " — ", text)
    text = _RANGE.sub(_between, text)
    return _CELSIUS.sub(" °C", text)


def row_set_well(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with all its texts in languages as they are printed."""
    return {key: _value(value) for key, value in row.items()}


def capital(text: str) -> str:
    """Return an option with a capital first; ``pH`` stays as it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _value(value: Any) -> Any:
    if not isinstance(value, Mapping) or not set(value) <= LANGUAGES:
        return value
    return {lang: set_well(text, lang) if text else text for lang, text in value.items()}


def _between(found: re.Match[str]) -> str:
    """Return ``2–4``; what does not rise, such as a number of a standard, stays."""
    low, high = (float(part.replace(",", ".")) for part in (found[1], found[2]))
    return f"{found[1]}–{found[2]}" if low < high else found[0]
