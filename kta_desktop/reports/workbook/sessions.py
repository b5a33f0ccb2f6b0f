"""Measurements as rows of a workbook: what every sample came to, and every reading behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import nan

from kta_desktop import formatting
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Channel, Sample, Session
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import origins
from kta_desktop.reports.context import Context, read_sessions
from kta_desktop.reports.protocols.figure import FLAG_WORDS
from kta_desktop.reports.protocols.samples import UNIT as MEANS_IN
from kta_desktop.reports.workbook.leaf import NARROW, WIDE, Cell, Column, Leaf
from kta_desktop.reports.workbook.leaf import Row as Cells
from kta_desktop.reports.workbook.words import basis, moment, unit, yes_no

MEASUREMENTS = N_("Measurements")
ABOUT_MEASUREMENTS = N_(
    "Every sample of every quantity that was measured, with the conditions of the gas"
)
COURSE = N_("Course of measurements")
ABOUT_COURSE = N_(
    "Every reading as it was recorded. Of a measurement with more than {count} readings each row "
    "is the mean of the good readings of a minute; the column «Readings» says of how many"
)
SOURCE, POINT, QUANTITY = N_("Emission source"), N_("Sampling point"), N_("Quantity")
SAMPLE, FROM, TO = N_("Sample"), N_("Beginning"), N_("End")
AS_MEASURED, MEAN, SPREAD = N_("Mean as measured"), N_("Mean"), N_("U (k = 2)")
UNIT_RAW, UNIT, BASIS = N_("Unit as measured"), N_("Unit"), N_("Reference conditions")
CAPTURE, TEMPERATURE = N_("Good time"), N_("Gas temperature")
PRESSURE, MOISTURE = N_("Absolute pressure"), N_("Gas moisture")
OXYGEN, VELOCITY = N_("Oxygen"), N_("Gas velocity")
BAROMETER, DIAMETER = N_("Barometric pressure"), N_("Duct diameter")
LOAD, REGIME, LEVEL = N_("Load"), N_("Regime"), N_("Level")
ORIGIN, INSTRUMENTS = N_("Origin"), N_("Instruments")
SIMULATED, HASH, SESSION = N_("Simulated"), N_("SHA-256 of the readings"), N_("Measurement")
TIME, CHANNEL, READING = N_("Time"), N_("Channel"), N_("Reading")
WORTH, COUNT = N_("Worth of the reading"), N_("Readings")
GOOD = N_("good")
VERIFIED = N_("{name} № {serial}, verified until {date}")
FULL = 200_000
"""Readings of a measurement that are written one by one; of more, means of minutes are."""
_MINUTE = len("2026-11-22T09:32")


@dataclass(frozen=True, slots=True)
class Reading:
    """A stored reading.

    Attributes:
        at: ISO time (UTC).
        channel: Id of the channel.
        value: In the unit of the channel; NaN where there was none.
        flag: What it is worth.
        count: How many readings it stands for.
    """

    at: str
    channel: str
    value: float
    flag: Flag
    count: int = 1


Readings = Callable[[str], tuple[int, Iterator[Reading]]]
"""Returns how many readings a session has, and the readings in order of time."""


def measurements_leaf(context: Context) -> Leaf:
    """Return the sheet of all samples."""
    word, lang = context.tongue.word, context.tongue.first

    def measured(head: str, unit_id: str) -> Column:
        return Column(word(head), formatting.unit(unit_id, lang), NARROW)

    columns = (
        *(Column(word(head), width=WIDE) for head in (SOURCE, POINT, QUANTITY)),
        Column(word(SAMPLE), width=9),
        *(Column(word(head)) for head in (FROM, TO)),
        *(Column(word(head), width=NARROW) for head in (AS_MEASURED, UNIT_RAW)),
        *(Column(word(head), width=NARROW) for head in (MEAN, SPREAD, UNIT)),
        Column(word(BASIS), width=WIDE),
        Column(word(CAPTURE), "%", NARROW),
        measured(TEMPERATURE, "degC"),
        measured(PRESSURE, "kPa"),
        measured(MOISTURE, "vol%"),
        measured(OXYGEN, "vol%"),
        measured(VELOCITY, "m/s"),
        measured(BAROMETER, "kPa"),
        measured(DIAMETER, "m"),
        Column(word(LOAD), "%", NARROW),
        *(Column(word(head), width=WIDE) for head in (REGIME, ORIGIN, INSTRUMENTS)),
        *(Column(word(head)) for head in (LEVEL, SIMULATED, HASH, SESSION)),
    )
    return Leaf(
        name=context.tongue.say(MEASUREMENTS),
        about=word(ABOUT_MEASUREMENTS),
        columns=columns,
        rows=_measurements(context),
        fixed=3,
    )


def _measurements(context: Context) -> Iterator[Cells]:
    for session in sessions(context):
        for part in session.each():
            for sample in part.samples:
                yield _sample(context, part, sample)


def sessions(context: Context) -> Iterator[Session]:
    """Yield the measurements that were asked for and that the layout shows."""
    chosen = context.order.sessions
    for path, session in read_sessions(context.record):
        is_chosen = session is not None and (chosen is None or session.id in chosen)
        if session is not None and is_chosen and not context.is_left_out(path):
            yield session


def _sample(context: Context, session: Session, sample: Sample) -> Cells:
    lang, zone = context.tongue.first, context.zone
    given = sample.conditions
    return (
        session.source,
        session.point,
        session.parameter.get(lang) or session.channel,
        sample.number,
        moment(sample.start, zone),
        moment(sample.end, zone),
        sample.mean_raw,
        _raw_unit(context, session),
        sample.mean,
        sample.uncertainty,
        unit(context, MEANS_IN),
        basis(context, session.basis),
        round(sample.capture_pct, 1),
        given.temperature_c,
        given.pressure_kpa,
        given.moisture_pct,
        given.o2_pct,
        given.velocity_m_s,
        given.barometric_kpa,
        given.diameter_m if given.diameter_m is not None else session.diameter_m,
        session.load_pct,
        session.regime,
        _origin(context, session),
        _instruments(context, session),
        session.level or "",
        yes_no(context, value=session.simulated),
        session.raw_sha256 or "",
        session.id,
    )


def _raw_unit(context: Context, session: Session) -> str:
    channel = _channel(session, session.channel)
    return "" if channel is None else unit(context, channel.unit)


def _channel(session: Session, identifier: str) -> Channel | None:
    return next((each for each in session.channels if each.id == identifier), None)


def _origin(context: Context, session: Session) -> str:
    labels = {each.id: each.label for each in origins()}
    label = labels.get(session.evidence_class)
    return context.tongue.line(label) if label else session.evidence_class


def _instruments(context: Context, session: Session) -> str:
    lang = context.tongue.first
    return "; ".join(
        context.tongue.say(
            VERIFIED,
            name=each.name,
            serial=each.serial,
            date=formatting.date(each.verified_until, lang) or formatting.NOTHING,
        )
        for each in session.instruments
    )


def course_leaf(context: Context, readings: Readings) -> Leaf:
    """Return the sheet of all readings."""
    word = context.tongue.word
    columns = (
        Column(word(TIME)),
        Column(word(SOURCE), width=WIDE),
        Column(word(CHANNEL), width=WIDE),
        *(Column(word(head), width=NARROW) for head in (READING, UNIT)),
        Column(word(WORTH)),
        Column(word(COUNT), width=NARROW),
        Column(word(SESSION)),
    )
    about = word(ABOUT_COURSE, count=formatting.number(FULL, context.tongue.first))
    return Leaf(
        name=context.tongue.say(COURSE),
        about=about,
        columns=columns,
        rows=_course(context, readings),
        fixed=1,
    )


def _course(context: Context, readings: Readings) -> Iterator[Cells]:
    for session in sessions(context):
        count, found = readings(session.id)
        shown = found if count <= FULL else minutes(found)
        channels = {
            each.id: (each.label.get(context.tongue.first) or each.id, unit(context, each.unit))
            for each in session.channels
        }
        for reading in shown:
            label, symbol = channels.get(reading.channel, (reading.channel, ""))
            yield (
                _moment(context, reading.at),
                session.source,
                label,
                _number(reading.value),
                symbol,
                context.tongue.word(FLAG_WORDS.get(reading.flag, GOOD)),
                reading.count,
                session.id,
            )


def minutes(readings: Iterator[Reading]) -> Iterator[Reading]:
    """Yield the mean of the good readings of each minute of each channel, in order of time.

    A minute without good readings tells the flag of its first one and no value.
    """
    now = ""
    waiting: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.at[:_MINUTE] != now:
            yield from (_mean(now, found) for found in waiting.values())
            now, waiting = reading.at[:_MINUTE], {}
        waiting.setdefault(reading.channel, []).append(reading)
    yield from (_mean(now, found) for found in waiting.values())


def _mean(minute: str, found: list[Reading]) -> Reading:
    good = [each.value for each in found if each.flag is Flag.GOOD]
    at = f"{minute}:00Z"
    if not good:
        return Reading(at, found[0].channel, nan, found[0].flag, len(found))
    return Reading(at, found[0].channel, sum(good) / len(good), Flag.GOOD, len(good))


def _moment(context: Context, iso: str) -> datetime:
    at = datetime.fromisoformat(iso)
    told = at if at.tzinfo else at.replace(tzinfo=UTC)
    return told.astimezone(context.zone).replace(tzinfo=None)


def _number(value: float) -> Cell:
    return None if value != value else value  # noqa: PLR0124 - NaN
