"""Which answers and cells of an audit are judged, and against what."""

from dataclasses import replace

import pytest

from kta_desktop.domain.definition import Column, QuestionType, Text
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Quantity, Sample, Session
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.forms.state import FormState
from kta_desktop.services import judging


def levels_of_effluent(new_level):
    nitrogen = Text(ru="Азот общий", kk="Жалпы азот", en="Total nitrogen (TN)")
    return [
        new_level("COD"),
        new_level("TN", parameter=nitrogen, substance="TN", upper="20"),
    ]


def row(measured, name, avg, maximum, uncertainty="0"):
    return {
        "wwt__r1": {"order": 1.0},
        "wwt__r1__param": measured(name),
        "wwt__r1__avg": measured(avg, "mg/l", uncertainty),
        "wwt__r1__max": measured(maximum, "mg/l", uncertainty),
        "wwt__r1__n": measured("52"),
    }


def judged(record):
    return {path: (item.verdict, item.reason) for path, item in judging.judgements(record)}


def test_that_a_number_is_held_against_the_level_of_its_question(
    make, new_level, question, record, measured
):
    asked = question("wat", unit="mg/l", levels=("COD",))
    audit = record(make([new_level("COD")], [asked]), wat=measured("131", "mg/l", "9"))
    assert judged(audit) == {"wat": (Verdict.EXCEEDS, None)}
    state = FormState(audit.definition, audit.entries)
    assert judging.judge_answer(audit, state, "wat").verdict is Verdict.EXCEEDS


def test_that_a_question_without_a_figure_or_a_level_is_not_judged(
    make, new_level, question, record, measured
):
    asked = [
        question("plain", unit="mg/l"),
        question("empty", unit="mg/l", levels=("COD",)),
        question("winter", unit="degC", levels=("COD",)),
        question("bare", levels=("COD",)),
        question("words", type=QuestionType.TEXT, levels=("COD",)),
    ]
    audit = record(
        make([new_level("COD")], asked),
        plain=measured("131"),
        winter=measured("8", "degC"),
        bare=measured("131"),
        words=measured("131"),
    )
    assert judged(audit) == {}
    state = FormState(audit.definition, audit.entries)
    assert judging.judge_answer(audit, state, "winter") is None


def test_that_a_question_that_does_not_apply_is_not_judged(
    make, new_level, question, record, measured
):
    asked = question("wat", unit="mg/l", levels=("COD",), relevant="${kind} = 1")
    audit = record(
        make([new_level("COD")], [asked]), wat=measured("131", "mg/l"), kind=measured("2")
    )
    assert judged(audit) == {}


def test_that_rows_go_by_the_parameter_they_name(make, new_level, effluent, record, measured):
    definition = make(levels_of_effluent(new_level), [effluent])
    for name in ("ХПК", "химическое потребление кислорода", "COD, mg/l", "ОХТ"):
        found = judged(record(definition, **row(measured, name, "90", "168")))
        assert found["wwt/r1/max"] == (Verdict.EXCEEDS, None), name
    for name in ("Общий азот", "TN", "жалпы азот"):
        found = judged(record(definition, **row(measured, name, "9", "17")))
        assert found["wwt/r1/max"] == (Verdict.MEETS, None), name


def test_that_a_row_that_names_nothing_or_two_things_is_not_judged(
    make, new_level, effluent, record, measured
):
    definition = make(levels_of_effluent(new_level), [effluent])
    for name in ("Хлориды", "Азот", "ХПК и азот общий", ""):
        assert judged(record(definition, **row(measured, name, "90", "168"))) == {}, name


def test_that_a_level_for_a_day_is_held_against_the_worst_day(
    make, new_level, effluent, record, measured
):
    daily = make(levels_of_effluent(new_level), [effluent])
    found = judged(record(daily, **row(measured, "ХПК", "131", "168")))
    assert found == {
        "wwt/r1/avg": (Verdict.NOT_COMPARED, NotCompared.AVERAGING_DIFFERS),
        "wwt/r1/max": (Verdict.EXCEEDS, None),
    }
    yearly = make([new_level("COD", averaging=("yearly",))], [effluent])
    found = judged(record(yearly, **row(measured, "ХПК", "131", "168")))
    assert found == {
        "wwt/r1/avg": (Verdict.EXCEEDS, None),
        "wwt/r1/max": (Verdict.NOT_COMPARED, NotCompared.AVERAGING_DIFFERS),
    }


def test_that_a_table_is_summed_up_by_what_matters_most(
    make, new_level, effluent, record, measured
):
    definition = make(levels_of_effluent(new_level), [effluent])
    audit = record(definition, **row(measured, "ХПК", "90", "168"))
    state = FormState(definition, audit.entries)
    assert judging.judge_answer(audit, state, "wwt").verdict is Verdict.EXCEEDS
    assert [path for path, _item in judging.judge_cells(audit, state, "wwt")] == [
        "wwt/r1/avg",
        "wwt/r1/max",
    ]


def test_that_columns_may_name_the_parameter(make, new_level, question, record, measured):
    levels = [
        new_level("DUST", parameter=Text(en="Dust"), substance="dust", upper="10"),
        new_level("SOX", parameter=Text(en="SOx"), substance="SOx", upper="100"),
    ]
    asked = question(
        "drum",
        type=QuestionType.TABLE,
        levels=("DUST", "SOX"),
        columns=(
            Column(name="dust", type=QuestionType.DECIMAL, label=Text(ru="Пыль"), unit="mg/l"),
            Column(name="sox", type=QuestionType.DECIMAL, label=Text(ru="Сера"), unit="mg/l"),
        ),
    )
    audit = record(
        make(levels, [asked]),
        drum__r1={"order": 1.0},
        drum__r1__dust=measured("50", "mg/l"),
        drum__r1__sox=measured("50", "mg/l"),
    )
    assert judged(audit) == {
        "drum/r1/dust": (Verdict.EXCEEDS, None),
        "drum/r1/sox": (Verdict.MEETS, None),
    }


def test_that_an_answer_without_reference_conditions_is_not_held_against_an_air_level(
    make, new_level, question, record, measured
):
    level = new_level("AIR", unit="mg/Nm3", basis=("eu-dry",))
    asked = question("air", unit="mg/Nm3", levels=("AIR",))
    audit = record(make([level], [asked]), air=measured("8.1", "mg/Nm3"))
    assert judged(audit) == {"air": (Verdict.NOT_COMPARED, NotCompared.BASIS_DIFFERS)}


def test_that_of_several_levels_the_one_that_holds_is_taken(
    make, new_level, question, record, measured
):
    levels = [
        new_level("MILK", when="${kind} = 1", upper="3"),
        new_level("CHEESE", when="${kind} = 2", upper="2"),
    ]
    asked = question("wat", unit="mg/l", levels=("MILK", "CHEESE"))
    definition = make(levels, [asked])
    value = measured("2.5", "mg/l")
    assert judged(record(definition, wat=value, kind=measured("1"))) == {
        "wat": (Verdict.MEETS, None)
    }
    assert judged(record(definition, wat=value, kind=measured("2"))) == {
        "wat": (Verdict.EXCEEDS, None)
    }
    assert judged(record(definition, wat=value, kind=measured("3"))) == {
        "wat": (Verdict.NOT_COMPARED, NotCompared.NO_LEVEL)
    }
    ((_path, open_),) = judging.judgements(record(definition, wat=value))
    assert (open_.reason, open_.missing) == (NotCompared.UNDECIDED, ("kind",))


def test_that_two_levels_at_once_are_for_a_person(make, new_level, question, record, measured):
    levels = [new_level("A"), new_level("B", upper="50")]
    asked = question("wat", unit="mg/l", levels=("A", "B"))
    audit = record(make(levels, [asked]), wat=measured("70", "mg/l"))
    assert judged(audit) == {"wat": (Verdict.NOT_COMPARED, NotCompared.UNDECIDED)}


def test_that_two_levels_at_once_judge_where_they_agree(
    make, new_level, question, record, measured
):
    words = new_level("SPECIAL", upper="500", when=None)
    asked = question("wat", unit="mg/l", levels=("A", "B", "SPECIAL"))
    definition = make([new_level("A"), new_level("B", upper="50"), words], [asked])

    def verdict(value):
        return judged(record(definition, wat=measured(value, "mg/l")))["wat"]

    assert verdict("40") == (Verdict.MEETS, None)
    assert verdict("120") == (Verdict.NOT_COMPARED, NotCompared.UNDECIDED)  # special it may be
    assert verdict("600") == (Verdict.EXCEEDS, None)


def test_that_levels_told_differently_are_for_a_person(make, new_level, question, record, measured):
    levels = [new_level("A"), new_level("B", averaging=("yearly",))]
    asked = question("wat", unit="mg/l", levels=("A", "B"))
    audit = record(make(levels, [asked]), wat=measured("40", "mg/l"))
    assert judged(audit) == {"wat": (Verdict.NOT_COMPARED, NotCompared.UNDECIDED)}


def test_that_the_unit_as_typed_is_converted(make, new_level, question, record, measured):
    asked = question("wat", unit="mg/l", units=("g/l",), levels=("COD",))
    audit = record(make([new_level("COD")], [asked]), wat=measured("0.131", "g/l"))
    ((_path, found),) = judging.judgements(audit)
    assert (found.verdict, found.value) == (Verdict.EXCEEDS, 131)


def test_that_an_answer_that_is_no_number_is_not_judged(
    make, new_level, question, record, measured
):
    asked = question("wat", unit="mg/l", levels=("COD",))
    definition = make([new_level("COD")], [asked])
    from kta_desktop.domain.answers import Answer

    assert judged(record(definition, wat=Answer(text="12.5.0"))) == {}
    assert judged(record(definition, wat=Answer(blank="no_access"))) == {}
    odd = measured("131", "mg/l", "about ten")
    assert judged(record(definition, wat=odd)) == {}


def test_that_a_figure_in_a_repeat_is_judged_in_each_of_its_instances(
    make, new_level, question, record, measured
):
    asked = [
        question("source", type=QuestionType.REPEAT),
        question("wat", unit="mg/l", levels=("COD",), parent="source"),
    ]
    entries = {"source__a": {"order": 1.0}, "source__b": {"order": 2.0}}
    cells = {"source__a__wat": measured("131", "mg/l"), "source__b__wat": measured("20", "mg/l")}
    audit = record(make([new_level("COD")], asked), **entries, **cells)
    assert judged(audit) == {
        "source/a/wat": (Verdict.EXCEEDS, None),
        "source/b/wat": (Verdict.MEETS, None),
    }
    state = FormState(audit.definition, audit.entries)
    assert judging.judge_answer(audit, state, "source/b/wat").verdict is Verdict.MEETS


def half_hours(mean):
    gas = GasConditions(temperature_c=80, pressure_kpa=92, moisture_pct=10)
    one = Sample(
        number=1,
        start="2026-11-21T04:00:00Z",
        end="2026-11-21T04:30:00Z",
        conditions=gas,
        mean_raw=mean,
        mean=mean,
        uncertainty=1.0,
        capture_pct=100.0,
    )
    return tuple(replace(one, number=number) for number in (1, 2, 3))


def test_that_every_quantity_of_a_session_is_judged_under_its_own_path(make, new_level, record):
    air = {"unit": "mg/Nm3", "medium": "air", "averaging": ("spot3x30min",), "basis": ("eu-dry",)}
    levels = [new_level("NOX", upper="500", **air), new_level("SO2", upper="200", **air)]
    session = Session(
        id="s1",
        source="0001",
        point="p",
        parameter={"en": "NOx"},
        channel="nox",
        level="NOX",
        basis="eu-dry",
        started_at="2026-11-21T04:00:00Z",
        ended_at="2026-11-21T06:00:00Z",
        samples=half_hours(480.0),
        others=(
            Quantity(
                channel="so2",
                parameter={"en": "SO2"},
                level="SO2",
                basis="eu-dry",
                samples=half_hours(240.0),
            ),
            Quantity(channel="co", parameter={"en": "CO"}, basis="eu-dry"),
        ),
    )
    audit = record(make(levels, []), **{"@session/s1": session.to_json()})
    assert judged(audit) == {
        "@session/s1": (Verdict.MEETS, None),
        "@session/s1/so2": (Verdict.EXCEEDS, None),
    }


@pytest.mark.parametrize(("value", "spread"), [("NaN", "0"), ("131", "sNaN"), ("131", "около 9")])
def test_that_what_is_no_number_is_not_judged(
    make, new_level, question, record, measured, value, spread
):
    asked = question("wat", unit="mg/l", levels=("COD",))
    audit = record(make([new_level("COD")], [asked]), wat=measured(value, "mg/l", spread))
    assert judged(audit) == {}
