"""A session that ended, looked at again: everything that one look at one of its channels shows.

What is shown is worked out from the stored raw readings in the pool; nothing here writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.averaging import DAY, HALF_HOUR, Averaging
from kta_desktop.domain.levels import Level
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement
from kta_desktop.measurement.reference import KZ
from kta_desktop.reports.analysis_figures import (
    Aligned,
    Curve,
    HourBar,
    look,
    overlay,
)
from kta_desktop.reports.analysis_figures import histogram as histogram_figure
from kta_desktop.reports.analysis_figures import profile as profile_figure
from kta_desktop.services import judging, printing_sessions
from kta_desktop.services.analysing_compare import (
    MOST,
    Candidate,
    Compared,
    Differs,
    alike,
    candidates,
    compared,
)
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.assessment.art202 import Article202
    from kta_desktop.services.analysing_course import Course, Courses, Floats
    from kta_desktop.services.analysing_periods import Period
    from kta_desktop.services.analysing_statistics import Histogram, Hour, Statistics

__all__ = [
    "MOST",
    "Aligned",
    "Analysed",
    "Candidate",
    "Compared",
    "Curve",
    "Differs",
    "HourBar",
    "Overlaid",
    "alike",
    "analysed",
    "candidates",
    "compared",
    "courses",
    "histogram_figure",
    "look",
    "overlaid",
    "overlay",
    "profile_figure",
    "sessions",
]

_OVERLAY_PARTS = 150  # means that a course is drawn by: single readings would hide each other
_SMALL_POINTS = 600
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """One channel of a session that ended.

    Attributes:
        session: As stored, with all its quantities.
        course: Every reading of the channel.
        judgement: Of the quantity against its level; None for a gas condition.
        level: In force for the plant, or the one that the session names; None without one.
        bound: Upper end of the level in the unit of the course; None without one.
        small: Unix seconds and values of the whole course in few points.
        statistics: Over good time; None without any.
        histogram: Of good time; None without any.
        hours: Profile of the day.
        halves: Half-hourly means by the plant's clock.
        days: Daily means by the plant's clock.
        article: What the emission standard comes to; None where the session names no limit.
        limit_halves: Half-hourly means at the conditions of the standard, as ``halves``.
        limit_days: Daily means at the conditions of the standard, as ``days``.
        limit_hours: Mass flows of hours in g/s; empty without velocity, duct or limit.
    """

    session: Session
    course: "Course"
    judgement: Judgement | None
    level: Level | None
    bound: float | None
    small: "tuple[Floats, Floats]"
    statistics: "Statistics | None"
    histogram: "Histogram | None"
    hours: "tuple[Hour, ...]"
    halves: "tuple[Period, ...]"
    days: "tuple[Period, ...]"
    article: "Article202 | None" = None
    limit_halves: "tuple[Period, ...]" = ()
    limit_days: "tuple[Period, ...]" = ()
    limit_hours: "tuple[Period, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaid:
    """Sessions beside each other.

    Attributes:
        compared: Their means.
        curves: Their courses, in the same order; empty where the readings are not on this disk.
        unit: Id of the unit of means and curves.
        bound: Upper end of the level of the first.
    """

    compared: tuple[Compared, ...]
    curves: tuple[Curve, ...]
    unit: str
    bound: float | None


def sessions(record: AuditRecord) -> tuple[Session, ...]:
    """Return the sessions of an audit that ended, the newest first."""
    found = [item for item in judging.sessions(record) if item.ended_at is not None]
    return tuple(reversed(found))


def courses(ws: Workspace) -> "Courses":
    """Return what works out courses and keeps the newest few."""
    from kta_desktop.services.analysing_course import Courses

    return Courses(ws)


def analysed(kept: "Courses", record: AuditRecord, session: Session, channel: str) -> Analysed:
    """Return everything about one channel of a session; work for the pool."""
    from kta_desktop.services import analysing_statistics as figures

    course = kept.of(record, session, channel)
    judgement, level = _judged(record, course)
    halves = _periods(course, HALF_HOUR)
    days = _periods(course, DAY)
    made = Analysed(
        session=session,
        course=course,
        judgement=judgement,
        level=level,
        bound=None if course.is_raw else figures.bound_of(level, course.unit),
        small=course.curve("values", course.start, course.until, _SMALL_POINTS),
        statistics=figures.statistics(course, None if course.is_raw else level),
        histogram=figures.histogram(course),
        hours=figures.profile(course),
        halves=halves,
        days=days,
    )
    return _with_article(kept, record, made)


def _judged(record: AuditRecord, course: "Course") -> tuple[Judgement | None, Level | None]:
    part = course.session
    if part.channel != course.channel.id:
        return None, None
    judgement = judging.judge_session(record, part)
    named = next((each for each in record.definition.levels if each.id == part.level), None)
    return judgement, judgement.level or named


def _periods(course: "Course", rule: Averaging) -> "tuple[Period, ...]":
    """Return the means of blocks of the plant's clock, also of what is not judged."""
    from kta_desktop.measurement import averages
    from kta_desktop.services.analysing_periods import Period, periods

    if course.evaluation is not None:
        return periods(course.evaluation, rule, course.until)
    length = rule.minutes * 60
    found = averages.calendar_blocks(course.times, course.seconds, length, course.until)
    made = []
    for block in found:
        part = slice(block.first, block.stop)
        mean = averages.mean(course.values[part], course.seconds[part])
        share, fixed = course.channel.u_pct / 100, course.channel.u_abs
        made.append(
            Period(
                start=block.start,
                end=block.end,
                mean=mean,
                uncertainty=abs(mean) * share + fixed,
                capture_pct=min(100.0 * block.good_s / length, 100.0),
                complete=block.complete,
            )
        )
    return tuple(made)


def _with_article(kept: "Courses", record: AuditRecord, found: Analysed) -> Analysed:
    """Return a look with its emission standard, whose means stand at 293.15 K, dry."""
    part = found.course.session
    if found.course.is_raw or (part.limit is None and part.limit_g_s is None):
        return found
    course = kept.of(record, replace(part, basis=KZ), found.course.channel.id)
    if course.evaluation is None:
        return found  # a condition is missing that only the standard needs
    return replace(
        found,
        article=printing_sessions.of_standard(course.evaluation),
        limit_halves=_periods(course, HALF_HOUR),
        limit_days=_periods(course, DAY),
        limit_hours=tuple(printing_sessions.mass_flows(course.evaluation)),
    )


def overlaid(
    kept: "Courses",
    record: AuditRecord,
    parts: Sequence[Session],
    aligned: Aligned,
    names: Sequence[str],
) -> Overlaid:
    """Return sessions of one quantity each beside each other; work for the pool.

    Args:
        kept: Courses.
        record: The audit that is open; it knows the reference conditions of its levels.
        parts: At least one session that judges one quantity alone, the first to compare with.
        aligned: What the curves lie above each other by.
        names: What the legend calls each of them.
    """
    from kta_desktop.services import analysing_statistics as figures

    found = [kept.of(record, part, part.channel) for part in parts]
    _judgement, level = _judged(record, found[0])
    curves = [_curve(course, aligned, name) for course, name in zip(found, names, strict=True)]
    unit = found[0].unit
    is_whole = all(any(map(isfinite, curve.values)) for curve in curves)
    return Overlaid(
        compared=compared(parts, record),
        curves=tuple(curves) if is_whole else (),
        unit=unit,
        bound=figures.bound_of(level, unit),
    )


def _curve(course: "Course", aligned: Aligned, name: str) -> Curve:
    """Return a course as seconds since its start, or since midnight of the plant's clock."""
    from kta_desktop.measurement.averages import PLANT_UTC_S

    times, values = course.means(_OVERLAY_PARTS)
    zero = course.start
    if aligned is Aligned.CLOCK:
        zero -= (course.start + PLANT_UTC_S) % _DAY_S
    return Curve((times - zero).tolist(), values.tolist(), name)
