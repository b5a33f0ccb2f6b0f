"""Lines of the leaving list about measurements: instruments, gas state, load, markers, plan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kta_desktop.domain.definition import QuestionType, Text
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.texts import NO_TEXT
from kta_desktop.measurement.conditions import missing
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import basis
from kta_desktop.services.overview_parts import CONDITIONS, Kind, Line, Severity
from kta_desktop.services.overview_seen import Cells, Seen, View

_INSTRUMENTS = "measurement.instruments"
_PLAN = "measurement.plan"
_GAS = "source.gas"
_POLLUTANTS = "source.pollutants"
_OUTLET = "outlet.parameters"
_MARKERS = "summary.marker_candidates"
_FIGURES = ("conc", "max_conc", "g_s", "mean", "max")  # columns that hold a result
_AS_MEASURED = "actual"
_CHANNELS = {
    "temperature": "t_gas",
    "pressure": "pressure",
    "moisture": "moisture",
    "oxygen": "o2",
    "velocity": "velocity",
}


def lines(view: View, sessions: Sequence[Session], today: date) -> Iterator[Line]:
    """Yield what the measurements leave to be done, kind by kind."""
    yield from _unfinished(sessions)
    yield from _expired(view, sessions, today)
    yield from _gas_of_sessions(view, sessions)
    yield from _gas_of_sources(view)
    yield from _plan(view)
    yield from _markers(view, sessions)
    yield from _loads(sessions)
    yield from _unsent(sessions)


def _unfinished(sessions: Iterable[Session]) -> Iterator[Line]:
    for session in sessions:
        if session.ended_at is None:
            yield _of_session(Kind.UNFINISHED, Severity.BLOCKS, session, day=session.started_at)


def _loads(sessions: Iterable[Session]) -> Iterator[Line]:
    for session in sessions:
        if session.load_pct is None:
            yield _of_session(Kind.LOAD, Severity.WANTED, session, day=session.started_at)


def _unsent(sessions: Iterable[Session]) -> Iterator[Line]:
    """Yield the ended sessions with a quantity whose result no answer was given."""
    for session in sessions:
        sent = {each.channel for each in session.sent}
        if session.ended_at is not None and any(
            each.samples and each.channel not in sent for each in session.quantities
        ):
            yield _of_session(Kind.UNSENT, Severity.WANTED, session, day=session.started_at)


@dataclass(frozen=True, slots=True)
class _Tool:
    """An instrument whose verification did not hold on the day it was needed."""

    name: str
    serial: str
    until: str
    target: Target


def _expired(view: View, sessions: Iterable[Session], today: date) -> Iterator[Line]:
    """Yield each instrument once, whether a session or the table of instruments names it."""
    found: dict[str, _Tool] = {}
    for session in sessions:
        on = session.started_at[:10]
        for each in session.instruments:
            if each.is_expired(on):
                target = Target(Where.MEASURE, session.id)
                tool = _Tool(each.name, each.serial, each.verified_until, target)
                found.setdefault(each.serial or each.name, tool)
    for tool in _listed(view, _last_day(view, today)):
        found.setdefault(tool.serial or tool.name, tool)
    for tool in found.values():
        name = f"{tool.name} {tool.serial}".strip()
        yield Line(
            kind=Kind.EXPIRED,
            severity=Severity.BLOCKS,
            target=tool.target,
            name=name,
            date=tool.until,
            keys=frozenset({f"{Kind.EXPIRED}:{tool.serial or tool.name}"}),
        )


def _listed(view: View, last: str) -> Iterator[_Tool]:
    for seen in view.of_concept(_INSTRUMENTS):
        for _row, cells in view.rows(seen):
            until = cells.value("valid_to")
            if until and until < last:
                yield _Tool(cells.value("kind"), cells.value("serial"), until, seen.target)


def _last_day(view: View, today: date) -> str:
    """Return the last day on which the instruments are needed: that of the visit."""
    return view.record.text("@audit/ends_on") or today.isoformat()


def _gas_of_sessions(view: View, sessions: Iterable[Session]) -> Iterator[Line]:
    for session in sessions:
        lacks = {name for part in session.each() for name in _missing(view, part)}
        absent = tuple(part for part in CONDITIONS if _CHANNELS[part] in lacks)
        if absent:
            yield _of_session(Kind.GAS, Severity.BLOCKS, session, parts=absent)


def _missing(view: View, session: Session) -> tuple[str, ...]:
    """Return the conditions without which a mean cannot be given at its reference conditions."""
    try:
        conditions = basis(session.basis, view.record.definition.more)
    except BasisUnknownError:
        return ()  # as measured: nothing is converted
    flow = session.diameter_m is not None or session.limit_g_s is not None  # it was planned
    return missing(session, conditions, mass_flow=flow)


def _gas_of_sources(view: View) -> Iterator[Line]:
    """Yield the sources with a concentration whose table of gas parameters lacks what it needs."""
    tables = {_instance(seen.address): seen for seen in view.of_concept(_GAS)}
    for seen in view.of_concept(_POLLUTANTS):
        gas = tables.get(_instance(seen.address))
        needed = _needed_at_source(view, [cells for _row, cells in view.rows(seen)])
        if gas is None or not needed:
            continue
        known = [cells for _row, cells in view.rows(gas)]
        absent = tuple(
            part
            for part in CONDITIONS
            if part in needed and not any(cells.is_filled(CONDITIONS[part]) for cells in known)
        )
        if absent:
            yield Line(
                kind=Kind.GAS,
                severity=Severity.BLOCKS,
                target=gas.target,
                places=(gas.address,),
                section=gas.question.section,
                name=_source_name(view, gas),
                parts=absent,
                keys=frozenset(f"{Kind.GAS}:{gas.address}:{part}" for part in absent),
            )


def _needed_at_source(view: View, rows: Iterable[Cells]) -> set[str]:
    """Return the conditions that the concentrations of a source rest on, by their own bases."""
    needed: set[str] = set()
    for cells in rows:
        if not (cells.value("conc") or cells.value("max_conc")):
            continue
        needed |= {"temperature", "pressure"}
        named = cells.value("basis")
        if not named or named == _AS_MEASURED:
            needed.add("moisture")
            continue
        try:
            conditions = basis(named, view.record.definition.more)
        except BasisUnknownError:
            continue
        needed |= {"moisture"} if conditions.dry else set()
        needed |= {"oxygen"} if conditions.o2_ref_pct is not None else set()
    return needed


def _plan(view: View) -> Iterator[Line]:
    """Yield the rows of the measurement plan that are neither done nor explained."""
    for seen in view.of_concept(_PLAN):
        for row, cells in view.rows(seen):
            if cells.value("done") == "yes" or cells.is_filled("reason"):
                continue
            yield Line(
                kind=Kind.PLAN,
                severity=Severity.BLOCKS,
                target=seen.target,
                places=(seen.address,),
                section=seen.question.section,
                name=cells.value("where"),
                label=_choice(seen, "what", cells.value("what")),
                keys=frozenset({f"{Kind.PLAN}:{seen.address}/{row}"}),
            )


def _markers(view: View, sessions: Iterable[Session]) -> Iterator[Line]:
    """Yield the markers of which no table and no session has a result."""
    results = _results(view) | {
        (channel.substance or "").casefold()
        for session in sessions
        if session.ended_at is not None
        for channel in session.channels
    }
    for target, section, substance, label, name in _wanted(view):
        if substance.casefold() not in results:
            yield Line(
                kind=Kind.MARKER,
                severity=Severity.BLOCKS,
                target=target,
                section=section,
                name=name,
                label=label,
                keys=frozenset({f"{Kind.MARKER}:{substance}:{name}"}),
            )


def _wanted(view: View) -> Iterator[tuple[Target, str, str, Text, str]]:
    """Yield place, section, id and name of each substance that is called a marker."""
    for seen in view.of_concept(_MARKERS):
        for _row, cells in view.rows(seen):
            if substance := cells.value("substance"):
                label = _choice(seen, "substance", substance)
                section = seen.question.section
                yield seen.target, section, substance, label, cells.value("process")


def _results(view: View) -> set[str]:
    """Return the ids of the substances that some table of sources or outlets has a figure for."""
    return {
        cells.value("substance").casefold()
        for concept in (_POLLUTANTS, _OUTLET)
        for seen in view.of_concept(concept)
        for _row, cells in view.rows(seen)
        if any(cells.value(part) for part in _FIGURES)
    }


def _choice(seen: Seen, part: str, name: str) -> Text:
    column = next((c for c in seen.question.columns if c.name == part), None)
    choice = column.choice(name) if column is not None else None
    return choice.label if choice is not None else Text(en=name) if name else NO_TEXT


def _instance(address: str) -> str:
    """Return the path of the instance that an address is in."""
    return address.rpartition("/")[0]


def _source_name(view: View, seen: Seen) -> str:
    """Return what the answer to the key question of the instance calls it."""
    parsed = parse_path(seen.address)
    repeat = parsed.inside
    if repeat is None or view.state.question(repeat).type is not QuestionType.REPEAT:
        return ""
    return view.state.instance_title(repeat, parsed.rows[-1], "ru")


def _of_session(
    kind: Kind, severity: Severity, session: Session, *, day: str = "", parts: tuple[str, ...] = ()
) -> Line:
    ids = [f":{part}" for part in parts] or [""]
    return Line(
        kind=kind,
        severity=severity,
        target=Target(Where.MEASURE, session.id),
        name=session.source,
        date=day[:10],
        parts=parts,
        keys=frozenset(f"{kind}:{session.id}{end}" for end in ids),
    )
