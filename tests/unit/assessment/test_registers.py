"""Tables read row by row, whatever a pack calls them and whatever was typed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kta_desktop.assessment.host import filled
from kta_desktop.assessment.registers import Named, chosen, lines, table, words
from kta_desktop.domain.answers import Answer
from tests.unit.assessment import way

MEASURES = Named(name="core_measures", concept="plan.measures")


def one(entries, named=MEASURES):
    (line,) = lines(way.state(entries), named)
    return line


def test_that_a_column_of_another_name_is_found_by_its_concept():
    known = way.definition()
    asked = known.question("core_measures")
    columns = tuple(
        replace(column, name="price") if column.name == "capex" else column
        for column in asked.columns
    )
    renamed = replace(
        known,
        questions=tuple(
            replace(q, columns=columns) if q is asked else q for q in known.questions[:-1]
        ),
    )
    (line,) = lines(filled(renamed, way.put({}, "core_measures", "a", price="7")), MEASURES)
    assert line.number_of("capex") == 7
    assert line.path("capex") == "core_measures/a/price"
    assert line.unit_of("capex") == "million-KZT"


def test_that_cells_have_the_type_of_their_column():
    line = one(
        way.put(
            {}, "core_measures", "a", measure=" Бак \n 12 м³ ", startup="2027-02-01", capex="3,5"
        )
    )
    assert line.text("measure") == "Бак 12 м³"
    assert line.day("startup") == date(2027, 2, 1)
    assert line.number_of("capex") == Decimal("3.5")
    assert (line.whole("capex"), line.day("capex"), line.choice("finance")) == (None, None, None)
    assert line.text("no such column") == ""
    assert line.value("no such column") is None


@pytest.mark.parametrize(
    ("given", "spread"),
    [
        ({"uncertainty": "0.5"}, Decimal("0.5")),
        ({"uncertainty": "-0.5"}, Decimal("0.5")),
        ({"uncertainty": "0.5", "unit": "thousand-KZT"}, None),
        ({"uncertainty": "many"}, None),
        ({"uncertainty": "Infinity"}, None),
        ({}, None),
    ],
)
def test_that_an_uncertainty_counts_in_the_unit_of_its_column(given, spread):
    entries = way.put({}, "core_measures", "a", measure="Бак")
    entries["core_measures/a/capex"] = Answer(text="3", value="3", **given).to_json()
    assert one(entries).spread_of("capex") == spread


def test_that_rows_keep_their_number_and_empty_ones_are_left_out():
    entries = {"core_measures/a": {"order": 1.0}, "core_measures/b": {"order": 2.0}}
    entries["core_measures/b/measure"] = Answer(text="Бак", value="Бак").to_json()
    entries["core_measures/b/owner"] = Answer(blank="refused").to_json()
    assert [(line.id, line.number) for line in lines(way.state(entries), MEASURES)] == [("b", 2)]


def test_that_a_table_that_is_not_asked_has_no_rows():
    known = way.definition()
    hidden = tuple(
        replace(q, relevant="false()") if q.name == "core_measures" else q for q in known.questions
    )
    entries = way.put({}, "core_measures", "a", measure="Бак")
    assert lines(filled(replace(known, questions=hidden), entries), MEASURES) == ()


def test_that_words_and_options_are_found_where_they_are_asked():
    entries = {
        "core_conclusion": {"text": " Два слова. ", "value": "Два слова."},
        "core_potential": {"value": "retrofit"},
    }
    form = way.state(entries)
    assert words(form, Named(name="own", concept="conclusion.text")) == "Два слова."
    assert chosen(form, Named(name="core_potential", concept="")) == "retrofit"
    assert chosen(way.state({}), Named(name="core_potential", concept="")) is None
    assert words(form, Named(name="none", concept="none")) == ""


def test_that_a_question_that_is_no_table_is_no_table():
    assert table(way.definition(), Named(name="core_conclusion", concept="conclusion.text")) is None
