"""A form that follows edits is the form that is built from their result, whatever the edits."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.forms.state import FormState


def _form(making):
    q, column, choices = making.question, making.column, making.choices
    regions = {"x": {"region": "north"}, "y": {"region": "south"}, "z": {}}
    return making.definition(
        q("gate", "select_one", choices=choices("yes", "no")),
        q("limit", "decimal", "two"),
        q("low", "decimal", constraint=". <= ${high}"),
        q("high", "decimal", constraint=". >= ${low}"),
        q("span", "calculate", calculation="${high} - ${low}"),
        q("share_a", "decimal", constraint="${shares} <= 100"),
        q("share_b", "decimal", constraint="${shares} <= 100"),
        q("shares", "calculate", calculation="sum(${share_a}, ${share_b})"),
        q("region", "select_one", "two", choices=choices("north", "south")),
        q(
            "place",
            "select_one",
            "two",
            choices=choices("x", "y", "z", **regions),
            choice_filter="region = ${region}",
        ),
        q("in_x", "text", "two", relevant="${place} = 'x'", required_when="${limit} > 1"),
        q("src", "repeat", "two"),
        q("height", "decimal", "two", parent="inner", constraint=". < ${limit}"),
        q("taller", "calculate", "two", parent="src", calculation="${height} > ${span}"),
        q("place_no", "calculate", "two", parent="src", calculation="position(..)"),
        q("note", "text", "two", parent="src", relevant="${taller} or ${place_no} > 1"),
        q("sub", "repeat", "two", parent="src", relevant="${height} > 1"),
        q("deep", "decimal", "two", parent="sub", more={"warn": ". < ${height}"}),
        q(
            "tab",
            "table",
            "two",
            parent="sub",
            columns=(
                column("m", "decimal", constraint="sum(${tab}/m) < 100"),
                column("n", "decimal", relevant="${m} > 0"),
                column("t", "calculate", calculation="${m} * ${n} + ${deep}"),
            ),
        ),
        q("sub_sum", "calculate", "two", parent="src", calculation="sum(${tab}/t)"),
        q("all_sum", "calculate", "two", calculation="sum(${src}[height > 2]/sub_sum)"),
        q("tops", "calculate", "two", calculation="count(${src}[deep_max > 1])"),
        q("deep_max", "calculate", "two", parent="src", calculation="max(${deep})"),
        q("second", "calculate", "two", calculation="indexed-repeat(${height}, ${src}, 2)"),
        q("end", "text", "two", relevant="${all_sum} > 10 and ${tops} >= 1"),
        groups=(making.group("inner", "two", parent="src", relevant="${gate} = 'yes'"),),
        relevant="not(${region} = 'south') or ${limit} > 3",
    )


_NUMBERS = st.sampled_from(
    [None, {"text": "?"}, *({"value": str(n)} for n in (0, 1, 2, 3, 5, 60, 150)), {"blank": "no"}]
)
_ROWS = st.sampled_from([None, {"order": 1.0}, {"order": 2.0}, {"order": 0.5}])
_WORDS = st.sampled_from([None, {"value": "a"}, {"text": "b"}])


def _picked(*names):
    return st.sampled_from([None, *({"value": name} for name in names)])


_OUTER, _INNER, _LINE = (st.sampled_from(names) for names in ("ab", "pq", "st"))
_EDIT = st.one_of(
    st.tuples(st.just("gate"), _picked("yes", "no", "perhaps")),
    st.tuples(st.just("region"), _picked("north", "south")),
    st.tuples(st.just("place"), _picked("x", "y", "z", "w")),
    st.tuples(st.sampled_from(["limit", "low", "high", "share_a", "share_b"]), _NUMBERS),
    st.tuples(st.builds("src/{}".format, _OUTER), _ROWS),
    st.tuples(st.builds("src/{}/height".format, _OUTER), _NUMBERS),
    st.tuples(st.builds("src/{}/note".format, _OUTER), _WORDS),
    st.tuples(st.builds("src/{}/sub/{}".format, _OUTER, _INNER), _ROWS),
    st.tuples(st.builds("src/{}/sub/{}/deep".format, _OUTER, _INNER), _NUMBERS),
    st.tuples(
        st.builds("src/{}/sub/{}/deep#confirm".format, _OUTER, _INNER),
        st.sampled_from([None, "so it is"]),
    ),
    st.tuples(st.builds("src/{}/sub/{}/tab/{}".format, _OUTER, _INNER, _LINE), _ROWS),
    st.tuples(
        st.builds("src/{}/sub/{}/tab/{}/{}".format, _OUTER, _INNER, _LINE, st.sampled_from("mn")),
        _NUMBERS,
    ),
)


@pytest.fixture(scope="session")
def form(making):
    """Return a form in which everything hangs together."""
    return _form(making)


def _look(state, address):
    return (
        state.is_relevant(address),
        state.is_flagged(address),
        state.status(address),
        state.value(address),
        type(state.value(address)),
        state.problems(address),
        state.choices(address),
        state.is_required(address),
    )


def _looks(state):
    found = {place.address: _look(state, place.address) for place in state.places()}
    for question in state.definition.questions:
        if question.parent is None:
            found[question.name] = _look(state, question.name)
    return found


_SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_SLOW
@given(st.lists(_EDIT, max_size=30))
def test_that_following_edits_comes_to_the_same_as_beginning_anew(form, edits):
    state = FormState(form, {})
    for path, after in edits:
        state.apply(path, after)
        state.places(), state.progress()  # what is kept of them must not outlive the next edit
    fresh = FormState(form, state.entries)
    assert _looks(state) == _looks(fresh)
    assert state.places() == fresh.places()
    assert state.progress() == fresh.progress()
    assert state.owed() == fresh.owed()


@_SLOW
@given(st.lists(_EDIT, max_size=20), _EDIT)
def test_that_an_edit_names_everything_that_looks_different_after_it(form, before, edit):
    state = FormState(form, {})
    for path, after in before:
        state.apply(path, after)
    earlier = _looks(state)
    changed = state.apply(*edit)
    later = _looks(state)
    differing = {address for address in later if later[address] != earlier.get(address)}
    assert differing <= changed


@_SLOW
@given(st.lists(_EDIT, max_size=20))
def test_that_what_is_undecided_is_never_hidden(form, edits):
    state = FormState(form, dict(edits))
    for place in state.places():
        assert state.is_relevant(place.address)
    for question in form.questions:
        if question.parent is None and state.is_flagged(question.name):
            assert state.is_relevant(question.name)
            assert question.type.value == "calculate" or state.undecided_by(question.name)
