"""Claims about the answers of the demonstration: nested as they stand, nothing invented twice."""

import json
from collections import Counter

import pytest

from kta_desktop.domain.definition import Choice, Column, Definition, Question, QuestionType, Text
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.paths import RESOURCES
from kta_desktop.services import demo_answers, filling, packs

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


@pytest.fixture(scope="module")
def dairy():
    """Return the form of the invented dairy as the demonstration fills it in."""
    definition, _sha256 = packs.compiled("food")
    data = json.loads((RESOURCES / "demo" / "food.json").read_text("utf-8"))
    entries = {}
    for name, given in data["answers"].items():
        for edit in demo_answers.edits(definition, name, given, {}):
            entries[edit.path] = edit.after
    entries |= {f"{name}#confirm": text for name, text in data["confirmations"].items()}
    return filling.form(definition, entries)


def test_that_the_figures_of_the_invented_dairy_add_up(dairy):
    found = {
        name: float(dairy.value(f"core_{name}"))
        for name in ("energy_total", "water_intake", "ww_total", "air_total", "waste_total", "ghg")
    }
    dust = 0.047 * 3400 * 0.0036  # no record, so calculated
    assert found == pytest.approx(
        {
            "energy_total": 5940 * 3.6 + 1486 * 33.5 + 58 * 21.5 + 6.2 * 43,
            "water_intake": 118400 + 21300,
            "ww_total": 114400 + 3800,
            "air_total": 7.9 + 2.1 + dust + 0.12,
            "waste_total": 410 + 118 + 64 + 0.9,
            "ghg": (1486 * 33.5 * 56.1 + 6.2 * 43 * 74.1) / 1000,
        }
    )


def test_that_the_invented_dairy_is_almost_done_with_a_few_honest_gaps(dairy):
    sections = [section.name for section in dairy.definition.sections if section.pack == "core"]
    places = [place for name in sections for place in dairy.visible(name)]
    statuses = Counter(dairy.status(place.address) for place in places)
    assert len(places) > 250
    assert statuses[QuestionStatus.ERROR] == 0
    assert statuses[QuestionStatus.WARNING] == 1  # waste kept for seven months: to confirm
    assert dairy.confirmation("core_water_use")  # the gap of water: confirmed
    assert statuses[QuestionStatus.BLANK] >= 10
    files = {"core_flow_sheet", "core_site_plan", "core_site_photo"}  # attached later
    lacking = {place.address for place in dairy.lacking()} - files
    assert lacking <= {"core_data_missing", "wwt_11"}


def test_that_every_repeat_of_the_invented_dairy_has_several_instances(dairy):
    repeats = [q.name for q in dairy.definition.questions if q.type is QuestionType.REPEAT]
    assert len(repeats) == 6
    assert all(2 <= len(dairy.rows(name)) <= 4 for name in repeats)
