"""What each column of a table is for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kta_desktop.measurement.loggers import moments, names, numerals
from kta_desktop.measurement.loggers.layout import Header, Table
from kta_desktop.measurement.loggers.model import Column, ColumnWish, NumberForm, Role
from kta_desktop.measurement.loggers.shapes import shapes_of

_UNIX = ((0.8e9, 4.1e9), (0.8e12, 4.1e12))  # 1995 to 2099 in seconds and milliseconds
_SERIAL = (32_874.0, 73_050.0)  # 1990 to 2099 in days
_DIGITS = 16  # of a number that counts rows
TIMES = (Role.STAMP, Role.DATE, Role.CLOCK, Role.ELAPSED, Role.UNIX, Role.SERIAL)


def columns_of(
    table: Table, header: Header, wishes: Mapping[int, ColumnWish]
) -> tuple[Column, ...]:
    """Return the columns of a table with their roles, units and meanings."""
    cells = cells_of(table)
    shapes = [Counter(shapes_of(column)) for column in cells]
    found = [_named(at, header) for at in range(table.width)]
    chosen = {at: wish.role for at, wish in wishes.items() if wish.role is not None}
    roles = _times(found, shapes, cells, chosen)
    for at, column in enumerate(found):
        role = chosen.get(at) or roles.get(at) or _role(column, shapes[at], cells[at])
        found[at] = _wished(replace(column, role=role), wishes.get(at))
    return tuple(found)


def cells_of(table: Table) -> list[list[str]]:
    """Return the cells of the readings looked at, by column."""
    return [[fields[at] for _, fields in table.readings] for at in range(table.width)]


def _named(at: int, header: Header) -> Column:
    parts = names.heading(header.names[at])
    raw = header.units[at].strip("[](){} ") or parts.raw_unit
    unit = names.unit_of(raw) if raw else None
    name = parts.name if parts.unit or parts.raw_unit else header.names[at]
    meaning = names.meaning_of(name, unit)
    if raw and unit is None and names.is_condition(meaning):
        meaning = None  # in a unit that nothing can convert
    if unit == "%" and meaning in {"o2", "moisture", "co2"}:
        unit = "vol%"
    if meaning == "ph" and unit is None:
        unit = "pH"
    return Column(index=at, name=name, raw_unit=raw, unit=unit, meaning=meaning)


def _wished(column: Column, wish: ColumnWish | None) -> Column:
    if column.role is not Role.VALUE:
        column = replace(column, meaning=None)
    if wish is None:
        return column
    if wish.unit is not None:
        column = replace(column, raw_unit=wish.unit, unit=names.unit_of(wish.unit))
    name = column.name if wish.name is None else wish.name
    meaning = column.meaning if wish.meaning is None else wish.meaning or None
    return replace(column, name=name, meaning=meaning)


def _role(column: Column, shapes: Counter[str], cells: Sequence[str]) -> Role:
    """Return the role of a column that says no time."""
    figures, said = shapes["N"], shapes["S"]
    if said and said >= figures:
        return Role.STATUS if _is_status(column.name, cells) else Role.IGNORED
    is_named = bool(column.raw_unit or column.meaning)
    is_empty = not figures and not is_named and (not shapes["M"] or not column.name)
    if is_empty or shapes["T"] + shapes["D"] + shapes["C"] > figures:
        return Role.IGNORED
    if _is_index(column, cells):
        return Role.IGNORED
    if names.is_status(column.name) and not column.raw_unit:
        return Role.STATUS
    return Role.VALUE


def _is_status(name: str, cells: Sequence[str]) -> bool:
    words = {cell for cell in cells if cell}
    known = sum(1 for word in words if names.flag_of(word) is not None)
    return names.is_status(name) or (known * 2 > len(words) and len(words) < 20)


def _is_index(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column only counts the rows."""
    if column.unit is not None or not _is_counting(cells, column.index):
        return False
    if not column.name:
        return column.index == 0 and len(cells) > 2
    return names.time_role(column.name) == "index"


def _is_counting(cells: Sequence[str], at: int) -> bool:
    """Whether cells are whole numbers that go up by one."""
    if at > 1 or not all(cell.isdecimal() and len(cell) < _DIGITS for cell in cells):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(cells)}
    return steps <= {1}


def _times(
    columns: Sequence[Column],
    shapes: Sequence[Counter[str]],
    cells: Sequence[Sequence[str]],
    chosen: Mapping[int, Role],
) -> dict[int, Role]:
    """Return the columns that say the time, from the surest way to the least sure."""
    if any(role in TIMES for role in chosen.values()):
        return {}
    free = [at for at in range(len(columns)) if at not in chosen]
    most = [_mostly(count) for count in shapes]
    stamp = next((at for at in free if most[at] == "T"), None)
    day = next((at for at in free if most[at] == "D"), None)
    clock = next((at for at in free if most[at] == "C"), None)
    if stamp is not None and (clock is None or not all(map(_is_midnight, cells[stamp]))):
        return {stamp: Role.STAMP}
    day = stamp if day is None else day
    if day is not None:
        return {day: Role.DATE} if clock is None else {day: Role.DATE, clock: Role.CLOCK}
    if clock is not None:
        return {clock: _clock_role(columns[clock], cells[clock])}
    return _numeric(columns, cells, free)


def _is_midnight(cell: str) -> bool:
    """Whether the clock of a date says nothing, as spreadsheets write dates out."""
    clock = cell.replace("T", " ").rpartition(" ")[2]
    return not clock.strip("0:.,") or not cell


def _mostly(count: Counter[str]) -> str:
    sign, times = count.most_common(1)[0]
    return sign if times * 2 > count.total() - count["E"] else ""


def _clock_role(column: Column, cells: Sequence[str]) -> Role:
    said = names.time_role(column.name)
    passed = [seconds for seconds in map(moments.elapsed, cells) if seconds is not None]
    if said == "elapsed" or max(passed, default=0.0) > moments.DAY:
        return Role.ELAPSED
    starts_at_zero = passed[:1] == [0.0]
    return Role.ELAPSED if starts_at_zero and said != "clock" else Role.CLOCK


def _numeric(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], free: Sequence[int]
) -> dict[int, Role]:
    """Return the column of numbers that says the time, such as seconds since the start."""
    for at in free:
        values = _numbers(cells[at])
        if not values or any(after < before for before, after in pairwise(values)):
            continue
        role = _numeric_role(columns[at], values, at)
        if role is not None:
            return {at: role}
    return {}


def _numbers(cells: Sequence[str]) -> list[float] | None:
    comma = NumberForm("," if any("," in cell for cell in cells) else ".")
    values = [numerals.number(cell, comma) for cell in cells]
    return None if None in values else [value for value in values if value is not None]


def _numeric_role(column: Column, values: Sequence[float], at: int) -> Role | None:
    said = names.time_role(f"{column.name} {column.raw_unit}") or names.time_role(column.name)
    is_time = said not in {None, "index"} or column.unit in {"s", "min", "h"}
    if any(low <= values[0] <= high for low, high in _UNIX) and (is_time or at == 0):
        return Role.UNIX
    if is_time and _SERIAL[0] <= values[0] <= _SERIAL[1]:
        return Role.SERIAL
    if is_time and values[-1] > values[0]:
        return Role.ELAPSED
    return None
