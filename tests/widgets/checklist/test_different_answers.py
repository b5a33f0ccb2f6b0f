"""Two people answered the same differently: both values are seen, and a key decides."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import answering, auditing, packing, workspace
from kta_desktop.services.answering import Edit
from ui.dialogs.conflicts_dialog import ConflictsDialog
from ui.undo import AuditEditor
from ui.widgets.dispute_line import DisputeLine

MINE = {"text": "3,25", "value": "3.25", "unit": "m3/t"}
THEIRS = {"text": "3,1", "value": "3.1", "unit": "m3/t"}


@pytest.fixture
def theirs():
    """What the colleague enters."""
    return [Edit("wat_03", THEIRS), Edit("wat_08#note", "их примечание")]


@pytest.fixture
def mine():
    return [Edit("wat_03", MINE), Edit("wat_08#note", "моё примечание")]


@pytest.fixture
def disputed(started, tmp_path, theirs, mine):
    """The audit after a colleague's stick brought other values of the same places."""
    ws, record = started
    path = tmp_path / "a.kta"
    packing.build(ws, record.id, path)
    other, _code = workspace.create(
        tmp_path / "other.ktadb", "p", Auditor(id=new_id(), name="Ким Роман")
    )
    packing.open_bundle(other, path)
    member = {"name": "Ким Роман", "role": "auditor", "place": 2}
    answering.store(other, record.id, [*theirs, Edit(f"@team/{other.profile.id}", member)])
    packing.build(other, record.id, path)
    other.close()
    answering.store(ws, record.id, mine)
    packing.open_bundle(ws, path)
    return ws, auditing.load(ws, record.id)


@pytest.fixture
def dialog(editor, qtbot):
    made = ConflictsDialog(editor)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def editor(disputed, qtbot):
    from ui.tasks import TaskRunner
    from ui.undo import AuditEditor

    ws, record = disputed
    runner = TaskRunner()
    yield AuditEditor(ws, record, runner)
    runner.close()


def _shown(dialog):
    from ui.widgets.label import Label

    return " | ".join(label.text() for label in dialog._sides.findChildren(Label))


def test_that_both_values_are_shown_with_author_and_place(dialog):
    shown = _shown(dialog)
    assert "3,1" in shown
    assert "3,25" in shown
    assert "Ким Роман" in shown
    assert "Жумабаева А." in shown
    assert [line.cells[0] for line in dialog._list.lines.lines] == [
        "8.2 Удельный сброс",
        "8.7 Главные наблюдения",
    ]


def test_that_a_digit_keeps_a_value_and_the_next_place_follows(dialog, editor, qtbot):
    keys = {side: place for place, side in enumerate(("3,25", "3,1"), start=1)}
    first = dialog._disputes()[0].sides[0].value["text"]
    QTest.keyClick(dialog._list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(editor.conflicts) == 1)
    assert first in keys
    assert editor.state.answer("wat_03").text == first
    assert "примечание" in _shown(dialog)
    QTest.keyClick(dialog._list, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: editor.conflicts == ())
    qtbot.waitUntil(lambda: _shown(dialog) == "")


def test_that_a_decision_is_an_act_that_undo_takes_back(dialog, editor, qtbot):
    before = editor.state.answer("wat_03").text
    QTest.keyClick(dialog._list, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: len(editor.conflicts) == 1)
    assert editor.state.answer("wat_03").text != before
    editor.undo()
    qtbot.waitUntil(lambda: editor.state.answer("wat_03").text == before)


def test_that_typing_another_value_leads_to_the_question_and_decides(dialog, editor, qtbot):
    with qtbot.waitSignal(dialog.jump) as jumped:
        QTest.keyClick(dialog._list, Qt.Key.Key_F2)
    assert jumped.args == [Target(Where.QUESTION, "wat_03")]
    editor.submit([Edit("wat_03", {"text": "3,2", "value": "3.2", "unit": "m3/t"})])
    qtbot.waitUntil(lambda: len(editor.conflicts) == 1)
    stored = auditing.load(editor.workspace, editor.record.id)
    assert [one.path for one in stored.conflicts] == ["wat_08#note"]


def test_that_a_card_says_who_answered_what_and_asks(editor, qtbot):
    from PySide6.QtWidgets import QWidget

    from ui.widgets.dispute_line import DisputeLine

    parent = QWidget()
    qtbot.addWidget(parent)
    line = DisputeLine(editor, "wat_03", parent)
    assert "Ким Роман" in line.texts()[0]
    assert "3,25" in line.texts()[0]
    with qtbot.waitSignal(editor.decision_wanted) as wanted:
        line.tab_widgets()[0].click()
    assert wanted.args == ["wat_03"]
    assert DisputeLine(editor, "wat_05", parent).isHidden()
    editor.decide("wat_03", MINE)
    qtbot.waitUntil(lambda: len(editor.conflicts) == 1)
    line.refresh()
    assert line.isHidden()


def test_that_answers_to_what_no_page_asks_can_be_decided_between(editor, qtbot, monkeypatch):
    first, second = editor.conflicts
    odd = (replace(first, path="wat_03/r1/zzz"), replace(second, path="zzz_99"))
    monkeypatch.setattr(AuditEditor, "conflicts", odd)
    monkeypatch.setattr(AuditEditor, "record", replace(editor.record, conflicts=odd))
    dialog = ConflictsDialog(editor)
    qtbot.addWidget(dialog)
    assert [line.cells[0] for line in dialog._list.lines.lines] == ["wat_03/r1/zzz", "zzz_99"]
    QTest.keyClick(dialog, Qt.Key.Key_F2)
    assert _shown(dialog)
    assert DisputeLine(editor, "wat_03", dialog).texts() == []


def test_that_hundreds_of_disputes_slow_no_card(editor, qtbot, monkeypatch):
    many = tuple(replace(editor.conflicts[0], path=f"air_{n}") for n in range(500))
    monkeypatch.setattr(AuditEditor, "conflicts", many)
    parent = QWidget()
    qtbot.addWidget(parent)
    line = DisputeLine(editor, "wat_03", parent)
    began = time.thread_time()
    for _key in range(50):
        line.refresh()
    assert time.thread_time() - began < 1


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (
            [
                Edit("@became/m", {"state": "done", "measure": "Насос"}),
                Edit("@measure/m.opex", "3"),
            ],
            [
                Edit("@became/m", {"state": "dropped", "reason": "дорого", "measure": "Насос"}),
                Edit("@measure/m.opex", "4"),
            ],
        )
    ],
)
def test_that_what_two_say_of_a_measure_is_decided_by_a_key(dialog, editor, qtbot):
    assert [line.cells[0] for line in dialog._list.lines.lines] == [
        "Что стало с мерой прошлого плана · Насос",
        "Мера: Дополнительные затраты в год",
    ]
    shown = _shown(dialog)
    assert "«Насос»: выполнено" in shown
    assert "«Насос»: отменено: дорого" in shown
    first = dialog._disputes()[0].sides[0].value
    QTest.keyClick(dialog._list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(editor.conflicts) == 1)
    assert editor.state.entries["@became/m"] == first
    QTest.keyClick(dialog._list, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: editor.conflicts == ())
    assert {editor.state.entries["@measure/m.opex"]} < {"3", "4"}
