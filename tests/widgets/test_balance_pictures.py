"""Pictures of balances on the screen: every look is painted, and they are told to all."""

import pytest

from kta_desktop.reports.figures import Area, Figure, Hatch, Mark, Patch, Role, Shape
from ui.widgets.figure_view import FigureView

CORNERS = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def inked(qtbot, item, **more):
    """Return how many pixels of a view differ from one without the item."""
    counts = []
    for items in ((), (item,)):
        view = FigureView()
        qtbot.addWidget(view)
        view.show_figure(Figure(x=(0, 10), y=(0, 10), items=items, height=60.0, **more))
        view.resize(160, 90)
        picture = view.grab().toImage()
        counts.append([picture.pixel(x, y) for x in range(0, 160, 3) for y in range(0, 84, 3)])
    return sum(first != second for first, second in zip(*counts, strict=True))


@pytest.mark.parametrize("look", [{"fill": Role.GRID}, {"hatch": Hatch.RISING}, {"edge": 3.0}])
def test_that_a_shape_of_any_outline_is_painted(qtbot, look):
    assert inked(qtbot, Patch(points=CORNERS, **look)) > 0


def test_that_a_shape_is_filled_inside_its_outline_only(qtbot):
    half = Patch(points=CORNERS[:3], fill=Role.INK)
    whole = Area(start=CORNERS[0], end=CORNERS[2], fill=Role.INK)
    assert inked(qtbot, half) == pytest.approx(inked(qtbot, whole) / 2, rel=0.15)


def test_that_a_circle_is_round(qtbot):
    circle = Mark(at=(5.0, 5.0), shape=Shape.CIRCLE, size=40.0)
    square = Mark(at=(5.0, 5.0), shape=Shape.SQUARE, size=40.0)
    assert inked(qtbot, circle) / inked(qtbot, square) == pytest.approx(3.14159 / 4, rel=0.12)


def test_that_a_plan_is_not_stretched(qtbot):
    item = Area(start=(0.0, 0.0), end=(10.0, 10.0), fill=Role.INK)
    assert inked(qtbot, item, is_plan=True) < inked(qtbot, item) / 1.4
