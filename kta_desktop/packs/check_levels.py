"""Levels: bounds in order, exceptions that lead to a level and not in a circle."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kta_desktop.packs.check_cells import NUMBER
from kta_desktop.packs.context import Context
from kta_desktop.packs.faults import PackFault, Place
from kta_desktop.packs.layout import LEVELS, RANGES, TableLayout
from kta_desktop.packs.rows import SheetRow


def of_levels(context: Context) -> Iterator[PackFault]:
    """Yield the mistakes of levels and exceptions."""
    for table in (LEVELS, RANGES):
        for row in context.folder.rows(table):
            yield from _bounds(table, row)
    yield from _circles(context)


def _bounds(table: TableLayout, row: SheetRow) -> Iterator[PackFault]:
    lower, upper = row.get("lower"), row.get("upper")
    if NUMBER.fullmatch(lower) and NUMBER.fullmatch(upper) and Decimal(lower) > Decimal(upper):
        place = Place(table.file, row, "lower")
        yield place.fault("bounds-crossed", lower=lower, upper=upper)


def _circles(context: Context) -> Iterator[PackFault]:
    """Yield exceptions that replace each other in a circle, each circle once."""
    rows = {row.get("id"): row for row in context.folder.rows(LEVELS)}
    done: set[str] = set()
    for start in rows:
        path = _path(start, rows, done)
        done.update(path)
        last = rows[path[-1]].get("overrides") if path else ""
        if last in path:
            circle = (*path[path.index(last) :], last)
            place = Place(LEVELS.file, rows[last], "overrides")
            yield place.fault("overrides-circle", found=" → ".join(circle))


def _path(start: str, rows: Mapping[str, SheetRow], done: set[str]) -> list[str]:
    """Return the way from a level along what each replaces, up to what was walked before."""
    path: dict[str, None] = {}
    while start in rows and start not in done and start not in path:
        path[start] = None
        start = rows[start].get("overrides")
    return list(path)
