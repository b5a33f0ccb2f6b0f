"""Claims about the answers of the demonstration: nested as they stand, nothing invented twice."""

import json

import pytest

from kta_desktop.domain.definition import Choice, Column, Definition, Question, QuestionType, Text
from kta_desktop.paths import RESOURCES
from kta_desktop.services import demo_answers

LABEL = Text(ru="Вопрос")
YES = (Choice(name="yes", label=LABEL), Choice(name="no", label=LABEL))


def asked(name, kind, **more):
    return Question(name=name, number="1", section="a", type=kind, label=LABEL, **more)


DEFINITION = Definition(
    pack="small",
    version="1",
    title=LABEL,
    questions=(
        asked("staff", QuestionType.INTEGER, unit="person"),
        asked("kinds", QuestionType.SELECT_MULTIPLE, choices=YES),
        asked("clean", QuestionType.SELECT_ONE, choices=YES),
        asked("photo", QuestionType.IMAGE),
        asked("source", QuestionType.REPEAT),
        asked("source_no", QuestionType.TEXT, parent="source"),
        asked(
            "pollutants",
            QuestionType.TABLE,
            parent="source",
            columns=(
                Column(name="what", type=QuestionType.SELECT_ONE, label=LABEL, choices=YES),
                Column(name="mass", type=QuestionType.DECIMAL, label=LABEL, unit="t/year"),
            ),
        ),
    ),
)


def edits(name, given, rows=()):
    known = demo_answers.rows_of(rows)
    return [(edit.path, edit.after) for edit in demo_answers.edits(DEFINITION, name, given, known)]


def test_that_numbers_keep_their_words_unit_origin_and_uncertainty():
    (found,) = edits("staff", {"text": "1 200", "origin": "declared", "uncertainty": "5"})
    assert found == (
        "staff",
        {
            "text": "1 200",
            "value": "1200",
            "unit": "person",
            "origin": "declared",
            "uncertainty": "5",
        },
    )


def test_that_choices_and_reasons_for_a_blank_are_entered_as_such():
    assert edits("kinds", ["yes", "no"]) == [("kinds", {"value": ["yes", "no"]})]
    assert edits("clean", "yes") == [("clean", {"value": "yes"})]
    assert edits("clean", {"blank": "no_access"}) == [("clean", {"blank": "no_access"})]
    assert edits("photo", {"photos": True}) == []


def test_that_tables_inside_instances_are_addressed_through_both():
    found = edits(
        "source",
        {
            "instances": [
                {"source_no": {"text": "0001"}, "pollutants": {"rows": [{"what": "yes"}, {}]}},
                {"source_no": {"text": "0014"}},
            ]
        },
    )
    paths = [path.split("/") for path, _after in found]
    first, second = paths[0][1], paths[-1][1]
    assert first != second
    assert [after for path, after in found if path.count("/") == 1] == [
        {"order": 1.0},
        {"order": 2.0},
    ]
    assert ["source", first, "source_no"] in paths
    row = next(path for path in paths if path[-1] == "what")
    assert row[:3] == ["source", first, "pollutants"]
    assert [*row[:4]] in paths
    assert sum(path[2:3] == ["pollutants"] and len(path) == 4 for path in paths) == 2


def test_that_an_instance_that_is_there_already_is_filled_in_first():
    given = {"instances": [{"source_no": {"text": "0001"}}, {"source_no": {"text": "0014"}}]}
    paths = [path for path, _after in edits("source", given, ["@plant/name", "source/n1"])]
    assert paths[:2] == ["source/n1", "source/n1/source_no"]
    assert not paths[2].startswith("source/n1")


def test_that_an_empty_cell_is_no_answer():
    (row,) = edits("pollutants", {"rows": [{"mass": {"text": ""}, "what": ""}]})
    assert row[1] == {"order": 1.0}


def test_that_a_question_or_column_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        edits("nothing", "yes")
    with pytest.raises(KeyError):
        edits("pollutants", {"rows": [{"height": "1"}]})


def test_that_the_demonstration_says_that_it_is_invented():
    data = json.loads((RESOURCES / "demo" / "food.json").read_text("utf-8"))
    assert data["about"].startswith("Invented")
