"""Claims about compiling: what of the folder is in the definition, and its hash."""

import json

from kta_desktop.domain.canonical import canonical_json, json_hash
from kta_desktop.domain.definition import Definition, QuestionType
from kta_desktop.forms.state import FormState
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.load import load


def _definition(book):
    return compile_pack(load(book.path)).definition


def test_that_rows_become_questions_with_their_section_and_columns(book):
    definition = _definition(book)
    assert [q.name for q in definition.in_section("gen")] == ["kind", "milk", "water"]
    water = definition.question("water")
    assert water.type is QuestionType.TABLE
    assert [(c.name, c.unit) for c in water.columns] == [("source", None), ("m3", "m3/year")]
    assert [choice.name for choice in definition.question("kind").choices] == ["dairy", "beer"]


def test_that_a_hidden_fact_is_not_asked_and_is_unknown_until_it_is_set(book):
    state = FormState(_definition(book), {})
    assert not state.definition.question("season").is_asked
    assert state.value("season") is None
    state.apply("season", {"value": "yes"})
    assert state.value("season") is True


def test_that_the_condition_of_the_medium_is_joined_to_that_of_the_level(book):
    when = _definition(book).level("L1").when
    assert when == "(selected(${kind}, 'dairy')) and (${total} > 5)"


def test_that_a_level_that_always_holds_holds_when_its_medium_counts(book):
    book.put("levels", 2, "when", "true()")
    assert _definition(book).level("L1").when == "selected(${kind}, 'dairy')"


def test_that_a_level_only_in_words_stays_in_words(book):
    book.put("levels", 2, "when", "")
    assert _definition(book).level("L1").when is None


def test_that_an_exception_takes_the_bounds_over_that_it_inherits(book):
    exception = _definition(book).level("L1-X")
    assert (exception.lower, exception.lower_is_less_than) == ("2", True)
    assert (exception.upper, exception.upper_is_less_than) == ("20", False)


def test_that_an_unchecked_level_yields_no_verdict_until_a_person_signs_it(book):
    assert not _definition(book).level("L1-X").may_yield_verdict
    book.put("levels", 3, "checked_by", "Ахметова А. С.")
    assert _definition(book).level("L1-X").may_yield_verdict


def test_that_a_required_column_stays_required(book):
    book.put("survey", 7, "required", "yes")
    assert _definition(book).question("water").column("m3").required
    assert not _definition(book).question("water").column("source").required


def test_that_the_document_reads_back_as_itself(book):
    found = compile_pack(load(book.path))
    document = json.loads(canonical_json(found.definition.to_json()))
    again = Definition.from_json(document)
    assert json_hash(again.to_json()) == found.sha256
    assert again.questions[0] == found.definition.questions[0]


def test_that_one_letter_more_is_another_version(book):
    before = compile_pack(load(book.path)).sha256
    assert compile_pack(load(book.path)).sha256 == before
    book.put("survey", 4, "hint::Қазақша (kk)", "!")
    assert compile_pack(load(book.path)).sha256 != before


def test_that_order_of_columns_does_not_matter(book):
    before = compile_pack(load(book.path)).sha256
    place = book.path / "sources.csv"
    place.write_text("title,confidence,id\nThe law,verified,LAW\n", encoding="utf-8")
    assert compile_pack(load(book.path)).sha256 == before


def test_that_a_workbooks_byte_order_mark_and_empty_rows_do_no_harm(book):
    before = compile_pack(load(book.path)).sha256
    place = book.path / "survey.csv"
    text = place.read_text(encoding="utf-8")
    commas = "," * text.partition("\n")[0].count(",")
    place.write_text(f"\ufeff{text}{commas}\n", encoding="utf-8")
    assert compile_pack(load(book.path)).sha256 == before
