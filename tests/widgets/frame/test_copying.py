"""Copies of the workspace are made beside the work, not before it."""

import pytest

from kta_desktop.services import workspace as service
from kta_desktop.storage.errors import DiskFullError
from ui.app import copying
from ui.app.copying import Copying


@pytest.fixture
def told(workspace, runner, qtbot):
    """Return a function that begins a session and returns what is told of copies."""
    kept = []

    def begin():
        made = Copying(workspace, runner, runner)
        kept.append(made)
        with qtbot.waitSignal(made.copied) as signal:
            made.begin()
        return made, signal.args[0]

    return begin


def _copies(workspace):
    return [copy.path for copy in service.backups(workspace.path)]


def test_that_a_workspace_without_a_copy_is_copied_at_once(workspace, told):
    assert _copies(workspace) == []
    _copying, info = told()
    assert _copies(workspace) == [info.path]


def test_that_a_copy_of_an_earlier_day_is_renewed_when_the_work_has_begun(
    workspace, told, monkeypatch, qtbot
):
    earlier = service.back_up(workspace)
    monkeypatch.setattr(copying, "_FIRST_MS", 30)
    monkeypatch.setattr(service, "back_up", lambda _workspace: "renewed")
    made, info = told()
    assert info == earlier  # nothing is copied yet
    with qtbot.waitSignal(made.copied) as signal:
        pass
    assert signal.args == ["renewed"]


def test_that_a_copy_that_failed_is_tried_again(workspace, told, monkeypatch, qtbot):
    def refuse(_workspace):
        raise DiskFullError

    made, _info = told()
    made.note_change()
    with monkeypatch.context() as broken, qtbot.waitSignal(made.failed):
        broken.setattr(service, "back_up", refuse)
        made.findChild(copying.QTimer).timeout.emit()
    with qtbot.waitSignal(made.copied):
        made.findChild(copying.QTimer).timeout.emit()
