"""How a file is to be read: looked at in its beginning, its middle and its end."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kta_desktop.measurement.loggers import (
    calendars,
    encodings,
    facts,
    folding,
    layout,
    marks,
    moments,
    names,
    repeating,
    sheets,
    zones,
)
from kta_desktop.measurement.loggers.columns import TIMES, cells_of, columns_of
from kta_desktop.measurement.loggers.errors import (
    LoggerCommaError,
    LoggerLongError,
    LoggerNoTableError,
    LoggerWishError,
)
from kta_desktop.measurement.loggers.layout import Header, Row, Table
from kta_desktop.measurement.loggers.lines import cut_lines
from kta_desktop.measurement.loggers.model import (
    DEFAULT_ZONE,
    DELIMITERS,
    NO_WISHES,
    SPACES,
    Column,
    NumberForm,
    Order,
    Question,
    Role,
    TimeForm,
    Understanding,
    Wishes,
)
from kta_desktop.measurement.loggers.splitting import split_loosely
from kta_desktop.measurement.loggers.timing import Timing

_SHOWN = 40  # lines of the sample that are kept for a person to look at
_LINES = 600  # lines of the beginning in which the table must begin


def understand(path: Path, wishes: Wishes | None = None) -> Understanding:
    """Return how a logger file is to be read.

    Args:
        path: The file; only pieces of it are read.
        wishes: What is to be read otherwise than it would be understood.

    Raises:
        LoggerMissingError, LoggerEmptyError, LoggerBinaryError, LoggerWorkbookError: If it is no
            readable file of its kind.
        LoggerNoTableError: If no rows of readings are found.
        LoggerWishError, LoggerSheetMissingError: If a wish cannot be done.
    """
    wished = NO_WISHES if wishes is None else wishes
    if wished.delimiter is not None and wished.delimiter not in DELIMITERS:
        raise LoggerWishError(path=path, wish="delimiter", value=wished.delimiter)
    if wished.zone is not None:
        zones.demand_zone(path, wished.zone)
    size, *pieces = encodings.sample_of(path)
    if encodings.is_workbook(path, pieces[0]):
        return _sheet(path, size, wished)
    return _text(path, size, pieces, wished)


def _text(path: Path, size: int, pieces: Sequence[bytes], wishes: Wishes) -> Understanding:
    if wishes.encoding is None:
        encodings.demand_text(path, pieces[0], encodings.detect(*pieces))
        encoding = encodings.detect(*pieces)
    else:
        encoding = encodings.known(path, wishes.encoding)
    lines = cut_lines(pieces[0], encoding, is_whole=size <= len(pieces[0]))[:_LINES]
    numbered = list(enumerate(lines, 1))
    below = [line for line in numbered if line[0] >= (wishes.first_line or 1)]
    found = layout.find(below, wishes.delimiter)
    if found is None:
        raise LoggerNoTableError(path=path)
    delimiter = found.delimiter
    rows, several = folding.folded(numbered, delimiter)
    table = layout.in_rows(rows, delimiter, wishes.first_line)
    if table is None:
        raise LoggerNoTableError(path=path)
    if delimiter in {" ", SPACES}:
        table = replace(table, texts=dict(numbered))
    later = [
        split_loosely(line, delimiter)
        for piece in pieces[1:]
        for line in cut_lines(piece, encoding, is_whole=False)[1:]
    ]
    base = _base(path, size, table, wishes, later, numbered)
    heading = tuple(line for first in base.header_lines for line in several.get(first, (first,)))
    return replace(base, kind="text", encoding=encoding, header_lines=heading)


def _sheet(path: Path, size: int, wishes: Wishes) -> Understanding:
    book = sheets.Book(path)
    best: tuple[Table, str] | None = None
    for name in book.names if wishes.sheet is None else (book.demand(wishes.sheet),):
        table = layout.in_rows(book.beginning(name, _LINES), "", wishes.first_line)
        if table is not None and (best is None or len(table.readings) > len(best[0].readings)):
            best = table, name
    if best is None:
        raise LoggerNoTableError(path=path)
    table, name = best
    numbered = [(number, "\t".join(fields)) for number, fields in table.rows]
    base = _base(path, size, table, wishes, (), numbered)
    return replace(base, kind="sheet", encoding="", sheet=name, sheets=book.names)


def _base(
    path: Path,
    size: int,
    table: Table,
    wishes: Wishes,
    later: Sequence[Sequence[str]],
    numbered: Sequence[tuple[int, str]],
) -> Understanding:
    header = layout.header(table, wishes.header_lines)
    columns = columns_of(table, header, wishes.columns)
    asked_names = _names_missing(path, table, header, columns)
    top = header.lines[0] if header.lines else table.first_line
    above = [line for line in numbered if line[0] < top]
    said = facts.facts_of(above, table.delimiter)
    form, asked_mark = _numbers(table, columns, wishes)
    time, asked_time = _time(path, table, columns, wishes, later, (said, above))
    asked = (asked_names, asked_mark, *asked_time, _words_unknown(table, columns))
    return Understanding(
        path=path,
        size=size,
        kind="",
        encoding="",
        delimiter=table.delimiter,
        numbers=form,
        header_lines=header.lines,
        first_line=table.first_line,
        width=table.width,
        columns=columns,
        time=time,
        facts=said,
        questions=tuple(one for one in asked if one is not None),
        signature=signature(table.delimiter, header),
        sample=_sample(table.rows, top),
    )


def _names_missing(
    path: Path, table: Table, header: Header, columns: Sequence[Column]
) -> Question | None:
    """Return a question if the heading has fewer names than rows have fields.

    Raises:
        LoggerCommaError: If that is so because commas part columns and decimals alike.
    """
    if header.named == table.width:
        return None
    times = sum(1 for column in columns if column.role in TIMES)
    if table.delimiter == "," and table.width - times == 2 * (header.named - times):
        raise LoggerCommaError(path=path)
    return Question("header_lines", (), ", ".join(map(str, header.lines)))


def _words_unknown(table: Table, columns: Sequence[Column]) -> Question | None:
    """Return a question if a status column says what is not known; it counts as good."""
    cells = cells_of(table)
    said = {
        word for column in columns if column.role is Role.STATUS for word in cells[column.index]
    }
    unknown = sorted(word for word in said if word and names.flag_of(word) is None)
    return Question("status", tuple(unknown[:_SHOWN]), "good") if unknown else None


def _sample(rows: Sequence[Row], top: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    start = next((place for place, (number, _) in enumerate(rows) if number >= top), 0)
    start = max(0, start - 5)
    return tuple((number, tuple(fields)) for number, fields in rows[start : start + _SHOWN])


def signature(delimiter: str, header: Header) -> str:
    """Return the hash by which files of one logger, set up alike, are known."""
    words = [delimiter, *header.names, *header.units]
    return sha256("\x1f".join(words).encode()).hexdigest()[:16]


def _numbers(
    table: Table, columns: Sequence[Column], wishes: Wishes
) -> tuple[NumberForm, Question | None]:
    cells = cells_of(table)
    used = [cells[column.index] for column in columns if column.role in _WITH_NUMBERS]
    form, asked = marks.decide(used, table.delimiter)
    if wishes.decimal is not None:
        form, asked = replace(form, decimal=wishes.decimal), None
        if form.thousands == form.decimal:
            form = replace(form, thousands="")
    if wishes.thousands is not None:
        form = replace(form, thousands=wishes.thousands)
    missing = frozenset(text.strip().lower() for text in wishes.missing)
    return replace(form, missing=missing), asked


_WITH_NUMBERS = (Role.VALUE, Role.ELAPSED, Role.SERIAL)


def _time(
    path: Path,
    table: Table,
    columns: Sequence[Column],
    wishes: Wishes,
    later: Sequence[Sequence[str]],
    above: tuple[tuple[tuple[str, str], ...], list[tuple[int, str]]],
) -> tuple[TimeForm, list[Question | None]]:
    """Return how rows say their time, and what is open about it."""
    said, lines = above
    used = sorted((c for c in columns if c.role in TIMES), key=lambda c: TIMES.index(c.role))
    order, asked = _order(table, used, wishes, later)
    heading = " ".join(f"{column.name} {column.raw_unit}" for column in used)
    zone, by = wishes.zone, "person"
    if zone is None:
        zone, by = facts.zone_of(said, heading), "file"
    form = TimeForm(
        columns=tuple(column.index for column in used[:2]),
        role=used[0].role if used else Role.IGNORED,
        order=order,
        zone=zone or DEFAULT_ZONE,
        zone_said_by=by if zone else "default",
    )
    questions: list[Question | None] = [asked]
    if form.role in _NEED_START:
        start = wishes.start or facts.start_of(said, lines, order)
        form = replace(form, start=start, role=_clock_or_elapsed(form, start, table))
        questions.append(None if start else Question("start", (), ""))
    if form.role is Role.ELAPSED:
        form = replace(form, interval_s=facts.scale_of(used[0].raw_unit) or 1.0)
    if form.role is Role.IGNORED:
        interval = wishes.interval_s or facts.interval_of(said)
        form = replace(form, interval_s=interval)
        questions.append(None if interval else Question("interval", (), ""))
    return _spread(path, form, table, wishes, questions), questions


def _clock_or_elapsed(form: TimeForm, start: str, table: Table) -> Role:
    """Return ELAPSED for a clock that begins near zero though the recording began at another."""
    if form.role is not Role.CLOCK or not start:
        return form.role
    first = moments.elapsed(table.readings[0][1][form.columns[0]])
    of_day = (facts.seconds_of(start) or 0.0) % moments.DAY
    is_near_zero = first is not None and first < _NEAR_S < of_day
    return Role.ELAPSED if is_near_zero and abs(of_day - (first or 0)) > _NEAR_S else form.role


def _spread(
    path: Path, form: TimeForm, table: Table, wishes: Wishes, questions: list[Question | None]
) -> TimeForm:
    """Return the form with what becomes of rows that say the same time; asks if they do."""
    if form.role in _NEED_START and not form.start:
        return form
    times = Timing(form).seconds(cells_of(table), len(table.readings))
    spread_s, most = repeating.regular(times)
    if most < 2:
        return form
    if layout.is_long(table, form.columns):
        raise LoggerLongError(path=path)
    if wishes.same_times is None:
        questions.append(Question("same_times", ("spread", "first"), "spread"))
    if wishes.same_times == "first":
        return form
    return replace(form, spread_s=spread_s, most_alike=most)


_NEAR_S = 600.0  # seconds after zero at which a clock may begin that tells what has elapsed
_NEED_START = (Role.CLOCK, Role.ELAPSED, Role.IGNORED)


def _order(
    table: Table, used: Sequence[Column], wishes: Wishes, later: Sequence[Sequence[str]]
) -> tuple[Order, Question | None]:
    if wishes.order is not None:
        return wishes.order, None
    if not used or used[0].role not in {Role.STAMP, Role.DATE}:
        return Order.DMY, None
    places = [column.index for column in used[:2]]
    rows: list[Sequence[str]] = [fields for _, fields in table.readings]
    rows += [fields for fields in later if len(fields) > max(places)]
    cells = [" ".join(fields[at] for at in places) for fields in rows]
    return calendars.order_of(cells)
