"""Cells of a workbook on their way into a sheet: what each becomes is known before it is written.

Nothing here reads or changes the audit: whoever pastes gives the columns and the rows that are
there, and gets a plan with the edits of one act.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.canonical import LONGEST_TEXT
from kta_desktop.domain.definition import Question
from kta_desktop.domain.ids import new_id
from kta_desktop.errors import KtaError
from kta_desktop.forms import entry
from kta_desktop.forms.sheets import Asked
from kta_desktop.i18n import N_
from kta_desktop.services.answering import Edit
from kta_desktop.services.pasting_text import Cells, cells_of, trimmed

MOST_CELLS = 2_000
"""More at once would hold the window up; larger tables are pasted in parts."""

_MOST_SIGNS = 50 * MOST_CELLS  # tabs and line breaks: whole empty columns are copied along
_LANGUAGES = ("ru", "kk", "en")
_LEAST_TITLES = 2
_SPACES = re.compile(r"[\s\u2060]+")


class TooManyCellsError(KtaError):
    """More was copied than is taken over at once."""

    code: ClassVar[str] = "paste-too-large"
    text: ClassVar[str] = N_(
        "{count} cells were copied; at most {limit} are taken over at once. Nothing was changed. "
        "Copy fewer rows and paste in parts."
    )


class CellTooLongError(KtaError):
    """A copied cell holds more than an answer may."""

    code: ClassVar[str] = "paste-too-long"
    text: ClassVar[str] = N_(
        "A copied cell has {count} characters; an answer holds at most {limit}. Nothing was "
        "changed. Shorten it, or attach it as a file."
    )


class Fate(StrEnum):
    """What becomes of a pasted cell."""

    VALUE = "value"
    TEXT = "text"  # it cannot be read: kept as it is, to be corrected
    EMPTY = "empty"
    SHUT = "shut"  # its place is worked out, locked or not asked
    UNUSED = "unused"  # its column goes nowhere


class RowFate(StrEnum):
    """What becomes of a pasted row."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    NOTHING = "nothing"  # all its cells go nowhere


@dataclass(frozen=True, slots=True)
class Present:
    """A row that is there already.

    Attributes:
        id: Its id.
        answers: What is in its cells, by column.
        shut: Columns that cannot be edited in it.
    """

    id: str
    answers: Mapping[str, Answer]
    shut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is pasted into.

    Attributes:
        repeat: Address of the repeat.
        columns: Its columns.
        start: Place of the current column, from 0.
        rows: Its rows from the current one on.
        last: Place in the order of the last row of all.
        takes_rows: Whether rows may be added.
    """

    repeat: str
    columns: tuple[Asked, ...]
    start: int = 0
    rows: tuple[Present, ...] = ()
    last: float = 0.0
    takes_rows: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """Which pasted column goes where.

    Attributes:
        names: Column of the sheet by place of the pasted one; None where it goes nowhere.
        has_titles: Whether the first pasted row holds titles.
        units: Unit that the title of a pasted column names; None where it names none.
    """

    names: tuple[str | None, ...]
    has_titles: bool = False
    units: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """One pasted cell: its text, where it goes, what it becomes."""

    text: str
    fate: Fate
    name: str | None = None
    answer: Answer = EMPTY


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One pasted row.

    Attributes:
        fate: What becomes of it.
        cells: Its cells, as many as were pasted.
        into: Id of the row that it changes; None for a new one.
    """

    fate: RowFate
    cells: tuple[PlannedCell, ...]
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a paste does, before it is done."""

    sheet: Sheet
    layout: Layout
    rows: tuple[PlannedRow, ...]

    def count(self, *fates: RowFate) -> int:
        """Return how many rows come to one of ``fates``."""
        return sum(1 for row in self.rows if row.fate in fates)

    @property
    def unreadable(self) -> int:
        """Return how many cells are kept as text because they cannot be read."""
        return sum(1 for row in self.rows for cell in row.cells if cell.fate is Fate.TEXT)

    def edits(self) -> list[Edit]:
        """Return the edits of the paste, one act; ids of new rows are made anew each time."""
        return list(_edits(self))


def read(text: str) -> Cells:
    """Return the cells of copied text without what is empty around them.

    Raises:
        TooManyCellsError: If there are more than are taken over at once.
        CellTooLongError: If one of them is more than an answer may be.
    """
    signs = text.count("\t") + text.count("\n")
    if signs > _MOST_SIGNS:  # not even worth reading
        raise TooManyCellsError(count=signs, limit=MOST_CELLS)
    cells = trimmed(cells_of(text))
    count = sum(len(row) for row in cells)
    if count > MOST_CELLS:
        raise TooManyCellsError(count=count, limit=MOST_CELLS)
    longest = max((len(cell) for row in cells for cell in row), default=0)
    if longest > LONGEST_TEXT:
        raise CellTooLongError(count=longest, limit=LONGEST_TEXT)
    return cells


def recognised(cells: Cells, sheet: Sheet) -> Layout:
    """Return where the columns go: by their titles if there are any, else from the current one."""
    width = len(cells[0]) if cells else 0
    titles = [title_of(cell, sheet.columns) for cell in cells[0]] if cells else []
    known = [found for found in titles if found is not None]
    filled = sum(1 for cell in (cells[0] if cells else ()) if cell.strip())
    if known and len(known) >= min(_LEAST_TITLES, filled) and len(set(known)) == len(known):
        units = tuple(
            None if name is None else _unit_of_title(cell, _named(sheet, name))
            for cell, name in zip(cells[0], titles, strict=True)
        )
        return Layout(tuple(titles), has_titles=True, units=units)
    names = [asked.name for asked in sheet.columns[sheet.start :]]
    return Layout(tuple(names[place] if place < len(names) else None for place in range(width)))


def title_of(text: str, columns: Sequence[Asked]) -> str | None:
    """Return the column that a title means, in any language, with or without its unit."""
    wanted = _plain(text)
    if not wanted:
        return None
    for asked in columns:
        for title in _titles(asked):
            if wanted == title or wanted.startswith((f"{title},", f"{title} (", f"{title} *")):
                return asked.name
    return None


def planned(cells: Cells, sheet: Sheet, layout: Layout, *, append: bool = False) -> Plan:
    """Return what pasting comes to.

    Args:
        cells: What was copied.
        sheet: What it is pasted into.
        layout: Which pasted column goes where.
        append: Whether all rows are new; else those that are there are changed first.
    """
    body = cells[1:] if layout.has_titles else cells
    present = iter(() if append else sheet.rows)
    rows = []
    for line in body:
        is_empty = not any(cell.strip() for cell in line)
        into = None if is_empty and append else next(present, None)
        rows.append(_row(line, sheet, layout, into))
    return Plan(sheet, layout, tuple(rows))


def becomes(asked: Asked, text: str, before: Answer = EMPTY, unit: str | None = None) -> Answer:
    """Return the answer that pasted text becomes; a unit behind a number is read, too."""
    before = replace(before, unit=unit)
    answer = entry.cell(asked, text, before)
    if asked.type not in entry.NUMBERS or not answer.is_unreadable or entry.readings(answer):
        return answer
    for named, symbol in _symbols(asked):
        if text.casefold().rstrip().endswith(symbol):
            number = text.rstrip()[: -len(symbol)].rstrip()
            found = entry.cell(asked, number, replace(before, unit=named))
            if found.is_answered:
                return found
    return answer


def _row(line: Sequence[str], sheet: Sheet, layout: Layout, into: Present | None) -> PlannedRow:
    cells = tuple(_cell(text, sheet, layout, place, into) for place, text in enumerate(line))
    identifier = None if into is None else into.id
    written = [cell for cell in cells if cell.fate in (Fate.VALUE, Fate.TEXT)]
    if not any(cell.text.strip() for cell in cells):
        return PlannedRow(RowFate.EMPTY, cells, identifier)
    if not written or (into is None and not sheet.takes_rows):
        return PlannedRow(RowFate.NOTHING, cells, identifier)
    if into is None:
        return PlannedRow(RowFate.ADDED, cells)
    differs = any(cell.answer != into.answers.get(cell.name or "", EMPTY) for cell in written)
    return PlannedRow(RowFate.CHANGED if differs else RowFate.SAME, cells, identifier)


def _cell(text: str, sheet: Sheet, layout: Layout, place: int, into: Present | None) -> PlannedCell:
    name = layout.names[place] if place < len(layout.names) else None
    if name is None:
        return PlannedCell(text, Fate.UNUSED)
    asked = _named(sheet, name)
    if not text.strip():
        return PlannedCell(text, Fate.EMPTY, name)
    if not is_writable(asked) or (into is not None and name in into.shut):
        return PlannedCell(text, Fate.SHUT, name)
    before = EMPTY if into is None else into.answers.get(name, EMPTY)
    unit = layout.units[place] if place < len(layout.units) else None
    answer = becomes(asked, text, before, unit)
    return PlannedCell(text, Fate.TEXT if answer.is_unreadable else Fate.VALUE, name, answer)


def is_writable(asked: Asked) -> bool:
    """Whether cells of a column are typed or chosen: not worked out, no lists, no files."""
    return asked.type in (*entry.TYPED, *entry.CHOSEN)


def _edits(plan: Plan) -> Iterator[Edit]:
    repeat, order = plan.sheet.repeat, plan.sheet.last
    for row in plan.rows:
        if row.fate not in (RowFate.ADDED, RowFate.CHANGED):
            continue
        identifier = row.into
        if identifier is None:
            identifier, order = new_id(), order + 1.0
            yield Edit(fieldpath.row(repeat, identifier), {"order": order})
        for cell in row.cells:
            if cell.name is not None and cell.fate in (Fate.VALUE, Fate.TEXT):
                path = fieldpath.cell(repeat, identifier, cell.name)
                yield Edit(path, entry.stored(cell.answer))


def _named(sheet: Sheet, name: str) -> Asked:
    return next(asked for asked in sheet.columns if asked.name == name)


def _titles(asked: Asked) -> Iterator[str]:
    """Yield what a column is called, in every language; the longer of two first."""
    texts = [asked.label, asked.short] if isinstance(asked, Question) else [asked.label]
    found = {_plain(str(getattr(text, lang))) for text in texts for lang in _LANGUAGES}
    yield from sorted(found - {""}, key=len, reverse=True)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" *:").casefold()


def _symbols(asked: Asked) -> list[tuple[str, str]]:
    """Return units that a number of a column may be in, with their symbols, longest first."""
    return _symbols_of(asked.unit, asked.units)


@lru_cache(maxsize=256)
def _symbols_of(unit: str | None, others: tuple[str, ...]) -> list[tuple[str, str]]:
    from kta_desktop.services.converting import shown_units

    own = [each for each in (unit, *others) if each is not None]
    units = dict.fromkeys([*own, *shown_units(unit)])
    pairs = {
        (each, formatting.unit(each, lang).casefold()) for each in units for lang in _LANGUAGES
    }
    return sorted(((u, s) for u, s in pairs if s), key=lambda pair: (-len(pair[1]), pair))


def _unit_of_title(text: str, asked: Asked) -> str | None:
    """Return the unit that a title names behind the column's name; None if it names none."""
    if asked.type not in entry.NUMBERS:
        return None
    title = next((t for t in _titles(asked) if _plain(text).startswith(t)), "")
    rest = _plain(text)[len(title) :].strip(" ,()[]*")
    return next((unit for unit, symbol in _symbols(asked) if symbol == rest), None)
