"""Bottlenecks by weights: the formula, places that stand, weights at which they change."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Part
from kta_desktop.assessment.candidates_rank import (
    changed,
    changes_if,
    in_all,
    ranked,
    rounded,
    score_of,
    weights_of,
)
from tests.unit.assessment import necks

PARTS = st.decimals(min_value=0, max_value=1, places=2)
WEIGHT = st.integers(min_value=0, max_value=100)
WEIGHTS = st.tuples(WEIGHT, WEIGHT, WEIGHT, WEIGHT).filter(any)
CANDIDATES = st.lists(st.tuples(PARTS, PARTS, PARTS, PARTS), min_size=2, max_size=7)
NEAR = Decimal("1e-20")
FEW = settings(max_examples=25)


def weights(*each):
    return in_all(dict(zip(Part, map(Decimal, each), strict=True)))


def made(rows):
    return [necks.candidate(f"k{number}", *row) for number, row in enumerate(rows)]


def order(candidates, by):
    return [each.key for each in ranked(candidates, by)]


def test_that_the_score_is_the_sum_of_weighted_parts():
    """40 × 1 + 25 × 0.88 + 15 × 0.9 + 20 × 0.6 = 40 + 22 + 13.5 + 12 = 87.5."""
    one = necks.candidate("a", "1", "0.88", "0.9", "0.6")
    assert score_of(one, DEFAULT_WEIGHTS) == Decimal("87.5")


def test_that_an_unknown_part_counts_nothing_and_stays_unknown():
    (one,) = ranked([necks.candidate("a", "1", None, "0.9")], DEFAULT_WEIGHTS)
    assert one.score == Decimal("53.5")
    assert one.parts.get(Part.LOAD) is None


def test_that_equal_scores_stand_by_title_and_key_in_every_order():
    same = [necks.candidate(key, "0.5") for key in "cab"]
    assert order(same, DEFAULT_WEIGHTS) == ["a", "b", "c"]
    assert order(same[::-1], DEFAULT_WEIGHTS) == ["a", "b", "c"]


def test_that_what_is_rejected_or_merged_has_no_place_and_moves_nobody():
    found = ranked(
        [
            necks.candidate("out", "1", "1", "1", "1", rejected="не то"),
            necks.candidate("in", "1", "1", "1", "1", merged_into="a"),
            necks.candidate("a", "0.1"),
        ],
        DEFAULT_WEIGHTS,
    )
    assert [(each.key, each.place, each.best) for each in found] == [
        ("a", 1, 1),
        ("in", 0, 0),
        ("out", 0, 0),
    ]


def test_that_a_place_is_steady_until_ten_points_move_it():
    """Excess 40: a 40, b 0.88 × 25 + 20 = 42. With excess 50 the others keep 5/6 of their weight:

    a 50, b 42 × 50 ÷ 60 = 35; so a may be first. c has 4 points and nobody near.
    """
    found = ranked(
        [
            necks.candidate("a", "1"),
            necks.candidate("b", "0", "0.88", "0", "1"),
            necks.candidate("c", "0.1"),
        ],
        DEFAULT_WEIGHTS,
    )
    assert [(each.key, each.place, each.best, each.worst) for each in found] == [
        ("b", 1, 1, 2),
        ("a", 2, 1, 2),
        ("c", 3, 3, 3),
    ]


def test_that_the_weight_is_named_at_which_two_change_places():
    """x 1 and 0.5, rests 0.2 and 0.6: t = 100 × −0.4 ÷ (−0.4 − 0.5) = 44.44 %."""
    a = necks.candidate("a", "1", "0.2", "0.2", "0.2")
    b = necks.candidate("b", "0.5", "0.6", "0.6", "0.6")
    by_excess = [each for each in changes_if([a, b], DEFAULT_WEIGHTS) if each.part is Part.EXCESS]
    (swap,) = by_excess
    assert round(swap.weight, 4) == Decimal("44.4444")
    assert (swap.is_above, swap.rises, swap.falls) == (True, "a", "b")


def test_that_candidates_that_are_alike_never_change_places():
    assert changes_if([necks.candidate("a", "1"), necks.candidate("b", "1")], DEFAULT_WEIGHTS) == ()


@FEW
@given(CANDIDATES, WEIGHTS)
def test_that_at_a_breakpoint_both_scores_are_the_same_and_beyond_it_the_order_is_another(
    rows, each
):
    mine, candidates = weights(*each), made(rows)
    by_key = {one.key: one for one in candidates}
    for swap in changes_if(candidates, mine):
        up, down = by_key[swap.rises], by_key[swap.falls]
        there = changed(mine, swap.part, swap.weight)
        assert abs(score_of(up, there) - score_of(down, there)) < NEAR
        beyond = Decimal(100 if swap.is_above else 0)
        there = changed(mine, swap.part, beyond)
        assert score_of(up, there) > score_of(down, there)
        here = changed(mine, swap.part, mine[swap.part])
        assert score_of(up, here) <= score_of(down, here) + NEAR


@FEW
@given(CANDIDATES, WEIGHTS, st.randoms(use_true_random=False))
def test_that_the_order_in_which_candidates_come_does_not_matter(rows, each, shuffler):
    candidates = made(rows)
    mixed = list(candidates)
    shuffler.shuffle(mixed)
    assert ranked(mixed, weights(*each)) == ranked(candidates, weights(*each))


@FEW
@given(CANDIDATES, WEIGHTS, st.sampled_from(range(4)), PARTS)
def test_that_a_greater_part_never_lowers_a_place(rows, each, which, more):
    mine, first = weights(*each), list(rows[0])
    first[which] = max(first[which], more)
    before, after = made(rows), made([first, *rows[1:]])
    assert order(after, mine).index("k0") <= order(before, mine).index("k0")


@FEW
@given(WEIGHTS, st.sampled_from(Part), st.decimals(min_value=-50, max_value=150, places=1))
def test_that_weights_add_up_to_a_hundred_and_the_others_keep_their_ratio(each, part, value):
    before = weights(*each)
    after = changed(before, part, value)
    assert abs(sum(after.values()) - 100) < NEAR
    assert after[part] == min(max(value, Decimal(0)), Decimal(100))
    others = [one for one in Part if one is not part]
    for one, other in pairwise(others):
        if sum(before[every] for every in others):
            assert abs(after[one] * before[other] - after[other] * before[one]) < Decimal("1e-15")
    whole = rounded(after)
    assert sum(whole.values()) == 100
    assert all(abs(whole[one] - after[one]) < 1 and whole[one] == int(whole[one]) for one in Part)


@FEW
@given(CANDIDATES, WEIGHTS)
def test_that_best_and_worst_are_the_places_of_plainly_computed_variants(rows, each):
    """The same in fractions, each variant ranked from the beginning."""
    mine, candidates = weights(*each), made(rows)
    exact = [Fraction(value) * 100 / sum(each) for value in each]
    variants = [exact]
    for place in range(4):
        for swing in (10, -10):
            value = min(max(exact[place] + swing, Fraction(0)), Fraction(100))
            rest = 100 - exact[place]
            others = [
                weight * (100 - value) / rest if rest else (100 - value) / 3 for weight in exact
            ]
            variants.append([*others[:place], value, *others[place + 1 :]])
    places = {one.key: set() for one in candidates}
    for variant in variants:
        scores = {
            one.key: sum(Fraction(v) * w for v, w in zip(row, variant, strict=True))
            for one, row in zip(candidates, rows, strict=True)
        }
        for place, key in enumerate(sorted(scores, key=lambda k: (-scores[k], k)), start=1):
            places[key].add(place)
    for one in ranked(candidates, mine):
        assert (one.best, one.worst) == (min(places[one.key]), max(places[one.key]))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (None, (40, 25, 15, 20)),
        ("words", (40, 25, 15, 20)),
        ({}, (40, 25, 15, 20)),
        ({"excess": "0", "load": "-5", "confidence": "x", "feasibility": "NaN"}, (40, 25, 15, 20)),
        ({"excess": "50", "load": "50"}, (50, 50, 0, 0)),
        ({"excess": "3", "load": "1"}, (75, 25, 0, 0)),
        ({"excess": 1, "load": True, "feasibility": "1"}, (50, 0, 0, 50)),
    ],
)
def test_that_weights_of_a_record_are_read_and_scaled(held, expected):
    found = weights_of(necks.known(records={"@weights/bottleneck": held}))
    assert tuple(found[part] for part in Part) == expected
