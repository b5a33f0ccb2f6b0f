"""Streams of the stages: the rows of the table of flows, each once.

A stream between two stages is often written at both: as an outflow of one and an inflow of the
other. Two rows that name each other's stages and the same thing are one stream; it keeps the
figure of the stage it leaves, and where the two figures differ that is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kta_desktop.assessment import registers
from kta_desktop.assessment.balance import Balanced, Stream
from kta_desktop.assessment.balances_amounts import M3, MWH, TONNES, Entered, entered, same, yearly
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, Named
from kta_desktop.assessment.terms import Lack, Missing
from kta_desktop.domain.answers import Origin
from kta_desktop.measurement.errors import UnitUnknownError
from kta_desktop.measurement.units import quantity_of

STREAMS = Named(name="core_streams", concept="process.streams")
STAGES = Named(name="core_stages", concept="process.stages")
UNNAMED = "—"  # stage of a row that names none
UNIT_OF: Mapping[Balanced, str] = {
    Balanced.WATER: M3,
    Balanced.ENERGY: MWH,
    Balanced.MATERIALS: TONNES,
    Balanced.ELEMENT: TONNES,
}
_OF_KIND = {
    "water": Balanced.WATER,
    "effluent": Balanced.WATER,
    "energy": Balanced.ENERGY,
    "material": Balanced.MATERIALS,
    "product": Balanced.MATERIALS,
    "emission": Balanced.MATERIALS,
    "waste": Balanced.MATERIALS,
}
_OF_QUANTITY = {
    "volume_flow": Balanced.WATER,
    "power_avg": Balanced.ENERGY,
    "power": Balanced.ENERGY,
    "mass_flow": Balanced.MATERIALS,
}
_MEASURED = frozenset(
    {
        Origin.MEASURED_ACCREDITED,
        Origin.ASM,
        Origin.METERED,
        Origin.MEASURED_AUDITOR,
        Origin.MEASURED_PLANT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStream:
    """A row of the table.

    Attributes:
        of: What it is a stream of; None if neither its kind nor its unit says so.
        stream: The stream; its figure is in the unit of that balance.
        what: What it is, as typed.
        meter: By which meter, as typed.
        is_in: Whether the row is an inflow of its stage; None if it does not say.
        kind: Id of its kind, such as ``emission``; empty if it does not say.
    """

    of: Balanced | None
    stream: Stream
    what: str
    meter: str
    is_in: bool | None
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStreams:
    """What the table says.

    Attributes:
        stages: Names of the stages in the order of the process.
        rows: Streams, each once.
        differing: Pairs of rows of one stream whose figures differ.
        missing: Rows that cannot be put anywhere: without direction, or of no balance.
    """

    stages: tuple[str, ...] = ()
    rows: tuple[StageStream, ...] = ()
    differing: tuple[tuple[StageStream, StageStream], ...] = ()
    missing: tuple[Missing, ...] = ()

    def of(self, kind: Balanced) -> tuple[StageStream, ...]:
        """Return the streams of one balance."""
        return tuple(each for each in self.rows if each.of is kind)


def stage_streams(known: Known) -> StageStreams:
    """Return the streams of the stages, in the order of the table."""
    lines = registers.lines(known.state, STREAMS)
    stages = _stages(known, lines)
    places = {folded(name): name for name in stages}
    rows, missing = [], []
    for line in lines:
        row = _row(known, line, places)
        lack = _nowhere(row, line)
        if lack is None:
            rows.append(row)
        else:
            missing.append(lack)
    kept, differing = _each_once(rows)
    return StageStreams(stages=stages, rows=kept, differing=differing, missing=tuple(missing))


def folded(text: str) -> str:
    """Return a name as it is compared: without case and doubled spaces."""
    return " ".join(text.casefold().split())


def _stages(known: Known, lines: Sequence[Line]) -> tuple[str, ...]:
    named = [_plain(line.text("stage")) for line in registers.lines(known.state, STAGES)]
    named += [_stage(line) for line in lines]
    found: dict[str, str] = {}
    for name in named:
        if name:
            found.setdefault(folded(name), name)
    return tuple(found.values())


def _stage(line: Line) -> str:
    return _plain(line.text("stage")) or UNNAMED


def _plain(name: str) -> str:
    """Return a name that cannot be taken for one of the plant's totals."""
    return name.lstrip("@ ")


def _row(known: Known, line: Line, places: Mapping[str, str]) -> StageStream:
    unit = line.unit_of("amount", "unit") or ""
    found = entered(known.state, line.path("amount"), unit)
    of, what = _balance_of(line, found), line.text("what")
    stage = places[folded(_stage(line))]
    peer = places.get(folded(line.text("peer")), "")
    is_in = {"in": True, "out": False}.get(line.choice("direction") or "")
    ends = (peer, stage) if is_in else (stage, peer)
    stream = Stream(
        key=line.path("amount"),
        name=same(what or line.text("peer")),
        source=ends[0],
        target=ends[1],
        figure=yearly(known, found, UNIT_OF[of or Balanced.MATERIALS], same(what)),
        path=line.path("amount"),
        is_estimated=not _is_measured(line, found),
    )
    return StageStream(
        of=of,
        stream=stream,
        what=what,
        meter=line.text("meter"),
        is_in=is_in,
        kind=line.choice("kind") or "",
    )


def _balance_of(line: Line, found: Entered) -> Balanced | None:
    kind = line.choice("kind")
    if kind is not None:
        return _OF_KIND.get(kind)
    try:
        return _OF_QUANTITY.get(quantity_of(found.unit)) if found.unit else None
    except UnitUnknownError:
        return None


def _is_measured(line: Line, found: Entered) -> bool:
    origin = line.choice("origin")
    return origin in _MEASURED if origin else found.is_measured


def _nowhere(row: StageStream, line: Line) -> Missing | None:
    """Return what keeps a row from any balance; None if it has its place."""
    if row.of is None:
        return Missing(Lack.NOT_ENTERED, line.path("kind"), row.stream.name)
    if row.is_in is None:
        return Missing(Lack.NOT_ENTERED, line.path("direction"), row.stream.name)
    return None


def _each_once(
    rows: Iterable[StageStream],
) -> tuple[tuple[StageStream, ...], tuple[tuple[StageStream, StageStream], ...]]:
    pairs = _Pairs()
    for row in rows:
        pairs.take(row)
    return tuple(pairs.kept), tuple(pairs.differing)


@dataclass(slots=True)
class _Pairs:
    """Rows, with the second row of a stream between stages put to its first."""

    kept: list[StageStream] = field(default_factory=list)
    differing: list[tuple[StageStream, StageStream]] = field(default_factory=list)
    _waiting: dict[tuple[object, ...], list[int]] = field(default_factory=dict)

    def take(self, row: StageStream) -> None:
        """Keep a row, or put it to the one that says the same from the other end."""
        is_between = bool(row.stream.source and row.stream.target)
        ends = (row.of, folded(row.what), row.stream.source, row.stream.target)
        others = self._waiting.get((*ends, not row.is_in), [])
        if is_between and others:
            self._join(others.pop(0), row)
            return
        if is_between:
            self._waiting.setdefault((*ends, row.is_in), []).append(len(self.kept))
        self.kept.append(row)

    def _join(self, place: int, row: StageStream) -> None:
        first = self.kept[place]
        leaving, coming = (row, first) if first.is_in else (first, row)
        values = [each.stream.figure.value for each in (leaving, coming)]
        if None not in values and values[0] != values[1]:
            self.differing.append((leaving, coming))
        self.kept[place] = leaving if values[0] is not None else _with_figure(leaving, coming)


def _with_figure(leaving: StageStream, coming: StageStream) -> StageStream:
    """Return a stream with the figure that only the stage it comes to states."""
    if coming.stream.figure.value is None:
        return leaving
    return replace(leaving, stream=coming.stream, meter=coming.meter or leaving.meter)
