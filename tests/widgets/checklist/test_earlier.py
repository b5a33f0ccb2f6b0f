"""An earlier audit of the same plant: its answers are offered, copied, confirmed, taken back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop import i18n
from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.services import answering, auditing
from kta_desktop.services.answering import Edit
from ui.tasks import TaskRunner
from ui.undo import AuditEditor
from ui.views.checklist_view import ChecklistView

BIN = "250340000107"


@pytest.fixture
def definition(definition):
    """Questions that keep their meaning from version to version: answers go by it."""
    questions = tuple(replace(q, concept=f"small.{q.name}") for q in definition.questions)
    return replace(definition, questions=questions)


def begin(ws, number, year):
    new = NewAudit(
        number=number,
        plant=Plant(name="ТОО «Ақбұлақ Сүт»", bin=BIN),
        pack="small",
        team=(ws.profile,),
        starts_on=f"{year}-11-20",
        ends_on=f"{year}-11-24",
        reference_year=year - 1,
    )
    return auditing.start(ws, new)


@pytest.fixture
def page(qtbot, started):
    """The checklist of a fresh audit of a plant that was audited three years ago."""
    i18n.set_language("ru")
    ws, _record = started
    earlier = begin(ws, "KTA-2023-011", 2023)
    number = {"text": "3,2", "value": "3.2", "unit": "m3/t"}
    answering.store(ws, earlier.id, [Edit("wat_05", {"value": "yes"}), Edit("wat_03", number)])
    runner = TaskRunner()
    editor = AuditEditor(ws, begin(ws, "KTA-2026-015", 2026), runner)
    view = ChecklistView(editor, ws, runner)
    qtbot.addWidget(view)
    view.resize(1282, 698)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    yield view
    view.commit()
    runner.close()


def test_that_answers_of_the_earlier_audit_are_offered_and_taken_over(page, qtbot):
    offer = page.earlier
    qtbot.waitUntil(lambda: "KTA-2023-011" in offer.text())
    with qtbot.waitSignal(page.said) as said:
        QTest.keyClick(page.window(), Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert said.args == ["Взято ответов из KTA-2023-011: 2. Они ждут подтверждения."]
    state = page.editor.state
    qtbot.waitUntil(lambda: state.status("wat_03") == "copied")
    assert state.progress().answered == 0
    assert offer.isHidden()


def test_that_one_undo_takes_everything_back_and_it_is_offered_no_more(page, qtbot):
    qtbot.waitUntil(page.earlier.has_offer)
    page.earlier.take_over()
    state = page.editor.state
    qtbot.waitUntil(lambda: state.status("wat_03") == "copied")
    with qtbot.waitSignal(page.editor.undone):
        page.undo()
    assert state.answer("wat_03").is_empty
    assert state.answer("wat_05").is_empty


def test_that_nothing_is_offered_once_something_is_answered(page, qtbot):
    """A note is no answer."""
    qtbot.waitUntil(page.earlier.has_offer)
    page.editor.submit([Edit("wat_05#note", "спросить главного инженера")])
    assert page.earlier.has_offer()
    page.editor.submit([Edit("wat_05", {"value": "no"})])
    assert page.earlier.isHidden()


def test_that_one_answer_is_taken_while_the_others_stay_open(page, qtbot):
    qtbot.waitUntil(lambda: page.answers.of("wat_03") is not None, timeout=10_000)
    page.show_question("wat_03")
    page.context.previous.take.click()
    state = page.editor.state
    assert (state.status("wat_03"), state.answer("wat_03").text) == ("copied", "3,2")
    assert state.answer("wat_05").is_empty
    assert page.context.previous.answer.text() == "3,2\u00a0м³/т"
