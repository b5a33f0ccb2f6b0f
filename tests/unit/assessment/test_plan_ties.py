"""What measures are tied to: bottlenecks by choice or by words, other measures they replace."""

import pytest

from kta_desktop.assessment.candidates_found import row_of
from tests.unit.assessment import plans, way

NAMED = {"bottleneck": "Утечки воздуха"}
CHOSEN = "exceeds.figure.TN"


def rows(cells, **note):
    """Return the rows of bottlenecks that a measure is against, beside two that were entered."""
    held = plans.entries({"m": {**cells, "note": note}})
    for row, what in (("x", "Утечки воздуха"), ("y", "Старый компрессор")):
        way.put(held, "core_bottlenecks", row, what=what)
    return plans.plan(plans.audit(held), ()).steps[0].rows


def test_that_words_tie_a_measure_only_where_nobody_chose():
    assert rows(NAMED) == ("x",)
    assert rows({}) == ()
    assert rows(NAMED, bottlenecks=["row.y", CHOSEN]) == ("y", row_of(CHOSEN))
    assert rows(NAMED, bottlenecks=[]) == ()  # the choice was taken back
    assert rows(NAMED, bottlenecks="row.y") == ("x",)  # of a foreign program: no choice


def alike(*replaced, **more):
    note = {"instead_of": list(replaced), "opex": "1", **more}
    return {"capex": "10", "saving": "5", "note": note}


@pytest.mark.parametrize(
    ("measures", "counted", "pairs"),
    [
        ({"a": alike("b"), "b": alike(), "c": alike()}, "ac", ["ab"]),
        ({"a": alike("b", "c"), "b": alike(), "c": alike()}, "a", ["ab", "ac"]),
        # what is replaced only by what does not count does count
        ({"a": alike("b"), "b": alike("c"), "c": alike()}, "ac", ["ab"]),
        ({"c": alike(), "b": alike("c"), "a": alike("b")}, "ca", ["ab"]),
        # each replaces the other: the first of the table
        ({"a": alike("b"), "b": alike("a")}, "a", ["ab"]),
        ({"x": alike(), "a": alike("b", "x"), "b": alike("a")}, "a", ["ax", "ab"]),
        ({"a": alike("b"), "b": alike("c"), "c": alike("a")}, "a", ["ab", "ac"]),
        # what is done is paid
        ({"a": alike("b"), "b": alike("a", status="done")}, "b", ["ba"]),
        ({"a": alike("b"), "b": alike(status="done")}, "ab", []),
        ({"a": alike("b", status="dropped"), "b": alike()}, "b", []),
        ({"a": alike("unknown"), "b": alike()}, "ab", []),
    ],
)
def test_that_of_measures_that_replace_each_other_one_is_in_the_sums(measures, counted, pairs):
    full = plans.scenario(plans.of(measures), "a")
    assert sorted(full.steps) == sorted(counted)
    assert sorted(full.rivals) == sorted(map(tuple, pairs))
    # 10 million each; 1 − 5 = −4 million a year each
    assert full.capex.value == 10 * len(counted)
    assert full.cost_change.value == -4 * len(counted)
    assert {block.step for blocks in full.curve.values() for block in blocks} <= set(counted)
