"""Claims about sessions that are looked at again from the stored raw readings."""

from dataclasses import replace

import numpy as np
import pytest

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Level, Text
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Channel, Event, Exclusion, Quantity, Session
from kta_desktop.services import (
    analysing,
    analysing_changes,
    answering,
    auditing,
    packs,
    workspace,
)
from kta_desktop.services.analysing import Aligned
from kta_desktop.services.analysing_course import course, first_look
from kta_desktop.services.analysing_errors import ReadingsElsewhereError
from kta_desktop.services.measuring_records import write_session
from kta_desktop.storage import keys, samples

START_S = 1_795_330_800
IDS = ("01a20431-f5fb-7000-a014-000000000001", "01a20431-f5fb-7000-a014-000000000002")
LEVEL = Level(
    id="AEL-DUST",
    kind="AEL",
    medium="air",
    parameter=Text(ru="Пыль"),
    substance="dust",
    upper="10",
    unit="mg/Nm3",
    averaging=("spot3x30min",),
    basis=("eu-dry",),
    when="true()",
    confidence="verified",
)
TINY = Definition(pack="tiny", version="1", title=Text(ru="Малый"), levels=(LEVEL,))
FACTOR = (82.3 + 273.15) / 273.15 * 101.3 / 91.8 / (1 - 0.112)
SESSION = Session(
    id=IDS[0],
    source="0014 сушилка",
    point="труба",
    parameter={"ru": "Пыль"},
    channel="dust",
    level="AEL-DUST",
    basis="eu-dry",
    started_at="2026-11-22T07:00:00.000Z",
    ended_at="2026-11-22T07:20:00.000Z",
    sample_minutes=5.0,
    channels=(
        Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3", substance="dust", u_pct=10.0),
        Channel(id="t_gas", label={"ru": "Т"}, unit="degC"),
        Channel(id="pressure", label={"ru": "р"}, unit="kPa"),
        Channel(id="moisture", label={"ru": "H2O"}, unit="vol%"),
    ),
)


def _record(ws, identifier):
    times = 1000 * (START_S + np.arange(1200)).astype(np.int64)
    dust = np.full(1200, 5.0)
    dust[300:360] = 25.0  # a burst
    flags = np.zeros(1200, np.uint8)
    flags[600:660] = Flag.PURGE
    readings = {"dust": (dust, flags)} | {
        name: (np.full(1200, value), np.zeros(1200, np.uint8))
        for name, value in (("t_gas", 82.3), ("pressure", 91.8), ("moisture", 11.2))
    }
    with ws.store.begin() as connection:
        for name, (values, worth) in readings.items():
            samples.append(connection, identifier, name, samples.Readings(times, values, worth))


def _audit(ws, number):
    new = NewAudit(
        number=number,
        plant=Plant(name="ТОО «Айран»"),
        pack="tiny",
        team=(ws.profile,),
        starts_on="2026-11-22",
        ends_on="2026-11-24",
        reference_year=2025,
    )
    return auditing.start(ws, new).id


@pytest.fixture(scope="module")
def place(tmp_path_factory, _shared_places):
    """A workspace of two audits, each with a session; only the readings of the first are here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "SCRYPT_N", 2**14)
        sha256 = json_hash(TINY.to_json())
        patch.setattr(packs, "compiled", lambda _pack: (TINY, sha256))
        profile = Auditor(id="01a20000-0000-7000-8000-000000000001", name="Ахметова", role="lead")
        path = tmp_path_factory.mktemp("analysing") / "w.ktadb"
        ws, _code = workspace.create(path, "сыр и масло", profile)
        audits = [_audit(ws, number) for number in ("KTA-2026-014", "KTA-2026-015")]
        _record(ws, IDS[0])
        for audit, identifier in zip(audits, IDS, strict=True):
            write_session(ws, audit, replace(SESSION, id=identifier))
        yield ws, audits[0]
        ws.close()


@pytest.fixture
def record(place):
    ws, audit = place
    return auditing.load(ws, audit)


def test_that_a_course_stands_at_the_reference_conditions(place, record):
    ws, _audit_id = place
    found = course(ws, record, SESSION, "dust")
    assert found.unit == "mg/Nm3"
    assert np.allclose(found.values[:300], 5.0 * FACTOR)
    assert np.array_equal(found.raw[:300], np.full(300, 5.0))
    assert [stretch[2] for stretch in found.flagged] == [Flag.PURGE]
    assert found.seconds[600:660].sum() == 0


def test_that_a_gas_condition_stays_as_measured(place, record):
    ws, _audit_id = place
    found = course(ws, record, SESSION, "t_gas")
    assert found.is_raw
    assert (found.unit, found.reason) == ("degC", None)
    assert np.array_equal(found.values, np.full(1200, 82.3))


def test_that_what_cannot_be_converted_says_why(place, record):
    ws, _audit_id = place
    strange = replace(SESSION, basis="nowhere")
    found = course(ws, record, strange, "dust")
    assert found.is_raw
    assert found.reason.code == "basis-unknown"


def test_that_the_first_look_spans_the_session_in_few_points(place):
    times, values = first_look(place[0], SESSION, "dust", 200)
    assert len(times) <= 200
    assert times[0] == START_S
    assert np.nanmax(values) == 25.0


def test_that_a_course_is_worked_out_anew_when_what_it_rests_on_changed(place, record):
    kept = analysing.courses(place[0])
    first = kept.of(record, SESSION, "dust")
    noted = replace(SESSION, events=(Event(at="2026-11-22T07:10:00Z", text="пуск"),))
    again = kept.of(record, noted, "dust")
    assert again.values is first.values
    assert again.session.events == noted.events
    left = Exclusion(start="2026-11-22T07:05:00Z", end="2026-11-22T07:06:00Z", reason="x")
    other = kept.of(record, replace(SESSION, exclusions=(left,)), "dust")
    assert other.seconds[300:360].sum() == 0


def test_that_leaving_a_burst_out_changes_means_and_nothing_that_was_read(place, record):
    ws, _audit_id = place
    plain = analysing_changes._again(ws, record, SESSION, SESSION).after
    burst = Exclusion(start="2026-11-22T07:05:00Z", end="2026-11-22T07:06:00Z", reason="сбой")
    amended = analysing_changes.without(ws, record, plain, burst)
    assert plain.mean > 6.0 * FACTOR
    assert amended.after.mean == pytest.approx(5.0 * FACTOR)
    assert amended.after.exclusions == (burst,)
    back = analysing_changes.within(ws, record, amended.after, burst)
    assert back.after == plain
    ((before, after),) = amended.pairs
    assert (len(before.samples), len(after.samples)) == (3, 3)


def test_that_a_quantity_that_cannot_be_converted_does_not_keep_time_from_being_left_out(
    place, record
):
    ws, _audit_id = place
    warm = Quantity(channel="t_gas", parameter={"ru": "Т"}, basis="eu-dry")
    stretch = Exclusion(start="2026-11-22T07:05:00Z", end="2026-11-22T07:06:00Z", reason="сбой")
    made = analysing_changes.without(ws, record, replace(SESSION, others=(warm,)), stretch)
    dust, unfit = made.after.quantities
    assert (len(dust.samples), unfit.samples) == (3, ())
    assert made.after.exclusions == (stretch,)


def test_that_a_session_without_its_readings_is_not_worked_out_again(place, record):
    strange = replace(SESSION, id=IDS[1])
    burst = Exclusion(start="2026-11-22T07:05:00Z", end="2026-11-22T07:06:00Z", reason="сбой")
    with pytest.raises(ReadingsElsewhereError):
        analysing_changes.without(place[0], record, strange, burst)


def test_that_sessions_of_other_audits_can_be_compared(place, record):
    own, other = analysing.candidates(place[0], record)
    assert (own.session.id, own.own) == (IDS[0], True)
    assert (other.session.id, other.own, other.number) == (IDS[1], False, "KTA-2026-015")
    found = analysing.overlaid(
        analysing.courses(place[0]),
        record,
        [own.session, other.session],
        Aligned.START,
        ["1", "2"],
    )
    assert found.curves == ()  # the readings of the other are not here
    assert len(found.compared) == 2


def test_that_courses_are_aligned_by_their_beginning_or_the_clock_of_the_plant(place, record):
    kept = analysing.courses(place[0])
    by_start = analysing.overlaid(kept, record, [SESSION], Aligned.START, ["1"]).curves[0]
    by_clock = analysing.overlaid(kept, record, [SESSION], Aligned.CLOCK, ["1"]).curves[0]
    assert by_start.seconds[0] == pytest.approx(4.0)
    assert by_clock.seconds[0] == pytest.approx(12 * 3600 + 4.0)


def test_that_who_left_time_out_is_told_from_the_log(place):
    ws, audit = place
    burst = Exclusion(start="2026-11-22T07:05:00Z", end="2026-11-22T07:06:00Z", reason="сбой")
    amended = analysing_changes.without(ws, auditing.load(ws, audit), SESSION, burst)
    answering.store(ws, audit, [amended.edit])
    change = analysing_changes.authors(ws, audit, amended.after)[burst]
    assert change.author == ws.profile.id
    answering.undo(ws, audit)
    (stored,) = (each for each in auditing.load(ws, audit).entries if each.startswith("@session"))
    assert Session.from_json(auditing.load(ws, audit).entries[stored]).exclusions == ()


def test_that_recording_itself_is_never_undone(place):
    ws, audit = place
    assert answering.undo(ws, audit) == ()
