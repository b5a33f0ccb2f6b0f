"""A store with the current schema and one audit in it."""

import pytest

from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.storage import audits, changes, definitions, keys, schema
from kta_desktop.storage.engine import Store
from tests import quick

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch):
    """Derive keys at the least cost a key file may name: how long it takes is not tested."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)


@pytest.fixture(autouse=True)
def _real_migrations():
    """Let each store be made as the program makes it: that is tested here."""
    with quick.slow():
        yield


@pytest.fixture
def key():
    return KEY


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "w.ktadb", KEY)
    with opened.begin() as connection:
        schema.upgrade(connection)
    yield opened
    opened.close()


@pytest.fixture
def audit(store):
    identifier = new_id()
    with store.begin() as connection:
        sha256 = definitions.put(
            connection, Definition(pack="tiny", version="1", title=Text(ru="Малый"))
        )
        audits.add(connection, identifier, sha256)
    return identifier


@pytest.fixture
def write(store, audit):
    """Return a function that stores one act: write(path=value, …)."""

    def act(device="d1", at="2026-11-22T09:00:00.000Z", **values):
        made = changes.Act(audit=audit, author="a1", device=device, at=at, group=new_id())
        with store.begin() as connection:
            return changes.write(connection, made, values.items())

    return act
