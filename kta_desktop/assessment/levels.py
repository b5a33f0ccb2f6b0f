"""Which level holds for a plant: conditions, and exceptions with their effects.

Conditions are three-valued. A level whose condition is undecided yields no verdict and names the
facts that are missing. An exception acts when its ``when`` and its ``requires`` hold; one that is
undecided stays as an alternative: if the verdict is the same with it and without, it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kta_desktop.domain.definition import Definition, Level
from kta_desktop.domain.verdict import NotCompared
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.host import Facts

_DIRECT = "water_direct"
_SEWER = "sewer"


class Effect(StrEnum):
    """What an exception does to its level; see the schema of packs."""

    LIMIT = "limit"
    NOT_APPLICABLE = "not_applicable"
    MAY_NOT_APPLY = "may_not_apply"
    APPLIES_ONLY_IF = "applies_only_if"
    INDICATIVE = "indicative"
    CHOICE = "choice"
    FORMULA = "formula"
    REPLACES = "replaces"


_FALLS = (Effect.NOT_APPLICABLE, Effect.APPLIES_ONLY_IF)
_BOUNDS = (Effect.LIMIT, Effect.REPLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What holds for a plant in place of a level of the pack.

    Attributes:
        level: The level, or the exception whose bounds take its place; None if none holds.
        reason: Why nothing may be compared; None if it may.
        missing: Facts that would decide; empty if a person has to.
        others: What might hold instead, for want of ``missing``; None = the level falls away.
    """

    level: Level | None
    reason: NotCompared | None = None
    missing: tuple[str, ...] = ()
    others: tuple[Level | None, ...] = ()


@dataclass(slots=True)
class _Findings:
    """What the exceptions of one level come to."""

    falls: bool = False
    shown_only: bool = False
    person: bool = False
    bounds: list[Level] = field(default_factory=list)
    others: list[Level | None] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def in_force(definition: Definition, state: Facts, identifier: str) -> InForce:
    """Return what holds for the plant whose facts ``state`` knows."""
    level = next((item for item in definition.levels if item.id == identifier), None)
    if level is None:
        return InForce(level=None, reason=NotCompared.NO_LEVEL)
    holds, missing = _decide(state, level.when)
    if holds is None:
        return InForce(level=level, reason=NotCompared.UNDECIDED, missing=missing)
    if not holds:
        return InForce(level=None, reason=_absence(level, state))
    return _with_exceptions(level, _exceptions(definition, state, level))


def _with_exceptions(level: Level, found: _Findings) -> InForce:
    if found.falls:
        return InForce(level=None, reason=NotCompared.NO_LEVEL)
    if found.person or len(found.bounds) > 1:
        return InForce(level=level, reason=NotCompared.UNDECIDED)
    chosen = found.bounds[0] if found.bounds else level
    if found.shown_only:
        return InForce(level=chosen, reason=NotCompared.INDICATIVE_ONLY)
    missing = tuple(dict.fromkeys(found.missing))
    return InForce(level=chosen, missing=missing, others=tuple(found.others))


def _exceptions(definition: Definition, state: Facts, level: Level) -> _Findings:
    found = _Findings()
    for exception in definition.levels:
        if exception.overrides == level.id:
            _take(found, exception, state)
    return found


def _take(found: _Findings, exception: Level, state: Facts) -> None:
    """Add what one exception does, or might do."""
    effect = exception.effect
    acts, missing = _acts(exception, state)
    if acts is False:
        return
    if acts is None:
        found.missing += missing
        found.others.append(exception if effect in _BOUNDS and _has_bounds(exception) else None)
    elif effect in _FALLS:
        found.falls = True
    elif effect == Effect.INDICATIVE:
        found.shown_only = True
    elif effect in _BOUNDS and _has_bounds(exception):
        found.bounds.append(exception)
    else:  # may not apply, a choice, a computed bound: nobody but the auditor can say
        found.person = True


def _acts(exception: Level, state: Facts) -> tuple[bool | None, tuple[str, ...]]:
    when, missing = _decide(state, exception.when)
    if exception.effect == Effect.APPLIES_ONLY_IF:
        return (None if when is None else not when), missing
    if exception.requires is None or when is False:
        return when, missing
    shown, more = _decide(state, exception.requires)
    if shown is False:
        return False, ()
    return (None if when is None or shown is None else True), missing + more


def _decide(state: Facts, condition: str | None) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether a condition holds and, if that is undecided, the facts that are missing.

    A condition that is only words, or that cannot be evaluated, is undecided without any.
    """
    if condition is None:
        return None, ()
    try:
        holds = state.holds(condition)
        return holds, (() if holds is not None else state.missing(condition))
    except ExpressionError:
        return None, ()


def _has_bounds(level: Level) -> bool:
    return level.lower is not None or level.upper is not None


def _absence(level: Level, state: Facts) -> NotCompared:
    """Return why a level does not hold: waste water to a sewer goes by the contract instead."""
    if level.medium == _DIRECT and _SEWER in _discharges(state):
        return NotCompared.SEWER_CONTRACT
    return NotCompared.NO_LEVEL


def _discharges(state: Facts) -> Iterator[str]:
    """Yield where the waste water goes, in packs whose facts have ``discharge``."""
    try:
        value = state.value("discharge")
    except KeyError:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (str(item) for item in value)
