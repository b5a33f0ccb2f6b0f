"""Dataclasses as JSON that says no more than it has to."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any


def dump(value: Any) -> Any:
    """Return ``value`` as JSON, leaving out what may be left out and is empty or as usual.

    A field without a default is always there; one with a default only if it says something else.
    """
    if hasattr(value, "__dataclass_fields__"):
        pairs = {f.name: (dump(getattr(value, f.name)), f.default) for f in fields(value)}
        return {
            name: item
            for name, (item, default) in pairs.items()
            if default is MISSING or item not in (None, "", {}, [], default)
        }
    if isinstance(value, Mapping):
        return {key: dump(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [dump(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value
