"""The incremental twin of ``evaluate``, for sessions that run long and fast.

New readings are converted once and samples that are complete are kept as they are; the rolling
mean and the good time go by running sums. What it says is what ``evaluate`` says of the whole
recording, to the last bit. Only the readings are held that a running sample, the rolling window or
a change of the recent past may still need.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Sample, Session
from kta_desktop.measurement import averages
from kta_desktop.measurement.averages import Block, Floats
from kta_desktop.measurement.evaluation import (
    MOST_MARKS,
    Columns,
    Standing,
    columns_of,
    excluded,
    latest,
    reversals,
    rule,
    sample_of,
    seconds_of,
)
from kta_desktop.measurement.evaluation_gas import NOTHING, Conversion, Worths
from kta_desktop.measurement.evaluation_marks import Runs, gaps_of, runs_of, stretches_of
from kta_desktop.measurement.growing import Growing
from kta_desktop.measurement.series import Recording, Series

KEEP_S = 900.0  # of the recent past, for what is excluded or noted afterwards
_FLOAT, _FLAG = np.dtype(np.float64), np.dtype(np.uint8)
_FINISHED_S = 1e-3  # as ``averages.calendar_blocks``
_MOST_RUNS = 50_000
# Columns of a reading: as in ``Columns``; then the sums over all readings before it of value times
# good time and of good time, the rolling mean, and the conditions.
_KINDS: tuple[np.dtype[Any], ...] = (_FLOAT, _FLOAT, _FLAG, *(_FLOAT for _n in range(5)))
_TIME, _RAW, _FLAG_AT, _NORMALISED, _SECONDS, _PRODUCT, _GOOD, _ROLLING = range(8)


class PastNeededError(Exception):
    """What changed lies before what is held: the evaluation begins anew from the whole record."""


class Memory:
    """The recent readings of all channels of a session, in order of time."""

    def __init__(self) -> None:
        """Begin without readings."""
        self._series: dict[str, Growing] = {}
        self.kept_from = -math.inf  # what the gas was is known from this moment on, Unix seconds

    def add(self, batch: Recording) -> float:
        """Take readings and return the time of the earliest, Unix seconds; infinite without any.

        Raises:
            PastNeededError: If one lies before what is held.
        """
        earliest = math.inf
        for channel, series in batch.items():
            if len(series.times):
                earliest = min(earliest, self._take(channel, series))
        return earliest

    def recording(self) -> dict[str, Series]:
        """Return what is held, without copying; it is overwritten by what comes later."""
        return {
            channel: Series(held.column(0), held.column(1), held.column(2))
            for channel, held in self._series.items()
        }

    def start(self, channel: str) -> int:
        """Return how many readings of a channel were let go."""
        return self._series[channel].start if channel in self._series else 0

    def let_go(self, before: float, starts: Mapping[str, int]) -> None:
        """Let go readings before a time, but no later than the index in ``starts``.

        The last reading before it stays: a condition holds until the next one.
        """
        self.kept_from = max(self.kept_from, before)
        for channel, held in self._series.items():
            place = int(np.searchsorted(held.column(0), before)) - 1
            held.drop(min(held.start + max(place, 0), starts.get(channel, held.stop)))

    def _take(self, channel: str, series: Series) -> float:
        held = self._series.setdefault(channel, Growing((_FLOAT, _FLOAT, _FLAG)))
        if (np.diff(series.times) < 0).any():
            series = _in_order(series)
        first = float(series.times[0])
        times = held.column(0)
        if len(times) and first < times[-1]:
            place = int(np.searchsorted(times, first, side="right"))
            if place == 0 and held.start:
                raise PastNeededError
            later = Series(times[place:], held.column(1)[place:], held.column(2)[place:])
            series = _in_order(later.joined(series))
            held.truncate(held.start + place)
        held.append(series.times, series.values, series.flags)
        return first


def _in_order(series: Series) -> Series:
    order = np.argsort(series.times, kind="stable")
    return Series(series.times[order], series.values[order], series.flags[order])


class RunningEvaluation:
    """One quantity of a session, evaluated as its readings come."""

    def __init__(self, session: Session, basis: Basis) -> None:
        """Begin without readings.

        Args:
            session: With one quantity; the first one is evaluated.
            basis: Reference conditions.

        Raises:
            KeyError: If the session has no such channel.
        """
        self.session = session
        self.conversion = Conversion.of(session, basis)
        self.channel = self.conversion.channel.id
        self._period = self.conversion.channel.period_s
        self._paused_since: float | None = None
        self._names = tuple(self.conversion.known({}, np.zeros(0)))
        self._rows = Growing([*_KINDS, *(_FLOAT for _name in self._names)])
        self._runs = Growing((np.dtype(np.int64), _FLOAT, _FLAG, _FLOAT, np.dtype(np.bool_)))
        self._settled: list[tuple[Block, Sample]] = []
        self._first: float | None = None
        self._dirty = math.inf
        self._until = -math.inf

    @property
    def count(self) -> int:
        """Return how many readings of its channel there were."""
        return self._rows.stop

    def amend(self, session: Session, paused_since: float | None) -> None:
        """Take the session with other exclusions or events, or a pause that began or ended."""
        moments: list[float] = []
        spans = set(excluded(self.session, self._paused_since))
        moments += [start for start, _end in spans ^ set(excluded(session, paused_since))]
        moments += set(reversals(self.session).tolist()) ^ set(reversals(session).tolist())
        self.session, self._paused_since = session, paused_since
        self._dirty = min([self._dirty, *moments])

    def advance(self, memory: Memory, earliest: float, until: float) -> int:
        """Evaluate what is new, and return the index of the first reading that it changed.

        Args:
            memory: The readings.
            earliest: Time of the earliest reading in it that was not there before, any channel.
            until: See ``evaluate``.

        Raises:
            PastNeededError: If what changed lies before what is held.
        """
        recording = memory.recording()
        series, base = recording.get(self.channel, NOTHING), memory.start(self.channel)
        changed = min(self._dirty, earliest)
        place = base + int(np.searchsorted(series.times, changed))
        first = min(place, self._rows.stop)
        if not self._is_final(changed):
            first = max(first - 1, 0)
        if first < base or (first and first - 1 < self._rows.start):
            raise PastNeededError
        if first - base < len(series.times):
            at = float(series.times[first - base])
            if at < memory.kept_from:
                raise PastNeededError
            self._forget(first)
            spans = excluded(self.session, self._paused_since)
            later = tuple(span for span in spans if span[1] > at)
            columns = columns_of(self.conversion, recording, first - base, until, later)
            self._extend(first, columns)
        self._dirty, self._until = math.inf, until
        return first

    def _is_final(self, changed: float = math.inf) -> bool:
        """Whether nothing that changed from a moment on alters what the newest reading stands for.

        Args:
            changed: Unix seconds.
        """
        if not len(self._rows):
            return False
        stale = float(self._rows.column(_TIME)[-1]) + averages.STALE_PERIODS * self._period
        return min(self._until, changed) > stale

    def standing(self, until: float) -> Standing:
        """Return what the recording has come to; see ``evaluate`` for ``until``."""
        rows = self._rows
        runs = Runs(*(self._runs.column(number) for number in range(len(Runs._fields))))
        last = float(rows.column(_TIME)[-1]) if len(rows) else None
        span = (seconds_of(self.session.started_at), until)
        ends = None if last is None or self._first is None else (self._first, last)
        return Standing(
            session=self.session,
            conversion=self.conversion,
            until=until,
            parts=self._parts(until),
            newest=latest(self._columns(max(rows.stop - 1, rows.start))),
            rolling=float(rows.column(_ROLLING)[-1]) if len(rows) else math.nan,
            good_s=self._sum(rows.stop, _GOOD),
            gaps=gaps_of(runs, ends, self._period, span)[-MOST_MARKS:],
            stretches=stretches_of(runs, last, self._period, until)[-MOST_MARKS:],
            count=rows.stop,
        )

    def curves(self, first: int) -> tuple[Floats, Worths, dict[str, Floats]]:
        """Return times, worth, ``normalised`` and rolling ``mean`` from a reading on, as copies."""
        numbers = (_TIME, _FLAG_AT, _NORMALISED, _ROLLING)
        times, flags, normalised, mean = (self._rows.column(n, first).copy() for n in numbers)
        return times, flags, {"normalised": normalised, "mean": mean}

    def let_go(self) -> tuple[int, float]:
        """Let go what nothing needs.

        Returns:
            Index of the first reading still held, and since when the gas must be known.
        """
        rows = self._rows
        if not len(rows):
            return 0, self._until - KEEP_S
        times = rows.column(_TIME)
        recent = float(times[-1]) - self.session.sample_minutes * 60 - KEEP_S
        begun = self._begin()
        good = np.flatnonzero(rows.column(_SECONDS, begun) > 0)
        running = begun + int(good[0]) if len(good) else rows.stop
        oldest = rows.start + int(np.searchsorted(times, recent))
        rows.drop(min(oldest, running) - 2)
        if len(self._runs) > 2 * _MOST_RUNS:
            self._runs.drop(self._runs.stop - _MOST_RUNS)
        known = float(rows.column(_TIME)[0])
        return rows.start, max(known, self._until - KEEP_S) if self._is_final() else known

    def _forget(self, first: int) -> None:
        """Let go what was made of the readings from index ``first`` on."""
        self._rows.truncate(first)
        places = self._runs.column(0)
        self._runs.truncate(self._runs.start + int(np.searchsorted(places, first)))
        is_lost = False
        while self._settled and self._settled[-1][0].stop > first:
            is_lost = self._settled.pop()[0].first < self._rows.start
        if is_lost:
            raise PastNeededError

    def _extend(self, first: int, columns: Columns) -> None:
        """Put new readings behind those that are held."""
        rows = self._rows
        if not first:
            self._first = float(columns.times[0])
        seconds = columns.seconds
        values = np.where(seconds > 0, columns.normalised, 0.0)
        products = _sums(self._sum(first, _PRODUCT), values * seconds)
        good = _sums(self._sum(first, _GOOD), seconds)
        known = (columns.conditions[name] for name in self._names)
        empty = np.full(len(seconds), np.nan)
        rows.append(
            columns.times, columns.raw, columns.flags, columns.normalised, seconds,
            products[:-1], good[:-1], empty, *known,
        )  # fmt: skip
        rows.column(_ROLLING, first)[:] = self._rolling(columns, products[1:], good[1:])
        before = max(first - 1, 0)
        times, flags = rows.column(_TIME, before), rows.column(_FLAG_AT, before)
        runs = runs_of(times, flags, self._period, follows=first > 0)
        self._runs.append(*runs._replace(place=runs.place + before))

    def _rolling(self, columns: Columns, products: Floats, good: Floats) -> Floats:
        """Return the rolling mean at new readings; the same steps as ``averages.rolling_mean``."""
        rows, window = self._rows, self.session.sample_minutes * 60
        times, seconds = columns.times, columns.seconds
        first = np.searchsorted(rows.column(_TIME), times - window + 1e-6)
        if rows.start and not first[0]:
            raise PastNeededError
        total = good - rows.column(_GOOD)[first]
        since = times - (self._first or 0.0)
        full = (since + seconds >= window - 1e-6) & (total >= averages.MIN_CAPTURE * window)
        sums = products - rows.column(_PRODUCT)[first]
        means = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
        return np.where(full & (seconds > 0), means, np.nan)

    def _sum(self, index: int, number: int) -> float:
        """Return a running sum over all readings before ``index``, the last of which is held."""
        if not index:
            return 0.0
        row = index - 1
        seconds = self._rows.column(_SECONDS, row)[0]
        value = self._rows.column(_NORMALISED, row)[0] if seconds > 0 else 0.0
        added = seconds if number == _GOOD else value * seconds
        return float(self._rows.column(number, row)[0] + added)

    def _begin(self) -> int:
        """Return the index of the first reading behind the samples that are settled."""
        return self._settled[-1][0].stop if self._settled else 0

    def _parts(self, until: float) -> tuple[tuple[Block, Sample], ...]:
        """Return all samples, and keep those that nothing to come can change."""
        asked = rule(self.session)
        found = self._open(until)
        for place, (block, sample) in enumerate(found):
            is_over = until >= block.start + asked.minutes * 60 - _FINISHED_S
            is_final = is_over if asked.is_block else block.complete
            if not is_final or block.stop >= self._rows.stop:
                return (*self._settled, *found[place:])
            self._settled.append((block, sample))
        return tuple(self._settled)

    def _open(self, until: float) -> tuple[tuple[Block, Sample], ...]:
        """Return the samples behind those that are settled."""
        start = max(self._begin(), self._rows.start)
        columns = self._columns(start)
        found = averages.cut(
            columns.times,
            columns.seconds,
            rule(self.session),
            until=until,
            reversals=reversals(self.session),
            reversals_wanted=self.session.reversals,
        )
        before = len(self._settled)
        numbered = (replace(block, number=block.number + before) for block in found)
        return tuple(
            (
                replace(block, first=block.first + start, stop=block.stop + start),
                sample_of(self.session, self.conversion, columns, block),
            )
            for block in numbered
        )

    def _columns(self, first: int) -> Columns:
        """Return readings from an index on, without copying."""
        column = self._rows.column
        return Columns(
            times=column(_TIME, first),
            raw=column(_RAW, first),
            flags=column(_FLAG_AT, first),
            normalised=column(_NORMALISED, first),
            conditions={
                name: column(len(_KINDS) + place, first) for place, name in enumerate(self._names)
            },
            seconds=column(_SECONDS, first),
        )


def at_once(session: Session, basis: Basis, recording: Recording, until: float) -> Standing:
    """Return what a whole recording comes to, as ``evaluate``; without samples where that refuses.

    Raises:
        KeyError: If the session has no such channel.
    """
    running, memory = RunningEvaluation(session, basis), Memory()
    running.advance(memory, memory.add(recording), until)
    return running.standing(until)


def _sums(before: float, added: Floats) -> Floats:
    """Return the running sum from ``before`` on, one longer than ``added``."""
    return np.cumsum(np.concatenate([[before], added]))
