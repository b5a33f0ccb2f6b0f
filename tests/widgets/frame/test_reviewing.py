"""The page of the centre is in the rail of workspaces that review, and only there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from kta_desktop.services import register
from ui.app import pages
from ui.dialogs.settings_dialog import SettingsDialog


def is_shown(window):
    return not window.frame.rail._buttons[pages.INTAKE].isHidden()


def test_that_the_settings_make_a_workspace_the_centres_and_show_its_page(qtbot, window, workspace):
    assert not is_shown(window)
    window.frame.show_page(pages.INTAKE)
    assert window.frame.page_name == pages.HOME

    window.show_settings()
    dialog = window.findChild(SettingsDialog)
    box = dialog.findChild(QCheckBox, "settings_centre")
    qtbot.waitUntil(dialog.isActiveWindow)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_shown(window))
    assert register.is_centre(workspace)
    dialog.accept()

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_8, both)
    assert window.frame.page_name == pages.INTAKE

    window.frame.reviewing._runner.run_db(
        lambda: register.set_centre(workspace, centre=False),
        window,
        lambda _none: window.frame.reviewing.ask(),
        window.frame.fail,
    )
    qtbot.waitUntil(lambda: not is_shown(window))
    assert window.frame.page_name == pages.HOME
