"""Plants on the real packs: their answers and sessions, written as short as can be."""

from datetime import date
from functools import cache

from kta_desktop.assessment import performance_figures
from kta_desktop.assessment.host import filled
from kta_desktop.assessment.known import Known
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Sample, Session
from kta_desktop.services import packs

LAB = "measured_accredited"


@cache
def pack(identifier):
    """Return the definition of a pack that comes with the program."""
    return packs.compiled(identifier)[0]


def num(value, u=None, unit=None, origin=LAB):
    """Return a number with U (k = 2) as stored."""
    return Answer(text=value, value=value, unit=unit, uncertainty=u, origin=origin).to_json()


def one(option):
    """Return a choice."""
    return Answer(value=option).to_json()


def many(*options):
    """Return several choices."""
    return Answer(value=options).to_json()


def words(text):
    """Return words."""
    return Answer(text=text, value=text).to_json()


def rows(table, *cells):
    """Return the rows of a table or the instances of a repeat, with ids r1, r2, …"""
    found = {}
    for number, row in enumerate(cells, start=1):
        found[f"{table}/r{number}"] = {"order": float(number)}
        found |= {f"{table}/r{number}/{name}": value for name, value in row.items()}
    return found


def known(definition, answers, sessions=(), **more):
    """Return what is known of a plant."""
    state = filled(definition, answers)
    day = date(2026, 11, 23)
    return Known(definition=definition, state=state, sessions=sessions, today=day, **more)


def by_key(plant):
    """Return the indicators of a plant by their keys."""
    return {each.key: each for each in performance_figures.indicators(plant)}


def verdict(indicator):
    """Return verdict, reason and level of an indicator."""
    told = indicator.judgement
    return str(told.verdict), told.reason and str(told.reason), told.level and told.level.id


def session(level, basis, means, u=1.0, averaging="spot3x30min", minutes=30.0, **more):
    """Return an ended session whose samples have the given means in mg/Nm3."""
    start, end = "2026-06-01T06:00:00.000Z", "2026-06-01T09:00:00.000Z"
    samples = tuple(
        Sample(
            number=number,
            start=start,
            end=end,
            conditions=GasConditions(),
            mean_raw=mean,
            mean=mean,
            uncertainty=u,
            capture_pct=100.0,
        )
        for number, mean in enumerate(means, start=1)
    )
    given = {"sample_count": len(means), "evidence_class": LAB, "source": "0001", **more}
    return Session(
        id="s1",
        point="труба",
        parameter={"ru": "Показатель"},
        channel="c",
        channels=(Channel(id="c", label={}, unit="mg/m3", substance="nox"),),
        level=level,
        basis=basis,
        started_at=start,
        ended_at=end,
        samples=samples,
        averaging=averaging,
        sample_minutes=minutes,
        **given,
    )
