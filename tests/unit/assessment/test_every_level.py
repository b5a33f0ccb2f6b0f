"""Every level of every pack attacked: at its limit, beyond, in other units, of another time.

What is expected is worked out here from the printed bound alone, not by the program.
"""

import csv
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from kta_desktop.assessment.averaged import Averaged, judge_averaged
from kta_desktop.assessment.compare import Figure, judge_figure, judge_session
from kta_desktop.assessment.levels import InForce
from kta_desktop.assessment.performance_held import held
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.definition import Definition, Level, Text
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.measurement.units import are_of_one_quantity, convert
from kta_desktop.paths import RESOURCES
from tests.unit.assessment.plants import known, session

MANY = 100
STEP = Decimal("0.001")  # of a bound: a figure just beside it
OTHER_UNITS = ("g/Nm3", "ug/m3", "g/l", "t/t", "kWh/t", "l/kg", "kg/h", "ppm", "m3/hl", "kWh/kg")
MEETS, EXCEEDS, UNSURE = Verdict.MEETS, Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE


def _levels():
    """Yield every level and exception of every pack as its table has it, always for the plant."""
    for file in sorted((RESOURCES / "packs").glob("*/levels.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                yield Level(
                    id=f"{file.parent.name}.{row['id']}",
                    kind=row["kind"],
                    medium=row["medium"],
                    parameter=Text(en=row["parameter::English (en)"]),
                    lower=row["lower"] or None,
                    upper=row["upper"] or None,
                    lower_is_less_than=row["lower_is_less_than"] == "true",
                    upper_is_less_than=row["upper_is_less_than"] == "true",
                    direction=row["direction"] or "lower",
                    unit=row["unit"],
                    averaging=tuple(row["averaging"].split()),
                    basis=tuple(row["basis"].split()),
                    confidence=row["confidence"] or None,
                    when="true()",
                )


LEVELS = tuple(_levels())
READ = tuple(each for each in LEVELS if each.confidence == "verified")
READ_IDS = frozenset(each.id for each in READ)


@pytest.fixture(scope="module")
def plant():
    """Return a plant of which nothing is known but the levels."""
    return known(Definition(pack="all", version="1", title=Text(), levels=LEVELS), {})


def bounds_of(level):
    """Yield the bounds that bind, each with the sign of the bad side and whether it is beyond."""
    if level.upper is not None and level.direction in ("lower", "within"):
        yield Decimal(level.upper), 1, level.upper_is_less_than
    if level.lower is not None and level.direction in ("higher", "within"):
        yield Decimal(level.lower), -1, level.lower_is_less_than


def told(level, value, u="0", unit=None):
    figure = Figure(value=value, uncertainty=Decimal(u), unit=unit, origin="metered")
    return judge_figure(InForce(level=level), figure).verdict


@cache
def other_units(unit):
    """Return two units that a figure may be typed in instead."""
    return [each for each in OTHER_UNITS if each != unit and are_of_one_quantity(each, unit)][:2]


def lone(level):
    """Return the only bound of a level that is above zero; None if it has several, or none."""
    found = list(bounds_of(level))
    return found[0] if len(found) == 1 and found[0][0] > 0 else None


def test_that_each_level_tells_its_limit_from_what_lies_just_beside_it():
    tried = 0
    for level in READ:
        if (found := lone(level)) is None:
            continue
        bound, bad, strict = found
        step = bound * STEP
        tried += 1
        assert told(level, bound) is (EXCEEDS if strict else MEETS), level.id
        assert told(level, bound + bad * step) is EXCEEDS, level.id
        assert told(level, bound - bad * step) is MEETS, level.id
        assert told(level, bound, step) is UNSURE, level.id
        assert told(level, bound + bad * step, step * 2) is UNSURE, level.id
        assert told(level, bound - bad * step, step * 2) is UNSURE, level.id
        # the interval only touches the bound: 1.001 ± 0.001 at ≤ 1 might keep it, at < 1 cannot
        assert told(level, bound + bad * step, step) is (EXCEEDS if strict else UNSURE), level.id
        assert told(level, bound - bad * step, step) is (UNSURE if strict else MEETS), level.id
    assert tried > MANY


def test_that_each_level_tells_the_same_in_another_unit():
    tried = 0
    for level in READ:
        found = lone(level)
        for unit in other_units(level.unit) if found else ():
            bound, bad, _strict = found
            tried += 1
            for factor, verdict in ((1 + STEP, EXCEEDS), (1 - STEP, MEETS)):
                value = convert(bound * (factor if bad > 0 else 2 - factor), level.unit, unit)
                assert told(level, value, unit=unit) is verdict, (level.id, unit)
        assert told(level, Decimal(1), unit="nosuchunit") is Verdict.NOT_COMPARED
    assert tried > MANY


def test_that_no_level_is_held_against_another_time(plant):
    tried = 0
    for level in LEVELS:
        beyond = Figure(value=Decimal("1e9"), unit=level.unit, origin="metered")
        holding = InForce(level=level)
        for time in ("", "century"):
            averaging = Averaged(time=time)
            found = judge_averaged(plant.definition, plant.state, holding, beyond, averaging)
            states_none = not set(level.averaging) - {"not_stated"}
            assert found.verdict is Verdict.NOT_COMPARED or states_none, level.id
            if level.id in READ_IDS and not states_none:
                tried += 1
                said = NotCompared.AVERAGING_DIFFERS if time else NotCompared.AVERAGING_UNSTATED
                assert found.reason is said, level.id
    assert tried > MANY


def test_that_nothing_unchecked_ever_yields_a_verdict(plant):
    unread = [level for level in LEVELS if not level.may_yield_verdict]
    assert len(unread) > MANY  # else the columns have other names, and nothing is tried
    for level in (*unread, *(replace(level, confidence="memory") for level in READ)):
        holding = InForce(level=level)
        basis = next(iter(level.basis), "eu-dry")
        for value in ("0", "1000000000"):
            entered = Figure(value=Decimal(value), unit=level.unit, origin="measured_accredited")
            found = [
                judge_figure(holding, entered),
                judge_figure(replace(holding, others=(level,)), entered),
                judge_session(holding, session(level.id, basis, [float(value)] * 3), None),
            ]
            if level.id not in READ_IDS:
                figured = Figured(value=Decimal(value), unit=level.unit, uncertainty=Decimal(0))
                found.append(held(plant, [level], figured, origin="metered").judgement)
            assert {each.verdict for each in found} == {Verdict.NOT_COMPARED}, level.id
