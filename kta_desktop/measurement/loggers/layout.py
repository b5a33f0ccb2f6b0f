"""Where the table lies among the lines: what parts its columns, its heading, its first row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kta_desktop.measurement.loggers import names
from kta_desktop.measurement.loggers.aligning import heading_fields
from kta_desktop.measurement.loggers.model import DELIMITERS, SPACES
from kta_desktop.measurement.loggers.shapes import is_reading, shapes_of
from kta_desktop.measurement.loggers.splitting import split_loosely, without_tail

Row = tuple[int, list[str]]
"""Number of a line from 1, and its fields."""
_LOOKED_AT = 200  # readings at the beginning from which the table is understood
_WIDEST = 1024  # fields of a row of readings
_HEADING = 4  # lines above the first reading that may belong to the heading
_GAP = 2  # blank lines that may stand between heading and readings


@dataclass(frozen=True, slots=True)
class Table:
    """The table as found.

    Attributes:
        delimiter: What parts the fields; empty for a sheet.
        width: Fields of most rows.
        first: Place in the rows looked at of the first reading.
        rows: All rows looked at.
        readings: Those with readings, in order, with ``width`` fields each.
        texts: Lines by number, where blanks part the fields.
    """

    delimiter: str
    width: int
    first: int
    rows: list[Row]
    readings: list[Row]
    texts: Mapping[int, str] = field(default_factory=dict)

    @property
    def first_line(self) -> int:
        """Return the number of the first line of readings."""
        return self.rows[self.first][0]


def find(lines: Sequence[tuple[int, str]], delimiter: str | None = None) -> Table | None:
    """Return the table in numbered lines of text; None if there is none.

    Of several ways to part the fields the one that makes most rows of readings is taken, and of
    equal ones that which leaves fewest words.
    """
    best: tuple[float, Table] | None = None
    for candidate in DELIMITERS if delimiter is None else (delimiter,):
        if candidate not in {" ", SPACES} and not any(candidate in line for _, line in lines):
            continue
        rows = [(number, split_loosely(line, candidate)) for number, line in lines]
        table = in_rows(rows, candidate)
        if table is None:
            continue
        score = _score(table)
        if best is None or score > best[0]:
            best = score, table
    return None if best is None else best[1]


def _score(table: Table) -> float:
    shapes = "".join(shapes_of(fields) for _, fields in table.readings[:50])
    words = shapes.count("S") / max(len(shapes), 1)
    return len(table.readings) * (1 - 0.5 * words)


def in_rows(rows: list[Row], delimiter: str = "", first_line: int | None = None) -> Table | None:
    """Return the table in rows of fields; None if there is none."""
    start = 0 if first_line is None else _place_of(rows, first_line)
    shapes: dict[int, str] = {}
    for place in range(start, len(rows)):
        fields = rows[place][1]
        found = shapes_of(fields) if len(fields) <= _WIDEST else ""
        if is_reading(found):
            shapes[place] = found
            if len(shapes) >= _LOOKED_AT:
                break
    if not shapes:
        return None
    timed = {place: found for place, found in shapes.items() if set(found) & set("TDC")}
    if len(timed) * 4 >= len(shapes):
        shapes = timed  # rows of figures without a time are averages and the like
    width = _width(rows, shapes)
    places = [place for place in shapes if _has_width(rows[place][1], width)]
    first = _first(shapes, places)
    readings = [rows[place] for place in places if place >= first]
    if width < 2 or not readings:
        return None
    return Table(delimiter, width, first, rows, readings)


def _place_of(rows: Sequence[Row], line: int) -> int:
    return next((place for place, (number, _) in enumerate(rows) if number >= line), len(rows))


def _width(rows: Sequence[Row], shapes: Mapping[int, str]) -> int:
    """Return the number of fields that most rows of readings have, counted by kinds of row."""
    counted = Counter(len(rows[place][1]) for place in shapes)
    most = max(counted.values())
    return max(width for width, count in counted.items() if count * 2 > most)


def _has_width(fields: Sequence[str], width: int) -> bool:
    return len(fields) >= width and len(without_tail(fields)) <= width


def _first(shapes: Mapping[int, str], places: Sequence[int]) -> int:
    """Return the place of the first reading: the first of two alike, not a line of the preamble."""
    for place in places:
        below = [after for after in places if place < after <= place + 3]
        alike = [after for after in below if _are_alike(shapes[place], shapes[after])]
        if alike or (not below and place == places[-1]):
            return place
    return places[0]


def _are_alike(first: str, second: str) -> bool:
    """Whether rows say their time in the same places."""
    times = [[place for place, sign in enumerate(row) if sign in "TDC"] for row in (first, second)]
    return times[0] == times[1]


def is_long(table: Table, times: Sequence[int]) -> bool:
    """Whether rows of one time tell different quantities, named in a column of their own."""
    said: dict[tuple[str, ...], list[list[str]]] = {}
    for _, fields in table.readings:
        said.setdefault(tuple(fields[at] for at in times), []).append(fields)
    together = [rows for rows in said.values() if len(rows) > 1]
    words = (
        [
            at
            for at in range(table.width)
            if at not in times and all(shapes_of([row[at]]) == "S" for row in together[0])
        ]
        if together
        else []
    )
    return any(
        sum(1 for rows in together if len({row[at] for row in rows}) == len(rows)) * 2
        > len(together)
        for at in words
    )


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a table.

    Attributes:
        lines: Numbers of its lines, from the top.
        names: Name of each column, with its unit if it stands in the name.
        units: Units of a row of their own; empty texts without one.
        named: How many columns the heading reaches over; all without a heading.
    """

    lines: tuple[int, ...]
    names: tuple[str, ...]
    units: tuple[str, ...]
    named: int


def header(table: Table, lines: tuple[int, ...] | None = None) -> Header:
    """Return the heading above the first reading; without one all names are empty."""
    chosen = () if lines is None else lines
    rows = [row for row in table.rows if row[0] in chosen]
    if lines is None:
        rows = _heading_rows(table)
    parts = [(number, _aligned(number, fields, table)) for number, fields in rows]
    units = [part for part in parts if len(parts) > 1 and _is_units(part[1])]
    named = [part for part in parts if part not in units[:1]]
    return Header(
        tuple(number for number, _ in rows),
        tuple(_joined([fields[at] for _, fields in _spread(named)]) for at in range(table.width)),
        tuple(units[0][1]) if units else ("",) * table.width,
        _reach(rows, table),
    )


def _reach(rows: Sequence[Row], table: Table) -> int:
    """Return over how many columns of those with readings the widest row of a heading reaches."""
    used = max(len(without_tail(fields)) for _, fields in table.readings)
    if not rows or table.texts:
        return table.width
    widest = max(len(without_tail(fields)) for _, fields in rows)
    return table.width if widest >= used else widest


def _heading_rows(table: Table) -> list[Row]:
    """Return the rows of the heading, from the top: units or names last, groups above them."""
    found: list[Row] = []
    blanks = 0
    for number, fields in reversed(table.rows[: table.first]):
        if not any(fields):
            blanks += 1
            if found or blanks > _GAP:
                break
            continue
        if not _is_heading(fields, table, found) or len(found) == _HEADING - 1:
            break
        found.insert(0, (number, fields))
    return found


def _is_heading(fields: Sequence[str], table: Table, below: Sequence[Row]) -> bool:
    """Whether a row above the readings belongs to the heading."""
    filled = [field for field in fields if field]
    wide = len(without_tail(fields))
    if wide > table.width + 1 or _figures(fields) * 2 > len(filled):
        return False
    if not below:
        return wide >= 2 and (len(filled) >= table.width * 0.5 or _is_units(fields))
    if any(_is_units(row) for _, row in below) and len(below) == 1:
        return len(filled) >= table.width * 0.5 and not _is_key_value(filled)
    return _is_group(fields, below[0][1], table)


def _is_group(fields: Sequence[str], names_below: Sequence[str], table: Table) -> bool:
    """Whether a row names groups of columns: it has gaps, or the names below it repeat."""
    filled = [field for field in fields if field]
    wide = len(without_tail(fields))
    if wide < table.width * 0.6 and not _repeats(names_below):
        return False
    has_gaps = len(fields) >= table.width - 1 and 2 <= len(filled) <= table.width
    return has_gaps and not _is_key_value(filled) and wide > 2 and not _is_filled(names_below)


def _is_filled(fields: Sequence[str]) -> bool:
    """Whether every column has a name of its own already."""
    filled = [field for field in fields if field]
    return len(filled) == len(fields) and not _repeats(fields)


def _repeats(fields: Sequence[str]) -> bool:
    filled = [field for field in fields if field]
    return len(set(filled)) < len(filled)


def _is_key_value(filled: Sequence[str]) -> bool:
    return len(filled) <= 2 and (filled[0].endswith(":") or names.fact_of(filled[0]) is not None)


def _figures(fields: Sequence[str]) -> int:
    shapes = shapes_of(fields)
    return sum(shapes.count(sign) for sign in "TDCN")


def _is_units(fields: Sequence[str]) -> bool:
    """Whether most fields are units, in brackets or not, and none is more than one."""
    filled = [field.strip("[](){} ") for field in fields if field.strip("[](){} ")]
    known = sum(1 for field in filled if names.unit_of(field) or field.lower() in _UNITLESS)
    return bool(filled) and known * 2 > len(filled) and all(len(field) < 20 for field in filled)


_UNITLESS = frozenset((
    "v", "a", "hz", "kvar", "квар", "в", "а", "гц", "dd.mm.yyyy", "hh:mm:ss", "дд.мм.гггг",
    "чч:мм:сс", "yyyy-mm-dd", "date", "time", "mv", "мв", "ma", "ма", "-", "–", "—", "none",
    "mm:ss", "дд.мм.гг", "dd/mm/yyyy", "mm/dd/yyyy", "w", "var", "va", "вт", "cos",
))  # fmt: skip


def _aligned(number: int, fields: Sequence[str], table: Table) -> list[str]:
    """Return the fields of a heading in as many places as the readings have."""
    if number in table.texts:
        readings = [table.texts[line] for line, _ in table.readings]
        found = heading_fields(table.texts[number], readings, table.delimiter, table.width)
    else:
        found = list(fields) + [""] * (table.width - len(fields))
    return found[: table.width]


def _spread(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows of names, each group's name carried on over the columns it spans."""
    found = []
    for place, (number, fields) in enumerate(rows):
        is_group = place < len(rows) - 1
        found.append((number, _carried(fields, rows[-1][1]) if is_group else fields))
    return found


def _carried(fields: Sequence[str], below: Sequence[str]) -> list[str]:
    held, found = "", []
    for at, own in enumerate(fields):
        held = own or (held if below[at] else "")
        found.append(held)
    return found


def _joined(parts: Sequence[str]) -> str:
    """Return one name of those above each other, none twice."""
    kept: list[str] = []
    for part in parts:
        plain = " ".join(part.split())
        if plain and plain not in kept:
            kept.append(plain)
    return " ".join(kept)
