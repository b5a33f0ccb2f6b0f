"""Alt+Left leads back to where a jump began."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop import i18n
from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import auditing
from kta_desktop.services.answering import Edit
from ui.app import pages


@pytest.fixture
def frame(qtbot, window, workspace):
    i18n.set_language("ru")
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="Сүт"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    window.frame.open_audit(auditing.start(workspace, new).id)
    qtbot.waitUntil(lambda: window.frame.editor is not None)
    return window.frame


def question(frame):
    return frame.page.questions.current.address


def go(frame, name):
    frame.go_to(Target(Where.QUESTION, name))


def back(frame):
    QTest.keyClick(frame.window(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


def test_that_the_way_back_goes_through_every_jump(frame):
    go(frame, "wat_03")
    frame.rail.chosen.emit(pages.OVERVIEW)
    go(frame, "rec_01")
    back(frame)
    assert frame.page_name == pages.OVERVIEW
    back(frame)
    assert (frame.page_name, question(frame)) == (pages.CHECKLIST, "wat_03")


def test_that_a_question_that_is_gone_is_passed_over(frame):
    go(frame, "wat_03")
    frame.editor.submit([Edit("core_rep_source/r2", {"order": 2.0})])
    go(frame, "core_rep_source/r2/core_src_no")
    go(frame, "rec_01")
    frame.editor.submit([Edit("core_rep_source/r2", None)])
    back(frame)
    assert question(frame) == "wat_03"


def test_that_the_end_of_the_way_is_said_and_changes_nothing(frame, qtbot):
    here = question(frame)
    with qtbot.waitSignal(frame.said) as said:
        back(frame)
    assert said.args == ["Возвращаться некуда."]
    assert question(frame) == here
