"""A bug in the running program: a report to save, and work goes on."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.e2e.day_keyboard import Keyboard
from ui.app.main_window import MainWindow
from ui.app.run import run

ANSWER = "ТОО «Ақбұлақ Сүт»"


@pytest.fixture
def bug(monkeypatch):
    """Let the list of keys (F1) fail with an exception that carries somebody's words."""

    def broken(_window):
        raise LookupError(ANSWER)

    monkeypatch.setattr(MainWindow, "show_keys", broken)


@pytest.fixture
def live(qtbot, tmp_path):
    """Return a function that runs the program and a person in it until the person is done."""
    keys = Keyboard(qtbot, tmp_path / "pictures")
    hooks = sys.excepthook

    def lived(script):
        failures = []

        def act():
            try:
                qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
                script(keys)
            except Exception as error:  # noqa: BLE001 - the program would take it for its own bug
                failures.append(error)
            QApplication.closeAllWindows()

        QTimer.singleShot(0, act)
        assert run(["--lang", "ru"]) == 0
        if failures:
            raise failures[0]

    yield lived
    sys.excepthook = hooks


def test_that_a_bug_leaves_a_report_and_the_program_goes_on(live, bug, tmp_path):
    file = tmp_path / "report.txt"

    def script(keys):
        keys.wait_focus("profile_name")
        keys.type("Жұмабаева ")
        keys.press("F1")
        keys.wait_focus("go_on")
        keys.wait_text("Последнее действие не выполнено")
        keys.look("report")
        keys.in_file_dialog(file)
        keys.press("Ctrl+S")
        keys.wait_text(f"{file}")
        keys.press("Escape")
        keys.wait_focus("profile_name")
        keys.type("Айгүл")
        assert typed() == "Жұмабаева Айгүл"

    live(script)
    report = file.read_text(encoding="utf-8")
    assert "builtins.LookupError" in report
    assert "in broken" in report
    assert ANSWER not in report


def typed():
    field = QApplication.focusWidget()
    return field.text() if isinstance(field, QLineEdit) else ""
