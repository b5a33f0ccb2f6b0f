"""Every line of a file, once: what was read, what was not and why, what is no reading at all."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers.model import (
    ABSENT,
    Account,
    ColumnCount,
    Reason,
    Rejected,
    Understanding,
)
from kta_desktop.measurement.loggers.moments import YEARS, day_number
from kta_desktop.measurement.loggers.numerals import Cells
from kta_desktop.measurement.loggers.rows import Rows

_TOLD = 1000  # rejected lines that are told one by one
_FOOTER = 60  # lines of words behind the last reading; more of them are no footer
_EMPTY = ' \t;,|"'  # what a line with nothing in it may hold
_SHOWN = 80  # characters of a line that are told
_WORDLESS = (Reason.NO_TIME, Reason.TOO_FEW, Reason.TOO_MANY, Reason.NO_VALUES)


def _start_of_year(year: int) -> float:
    return (day_number(year, 1, 1) or 0) * 86_400.0


_EARLIEST, _LATEST = _start_of_year(YEARS.start), _start_of_year(YEARS.stop)


class Book:
    """Keeps the account of one file while it is read."""

    def __init__(self, understanding: Understanding) -> None:
        self.account = Account()
        for column in understanding.values:
            self.account.columns[column.index] = ColumnCount()
        self._header_lines = set(understanding.header_lines)
        self._header_texts: set[str] = set()
        self._waiting: list[tuple[Rejected, bool]] = []
        self._last: float | None = None

    def above(self, number: int, line: str) -> None:
        """Count a line above the first reading."""
        self.account.lines += 1
        if number in self._header_lines:
            self.account.header += 1
            self._header_texts.add(line.strip())
        elif not line.strip():
            self.account.blank += 1
        else:
            self.account.preamble += 1

    def blank(self, count: int = 1) -> None:
        """Count lines with nothing in them."""
        self.account.lines += count
        self.account.blank += count

    def odd(self, number: int, line: str, reason: Reason) -> None:
        """Count a line that cannot be read; whether it is a footer shows at the end."""
        self.account.lines += 1
        if line.strip() in self._header_texts:
            self.account.header += 1
            return
        if not line.strip():
            self.account.blank += 1
            return
        may_be_words = reason in _WORDLESS and _begins_with_word(line)
        self._waiting.append((Rejected(number, reason, _shown(line)), may_be_words))
        if len(self._waiting) > 2 * _TOLD:
            self._settle_before(number + 1)

    def judge(
        self, rows: Rows, times: NDArray[np.float64], cells: Mapping[int, Cells]
    ) -> NDArray[np.bool_]:
        """Return which rows are kept; the others are counted with their reason."""
        has_time = ~np.isnan(times)
        inside = has_time & (times >= _EARLIEST) & (times < _LATEST)
        unread = np.zeros(len(times), np.int64)
        for found in cells.values():
            unread[found.unread] += 1
        has_values = (unread < len(cells)) | (not cells)
        kept = inside & has_values
        kept &= ~self._repeated(times, kept)
        for place in np.flatnonzero(~kept).tolist():
            number, line = int(rows.numbers[place]), rows.lines[place]
            if line.strip(_EMPTY):
                reason = _reason(has_time[place], inside[place], has_values[place])
                self.odd(number, line, reason)
            else:
                self.blank()
        for at, found in cells.items():
            self._count_cells(at, found, kept, rows.numbers)
        self.settle(rows.numbers[kept][-1:].tolist())
        self.account.lines += int(kept.sum())
        self.account.read += int(kept.sum())
        return kept

    def _repeated(self, times: NDArray[np.float64], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows have the time of the row kept before them; counts steps back."""
        found = np.zeros(len(times), np.bool_)
        places = np.flatnonzero(kept)
        if not len(places):
            return found
        own = times[places]
        before = np.concatenate([[np.nan if self._last is None else self._last], own[:-1]])
        found[places] = own == before
        self.account.backward += int((own < before).sum())
        self._last = float(own[-1])
        return found

    def _count_cells(
        self,
        at: int,
        found: Cells,
        kept: NDArray[np.bool_],
        numbers: NDArray[np.int64],
    ) -> None:
        own = self.account.columns[at]
        unread = [place for place in found.unread if kept[place]]
        own.unread += len(unread)
        if unread and not own.first_unread:
            own.first_unread = int(numbers[unread[0]])
        absent = int((found.flags[kept] == ABSENT).sum())
        own.missing += absent - len(unread)
        own.below += found.below

    def count(
        self,
        times: NDArray[np.float64],
        values: Mapping[int, NDArray[np.float64]],
        flags: Mapping[int, NDArray[np.uint8]],
    ) -> None:
        """Count readings that are kept."""
        if not len(times):
            return
        first, last = float(times.min()), float(times.max())
        account = self.account
        account.first = first if account.first is None else min(account.first, first)
        account.last = last if account.last is None else max(account.last, last)
        for at, own in account.columns.items():
            own.count += int((flags[at] != ABSENT).sum())
            good = values[at][flags[at] == 0]
            own.good += len(good)
            if len(good):
                low, high = float(good.min()), float(good.max())
                own.lowest = low if own.lowest is None else min(own.lowest, low)
                own.highest = high if own.highest is None else max(own.highest, high)

    def settle(self, last_good: Sequence[int]) -> None:
        """Know that a reading stands in the line ``last_good``: what is above it is no footer."""
        if last_good:
            self._settle_before(last_good[0])

    def finish(self) -> None:
        """Decide on the lines behind the last reading."""
        is_footer = len(self._waiting) <= _FOOTER and self.account.read > 0
        for rejected, may_be_words in sorted(self._waiting, key=lambda item: item[0].line):
            if is_footer and may_be_words:
                self.account.footer += 1
            else:
                self._reject(rejected)
        self._waiting.clear()

    def _settle_before(self, line: int) -> None:
        above = [item[0] for item in self._waiting if item[0].line < line]
        self._waiting = [item for item in self._waiting if item[0].line >= line]
        for rejected in sorted(above, key=lambda item: item.line):
            self._reject(rejected)

    def _reject(self, rejected: Rejected) -> None:
        account = self.account
        account.rejected += 1
        account.reasons[rejected.reason] = account.reasons.get(rejected.reason, 0) + 1
        if len(account.rejections) < _TOLD:
            account.rejections.append(rejected)


def _reason(has_time: bool, is_inside: bool, has_values: bool) -> Reason:  # noqa: FBT001 - a row
    if not has_time:
        return Reason.NO_TIME
    if not is_inside:
        return Reason.TIME_OUTSIDE
    return Reason.TIME_REPEATED if has_values else Reason.NO_VALUES


def _begins_with_word(line: str) -> bool:
    plain = line.lstrip(' \t;,|"')
    return bool(plain) and not plain[0].isdigit() and plain.replace("\t", " ").isprintable()


def _shown(line: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in line[:_SHOWN])
