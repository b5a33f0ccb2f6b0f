"""What takes long when a workspace is made, done once per test process instead of each time.

What comes of it is the same to the byte; how it comes about is tested where ``slow`` is asked for.
"""

from contextlib import contextmanager

import pytest

from kta_desktop.domain.canonical import canonical_json, sha256_hex
from kta_desktop.storage import definitions, schema

MIGRATE, PUT = schema.upgrade, definitions.put
_LAYOUT = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
_INSERT = "INSERT INTO definitions (sha256, json) VALUES (?, ?) ON CONFLICT DO NOTHING"
_steps: list[str] = []
_kept: dict[int, tuple[object, str, str]] = {}
"""Id of a definition to itself, which keeps the id its own, its hash and its canonical JSON."""


def upgrade(connection):
    """Lay the tables of the current schema into an empty file, as the migrations left them."""
    if connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is not None:
        MIGRATE(connection)
        return
    if not _steps:
        MIGRATE(connection)
        _steps.extend(connection.exec_driver_sql(_LAYOUT).scalars())
        return
    for step in _steps:
        connection.exec_driver_sql(step)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (schema.CURRENT,))


def put(connection, definition):
    """Keep a definition, which is written as JSON once only."""
    if id(definition) not in _kept:
        data = canonical_json(definition.to_json())
        _kept[id(definition)] = (definition, sha256_hex(data), data.decode())
    _same, sha256, text = _kept[id(definition)]
    connection.exec_driver_sql(_INSERT, (sha256, text))
    return sha256


@contextmanager
def workspaces():
    """Make workspaces quickly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "upgrade", upgrade)
        patch.setattr(definitions, "put", put)
        yield


@contextmanager
def slow():
    """Make workspaces as the program does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "upgrade", MIGRATE)
        patch.setattr(definitions, "put", PUT)
        yield
