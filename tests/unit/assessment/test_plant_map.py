"""Sources on a plan: metres, shares, and what cannot be placed."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.load import Load, LoadKind, LoadLine
from kta_desktop.assessment.plant_map import plant_map
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.texts import Text


def line(source, at=None, share="50", substance="nox"):
    return LoadLine(
        kind=LoadKind.AIR,
        source=source,
        substance=substance,
        name=Text(),
        figure=Figured(value=Decimal(1), unit="t/year"),
        share=None if share is None else Decimal(share),
        path=f"{source}.{substance}",
        latitude=Decimal(at[0]) if at else None,
        longitude=Decimal(at[1]) if at else None,
    )


def placed(*lines, **more):
    return plant_map(Load(lines=lines), **more)


def test_that_degrees_become_metres():
    # 0.001° of latitude = 111.195 m; of longitude at 43.3405° · cos = 80.87 m
    found = placed(line("0001", ("43.340", "76.970")), line("0002", ("43.341", "76.971")))
    first, second = found.sources
    assert second.y - first.y == pytest.approx(111.195, abs=0.01)
    assert second.x - first.x == pytest.approx(80.87, abs=0.01)


def test_that_a_source_without_coordinates_is_named_not_placed():
    found = placed(line("0001", ("43.34", "76.97")), line("6001"))
    assert ([each.source for each in found.sources], found.unplaced) == (["0001"], ("6001",))


def test_that_a_mistyped_coordinate_does_not_stretch_the_plan():
    lines = [line(f"000{n}", ("43.34", f"76.97{n}")) for n in range(3)]
    found = placed(*lines, line("0009", ("34.34", "76.97")))
    assert found.unplaced == ("0009",)


def test_that_a_circle_is_the_mean_of_the_shares_of_each_substance():
    here = ("43.34", "76.97")
    found = placed(line("0001", here, "80"), line("0001", here, "20", "co"))
    assert found.sources[0].share == 50
    assert placed(line("0001", here, None)).sources[0].share is None


def test_that_one_substance_shows_only_its_sources():
    here = ("43.34", "76.97")
    found = placed(line("0001", here), line("0002", here, "9", "co"), substance="co")
    assert [(each.source, each.share) for each in found.sources] == [("0002", 9)]


def test_that_no_source_is_no_plan():
    assert placed().sources == ()
