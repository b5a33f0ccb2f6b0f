"""Modules are imported ahead, and never by two threads at once that cannot stand it."""

import pytest

from kta_desktop.measurement import units
from kta_desktop.reports import typefaces
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


def test_that_neither_an_answer_waits_for_units_nor_a_balance_for_its_letters():
    units._registry.cache_clear()
    typefaces.register.cache_clear()
    warm.warm(lambda *_told: None, lambda: False)
    assert units._registry.cache_info().currsize == 1
    assert typefaces.register.cache_info().currsize == 1


def test_that_warming_up_stops_when_it_is_asked_to(monkeypatch):
    asked = []
    monkeypatch.setattr(warm.importlib, "import_module", asked.append)
    warm.warm(lambda *_told: None, lambda: len(asked) == 2)
    assert asked == list(warm.MODULES[:2])
