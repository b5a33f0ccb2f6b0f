"""Readings on their way to disk: what cannot be written waits, and the raw file says it all."""

import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Session
from kta_desktop.exchange.readings import rows
from kta_desktop.measurement.clock import SystemClock
from kta_desktop.measurement.series import Series
from kta_desktop.services import auditing, measuring_csv, measuring_records
from kta_desktop.services.measuring_csv import raw_csv
from kta_desktop.services.measuring_records import RecordWriter, read_recording
from kta_desktop.storage import samples
from kta_desktop.storage.errors import DiskFullError

START = 1.8e9
PATIENCE_S = 60.0


@pytest.fixture
def session():
    return new_id()


@pytest.fixture
def writer(ws, audit, session):
    made = RecordWriter(ws, audit, session, SystemClock())
    yield made
    made.close()


@pytest.fixture
def disk(monkeypatch):
    """A disk that can be full: ``disk.full``, and ``disk.tried`` once something was."""

    class Disk:
        full = False
        tried = threading.Event()

    real = samples.append

    def append(*what):
        Disk.tried.set()
        if Disk.full:
            raise DiskFullError(path="w.ktadb")
        real(*what)

    Disk.tried.clear()
    monkeypatch.setattr(measuring_records.samples, "append", append)
    return Disk


def _series(start, values, flags=None):
    return Series.of([START + start + place for place in range(len(values))], values, flags)


def _state(session, **more):
    return Session(
        id=session,
        source="0014",
        point="1",
        parameter={"ru": "Пыль"},
        channel="dust",
        level=None,
        basis="eu-dry",
        started_at="2027-01-15T08:00:00.000Z",
        **more,
    )


def _stored(ws, audit, session):
    return auditing.load(ws, audit).entries.get(f"@session/{session}")


def test_that_what_was_added_is_on_disk_with_its_flags(ws, writer, session):
    writer.add({"nox": _series(0, [1.5, float("nan")], [0, 2]), "t_gas": _series(0, [80.0])})
    writer.add({"nox": _series(2, [3.0], [1])})
    writer.close()
    found = read_recording(ws, session)
    assert found["nox"].times.tolist() == [START, START + 1, START + 2]
    assert found["nox"].flags.tolist() == [0, 2, 1]
    assert np.array_equal(found["nox"].values, [1.5, np.nan, 3.0], equal_nan=True)
    assert found["t_gas"].values.tolist() == [80.0]
    assert (writer.written, writer.error) == (4, None)
    (part,) = read_recording(ws, session, START + 1.5, START + 2)["nox"].values
    assert part == 3.0


def test_that_a_full_disk_keeps_readings_in_order_and_writes_them_once(
    ws, audit, writer, disk, session
):
    disk.full = True
    writer.add({"nox": _series(0, [1.0, 2.0])})
    writer.save(_state(session, regime="full"))
    assert disk.tried.wait(PATIENCE_S)
    with pytest.raises(DiskFullError):
        writer.close()
    assert isinstance(writer.error, DiskFullError)
    assert _stored(ws, audit, session) is None
    writer.add({"nox": _series(2, [3.0]), "o2": _series(2, [7.0])})
    with pytest.raises(DiskFullError):
        writer.close()
    disk.full = False
    writer.close()
    found = read_recording(ws, session)
    assert found["nox"].values.tolist() == [1.0, 2.0, 3.0]
    assert found["o2"].values.tolist() == [7.0]
    assert (writer.written, writer.error) == (4, None)
    assert _stored(ws, audit, session)["regime"] == "full"


def test_that_a_disk_that_fills_up_while_chunks_are_rolled_loses_nothing(ws, audit, session):
    with ws.store.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
    writer = RecordWriter(ws, audit, session, SystemClock())
    values = np.random.default_rng(1).normal(300, 20, 30_000).tolist()
    writer.add({"nox": _series(0, values), "o2": _series(0, values)})
    with pytest.raises(DiskFullError):
        writer.close()
    assert read_recording(ws, session) == {}
    ws.store.engine.dispose()  # a new connection knows no such limit
    writer.close()
    found = read_recording(ws, session)
    assert [series.values.tolist() for series in found.values()] == [values, values]
    assert writer.written == 60_000


def test_that_readings_are_not_written_twice_when_the_session_cannot_be(
    ws, audit, writer, session, monkeypatch
):
    real = measuring_records.write_session

    def locked(*_what):
        raise DiskFullError(path="w.ktadb")

    monkeypatch.setattr(measuring_records, "write_session", locked)
    writer.add({"nox": _series(0, [1.0])})
    writer.save(_state(session))
    with pytest.raises(DiskFullError):
        writer.close()
    monkeypatch.setattr(measuring_records, "write_session", real)
    writer.close()
    assert read_recording(ws, session)["nox"].values.tolist() == [1.0]
    assert _stored(ws, audit, session)["id"] == session


def test_that_a_thousand_values_a_second_are_few_writes(ws, audit, session, monkeypatch):
    begun = []
    real = ws.store.begin
    monkeypatch.setattr(ws.store, "begin", lambda: begun.append(1) or real())
    writer = RecordWriter(ws, audit, session, SystemClock())
    for place in range(2000):
        writer.add({"nox": _series(place / 1000, [float(place)])})
    writer.close()
    assert writer.written == 2000
    assert len(begun) <= 5


@settings(max_examples=200)
@given(value=st.floats())
def test_that_a_value_is_written_with_the_digits_that_make_it_again(value):
    text = measuring_csv._text(value)
    assert text == np.format_float_positional(value, trim="-")
    assert np.array_equal(float(text), value, equal_nan=True)


READINGS = st.lists(
    st.tuples(st.integers(0, 9000), st.sampled_from("ab"), st.floats(), st.integers(0, 6)),
    max_size=80,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(found=READINGS, at_once=st.integers(1, 30))
def test_that_the_raw_file_reads_back_as_it_was_whatever_its_parts(ws, monkeypatch, found, at_once):
    session = new_id()
    for name in "ab":
        own = [item for item in found if item[1] == name]
        readings = samples.Readings(
            np.array([item[0] for item in own], np.int64),
            np.array([item[2] for item in own], float),
            np.array([item[3] for item in own], np.uint8),
        )
        with ws.store.begin() as connection:
            samples.append(connection, session, name, readings)
    monkeypatch.setattr(measuring_csv, "AT_ONCE", at_once)
    read = list(rows(raw_csv(ws, session)))
    expected = sorted(found, key=lambda item: (item[0], item[1]))
    assert [(at, name, flag) for name, at, _value, flag in read] == [
        (at, name, flag) for at, name, _value, flag in expected
    ]
    values = [value for _name, _at, value, _flag in read]
    assert np.array_equal(values, [item[2] for item in expected], equal_nan=True)


def test_that_no_part_of_the_raw_file_is_much_larger_than_asked(ws, session, monkeypatch):
    dense = np.arange(5000)  # all in five of a million seconds
    times = np.concatenate([dense, [1_000_000_000]]).astype(np.int64)
    readings = samples.Readings(times, np.zeros(5001), np.zeros(5001, np.uint8))
    with ws.store.begin() as connection:
        samples.append(connection, session, "nox", readings)
    monkeypatch.setattr(measuring_csv, "AT_ONCE", 100)
    parts = [part.count(b"\n") for part in raw_csv(ws, session)]
    assert sum(parts) == 5002
    assert max(parts) <= 200
