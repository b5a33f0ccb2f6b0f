"""Figures against levels: verdicts, and every reason for none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.assessment.compare import Figure, judge_figure, judge_session
from kta_desktop.assessment.levels import InForce
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.gas import GasConditions, Given
from kta_desktop.domain.measurement import Channel, Instrument, Sample, Session
from kta_desktop.domain.verdict import NotCompared, Verdict


def figure(value, uncertainty="0", **more):
    given_ = {"unit": "mg/l", "origin": "measured_accredited", **more}
    return Figure(value=Decimal(value), uncertainty=Decimal(uncertainty), **given_)


def holding(level, **more):
    return InForce(level=level, **more)


@pytest.mark.parametrize(
    ("value", "uncertainty", "verdict"),
    [
        ("90", "9", Verdict.MEETS),
        ("100", "0", Verdict.MEETS),
        ("95", "9", Verdict.NOT_DISTINGUISHABLE),
        ("105", "9", Verdict.NOT_DISTINGUISHABLE),
        ("131", "9", Verdict.EXCEEDS),
    ],
)
def test_that_a_verdict_is_on_the_whole_interval(new_level, value, uncertainty, verdict):
    judgement = judge_figure(holding(new_level("COD")), figure(value, uncertainty))
    assert judgement.verdict is verdict
    assert (judgement.value, judgement.uncertainty) == (Decimal(value), Decimal(uncertainty))


def test_that_a_figure_is_held_against_the_level_in_its_unit(new_level):
    judgement = judge_figure(holding(new_level("COD")), figure("0.09", "0.002", unit="g/l"))
    assert (judgement.verdict, judgement.value) == (Verdict.MEETS, Decimal(90))
    assert judgement.uncertainty == 2


@given(value=st.decimals(0, 300, places=2), uncertainty=st.decimals(0, 50, places=2))
def test_that_the_unit_does_not_change_the_verdict(value, uncertainty):
    level = Level(
        id="COD",
        kind="AEL",
        medium="water",
        parameter=Text(en="COD"),
        upper="100",
        unit="mg/l",
        when="true()",
        confidence="verified",
    )
    plain = judge_figure(holding(level), figure(value, uncertainty))
    other = judge_figure(holding(level), figure(value / 1000, uncertainty / 1000, unit="g/l"))
    assert plain.verdict is other.verdict


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"origin": "declared"}, NotCompared.ORIGIN_WEAK),
        ({"origin": "previous_audit"}, NotCompared.ORIGIN_WEAK),
        ({"origin": None}, NotCompared.ORIGIN_WEAK),
        ({"origin": "of the moon"}, NotCompared.ORIGIN_WEAK),
        ({"unit": "kg/d"}, NotCompared.UNIT_DIFFERS),
        ({"unit": "buckets"}, NotCompared.UNIT_DIFFERS),
        ({"obstacle": NotCompared.AVERAGING_DIFFERS}, NotCompared.AVERAGING_DIFFERS),
    ],
)
def test_that_what_is_not_comparable_says_why(new_level, more, reason):
    judgement = judge_figure(holding(new_level("COD")), figure("131", **more))
    assert (judgement.verdict, judgement.reason) == (Verdict.NOT_COMPARED, reason)
    assert judgement.level.id == "COD"


@pytest.mark.parametrize("confidence", ["memory", "unsure", None])
def test_that_a_level_nobody_read_yields_no_verdict(new_level, confidence):
    unread = new_level("COD", confidence=confidence)
    judgement = judge_figure(holding(unread), figure("131"))
    assert judgement.reason is NotCompared.LEVEL_UNVERIFIED
    checked = new_level("COD", confidence=confidence, checked_by="Методист")
    assert judge_figure(holding(checked), figure("131")).verdict is Verdict.EXCEEDS


def test_that_ratios_to_different_products_are_not_compared(new_level):
    level = new_level("W", unit="m3/t raw materials", upper="3")
    good = judge_figure(holding(level), figure("2", unit="m3/t"))
    assert good.verdict is Verdict.MEETS
    same = judge_figure(holding(level), figure("2", unit="m3/t raw materials"))
    assert same.verdict is Verdict.MEETS
    other = judge_figure(holding(level), figure("2", unit="m3/t products"))
    assert other.reason is NotCompared.UNIT_DIFFERS


def test_that_an_open_exception_matters_only_if_it_changes_the_verdict(new_level):
    base, relaxed = new_level("COD"), new_level("X", upper="125")
    open_ = holding(base, missing=("abatement",), others=(relaxed,))
    assert judge_figure(open_, figure("90")).verdict is Verdict.MEETS
    assert judge_figure(open_, figure("140")).verdict is Verdict.EXCEEDS
    between = judge_figure(open_, figure("110"))
    assert (between.reason, between.missing) == (NotCompared.UNDECIDED, ("abatement",))
    assert between.value == 110


def test_that_a_level_that_might_fall_away_accuses_nobody(new_level):
    open_ = holding(new_level("COD"), missing=("kind",), others=(None,))
    assert judge_figure(open_, figure("90")).verdict is Verdict.MEETS
    assert judge_figure(open_, figure("140")).reason is NotCompared.UNDECIDED


def test_that_an_unread_exception_leaves_it_open(new_level):
    unread = new_level("X", upper="125", confidence="memory")
    open_ = holding(new_level("COD"), missing=("abatement",), others=(unread,))
    assert judge_figure(open_, figure("140")).reason is NotCompared.UNDECIDED


def test_that_a_level_without_bounds_is_no_level(new_level):
    judgement = judge_figure(holding(new_level("COD", upper=None)), figure("90"))
    assert judgement.reason is NotCompared.NO_LEVEL
    nothing = judge_figure(InForce(level=None), figure("90"))
    assert nothing.reason is NotCompared.NO_LEVEL


def sample(mean, n):
    gas = GasConditions(temperature_c=82, pressure_kpa=92, moisture_pct=11)
    return Sample(
        number=n,
        start="",
        end="",
        conditions=gas,
        mean_raw=mean / 1.6,
        mean=mean,
        uncertainty=mean * 0.13,
        capture_pct=100.0,
    )


def session(*means, **more):
    given_ = {
        "id": "s",
        "source": "",
        "point": "",
        "parameter": {},
        "channel": "dust",
        "level": "AEL",
        "basis": "eu-dry",
        "started_at": "2026-11-22T09:00:00.000Z",
        "samples": tuple(sample(mean, n + 1) for n, mean in enumerate(means)),
    }
    return Session(**{**given_, **more})


@pytest.fixture
def dust(new_level):
    def made(**more):
        given_ = {
            "medium": "air",
            "upper": "10",
            "unit": "mg/Nm3",
            "averaging": ("spot3x30min",),
            "basis": ("eu-dry",),
        }
        return new_level("AEL", **{**given_, **more})

    return made


@pytest.mark.parametrize(
    ("means", "verdict"),
    [
        ((5.0, 6.0, 7.0), Verdict.MEETS),
        ((9.9, 8.5, 10.0), Verdict.NOT_DISTINGUISHABLE),
        ((14.0, 13.0, 15.0), Verdict.EXCEEDS),
    ],
)
def test_that_the_mean_of_the_samples_is_judged(dust, means, verdict):
    judgement = judge_session(holding(dust()), session(*means), None)
    assert judgement.verdict is verdict
    assert float(judgement.value) == pytest.approx(sum(means) / 3)


OLD = Instrument(name="x", serial="1", verified_until="2026-01-01")


@pytest.mark.parametrize(
    ("level", "made", "reason"),
    [
        ({}, session(), NotCompared.TOO_FEW_SAMPLES),
        ({}, session(5.0, 5.0), NotCompared.TOO_FEW_SAMPLES),
        ({}, session(5.0, 5.0, sample_count=2), NotCompared.TOO_FEW_SAMPLES),
        ({}, session(5.0, 5.0, 5.0, sample_minutes=5.0), NotCompared.AVERAGING_DIFFERS),
        ({"averaging": ("daily",)}, session(5.0, 5.0, 5.0), NotCompared.AVERAGING_DIFFERS),
        ({}, session(5.0, 5.0, 5.0, basis="kz-dry"), NotCompared.BASIS_DIFFERS),
        ({}, session(5.0, 5.0, 5.0, basis="mars"), NotCompared.BASIS_DIFFERS),
        ({"basis": ()}, session(5.0, 5.0, 5.0), NotCompared.BASIS_DIFFERS),
        ({"basis": ("eu-dry-o2-8",)}, session(5.0, 5.0, 5.0), NotCompared.BASIS_DIFFERS),
        ({}, session(5.0, 5.0, 5.0, instruments=(OLD,)), NotCompared.INSTRUMENT_EXPIRED),
        ({}, session(5.0, 5.0, 5.0, evidence_class="declared"), NotCompared.ORIGIN_WEAK),
        ({"confidence": "memory"}, session(5.0, 5.0, 5.0), NotCompared.LEVEL_UNVERIFIED),
        ({"unit": "kg/t"}, session(5.0, 5.0, 5.0), NotCompared.UNIT_DIFFERS),
    ],
)
def test_that_a_session_that_is_not_comparable_says_why(dust, level, made, reason):
    judgement = judge_session(holding(dust(**level)), made, None)
    assert (judgement.verdict, judgement.reason) == (Verdict.NOT_COMPARED, reason)


def test_that_a_session_is_held_against_the_level_in_its_unit(dust):
    judgement = judge_session(
        holding(dust(upper="10000000", unit="ng-iteq/Nm3")), session(14.0, 13.0, 15.0), None
    )
    assert judgement.verdict is Verdict.EXCEEDS
    assert float(judgement.value) == pytest.approx(14e6)


def test_that_a_running_session_may_say_what_it_looks_like(dust):
    running = session(14.0, 15.0)
    assert judge_session(holding(dust()), running, None).reason is NotCompared.TOO_FEW_SAMPLES
    early = judge_session(holding(dust()), running, None, provisional=True)
    assert early.verdict is Verdict.EXCEEDS
    none_yet = judge_session(holding(dust()), session(), None, provisional=True)
    assert none_yet.reason is NotCompared.TOO_FEW_SAMPLES


def one_session(**more):
    gas = GasConditions(temperature_c=82.0, pressure_kpa=91.8, moisture_pct=11.2)
    sample = Sample(
        number=1,
        start="2026-11-02T19:00:00Z",
        end="2026-11-03T19:00:00Z",
        conditions=gas,
        mean_raw=5.0,
        mean=8.0,
        uncertainty=0.5,
        capture_pct=98.0,
    )
    parts = {
        "id": "s",
        "source": "0014",
        "point": "p",
        "parameter": {"en": "Dust"},
        "channel": "dust",
        "level": "L",
        "basis": "eu-dry",
        "started_at": "2026-11-02T19:00:00Z",
        "samples": (sample,),
    }
    return Session(**{**parts, **more})


@pytest.mark.parametrize(
    ("averaging", "session", "verdict", "reason"),
    [
        (("daily-continuous",), {"averaging": "daily", "sample_minutes": 1440.0}, "meets", None),
        (("daily-continuous",), {}, "not_compared", NotCompared.AVERAGING_DIFFERS),
        (("sampling_6h",), {"sample_minutes": 360.0}, "meets", None),
        (("sampling_6h",), {"sample_minutes": 60.0}, "not_compared", NotCompared.AVERAGING_DIFFERS),
        (("sampling_30min",), {"sample_minutes": 40.0}, "meets", None),
        (("spot3x30min",), {"sample_minutes": 30.0}, "not_compared", NotCompared.TOO_FEW_SAMPLES),
        (("yearly",), {}, "not_compared", NotCompared.AVERAGING_DIFFERS),
    ],
)
def test_that_a_session_is_compared_if_it_kept_the_averaging_of_the_level(
    new_level, averaging, session, verdict, reason
):
    level = new_level("L", unit="mg/Nm3", upper="10", averaging=averaging, basis=("eu-dry",))
    kept = one_session(**{"sample_count": 1, **session})
    judgement = judge_session(holding(level), kept, {})
    assert (judgement.verdict, judgement.reason) == (verdict, reason)


def test_that_a_session_without_a_mean_says_which_it_lacks_samples_or_conditions(new_level):
    level = new_level("L", unit="mg/Nm3", upper="10", averaging=("daily",), basis=("eu-dry",))
    channel = Channel(id="dust", label={}, unit="mg/m3")
    without = one_session(samples=(), channels=(channel,))
    assert judge_session(holding(level), without, {}).reason is NotCompared.NO_OXYGEN
    given_ = {"t_gas": Given(value=82), "p_baro": Given(value=91), "p_static": Given(value=-80)}
    entered = replace(without, given={**given_, "moisture": Given(value=11)})
    assert judge_session(holding(level), entered, {}).reason is NotCompared.TOO_FEW_SAMPLES
