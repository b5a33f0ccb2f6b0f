"""Work off the interface thread comes home in order, once, and only to the living."""

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt

from kta_desktop.errors import KtaError
from ui.widgets.growing_dialog import SecretDialog


def test_that_database_work_keeps_its_order_and_its_thread(runner, qtbot):
    owner, names, results = QObject(), [], []

    def work(number):
        names.append(threading.current_thread().name)
        return number

    for number in range(20):
        runner.run_db(lambda number=number: work(number), owner, results.append, pytest.fail)
    qtbot.waitUntil(lambda: len(results) == 20)
    assert results == list(range(20))
    assert len(set(names)) == 1
    assert names[0].startswith("db")


def test_that_results_arrive_in_the_interface_thread(runner, qtbot):
    owner, where = QObject(), []
    runner.run_db(lambda: 1, owner, lambda _: where.append(threading.current_thread()), pytest.fail)
    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.main_thread()]


def test_that_an_expected_failure_goes_to_failed(runner, qtbot):
    owner, failures = QObject(), []

    def work():
        raise KtaError

    runner.run_db(work, owner, pytest.fail, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].code == "unknown"


def test_that_a_bug_raises_in_the_interface_thread_and_frees_who_waits(runner, qtbot):
    owner, failures = QObject(), []
    dialog = SecretDialog("")
    qtbot.addWidget(dialog)
    dialog.set_busy(True)
    with qtbot.captureExceptions() as caught:
        runner.run_db(lambda: 1 / 0, owner, pytest.fail, failures.append)
        runner.run_pool(lambda _report, _cancelled: 1 / 0, dialog, pytest.fail, dialog.refuse)
        qtbot.waitUntil(lambda: len(caught) == 2)
    assert {kind for kind, _error, _trace in caught} == {ZeroDivisionError}
    assert failures == []
    assert not dialog.is_busy


def test_that_a_dead_owner_gets_nothing(runner, qtbot):
    owner, alive, results = QObject(), QObject(), []
    gate = threading.Event()
    runner.run_db(gate.wait, owner, results.append, pytest.fail)
    runner.run_db(lambda: "second", alive, results.append, pytest.fail)
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed, timeout=1000).wait()
    gate.set()
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["second"]


def test_that_progress_arrives_and_cancelling_stops_the_work(runner, qtbot):
    owner, seen, results = QObject(), [], []
    begun = threading.Event()

    def work(report, cancelled):
        report(0.5, "half")
        begun.set()
        while not cancelled():
            threading.Event().wait(0.001)
        return "stopped"

    task = runner.run_pool(
        work, owner, results.append, pytest.fail, lambda share, text: seen.append((share, text))
    )
    qtbot.waitUntil(lambda: bool(seen))
    task.cancel()
    qtbot.waitUntil(lambda: bool(results))
    assert seen == [(0.5, "half")]
    assert results == ["stopped"]


def test_that_closing_waits_for_the_last_write():
    from ui.tasks import TaskRunner

    runner, owner, written = TaskRunner(), QObject(), []
    gate = threading.Event()

    def work():
        gate.wait(5)
        written.append(1)

    runner.run_db(work, owner, lambda _: None, pytest.fail)
    threading.Timer(0.02, gate.set).start()
    runner.close()
    assert written == [1]


def test_that_writing_is_announced_once(runner, qtbot):
    owner, states = QObject(), []
    runner.writing_changed.connect(states.append)
    for _number in range(3):
        runner.run_db(lambda: None, owner, lambda _: None, pytest.fail)
    qtbot.waitUntil(lambda: states == [True, False])


def test_that_a_clock_that_strikes_after_the_end_begins_nothing():
    from ui.tasks import TaskRunner

    runner, owner, begun = TaskRunner(), QObject(), []
    runner.close()
    runner.run_db(lambda: begun.append("db"), owner, begun.append, begun.append)
    runner.run_pool(lambda *_told: begun.append("pool"), owner, begun.append, begun.append)
    assert begun == []


def test_that_what_asked_ends_in_its_own_thread(runner, qtbot, monkeypatch):
    """However long the thread that worked keeps what it was given: Qt ends a program for that."""
    gate, late = threading.Event(), threading.Event()
    futures, where, results = [], [], []
    submit = runner._pool.submit
    monkeypatch.setattr(
        runner._pool, "submit", lambda *work: futures.append(submit(*work)) or futures[-1]
    )
    owner = QObject()
    owner.destroyed.connect(
        lambda: where.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
    )

    def work(asker, _report, _cancelled):
        return gate.wait() and asker.objectName()

    runner.run_pool(partial(work, owner), owner, results.append, pytest.fail)
    futures.pop().add_done_callback(lambda _future: late.wait())
    gate.set()
    qtbot.waitUntil(lambda: bool(results))
    del owner
    held = list(where)
    late.set()
    assert held == [threading.main_thread()]


def test_that_nobody_is_told_what_a_workspace_that_was_locked_answers_no_more(
    runner, workspace, qtbot
):
    owner, told = QObject(), []

    def read():
        with workspace.store.connect():
            pass

    runner.run_db(workspace.close, owner, told.append, pytest.fail)
    runner.run_db(read, owner, pytest.fail, pytest.fail)
    runner.run_db(lambda: "last", owner, told.append, pytest.fail)
    qtbot.waitUntil(lambda: "last" in told)
