"""Claims about the packs of the three Almaty books: complete, without faults, in Kazakh too."""

import csv
import re
from collections import Counter

import pytest

from kta_desktop.forms.state import FormState
from kta_desktop.packs.check import check
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.load import load
from kta_desktop.packs.reference import bases, units
from kta_desktop.paths import RESOURCES

BOOKS = ("food", "glass-ceramics", "textile")
COUNTS = {
    "food": {"levels": 85, "techniques": 184, "sources": 16, "questions": 100, "facts": 36},
    "glass-ceramics": {
        "levels": 280,
        "techniques": 520,
        "sources": 15,
        "questions": 89,
        "facts": 40,
    },
    "textile": {"levels": 70, "techniques": 216, "sources": 25, "questions": 90, "facts": 23},
}
ENDS = ("end_group", "end_repeat")
CONFIDENCES = {"verified", "memory", "unsure"}


@pytest.fixture(scope="module", params=BOOKS)
def book(request):
    return compile_pack(load(RESOURCES / "packs" / request.param)).definition


def own(book):
    """The sector's own questions, facts left out."""
    start = f"{book.pack}."
    rows = [q for q in book.questions if q.is_asked and q.concept.startswith(start)]
    return [question for question in rows if ".fact." not in question.concept]


def own_sections(book):
    return [section for section in book.sections if section.pack in ("", book.pack)]


def test_that_it_has_no_faults_not_even_warnings(book):
    assert [fault.line() for fault in check(load(RESOURCES / "packs" / book.pack))] == []


def test_that_everything_of_the_sector_data_is_there(book):
    facts = [q for q in book.questions if q.concept.startswith(f"{book.pack}.fact.")]
    path = RESOURCES / "packs" / book.pack / "sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        sources = [row["id"] for row in csv.DictReader(file)]
    assert {source.id for source in book.sources}.issuperset(sources)
    assert COUNTS[book.pack] == {
        "levels": len(book.levels),
        "techniques": len(book.techniques),
        "sources": len([source for source in book.sources if not source.id.startswith("CORE-")]),
        "questions": len(own(book)),
        "facts": len(facts),
    }


def test_that_a_figure_has_its_source_its_place_and_its_confidence(book):
    sources = {source.id for source in book.sources}
    for level in book.levels:
        assert level.source in sources, level.id
        assert level.locus, level.id
        assert level.confidence in CONFIDENCES, level.id
    for question in own(book):
        assert question.locus, question.name
        assert question.source is None or question.source in sources, question.name


def test_that_places_are_told_in_words_and_not_in_ids_of_rows(book):
    ids = [row.id for row in (*book.levels, *book.techniques) if "-" in row.id]
    named = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, ids)) + r")(?![\w.-])")
    for question in own(book):
        assert named.search(question.locus) is None, (question.name, question.locus)
        assert "anchors" not in question.locus, question.name


def test_that_kazakh_texts_are_there_and_marked_as_drafts(book):
    assert book.kk_state == "draft"
    for question in book.questions:
        assert question.label.kk, question.name
        assert all(choice.label.kk for choice in question.choices), question.name
        assert all(column.label.kk for column in question.columns), question.name
    assert all(text.kk for text in book.averaging.values())
    for name in ("survey", "levels", "techniques", "monitoring", "ranges"):
        column = "bind::kta:kk_state" if name == "survey" else "kk_state"
        path = RESOURCES / "packs" / book.pack / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            states = {row[column] for row in csv.DictReader(file) if row.get("type") not in ENDS}
        assert states == {"draft"}, name


def test_that_short_titles_fit_the_tree_and_are_told_apart(book):
    for section in own_sections(book):
        questions = [q for q in book.in_section(section.name) if q.is_asked]
        for lang in ("ru", "kk", "en"):
            assert 0 < len(getattr(section.short, lang)) <= 26, section.name
            titles = [getattr(question.short, lang) for question in questions]
            assert all(0 < len(title) <= 26 for title in titles), (section.name, lang, titles)
            twice = [title for title, n in Counter(titles).items() if n > 1]
            assert not twice, (section.name, lang, twice)


def test_that_no_two_options_of_a_question_read_alike(book):
    for question in book.questions:
        for lang in ("ru", "kk", "en"):
            labels = [getattr(choice.label, lang) for choice in question.choices]
            assert len(set(labels)) == len(labels), (question.name, lang, labels)


def test_that_numbers_follow_the_paper(book):
    sections = own_sections(book)
    first = int(sections[0].number)
    assert [int(section.number) for section in sections] == [*range(first, first + len(sections))]
    for section in sections:
        numbers = [question.number for question in book.in_section(section.name)]
        assert numbers == [f"{section.number}.{n}" for n in range(1, len(numbers) + 1)]


def test_that_every_unit_and_basis_is_in_the_reference_tables(book):
    used = {question.unit for question in book.questions}
    used |= {column.unit for question in book.questions for column in question.columns}
    used |= {level.unit for level in book.levels} | {row["unit"] for row in book.more["ranges"]}
    assert used - {None} <= set(units())
    assert {basis for level in book.levels for basis in level.basis} <= set(bases())


def test_that_conditions_that_hold_together_are_one_basis(book):
    assert all(len(level.basis) <= 1 for level in book.levels)
    for level in book.levels:
        if level.unit == "mg/Nm3":
            assert level.basis, level.id


def test_that_every_condition_can_be_evaluated_for_any_single_answer(book):
    for question in book.questions:
        for choice in question.choices[:2]:
            several = question.type == "select_multiple"
            value = [choice.name] if several else choice.name
            state = FormState(book, {question.name: {"value": value}})
            for level in book.levels:
                if level.when is not None:
                    state.holds(level.when)
                state.holds(level.requires or "true()")
            for row in book.more["monitoring"]:
                if "when" in row:
                    state.holds(row["when"])
