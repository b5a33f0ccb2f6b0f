"""What a protocol needs of the stored readings: the course of each quantity, emission standards."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.averaging import DAY, HALF_HOUR, HOUR
from kta_desktop.domain.measurement import Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement.reference import KZ, basis
from kta_desktop.reports.protocols.figure import Trace
from kta_desktop.services import judging
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.assessment.art202 import Article202
    from kta_desktop.measurement.evaluation import Evaluation, Recording
    from kta_desktop.measurement.periods import Period

_POINTS = 900  # of a recorded course: more make the line a blot on paper
_HOUR_S = HOUR.minutes * 60


def measured(
    ws: Workspace, record: AuditRecord
) -> "tuple[dict[str, Trace], dict[str, Article202]]":
    """Return courses and emission standards of all ended sessions, by path of the quantity."""
    from kta_desktop.services.measuring_records import read_recording

    traces: dict[str, Trace] = {}
    standards: dict[str, Article202] = {}
    for session in judging.sessions(record):
        if session.ended_at is None:
            continue
        recording = read_recording(ws, session.id)
        for part in session.each():
            path = judging.session_path(session, part.channel)
            trace = _course(record, part, recording)
            article = standard(part, recording)
            traces |= {} if trace is None else {path: trace}
            standards |= {} if article is None else {path: article}
    return traces, standards


def course(ws: Workspace, record: AuditRecord, session: Session) -> Trace | None:
    """Return the readings of an ended session at its reference conditions; None if there are none.

    They are decimated to what a chart can show; extremes survive. Only good readings and those at
    an end of the range are readings of the gas; all that are not good are told as stretches.

    Args:
        ws: Where the readings are.
        record: The audit.
        session: Its first quantity is meant.
    """
    from kta_desktop.services.measuring_records import read_recording

    if session.ended_at is None:
        return None
    return _course(record, session, read_recording(ws, session.id))


def standard(session: Session, recording: "Recording") -> "Article202 | None":
    """Return what the limits of a session's first quantity come to by the Code, art. 202.

    None if it names no limit, or its readings are not here or cannot be brought to the conditions
    of the standard.
    """
    found = _evaluated(replace(session, basis=KZ), recording, None)
    return None if found is None else of_standard(found)


def of_standard(found: "Evaluation") -> "Article202 | None":
    """Return what the limits of an evaluation at the conditions of the standard come to.

    None if its session names no limit.
    """
    from kta_desktop.assessment.art202 import article_202
    from kta_desktop.measurement.periods import periods

    session = found.session
    if session.limit is None and session.limit_g_s is None:
        return None
    return article_202(
        periods(found, DAY, found.until),
        periods(found, HALF_HOUR, found.until),
        None if session.limit is None else float(session.limit),
        hours=tuple(mass_flows(found)),
        limit_g_s=None if session.limit_g_s is None else float(session.limit_g_s),
    )


def mass_flows(found: "Evaluation") -> "Iterator[Period]":
    """Yield the mass flow of each hour that has one, in g/s.

    It is the product of the mean concentration and the mean flow of the hour.
    """
    from kta_desktop.measurement import averages
    from kta_desktop.measurement.carried import mean_mass_flow
    from kta_desktop.measurement.periods import Period

    for block in averages.calendar_blocks(found.times, found.seconds, _HOUR_S, found.until):
        hour = replace(found.session, samples=(found.sample(block),))
        flow = mean_mass_flow(hour, found.basis)
        if flow is not None:
            yield Period(
                start=block.start,
                end=block.end,
                mean=flow[0],
                uncertainty=flow[1],
                capture_pct=min(100.0 * block.good_s / _HOUR_S, 100.0),
                complete=block.complete,
            )


def _course(record: AuditRecord, session: Session, recording: "Recording") -> Trace | None:
    found = _evaluated(session, recording, record)
    return None if found is None else _trace(found)


def _evaluated(
    session: Session, recording: "Recording", record: AuditRecord | None
) -> "Evaluation | None":
    """Return the evaluation of an ended session.

    None where there are no readings, or its conditions are not known: the sheet prints the samples
    all the same, and names conditions that it does not know.
    """
    from kta_desktop.measurement.evaluation import evaluate, seconds_of

    if session.channel not in recording or session.ended_at is None:
        return None
    try:
        conditions = basis(session.basis, record.definition.more if record else None)
        return evaluate(session, conditions, recording, seconds_of(session.ended_at))
    except (KtaError, KeyError):  # KeyError: an old session may name a channel it does not have
        return None


def _trace(found: "Evaluation") -> Trace:
    import numpy as np

    from kta_desktop.domain.flag import Flag
    from kta_desktop.measurement import averages, ring
    from kta_desktop.reports.protocols.figure import Flagged

    shown = np.where(found.flags <= Flag.SATURATED, found.normalised, np.nan)
    longest = averages.STALE_PERIODS * found.conversion.channel.period_s
    times, values = ring.with_gaps(found.times, shown.astype("f4"), longest)
    times, values = ring.decimate(times, values, _POINTS)
    flagged = tuple(Flagged(*stretch) for stretch in found.stretches)
    return Trace(times=times.tolist(), values=values.tolist(), flagged=flagged)
