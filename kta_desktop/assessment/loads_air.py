"""What the sources emit to air in a year, by source and substance, in tonnes.

The mass on record stands. Without it the mean emission in g/s is multiplied by the hours of the
source; without that, concentration by gas flow at the same reference conditions; at last the mean
of a measurement session by that flow. What is computed has its formula.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment import registers
from kta_desktop.assessment.balances_amounts import (
    TONNES,
    Entered,
    at,
    converted,
    entered,
    instances,
    same,
    words,
    yearly,
)
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import LoadKind, LoadLine
from kta_desktop.assessment.performance_kinds import substance_code
from kta_desktop.assessment.registers import Line, Named
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.assessment.watched import piece
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.texts import Text

SOURCES = Named(name="core_rep_source", concept="source")
NUMBER = Named(name="core_src_no", concept="source.number")
POLLUTANTS = Named(name="core_src_pollutants", concept="source.pollutants")
_GAS = Named(name="core_src_gas", concept="source.gas")
_HOURS = Named(name="core_src_hours", concept="source.hours")
_LATITUDE = Named(name="core_src_lat", concept="source.lat")
_LONGITUDE = Named(name="core_src_lon", concept="source.lon")
_BY_G_S = "M · h · 0.0036"  # g/s · h/year: 3600 s in an hour, 1000000 g in a tonne
_BY_FLOW = "C · Q · h / 1000000000"  # mg/Nm3 · Nm3/h · h/year
_CONCENTRATION = Text(ru="Концентрация", kk="Концентрация", en="Concentration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An emission source.

    Attributes:
        path: Of its instance.
        name: Number and name; its path if it has none.
        latitude: Degrees north; None if not given, or no latitude.
        longitude: Degrees east; None if not given, or no longitude.
    """

    path: str
    name: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Running:
    """A source with what all its substances are worked out from: hours, newest gas state."""

    source: Source
    hours: tuple[Term, Missing | None]
    gas: Line | None


def sources(known: Known) -> tuple[Source, ...]:
    """Return the emission sources in the order of the checklist."""
    return tuple(_source(known, path) for path in instances(known, SOURCES))


def air(known: Known, only: Collection[str] | None = None) -> tuple[LoadLine, ...]:
    """Return a line for each source and substance, in the order of the checklist.

    Args:
        known: The plant.
        only: Substances that are asked for; None = all.
    """
    found = (line for path in instances(known, SOURCES) for line in _of_source(known, path))
    return tuple(line for line in found if only is None or line.substance in only)


def _of_source(known: Known, path: str) -> tuple[LoadLine, ...]:
    """Return the lines of one source; they are kept as long as it and the sessions stay so."""

    def compute() -> tuple[LoadLine, ...]:
        lines = registers.lines_in(known.state, POLLUTANTS, path)
        if not lines:
            return ()
        source = _source(known, path)
        running = _Running(source, _hours(known, source), _latest_gas(known, path))
        return tuple(_line(known, running, line) for line in lines)

    return piece(known.state, f"load of {path}", compute, (known.sessions,))


def _source(known: Known, path: str) -> Source:
    return Source(
        path=path,
        name=words(known, NUMBER, path) or path.rpartition("/")[2],
        latitude=_degrees(known, _LATITUDE, path, 90),
        longitude=_degrees(known, _LONGITUDE, path, 180),
    )


def _line(known: Known, running: _Running, line: Line) -> LoadLine:
    substance = line.choice("substance") or ""
    name = _substance(line, substance)
    figure, path = _figure(known, running, line, name)
    source = running.source
    limit = entered(known.state, line.path("limit_t_year"), line.unit_of("limit_t_year"))
    permitted, _lack = converted(limit, TONNES, "L", name)
    return LoadLine(
        kind=LoadKind.AIR,
        source=source.name,
        substance=substance,
        name=name,
        figure=figure,
        permitted=permitted.value,
        path=path,
        latitude=source.latitude,
        longitude=source.longitude,
    )


def _figure(known: Known, running: _Running, line: Line, name: Text) -> tuple[Figured, str]:
    """Return the mass a year and the path of what it is mainly made of."""
    on_record = entered(known.state, line.path("t_year"), line.unit_of("t_year"))
    if on_record.value is not None or on_record.lack is Lack.UNREADABLE:
        return yearly(known, on_record, TONNES, name, "m"), on_record.path
    rate = entered(known.state, line.path("g_s"), line.unit_of("g_s"))
    if rate.value is not None or rate.lack is Lack.UNREADABLE:
        return _by_rate(running, rate, name), rate.path
    concentration = _concentration(known, running.source, line)
    if concentration is not None:
        return _by_flow(known, running, concentration, name), concentration[0].path
    lack = Missing(Lack.NOT_ENTERED, on_record.path, name)
    return Figured(value=None, unit=TONNES, missing=(lack,)), on_record.path


def _by_rate(running: _Running, rate: Entered, name: Text) -> Figured:
    mass, no_mass = converted(rate, "g/s", "M", name)
    time, no_time = running.hours
    lacks = tuple(each for each in (no_mass, no_time) if each)
    return figured(_BY_G_S, (mass, time), TONNES, missing=lacks)


def _by_flow(known: Known, running: _Running, found: tuple[Entered, str], name: Text) -> Figured:
    """Return concentration by gas flow; the two must be at the same reference conditions."""
    concentration, basis = found
    share, no_share = converted(concentration, "mg/Nm3", "C", _CONCENTRATION)
    flow, no_flow = _gas_flow(known, running, basis, name)
    time, no_time = running.hours
    lacks = tuple(each for each in (no_share, no_flow, no_time) if each)
    return figured(_BY_FLOW, (share, flow, time), TONNES, missing=lacks)


def _gas_flow(
    known: Known, running: _Running, basis: str, name: Text
) -> tuple[Term, Missing | None]:
    gas = running.gas
    if gas is None:
        nothing = Entered(path=f"{running.source.path}/{_GAS.name}", lack=Lack.NOT_ENTERED)
        return converted(nothing, "Nm3/h", "Q", name)
    column = gas.column("flow_nm3_h")
    told = column.label if column else name
    flow = entered(known.state, gas.path("flow_nm3_h"), gas.unit_of("flow_nm3_h"))
    term, missing = converted(flow, "Nm3/h", "Q", told)
    if missing is None and (not basis or gas.choice("basis") != basis):
        return term, Missing(Lack.CONDITIONS, gas.path("basis"), told)
    return term, missing


def _concentration(known: Known, source: Source, line: Line) -> tuple[Entered, str] | None:
    """Return a concentration and the id of its conditions: of the table, else of a session."""
    found = entered(known.state, line.path("conc"), line.unit_of("conc"))
    if found.value is not None:
        own = entered(known.state, line.path("uncertainty"), line.unit_of("uncertainty"))
        spread = found.uncertainty if found.uncertainty is not None else own.value
        typed = Entered(path=found.path, value=found.value, uncertainty=spread, unit=found.unit)
        return typed, line.choice("basis") or ""
    part = _session(known, source, line.choice("substance") or "")
    if part is None or part.mean is None:
        return None
    # Means of readings are floats; their shortest decimal is what is shown of them as well.
    spread_of = part.uncertainty
    return Entered(
        path=f"@session/{part.id}",
        value=Decimal(repr(part.mean)),
        uncertainty=Decimal(repr(spread_of)) if spread_of else None,
        unit="mg/Nm3",
        is_measured=True,
    ), part.basis


def _session(known: Known, source: Source, substance: str) -> Session | None:
    """Return the newest session of a source that measured a substance; None if there is none."""
    for session in reversed(known.sessions):
        if session.place != source.path or session.simulated:
            continue
        for part in session.each():
            channel = next((each for each in part.channels if each.id == part.channel), None)
            if channel is not None and _is(channel.substance, substance) and part.samples:
                return part
    return None


def _is(short: str | None, substance: str) -> bool:
    """Whether the short code of a channel means a substance of the list."""
    return (bool(short) and short == substance) or substance_code(short or "") == substance != ""


def _latest_gas(known: Known, source: str) -> Line | None:
    """Return the newest gas state of a source that has a flow; of one day the last."""
    found: Line | None = None
    for line in registers.lines_in(known.state, _GAS, source):
        if line.number_of("flow_nm3_h") is not None:
            found = line if found is None or _day(line) >= _day(found) else found
    return found


def _day(line: Line) -> str:
    day = line.day("date")
    return day.isoformat() if day else ""


def _hours(known: Known, source: Source) -> tuple[Term, Missing | None]:
    path, unit, name = at(known, _HOURS, source.path)
    return converted(entered(known.state, path, unit), "h/year", "h", name)


def _substance(line: Line, substance: str) -> Text:
    column = line.column("substance")
    choice = column.choice(substance) if column else None
    return choice.label if choice else same(substance)


def _degrees(known: Known, named: Named, instance: str, most: int) -> Decimal | None:
    path, _unit, _name = at(known, named, instance)
    value = entered(known.state, path, None).value
    return value if value is not None and abs(value) <= most else None
