"""What the live chart shows, as plain values: the view makes it, the chart paints it.

Times are Unix seconds (float), values are in the unit of the scene. Nothing here knows how a
measurement is made or how a chart is painted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.formatting import time_
from kta_desktop.i18n import language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Line(StrEnum):
    """The role of a curve; the look of each is in ``measure_lines``."""

    NORMALISED = "normalised"
    MEAN = "mean"
    THIRD = "third"
    FOURTH = "fourth"
    RAW = "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One curve of the main plot or of the strip below it.

    Attributes:
        line: Its role, which decides colour, width and pattern.
        name: What the legend calls it.
        x: Unix seconds, ascending.
        y: Values; NaN across gaps.
    """

    line: Line
    name: str
    x: "NDArray[np.float64]"
    y: "NDArray[np.floating]"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBand:
    """The range of a level, drawn hatched, in the unit of the scene.

    Attributes:
        lower: Lower end; None if the level has none.
        upper: Upper end; None if the level has none.
        upper_label: Words at the right edge, such as ``10 верх``.
        lower_label: Words at the right edge, such as ``2 низ``.
        book: Second line of the upper label, such as ``НДТ 23``.
        applies: False while only values are shown that it was not set for; then it is greyed.
        reason: Why it does not apply, in words.
    """

    lower: float | None
    upper: float | None
    upper_label: str = ""
    lower_label: str = ""
    book: str = ""
    applies: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time that no average uses, hatched and labelled on the chart."""

    start: float
    end: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A numbered event on the time axis."""

    at: float
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A sample above the chart, dashed while it runs.

    Attributes:
        start: Unix seconds.
        end: Unix seconds.
        label: Its words.
        complete: Whether it is.
        short: Fewer words, for a bracket that is too narrow for them.
    """

    start: float
    end: float
    label: str
    complete: bool
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that one repaint of the chart needs.

    Attributes:
        curves: Of the main plot, the rolling mean last so that it lies on top.
        strip: Curves of the strip below, each scaled to its own range.
        band: The level; None if the session is held against none.
        stretches: Excluded time and gaps.
        marks: Events.
        brackets: Samples.
        start: Left end of the time axis.
        end: Right end of the time axis.
        now: Where recording stands; None for a session that ended.
        summary: One sentence that says the chart to a screen reader.
    """

    curves: Sequence[Curve]
    strip: Sequence[Curve]
    band: LevelBand | None
    stretches: Sequence[Stretch]
    marks: Sequence[Mark]
    brackets: Sequence[Bracket]
    start: float
    end: float
    now: float | None
    summary: str = ""


def nearest(curve: Curve, at: float, within: float) -> float | None:
    """Return the value of ``curve`` nearest to ``at``; None if none lies ``within`` seconds."""
    import numpy as np

    if not len(curve.x):
        return None
    away = np.abs(curve.x - at)
    index = int(np.argmin(np.where(np.isnan(curve.y), np.inf, away)))
    found = float(curve.y[index])
    return None if np.isnan(found) or away[index] > within else found


def value_range(curves: Sequence[Curve]) -> tuple[float, float] | None:
    """Return the least and greatest value of ``curves``; None if there is no value at all."""
    import numpy as np

    parts = [curve.y for curve in curves]
    values = np.concatenate(parts) if parts else np.empty(0)
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if values.size else None


def clock(unix: float, *, seconds: bool = True) -> str:
    """Return Unix seconds as local time of day."""
    return time_(datetime.fromtimestamp(unix, UTC).isoformat(), language(), seconds=seconds)


def unix(iso: str) -> float:
    """Return an ISO time with zone as Unix seconds."""
    return datetime.fromisoformat(iso).timestamp()
