"""Paths, answers, identifiers, definitions and verdicts keep what they are given."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer, Evidence
from kta_desktop.domain.canonical import canonical_json, json_hash
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.ids import id_time_ms, new_id, short_code
from kta_desktop.domain.measurement import Channel, Instrument, Sample, Session
from kta_desktop.domain.verdict import Verdict, judge

WRITTEN = ["wat_03", "wat_03#note", "wat_03#confirm", "wat_03#evidence:01a2", "wat_04/01a2-b",
           "wat_04/01a2-b/m3", "a/0/b/1/c/2", "a/0/b/1/c#note", "@plant/name", "@session/01a2-b",
           "@revision/3"]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_that_a_path_is_read_and_written_alike(text):
    assert fieldpath.parse_path(text).written() == text


@pytest.mark.parametrize(
    "text",
    ["", "Wat", "a/b/C", "a/", "a/0/1b", "a/0" + "/a/0" * 9, "a#b", "@x", "a b", "../a", "a\n"],
)
def test_that_what_is_no_path_is_refused(text):
    with pytest.raises(ValueError):
        fieldpath.parse_path(text)


def test_that_only_questions_and_cells_hold_answers():
    holds = [text for text in WRITTEN if fieldpath.parse_path(text).is_answer]
    assert holds == ["wat_03", "wat_04/01a2-b/m3"]


@given(st.builds(
    Answer, text=st.none() | st.text(), value=st.none() | st.text() | st.tuples(st.text()),
    unit=st.none() | st.text(), blank=st.none() | st.text(),
))  # fmt: skip
def test_that_an_answer_survives_json(answer):
    assert Answer.from_json(answer.to_json()) == answer


def test_that_blank_unreadable_and_zero_are_three_things():
    assert EMPTY.is_empty
    assert Answer(text="0", value="0").is_answered
    assert Answer(text="12.5.0").is_unreadable
    assert not Answer(blank="no_access").is_empty


def test_that_evidence_survives_json():
    item = Evidence(id="1", sha256="ab", name="IMG.jpg", media_type="image/jpeg", size=3)
    assert Evidence.from_json(item.to_json()) == item
    assert item.is_image


def test_that_identifiers_ascend_and_carry_their_time():
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))
    assert all(identifier[14] == "7" and identifier[19] in "89ab" for identifier in made)
    assert id_time_ms(made[0]) <= id_time_ms(made[-1])


def test_that_a_short_code_has_no_letters_that_look_alike():
    code = short_code(json_hash("x"))
    assert len(code) == 6
    assert not set(code) & set("01OIL")


def test_that_equal_values_have_equal_bytes():
    assert canonical_json({"ә": 1, "a": [None, True]}) == '{"a":[null,true],"ә":1}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


VOLUME = Column(name="m3", type=QuestionType.DECIMAL, label=Text(ru="Объём"), unit="m3/day")


def definition():
    table = Question(
        name="wat_04", number="1.2", section="wat", type=QuestionType.TABLE,
        label=Text(ru="Потоки", kk="Ағындар"),
        columns=(VOLUME,),
    )  # fmt: skip
    choice = Question(
        name="wat_05", number="1.3", section="wat", type=QuestionType.SELECT_ONE,
        label=Text(ru="?"), choices=(Choice(name="yes", label=Text(ru="Да")),),
        techniques=("T-1",), required=True, more={"extension": True},
    )  # fmt: skip
    return Definition(
        pack="food", version="1", title=Text(ru="Пищевая"),
        sections=(Section(name="wat", number="1", label=Text(ru="Вода")),),
        questions=(table, choice), averaging={"daily": Text(ru="сутки")},
        levels=(Level(id="L", kind="AEL", medium="air", parameter=Text(ru="Пыль"), upper="10"),),
    )  # fmt: skip


def test_that_a_definition_survives_json():
    made = definition()
    assert Definition.from_json(made.to_json()) == made
    assert made.question("wat_04").column("m3") is not None
    assert made.question("wat_05").choice("no") is None


def _document(**parts):
    asked = {"name": "a", "number": "1", "section": "s", "type": "select_one", "label": {}}
    return {
        "format": "kta-definition/2",
        "pack": "p",
        "version": "1",
        "title": {"ru": "П"},
        "questions": [asked | parts],
    }


def test_that_a_list_that_many_questions_use_is_written_once():
    yes_no = (Choice(name="yes", label=Text(ru="Да")), Choice(name="no", label=Text(ru="Нет")))
    kinds = (Choice(name="milk", label=Text(ru="Молоко"), more={"book": "food"}),)
    again = tuple(replace(choice) for choice in yes_no)  # equal, not the same
    column = replace(VOLUME, type=QuestionType.SELECT_ONE, choices=again)
    first, second = definition().questions
    made = replace(
        definition(),
        questions=(
            replace(first, columns=(column,)),
            replace(second, choices=kinds),
            replace(second, name="wat_06", choices=yes_no),
        ),
    )
    document = made.to_json()
    assert document["lists"] == [
        [{"name": "yes", "label": {"ru": "Да"}}, {"name": "no", "label": {"ru": "Нет"}}],
        [{"name": "milk", "label": {"ru": "Молоко"}, "more": {"book": "food"}}],
    ]
    loaded = Definition.parse(canonical_json(document))
    assert loaded == made
    assert loaded.questions[0].columns[0].choices is loaded.questions[2].choices


def test_that_a_document_of_the_first_format_is_written_as_it_was():
    listed = [{"name": "yes", "label": {"ru": "Да"}}]
    first = _document(choices=listed) | {"format": "kta-definition/1"}
    loaded = Definition.parse(canonical_json(first))
    assert loaded.question("a").choices == (Choice(name="yes", label=Text(ru="Да")),)
    assert loaded.to_json() == first
    second = replace(loaded, format="kta-definition/2")
    assert second.to_json() == _document(choices=0) | {"lists": [listed]}


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"format": "kta-definition/9"},
        {"format": "kta-definition/1"},
        _document(choices=0),
        _document(choices="yes"),
        _document(label="A"),
        _document(columns=[{"name": "c", "type": "text", "label": {}, "choices": 3}]),
        _document() | {"lists": [[{"name": "yes"}]]},
        _document() | {"lists": 3},
    ],
)
def test_that_another_document_is_no_definition(bad):
    with pytest.raises(ValueError):
        Definition.from_json(bad)


def test_that_a_missing_language_falls_back_to_russian():
    assert Text(ru="Вода", kk="").get("kk") == "Вода"


def test_that_a_session_survives_json():
    gas = GasConditions(temperature_c=82.0, pressure_kpa=91.8, moisture_pct=11.2)
    sample = Sample(number=1, start="a", end="b", conditions=gas, mean_raw=6.1, mean=9.9,
                    uncertainty=1.2, capture_pct=100.0)  # fmt: skip
    session = Session(
        id="1", source="0014", point="труба", parameter={"ru": "Пыль"}, channel="dust",
        level="L", basis="eu-dry", started_at="t", samples=(sample,),
        instruments=(Instrument(name="Пылемер", serial="48213", verified_until="2027-03-14"),),
        channels=(Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3"),),
    )  # fmt: skip
    assert Session.from_json(session.to_json()) == session
    assert not session.instruments[0].is_expired("2027-03-14")
    assert session.instruments[0].is_expired("2027-03-15")


def level(**parts):
    return Level(id="L", kind="AEL", medium="air", parameter=Text(ru="Пыль"), **parts)


@pytest.mark.parametrize(
    ("value", "uncertainty", "verdict"),
    [
        ("9.2", "0.5", Verdict.MEETS),
        ("9.2", "1.2", Verdict.NOT_DISTINGUISHABLE),
        ("12", "1.2", Verdict.EXCEEDS),
        ("10", "0", Verdict.MEETS),
        ("10", "0.1", Verdict.NOT_DISTINGUISHABLE),
        ("0", "0", Verdict.MEETS),
    ],
)
def test_that_an_upper_level_is_judged_with_the_whole_interval(value, uncertainty, verdict):
    assert judge(level(lower="2", upper="10"), Decimal(value), Decimal(uncertainty)) is verdict


def test_that_reaching_a_strict_bound_exceeds():
    assert judge(level(upper="10", upper_is_less_than=True), Decimal(10)) is Verdict.EXCEEDS


def test_that_a_removal_must_not_fall_below_its_lower_bound():
    removal = level(lower="95", direction="higher")
    assert judge(removal, Decimal(96)) is Verdict.MEETS
    assert judge(removal, Decimal(90)) is Verdict.EXCEEDS


def test_that_a_level_without_a_bound_on_its_side_judges_nothing():
    assert judge(level(lower="2"), Decimal(5)) is Verdict.NOT_COMPARED
