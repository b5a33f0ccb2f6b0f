"""The layout of Sankey pictures: whatever is balanced, nothing overlaps and nothing is lost."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.assessment.balance import Balance, Balanced, Stream
from kta_desktop.assessment.balances_closing import Sides, around, closed
from kta_desktop.assessment.sankey import Kind, sankey
from kta_desktop.assessment.terms import Figured, Term
from kta_desktop.domain.texts import Text

NODES = ("", "A", "B", "C", "D", "E")


def stream(source, target, amount, key="s"):
    value = None if amount is None else Decimal(amount)
    term = Term(symbol="q", name=Text(), value=value, path=key)
    figure = Figured(value=value, unit="m3/year", formula="q", terms=(term,))
    return Stream(key=key, name=Text(ru=key), source=source, target=target, figure=figure, path=key)


def balance(*ends):
    streams = tuple(stream(*end, key=f"s{number}") for number, end in enumerate(ends))
    nodes = dict.fromkeys(node for each in streams for node in (each.source, each.target) if node)
    plant = Sides(
        name="",
        inflow=tuple(each for each in streams if not each.source),
        outflow=tuple(each for each in streams if not each.target),
    )
    parts = (plant, *(around(node, streams) for node in nodes))
    return Balance(
        of=Balanced.WATER,
        unit="m3/year",
        streams=streams,
        stages=tuple(closed(part, "m3/year") for part in parts),
    )


amounts = st.none() | st.integers(0, 10**7)
ends = st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), amounts)
balances = st.lists(ends.filter(lambda e: e[0] or e[1]), min_size=1, max_size=14).map(
    lambda found: balance(*found)
)


def overlap(first, second):
    return (
        first.left < second.right
        and second.left < first.right
        and first.low < second.high - 1e-6
        and second.low < first.high - 1e-6
    )


@settings(max_examples=20, deadline=None)
@given(balances, st.sampled_from((320.0, 500.0, 900.0)))
def test_that_no_two_nodes_overlap_and_all_lie_in_the_picture(found, width):
    picture = sankey(found, of_stages=True, width=width)
    for first, second in combinations(picture.nodes, 2):
        is_beside = first.is_end and second.is_end and first.left == second.left
        assert not overlap(first, second)
        assert not is_beside or first.low >= second.high - 1e-6 or second.low >= first.high - 1e-6
    for node in picture.nodes:
        assert 0 <= node.left <= node.right <= width
        assert -1e-6 <= node.low <= node.high <= picture.height + 1e-6


@settings(max_examples=20, deadline=None)
@given(balances)
def test_that_every_stream_has_one_band_and_the_picture_is_always_the_same(found):
    picture = sankey(found, of_stages=True)
    own = [band.key for band in picture.bands if band.kind is not Kind.GAP]
    assert own == [each.key for each in found.streams]
    assert picture == sankey(found, of_stages=True)


@settings(max_examples=20, deadline=None)
@given(balances)
def test_that_bands_are_as_wide_as_their_amounts(found):
    bands = [
        band
        for band in sankey(found, of_stages=True).bands
        if band.stream is not None and band.width > 2.0
    ]
    for first, second in combinations(bands, 2):
        amounts_ = [float(band.stream.figure.value) for band in (first, second)]
        assert first.width * amounts_[1] == pytest.approx(second.width * amounts_[0])


def test_that_columns_follow_the_way_of_the_streams():
    found = balance(("", "A", 9), ("A", "B", 9), ("B", "C", 9), ("A", "C", 1), ("C", "", 9))
    left = {node.name: node.left for node in sankey(found, of_stages=True).nodes}
    assert left["A"] < left["B"] < left["C"]


def test_that_a_stream_that_closes_a_circle_is_led_back_beneath():
    found = balance(("", "A", 9), ("A", "B", 10), ("B", "A", 1), ("B", "", 9))
    picture = sankey(found, of_stages=True)
    (loop,) = (band for band in picture.bands if band.kind is Kind.LOOP)
    lowest = min(node.low for node in picture.nodes if not node.is_end)
    assert loop.key == "s2"
    assert 0 < loop.lane < lowest


def test_that_a_gap_has_a_band_as_wide_as_it_is():
    # 100 in, 70 out: 30 are not found, and leave
    picture = sankey(balance(("", "A", 100), ("A", "", 70)), of_stages=True)
    (gap,) = (band for band in picture.bands if band.kind is Kind.GAP)
    (inflow,) = (band for band in picture.bands if band.is_entering)
    assert gap.is_leaving
    assert gap.width / inflow.width == pytest.approx(0.3)


def test_that_what_is_found_too_much_comes_from_nowhere():
    picture = sankey(balance(("", "A", 70), ("A", "", 100)), of_stages=True)
    (gap,) = (band for band in picture.bands if band.kind is Kind.GAP)
    assert gap.is_entering


def test_that_a_stream_without_a_figure_is_thin_and_makes_no_gap():
    picture = sankey(balance(("", "A", None), ("A", "", 100)), of_stages=True)
    assert [band.kind for band in picture.bands] == [Kind.UNKNOWN, Kind.FLOW]
    assert picture.bands[0].width < picture.bands[1].width
