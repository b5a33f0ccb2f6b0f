"""A second start on a workspace that is open says so and brings the first window to the front."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop.services.workspace import InUseError
from ui.widgets.front import call_front


def test_that_the_second_start_says_where_the_workspace_is_open(
    window, start, workspace, qtbot, preferences
):
    preferences.change(workspace=str(workspace.path))
    second = start()
    page = second.unlock.unlock
    QTest.keyClicks(second.focusWidget(), "x")
    second.unlock._refused(InUseError(path=workspace.path), by_key=False)
    assert str(workspace.path) in page.banner.text()
    qtbot.waitUntil(window.isActiveWindow)


def test_that_a_window_that_is_minimized_comes_back(window, workspace, qtbot):
    window.setWindowState(Qt.WindowState.WindowMinimized)
    assert call_front(workspace.path)
    qtbot.waitUntil(lambda: not window.isMinimized())


def test_that_nobody_answers_for_a_workspace_that_is_closed(window, workspace, tmp_path, qtbot):
    assert not call_front(tmp_path / "other.ktadb")
    window.lock()
    qtbot.waitUntil(lambda: not call_front(workspace.path))
