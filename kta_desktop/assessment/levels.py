"""Which level holds for a plant: conditions, exceptions with their effects, pairs of levels.

Conditions are three-valued. A level whose condition is undecided yields no verdict and names the
facts that are missing. An exception acts when its ``when`` and its ``requires`` hold; one that is
undecided stays as an alternative: if the verdict is the same with it and without, it stands. Every
decision comes with its grounds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kta_desktop.assessment.bounds import computed, has_bounds
from kta_desktop.assessment.grounds import Ground, GroundKind
from kta_desktop.assessment.index import index_of
from kta_desktop.domain.definition import Definition, Level
from kta_desktop.domain.verdict import NotCompared
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.forms.graph import references
from kta_desktop.forms.host import Facts
from kta_desktop.forms.parser import parse

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
_FOR_ORIENTATION = ("analogue",)  # figures of a comparable process of another product
_BOUNDS = (Effect.LIMIT, Effect.REPLACES, Effect.FORMULA)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What holds for a plant in place of a level of the pack.

    Attributes:
        level: The level, or the exception whose bounds take its place; None if none holds.
        reason: Why nothing may be compared; None if it may.
        missing: Facts that would decide; empty if a person has to.
        others: What might hold instead, for want of ``missing``; None = the level falls away.
        subject: The level of the pack that was asked about.
        grounds: Why it is so, in the order of the rows of the pack.
        pair: The other level of a pair: another unit for the same, or an alternative.
    """

    level: Level | None
    reason: NotCompared | None = None
    missing: tuple[str, ...] = ()
    others: tuple[Level | None, ...] = ()
    subject: Level | None = None
    grounds: tuple[Ground, ...] = ()
    pair: Level | None = None

    @property
    def applies(self) -> bool | None:
        """Whether the plant is held to it; None if that is undecided."""
        if self.reason is NotCompared.UNDECIDED:
            return None
        return self.level is not None and self.reason is None


@dataclass(slots=True)
class _Findings:
    """What the exceptions of one level come to."""

    falls: bool = False
    shown_only: bool = False
    person: bool = False
    chosen_from: bool = False
    bounds: list[Level] = field(default_factory=list)
    others: list[Level | None] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)

    def add(self, kind: GroundKind, level: Level, missing: tuple[str, ...] = ()) -> None:
        """Add a ground."""
        self.grounds.append(Ground(kind=kind, level=level.id, missing=missing))


def in_force(definition: Definition, state: Facts, identifier: str) -> InForce:
    """Return what holds for the plant whose facts ``state`` knows."""
    return _Plant(definition, state).holding(identifier)


class Holdings:
    """What holds for a plant in place of its levels, found once for each of them."""

    def __init__(self, definition: Definition, state: Facts) -> None:
        """Look at ``state`` as it is now; do not keep it beyond the next edit."""
        self.definition, self.state = definition, state
        self._plant = _Plant(definition, state)
        self._found: dict[str, InForce] = {}

    def of(self, identifier: str) -> InForce:
        """Return what holds in place of a level."""
        found = self._found.get(identifier)
        if found is None:
            found = self._found[identifier] = self._plant.holding(identifier)
        return found


def standing(definition: Definition, state: Facts) -> tuple[InForce, ...]:
    """Return what each level of a definition comes to for a plant, without the exceptions."""
    plant = _Plant(definition, state)
    return tuple(plant.holding(level.id) for level in definition.levels if level.overrides is None)


class _Plant:
    """The levels of a definition beside the facts of one plant."""

    def __init__(self, definition: Definition, state: Facts) -> None:
        self._definition = definition
        self._state = state
        index = index_of(definition)
        self._levels, self._exceptions = index.levels, index.exceptions

    def holding(self, identifier: str) -> InForce:
        """Return what holds in place of a level."""
        level = self._levels.get(identifier)
        if level is None:
            return InForce(level=None, reason=NotCompared.NO_LEVEL)
        holds, missing = self._decide(level.when)
        scope = (level.more or {}).get("scope_when")
        if level.when is None and isinstance(scope, str) and self._decide(scope)[0] is False:
            holds = False  # whatever the words say, they are about other sub-sectors
        if holds is None:
            kind = GroundKind.OPEN if missing else GroundKind.WORDS
            ground = Ground(kind=kind, level=level.id, missing=missing)
            found = InForce(level=level, reason=NotCompared.UNDECIDED, missing=missing)
            return replace(found, subject=level, grounds=(ground,))
        if not holds:
            ground = Ground(kind=GroundKind.FOR_OTHERS, level=level.id)
            reason = self._absence(level)
            return InForce(level=None, reason=reason, subject=level, grounds=(ground,))
        return self._paired(level, self._with_exceptions(level, self._findings(level)))

    def _findings(self, level: Level) -> _Findings:
        """Return what the exceptions of a level that is for the plant come to."""
        found = _Findings(shown_only=level.kind in _FOR_ORIENTATION)
        found.add(GroundKind.SHOWN if found.shown_only else GroundKind.HOLDS, level)
        for exception in self._exceptions.get(level.id, ()):
            self._take(found, level, exception)
        if found.chosen_from and not found.falls:
            self._choose(found, level)
        return found

    def _with_exceptions(self, level: Level, found: _Findings) -> InForce:
        grounds = tuple(found.grounds)
        if found.falls:
            return InForce(level=None, reason=NotCompared.NO_LEVEL, subject=level, grounds=grounds)
        chosen, others = (found.bounds or [level])[0], [*found.bounds[1:], *found.others]
        if len({_figures(each) for each in found.bounds}) > 1:
            grounds += (Ground(kind=GroundKind.SEVERAL, level=level.id),)
        reason = None
        if found.person:
            reason = NotCompared.UNDECIDED
        elif found.shown_only:
            reason = NotCompared.INDICATIVE_ONLY
        return InForce(
            level=chosen,
            reason=reason,
            missing=tuple(dict.fromkeys(found.missing)),
            others=tuple(others),
            subject=level,
            grounds=grounds,
        )

    def _take(self, found: _Findings, level: Level, exception: Level) -> None:
        """Add what one exception does, or might do."""
        acts, missing = self._acts(exception)
        if acts is False:
            if missing:
                found.add(GroundKind.UNPROVEN, exception)
        elif acts is None:
            self._take_open(found, level, exception, missing)
        elif exception.effect in _FALLS:
            found.falls = True
            found.add(GroundKind.EXEMPT, exception)
        elif exception.effect in _BOUNDS:
            self._take_bounds(found, level, exception)
        elif exception.effect == Effect.INDICATIVE:
            found.shown_only = True
            found.add(GroundKind.SHOWN, exception)
        elif exception.effect == Effect.CHOICE:
            found.chosen_from = True
        else:  # may not apply: nobody but the auditor can say
            found.person = True
            found.add(GroundKind.MAY_FALL, exception)

    def _take_open(
        self, found: _Findings, level: Level, exception: Level, missing: tuple[str, ...]
    ) -> None:
        """Add an exception of which nobody knows whether it acts."""
        kind = GroundKind.EXCEPTION_OPEN if missing else GroundKind.WORDS
        found.add(kind, exception, missing)
        found.missing += missing
        bounded = None
        if exception.effect in _BOUNDS:
            bounded = computed(self._definition, self._state, level, exception).level
        found.others.append(bounded)

    def _take_bounds(self, found: _Findings, level: Level, exception: Level) -> None:
        """Add the bounds that an exception gives, as far as they can be told."""
        told = computed(self._definition, self._state, level, exception)
        if told.level is not None:
            kind = GroundKind.REPLACED if has_bounds(exception) else GroundKind.COMPUTED
            found.bounds.append(told.level)
            found.add(kind, exception)
            return
        found.add(GroundKind.UNCOMPUTED, exception, told.missing)
        found.missing += told.missing
        found.person = True

    def _choose(self, found: _Findings, level: Level) -> None:
        """Leave a level to the auditor's choice, unless nothing else of its group holds."""
        rivals = tuple(
            other.id
            for other in self._definition.levels
            if other.id != level.id
            and _group(other) == _group(level)
            and _parameter(other) != _parameter(level)
            and self._may_be_chosen(other)
        )
        if rivals:
            found.person = True
            found.grounds.append(Ground(kind=GroundKind.CHOICE, level=level.id, others=rivals))

    def _may_be_chosen(self, level: Level) -> bool:
        """Whether a level may be for the plant, and is one of those that are chosen from."""
        rows = self._exceptions.get(level.id, ())
        if not any(row.effect == Effect.CHOICE and self._acts(row)[0] is True for row in rows):
            return False
        if self._decide(level.when)[0] is False:
            return False
        return not any(row.effect in _FALLS and self._acts(row)[0] is True for row in rows)

    def _acts(self, exception: Level) -> tuple[bool | None, tuple[str, ...]]:
        """Return whether an exception acts.

        With None the facts that would decide it; with False those that its proof rests on, if only
        the proof is wanting.
        """
        when, missing = self._decide(exception.when)
        if exception.effect == Effect.APPLIES_ONLY_IF:
            return (None if when is None else not when), missing
        if when is not False and self._still_applies(exception):
            return False, ()
        if exception.requires is None or when is False:
            return when, missing
        shown, more = self._decide(exception.requires)
        if shown is False:
            return False, ((exception.id,) if when else ())
        return (None if when is None or shown is None else True), missing + more

    def _still_applies(self, exception: Level) -> bool:
        """Whether the plant also makes what the exception says its level still holds for."""
        named = (exception.more or {}).get("still_applies_to")
        if not isinstance(named, list) or exception.when is None:
            return False
        return any(str(name) in self._selected(exception.when) for name in named)

    def _selected(self, condition: str) -> Iterator[str]:
        """Yield the options that are chosen in the questions a condition speaks of."""
        try:
            names = references(parse(condition))
        except ExpressionError:
            return
        for name in names:
            yield from self._options(name)

    def _options(self, name: str) -> Iterator[str]:
        try:
            value = self._state.value(name)
        except KeyError:
            return
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (str(item) for item in value)

    def _paired(self, level: Level, holding: InForce) -> InForce:
        """Return a holding with the other level of its pair; of alternatives one is enough."""
        more = level.more or {}
        other = self._levels.get(str(more.get("twin", "")))
        if other is None or holding.level is None:
            return holding
        is_either = more.get("twin_rule") == "either"
        kind = GroundKind.EITHER if is_either else GroundKind.SAME
        ground = Ground(kind=kind, level=level.id, others=(other.id,))
        others = (*holding.others, None) if is_either else holding.others
        return replace(holding, pair=other, others=others, grounds=(*holding.grounds, ground))

    def _decide(self, condition: str | None) -> tuple[bool | None, tuple[str, ...]]:
        """Return whether a condition holds and, if that is undecided, the facts that are missing.

        A condition that is only words, or that cannot be evaluated, is undecided without any.
        """
        if condition is None:
            return None, ()
        try:
            holds = self._state.holds(condition)
            return holds, (() if holds is not None else self._state.missing(condition))
        except ExpressionError:
            return None, ()

    def _absence(self, level: Level) -> NotCompared:
        """Return why a level does not hold: water to a sewer goes by the contract instead."""
        if level.medium == _DIRECT and _SEWER in self._selected(level.when or "true()"):
            return NotCompared.SEWER_CONTRACT
        return NotCompared.NO_LEVEL


def _figures(level: Level) -> tuple[str | None, str | None, bool, bool]:
    return level.lower, level.upper, level.lower_is_less_than, level.upper_is_less_than


def _group(level: Level) -> tuple[str, str, str]:
    """Return what levels have in common of which one is chosen: the same process and unit."""
    process = (level.more or {}).get("process")
    words = process.get("en") or process.get("ru") if isinstance(process, dict) else process
    return level.medium, level.unit, str(words)


def _parameter(level: Level) -> str:
    return level.parameter.en or level.parameter.ru
