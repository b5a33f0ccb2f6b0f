"""Whether somebody is there is seen from the keys, the mouse and the caret."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.app.idle import IdleWatch

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def field(qtbot):
    """Return a field with the focus in the window that is worked in."""
    line = QLineEdit()
    qtbot.addWidget(line)
    line.resize(200, 40)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusObject() is line)
    return line


@pytest.fixture
def clock(field, qtbot):
    """Return the clock of a watch that has waited for a moment."""
    watch = IdleWatch(field)
    made = watch.findChild(QTimer)
    made.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one counts in whole seconds
    watch.set_minutes(1)
    qtbot.wait(30)
    return made


def _key(field):
    QTest.keyClick(field.windowHandle(), "a")


def _mouse(field):
    QTest.mouseMove(field.windowHandle(), QPoint(30, 10))


def _input_method(field):
    event = QInputMethodEvent()
    event.setCommitString("қала")
    QApplication.sendEvent(field, event)


@pytest.mark.parametrize("sign", [_key, _mouse, _input_method])
def test_that_a_sign_of_somebody_begins_the_wait_anew(field, clock, sign):
    waited = clock.remainingTime()
    sign(field)
    QApplication.processEvents()
    assert clock.remainingTime() > waited


def test_that_a_window_that_is_worked_in_later_is_watched_too(field, clock, qtbot):
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is other.windowHandle())
    clock.start(50_000)
    qtbot.wait(10)
    waited = clock.remainingTime()
    _key(other)
    QApplication.processEvents()
    assert clock.remainingTime() > waited


def test_that_what_is_drawn_is_no_sign_of_somebody(field, clock):
    waited = clock.remainingTime()
    field.resize(260, 40)
    field.update()
    field.setWindowTitle("KTA")
    QApplication.processEvents()
    assert clock.remainingTime() <= waited


def test_that_a_watch_that_is_switched_off_stays_so(field, clock):
    clock.parent().set_minutes(0)
    _key(field)
    QApplication.processEvents()
    assert not clock.isActive()
