"""Figures that an auditor put beside a level by hand, as judgements that say so.

The table of indicators is filled in by a person, who also gives the verdict. It stands only with
the document in which the level was read; without one the level counts as not checked. A verdict
that the numbers contradict is kept and told, never corrected.
"""

from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.registers import Line, Named, lines
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.forms.state import FormState

TABLE = Named(name="core_indicators", concept="summary.indicators")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of the table.

    Attributes:
        path: Path of its value.
        name: What it is.
        source: Document and table of the level, as entered; may be empty.
        unit: Id of the unit of its value; empty if none was stated.
        typed: What was typed as the value and is no number; empty otherwise.
        judgement: The verdict of the auditor.
        contradicted: Whether the numbers of the row say otherwise.
    """

    path: str
    name: str
    source: str
    unit: str
    typed: str
    judgement: Judgement
    contradicted: bool


def indicators(state: FormState) -> tuple[Indicator, ...]:
    """Return the figures of the table in its order."""
    return tuple(_indicator(line) for line in lines(state, TABLE))


def contradicts(judgement: Judgement) -> bool:
    """Whether value, U and level cannot come to the verdict, whichever side is the better one."""
    level, value, spread = judgement.level, judgement.value, judgement.uncertainty
    if level is None or value is None:
        return False
    ends = [Decimal(end) for end in (level.lower, level.upper) if end is not None]
    if not ends:
        return False
    reaches = any(value - spread <= end <= value + spread for end in ends)
    low = Decimal(level.lower) if level.lower is not None else None
    high = Decimal(level.upper) if level.upper is not None else None
    is_inside = (low is None or value - spread >= low) and (high is None or value + spread <= high)
    if judgement.verdict is Verdict.EXCEEDS:
        return is_inside
    return judgement.verdict is Verdict.NOT_DISTINGUISHABLE and not reaches


def _indicator(line: Line) -> Indicator:
    judgement = _judgement(line)
    return Indicator(
        path=line.path("value"),
        name=line.text("indicator"),
        source=line.text("source"),
        unit=line.unit_of("value", "unit") or "",
        typed=line.unread().get("value", ""),
        judgement=judgement,
        contradicted=contradicts(judgement),
    )


def _judgement(line: Line) -> Judgement:
    spread = line.number_of("uncertainty")
    if spread is None:
        spread = line.spread_of("value")
    value, level = line.number_of("value"), _level(line)
    uncertainty = Decimal(0) if spread is None else abs(spread)
    verdict, reason = _verdict(line, value, level)
    if level is not None and verdict is Verdict.EXCEEDS and _is_below(level, value, uncertainty):
        level = _level(line, direction="higher")
    return Judgement(
        verdict=verdict, reason=reason, level=level, value=value, uncertainty=uncertainty
    )


def _verdict(
    line: Line, value: Decimal | None, level: Level | None
) -> tuple[Verdict, NotCompared | None]:
    """Return the verdict of the auditor, or why it cannot stand."""
    said = line.choice("verdict")
    verdict = Verdict(said) if said in set(Verdict) else Verdict.NOT_COMPARED
    if verdict is Verdict.NOT_COMPARED:
        reason = line.choice("reason")
        return verdict, NotCompared(reason) if reason in set(NotCompared) else None
    if value is None or level is None:
        return Verdict.NOT_COMPARED, None if level else NotCompared.NO_LEVEL
    if not level.may_yield_verdict:
        return Verdict.NOT_COMPARED, NotCompared.LEVEL_UNVERIFIED
    return verdict, None


def _level(line: Line, direction: str = "lower") -> Level | None:
    """Return the level as entered; None without an end. One without a document is unchecked."""
    ends = [line.number_of(name) for name in ("low", "high")]
    if ends == [None, None]:
        return None
    low, high = (None if end is None else f"{end:f}" for end in ends)
    source, unit = line.text("source"), line.unit_of("value", "unit") or ""
    is_read = bool(source) and not _is_known_unread(line.state, ends, unit)
    return Level(
        id=line.path("value"),
        kind="entered",
        medium="",
        parameter=Text(ru=line.text("indicator")),
        lower=low,
        upper=high,
        direction=direction,
        unit=unit,
        locus=source,
        confidence="verified" if is_read else "unsure",
    )


def _is_known_unread(state: FormState, ends: list[Decimal | None], unit: str) -> bool:
    """Whether the checklist has the very level, and nobody has read it in its source."""
    alike = [
        level.may_yield_verdict
        for level in state.definition.levels
        if level.unit == unit and [_decimal(level.lower), _decimal(level.upper)] == ends
    ]
    return bool(alike) and not any(alike)


def _decimal(end: str | None) -> Decimal | None:
    return None if end is None else Decimal(end)


def _is_below(level: Level, value: Decimal | None, spread: Decimal) -> bool:
    return level.lower is not None and value is not None and value + spread < Decimal(level.lower)
