"""Audits are taken back from a place; where none is named yet, one key leads to naming it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.dialogs.take_back import TakeBackDialog


def test_that_the_key_that_is_named_leads_to_a_place(qtbot, workspace, runner):
    dialog = TakeBackDialog(workspace, runner)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: "Ins" in dialog._empty.text())
    with qtbot.waitSignal(dialog.place_asked):
        qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Insert)
    assert not dialog.isVisible()
