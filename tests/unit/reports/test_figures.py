"""Figures as descriptions: what is drawn where, before any ink."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.reports.figures import (
    Area,
    Cap,
    Figure,
    Hatch,
    Line,
    Mark,
    Role,
    Shape,
    Words,
    ticks,
)
from kta_desktop.reports.level_figure import level_band, level_range
from kta_desktop.reports.protocols.figure import Trace, session_chart

LEVEL = Level(
    id="cod",
    kind="AEL",
    medium="water_direct",
    parameter=Text(ru="ХПК"),
    lower="25",
    upper="100",
    unit="mg/l",
    confidence="verified",
)


def judged(level=LEVEL, value="112", uncertainty="13"):
    figure = None if value is None else Decimal(value)
    return Judgement(
        verdict=Verdict.NOT_DISTINGUISHABLE,
        level=level,
        value=figure,
        uncertainty=Decimal(uncertainty),
    )


def of(figure, kind):
    return [item for item in figure.items if isinstance(item, kind)]


def test_that_the_band_spans_the_level_and_the_diamond_is_the_value():
    figure = level_band(judged(), "ru")
    (band,) = of(figure, Area)
    (mark,) = of(figure, Mark)
    assert (band.start[0], band.end[0]) == (25, 100)
    assert band.hatch is Hatch.RISING
    assert mark.at[0] == 112
    assert [cap.at[0] for cap in of(figure, Cap)] == [99, 125]
    assert [words.text for words in of(figure, Words)] == ["25", "100"]


def test_that_the_previous_value_is_an_open_triangle():
    marks = of(level_band(judged(), "ru", previous=Decimal(90)), Mark)
    assert [(mark.shape, mark.is_open, mark.at[0]) for mark in marks] == [
        (Shape.DIAMOND, False, 112),
        (Shape.DOWN, True, 90),
    ]


def test_that_an_unchecked_level_is_dashed_and_says_so():
    figure = level_band(judged(replace(LEVEL, confidence="memory")), "ru")
    assert of(figure, Area)[0].dash
    assert "не сверен" in figure.summary
    assert not of(level_band(judged(), "ru"), Area)[0].dash


def test_that_a_level_alone_is_drawn_without_a_value():
    figure = level_band(judged(value=None, uncertainty="0"), "ru")
    assert not of(figure, Mark)


@pytest.mark.parametrize("level", [None, replace(LEVEL, lower=None, upper=None)])
def test_that_there_is_no_band_without_an_end(level):
    with pytest.raises(ValueError, match="Judgement"):
        level_band(judged(level), "ru")


def test_that_ends_close_together_are_one_label():
    figure = level_band(judged(replace(LEVEL, lower="99"), "500"), "ru")
    assert [words.text for words in of(figure, Words)] == ["99–100"]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "25–100"),
        ({"lower_is_less_than": True}, "<\u00a025–100"),
        ({"lower": None}, "≤\u00a0100"),
        ({"lower": None, "upper_is_less_than": True}, "<\u00a0100"),
        ({"upper": None}, "≥\u00a025"),
        ({"lower": None, "upper": None}, "—"),
    ],
)
def test_that_a_range_reads_as_in_its_book(changes, shown):
    assert level_range(replace(LEVEL, **changes), "ru") == shown


ends = st.one_of(st.none(), st.integers(-1000, 1000).map(str))


@given(ends, ends, st.integers(-(10**6), 10**6), st.integers(0, 10**5))
def test_that_nothing_lies_outside_of_the_axis(lower, upper, value, uncertainty):
    if lower is None and upper is None:
        return
    level = replace(LEVEL, lower=lower, upper=upper)
    figure = level_band(judged(level, value, uncertainty), "ru")
    for item in (*of(figure, Mark), *of(figure, Cap), *of(figure, Words)):
        assert figure.x[0] <= item.at[0] <= figure.x[1]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_that_ticks_are_few_and_inside(low, width):
    found = ticks(low, low + width)
    assert len(found) <= 12
    slack = width * 1e-6
    assert all(low - slack <= tick <= low + width + slack for tick in found)


def test_that_data_land_where_the_margins_leave_room():
    figure = Figure(x=(0, 10), y=(0, 1), items=(), height=50)
    assert figure.place((0, 0), 112, 62) == (6, 6)
    assert figure.place((10, 1), 112, 62) == (106, 56)


@pytest.fixture
def session(paper):
    path = next(path for path in paper.entries if path.startswith("@session/"))
    return Session.from_json(paper.entries[path])


def test_that_readings_are_never_joined_across_a_gap(session):
    values = (1.0, 2.0, math.nan, 3.0, 4.0)
    start = 1795337100.0
    trace = Trace(times=tuple(start + n for n in range(5)), values=values)
    lines = [
        i for i in of(session_chart(session, "ru", None, trace), Line) if i.role is Role.NORMALISED
    ]
    assert [[y for _x, y in line.points] for line in lines] == [[1.0, 2.0], [3.0, 4.0]]


def test_that_each_sample_is_a_thick_line_at_its_mean(session):
    means = [
        i for i in of(session_chart(session, "ru"), Line) if i.role is Role.MEAN and i.width > 2
    ]
    assert [line.points[0][1] for line in means] == [10.0, 8.5, 10.2]


def test_that_excluded_time_is_hatched_the_other_way_and_named(session):
    figure = session_chart(session, "ru", LEVEL)
    hatches = {area.role: area.hatch for area in of(figure, Area) if area.hatch}
    assert hatches == {Role.BOUND: Hatch.RISING, Role.EXCLUDED: Hatch.FALLING}
    assert "продувка" in [words.text for words in of(figure, Words)]


def test_that_the_axis_reads_in_the_zone_that_is_given(session):
    from datetime import timedelta, timezone

    figure = session_chart(session, "ru", zone=timezone(timedelta(hours=5, minutes=30)))
    texts = [words.text for words in of(figure, Words)]
    assert "14:30" in texts
    assert "16:00" in texts


def test_that_a_session_without_anything_still_has_a_frame(session):
    empty = replace(session, samples=(), exclusions=(), events=(), ended_at=None)
    figure = session_chart(empty, "ru")
    assert figure.x[0] < figure.x[1]
    assert figure.y[0] < figure.y[1]
