"""Sources on a plan: metres east and north of their middle, from latitude and longitude.

Equirectangular about the mean latitude: over the few kilometres of a plant the error is far below
a pixel. The circle of a source is the mean of its shares of what it emits, so that one substance
counts as much as another and no masses of different substances are added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, pi, radians

from kta_desktop.assessment.load import Load, LoadKind, LoadLine

_RADIUS = 6_371_008.8  # m, mean radius of the Earth (IUGG)
_SPREAD = 50_000.0  # m: sources farther apart are no one plant, a coordinate is mistyped


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A source on the plan.

    Attributes:
        source: Its number and name.
        x: Metres to the east of the middle.
        y: Metres to the north of the middle.
        share: Mean of its shares of the substances it emits, %; None where none is known.
        path: Where its largest emission was entered.
    """

    source: str
    x: float
    y: float
    share: float | None
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantMap:
    """Sources that have coordinates.

    Attributes:
        sources: In the order of the checklist.
        unplaced: Sources without coordinates, or too far from the others to be of one plant.
        substance: Code of the substance whose shares are shown; empty = of all.
    """

    sources: tuple[Placed, ...]
    unplaced: tuple[str, ...] = ()
    substance: str = ""


def plant_map(load: Load, substance: str = "") -> PlantMap:
    """Return where the sources of air stand; of one ``substance`` only those that emit it."""
    lines = [
        line
        for line in load.lines
        if line.kind is LoadKind.AIR and substance in ("", line.substance)
    ]
    by_source: dict[str, list[LoadLine]] = {}
    for line in lines:
        by_source.setdefault(line.source, []).append(line)
    found = {name: _degrees(own) for name, own in by_source.items()}
    known = {name: place for name, place in found.items() if place is not None}
    near = _near(known)
    placed = _placed(near, by_source)
    return PlantMap(
        sources=tuple(sorted(placed, key=lambda each: each.source)),
        unplaced=tuple(name for name in by_source if name not in near),
        substance=substance,
    )


def _degrees(lines: Sequence[LoadLine]) -> tuple[float, float] | None:
    for line in lines:
        if line.latitude is not None and line.longitude is not None:
            return float(line.latitude), float(line.longitude)
    return None


def _near(known: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return the sources in metres about their medians, without those that lie elsewhere."""
    if not known:
        return {}
    middle = (
        _median([place[0] for place in known.values()]),
        _median([place[1] for place in known.values()]),
    )
    metres = {name: _metres(place, middle) for name, place in known.items()}
    return {
        name: place
        for name, place in metres.items()
        if max(abs(place[0]), abs(place[1])) <= _SPREAD
    }


def _metres(place: tuple[float, float], middle: tuple[float, float]) -> tuple[float, float]:
    """Return how far east and north of ``middle`` a place is."""
    degree = _RADIUS * pi / 180
    east = (place[1] - middle[1] + 180) % 360 - 180
    return east * degree * cos(radians(middle[0])), (place[0] - middle[0]) * degree


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _placed(
    near: Mapping[str, tuple[float, float]], by_source: Mapping[str, Sequence[LoadLine]]
) -> list[Placed]:
    return [
        Placed(
            source=name,
            x=x,
            y=y,
            share=_share(by_source[name]),
            path=max(by_source[name], key=_amount).path,
        )
        for name, (x, y) in near.items()
    ]


def _share(lines: Sequence[LoadLine]) -> float | None:
    shares = [line.share for line in lines if line.share is not None]
    return float(sum(shares, Decimal(0)) / len(shares)) if shares else None


def _amount(line: LoadLine) -> Decimal:
    return line.figure.value or Decimal(0)
