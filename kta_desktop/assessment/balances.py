"""Balances of water, energy, materials and chosen substances, of the plant and of its stages.

The plant's balance is drawn from its totals, a stage's from the table of flows. A side of the
plant of which no main total was entered (intake, outlets, users, products) is drawn from what the
stages take from outside, or give away. Nothing counts twice: the two are never added, and where
they differ that is told. Of a substance, loads are totals and the other streams are of stages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from kta_desktop.assessment import balances_hints as hints
from kta_desktop.assessment.balance import Balance, Balanced, Stage, Stream
from kta_desktop.assessment.balances_amounts import reference_year
from kta_desktop.assessment.balances_closing import INFLOW, OUTFLOW, Sides, around, closed
from kta_desktop.assessment.balances_elements import Element, elements
from kta_desktop.assessment.balances_energy import SOLD, energy
from kta_desktop.assessment.balances_materials import OUTPUT, materials
from kta_desktop.assessment.balances_nodes import NETWORK, is_total
from kta_desktop.assessment.balances_stages import (
    STREAMS,
    UNIT_OF,
    StageStream,
    StageStreams,
    stage_streams,
)
from kta_desktop.assessment.balances_water import water
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.terms import Lack, Missing
from kta_desktop.assessment.watched import piece
from kta_desktop.domain.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What one balance is drawn from."""

    of: Balanced
    totals: tuple[Stream, ...]
    rows: tuple[StageStream, ...]
    stages: StageStreams
    element: Element | None = None
    told: tuple[Text, ...] = ()

    def is_main(self, stream: Stream) -> bool:
        """Whether a total tells of a whole side of the plant, not of a part beside others."""
        if not stream.source:
            return True
        if self.of is Balanced.WATER:
            return stream.source != NETWORK  # an outlet, no use that leaves on the way
        last = stream.path.rpartition("/")[2]
        return last != SOLD.name if self.of is Balanced.ENERGY else last == OUTPUT.name

    @property
    def substance(self) -> str:
        return self.element.substance if self.element is not None else ""

    @property
    def streams(self) -> tuple[Stream, ...]:
        return (*self.totals, *(row.stream for row in self.rows))


def balances(known: Known) -> tuple[Balance, ...]:
    """Return the balances of water, energy and materials, then those of chosen substances.

    What they are drawn from, and each of them, is kept as a piece of its own: a figure of one
    source leaves the others as they were.
    """
    form, measured = known.state, (known.sessions,)
    stages = piece(form, "stage streams", lambda: stage_streams(known))
    used = piece(form, "energy streams", lambda: energy(known))
    of_elements = partial(elements, known, stages)
    told = (hints.left_out(used.left_out),) if used.left_out else ()
    drawn = (
        _Drawn(
            of=Balanced.WATER,
            totals=piece(form, "water streams", lambda: water(known)),
            rows=stages.of(Balanced.WATER),
            stages=stages,
        ),
        _Drawn(
            of=Balanced.ENERGY,
            totals=used.streams,
            rows=stages.of(Balanced.ENERGY),
            stages=stages,
            told=told,
        ),
        _Drawn(
            of=Balanced.MATERIALS,
            totals=piece(form, "material streams", lambda: materials(known), measured),
            rows=stages.of(Balanced.MATERIALS),
            stages=stages,
        ),
        *(
            _of_element(each, stages)
            for each in piece(form, "elements", of_elements, (*measured, stages))
        ),
    )
    return tuple(_kept(known, each) for each in drawn)


def _kept(known: Known, drawn: _Drawn) -> Balance:
    made_of = (known.sessions, drawn.totals, drawn.stages, drawn.element)
    name = f"balance of {drawn.of} {drawn.substance}"
    return piece(known.state, name, partial(_balance, known, drawn), made_of)


def _of_element(element: Element, stages: StageStreams) -> _Drawn:
    return _Drawn(
        of=Balanced.ELEMENT,
        totals=element.totals,
        rows=element.rows,
        stages=stages,
        element=element,
    )


def _balance(known: Known, drawn: _Drawn) -> Balance:
    streams = drawn.streams
    return Balance(
        of=drawn.of,
        unit=UNIT_OF[drawn.of],
        streams=streams,
        stages=_stages(known, drawn) if streams else (),
        substance=drawn.substance,
        year=reference_year(known),
        missing=_missing(drawn) if drawn.of is not Balanced.ELEMENT else _nothing(drawn),
    )


def _missing(drawn: _Drawn) -> tuple[Missing, ...]:
    """Return rows of flows without a place, and that nothing was entered at all."""
    lost = drawn.stages.missing if drawn.of is Balanced.MATERIALS else ()
    return (*lost, *_nothing(drawn))


def _nothing(drawn: _Drawn) -> tuple[Missing, ...]:
    return () if drawn.streams else (Missing(Lack.NOT_ENTERED, STREAMS.name),)


def _stages(known: Known, drawn: _Drawn) -> tuple[Stage, ...]:
    unit = UNIT_OF[drawn.of]
    nodes = dict.fromkeys(
        node for each in drawn.totals for node in (each.source, each.target) if node
    )
    found = hints.seen(known, drawn.of, drawn.rows)
    plant = closed(_plant(drawn), unit)
    whole = _with(plant, (*drawn.told, *_contradictions(drawn)), drawn, found)
    totals = [_with(closed(around(node, drawn.totals), unit), (), drawn, found) for node in nodes]
    parts = totals if len(totals) > 1 else []
    return (whole, *parts, *_of_process(drawn, found))


def _of_process(drawn: _Drawn, found: hints.Seen) -> Iterable[Stage]:
    """Yield the balance of each stage that has a stream of this kind."""
    streams = [row.stream for row in drawn.rows]
    touched = {node for each in streams for node in (each.source, each.target)}
    for name in drawn.stages.stages:
        if name in touched:
            stage = closed(around(name, streams), UNIT_OF[drawn.of])
            yield _with(stage, _differences(drawn, name), drawn, found)


def _plant(drawn: _Drawn) -> Sides:
    """Return what crosses the border of the plant: by its totals, a side without them by stages."""
    totals = _border(drawn.totals)
    stages = _border(row.stream for row in drawn.rows)
    return Sides(
        name="",
        inflow=_side(drawn, totals.inflow, stages.inflow),
        outflow=_side(drawn, totals.outflow, stages.outflow),
    )


def _side(
    drawn: _Drawn, totals: tuple[Stream, ...], stages: tuple[Stream, ...]
) -> tuple[Stream, ...]:
    if drawn.of is Balanced.ELEMENT:
        return (*totals, *stages)
    return totals if not stages or any(map(drawn.is_main, totals)) else stages


def _border(streams: Iterable[Stream]) -> Sides:
    every = tuple(streams)
    return Sides(
        name="",
        inflow=tuple(each for each in every if not each.source),
        outflow=tuple(each for each in every if not each.target),
    )


def _with(stage: Stage, told: Sequence[Text], drawn: _Drawn, found: hints.Seen) -> Stage:
    return replace(stage, suggestions=(*told, *hints.hints(drawn.of, stage, found)))


def _contradictions(drawn: _Drawn) -> Iterable[Text]:
    """Yield how the totals stand to the stages, where both tell of a side."""
    totals = _border(drawn.totals)
    stages = _border(row.stream for row in drawn.rows)
    pairs = (
        (INFLOW, totals.inflow, stages.inflow),
        (OUTFLOW, totals.outflow, stages.outflow),
    )
    for side, whole, parts in pairs if drawn.of is not Balanced.ELEMENT else ():
        sums = [_known(each) for each in (whole, parts)]
        is_told = any(map(drawn.is_main, whole)) and sums[0] != sums[1]
        if sums[0] is not None and sums[1] is not None and is_told:
            yield hints.beside_stages(side, sums[0], sums[1], UNIT_OF[drawn.of])


def _known(streams: Sequence[Stream]) -> Decimal | None:
    """Return the sum of what is known; None if nothing is."""
    values = [each.figure.value for each in streams if each.figure.value is not None]
    return sum(values, Decimal(0)) if values else None


def _differences(drawn: _Drawn, name: str) -> tuple[Text, ...]:
    return tuple(
        hints.differing(first, second, UNIT_OF[drawn.of])
        for first, second in drawn.stages.differing
        if first.of is drawn.of and name in (first.stream.source, first.stream.target)
    )


def of_stages(balance: Balance) -> tuple[Stream, ...]:
    """Return the streams of a balance that come from the table of flows, not from totals."""
    return tuple(each for each in balance.streams if not _is_total(each))


def of_plant(balance: Balance) -> tuple[Stream, ...]:
    """Return the streams of a balance that are totals of the plant."""
    return tuple(each for each in balance.streams if _is_total(each))


def _is_total(stream: Stream) -> bool:
    return is_total(stream.source) or is_total(stream.target)
