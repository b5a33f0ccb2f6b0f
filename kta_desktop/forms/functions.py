"""The functions of the expression language: a table, so that a new one is a new row.

A function is given its arguments unevaluated and evaluates those it needs: ``if`` and
``coalesce`` stop early. Names without a prefix mean what they mean in XLSForm; ours begin with
``kta:``.
"""

from collections.abc import Mapping

from kta_desktop.forms.functions_dates import DATES
from kta_desktop.forms.functions_kit import Argument, Function, condition
from kta_desktop.forms.functions_kta import KTA
from kta_desktop.forms.functions_lists import LISTS
from kta_desktop.forms.functions_logic import LOGIC
from kta_desktop.forms.functions_numbers import NUMBERS
from kta_desktop.forms.functions_texts import TEXTS

__all__ = ["FUNCTIONS", "REFUSED", "Argument", "Function", "condition"]

FUNCTIONS: Mapping[str, Function] = {**LOGIC, **NUMBERS, **TEXTS, **DATES, **LISTS, **KTA}

# Functions of XLSForm, XPath 1.0 and the engines that packs do not use. Chance and identifiers
# would give every device another value; places on a map are no answers here.
REFUSED = frozenset(
    {
        "random", "randomize", "uuid", "digest", "base64-decode", "extract-signed", "version",
        "property", "area", "enclosed-area", "distance", "geofence", "intersects", "depend",
        "is-selected", "last", "id", "name", "local-name", "namespace-uri", "lang", "key",
        "jr:itext", "pi", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp10",
    }
)  # fmt: skip
