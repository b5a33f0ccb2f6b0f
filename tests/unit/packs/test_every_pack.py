"""Claims about every pack that is shipped: without mistakes, and every condition can be decided.

Answers are plausible ones: options of the question, figures at the borders that conditions name.
"""

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.assessment.levels import standing
from kta_desktop.domain.questions import QuestionType
from kta_desktop.forms.graph import references
from kta_desktop.forms.parser import parse
from kta_desktop.forms.state import FormState, QuestionStatus
from kta_desktop.packs import store
from kta_desktop.packs.check import check
from kta_desktop.packs.library import Library, shipped_root
from kta_desktop.packs.load import load
from kta_desktop.paths import RESOURCES

IDS = sorted(path.parent.name for path in (RESOURCES / "packs").glob("*/pack.toml"))
SECTORS = [name for name in IDS if name != "core"]  # whose conditions need no row of a repeat
BOOKS = sorted(set(IDS) - {"core", "food", "glass-ceramics", "textile"})  # in Russian and English
LIBRARY = Library(shipped_root())  # one for all packs: what they include is read once
BOUNDED = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FIGURE = re.compile(r"[<>]=? *(\d+(?:\.\d+)?)")
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def _definition(pack):
    return store.compiled(RESOURCES / "packs" / pack, LIBRARY).definition


@cache
def _own(pack):
    """Return the sections and the outer questions of a pack, without those that it includes."""
    definition = _definition(pack)
    sections = [section for section in definition.sections if not section.pack]
    names = {section.name for section in sections}
    asked = [q for q in definition.questions if q.section in names and q.parent is None]
    return sections, asked


@cache
def _conditions(pack):
    """Return the conditions of levels, exceptions and monitoring rows."""
    definition = _definition(pack)
    rows = (definition.more or {}).get("monitoring", ())
    told = [condition for level in definition.levels for condition in (level.when, level.requires)]
    told += [row.get("when") for row in rows]
    return tuple(dict.fromkeys(condition for condition in told if condition))


@cache
def _borders(pack):
    """Return figures and days on and beside the borders that conditions of a pack name."""
    definition = _definition(pack)
    texts = (*_conditions(pack), *(q.relevant or "" for q in definition.questions))
    figures = {float(found) for text in texts for found in FIGURE.findall(text)} | {1.0}
    near = {figure + step for figure in figures for step in (-0.5, 0, 0.5)}
    days = {found for text in texts for found in DAYS.findall(text)} | {"2001-01-01", "2024-06-30"}
    return sorted(f"{figure:g}" for figure in near if figure >= 0), sorted(days)


def _value(pack, asked):
    """Return what a question or column may be answered with; None where it is not answered here."""
    figures, days = _borders(pack)
    names = [choice.name for choice in asked.choices]
    match asked.type:
        case QuestionType.SELECT_ONE:
            return st.sampled_from(names) if names else None
        case QuestionType.SELECT_MULTIPLE:
            return st.lists(st.sampled_from(names), min_size=1, unique=True) if names else None
        case QuestionType.DECIMAL | QuestionType.INTEGER:
            return st.sampled_from(figures)
        case QuestionType.DATE:
            return st.sampled_from(days)
        case QuestionType.TEXT:
            return st.just("известь")
    return None


@cache
def _entries(pack):
    """Return a strategy of entries: some questions answered, some tables with a row."""
    places = {}
    for question in _own(pack)[1]:
        if question.type is QuestionType.TABLE:
            places |= {f"{question.name}/a/{c.name}": _value(pack, c) for c in question.columns}
        else:
            places[question.name] = _value(pack, question)
    told = {path: value for path, value in places.items() if value is not None}
    filled = {path: value.map(lambda each: {"value": each}) for path, value in told.items()}
    return st.fixed_dictionaries({}, optional=filled)


def _with_rows(cells):
    """Return entries with the rows that their cells stand in."""
    rows = {path.rpartition("/")[0]: {"order": 1.0} for path in cells if "/" in path}
    return rows | cells


def _consistent(pack, entries):
    """Return the entries without answers that the others rule out or make an error."""
    while True:
        state = FormState(_definition(pack), _with_rows(entries))
        kept = {path: e for path, e in entries.items() if _stands(state, path.partition("/")[0])}
        if len(kept) == len(entries):
            return kept
        entries = kept


def _stands(state, name):
    """Whether expressions see what was answered to a question."""
    return state.is_relevant(name) and state.status(name) is not QuestionStatus.ERROR


@pytest.mark.parametrize("pack", IDS)
def test_that_a_pack_has_no_faults_not_even_warnings(pack):
    assert [fault.line() for fault in check(load(RESOURCES / "packs" / pack), LIBRARY)] == []


@pytest.mark.parametrize("pack", SECTORS)
def test_that_an_empty_form_hides_nothing_that_could_be_asked(pack):
    state = FormState(_definition(pack), {})
    for question in _own(pack)[1]:
        if question.is_asked:
            assert state.is_relevant(question.name), question.name


@pytest.mark.parametrize("pack", SECTORS)
def test_that_nothing_is_decided_before_anything_is_answered(pack):
    definition = _definition(pack)
    state = FormState(definition, {})
    for condition in _conditions(pack):
        expected = None if references(parse(condition)) else condition == "true()"
        assert state.holds(condition) is expected, condition
    for holding in standing(definition, state):
        level = definition.level(holding.subject.id)
        always = level.kind != "analogue"  # such levels are shown and never judge
        assert holding.applies is (always if level.when == "true()" else None), level.id


@pytest.mark.parametrize("pack", SECTORS)
def test_that_what_some_answers_decide_more_answers_do_not_overturn(pack):
    @BOUNDED
    @given(entries=_entries(pack), data=st.data())
    def claim(entries, data):
        told = _consistent(pack, entries)
        some = {path: entry for path, entry in told.items() if data.draw(st.booleans())}
        fewer = FormState(_definition(pack), _with_rows(some))
        more = FormState(_definition(pack), _with_rows(told))
        for condition in _conditions(pack):
            early, late = fewer.holds(condition), more.holds(condition)
            assert early in (None, late), condition
        for question in _own(pack)[1]:
            if not question.is_repeat:
                shown = fewer.is_relevant(question.name) or not more.is_relevant(question.name)
                assert shown, question.name

    claim()


@pytest.mark.parametrize("pack", SECTORS)
def test_that_levels_come_to_something_on_any_answers(pack):
    @BOUNDED
    @given(entries=_entries(pack))
    def claim(entries):
        definition = _definition(pack)
        state = FormState(definition, _with_rows(entries))
        for holding in standing(definition, state):
            level = definition.level(holding.subject.id)
            if holding.applies:
                assert state.holds(level.when) is True
            for missing in holding.missing:
                assert definition.question(missing), holding.subject.id

    claim()


@pytest.mark.parametrize("pack", BOOKS)
def test_that_a_book_is_told_in_russian_and_english_in_full(pack):
    sections, found = _own(pack)
    asked = [question for question in found if question.is_asked]
    for row in (*asked, *sections):
        assert row.label.ru, row.name
        assert row.label.en, row.name
        assert 0 < len(row.short.ru) <= 26, row.name
        assert 0 < len(row.short.en) <= 26, row.name
    for section in sections:
        own = [question for question in asked if question.section == section.name]
        for titles in ([q.short.ru for q in own], [q.short.en for q in own]):
            assert len(set(titles)) == len(titles), (section.name, titles)
    assert dict(_definition(pack).more["pack"]["languages"]) == {"ru": "draft", "en": "draft"}


@pytest.mark.parametrize("pack", BOOKS)
def test_that_a_book_names_its_state_and_no_decree(pack):
    book = _definition(pack).more["pack"]["book"]
    if pack == "nfm-common":  # part of six books
        assert book == {"state": "none"}
    else:
        assert book["state"] == "approved"
        assert (book["decree"], book["date"]) == ("", "")


@pytest.mark.parametrize("pack", BOOKS)
def test_that_no_file_of_a_book_names_the_place_it_was_made_in(pack):
    for path in (RESOURCES / "packs" / pack).iterdir():
        text = path.read_text(encoding="utf-8")
        found = re.search(r"shared/|/(work|tmp|home)/|work machine|\w\.(json|txt|md|yaml)\b", text)
        assert found is None, (path.name, found)
