"""Reading a logger file as understood: in pieces, every line accounted for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers import numerals, sheets, splitting
from kta_desktop.measurement.loggers.accounting import Book as Ledger
from kta_desktop.measurement.loggers.errors import LoggerNoTimeError, LoggerStoppedError
from kta_desktop.measurement.loggers.flagging import flagged
from kta_desktop.measurement.loggers.lines import CUT, pieces
from kta_desktop.measurement.loggers.model import ABSENT, Account, Reason, Role, Understanding
from kta_desktop.measurement.loggers.rows import Rows, alike, has_points
from kta_desktop.measurement.loggers.splitting import QuoteOpenError
from kta_desktop.measurement.loggers.timing import Timing
from kta_desktop.measurement.series import Series

Report = Callable[[float, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Rows of readings in the order of the file.

    Attributes:
        lines: Numbers of their lines, from 1.
        times: Unix seconds.
        values: By place of the column; NaN where there is none.
        flags: By place of the column: a ``Flag``, or ``ABSENT``.
    """

    lines: NDArray[np.int64]
    times: NDArray[np.float64]
    values: Mapping[int, NDArray[np.float64]]
    flags: Mapping[int, NDArray[np.uint8]]

    def series(self, column: int) -> Series:
        """Return the readings of a column, without the cells that have none."""
        here = self.flags[column] != ABSENT
        return Series(self.times[here], self.values[column][here], self.flags[column][here])


class LoggerTable:
    """The readings of a file, batch by batch.

    Attributes:
        understanding: How it is read.
        account: Every line, once all batches were taken.
    """

    def __init__(
        self, path: Path, understanding: Understanding, report: Report, cancelled: Cancelled
    ) -> None:
        self.understanding = understanding
        self._path = path
        self._report, self._cancelled = report, cancelled
        time = understanding.time
        needs_start = time.role in {Role.CLOCK, Role.ELAPSED, Role.IGNORED}
        if (needs_start and not time.start) or (time.role is Role.IGNORED and not time.interval_s):
            raise LoggerNoTimeError(path=path)
        self._timing = Timing(time)
        self._ledger = Ledger(understanding)
        self._statuses = {column.index for column in understanding.statuses}
        self._values = [column.index for column in understanding.values]

    @property
    def account(self) -> Account:
        """Return what became of the lines read so far."""
        return self._ledger.account

    def __iter__(self) -> Iterator[Batch]:
        """Yield the batches.

        Raises:
            LoggerStoppedError: If the person stopped it.
            LoggerMissingError, LoggerWorkbookError: If the file cannot be read to its end.
        """
        source = self._sheet() if self.understanding.kind == "sheet" else self._text()
        for fraction, rows in source:
            if self._cancelled():
                raise LoggerStoppedError(path=self._path)
            self._report(fraction, self._path.name)
            batch = self._batch(rows) if len(rows.numbers) else None
            if batch is not None:
                yield batch
        self._ledger.finish()

    def _text(self) -> Iterator[tuple[float, Rows]]:
        """Yield the readings of a text; other lines go to the ledger at once."""
        understood = self.understanding
        number = 0
        for done, lines in pieces(self._path, understood.encoding):
            first = number + 1
            number += len(lines)
            skipped = max(0, min(understood.first_line - first, len(lines)))
            for place in range(skipped):
                self._ledger.above(first + place, lines[place])
            yield done / max(understood.size, 1), self._rows(first + skipped, lines[skipped:])

    def _rows(self, first: int, lines: Sequence[str]) -> Rows:
        """Return the lines that have as many fields as readings; others go to the ledger."""
        understood = self.understanding
        delimiter, width = understood.delimiter, understood.width
        if delimiter.isspace() and delimiter != "\t":
            return self._looked_at(list(enumerate(lines, first)))
        is_comma = understood.numbers.decimal == "," and delimiter != ","
        rows, others = alike(first, lines, delimiter, width, is_comma=is_comma)
        return rows.joined(self._looked_at(others))

    def _looked_at(self, lines: Sequence[tuple[int, str]]) -> Rows:
        """Return the rows among lines that are looked at one by one."""
        found = []
        for number, line in lines:
            try:
                fields = self._split(line)
            except _LineError as error:
                self._ledger.odd(number, line, error.reason)
                continue
            if self._fits(number, line, fields):
                found.append((number, line, fields))
        return Rows.of(found, self.understanding.width)

    def _split(self, line: str) -> list[str]:
        if "\0" in line:
            raise _LineError(Reason.ZERO_BYTES)
        if CUT in line:
            raise _LineError(Reason.TOO_LONG)
        try:
            return splitting.split(line, self.understanding.delimiter)
        except QuoteOpenError as error:
            raise _LineError(Reason.QUOTE_OPEN) from error

    def _fits(self, number: int, line: str, fields: list[str]) -> bool:
        """Whether a row is one of readings; made to fit if it is of another length."""
        width = self.understanding.width
        filled = len(splitting.without_tail([field.strip() for field in fields]))
        if not filled:
            self._ledger.blank()
            return False
        if filled > width:
            self._ledger.odd(number, line, Reason.TOO_MANY)
            return False
        if len(fields) < width and not self._is_short_enough(len(fields)):
            self._ledger.odd(number, line, Reason.TOO_FEW)
            return False
        fields[:] = (fields + [""] * width)[:width]
        return True

    def _is_short_enough(self, count: int) -> bool:
        """Whether only columns that are not read are missing, or the fields of a sheet's row."""
        rest = self.understanding.columns[count:]
        is_sheet = self.understanding.kind == "sheet"
        return is_sheet or all(column.role is Role.IGNORED and not column.name for column in rest)

    def _sheet(self) -> Iterator[tuple[float, Rows]]:
        understood = self.understanding
        last = 0
        for rows in sheets.Book(self._path).rows(understood.sheet):
            found: list[tuple[int, str, list[str]]] = []
            for number, fields in rows:
                self._ledger.blank(number - last - 1)
                last = number
                line = "\t".join(fields)
                if number < understood.first_line:
                    self._ledger.above(number, line)
                elif len(fields) == understood.width or self._fits(number, line, fields):
                    found.append((number, line, fields))
            yield min(last / 1_048_576, 1.0), Rows.of(found, understood.width)

    def _batch(self, rows: Rows) -> Batch | None:
        """Return what can be read of rows with the right number of fields."""
        columns = rows.columns
        times = self._timing.seconds(columns, len(rows.numbers))
        cells = self._cells(rows)
        kept = self._ledger.judge(rows, times, cells)
        values = {at: found.values[kept] for at, found in cells.items()}
        flags = {at: found.flags for at, found in cells.items()}
        words = {at: columns[at] for at in self._statuses}
        flags = flagged(flags, words, self.understanding.columns)
        here = {at: found[kept] for at, found in flags.items()}
        batch = Batch(rows.numbers[kept], times[kept], values, here)
        self._ledger.count(batch.times, batch.values, batch.flags)
        return batch if len(batch.lines) else None

    def _cells(self, rows: Rows) -> dict[int, numerals.Cells]:
        """Return the columns of readings as numbers."""
        form, columns = self.understanding.numbers, rows.columns
        plain = rows.plain
        if form.decimal == "," and has_points([columns[at] for at in self._values]):
            plain = None
        return {
            at: numerals.numbers(columns[at], form, None if plain is None else plain[at])
            for at in self._values
        }


class _LineError(Exception):
    """A line that cannot be parted into fields."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
