"""A clock that is set back changes no order, no chain and no undo."""

from datetime import datetime, timedelta

import pytest

from kta_desktop.domain import ids
from kta_desktop.domain.changes import broken_links, replay
from kta_desktop.services import answering, auditing, drafts, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import backup, clock

YEAR_NS = 365 * 24 * 3600 * 10**9


@pytest.fixture
def set_back(monkeypatch):
    """Return a function that restarts the program with the clock a year behind."""
    real = ids.time.time_ns

    def restart():
        monkeypatch.setattr(ids, "_last", (0, 0))  # of the process that ended
        monkeypatch.setattr(ids.time, "time_ns", lambda: real() - YEAR_NS)
        for module in (answering, drafts):
            monkeypatch.setattr(module, "now", lambda: "2025-11-22T09:00:00.000Z")

    return restart


def _give(ws, audit, text):
    answering.store(ws, audit, [Edit("wat_01", {"text": text, "value": text})])


def test_that_the_log_keeps_its_order_after_a_restart_with_the_clock_set_back(ws, audit, set_back):
    _give(ws, audit, "первое")
    set_back()
    _give(ws, audit, "второе")
    history = answering.history(ws, audit, "wat_01")
    assert [change.after["text"] for change in history] == ["первое", "второе"]
    log = list(answering.log(ws, audit))
    assert broken_links(log) == []
    assert replay(log).entries == auditing.load(ws, audit).entries


def test_that_undo_takes_back_the_newest_act_whatever_its_time(ws, audit, set_back):
    _give(ws, audit, "первое")
    set_back()
    _give(ws, audit, "второе")
    answering.undo(ws, audit)
    assert auditing.load(ws, audit).entries["wat_01"]["text"] == "первое"
    answering.redo(ws, audit)
    assert auditing.load(ws, audit).entries["wat_01"]["text"] == "второе"


def test_that_the_newest_change_is_the_one_made_last(ws, audit, set_back):
    _give(ws, audit, "первое")
    set_back()
    _give(ws, audit, "второе")
    assert auditing.load(ws, audit).saved_at == "2025-11-22T09:00:00.000Z"


def test_that_what_is_built_on_a_change_from_the_future_comes_after_it(monkeypatch):
    monkeypatch.setattr(ids, "_last", ids._last)
    future = "03bb2cc3-d800-7fff-8000-000000000000"  # 2100
    before = ids.new_id()
    ids.rise_above(future)
    assert before < future < ids.new_id()


def test_that_an_id_that_names_no_time_stops_nobody(monkeypatch):
    monkeypatch.setattr(ids, "_last", ids._last)
    ids.rise_above("ffffffff-ffff-7fff-8000-000000000000")
    assert ids.new_id() < "03bb"


class _YearAgo(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) - timedelta(days=365)


def test_that_the_newest_copy_stays_the_newest_when_the_clock_is_set_back(ws, audit, monkeypatch):
    made = []
    for number in range(backup.KEEP + 2):
        _give(ws, audit, str(number))
        made.append(workspace.back_up(ws).path)
        monkeypatch.setattr(backup, "datetime", _YearAgo)
    assert [copy.path for copy in workspace.backups(ws.path)] == made[: -backup.KEEP - 1 : -1]


def test_that_a_draft_typed_after_the_clock_was_set_back_is_the_one_kept(ws, audit, set_back):
    drafts.keep(ws, audit, {"wat_01": "старое"})
    set_back()
    drafts.keep(ws, audit, {"wat_01": "новое"})
    assert [draft.text for draft in drafts.kept(ws, audit)] == ["новое"]
    assert clock.now() > "2026"
