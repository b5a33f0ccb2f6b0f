"""Balances of chosen elements and substances, in tonnes of it a year.

A stream of the table of flows is of a substance if it is called as the substance is: by its code,
formula or name in any language. What leaves with waste water and air is its load; beside it the
emissions of the stages do not count. No content of a
substance in a material is known to the program, so none is made up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kta_desktop.assessment.balance import Balanced, Stream
from kta_desktop.assessment.balances_amounts import entered, same
from kta_desktop.assessment.balances_nodes import PLANT
from kta_desktop.assessment.balances_stages import StageStream, StageStreams, folded
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import LoadKind, LoadLine
from kta_desktop.assessment.loads_air import air
from kta_desktop.assessment.loads_rest import water_loads

RECORD, KEY = "balance", "elements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A substance and its streams.

    Attributes:
        substance: As chosen.
        totals: What leaves the plant with waste water and air.
        rows: Streams of the table of flows that are called so.
    """

    substance: str
    totals: tuple[Stream, ...] = ()
    rows: tuple[StageStream, ...] = ()


def elements(known: Known, stages: StageStreams) -> tuple[Element, ...]:
    """Return the substances chosen in ``@balance/elements``, each once, with their streams."""
    wanted = chosen(known)
    if not wanted:
        return ()
    loads = (*air(known, wanted), *water_loads(known))
    rows = stages.of(Balanced.MATERIALS)
    return tuple(_element(known, substance, loads, rows) for substance in wanted)


def chosen(known: Known) -> tuple[str, ...]:
    """Return the substances that are to be balanced; what is no text is passed over."""
    said = known.record(RECORD, KEY)
    listed = said if isinstance(said, list | tuple) else ()
    return tuple(dict.fromkeys(each for each in listed if isinstance(each, str) and each))


def _element(
    known: Known, substance: str, loads: Iterable[LoadLine], rows: Iterable[StageStream]
) -> Element:
    own = [line for line in loads if line.substance == substance]
    names = _names(substance, own)
    counted = ("emission",) if any(line.kind is LoadKind.AIR for line in own) else ()
    return Element(
        substance=substance,
        totals=tuple(_leaving(known, line) for line in own),
        rows=tuple(row for row in rows if folded(row.what) in names and row.kind not in counted),
    )


def _names(substance: str, lines: Iterable[LoadLine]) -> frozenset[str]:
    """Return what a substance is called: its id, and its names in the checklist."""
    texts = [substance]
    for line in lines:
        texts += [line.name.ru, line.name.kk, line.name.en]
    return frozenset(folded(text) for text in texts if text)


def _leaving(known: Known, line: LoadLine) -> Stream:
    return Stream(
        key=line.path,
        name=same(line.source) if line.source else line.name,
        source=PLANT,
        target="",
        figure=line.figure,
        path=line.path,
        is_estimated=not entered(known.state, line.path, None).is_measured,
    )
