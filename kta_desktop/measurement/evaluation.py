"""From raw readings to samples at reference conditions: one way for live, stored and recovered.

Every reading of the judged channel is converted with the gas conditions of its own moment; only
good readings with every condition that their conversion needs have weight. The
uncertainty of a sample has these parts, added as squares: instrument (``Channel.u_pct`` and
``u_abs``), sampling (``Session.sampling_u_pct``: place, extraction) and the gas conditions (their
channels or what was entered, through the formula). How the process itself varied within the sample
is no uncertainty of its mean and is not in it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kta_desktop.domain.averaging import Averaging, rule_of
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Exclusion, Sample, Session
from kta_desktop.measurement import averages
from kta_desktop.measurement.averages import Block, Floats, Span
from kta_desktop.measurement.evaluation_gas import (
    NOTHING,
    Conversion,
    Worths,
    conditions_of,
    part_of,
    worth,
)
from kta_desktop.measurement.evaluation_marks import Stretch, gaps_of, runs_of, stretches_of
from kta_desktop.measurement.normalise import Normalised, combined
from kta_desktop.measurement.series import Recording

__all__ = [
    "Columns",
    "Evaluation",
    "Recording",
    "Standing",
    "Stretch",
    "evaluate",
    "iso_of",
    "seconds_of",
    "spans_of",
]

MOST_MARKS = 1000  # newest gaps and stretches that a standing lists


def seconds_of(iso: str) -> float:
    """Return the Unix seconds of an ISO time with its zone."""
    return datetime.fromisoformat(iso).timestamp()


def iso_of(seconds: float) -> str:
    """Return Unix seconds as ISO time in UTC with milliseconds and ``Z``."""
    at = datetime.fromtimestamp(round(seconds, 3), UTC)
    return at.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def spans_of(exclusions: tuple[Exclusion, ...]) -> tuple[Span, ...]:
    """Return exclusions as Unix seconds."""
    return tuple((seconds_of(item.start), seconds_of(item.end)) for item in exclusions)


class Columns(NamedTuple):
    """Readings of the judged channel with what follows from them; arrays of one length.

    Attributes:
        times: Unix seconds.
        raw: As measured; readings that are not good, too.
        flags: What each is worth.
        normalised: At the reference conditions; NaN where it cannot be converted.
        conditions: By id: what the gas was; NaN where that is not known.
        seconds: What each reading stands for in a mean; 0 where it is not good.
    """

    times: Floats
    raw: Floats
    flags: Worths
    normalised: Floats
    conditions: Mapping[str, Floats]
    seconds: Floats


@dataclass(frozen=True, slots=True)
class Standing:
    """What a recording has come to at one moment; the same from ``Evaluation`` and its twin.

    Attributes:
        session: Whose, with one quantity.
        conversion: How it is converted.
        until: Unix seconds.
        parts: Samples or blocks in order, each with what it amounts to, the running one last.
        newest: The newest reading and the gas of its moment; None before the first.
        rolling: The newest rolling mean; NaN where there is none.
        good_s: Seconds of good time.
        gaps: Stretches without readings, the newest ``MOST_MARKS``.
        stretches: Stretches of flagged readings, likewise.
        count: Readings of the judged channel.
    """

    session: Session
    conversion: Conversion
    until: float
    parts: tuple[tuple[Block, Sample], ...]
    newest: tuple[float, Mapping[str, float]] | None
    rolling: float
    good_s: float
    gaps: tuple[Span, ...]
    stretches: tuple[Stretch, ...]
    count: int

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Return the complete samples."""
        return tuple(sample for block, sample in self.parts if block.complete)


@dataclass(frozen=True)
class Evaluation:
    """What a recording amounts to at the reference conditions of a session.

    Attributes:
        session: Whose, with one quantity.
        conversion: How its readings are converted.
        columns: Readings and what follows from them.
        blocks: Samples, the last one perhaps running.
        gaps: Stretches without readings.
        stretches: Stretches of flagged readings.
        until: Unix seconds that the recording has reached.
    """

    session: Session
    conversion: Conversion
    columns: Columns
    blocks: tuple[Block, ...]
    gaps: tuple[Span, ...]
    stretches: tuple[Stretch, ...]
    until: float

    @property
    def basis(self) -> Basis:
        """Return the reference conditions."""
        return self.conversion.basis

    @property
    def times(self) -> Floats:
        """Return the Unix seconds of the readings of the judged channel."""
        return self.columns.times

    @property
    def raw(self) -> Floats:
        """Return the readings as measured; those that are not good, too."""
        return self.columns.raw

    @property
    def flags(self) -> Worths:
        """Return what each reading is worth."""
        return self.columns.flags

    @property
    def normalised(self) -> Floats:
        """Return the readings at the basis; NaN where they cannot be converted."""
        return self.columns.normalised

    @property
    def conditions(self) -> Mapping[str, Floats]:
        """Return what the gas was at each reading, by id; NaN where that is not known."""
        return self.columns.conditions

    @property
    def seconds(self) -> Floats:
        """Return what each reading stands for in a mean; 0 where it is not good."""
        return self.columns.seconds

    @property
    def running(self) -> Block | None:
        """Return the sample that is not complete yet."""
        return self.blocks[-1] if self.blocks and not self.blocks[-1].complete else None

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Return the complete samples."""
        return tuple(self.sample(block) for block in self.blocks if block.complete)

    @cached_property
    def rolling(self) -> Floats:
        """Return the rolling mean of the normalised readings over the length of a sample."""
        window = self.session.sample_minutes * 60
        return averages.rolling_mean(self.times, self.normalised, self.seconds, window)

    def sample(self, block: Block) -> Sample:
        """Return what a block amounts to, complete or not."""
        return sample_of(self.session, self.conversion, self.columns, block)

    def u_rel(self, raw: float, gas: Mapping[str, float]) -> float:
        """Return U (k = 2) as a share, of a figure of ``raw`` under ``gas``."""
        return u_rel(self.conversion, raw, gas)

    def convert(self, raw: float, gas: Mapping[str, float]) -> Normalised:
        """Return one reading with its steps.

        Raises:
            ConditionMissingError, ConditionImpossibleError, OxygenNearAirError: See there.
        """
        return self.conversion.convert(raw, gas)

    def latest(self) -> tuple[float, dict[str, float]] | None:
        """Return the newest reading and the gas conditions of its moment; None without any."""
        return latest(self.columns)

    def standing(self) -> Standing:
        """Return what the whole recording has come to."""
        good = np.cumsum(self.seconds)
        return Standing(
            session=self.session,
            conversion=self.conversion,
            until=self.until,
            parts=tuple((block, self.sample(block)) for block in self.blocks),
            newest=self.latest(),
            rolling=float(self.rolling[-1]) if len(self.rolling) else math.nan,
            good_s=float(good[-1]) if len(good) else 0.0,
            gaps=self.gaps[-MOST_MARKS:],
            stretches=self.stretches[-MOST_MARKS:],
            count=len(self.times),
        )


def evaluate(
    session: Session,
    basis: Basis,
    recording: Recording,
    until: float,
    paused_since: float | None = None,
) -> Evaluation:
    """Return what ``recording`` amounts to for the first quantity of a session.

    Args:
        session: Its channels, exclusions and averaging.
        basis: Reference conditions.
        recording: Readings by channel; a channel may be missing.
        until: Unix seconds that the recording has reached; the last readings stand at most to here.
        paused_since: Unix seconds since when a pause runs; None if none does.

    Raises:
        KeyError: If the session has no such channel.
        UnitUnfitError, SubstanceUnknownError, BasisUnknownError: If no reading can be converted.
    """
    conversion = Conversion.of(session, basis)
    if conversion.fault is not None:
        raise conversion.fault
    spans = excluded(session, paused_since)
    columns = columns_of(conversion, recording, 0, until, spans)
    period, start = conversion.channel.period_s, seconds_of(session.started_at)
    runs = runs_of(columns.times, columns.flags, period)
    times = columns.times
    ends = (float(times[0]), float(times[-1])) if len(times) else None
    return Evaluation(
        session=session,
        conversion=conversion,
        columns=columns,
        blocks=averages.cut(
            columns.times,
            columns.seconds,
            rule(session),
            until=until,
            reversals=reversals(session),
            reversals_wanted=session.reversals,
        ),
        gaps=gaps_of(runs, ends, period, (start, until)),
        stretches=stretches_of(runs, ends[1] if ends else None, period, until),
        until=until,
    )


def columns_of(
    conversion: Conversion,
    recording: Recording,
    first: int,
    until: float,
    spans: tuple[Span, ...],
) -> Columns:
    """Return what the readings of the judged channel from index ``first`` on come to.

    Args:
        conversion: How they are converted.
        recording: Readings by channel.
        first: Index of the first reading wanted.
        until: See ``evaluate``.
        spans: Excluded time.
    """
    channel = conversion.channel
    part = part_of(recording.get(channel.id, NOTHING), first)
    times, raw = part.times, part.values
    flags = worth(channel, part)
    known = conversion.known(recording, times)
    normalised = raw * conversion.factor(known, len(times))
    good = (flags == Flag.GOOD) & np.isfinite(normalised)
    good &= ~averages.is_excluded(times, spans)
    seconds = averages.weights(times, good, channel.period_s, until, spans)
    return Columns(times, raw, flags, normalised, known, seconds)


def sample_of(session: Session, conversion: Conversion, columns: Columns, block: Block) -> Sample:
    """Return what a block of ``columns`` amounts to, complete or not."""
    part = slice(block.first, block.stop)
    seconds = columns.seconds[part]
    raw = averages.mean(columns.raw[part], seconds)
    mean = averages.mean(columns.normalised[part], seconds)
    gas = {name: averages.mean(known[part], seconds) for name, known in columns.conditions.items()}
    return Sample(
        number=block.number,
        start=iso_of(block.start),
        end=iso_of(block.end),
        conditions=conditions_of(gas, session.diameter_m),
        mean_raw=raw,
        mean=mean,
        uncertainty=abs(mean) * u_rel(conversion, raw, gas),
        capture_pct=block.capture_pct,
    )


def u_rel(conversion: Conversion, raw: float, gas: Mapping[str, float]) -> float:
    """Return U (k = 2) as a share, of a figure of ``raw`` under ``gas``, sampling included."""
    return combined((conversion.convert(raw, gas).u_rel, conversion.sampling_u))


def latest(columns: Columns) -> tuple[float, dict[str, float]] | None:
    """Return the newest reading and the gas conditions of its moment; None without any."""
    if not len(columns.times):
        return None
    gas = {name: float(known[-1]) for name, known in columns.conditions.items()}
    return float(columns.raw[-1]), gas


def rule(session: Session) -> Averaging:
    """Return how the first quantity of a session is averaged."""
    return rule_of(session.averaging, session.sample_minutes, session.sample_count)


def reversals(session: Session) -> Floats:
    """Return the firing reversals of a session, Unix seconds, ascending."""
    found = (seconds_of(event.at) for event in session.events if event.kind == "reversal")
    return np.array(sorted(found), np.float64)


def excluded(session: Session, paused_since: float | None) -> tuple[Span, ...]:
    """Return what is excluded, a pause that runs included, as Unix seconds."""
    spans = spans_of(session.exclusions)
    return spans if paused_since is None else (*spans, (paused_since, math.inf))
