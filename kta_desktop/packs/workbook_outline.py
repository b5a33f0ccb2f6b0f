"""What stands in what in a survey, read from raw rows that nobody has checked yet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.packs.workbook_standard import Names

_TABLE = "table-list"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row of the survey stands.

    Attributes:
        repeat: Name of the innermost repeat around it; None if there is none.
        is_column: Whether that repeat is a table, so that its name is its own only there.
    """

    repeat: str | None = None
    is_column: bool = False


def places(rows: Sequence[Mapping[str, str]]) -> list[Place]:
    """Return where each row stands; the row that begins a repeat stands outside of it."""
    around: list[tuple[str, str, bool]] = []  # kind, name, whether it is a table
    found: list[Place] = []
    for row in rows:
        kind = row.get("type", "").strip()
        if kind.startswith("end_") and around:
            around.pop()
        repeats = [(name, is_table) for what, name, is_table in around if what == "begin_repeat"]
        found.append(Place(*repeats[-1]) if repeats else Place())
        if kind.startswith("begin_"):
            is_table = _TABLE in row.get("appearance", "").split()
            around.append((kind, row.get("name", "").strip(), is_table))
    return found


def names_of(rows: Sequence[Mapping[str, str]], where: Sequence[Place]) -> Names:
    """Return what the names of a survey mean; columns whose name is taken get another one."""
    named = [(row.get("name", "").strip(), place) for row, place in zip(rows, where, strict=True)]
    counts = Counter(name for name, _place in named if name)
    children: dict[str, set[str]] = {}
    for row in rows:
        if row.get("type", "").startswith("begin_repeat"):
            children.setdefault(row.get("name", "").strip(), set())
    for name, place in named:
        if name and place.repeat is not None:
            children.setdefault(place.repeat, set()).add(name)
    renamed = {
        (place.repeat, name): f"{place.repeat}_{name}"
        for name, place in named
        if place.repeat and place.is_column and counts[name] > 1
    }
    columns = {name for name, place in named if place.is_column}
    outside = {name for name, place in named if not place.is_column}
    return Names(
        known=frozenset(outside | columns) - {""},
        children={name: frozenset(each) for name, each in children.items()},
        renamed=renamed,
    )
