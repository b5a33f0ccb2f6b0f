import numpy as np
import pytest

from kta_desktop.storage import samples
from kta_desktop.storage.samples import Readings

START = 1_795_341_600_000  # Unix milliseconds


def _batch(start, values, step=1000):
    times = start + step * np.arange(len(values), dtype=np.int64)
    return Readings(times, np.array(values, dtype=float), np.zeros(len(values), np.uint8))


def _append(store, *batches, session="s", channel="dust"):
    with store.begin() as connection:
        for batch in batches:
            samples.append(connection, session, channel, batch)


def test_that_readings_come_back_to_the_bit(store):
    values = [0.1, -0.0, 1e-300, float("nan"), float("inf"), 12.34]
    batch = _batch(START, values)
    batch.flags[2] = 7
    _append(store, batch)
    with store.connect() as connection:
        found = samples.read(connection, "s", "dust")
    assert found.times_ms.tolist() == batch.times_ms.tolist()
    assert found.values.tobytes() == batch.values.tobytes()
    assert found.flags.tolist() == [0, 0, 7, 0, 0, 0]


def test_that_batches_follow_each_other(store):
    _append(store, _batch(START, [1, 2]), _batch(START + 2000, [3]))
    _append(store, _batch(START + 3000, [4, 5]))
    with store.connect() as connection:
        found = samples.read(connection, "s", "dust")
        assert found.values.tolist() == [1, 2, 3, 4, 5]
        assert (np.diff(found.times_ms) == 1000).all()
        assert samples.channels(connection, "s") == {"dust": 5}


def test_that_channels_and_sessions_are_apart(store):
    _append(store, _batch(START, [1]))
    _append(store, _batch(START, [2]), channel="t_gas")
    _append(store, _batch(START, [3]), session="other")
    with store.connect() as connection:
        assert samples.read(connection, "s", "t_gas").values.tolist() == [2]
        assert samples.channels(connection, "s") == {"dust": 1, "t_gas": 1}


def test_that_nothing_recorded_is_empty_arrays(store):
    _append(store, _batch(START, []))
    with store.connect() as connection:
        assert len(samples.read(connection, "s", "dust").values) == 0
        assert samples.channels(connection, "s") == {}


def test_that_arrays_of_different_length_are_refused(store):
    batch = Readings(np.zeros(2, np.int64), np.zeros(3), np.zeros(2, np.uint8))
    with pytest.raises(ValueError, match="2, 3, 2"):
        _append(store, batch)


def test_that_a_damaged_chunk_is_refused_not_guessed(store):
    _append(store, _batch(START, [1, 2, 3]))
    with store.begin() as connection:
        connection.exec_driver_sql("UPDATE sample_chunks SET count = 2")
    with store.connect() as connection, pytest.raises(ValueError, match=r".*"):
        samples.read(connection, "s", "dust")
