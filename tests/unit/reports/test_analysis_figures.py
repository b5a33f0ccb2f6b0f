"""Claims about figures of a session that is looked at again."""

import math

import pytest

from kta_desktop.reports import analysis_figures
from kta_desktop.reports.analysis_figures import Aligned, Curve, HourBar
from kta_desktop.reports.figures import Area, Line, Role, Words

MG = "mg/Nm3"


def _bars(figure):
    return [
        item for item in figure.items if isinstance(item, Area) and item.role is Role.NORMALISED
    ]


def test_that_a_histogram_has_a_bar_for_each_bin_with_time_and_none_stands_out():
    figure = analysis_figures.histogram((7.0, 8.0, 9.0, 10.0), (0.2, 0.0, 0.8), MG, "ru")
    assert [(bar.start[0], bar.end) for bar in _bars(figure)] == [
        (7.0, (8.0, 20.0)),
        (9.0, (10.0, 80.0)),
    ]
    assert figure.y[1] > 80.0
    assert "80\u00a0%" in figure.summary
    assert "от 9 до 10" in figure.summary


def test_that_the_bound_is_seen_even_far_from_the_bars():
    figure = analysis_figures.histogram((7.0, 8.0), (1.0,), MG, "ru", bound=20.0)
    (line,) = (item for item in figure.items if isinstance(item, Line) and item.role is Role.BOUND)
    assert line.points[0][0] == 20.0
    assert figure.x[0] < 7.0
    assert figure.x[1] > 20.0


def test_that_hours_stand_where_they_are_in_the_day():
    hours = [HourBar(13, 10.0, 9.0, 11.0), HourBar(15, 12.0, 10.0, 13.0)]
    figure = analysis_figures.profile(hours, MG, "ru")
    assert figure.x == (0.0, 24.0)
    assert [int(bar.start[0]) for bar in _bars(figure)] == [13, 15]
    assert figure.y[0] <= 9.0
    assert figure.y[1] >= 13.0


def test_that_no_line_is_drawn_across_a_gap_of_an_overlaid_course():
    nan = math.nan
    curves = [
        Curve((0, 60, 120, 180, 240), (5.0, 6.0, nan, 6.0, 7.0), "1"),
        Curve((0, 60), (8.0, 8.0), "2"),
    ]
    figure = analysis_figures.overlay(curves, Aligned.START, MG, "ru")
    drawn = [item for item in figure.items if isinstance(item, Line) and len(item.points) == 2]
    assert all(math.isfinite(y) for line in drawn for _x, y in line.points)
    roles = [line.role for line in drawn if line.role in (Role.NORMALISED, Role.MEAN)]
    assert roles.count(Role.NORMALISED) == 3  # two stretches and the legend
    assert roles.count(Role.MEAN) == 2
    assert {"1", "2"} <= {item.text for item in figure.items if isinstance(item, Words)}


def test_that_the_clock_begins_anew_at_midnight_and_time_since_the_start_does_not():
    curve = Curve((82_800, 90_000), (5.0, 6.0), "1")
    words = {
        aligned: {
            item.text
            for item in analysis_figures.overlay([curve], aligned, MG, "ru").items
            if isinstance(item, Words)
        }
        for aligned in Aligned
    }
    assert "0:30" in words[Aligned.CLOCK]
    assert "24:30" in words[Aligned.START]


@pytest.mark.parametrize("values", [(0.0, 0.0), (5.0, 5.0), (-3.0, 4.0)])
def test_that_steady_and_negative_values_have_room(values):
    figure = analysis_figures.overlay([Curve((0, 60), values, "1")], Aligned.START, MG, "ru")
    assert figure.y[0] <= min(values)
    assert figure.y[1] > max(values)
