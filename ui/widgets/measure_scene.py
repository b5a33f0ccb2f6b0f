"""What the live chart shows, as plain values: the view makes it, the chart paints it.

Times are Unix seconds (float), values are in the unit of the scene. Nothing here knows how a
measurement is made or how a chart is painted.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.domain.flag import Flag
from kta_desktop.formatting import datetime_, duration, time_
from kta_desktop.i18n import _, language

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
        id: What a stretch that belongs to this curve alone names; empty if none does.
        unit: Symbol of its unit, for the cursor and the axis; empty if the name says it.
        on_right: Whether it is read on the second axis, at the right of the main plot.
    """

    line: Line
    name: str
    x: "NDArray[np.float64]"
    y: "NDArray[np.floating]"
    id: str = ""
    unit: str = ""
    on_right: bool = False


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


class Why(StrEnum):
    """Why no average uses a stretch of time; ``stretch_label`` has the words."""

    GAP = "gap"
    EXCLUDED = "excluded"
    MARKED = "marked"
    SATURATED = "saturated"
    IMPOSSIBLE = "impossible"
    PURGE = "purge"
    WARM_UP = "warm_up"
    CALIBRATION = "calibration"
    FAULT = "fault"

    @classmethod
    def of(cls, flag: int) -> "Why":
        """Return the reason that a flag beside a reading gives; of a good one there is none."""
        return cls[Flag(flag).name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time that no average uses, hatched and labelled; no line is seen across it.

    Attributes:
        start: Unix seconds.
        end: Unix seconds.
        label: Its words, such as those of ``stretch_label``.
        curve: Id of the only curve that it concerns; empty if it concerns all.
        is_marked: Whether a person marks it at this moment: curves are still seen through it.
    """

    start: float
    end: float
    label: str
    curve: str = ""
    is_marked: bool = False


class MarkKind(StrEnum):
    """What happened: something a person noted, or the firing of a furnace turned round."""

    EVENT = "event"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An event on the time axis, with its number; a reversal has a sign of its own."""

    at: float
    number: int
    kind: MarkKind = MarkKind.EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A sample above the chart, dashed while it runs.

    Attributes:
        start: Unix seconds.
        end: Unix seconds.
        label: Its words.
        complete: Whether it is.
        brief: Fewer words, for a bracket that is too narrow for them.
        short: The fewest.
    """

    start: float
    end: float
    label: str
    complete: bool
    brief: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The whole session in small, for the strip at the bottom that says which part is shown.

    Attributes:
        start: Unix seconds.
        end: Unix seconds.
        curve: The judged quantity over all of it; a few hundred points are enough.
    """

    start: float
    end: float
    curve: Curve


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that one repaint of the chart needs.

    Attributes:
        curves: Of the main plot, the rolling mean last so that it lies on top.
        strip: Curves of the lanes below, each with its own scale.
        band: The level; None if the session is held against none.
        stretches: Excluded time and gaps.
        marks: Events.
        brackets: Samples.
        start: Left end of the time axis.
        end: Right end of the time axis.
        now: Where recording stands; None for a session that ended.
        summary: One sentence that says the chart to a screen reader.
        whole: The whole session, if it is to be shown below the chart; it also bounds how far
            one can zoom out and pan.
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
    whole: Whole | None = None


def nearest(curve: Curve, at: float, within: float) -> float | None:
    """Return the value of ``curve`` nearest to ``at``; None if none lies ``within`` seconds."""
    import numpy as np

    first, end = np.searchsorted(curve.x, [at - within, at + within])
    end = min(int(end) + 1, len(curve.x))
    times, values = curve.x[first:end], curve.y[first:end]
    away = np.where(np.isnan(values), np.inf, np.abs(times - at))
    if not len(away) or away.min() > within:
        return None
    return float(values[int(away.argmin())])


def value_range(
    curves: Sequence[Curve], start: float = -math.inf, end: float = math.inf
) -> tuple[float, float] | None:
    """Return the least and greatest value of ``curves``; None if there is no value at all.

    Args:
        curves: Whose values.
        start: Unix seconds from which on values count.
        end: Unix seconds to which values count.
    """
    import numpy as np

    least, most = math.inf, -math.inf
    for curve in curves:
        first, behind = np.searchsorted(curve.x, [start, end])
        values = curve.y[max(int(first) - 1, 0) : int(behind) + 1]
        if not values.size:
            continue
        low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
        if math.isinf(low) or math.isinf(high):
            finite = values[np.isfinite(values)]
            low, high = finite.min(initial=math.inf), finite.max(initial=-math.inf)
        if not math.isnan(low):
            least, most = min(least, float(low)), max(most, float(high))
    return (least, most) if least <= most else None


def stretch_label(why: Why, seconds: float) -> str:
    """Return why a stretch of time is not used and, below it, how long it is."""
    words = {
        Why.GAP: _("gap"),
        Why.EXCLUDED: _("excluded"),
        Why.MARKED: _("to be left out"),
        Why.SATURATED: _("saturation"),
        Why.IMPOSSIBLE: _("impossible values"),
        Why.PURGE: _("purge"),
        Why.WARM_UP: _("warm-up"),
        Why.CALIBRATION: _("calibration"),
        Why.FAULT: _("fault"),
    }
    return f"{words[why]}\n{duration(seconds, language())}"


def clock(unix: float, *, seconds: bool = True) -> str:
    """Return Unix seconds as local time of day."""
    return time_(datetime.fromtimestamp(unix, UTC).isoformat(), language(), seconds=seconds)


def day_and_time(unix: float) -> str:
    """Return Unix seconds as local day and time of day."""
    return datetime_(datetime.fromtimestamp(unix, UTC).isoformat(), language())


def unix(iso: str) -> float:
    """Return an ISO time with zone as Unix seconds."""
    return datetime.fromisoformat(iso).timestamp()
