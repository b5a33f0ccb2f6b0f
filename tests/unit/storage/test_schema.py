import hashlib

import pytest

from kta_desktop.storage import backup, opening, schema, tables
from kta_desktop.storage.engine import Store
from kta_desktop.storage.errors import (
    NotAWorkspaceError,
    WorkspaceTooNewError,
)
from tests import quick

NEXT = f"{int(schema.CURRENT) + 1:04}"


def test_that_the_migrations_lead_to_the_tables_the_program_uses(store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, tables.metadata) == []
        assert schema.found(connection) == schema.CURRENT


def test_that_the_short_way_of_the_other_tests_leads_to_the_same_tables(tmp_path, store):
    def layout(opened):
        with opened.connect() as connection:
            rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
            return set(rows.all()), schema.found(connection)

    for turn in range(2):  # the first of a process goes the long way
        made = Store(tmp_path / f"{turn}.ktadb", bytes(range(32)))
        with made.begin() as connection:
            quick.upgrade(connection)
        assert layout(made) == layout(store)
        made.close()


def test_that_every_key_index_and_layout_is_the_one_of_the_tables(store):
    from sqlalchemy import create_engine

    asked = create_engine("sqlite://")
    tables.metadata.create_all(asked)
    query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic%'"

    def layout(connection):
        rows = connection.exec_driver_sql(query).all()
        return {name: "".join((sql or "").split()).replace('"', "") for name, sql in rows}

    with asked.connect() as connection:
        expected = layout(connection)
    asked.dispose()
    with store.connect() as connection:
        assert layout(connection) == expected


def test_that_a_newer_schema_is_named_and_the_file_untouched(store, key):
    with store.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0007'")
    store.close()
    before = hashlib.sha256(store.path.read_bytes()).hexdigest()
    with pytest.raises(WorkspaceTooNewError) as caught:
        opening.open_store(store.path, key)
    assert "0007" in caught.value.sentence("ru")
    assert schema.CURRENT in caught.value.sentence("ru")
    assert hashlib.sha256(store.path.read_bytes()).hexdigest() == before


def test_that_tables_of_someone_else_are_not_a_workspace(store, key):
    with store.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    store.close()
    with pytest.raises(NotAWorkspaceError):
        opening.open_store(store.path, key)


def test_that_an_older_file_is_copied_before_it_is_upgraded(store, key, monkeypatch):
    store.close()
    copied = []

    def next_step(connection):
        copied.extend(backup.copies(store.path))
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (NEXT,))

    monkeypatch.setattr(schema, "CURRENT", NEXT)
    monkeypatch.setattr(schema, "upgrade", next_step)
    opened = opening.open_store(store.path, key)
    with opened.connect() as connection:
        assert schema.found(connection) == NEXT
    opened.close()
    assert len(copied) == 1


def test_that_a_failed_upgrade_leaves_the_old_schema(store, key, monkeypatch):
    store.close()

    def broken_step(connection):
        connection.exec_driver_sql("DROP TABLE operations")
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(schema, "CURRENT", NEXT)
        patch.setattr(schema, "upgrade", broken_step)
        with pytest.raises(ZeroDivisionError):
            opening.open_store(store.path, key)
    opened = opening.open_store(store.path, key)
    with opened.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM operations").scalar_one() == 0
    opened.close()
