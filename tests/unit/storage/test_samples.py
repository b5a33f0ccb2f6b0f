"""Readings come back to the bit, from the tail and from chunks; an overview hides nothing."""

from contextlib import closing

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.domain.ids import new_id
from kta_desktop.storage import opening, samples, samples_pack, samples_tree, schema
from kta_desktop.storage.engine import Store
from kta_desktop.storage.samples import Readings

START = 1_795_341_600_000  # Unix milliseconds
SHARED = [HealthCheck.function_scoped_fixture]  # each example has a session of its own
FIRST_CHUNK = "(SELECT data FROM sample_chunks WHERE level = 0 AND n = 0)"
WIDE = 2**40  # milliseconds: 35 years


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store(tmp_path_factory.mktemp("samples") / "w.ktadb", bytes(range(32)))
    with opened.begin() as connection:
        schema.upgrade(connection)
    yield opened
    opened.close()


@pytest.fixture
def small():
    """Chunks so small that some hundred readings have a pyramid of three levels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples_pack, "_CHUNK", 64)
        patch.setattr(samples_pack, "_ROW", 16)
        patch.setattr(samples, "_TAIL_READINGS", 64)
        patch.setattr(samples, "TAIL_ROWS", 4)
        yield


@pytest.fixture
def session():
    return new_id()


def _readings(times, values=None, flags=None):
    size = len(times)
    return Readings(
        np.array(times, np.int64),
        np.arange(size, dtype=float) if values is None else np.array(values, float),
        np.zeros(size, np.uint8) if flags is None else np.array(flags, np.uint8),
    )


def _batch(start, values, step=1000):
    return _readings(start + step * np.arange(len(values)), values)


def _append(store, session, *batches, channel="dust"):
    for batch in batches:
        with store.begin() as connection:
            samples.append(connection, session, channel, batch)


def _read(store, session, *window, channel="dust"):
    with store.connect() as connection:
        return samples.read(connection, session, channel, *window)


def _overview(store, session, *window, **wanted):
    with store.connect() as connection:
        return samples.overview(connection, session, "dust", *window, **wanted)


def _same(found, times, values, flags):
    order = np.argsort(times, kind="stable")
    assert found.times_ms.tolist() == times[order].tolist()
    assert found.values.tobytes() == values[order].tobytes()
    assert found.flags.tolist() == flags[order].tolist()


def test_that_readings_come_back_to_the_bit(store, session):
    values = [0.1, -0.0, 1e-300, float("nan"), float("inf"), 12.34]
    batch = _batch(START, values)
    batch.flags[2] = 7
    _append(store, session, batch)
    _same(_read(store, session), batch.times_ms, batch.values, batch.flags)


def test_that_channels_and_sessions_are_apart(store, session):
    _append(store, session, _batch(START, [1]))
    _append(store, session, _batch(START, [2]), channel="t_gas")
    _append(store, f"{session}x", _batch(START, [3]))
    assert _read(store, session, channel="t_gas").values.tolist() == [2]
    with store.connect() as connection:
        assert samples.channels(connection, session) == {"dust": 1, "t_gas": 1}


def test_that_nothing_recorded_is_empty_arrays(store, session):
    _append(store, session, _batch(START, []))
    assert len(_read(store, session).values) == 0
    assert len(_read(store, session, 0, 1).values) == 0
    assert len(_overview(store, session).times_ms) == 0
    with store.connect() as connection:
        assert samples.channels(connection, session) == {}
        assert samples.spans(connection, session) == {}


def test_that_what_is_no_reading_is_refused(store, session):
    uneven = Readings(np.zeros(2, np.int64), np.zeros(3), np.zeros(2, np.uint8))
    with pytest.raises(ValueError, match="2, 3, 2"):
        _append(store, session, uneven)
    with pytest.raises(ValueError, match=r".*"):
        _append(store, session, _readings([2**60]))


def test_that_small_batches_wait_in_the_tail_for_a_minute(store, session):
    def rows(table):
        with store.connect() as connection:
            query = f"SELECT COUNT(*) FROM {table}"  # noqa: S608 - a table of ours
            return connection.exec_driver_sql(query).scalar_one()

    before = rows("sample_tail"), rows("sample_chunks")
    for second in range(samples.TAIL_ROWS - 1):
        _append(store, session, _batch(START + second * 1000, [second]))
    assert rows("sample_tail") - before[0] == samples.TAIL_ROWS - 1
    assert rows("sample_chunks") == before[1]
    _append(store, session, _batch(START + samples.TAIL_ROWS * 1000, [1]))
    assert (rows("sample_tail"), rows("sample_chunks")) == (before[0], before[1] + 1)
    assert len(_read(store, session).values) == samples.TAIL_ROWS


def test_that_a_tail_left_by_a_crash_is_read_and_rolled_at_the_next_opening(
    tmp_path, store, session, key
):
    path = tmp_path / "left.ktadb"
    left = Store(path, key)
    with left.begin() as connection:
        schema.upgrade(connection)
    _append(left, session, _batch(START, [1, 2]), _batch(START + 2000, [3]))
    assert _read(left, session).values.tolist() == [1, 2, 3]
    left.close()
    opened = opening.open_store(path, key)
    with opened.connect() as connection:
        assert not samples.has_tail(connection)
        assert samples.channels(connection, session) == {"dust": 3}
    assert _read(opened, session).values.tolist() == [1, 2, 3]
    opened.close()


def test_that_a_damaged_tail_keeps_nobody_from_opening(tmp_path, key, session, caplog):
    path = tmp_path / "hurt.ktadb"
    hurt = Store(path, key)
    with hurt.begin() as connection:
        schema.upgrade(connection)
    _append(hurt, session, _batch(START, [1, 2]))
    with hurt.begin() as connection:
        connection.exec_driver_sql("UPDATE sample_tail SET count = 1")
    hurt.close()
    opening.open_store(path, key).close()
    assert "readings stay in the tail" in caplog.text


@pytest.mark.parametrize("table", ["sample_tail", "sample_chunks"])
def test_that_a_damaged_batch_or_chunk_is_refused_not_guessed(store, session, table):
    values = [1.0] * (10 if table == "sample_tail" else 5000)
    _append(store, session, _batch(START, values))
    with store.connect() as connection, connection.begin() as undone:
        connection.exec_driver_sql(f"UPDATE {table} SET count = 2")  # noqa: S608 - as above
        with pytest.raises(ValueError, match=r".*"):
            samples.read(connection, session, "dust")
        undone.rollback()


def test_that_a_missing_chunk_is_refused_not_skipped(store, session):
    _append(store, session, _batch(START, [1.0] * 9000))
    with store.connect() as connection, connection.begin() as undone:
        connection.exec_driver_sql("DELETE FROM sample_chunks WHERE level = 0 AND n = 1")
        with pytest.raises(ValueError, match=r".*"):
            samples.read(connection, session, "dust")
        undone.rollback()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sample_tail SET count = 2",
        "UPDATE sample_chunks SET count = 2 WHERE level = 0",
        "DELETE FROM sample_chunks WHERE level = 1",
        f"UPDATE sample_chunks SET data = {FIRST_CHUNK} WHERE level = 0 AND n = 1",  # noqa: S608 - ours
        "UPDATE sample_series SET count = count - 1",
    ],
)
def test_that_a_check_finds_recordings_that_are_not_what_was_written(tmp_path, key, damage):
    with closing(Store(tmp_path / "w.ktadb", key)) as store:
        with store.begin() as connection:
            schema.upgrade(connection)
        values = np.sin(np.arange(40_000))
        _append(store, "s", _batch(START, values), _batch(START, values[:10]))
        with store.begin() as connection:
            assert list(samples.unsound(connection)) == []
            connection.exec_driver_sql(damage)
            assert list(samples.unsound(connection)) == ["s/dust"]


def test_that_a_session_is_taken_away_whole(store, session):
    _append(store, session, _batch(START, [1.0] * 9000), _batch(START, [2.0]))
    with store.begin() as connection:
        samples.remove(connection, session)
    assert len(_read(store, session).values) == 0
    with store.connect() as connection:
        left = "SELECT COUNT(*) FROM sample_chunks LEFT JOIN sample_series ON id = series"
        query = f"{left} WHERE id IS NULL"
        assert connection.exec_driver_sql(query).scalar_one() == 0


TIMES = st.one_of(
    st.integers(0, 400),  # duplicates and steps back
    st.integers(-WIDE, WIDE),
)
VALUES = st.one_of(
    st.floats(width=64), st.sampled_from([0.0, -0.0, 1e38, float("inf"), float("nan")])
)
READING = st.tuples(TIMES, VALUES, st.integers(0, 20))
BATCHES = st.lists(st.lists(READING, max_size=60), max_size=14)
REGULAR = st.integers(1, 3000).map(
    lambda size: [[(1000 * n, float(n % 97), n % 50 == 0) for n in range(size)]]
)


def _stored(store, batches):
    """Append batches to a session of their own; return it and all readings as they came."""
    session = new_id()
    for batch in batches:
        times, values, flags = zip(*batch, strict=True) if batch else ((), (), ())
        _append(store, session, _readings(times, values, flags))
    every = [reading for batch in batches for reading in batch]
    times, values, flags = zip(*every, strict=True) if every else ((), (), ())
    return session, np.array(times, np.int64), np.array(values, float), np.array(flags, np.uint8)


@settings(max_examples=40, deadline=None, suppress_health_check=SHARED)
@given(batches=st.one_of(BATCHES, REGULAR))
def test_that_what_was_appended_in_any_batches_is_what_is_read(store, small, batches):
    session, times, values, flags = _stored(store, batches)
    _same(_read(store, session), times, values, flags)
    with store.connect() as connection:
        assert sum(samples.channels(connection, session).values()) == len(times)
        if len(times):
            span = samples.spans(connection, session)["dust"]
            assert span == samples.Span(len(times), int(times.min()), int(times.max()))


@settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
@given(
    batches=st.one_of(BATCHES, REGULAR),
    edges=st.tuples(TIMES, TIMES),
    most=st.integers(1, 90),
    only_good=st.booleans(),
)
def test_that_any_window_is_read_and_enveloped(store, small, batches, edges, most, only_good):
    session, times, values, flags = _stored(store, batches)
    since, until = min(edges), max(edges)
    inside = (times >= since) & (times <= until)
    times, values, flags = times[inside], values[inside], flags[inside]
    _same(_read(store, session, since, until), times, values, flags)
    with store.connect() as connection:
        assert samples.count(connection, session, "dust", since, until) == len(times)
    found = _overview(store, session, since, until, max_points=most, good=only_good)
    assert len(found.times_ms) <= most
    assert found.counts.sum() == len(times)
    if found.step_ms == 0:
        assert sorted(found.times_ms.tolist()) == sorted(times.tolist())
    place = {int(at): n for n, at in enumerate(found.times_ms)}
    for time, value, flag in zip(times.tolist(), values, flags, strict=True):
        at = time if found.step_ms == 0 else time - (time - since) % found.step_ms
        assert at in place
        if found.step_ms:
            assert found.seen[place[at]] & (1 << min(int(flag), 15))
        if found.step_ms and not np.isnan(value) and not (only_good and flag):
            assert found.lowest[place[at]] <= value <= found.highest[place[at]]


@settings(max_examples=20, deadline=None, suppress_health_check=SHARED)
@given(sizes=st.lists(st.integers(1, 700), max_size=6))
def test_that_the_pyramid_does_not_depend_on_the_batches(store, small, sizes):
    total = sum(sizes)
    values = np.sin(np.arange(total))
    apart, whole = new_id(), new_id()
    place = 0
    for size in sizes:
        _append(store, apart, _batch(place * 1000, values[place : place + size]))
        place += size
    _append(store, whole, _batch(0, values))
    with store.begin() as connection:
        samples.roll(connection)
        found = [
            connection.exec_driver_sql(
                "SELECT level, n, c.count, data FROM sample_chunks c JOIN sample_series s "
                "ON s.id = c.series WHERE session = ? ORDER BY 1, 2",
                (session,),
            ).all()
            for session in (apart, whole)
        ]
    assert found[0] == found[1]


def test_that_few_good_values_are_told_apart_from_spikes_of_bad_ones(store, session):
    values = np.ones(20_000)
    values[5000] = 1e38
    batch = _batch(START, values)
    batch.flags[5000] = 2
    _append(store, session, batch)
    every = _overview(store, session, max_points=100)
    fair = _overview(store, session, max_points=100, good=True)
    assert (every.highest.max(), fair.highest.max()) == (1e38, 1.0)
    assert 1 <= np.count_nonzero(every.seen & 4) <= 2


def test_that_a_hole_is_found_to_the_reading(store, session):
    times = START + 1000 * np.concatenate([np.arange(30_007), np.arange(90_003, 120_000)])
    _append(store, session, _readings(times))
    found = _overview(store, session, max_points=400)
    beside = int(np.argmax(np.diff(found.times_ms)))
    left, right = (int(found.times_ms[n]) for n in (beside, beside + 1))
    assert left <= int(times[30_006]) < left + found.step_ms
    assert right <= int(times[30_007]) < right + found.step_ms


def test_that_an_overview_reads_as_many_rows_as_it_has_points_however_long_it_is(
    store, session, monkeypatch
):
    read = []
    real = samples_tree._rows

    def counted(*which):
        rows = real(*which)
        read.extend(rows)
        return rows

    _append(store, session, _batch(START, np.zeros(2_500_000)))
    monkeypatch.setattr(samples_tree, "_rows", counted)
    for since, until in ((0, 2_500_000), (1_000_000, 1_100_000), (7, 40_000), (5, 500)):
        del read[:]
        _overview(store, session, START + since * 1000, START + until * 1000, max_points=500)
        assert 1 <= len(read) <= 24
