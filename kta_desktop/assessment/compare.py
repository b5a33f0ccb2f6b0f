"""A figure held against a level: verdict with uncertainty, or the reason why there is none.

Nothing is compared that is not comparable: the level must have been read in its source, the unit
must be of the same quantity, reference conditions and averaging must be those of the level, and
the origin of the figure must be one that carries a verdict (``value_origins.csv``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kta_desktop.assessment.levels import InForce
from kta_desktop.domain.averaging import Averaging, rule_of, rules_of
from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict, judge
from kta_desktop.errors import KtaError
from kta_desktop.measurement.conditions import missing
from kta_desktop.measurement.errors import BasisUnknownError, UnitUnfitError
from kta_desktop.measurement.reference import basis, same_conditions
from kta_desktop.measurement.units import are_of_one_quantity, convert, parse_unit
from kta_desktop.packs.reference import origins

MEAN_UNIT = "mg/Nm3"  # of the means of sessions
_PLAIN_UNIT = "mg/m3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value to be judged, as it was entered.

    Attributes:
        value: In ``unit``.
        uncertainty: U (k = 2), in ``unit``.
        unit: As written; None if none was.
        origin: Id of ``value_origins.csv``; None if it was not stated.
        obstacle: Why it cannot be compared with the levels at hand; None if it can.
    """

    value: Decimal
    uncertainty: Decimal = Decimal(0)
    unit: str | None = None
    origin: str | None = None
    obstacle: NotCompared | None = None


def judge_figure(holding: InForce, figure: Figure) -> Judgement:
    """Return the judgement of a figure against what holds for the plant."""
    level = holding.level
    if level is None or holding.reason is not None:
        return not_compared(holding.reason or NotCompared.NO_LEVEL, level, holding.missing)
    try:
        value = _in_unit_of(level, figure.value, figure.unit)
        uncertainty = _in_unit_of(level, figure.uncertainty, figure.unit)
    except KtaError:
        return not_compared(NotCompared.UNIT_DIFFERS, level)
    obstacle = _obstacle(level, figure)
    if obstacle is not None:
        return not_compared(obstacle, level, value=value, uncertainty=uncertainty)
    return _weigh(holding, level, value, uncertainty)


def keeps(holding: InForce, value: Decimal, unit: str | None) -> bool | None:
    """Return whether a figure keeps what holds for the plant; None where no level can say."""
    level = holding.level
    if level is None or holding.reason is not None or not level.may_yield_verdict:
        return None
    try:
        converted = _in_unit_of(level, value, unit)
    except KtaError:
        return None
    verdict = _weigh(holding, level, converted, Decimal(0)).verdict
    return {Verdict.MEETS: True, Verdict.EXCEEDS: False}.get(verdict)


def _obstacle(level: Level, figure: Figure) -> NotCompared | None:
    if not level.may_yield_verdict:
        return NotCompared.LEVEL_UNVERIFIED
    if figure.obstacle is not None:
        return figure.obstacle
    return None if _carries_verdict(figure.origin) else NotCompared.ORIGIN_WEAK


def judge_session(
    holding: InForce,
    session: Session,
    more: Mapping[str, Any] | None,
    *,
    provisional: bool = False,
) -> Judgement:
    """Return the judgement of the mean of a session's complete samples.

    Args:
        holding: What holds for the plant.
        session: With its samples.
        more: The further tables of the definition, for the reference conditions of its levels.
        provisional: Whether to say what it looks like while samples are still missing.
    """
    level = holding.level
    if level is None or holding.reason is not None:
        return not_compared(holding.reason or NotCompared.NO_LEVEL, level, holding.missing)
    mean, uncertainty = session.mean, session.uncertainty
    if mean is None or uncertainty is None:
        lacks = _lacks_conditions(session, more)
        return not_compared(NotCompared.NO_OXYGEN if lacks else NotCompared.TOO_FEW_SAMPLES, level)
    try:
        value = _mean_in_unit_of(level, mean)
        spread = _mean_in_unit_of(level, uncertainty)
    except KtaError:
        return not_compared(NotCompared.UNIT_DIFFERS, level)
    obstacle = _session_obstacle(level, session, more)
    if obstacle is not None and not (provisional and obstacle is NotCompared.TOO_FEW_SAMPLES):
        return not_compared(obstacle, level, value=value, uncertainty=spread)
    return _weigh(holding, level, value, spread)


def _mean_in_unit_of(level: Level, mean: float) -> Decimal:
    """Return a mean of a session in the unit of a level.

    A level with reference conditions is per m³ of such gas, also where its book writes plain m³.

    Raises:
        UnitUnknownError, UnitUnfitError: If it cannot be converted.
    """
    is_plain = bool(level.basis) and are_of_one_quantity(level.unit, _PLAIN_UNIT)
    return convert(Decimal(repr(mean)), _PLAIN_UNIT if is_plain else MEAN_UNIT, level.unit)


def _session_obstacle(
    level: Level, session: Session, more: Mapping[str, Any] | None
) -> NotCompared | None:
    """Return the first thing that forbids a verdict on a session; missing samples come last."""
    on = session.started_at[:10]
    rule = _rule_met(level, session)
    has_enough = rule is not None and len(session.samples) >= max(session.sample_count, rule.count)
    checks = (
        (level.may_yield_verdict, NotCompared.LEVEL_UNVERIFIED),
        (_is_at_basis(level, session, more), NotCompared.BASIS_DIFFERS),
        (rule is not None, NotCompared.AVERAGING_DIFFERS),
        (
            not any(item.is_expired(on) for item in session.instruments),
            NotCompared.INSTRUMENT_EXPIRED,
        ),
        (_carries_verdict(session.evidence_class), NotCompared.ORIGIN_WEAK),
        (has_enough, NotCompared.TOO_FEW_SAMPLES),
    )
    return next((reason for holds, reason in checks if not holds), None)


def _rule_met(level: Level, session: Session) -> Averaging | None:
    """Return the way to average of the level that the session keeps; None if it keeps none."""
    ours = rule_of(session.averaging, session.sample_minutes, session.sample_count)
    for theirs in rules_of(level.averaging):
        if theirs.kind is not ours.kind:
            continue
        if theirs.minutes == ours.minutes or (
            not theirs.is_block and ours.minutes > theirs.minutes
        ):
            return theirs
    return None


def _lacks_conditions(session: Session, more: Mapping[str, Any] | None) -> bool:
    """Whether no mean can come of the session because a gas condition is not known."""
    try:
        return bool(missing(session, basis(session.basis, more)))
    except BasisUnknownError:
        return False


def _is_at_basis(level: Level, session: Session, more: Mapping[str, Any] | None) -> bool:
    """Whether the means stand at one of the reference conditions of the level."""
    try:
        ours = basis(session.basis, more)
        theirs = [basis(identifier, more) for identifier in level.basis]
    except BasisUnknownError:
        return False
    return any(same_conditions(ours, each) for each in theirs)


def _weigh(holding: InForce, level: Level, value: Decimal, uncertainty: Decimal) -> Judgement:
    """Return the verdict, unless it hangs on facts that are missing."""
    verdict = judge(level, value, uncertainty)
    if verdict is Verdict.NOT_COMPARED:
        return not_compared(NotCompared.NO_LEVEL, level, value=value, uncertainty=uncertainty)
    for other in holding.others:
        # A figure within a level that might not bind at all is within it all the same.
        agrees = (
            verdict is Verdict.MEETS
            if other is None
            else other.may_yield_verdict and judge(other, value, uncertainty) is verdict
        )
        if not agrees:
            return not_compared(
                NotCompared.UNDECIDED, level, holding.missing, value=value, uncertainty=uncertainty
            )
    return Judgement(verdict=verdict, level=level, value=value, uncertainty=uncertainty)


def settled(found: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return judgements with those decided that only the other figure of a pair left open.

    Of two levels of which a plant meets the one or the other, none is exceeded before both are.
    """
    beyond = {
        judgement.level.id
        for judgement in found
        if judgement.level is not None
        and judgement.value is not None
        and judge(judgement.level, judgement.value, judgement.uncertainty) is Verdict.EXCEEDS
    }
    return tuple(_settled(judgement, beyond) for judgement in found)


def _settled(judgement: Judgement, beyond: set[str]) -> Judgement:
    level = judgement.level
    waits = judgement.reason is NotCompared.UNDECIDED and not judgement.missing
    if level is None or not waits or (level.more or {}).get("twin_rule") != "either":
        return judgement
    pair = {level.id, str((level.more or {}).get("twin"))}
    return replace(judgement, verdict=Verdict.EXCEEDS, reason=None) if pair <= beyond else judgement


def not_compared(
    reason: NotCompared,
    level: Level | None = None,
    missing: Sequence[str] = (),
    *,
    value: Decimal | None = None,
    uncertainty: Decimal = Decimal(0),
) -> Judgement:
    """Return a judgement without verdict."""
    return Judgement(
        verdict=Verdict.NOT_COMPARED,
        reason=reason,
        level=level,
        value=value,
        uncertainty=uncertainty,
        missing=tuple(missing),
    )


def _in_unit_of(level: Level, value: Decimal, unit: str | None) -> Decimal:
    """Return a value in the unit of the level.

    Raises:
        UnitUnknownError, UnitUnfitError: If it cannot be converted.
    """
    if unit is None:
        return value  # the question has no unit: its number is what the level speaks of
    ours, theirs = parse_unit(unit), parse_unit(level.unit)
    if ours.qualifier and theirs.qualifier and ours.qualifier != theirs.qualifier:
        raise UnitUnfitError(unit=unit, target=level.unit)  # per t of product: not of milk
    return convert(value, unit, level.unit)


def _carries_verdict(origin: str | None) -> bool:
    """Whether a figure of this origin may be judged; one of unstated origin may not."""
    return any(kind.id == origin and kind.may_yield_verdict for kind in origins())
