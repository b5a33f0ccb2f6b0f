"""The course of a session that ended: every reading of one channel, at reference conditions.

This module loads numpy; import it only where a session is looked at.
"""

import threading
from collections import OrderedDict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement import averages
from kta_desktop.measurement.evaluation import Evaluation, evaluate, seconds_of, spans_of
from kta_desktop.measurement.evaluation_gas import CONDITIONS, Worths
from kta_desktop.measurement.evaluation_marks import Stretch, gaps_of, runs_of, stretches_of
from kta_desktop.measurement.reference import basis
from kta_desktop.measurement.ring import decimate, with_gaps
from kta_desktop.measurement.series import Recording, Series
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples

Floats = NDArray[np.float64]
Kind = Literal["raw", "values", "mean"]
MEAN_UNIT = "mg/Nm3"
_KEPT = 4  # courses kept ready: a week at a reading a second takes about 60 MB


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """Every reading of one channel of a session. The arrays have one length.

    Attributes:
        session: Whose; of a quantity that is judged, it judges that one alone.
        channel: Of which channel.
        unit: Id of the unit of ``values`` and ``mean``.
        times: Unix seconds, ascending.
        raw: As measured, in the unit of the channel.
        values: At the reference conditions of the session; as measured where ``is_raw``.
        mean: Rolling mean of ``values``; NaN where there is none.
        flags: What each reading is worth, see ``Flag``.
        seconds: What each reading stands for in a mean; 0 where it is left out.
        gaps: Stretches without readings, Unix seconds.
        flagged: Stretches of flagged readings: Unix seconds from and to, and the flag.
        until: Unix seconds at which the session ended.
        evaluation: Where the values come from; None where ``is_raw``.
        reason: Why values that are judged could not be converted; None if they could.
    """

    session: Session
    channel: Channel
    unit: str
    times: Floats
    raw: Floats
    values: Floats
    mean: Floats
    flags: Worths
    seconds: Floats
    gaps: tuple[tuple[float, float], ...]
    flagged: tuple[Stretch, ...]
    until: float
    evaluation: Evaluation | None = None
    reason: KtaError | None = None

    @property
    def is_raw(self) -> bool:
        """Whether the values are as measured: a gas condition, or what cannot be converted."""
        return self.evaluation is None

    @property
    def start(self) -> float:
        """Return the beginning of the session, Unix seconds."""
        return seconds_of(self.session.started_at)

    def curve(self, kind: Kind, start: float, end: float, points: int) -> tuple[Floats, Floats]:
        """Return Unix seconds and values of a curve, NaN across gaps.

        Args:
            kind: ``raw``, ``values`` or the rolling ``mean``.
            start: Unix seconds; one reading before it is returned, too.
            end: Unix seconds; one reading behind it is returned, too.
            points: Most points to return, at least 3; extremes survive.
        """
        whole = {"raw": self.raw, "values": self.values, "mean": self.mean}[kind]
        is_gas = self.flags <= Flag.SATURATED  # the others are no readings of the gas
        return self._drawn(np.where(is_gas, whole, np.nan), start, end, points)

    def means(self, parts: int) -> tuple[Floats, Floats]:
        """Return the middle and the mean of equal parts of the session; NaN without good time."""
        edges = np.linspace(self.start, max(self.until, self.start + 1.0), parts + 1)
        place = np.clip(np.searchsorted(edges, self.times, side="right") - 1, 0, parts - 1)
        seconds = np.where(np.isfinite(self.values), self.seconds, 0.0)
        sums = np.bincount(place, np.where(seconds > 0, self.values, 0.0) * seconds, parts)
        good = np.bincount(place, seconds, parts)
        found = np.divide(sums, good, out=np.full(parts, np.nan), where=good > 0)
        return (edges[:-1] + edges[1:]) / 2, found

    def condition(
        self, name: str, start: float, end: float, points: int
    ) -> tuple[Floats, Floats] | None:
        """Return a gas condition that the values were converted with, as ``curve`` does.

        None if the course is as measured, or the condition was entered once for the session.
        """
        known = None if self.evaluation is None else self.evaluation.conditions.get(name)
        is_read = any(channel.id == name for channel in self.session.channels)
        if known is None or not is_read:
            return None
        return self._drawn(known, start, end, points)

    def _drawn(self, whole: Floats, start: float, end: float, points: int) -> tuple[Floats, Floats]:
        first = max(int(np.searchsorted(self.times, start)) - 1, 0)
        stop = int(np.searchsorted(self.times, end, side="right")) + 1
        longest = averages.STALE_PERIODS * self.channel.period_s
        times, values = with_gaps(self.times[first:stop], whole[first:stop], longest)
        found_times, found = decimate(times, values, points)
        return found_times, found.astype(np.float64, copy=False)


def course(ws: Workspace, record: AuditRecord, session: Session, channel: str) -> Course:
    """Return the course of a channel from the stored readings; empty if they are not here.

    What is judged is brought to the reference conditions of the session. Where that cannot be
    done, it stays as measured, and the course says why.
    """
    part = session.of(channel)
    own = next(item for item in session.channels if item.id == channel)
    is_judged = part.channel == channel
    recording = _readings(ws, session, {channel, *(CONDITIONS if is_judged else ())})
    until = _until(session, recording)
    if not is_judged:
        return _raw(part, own, recording, until, None)
    try:
        conditions = basis(part.basis, record.definition.more)
        found = evaluate(part, conditions, recording, until)
    except KtaError as error:
        return _raw(part, own, recording, until, error)
    return Course(
        session=part,
        channel=own,
        unit=MEAN_UNIT,
        times=found.times,
        raw=found.raw,
        values=found.normalised,
        mean=found.rolling,
        flags=found.flags,
        seconds=found.seconds,
        gaps=found.gaps,
        flagged=found.stretches,
        until=until,
        evaluation=found,
    )


def _readings(ws: Workspace, session: Session, wanted: AbstractSet[str]) -> Recording:
    """Return the stored readings of some channels: of a long session all of them are much."""
    with ws.store.connect() as connection:
        names = [each.id for each in session.channels if each.id in wanted]
        found = {name: samples.read(connection, session.id, name) for name in names}
    return {
        name: Series(each.times_ms / 1000.0, each.values, each.flags)
        for name, each in found.items()
    }


def first_look(ws: Workspace, session: Session, channel: str, points: int) -> tuple[Floats, Floats]:
    """Return Unix seconds and values of a channel as measured, from the pyramid of the store.

    It takes milliseconds however long the session was: what is shown until the course is there.
    Of each stretch its least and greatest value, NaN across gaps.
    """
    own = next(item for item in session.channels if item.id == channel)
    with ws.store.connect() as connection:
        most = max(points // 2, 2)
        seen = samples.overview(connection, session.id, channel, max_points=most, good=True)
    times = np.repeat(seen.times_ms / 1000.0, 2)
    values = np.column_stack([seen.lowest, seen.highest]).ravel()
    longest = averages.STALE_PERIODS * max(own.period_s, seen.step_ms / 1000.0)
    shown_times, shown = with_gaps(times, values, longest)
    return shown_times, shown.astype(np.float64, copy=False)


def _raw(
    session: Session, channel: Channel, recording: Recording, until: float, why: KtaError | None
) -> Course:
    """Return the course of a channel as it was measured."""
    series = recording.get(channel.id)
    times, raw, flags = Series.of((), ()) if series is None else series
    spans = spans_of(session.exclusions)
    good = (flags == Flag.GOOD) & np.isfinite(raw) & ~averages.is_excluded(times, spans)
    seconds = averages.weights(times, good, channel.period_s, until, spans)
    window = session.sample_minutes * 60
    runs = runs_of(times, flags, channel.period_s)
    ends = (float(times[0]), float(times[-1])) if len(times) else None
    return Course(
        session=session,
        channel=channel,
        unit=channel.unit,
        times=times,
        raw=raw,
        values=raw,
        mean=averages.rolling_mean(times, raw, seconds, window),
        flags=flags,
        seconds=seconds,
        gaps=gaps_of(runs, ends, channel.period_s, (seconds_of(session.started_at), until)),
        flagged=stretches_of(runs, ends and ends[1], channel.period_s, until),
        until=until,
        reason=why,
    )


def _until(session: Session, recording: Recording) -> float:
    if session.ended_at is not None:
        return seconds_of(session.ended_at)
    ends = [float(series.times[-1]) for series in recording.values() if len(series.times)]
    return max(ends, default=seconds_of(session.started_at))


class Courses:
    """Courses worked out once: the newest few are kept. Any thread may ask."""

    def __init__(self, ws: Workspace) -> None:
        """Read from ``ws`` when asked."""
        self._ws = ws
        self._kept: OrderedDict[tuple[object, ...], Course] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, record: AuditRecord, session: Session, channel: str) -> Course:
        """Return the course of a channel of a session, see ``course``.

        One that was worked out before is given again unless something it depends on changed.
        """
        key = (session.id, channel, _mark(session))
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return replace(known, session=session.of(channel))
        made = course(self._ws, record, session, channel)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


def _mark(session: Session) -> str:
    """Return what a course depends on; samples, and what was noted or sent, do not change it."""
    quantities = tuple(replace(each, samples=()) for each in session.quantities)
    events = session.events if session.reversals else ()
    bare = replace(session.with_quantities(quantities), sent=(), events=events)
    return repr(bare)
