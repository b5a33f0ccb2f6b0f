import hashlib
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.storage import contents
from kta_desktop.storage.errors import ContentChangedError, ContentMissingError


def _hash(data):
    return hashlib.sha256(data).hexdigest()


def _put(store, data, pieces, sha256=None):
    with store.begin() as connection:
        return contents.put(connection, sha256 or _hash(data), "image/jpeg", pieces)


def _read(store, sha256):
    with store.connect() as connection:
        return b"".join(contents.read(connection, sha256))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=3000), max_size=8))
def test_that_bytes_come_back_however_they_were_cut(store, pieces):
    data = b"".join(pieces)
    known = _put(store, data, pieces)
    assert (known.size, known.sha256) == (len(data), _hash(data))
    assert _read(store, known.sha256) == data


def test_that_large_bytes_lie_in_parts_of_a_mebibyte(store):
    data = bytes(range(256)) * 10_000
    _put(store, data, [data])
    with store.connect() as connection:
        query = "SELECT length(data) FROM content_parts ORDER BY n"
        sizes = connection.exec_driver_sql(query).scalars().all()
    assert sizes == [2**20, 2**20, 2_560_000 - 2 * 2**20]
    assert _read(store, _hash(data)) == data


def test_that_other_bytes_than_announced_leave_nothing(store):
    with pytest.raises(ContentChangedError):
        _put(store, b"a", [b"b"], sha256=_hash(b"a"))
    with store.connect() as connection:
        assert contents.get(connection, _hash(b"a")) is None
        assert contents.hashes(connection) == []


def test_that_the_same_bytes_are_stored_once(store):
    _put(store, b"a", [b"a"])
    _put(store, b"a", iter([]))  # not even read
    with store.connect() as connection:
        assert contents.hashes(connection) == [_hash(b"a")]


def test_that_missing_bytes_are_told(store):
    with pytest.raises(ContentMissingError):
        _read(store, _hash(b"never"))
    with store.connect() as connection, pytest.raises(ContentMissingError):
        list(contents.read_unhashed(connection, _hash(b"never")))


def test_that_several_are_known_by_one_question(store):
    stored = {_hash(data): len(data) for data in (b"", b"a", b"abc")}
    for data in (b"", b"a", b"abc"):
        _put(store, data, [data])
    with store.connect() as connection:
        known = contents.several(connection, [*stored, _hash(b"never")])
        empty = list(contents.read_unhashed(connection, _hash(b"")))
    assert {sha256: one.size for sha256, one in known.items()} == stored
    assert empty == []


def test_that_memory_does_not_grow_with_size(store):
    piece = bytes(2**20)
    digest = hashlib.sha256()
    for _number in range(20):
        digest.update(piece)
    tracemalloc.start()
    _put(store, b"", (piece for _number in range(20)), sha256=digest.hexdigest())
    with store.connect() as connection:
        assert (
            sum(len(part) for part in contents.read(connection, digest.hexdigest())) == 20 * 2**20
        )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20
