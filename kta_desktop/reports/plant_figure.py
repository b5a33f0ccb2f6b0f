"""Sources of a plant on a plan, as a figure: circles by their share, north, and a scale bar."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10, sqrt

from kta_desktop import formatting
from kta_desktop.assessment.load import Load
from kta_desktop.assessment.plant_map import Placed, PlantMap, plant_map
from kta_desktop.i18n import N_, _
from kta_desktop.reports import typefaces
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Figure,
    Item,
    Line,
    Margins,
    Mark,
    Role,
    Shape,
    Words,
)

SUMMARY = N_("Plan: {count} sources with coordinates, {missing} without.")
NORTH = N_("N (north)")
WIDTH = 500.0
_SHAPE = 0.6  # height of the picture by its width
_MARGINS = Margins(left=12, right=12, top=14, bottom=26)
_GREATEST, _LEAST = 34.0, 6.0  # diameter of 100 %, and of what has no share
_SIZE, _LEADING = 8.25, 9.6
_WIDER = 1.12  # letters on screen are wider than on paper
_ROOM = 0.18  # of the span, around the sources
_SMALL = 40.0  # m: a single source still has a plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan and what it could not show.

    Attributes:
        figure: The picture.
        unplaced: Sources without usable coordinates.
        omitted: Sources whose names found no room.
    """

    figure: Figure
    unplaced: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()


def plant_figure(
    load: Load, lang: str, substance: str = "", *, width: float = WIDTH
) -> Plan | None:
    """Return the sources on a plan in one language; None if none of them has coordinates.

    Args:
        load: The load of the plant.
        lang: ``ru``, ``kk`` or ``en``.
        substance: Code of the only substance that counts; empty = all.
        width: The least it will be painted at, in points: the names fit at this width.
    """
    found = plant_map(load, substance)
    if not found.sources:
        return None
    x, y = _spans(found, width)
    shown = _Shown(found, x, y, width)
    words = tuple(shown.names())
    items = (*_frame(x, y), *_circles(found), *words, *_scale(x, y, lang), *_north(x, y, lang))
    said = {"count": str(len(found.sources)), "missing": str(len(found.unplaced))}
    figure = Figure(
        x=x,
        y=y,
        items=items,
        height=width * _SHAPE,
        margins=_MARGINS,
        summary=_(SUMMARY, lang).format(**said),
        is_plan=True,
    )
    return Plan(figure=figure, unplaced=found.unplaced, omitted=tuple(shown.omitted))


def _spans(found: PlantMap, width: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the spans of x and y in metres, in the shape of the picture."""
    xs, ys = [each.x for each in found.sources], [each.y for each in found.sources]
    wide = max(max(xs) - min(xs), _SMALL) * (1 + 2 * _ROOM)
    high = max(max(ys) - min(ys), _SMALL) * (1 + 2 * _ROOM)
    inner = width - _MARGINS.left - _MARGINS.right
    shape = inner / (width * _SHAPE - _MARGINS.top - _MARGINS.bottom)
    wide, high = max(wide, high * shape), max(high, wide / shape)
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return (
        (middle[0] - wide / 2, middle[0] + wide / 2),
        (middle[1] - high / 2, middle[1] + high / 2),
    )


def _frame(x: tuple[float, float], y: tuple[float, float]) -> Iterator[Item]:
    yield Area(start=(x[0], y[0]), end=(x[1], y[1]), edge=0.6, role=Role.GRID)


def _circles(found: PlantMap) -> Iterator[Item]:
    """Yield the circles, the largest first: a small one is never hidden."""
    for each in sorted(found.sources, key=lambda each: (-_size(each), each.source)):
        at = (each.x, each.y)
        yield Mark(at=at, shape=Shape.CIRCLE, size=_size(each), is_open=True, role=Role.INK)
        yield Mark(at=at, shape=Shape.CIRCLE, size=2.5, role=Role.INK)


def _size(placed: Placed) -> float:
    """Return the diameter whose area goes with the share."""
    if placed.share is None:
        return _LEAST
    return max(_GREATEST * sqrt(max(placed.share, 0.0) / 100), _LEAST)


class _Shown:
    """Names beside the circles, where there is room, as the picture is meant to be."""

    def __init__(
        self, found: PlantMap, x: tuple[float, float], y: tuple[float, float], width: float
    ) -> None:
        height = width * _SHAPE
        self._found, self._size = found, (width, height)
        self._figure = Figure(x=x, y=y, items=(), height=height, margins=_MARGINS, is_plan=True)
        corner = (width * 0.88, height * 0.75, width, height)  # where the north is shown
        circles = (self._box(each, 0.0, _size(each), middle=True) for each in found.sources)
        self._taken = [corner, *circles]
        self.omitted: list[str] = []

    def names(self) -> Iterator[Words]:
        """Yield the names, of the largest first."""
        for each in sorted(self._found.sources, key=lambda each: (-_size(each), each.source)):
            words = self._name(each)
            if words is None:
                self.omitted.append(each.source)
            else:
                yield words

    def _name(self, each: Placed) -> Words | None:
        away = _size(each) / 2 + 3
        for text in (each.source, each.source.partition(" ")[0]):
            width = typefaces.width(typefaces.printable(text), _SIZE, bold=False) * _WIDER
            for anchor, dx, left in (
                (Anchor.START, away, away),
                (Anchor.END, -away, -away - width),
            ):
                box = self._box(each, left, width)
                if self._fits(box):
                    self._taken.append(box)
                    return Words(
                        at=(each.x, each.y), text=text, anchor=anchor, size=_SIZE, dx=dx, dy=-3.0
                    )
        return None

    def _box(
        self, each: Placed, left: float, width: float, *, middle: bool = False
    ) -> tuple[float, float, float, float]:
        x, y = self._figure.place((each.x, each.y), *self._size)
        start = x - width / 2 if middle else x + left
        half = width / 2 if middle else _LEADING / 2
        return start, y - half, start + width, y + half

    def _fits(self, box: tuple[float, float, float, float]) -> bool:
        left, low, right, high = box
        if left < _MARGINS.left or right > self._size[0] - _MARGINS.right:
            return False
        return not any(
            left < other[2] and other[0] < right and low < other[3] and other[1] < high
            for other in self._taken
        )


def _scale(x: tuple[float, float], y: tuple[float, float], lang: str) -> Iterator[Item]:
    """Yield a bar of a round length, at most a quarter of the plan."""
    length = _round((x[1] - x[0]) / 4)
    low = y[0]
    yield Line(points=((x[0], low), (x[0] + length, low)), width=2.0)
    words = formatting.quantity(f"{length:g}", "m", lang)
    yield Words(at=(x[0], low), text=words, anchor=Anchor.START, size=_SIZE, dy=-12.0)


def _round(length: float) -> float:
    """Return the greatest of 1, 2 or 5 times a power of ten that is no longer."""
    power = 10.0 ** floor(log10(length))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= length * 1.0001)


def _north(x: tuple[float, float], y: tuple[float, float], lang: str) -> Iterator[Item]:
    """Yield an arrow to the north at the right upper corner."""
    rise = (y[1] - y[0]) * 0.1
    at, top = x[1] - (x[1] - x[0]) * 0.03, y[1] - (y[1] - y[0]) * 0.08
    head = rise * 0.35
    yield Line(points=((at, top - rise), (at, top)), width=1.2)
    yield Line(points=((at - head * 0.6, top - head), (at, top), (at + head * 0.6, top - head)))
    yield Words(at=(at, top), text=_(NORTH, lang), size=_SIZE, dy=3.0, anchor=Anchor.MIDDLE)
