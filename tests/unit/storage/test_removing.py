"""Taking an audit away takes everything that only it names."""

import hashlib

import pytest

from kta_desktop.storage import contents, removing


@pytest.fixture
def kept(store):
    """Return a function that stores bytes and returns their hash."""

    def put(data):
        sha256 = hashlib.sha256(data).hexdigest()
        with store.begin() as connection:
            contents.put(connection, sha256, "text/csv", [data])
        return sha256

    return put


@pytest.mark.parametrize(
    "naming",
    [
        lambda sha256: {"sha256": sha256},
        lambda sha256: {"raw_sha256": sha256, "files": []},
        lambda sha256: {"raw_sha256": None, "files": [sha256]},
        lambda sha256: [{"deep": {"sha256": sha256}}],
    ],
    ids=["evidence", "raw readings", "logger file", "deep"],
)
def test_that_files_that_only_the_audit_names_go_with_it(store, audit, write, kept, naming):
    other = kept(b"of another audit")
    write(**{"@session/s1": naming(kept(b"time;NOx"))})
    with store.begin() as connection:
        removing.remove(connection, audit)
        assert contents.hashes(connection) == [other]
