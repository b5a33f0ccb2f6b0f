"""Modules are imported ahead, and never by two threads at once that cannot stand it."""

import pytest

from ui.app import warm


@pytest.mark.parametrize("arguments", [(), ("--demo",)])
def test_that_no_thread_is_started_before_what_two_must_not_import(
    start, runner, monkeypatch, qtbot, arguments
):
    done = []
    monkeypatch.setattr(warm, "first", lambda: done.append("first"))
    monkeypatch.setattr(runner, "run_pool", lambda *_arguments: done.append("thread"))
    start(*arguments)
    qtbot.waitUntil(lambda: "thread" in done)
    assert done[0] == "first"
