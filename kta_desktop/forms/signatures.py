"""All functions that may be called, by name."""

from collections.abc import Mapping

from kta_desktop.forms.functions import FUNCTIONS
from kta_desktop.forms.functions_kit import Function
from kta_desktop.forms.lookups import LOOKUPS

# What these do depends on where they stand, not on values alone: see ``special``.
SPECIAL: Mapping[str, Function] = {
    "current": Function(0, 0),
    "indexed-repeat": Function(3, 15),
    "instance": Function(1, 1),
    "jr:choice-name": Function(2, 2),
    "once": Function(1, 1),
    "position": Function(0, 1),
}
SIGNATURES: Mapping[str, Function] = {**FUNCTIONS, **LOOKUPS, **SPECIAL}
