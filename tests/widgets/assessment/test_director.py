"""The director's page on the screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from kta_desktop.reports.director.content import Facts, page
from tests.unit.reports import assessed_material as material
from tests.unit.reports.conftest import Paper
from ui.dialogs.director import DirectorDialog
from ui.widgets.label import Label
from ui.widgets.reflow import Reflow


def told(found=None):
    facts = Facts(
        record=Paper().audit(),
        day="2026-11-22",
        found=found or material.assessed(),
        money="million-KZT",
    )
    return page(facts, "ru")


@pytest.fixture
def dialog(qtbot):
    made = DirectorDialog(told())
    qtbot.addWidget(made)
    made.show()
    return made


def words(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_that_the_screen_says_what_the_sheet_says(dialog):
    said, page_ = words(dialog), dialog.page
    for each in (*page_.reached, *page_.unknown, *(tile.words for tile in page_.counts)):
        assert each in said
    for each in page_.hinders:
        assert each.what in said
        assert each.measure in said


def test_that_the_keys_print_and_leave(dialog, qtbot):
    with qtbot.waitSignal(dialog.print_wanted, timeout=1000):
        qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_the_page_has_the_focus_and_scrolls_with_the_keys(dialog, qtbot):
    area = dialog.findChild(QScrollArea)
    dialog.resize(700, 400)
    assert area.hasFocus()
    before = area.verticalScrollBar().value()
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > before


def test_that_a_plan_without_measures_says_so(qtbot):
    plan = replace(material.plan(), steps=(), scenarios=())
    dialog = DirectorDialog(told(material.assessed(plan=plan)))
    qtbot.addWidget(dialog)
    assert "Меры ещё не введены" in words(dialog)


def test_that_parts_go_below_each_other_where_there_is_no_room(qtbot):
    row = Reflow([Label(str(number)) for number in range(4)], 190)
    qtbot.addWidget(row)
    row.show()
    found = []
    for wide in (900, 600, 300):
        row.resize(wide, 200)
        found.append(row.columns)
    assert found == [4, 2, 1]
