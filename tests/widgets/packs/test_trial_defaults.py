"""What a tried form gives by itself: demanded rows, defaults in them, and what undo takes back."""

import pytest

from kta_desktop.domain.definition import (
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.services.answering import Edit
from ui.tasks import TaskRunner
from ui.widgets.trial_editor import TrialEditor


def _asked(name, kind, **more):
    return Question(
        name=name, number="1", section="one", type=kind, label=Text(ru=name, kk=name), **more
    )


DEFINITION = Definition(
    pack="tried",
    version="1",
    title=Text(ru="Проба", kk="Сынақ"),
    sections=(Section(name="one", number="1", label=Text(ru="Раздел", kk="Бөлім")),),
    questions=(
        _asked("stacks", QuestionType.INTEGER),
        _asked("source", QuestionType.REPEAT, repeat_count="${stacks}"),
        _asked("height", QuestionType.DECIMAL, parent="source", default="10"),
        _asked(
            "rows",
            QuestionType.TABLE,
            parent="source",
            columns=(
                Column(
                    name="g",
                    type=QuestionType.DECIMAL,
                    label=Text(ru="Выброс"),
                    default="${height} * 2",
                ),
            ),
            more={"min": 1},
        ),
    ),
)


@pytest.fixture
def editor(workspace, runner: TaskRunner):
    return TrialEditor(workspace, DEFINITION, "ab" * 32, runner)


def _values(editor):
    return {path: value for path, value in editor.state.entries.items() if value is not None}


def test_that_demanded_rows_come_with_all_that_stands_in_them(editor):
    editor.submit([Edit("stacks", {"text": "1", "value": "1"})])
    assert editor.state.answer("source/n1/height").value == "10"
    assert editor.state.answer("source/n1/rows/n1/g").value == "20"
    assert editor.state.owed() == {}


def test_that_undo_takes_back_what_came_by_itself_and_redo_brings_it_again(editor):
    before = _values(editor)
    editor.submit([Edit("stacks", {"text": "1", "value": "1"})])
    after = _values(editor)
    editor.undo()
    assert _values(editor) == before
    editor.redo()
    assert _values(editor) == after
