"""The assessment as one JSON document: what ``kta assess --json`` prints.

Field by field as in ``kta_desktop/assessment``; numbers are decimal strings with a point, days ISO
8601, texts objects of ``ru``, ``kk``, ``en``. Of levels and techniques only what names them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from kta_desktop.assessment.ranges import ranges
from kta_desktop.assessment.statements import Statement
from kta_desktop.domain.levels import Level, Technique
from kta_desktop.domain.numbers import plain
from kta_desktop.services.assessing import Assessment

_LEVEL = ("id", "kind", "lower", "upper", "unit", "direction", "source", "locus", "confidence")
_TECHNIQUE = ("id", "number", "code", "title", "source")


def as_json(found: Assessment) -> dict[str, Any]:
    """Return an assessment as a JSON document, without what it was computed from.

    ``statements`` name the indicators that state one thing, by key, the one it is told by first.
    ``ranges`` are the typical ranges of consumption and efficiency beside the figures, also those
    that nobody checked and those that no answer can feed.
    """
    parts = {
        each.name: _dumped(getattr(found, each.name))
        for each in fields(found)
        if each.name != "known"
    }
    said = [_statement(each) for each in found.statements]
    return {**parts, "statements": said, "ranges": _dumped(ranges(found.known, found.indicators))}


def _statement(said: Statement) -> dict[str, Any]:
    return {
        "key": said.key,
        "verdict": str(said.verdict),
        "indicators": [each.key for each in said.members],
        "contradicted": said.contradicted,
    }


def _dumped(value: object) -> Any:
    for kind, dump in _DUMPS:
        if isinstance(value, kind):
            return dump(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _named(value, tuple(each.name for each in fields(value)))
    return value


def _named(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name.rstrip("_"): _dumped(getattr(value, name)) for name in names}


def _level(level: Level) -> dict[str, Any]:
    return {**_named(level, _LEVEL), "checked": level.may_yield_verdict}


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(_dumped(key)): _dumped(each) for key, each in value.items()}


def _list(value: Iterable[Any]) -> list[Any]:
    return [_dumped(each) for each in value]


_DUMPS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Decimal, plain),
    (Enum, lambda value: str(value.value)),
    (date, date.isoformat),
    (Level, _level),
    (Technique, lambda value: _named(value, _TECHNIQUE)),
    (Mapping, _mapping),
    ((tuple, list), _list),
)
