"""Claims about the training audit inside a real workspace."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from kta_desktop.services import auditing, demo, training, workspace
from kta_desktop.services.training import NotATrainingError

TABLES = (
    "audits",
    "changes",
    "entries",
    "contents",
    "content_parts",
    "sample_tail",
    "sample_series",
    "sample_chunks",
)


def counts(ws):
    with ws.store.connect() as connection:
        return {
            name: len(connection.execute(text(f'SELECT 1 FROM "{name}"')).all())  # noqa: S608 - names above
            for name in TABLES
        }


@pytest.fixture
def short_demo(monkeypatch):
    """Let it have one short sample: how long it measured is not the claim."""
    whole = demo._data

    def data(pack):
        found = whole(pack)
        found["session"] |= {"samples": 1, "sample_minutes": 1, "events": []}
        return found

    monkeypatch.setattr(demo, "_data", data)


@pytest.mark.usefixtures("short_demo")
def test_that_a_training_audit_comes_and_goes_and_leaves_nothing(ws, new_audit):
    auditing.start(ws, replace(new_audit, pack="food"))
    before = counts(ws)
    made = training.start(ws)
    record = auditing.load(ws, made)
    assert (record.number, record.is_demo) == ("DEMO-1", True)
    assert auditing.next_number(ws, 2026) == "KTA-2026-015", "it took a real number"
    training.remove(ws, made)
    assert [row.number for row in auditing.summaries(ws)] == ["KTA-2026-014"]
    assert counts(ws) == before
    assert all(check.ok for check in workspace.check_workspace(ws))


def test_that_a_real_audit_is_never_taken_away(ws, audit):
    with pytest.raises(NotATrainingError):
        training.remove(ws, audit)
    assert auditing.load(ws, audit).number == "KTA-2026-014"
