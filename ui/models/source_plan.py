"""Where the sources of a plant lie, seen from above: a figure from their coordinates."""

from collections.abc import Sequence
from math import cos, radians

from kta_desktop.assessment.load import LoadLine
from kta_desktop.i18n import _
from kta_desktop.services.printing import Figure, Item, Margins, Mark, Role, Shape, Words

_HEIGHT = 150.0  # points
_METRES = 111_320.0  # of a degree of latitude, mean of the ellipsoid


def source_plan(lines: Sequence[LoadLine]) -> Figure | None:
    """Return a plan with a mark and a number for each source, north above.

    Both axes are metres from the middle of the sources, on the tangent plane: of use within a
    plant. None if there are no coordinates.
    """
    placed = [
        (line.source, float(line.longitude), float(line.latitude))
        for line in lines
        if line.longitude is not None and line.latitude is not None
    ]
    if not placed:
        return None
    east = sum(each[1] for each in placed) / len(placed)
    north = sum(each[2] for each in placed) / len(placed)
    shrunk = cos(radians(north))
    spots = [(name, (x - east) * _METRES * shrunk, (y - north) * _METRES) for name, x, y in placed]
    reach = max(max(abs(x), abs(y)) for _name, x, y in spots) or 10.0
    items: list[Item] = []
    for name, x, y in spots:
        items.append(Mark(at=(x, y), shape=Shape.SQUARE, role=Role.NORMALISED))
        items.append(Words(at=(x, y), text=name, dy=6, boxed=True))
    return Figure(
        x=(-1.2 * reach * 2, 1.2 * reach * 2),
        y=(-1.2 * reach, 1.2 * reach),
        items=tuple(items),
        height=_HEIGHT,
        margins=Margins(left=20, right=20, top=14, bottom=8),
        summary=_("Sources with coordinates: {names}").format(
            names=", ".join(name for name, _x, _y in spots)
        ),
    )
