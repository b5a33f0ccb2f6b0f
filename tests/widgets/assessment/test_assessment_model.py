"""The assessment of an open audit follows its edits without holding the windows up."""

from datetime import date

import pytest

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.levels import Level
from kta_desktop.domain.verdict import Verdict
from kta_desktop.forms import entry
from kta_desktop.services import auditing, packs
from kta_desktop.services.answering import Edit
from ui.assessment import AssessmentModel, assessment_of
from ui.undo import AuditEditor

DEFINITION = Definition(
    pack="small",
    version="1.0",
    title=Text(ru="Молоко"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
    questions=(
        Question(
            name="wat_02", number="8.2", section="wat", type=QuestionType.DECIMAL,
            label=Text(ru="Удельный сброс"), unit="m3/t", levels=("SWWD",),
        ),
        Question(
            name="wat_03", number="8.3", section="wat", type=QuestionType.TEXT,
            label=Text(ru="Примечание"),
        ),
    ),
    levels=(
        Level(
            id="SWWD", kind="AEPL", medium="water_direct", parameter=Text(ru="Удельный сброс"),
            lower="0.3", upper="3.0", unit="m3/t", when="true()", confidence="verified",
        ),
    ),
)  # fmt: skip


@pytest.fixture
def editor(workspace, runner, monkeypatch):
    sha256 = json_hash(DEFINITION.to_json())
    monkeypatch.setattr(packs, "compiled", lambda _pack: (DEFINITION, sha256))
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="ТОО «Замер»", bin="010140000003"),
        pack="small",
        team=(workspace.profile,),
        starts_on="2026-11-22",
        ends_on="2026-11-25",
        reference_year=2025,
    )
    record = auditing.load(workspace, auditing.start(workspace, new).id)
    return AuditEditor(workspace, record, runner)


@pytest.fixture
def model(editor):
    return AssessmentModel(editor, day=lambda: date(2026, 11, 22))


def enter(editor, text):
    question = DEFINITION.question("wat_02")
    answer = entry.typed(question.type, text)
    stored = {**entry.stored(answer), "unit": "m3/t", "origin": "metered"}
    editor.submit([Edit("wat_02", stored)])


def verdicts(found):
    return [each.judgement.verdict for each in found.indicators]


def test_that_nothing_is_computed_before_somebody_asks(qtbot, editor, model):
    enter(editor, "3,5")
    qtbot.wait(100)
    assert model.found is None


def test_that_it_follows_an_edit_once_it_is_wanted(qtbot, editor, model):
    with qtbot.waitSignal(model.changed):
        model.want()
    assert verdicts(model.found) == []
    with qtbot.waitSignal(model.changed):
        enter(editor, "3,5")
    assert verdicts(model.found) == [Verdict.EXCEEDS]


def test_that_an_edit_that_changes_nothing_of_it_is_not_told(qtbot, editor, model):
    with qtbot.waitSignal(model.changed):
        model.want()
    with qtbot.assertNotEmitted(model.changed, wait=150):
        editor.submit([Edit("wat_03", entry.stored(entry.typed(QuestionType.TEXT, "слово")))])
    assert model.is_current


def test_that_who_cannot_wait_gets_the_assessment_of_now(editor, model):
    enter(editor, "2,5")
    assert verdicts(model.finish()) == [Verdict.MEETS]


def test_that_all_pages_share_one(editor):
    assert assessment_of(editor) is assessment_of(editor)
