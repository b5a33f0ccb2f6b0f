"""Streams of the plant's balances from what was entered: a question, or a row of a table."""

from collections.abc import Iterator

from kta_desktop.assessment.balance import Stream
from kta_desktop.assessment.balances_amounts import Entered, entered, yearly
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.texts import Text

Ends = tuple[str, str]
"""Nodes that a stream leaves and comes to; empty outside the plant."""


def stream(found: Entered, name: Text, ends: Ends, figure: Figured) -> Stream:
    """Return a stream of an amount that was worked out already."""
    return Stream(
        key=found.path,
        name=name,
        source=ends[0],
        target=ends[1],
        figure=figure,
        path=found.path,
        is_estimated=not found.is_measured,
    )


def of_entered(known: Known, found: Entered, name: Text, ends: Ends, unit: str) -> Iterator[Stream]:
    """Yield the stream of an amount in a unit a year; nothing where there is no such flow."""
    if not found.is_absent:
        yield stream(found, name, ends, yearly(known, found, unit, name))


def of_row(
    known: Known, line: Line, column: str, name: Text, ends: Ends, unit: str
) -> Iterator[Stream]:
    """Yield the stream of a row whose amount stands in a column."""
    found = entered(known.state, line.path(column), line.unit_of(column))
    yield from of_entered(known, found, name, ends, unit)
