"""What was tampered with is found, by someone who has the key as well."""

import pytest

from kta_desktop.storage import checks, contents
from kta_desktop.storage.errors import WorkspaceDamagedError

_DATA = b"protocol " * 1000


@pytest.fixture
def filled(store, write):
    write(q="1", p="2")
    write(q="3")
    write(device="d2", q="4")
    with store.begin() as connection:
        contents.put(connection, _hash(_DATA), "text/plain", [_DATA])
    return store


def _hash(data):
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _faults(store):
    with store.connect() as connection:
        return {name: faults for name, faults in checks.all_faults(connection) if faults}


def _tamper(store, *statements):
    with store.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_that_an_untouched_workspace_has_no_faults(filled):
    assert _faults(filled) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE changes SET after = '\"9\"' WHERE seq = 1 AND device = 'd1' AND path = 'q'",
        "UPDATE changes SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2 AND device = 'd1'",
        "UPDATE changes SET author = 'someone' WHERE device = 'd2'",
        "UPDATE changes SET prev = hash WHERE seq = 3",
        "DELETE FROM changes WHERE seq = 2 AND device = 'd1'",
        "DELETE FROM changes WHERE seq = 1 AND device = 'd1'",
    ],
)
def test_that_an_altered_log_no_longer_verifies(filled, statement):
    _tamper(filled, statement)
    assert _faults(filled)["chains"]


def test_that_a_change_that_is_no_longer_json_is_found(filled):
    _tamper(filled, "UPDATE changes SET after = '{' WHERE seq = 1 AND device = 'd1'")
    assert "unreadable" in _faults(filled)["chains"][0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET value = '\"9\"' WHERE path = 'q'",
        "UPDATE entries SET change_ids = '[]' WHERE path = 'q'",
        "DELETE FROM entries WHERE path = 'p'",
        "DELETE FROM changes WHERE device = 'd2'",  # the last link: no hash tells, the value does
    ],
)
def test_that_values_that_do_not_follow_from_the_log_are_found(filled, statement):
    _tamper(filled, statement)
    assert _faults(filled)["entries"]


def test_that_other_bytes_under_a_hash_are_found(filled):
    _tamper(filled, "UPDATE content_parts SET data = x'00'")
    assert _faults(filled) == {"contents": [_hash(_DATA)]}


def test_that_missing_bytes_are_found(filled):
    _tamper(filled, "DELETE FROM content_parts")
    assert _faults(filled) == {"contents": [_hash(_DATA)]}


def test_that_another_definition_under_a_hash_is_found(filled):
    _tamper(filled, "UPDATE definitions SET json = '{}'")
    assert _faults(filled)["definitions"]


def test_that_a_flipped_byte_anywhere_in_a_page_is_found(filled, key):
    from kta_desktop.storage import backup

    filled.close()
    sound = filled.path.read_bytes()
    for place in range(16, len(sound), 4001):  # every page, each time elsewhere in it
        flipped = sound[:place] + bytes([sound[place] ^ 0x40]) + sound[place + 1 :]
        filled.path.write_bytes(flipped)
        try:
            assert backup.check(filled.path, key), place
        except WorkspaceDamagedError:
            continue
    filled.path.write_bytes(sound)
    assert backup.check(filled.path, key) == []
