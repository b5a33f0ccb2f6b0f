"""What became of the measures of the earlier plan, and of the effects that were expected of them.

What the auditor says of it comes first: the record ``@became/<row>`` of this audit, with ``state``
and ``reason``. Else a measure is found again in the present plan by the id of its row, else by its
words. It is done if the plan says so, or if all the techniques that it was to introduce are applied
now; it is late if what was to happen by the first day of this audit has not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.bat import BatLine
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Plan, Status, Step
from kta_desktop.assessment.plan_records import text_of
from kta_desktop.assessment.repeat import Done
from kta_desktop.assessment.techniques import State
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.measurement.units import convert

_STATES: Mapping[Status, str] = {
    Status.DONE: "done",
    Status.DROPPED: "dropped",
    Status.RUNNING: "running",
    Status.PLANNED: "planned",
}


_OPEN = ("running", "planned")
BECAME = "became"
"""Kind of the records in which the auditor says what became of a measure of the earlier plan."""
SAID = ("done", "running", "planned", "dropped")
"""What such a record may say in ``state``."""


@dataclass(frozen=True, slots=True)
class Follow:
    """What tells what became of an earlier plan.

    Attributes:
        earlier: Plan of the audit before.
        present: Plan of this one.
        bats: Techniques now.
        known: This audit.
    """

    earlier: Plan
    present: Plan
    bats: Sequence[BatLine]
    known: Known

    def said(self, step: str) -> tuple[str, str]:
        """Return the state and the reason that the auditor states of a measure; else empty."""
        return said_of(self.known.record(BECAME, step))


def said_of(value: JsonValue) -> tuple[str, str]:
    """Return state and reason of a record ``@became/<row>``; empty for what is not readable."""
    if not isinstance(value, Mapping):
        return "", ""
    state = value.get("state")
    is_one = isinstance(state, str) and state in SAID
    return str(state) if is_one else "", text_of(value.get("reason"))


def done(
    follow: Follow,
    before: Sequence[Indicator],
    matched: Sequence[tuple[Indicator, Indicator]],
) -> tuple[Done, ...]:
    """Return what became of each measure of the earlier plan, in its order.

    Args:
        follow: Both plans, and what is said of the earlier one now.
        before: Indicators of the audit before.
        matched: Indicators of both: the earlier one, the present one.
    """
    applied = _applied(follow.bats)
    return tuple(
        Done(
            step=step.id,
            measure=step.measure.measure,
            state=_state(step, follow, applied),
            reached=tuple(_reached(step, before, matched)),
            reason=follow.said(step.id)[1],
        )
        for step in follow.earlier.steps
    )


def _state(step: Step, follow: Follow, applied: set[str]) -> str:
    """Return what became of a measure; the present plan says more than the earlier one."""
    said = follow.said(step.id)[0]
    if said:
        return "late" if step.is_late and said in _OPEN else said
    again = _again(step, follow.earlier, follow.present)
    latest = again or step
    if latest.status in (Status.DONE, Status.DROPPED):
        return _STATES[latest.status]
    if step.techniques and applied.issuperset(step.techniques):
        return _STATES[Status.DONE]
    if again is None:
        return "unknown"
    return "late" if again.is_late or step.is_late else _STATES[again.status]


def _again(step: Step, earlier: Plan, present: Plan) -> Step | None:
    """Return a measure in the present plan; None if it is not there, or several are called so."""
    by_id = next((each for each in present.steps if each.id == step.id), None)
    if by_id is not None and _name(by_id) == _name(step):
        return by_id
    alike = [each for each in present.steps if _name(each) == _name(step)]
    namesakes = [each for each in earlier.steps if _name(each) == _name(step)]
    return alike[0] if len(alike) == len(namesakes) == 1 and _name(step) else None


def _applied(bats: Sequence[BatLine]) -> set[str]:
    """Return the ids of the techniques that are confirmed to be applied wherever they stand."""
    states: dict[str, list[State | None]] = {}
    for line in (line for bat in bats for line in bat.lines):
        states.setdefault(line.technique.id, []).append(line.state)
    wanted = {State.APPLIED, State.NOT_APPLICABLE}
    return {
        identifier
        for identifier, found in states.items()
        if State.APPLIED in found and wanted.issuperset(found)
    }


def _reached(
    step: Step,
    before: Sequence[Indicator],
    matched: Sequence[tuple[Indicator, Indicator]],
) -> Iterator[tuple[str, Decimal, Decimal | None]]:
    """Yield key, expected and present value of each effect, in the unit of the present figure.

    An effect whose indicator is not found again, or is in a unit of another quantity, keeps its
    earlier key and has no present value.
    """
    units = {each.key: unit_of(each) for each in before}
    now = {old.key: new for old, new in matched}
    for effect in step.effects:
        present, unit = now.get(effect.indicator), units.get(effect.indicator)
        expected = _converted(effect.value, unit, present)
        if present is None or expected is None:
            yield effect.indicator, effect.value, None
        else:
            yield present.key, expected, value_of(present)


def unit_of(indicator: Indicator) -> str:
    """Return the unit that effects on an indicator are told in: of its level, else its own."""
    level = indicator.judgement.level
    return (
        level.unit
        if level is not None and indicator.judgement.value is not None
        else (indicator.figure.unit)
    )


def value_of(indicator: Indicator) -> Decimal | None:
    """Return the value of an indicator in ``unit_of``; None if it has none."""
    judged = indicator.judgement
    is_judged = judged.level is not None and judged.value is not None
    return judged.value if is_judged else indicator.figure.value


def _converted(value: Decimal, unit: str | None, present: Indicator | None) -> Decimal | None:
    if unit is None or present is None:
        return None
    try:
        return convert(value, unit, unit_of(present))
    except KtaError:
        return None


def _name(step: Step) -> str:
    return " ".join(step.measure.measure.casefold().split())
