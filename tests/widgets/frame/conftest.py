"""The whole window, as ``main.py`` makes it."""

import pytest

from kta_desktop.settings import Settings
from ui.app import run as root
from ui.app import warm
from ui.models.preferences import Preferences


@pytest.fixture
def settings():
    """Settings a test starts with; override it to start with others."""
    return Settings()


@pytest.fixture
def preferences(settings):
    """The settings while the program runs."""
    return Preferences(settings)


@pytest.fixture
def start(qtbot, preferences, runner, monkeypatch):
    """Return a function that shows the main window for given arguments."""
    monkeypatch.setattr(warm, "warm", lambda _report, _cancelled: None)

    def started(*arguments):
        window = root.start(root.parse(arguments), preferences, runner)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.activateWindow()
        return window

    return started


@pytest.fixture
def window(start, workspace, qtbot):
    """The main window with an open, empty workspace."""
    made = start()
    made.open_workspace(workspace)
    qtbot.waitUntil(lambda: made.frame.workspace is workspace)
    return made
