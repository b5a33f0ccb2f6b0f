"""Means of half hours, hours and days of a recording, whatever its own averaging is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.averaging import Averaging
from kta_desktop.measurement import averages

if TYPE_CHECKING:
    from kta_desktop.measurement.evaluation import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The mean of one block of the plant's clock.

    Attributes:
        start: Unix seconds.
        end: Unix seconds; of a running one, where the recording stands.
        mean: At the reference conditions of the evaluation, or in g/s.
        uncertainty: U (k = 2), same unit.
        capture_pct: Share of the whole block with good readings, in %.
        complete: Whether it is over and enough of it is good, see ``averages.MIN_CAPTURE``.
    """

    start: float
    end: float
    mean: float
    uncertainty: float
    capture_pct: float
    complete: bool


def periods(evaluation: "Evaluation", rule: Averaging, until: float) -> tuple[Period, ...]:
    """Return the means of an evaluation by blocks of the calendar, at its reference conditions.

    Args:
        evaluation: Of a recording.
        rule: A rule of blocks, such as ``HALF_HOUR`` or ``DAY``.
        until: Unix seconds that the recording has reached.
    """
    length = rule.minutes * 60
    found = averages.calendar_blocks(evaluation.times, evaluation.seconds, length, until)
    result = []
    for block in found:
        sample = evaluation.sample(block)
        made = Period(
            start=block.start,
            end=block.end,
            mean=sample.mean,
            uncertainty=sample.uncertainty,
            capture_pct=min(100.0 * block.good_s / length, 100.0),
            complete=block.complete,
        )
        result.append(made)
    return tuple(result)
