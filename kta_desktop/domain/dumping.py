"""Dataclasses as JSON that says no more than it has to."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any

_EMPTY: tuple[object, ...] = (None, "", {}, [])


def dump(value: Any) -> Any:
    """Return ``value`` as JSON, leaving out what may be left out and is empty or as usual.

    A field without a default is always there; one with a default only if it says something else.
    """
    if isinstance(value, str):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, tuple | list):
        return [dump(item) for item in value]
    if isinstance(value, Mapping):
        return {key: dump(item) for key, item in value.items()}
    return _dumped(value) if hasattr(value, "__dataclass_fields__") else value


def _dumped(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, default in _fields(type(value)):
        own = getattr(value, name)
        if default is not MISSING and own is default:
            continue
        item = dump(own)
        if default is MISSING or (item not in _EMPTY and item != default):
            found[name] = item
    return found


_FIELDS: dict[type[Any], tuple[tuple[str, Any], ...]] = {}


def _fields(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Return the names of the fields of a dataclass with their defaults."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple((field.name, field.default) for field in fields(kind))
    return _FIELDS[kind]
