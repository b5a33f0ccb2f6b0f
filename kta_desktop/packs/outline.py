"""What stands inside what in a survey: sections, groups, repeats, tables and their columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kta_desktop.packs.kinds import is_table, kind
from kta_desktop.packs.rows import SheetRow


@dataclass(slots=True)
class Entry:
    """A question, repeat or inner group with the place it stands in.

    Attributes:
        row: Its row.
        section: Name of the section it stands in; empty outside of all.
        parent: Name of the innermost group or repeat around it; None directly in its section.
        depth: How many repeats stand around it.
        level: How many groups and repeats stand around it.
        columns: Rows of the columns, for a table.
    """

    row: SheetRow
    section: str
    parent: str | None = None
    depth: int = 0
    level: int = 0
    columns: list[SheetRow] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A survey taken apart.

    Attributes:
        sections: Rows of the outermost groups.
        groups: Groups inside sections.
        entries: Questions, repeats and tables in the order of the paper.
        misplaced: Rows that open or close something where they cannot, or are never closed.
    """

    sections: list[SheetRow] = field(default_factory=list)
    groups: list[Entry] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    misplaced: list[SheetRow] = field(default_factory=list)

    def named(self) -> tuple[SheetRow, ...]:
        """Return the rows whose names are unique in the whole definition, in their order."""
        inner = (entry.row for entry in (*self.groups, *self.entries))
        return tuple(sorted((*self.sections, *inner), key=lambda row: row.number))


def outline(rows: Iterable[SheetRow]) -> Outline:
    """Return what stands inside what; wrongly nested rows are noted and passed over."""
    walk = _Walk()
    for row in rows:
        walk.take(row)
    walk.found.misplaced += [box.row for box in walk.opened]
    return walk.found


@dataclass(frozen=True, slots=True)
class _Box:
    """A group or repeat that is open: its row, how rows in it name it, repeats so far."""

    row: SheetRow
    parent: str | None
    depth: int


class _Walk:
    """One way through the rows; ``opened`` holds the groups and repeats that are not closed."""

    def __init__(self) -> None:
        self.found = Outline()
        self.opened: list[_Box] = []
        self._section = ""
        self._table: Entry | None = None

    def take(self, row: SheetRow) -> None:
        action, _, what = kind(row).partition("_")
        if what not in ("group", "repeat") or action not in ("begin", "end"):
            self._question(row)
        elif action == "end":
            self._close(row, f"begin_{what}")
        elif self._table is not None:  # a column cannot hold anything
            self.found.misplaced.append(row)
        elif what == "group":
            self._group(row)
        else:
            self._repeat(row)

    def _question(self, row: SheetRow) -> None:
        if self._table is not None:
            self._table.columns.append(row)
        else:
            self.found.entries.append(self._placed(row))

    def _group(self, row: SheetRow) -> None:
        if self.opened:
            entry = self._placed(row)
            self.found.groups.append(entry)
            self.opened.append(_Box(row, row.get("name"), entry.depth))
        else:
            self._section = row.get("name")
            self.found.sections.append(row)
            self.opened.append(_Box(row, None, 0))

    def _repeat(self, row: SheetRow) -> None:
        entry = self._placed(row)
        self.found.entries.append(entry)
        self.opened.append(_Box(row, row.get("name"), entry.depth + 1))
        if is_table(row):
            self._table = entry

    def _close(self, row: SheetRow, opening: str) -> None:
        if not self.opened or kind(self.opened[-1].row) != opening:
            self.found.misplaced.append(row)
            return
        self.opened.pop()
        self._table = None
        if not self.opened:
            self._section = ""

    def _placed(self, row: SheetRow) -> Entry:
        box = self.opened[-1] if self.opened else None
        if box is None:
            return Entry(row, self._section)
        return Entry(row, self._section, box.parent, box.depth, len(self.opened))
