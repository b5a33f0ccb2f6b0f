"""The judgement of a figure against a level: three verdicts, or a reason why there is none."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kta_desktop.domain.definition import Level


class Verdict(StrEnum):
    """Ids of ``resources/reference/verdicts.csv``."""

    MEETS = "meets"
    EXCEEDS = "exceeds"
    NOT_DISTINGUISHABLE = "not_distinguishable"
    NOT_COMPARED = "not_compared"


class NotCompared(StrEnum):
    """Why there is no verdict; ids of ``resources/reference/not_compared_reasons.csv``."""

    NO_LEVEL = "no_level"
    LEVEL_UNVERIFIED = "level_unverified"
    BASIS_DIFFERS = "basis_differs"
    AVERAGING_DIFFERS = "averaging_differs"
    AVERAGING_UNSTATED = "averaging_unstated"
    TOO_FEW_SAMPLES = "too_few_samples"
    NO_OXYGEN = "no_oxygen"
    INSTRUMENT_EXPIRED = "instrument_expired"
    ORIGIN_WEAK = "origin_weak"
    SEWER_CONTRACT = "sewer_contract"
    NOT_NOC = "not_noc"
    LOW_LOAD = "low_load"
    UNDECIDED = "undecided"
    UNIT_DIFFERS = "unit_differs"
    INDICATIVE_ONLY = "indicative_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A figure held against a level.

    Attributes:
        verdict: What it comes to.
        reason: Why it is not compared; None otherwise.
        level: The level that applies after its exceptions; None if none does.
        value: The figure, in the unit of the level; None if there is none.
        uncertainty: U (k = 2) of the figure, same unit.
        missing: Names of the facts that would decide, when ``reason`` is ``UNDECIDED``; empty
            when a person has to decide.
    """

    verdict: Verdict
    reason: NotCompared | None = None
    level: Level | None = None
    value: Decimal | None = None
    uncertainty: Decimal = Decimal(0)
    missing: tuple[str, ...] = ()


def judge(level: Level, value: Decimal, uncertainty: Decimal = Decimal(0)) -> Verdict:
    """Return the verdict on ``value ± uncertainty`` (U, k = 2), all in the unit of ``level``.

    The whole interval on the good side meets, the whole interval beyond exceeds, anything else
    cannot be told apart. The lower end of a range whose better side is ``lower`` is a benchmark,
    not a bound.
    """
    spread = abs(uncertainty)  # a sign, as a foreign record may hold, is no better knowledge
    low, high = value - spread, value + spread
    outcomes = []
    if level.direction in ("lower", "within") and level.upper is not None:
        outcomes.append(_side(high, low, Decimal(level.upper), strict=level.upper_is_less_than))
    if level.direction in ("higher", "within") and level.lower is not None:
        outcomes.append(_side(-low, -high, -Decimal(level.lower), strict=level.lower_is_less_than))
    if not outcomes:
        return Verdict.NOT_COMPARED
    return next(
        (v for v in (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE) if v in outcomes), Verdict.MEETS
    )


def _side(worst: Decimal, best: Decimal, bound: Decimal, *, strict: bool) -> Verdict:
    """Return the verdict of an interval against one upper bound; ``strict``: bound is beyond."""
    if worst < bound or (worst == bound and not strict):
        return Verdict.MEETS
    if best > bound or (best == bound and strict):
        return Verdict.EXCEEDS
    return Verdict.NOT_DISTINGUISHABLE
