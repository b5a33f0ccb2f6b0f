"""The act of sampling of one measurement session: what the session knows, field by field."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from kta_desktop import formatting
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Sample, Session
from kta_desktop.i18n import N_
from kta_desktop.reports.acts.facts import Act
from kta_desktop.reports.acts.place import (
    cleaning,
    method_of,
    place_fields,
    point_of,
    readings_across,
    whole_fields,
)
from kta_desktop.reports.clock import Clock
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import brief
from kta_desktop.reports.listed import Listed
from kta_desktop.reports.numbering import document_number
from kta_desktop.reports.protocols import words as session_words
from kta_desktop.reports.protocols.devices import instrument_lines
from kta_desktop.reports.protocols.remarks import happened, left_out
from kta_desktop.reports.surround import KICKER

ROUND = N_("round")
OF_ALL_POINTS = N_("{names} (of all points)")
WASTE_GAS = N_("waste gas")
ABSOLUTE = session_words.CONDITION_NAMES["pressure"]
AGAINST_LEVEL = N_("comparison with a BAT level")
AGAINST_LIMIT = N_("comparison with an emission limit")
_MEDIUM = "gas"  # sessions judge emissions; the register of points may say it more exactly
_MOST_NAMES = 3  # quantities that are named in each row of the samples
_NAME = 60  # letters of a name there
Fields = dict[str, tuple[str, ...]]

_CONDITIONS: Mapping[str, tuple[str, str]] = {
    "act-ambient-p": ("p_baro", "kPa"),
    "act-gas-t": ("t_gas", "degC"),
    "act-static-p": ("p_static", "Pa"),
    "act-velocity": ("velocity", "m/s"),
    "act-moisture": ("moisture", "vol%"),
    "act-o2": ("o2", "vol%"),
}


def session_act(context: Context, path: str, session: Session, place: int) -> Act:
    """Return the act of a session.

    Args:
        context: The audit.
        path: Of the session's entry.
        session: With all its quantities.
        place: Its number among the sessions of the audit in order of time, from 1.
    """
    row = point_of(context, session.source, session.point)
    number = document_number(context.record.number, session, place)
    known: Fields = {
        **whole_fields(context),
        **place_fields(context, row),
        **_general(context, path, session, number),
        **_place(context, session, row),
        **_regime(context, session),
        **_conditions(context, session),
        **_method(context, session),
    }
    return Act(
        key=path.removeprefix("@session/"),
        number=number,
        medium=row.value("medium") if row and row.value("medium") else _MEDIUM,
        medium_label=(row.words("medium", context.tongue) if row else "")
        or context.tongue.word(WASTE_GAS),
        known={name: lines for name, lines in known.items() if any(lines)},
        beside=_beside(context, session),
        devices=tuple(instrument_lines(context, session)),
        samples=tuple(_samples(context, session)),
        quantities=_listed(context, session),
        points=readings_across(row),
        simulated=session.simulated,
    )


def _general(context: Context, path: str, session: Session, number: str) -> Fields:
    tongue, lang, zone = context.tongue, context.tongue.first, context.zone
    judged = [part for part in session.each() if part.level]
    limited = [part for part in session.each() if part.limit or part.limit_g_s]
    purpose = (
        tongue.word(KICKER),
        tongue.word(AGAINST_LEVEL) if judged else "",
        tongue.word(AGAINST_LIMIT) if limited else "",
    )
    end = session.ended_at
    first, last = (
        formatting.date(at, lang, zone) if at else "" for at in (session.started_at, end)
    )
    shown = formatting.time_ if first == last else formatting.datetime_
    return {
        "act-number": (number,),
        "act-date": (first,),
        "act-time-start": (formatting.time_(session.started_at, lang, zone, seconds=False),),
        "act-time-end": (shown(end, lang, zone, seconds=False),) if end else (),
        "act-purpose": ("; ".join(filter(None, purpose)),),
        "act-sampler": (session_words.measurer(context, path, session),),
    }


def _place(context: Context, session: Session, row: Listed | None) -> Fields:
    found: Fields = {"act-source-no": (session.source,)}
    if session.point:
        lines = [session.point]
        if row is not None:
            named = ", ".join(filter(None, (row.value("name"), row.value("place"))))
            lines += [named] if named != session.point else []
        found["act-point"] = tuple(lines)
    if session.diameter_m is not None:
        found["act-duct-shape"] = (context.tongue.word(ROUND),)
        size = formatting.quantity(session.diameter_m, "m", context.tongue.first)
        found["act-duct-size"] = (f"Ø{formatting.NBSP}{size}",)
    return found


def _regime(context: Context, session: Session) -> Fields:
    lang, load = context.tongue.first, session.load_pct
    return {
        "act-regime": (session.regime,),
        "act-load-pct": (formatting.percent(load, lang),) if load is not None else (),
        "act-abatement-state": cleaning(context, session.place, session.source),
    }


def _conditions(context: Context, session: Session) -> Fields:
    """Return the conditions: those entered once with their U, the others as their sample means."""
    channels = {item.id for item in session.channels}
    found: Fields = {}
    for name, (condition, unit) in _CONDITIONS.items():
        given = session.given.get(condition)
        if given is not None and condition not in channels:
            found[name] = (session_words.given_value(given, unit, context.tongue.first),)
            continue
        values = [_value(sample.conditions, condition) for sample in _stretches(session).values()]
        said = _span([value for value in values if value is not None], unit, context.tongue.first)
        found[name] = (said,) if said else ()
    return found


def _beside(context: Context, session: Session) -> Fields:
    """Return what stands over a line to write on: the absolute pressure is not the static one."""
    lang = context.tongue.first
    given = session.given.get("pressure")
    if given is not None and "pressure" not in {item.id for item in session.channels}:
        shown = session_words.given_value(given, "kPa", lang)
    else:
        values = [sample.conditions.pressure_kpa for sample in _stretches(session).values()]
        shown = _span([value for value in values if value is not None], "kPa", lang)
    return {"act-static-p": (context.tongue.fact(ABSOLUTE, shown),)} if shown else {}


def _value(gas: GasConditions, condition: str) -> float | None:
    if condition == "p_static":
        if gas.pressure_kpa is None or gas.barometric_kpa is None:
            return None
        return (gas.pressure_kpa - gas.barometric_kpa) * 1000
    values = {
        "p_baro": gas.barometric_kpa,
        "t_gas": gas.temperature_c,
        "velocity": gas.velocity_m_s,
        "moisture": gas.moisture_pct,
        "o2": gas.o2_pct,
    }
    return values[condition]


def _span(values: list[float], unit: str, lang: str) -> str:
    """Return a figure, or the least and the greatest of several, as the protocol rounds them."""
    if not values:
        return ""
    digits = 0 if unit == "Pa" else 1
    ends = dict.fromkeys(formatting.number(end, lang, digits) for end in (min(values), max(values)))
    between = "…" if any(value < 0 for value in values) else "–"
    return f"{between.join(ends)}{formatting.NBSP}{formatting.unit(unit, lang)}"


def _method(context: Context, session: Session) -> Fields:
    return {
        "act-method": method_of(context, session),
        "act-deviations": (*left_out(context, session), *happened(context, session)),
        "act-photo": _photographs(context, session),
    }


def _photographs(context: Context, session: Session) -> tuple[str, ...]:
    """Return the names of the pictures of the register of points.

    They are attached to all of it, so with several points it is said that they are of all.
    """
    row = point_of(context, session.source, session.point)
    shown = context.references(row.address).strip("[]") if row is not None else ""
    if not shown or row is None:
        return ()
    is_one = len(context.state.rows(row.address)) == 1
    return (shown if is_one else context.tongue.say(OF_ALL_POINTS, names=shown),)


def _stretches(session: Session) -> dict[tuple[str, str, int], Sample]:
    """Return the samples of all quantities, those of one stretch and number once, by time."""
    found = {
        (sample.start, sample.end, sample.number): sample
        for part in session.each()
        for sample in part.samples
    }
    return dict(sorted(found.items()))


def _samples(context: Context, session: Session) -> Iterator[dict[str, str]]:
    lang, clock = context.tongue.first, Clock.of(context, session)
    names = _quantities(context, session)
    for key in _stretches(session):
        start, end, number = key
        times = [datetime.fromisoformat(at) for at in (start, end)]
        minutes = (times[1] - times[0]).total_seconds() / 60
        inside = [
            place
            for place, part in enumerate(session.each())
            if any((one.start, one.end, one.number) == key for one in part.samples)
        ]
        yield {
            "act-sample-no": str(number),
            "time": clock.span(start, end),
            "what": _what(names, inside),
            "act-duration": formatting.number(minutes, lang, 0),
        }


def _quantities(context: Context, session: Session) -> list[str]:
    """Return the names of what is measured, in the first language, short enough for a cell."""
    lang = context.tongue.first
    return [
        brief(part.parameter.get(lang) or part.parameter.get("ru", ""), _NAME)
        for part in session.each()
    ]


def _listed(context: Context, session: Session) -> str:
    """Return the numbered names of quantities that are too many for each row of the samples."""
    names = _quantities(context, session)
    if len(names) <= _MOST_NAMES:
        return ""
    return "; ".join(f"{number}) {name}" for number, name in enumerate(names, start=1))


def _what(names: list[str], inside: list[int]) -> str:
    """Return which quantities a sample is of: their names, of many the numbers."""
    if len(names) <= _MOST_NAMES:
        return ", ".join(names[place] for place in inside)
    runs: list[list[int]] = []
    for place in inside:
        if runs and runs[-1][-1] == place:
            runs[-1][-1] = place + 1
        else:
            runs.append([place + 1, place + 1])
    return ", ".join("–".join(dict.fromkeys(map(str, run))) for run in runs)
