"""A comment is about something that the version has: question, cell, file, session, plant, all."""

import pytest

from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType, Section, Text
from kta_desktop.services import filling, review_places

FLOWS = Question(
    name="flows",
    number="2",
    section="wat",
    type=QuestionType.TABLE,
    label=Text(ru="Потоки"),
    columns=(Column(name="m3", type=QuestionType.DECIMAL, label=Text(ru="Объём")),),
)
TANK = Question(
    name="tank", number="3", section="wat", type=QuestionType.REPEAT, label=Text(ru="Бак")
)
LEVEL = Question(
    name="level",
    number="3.1",
    section="wat",
    type=QuestionType.DECIMAL,
    label=Text(ru="Уровень"),
    parent="tank",
)
WATER = Question(
    name="wat_03", number="1", section="wat", type=QuestionType.DECIMAL, label=Text(ru="Сброс")
)
DEFINITION = Definition(
    pack="food",
    version="1",
    title=Text(ru="Молоко"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
    questions=(WATER, FLOWS, TANK, LEVEL),
)
ENTRIES = {
    "flows/r1": {"order": 1.0},
    "flows/r1/m3": Answer(text="5", value="5").to_json(),
    "tank/t1": {"order": 1.0},
    "wat_03#evidence:e1": Evidence(
        id="e1", sha256="a" * 64, name="a.jpg", media_type="image/jpeg", size=1
    ).to_json(),
    "@session/s1": {"source": "1"},
    "@plant/name": "Сүт",
}


@pytest.fixture(scope="module")
def state():
    return filling.form(DEFINITION, ENTRIES)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "wat_03",
        "wat_03#note",
        "wat_03#evidence:e1",
        "flows",
        "flows/r1",
        "flows/r1/m3",
        "tank/t1/level",
        "@session/s1",
        "@plant/name",
        "@plant/bin",
    ],
)
def test_that_a_comment_stands_where_the_version_has_a_place(state, path):
    assert review_places.exists(state, path)


@pytest.mark.parametrize(
    "path",
    [
        "wat_99",
        "wat_03#evidence:e2",
        "flows/r2",
        "flows/r2/m3",
        "flows/r1/depth",
        "tank/t2/level",
        "level",
        "wat_03/r1/m3",
        "@session/s2",
        "@plant/colour",
        "@revision/1",
        "Вода",
        "../wat_03",
    ],
)
def test_that_a_comment_about_nothing_is_refused(state, path):
    assert not review_places.exists(state, path)
