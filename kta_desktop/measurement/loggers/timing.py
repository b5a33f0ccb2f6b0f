"""From the cells that say a time to Unix seconds, batch after batch."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers import facts, many_moments, numerals, zones
from kta_desktop.measurement.loggers.model import NumberForm, Role, TimeForm
from kta_desktop.measurement.loggers.moments import DAY
from kta_desktop.measurement.loggers.repeating import Spreading

Floats = NDArray[np.float64]
_MILLI = 1e11  # Unix times from here on are milliseconds
_SERIAL_1970 = 25_569  # days from the end of 1899 to 1970
_HALF_DAY = DAY / 2


class Timing:
    """Works out the times of rows; keeps what the rows before have said."""

    def __init__(self, form: TimeForm) -> None:
        self._form = form
        self._zone = zones.Clock(form.zone)
        self._start = facts.seconds_of(form.start) if form.start else None
        self._days = 0.0
        self._last_clock: float | None = None
        self._counted = 0
        self._spreading = Spreading(form.spread_s, form.most_alike)
        self._ways = {
            Role.STAMP: self._stamp,
            Role.DATE: self._date,
            Role.CLOCK: self._clock,
            Role.ELAPSED: self._elapsed,
            Role.SERIAL: self._serial,
        }

    def seconds(self, columns: Sequence[Sequence[str]], count: int) -> Floats:
        """Return the Unix seconds of rows; NaN where a row says none."""
        said = self._said(columns, count)
        return self._spreading.spread(said) if self._form.spread_s else said

    def _said(self, columns: Sequence[Sequence[str]], count: int) -> Floats:
        if self._form.role is Role.UNIX:
            values = _numbers(columns[self._form.columns[0]])
            return np.where(values > _MILLI, values / 1000, values)
        if self._form.role is Role.IGNORED:
            local = self._count(count)
            return self._zone.to_utc(local)
        own = [columns[at] for at in self._form.columns]
        local, offsets = self._ways[self._form.role](own)
        has_offset = ~np.isnan(offsets)
        if has_offset.all():
            return local - offsets
        utc = self._zone.to_utc(local)
        return np.where(has_offset, local - offsets, utc)

    def _stamp(self, columns: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
        return many_moments.stamps(columns[0], self._form.order)

    def _date(self, columns: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
        days = many_moments.days(columns[0], self._form.order) * DAY
        if len(columns) == 1:
            return days, np.full(len(days), np.nan)
        clocks, offsets = many_moments.clocks(columns[1])
        return days + clocks, offsets

    def _clock(self, columns: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
        """Return times from the day of the start on; a clock that falls far begins a new day."""
        clocks, offsets = many_moments.clocks(columns[0])
        start = self._start or 0.0
        local = np.empty(len(clocks))
        for place, clock in enumerate(clocks):
            if not np.isnan(clock):
                if self._last_clock is not None and self._last_clock - clock > _HALF_DAY:
                    self._days += DAY
                self._last_clock = float(clock)
            local[place] = start // DAY * DAY + self._days + clock
        return local, offsets

    def _elapsed(self, columns: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
        cells = columns[0]
        if any(":" in cell for cell in cells[:3]):
            passed = many_moments.elapsed(cells)
        else:
            passed = _numbers(cells) * (self._form.interval_s or 1.0)
        return (self._start or 0.0) + passed, np.full(len(passed), np.nan)

    def _serial(self, columns: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
        days = _numbers(columns[0])
        local = np.round((days - _SERIAL_1970) * DAY, 3)
        return local, np.full(len(local), np.nan)

    def _count(self, count: int) -> Floats:
        steps = np.arange(self._counted, self._counted + count, dtype=np.float64)
        self._counted += count
        return (self._start or 0.0) + steps * (self._form.interval_s or 0.0)


def _numbers(cells: Sequence[str]) -> Floats:
    mark = "," if any("," in cell for cell in cells) else "."
    found = numerals.numbers(cells, NumberForm(mark))
    found.values[found.flags != 0] = np.nan
    return found.values
