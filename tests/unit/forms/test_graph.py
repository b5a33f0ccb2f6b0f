"""Claims about dependencies: order, circles, what an expression reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.forms.errors import CycleError
from kta_desktop.forms.graph import build, references
from kta_desktop.forms.parser import parse


def test_that_an_expression_tells_what_it_reads():
    text = "selected(${a}, 'x') and sum(${t}/m3) > ${b} or not(${a} = '')"
    assert references(parse(text)) == {"a", "t", "b"}


def test_that_a_circle_is_refused_with_its_chain():
    with pytest.raises(CycleError) as caught:
        build({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]})
    assert caught.value.names == ("a", "b", "c", "a")
    assert "a → b → c → a" in caught.value.sentence("ru")


def test_that_what_reads_itself_is_a_circle():
    with pytest.raises(CycleError) as caught:
        build({"a": ["a"]})
    assert caught.value.names == ("a", "a")


def test_that_a_chain_of_thousands_needs_no_recursion():
    needs = {f"q{n}": [f"q{n + 1}"] for n in range(5_000)} | {"q5000": []}
    assert build(needs).order[0] == "q5000"


_NUMBERS = st.integers(0, 12)


@given(st.dictionaries(_NUMBERS, st.lists(_NUMBERS, max_size=4), max_size=12))
def test_that_everything_comes_after_what_it_needs(pairs):
    needs = {f"q{a}": [f"q{b}" for b in others if b < a] for a, others in pairs.items()}
    graph = build(needs)
    assert sorted(graph.order) == sorted(needs)
    for name, wanted in needs.items():
        for other in wanted:
            if other in needs:
                assert graph.place[other] < graph.place[name]
                assert name in graph.dependents[other]
