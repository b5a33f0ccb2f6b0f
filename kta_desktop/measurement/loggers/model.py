"""What is understood of a logger file, what a person may want otherwise, and what reading gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kta_desktop.domain.flag import Flag

SPACES = "  "
"""Delimiter of columns with two spaces or more between them; one space means runs of any length."""
DELIMITERS = ("\t", ";", "|", ",", SPACES, " ")
DEFAULT_ZONE = "Asia/Almaty"


class Role(StrEnum):
    """What a column is for."""

    STAMP = "stamp"  # date and time in one
    DATE = "date"
    CLOCK = "clock"  # time of day; without a date, days begin anew past midnight
    ELAPSED = "elapsed"  # since the start: seconds, or hh:mm:ss
    UNIX = "unix"  # seconds, milliseconds above 1e11
    SERIAL = "serial"  # days since the end of 1899, as spreadsheets count
    VALUE = "value"
    STATUS = "status"
    IGNORED = "ignored"


class Order(StrEnum):
    """In which order a date has its parts."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Reason(StrEnum):
    """Why a line was not read."""

    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    NO_TIME = "no-time"
    TIME_OUTSIDE = "time-outside"
    TIME_REPEATED = "time-repeated"
    NO_VALUES = "no-values"
    QUOTE_OPEN = "quote-open"
    ZERO_BYTES = "zero-bytes"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWish:
    """What a person says of one column; None leaves what was understood."""

    name: str | None = None
    unit: str | None = None
    meaning: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person wants read otherwise than understood; None leaves it to the program.

    Attributes:
        encoding: Name of an encoding, such as ``cp1251``.
        delimiter: One of ``DELIMITERS``.
        decimal: ``.`` or ``,``.
        thousands: Mark between groups of three digits; empty for none.
        sheet: Of a workbook.
        header_lines: Numbers of the lines of the heading, from 1; empty for none.
        first_line: Number of the first line of readings.
        order: Of the parts of dates.
        zone: ``+05:00``, ``UTC`` or a name such as ``Asia/Almaty``; overrides also the file's.
        start: Local ISO time of the first reading, or of zero, for files that do not say it.
        interval_s: Seconds between rows of a file without times.
        same_times: What becomes of rows that say the same time one after another: ``spread``
            them evenly up to the next time, or take the ``first`` only.
        missing: Further texts that stand for no reading.
        columns: By place from 0.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    sheet: str | None = None
    header_lines: tuple[int, ...] | None = None
    first_line: int | None = None
    order: Order | None = None
    zone: str | None = None
    start: str | None = None
    interval_s: float | None = None
    same_times: str | None = None
    missing: tuple[str, ...] = ()
    columns: Mapping[int, ColumnWish] = field(default_factory=dict)


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as understood.

    Attributes:
        index: Place from 0.
        name: As in the heading, without the unit; empty if there is no heading.
        raw_unit: Unit as it is written; empty if none is.
        unit: Its id in ``units.csv``; None if it is not in the list.
        meaning: Id of a substance or of a condition of the gas; None if unknown.
        role: What it is for.
    """

    index: int
    name: str
    raw_unit: str = ""
    unit: str | None = None
    meaning: str | None = None
    role: Role = Role.VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeForm:
    """How the rows say their time.

    Attributes:
        columns: Places of the columns that say it, date before clock; empty if rows are counted.
        role: Role of the first of them; IGNORED if rows are counted.
        order: Of the parts of dates.
        zone: Of the local times; see ``Wishes.zone``.
        zone_said_by: ``file``, ``person`` or ``default``.
        start: Local ISO time of zero where rows tell what has elapsed, the day (``2026-03-12``)
            where they tell the clock only; empty where they need none.
        interval_s: Seconds between rows that are counted, or of one unit of what has elapsed.
        spread_s: Seconds between rows that say the same time; 0 = only the first is taken.
        most_alike: Rows that may say the same time.
    """

    columns: tuple[int, ...]
    role: Role
    order: Order = Order.DMY
    zone: str = DEFAULT_ZONE
    zone_said_by: str = "default"
    start: str = ""
    interval_s: float | None = None
    spread_s: float = 0.0
    most_alike: int = 1


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How numbers are written.

    Attributes:
        decimal: ``.`` or ``,``.
        thousands: Mark between groups of three digits; empty for none.
        missing: Texts, in lower case, that stand for no reading beside those always known.
    """

    decimal: str = "."
    thousands: str = ""
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file leaves open.

    Attributes:
        code: Key of ``words.QUESTIONS``; names a field of ``Wishes``.
        options: What can be answered.
        chosen: What is taken as long as nobody answers.
    """

    code: str
    options: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """How a file is to be read.

    Attributes:
        path: The file.
        size: In bytes.
        kind: ``text`` or ``sheet``.
        encoding: Of a text, ``utf-8`` where a byte order mark is skipped, too.
        delimiter: Of a text; empty for a sheet.
        numbers: How numbers are written.
        sheet: Name of the sheet; empty for a text.
        sheets: All sheets of the workbook.
        header_lines: Numbers of the lines of the heading, from 1.
        first_line: Number of the first line of readings.
        width: Fields of a line of readings.
        columns: All columns.
        time: How rows say their time.
        facts: What the lines above say: id of a fact or the words of the file, and the value.
        questions: What is open.
        signature: Hash of delimiter and heading: files of one logger set up alike have the same.
        sample: Line numbers and fields of the first lines, heading and readings, as they stand.
    """

    path: Path
    size: int
    kind: str
    encoding: str
    delimiter: str
    numbers: NumberForm
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_lines: tuple[int, ...]
    first_line: int
    width: int
    columns: tuple[Column, ...]
    time: TimeForm
    facts: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    signature: str = ""
    sample: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def values(self) -> tuple[Column, ...]:
        """Return the columns with readings."""
        return tuple(column for column in self.columns if column.role is Role.VALUE)

    @property
    def said(self) -> Mapping[str, str]:
        """Return the first value of each fact."""
        return dict(reversed(self.facts))

    @property
    def statuses(self) -> tuple[Column, ...]:
        """Return the columns that say what readings are worth."""
        return tuple(column for column in self.columns if column.role is Role.STATUS)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not read: its number from 1, why, and how it begins."""

    line: int
    reason: Reason
    text: str


@dataclass(slots=True)
class ColumnCount:
    """What reading gave of one column.

    Attributes:
        count: Readings.
        good: Readings that may enter a mean.
        missing: Cells that say that there is no reading.
        unread: Cells that are no number and no known word; ``first_unread`` = line of the first.
        below: Cells such as ``<0.1``: read as the figure named.
        lowest: Least good value; None without.
        highest: Greatest good value; None without.
    """

    count: int = 0
    good: int = 0
    missing: int = 0
    unread: int = 0
    below: int = 0
    lowest: float | None = None
    highest: float | None = None
    first_unread: int = 0


@dataclass(slots=True)
class Account:
    """Every line of a file, once: ``lines`` is the sum of the other six kinds.

    Attributes:
        lines: Lines of the file; rows up to the last one of a sheet.
        preamble: Lines above the heading.
        header: Lines of the heading, repeated ones too.
        blank: Lines with nothing in them.
        footer: Lines of words behind the last reading.
        read: Lines whose readings were taken.
        rejected: Lines that were not read.
        rejections: The first thousand of them.
        reasons: All of them, counted.
        backward: Lines whose time is before that of the line above: read, and sorted on import.
        first: Unix seconds of the earliest reading; None without.
        last: Unix seconds of the latest reading.
        columns: By place.
    """

    lines: int = 0
    preamble: int = 0
    header: int = 0
    blank: int = 0
    footer: int = 0
    read: int = 0
    rejected: int = 0
    rejections: list[Rejected] = field(default_factory=list)
    reasons: dict[Reason, int] = field(default_factory=dict)
    backward: int = 0
    first: float | None = None
    last: float | None = None
    columns: dict[int, ColumnCount] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether every line is accounted for."""
        kinds = (self.preamble, self.header, self.blank, self.footer, self.read, self.rejected)
        return self.lines == sum(kinds)


ABSENT = 255
"""In place of a ``Flag``: there is no reading in this cell."""
SATURATED, IMPOSSIBLE = int(Flag.SATURATED), int(Flag.IMPOSSIBLE)
