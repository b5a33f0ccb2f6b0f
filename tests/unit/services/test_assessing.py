"""What is computed again after an edit is what computing everything anew gives."""

import json
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.forms import entry
from kta_desktop.paths import RESOURCES
from kta_desktop.services import assessing, assessing_json, demo_answers, filling, packs
from kta_desktop.services.assessing import Assessing

DAY = date(2026, 11, 22)
SOURCE = "core_rep_source/"


@cache
def filled():
    """The answers of the demonstration, taken over by a form."""
    definition, sha256 = packs.compiled("food")
    data = json.loads((RESOURCES / "demo" / "food.json").read_text("utf-8"))
    state = filling.form(definition, {})
    for name, given_ in data["answers"].items():
        rows = demo_answers.rows_of(state.entries)
        for edit in demo_answers.edits(definition, name, given_, rows):
            state.apply(edit.path, edit.after)
    entries = {path: value for path, value in state.entries.items() if value is not None}
    entries |= {"@plan/price_year": 2026, "@plan/currency": "KZT", "@plan/rate": "12"}
    return AuditRecord(id="a", definition=definition, definition_sha256=sha256, entries=entries)


@cache
def editable():
    """Paths of numbers that may be edited, with the question or column each is of."""
    record = filled()
    state = filling.form(record.definition, record.entries)
    found = {}
    for path, value in sorted(record.entries.items()):
        if path[0] == "@" or not isinstance(value, dict) or "#" in path:
            continue
        place = fieldpath.parse_path(path)
        if place.is_row or "text" not in value:
            continue
        question = state.question(path)
        found[path] = question.column(place.question) or question
    return found


@cache
def removable():
    """Paths of the instances and rows that may be taken away."""
    found = (path for path in sorted(filled().entries) if path[0] != "@" and "#" not in path)
    return [path for path in found if fieldpath.parse_path(path).is_row]


def edits():
    """Numbers typed, cleared and spoilt in answers and cells; records changed; rows taken away."""
    number = st.tuples(
        st.sampled_from(sorted(editable())),
        st.sampled_from(["0", "12,5", "-3", "1e", "", "98000", "0,001"]),
    )
    records = st.tuples(
        st.sampled_from(["@plan/rate", "@plan/lifetime", "@plan/price_year"]),
        st.sampled_from([None, "8", "0", "2025"]),
    )
    of_source = st.tuples(
        st.sampled_from([path for path in sorted(editable()) if path.startswith(SOURCE)]),
        st.sampled_from(["0", "12,5", "", "1e"]),
    )
    rows = st.tuples(st.sampled_from(removable()), st.none())
    return st.lists(number | of_source | records | rows, min_size=1, max_size=4)


def after_of(path, text):
    if path[0] == "@" or text is None:
        return text
    return entry.stored(entry.typed(editable()[path].type, text))


@settings(max_examples=8)
@given(edits())
def test_that_following_edits_gives_what_computing_anew_gives(typed):
    record = filled()
    state = filling.form(record.definition, record.entries)
    follower = Assessing(state, DAY)
    follower.refresh()
    for path, text in typed:
        state.apply(path, after_of(path, text))
        found = follower.refresh()
    entries = {path: value for path, value in state.entries.items() if value is not None}
    anew = replace(record, entries=entries)
    assert found == assessing.assess(
        assessing.known_of(anew, filling.form(anew.definition, entries), DAY)
    )


def test_that_what_an_edit_does_not_touch_is_not_computed_again():
    record = filled()
    state = filling.form(record.definition, record.entries)
    follower = Assessing(state, DAY)
    first = follower.refresh()
    state.apply("@plan/rate", "9")
    second = follower.refresh()
    assert second.plan is not first.plan
    assert second.bats is first.bats
    assert second.load is first.load
    cell = next(path for path in editable() if path.startswith(SOURCE) and path.endswith("/g_s"))
    state.apply(cell, after_of(cell, "98"))
    before, after = of_sources(second), of_sources(follower.refresh())
    mine = {key for key in before if key.startswith(f"figure.{'/'.join(cell.split('/')[:2])}/")}
    assert after[f"figure.{cell}"] != before[f"figure.{cell}"]
    assert before.keys() - mine
    assert all(after[key] is before[key] for key in before.keys() - mine)


def of_sources(found):
    """Return the indicators of the sources by their keys."""
    start = f"figure.{SOURCE}"
    return {each.key: each for each in found.indicators if each.key.startswith(start)}


@pytest.mark.parametrize("stored", [{}, {"samples": 5}, {"id": 1, "samples": [None]}, "text", 5])
def test_that_a_session_that_cannot_be_read_keeps_nothing_else_from_being_assessed(stored):
    record = filled()
    entries = {**record.entries, "@session/s-1": stored}
    state = filling.form(record.definition, entries)
    found = assessing.assess(assessing.known_of(record, state, DAY))
    assert found.known.sessions == ()
    assert found.indicators


def test_that_the_document_holds_every_part_and_no_binary_number():
    record = filled()
    state = filling.form(record.definition, record.entries)
    data = assessing_json.as_json(assessing.assess(assessing.known_of(record, state, DAY)))
    assert list(data) == [
        "indicators",
        "bats",
        "balances",
        "load",
        "plan",
        "candidates",
        "repeat",
        "statements",
        "ranges",
    ]
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert not list(_floats(data))


def _floats(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _floats(each)
    elif isinstance(value, float):
        yield value


@pytest.fixture(autouse=True, scope="module")
def _forgotten():
    yield
    filled.cache_clear()
    editable.cache_clear()
