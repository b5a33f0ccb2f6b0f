"""Columns of numbers that grow at the end and are let go at the front."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_LEAST = 1024


class Growing:
    """Columns of one length. Rows keep their index when those before them are let go.

    Adding a row costs the same on average however many there are; memory is at most four times
    what the rows that are held need.
    """

    def __init__(self, dtypes: Sequence[DTypeLike]) -> None:
        """Begin without rows, one column for each of ``dtypes``."""
        self._columns: list[NDArray[Any]] = [np.empty(_LEAST, dtype) for dtype in dtypes]
        self._at = 0  # place of the first row that is held
        self.start = 0
        self.stop = 0

    def __len__(self) -> int:
        """Return how many rows are held."""
        return self.stop - self.start

    def column(self, number: int, first: int | None = None) -> NDArray[Any]:
        """Return a column from row ``first`` on (by default all that is held), without copying."""
        begin = self._at + (0 if first is None else first - self.start)
        return self._columns[number][begin : self._at + len(self)]

    def append(self, *columns: NDArray[Any]) -> None:
        """Add rows at the end, given as one array for each column."""
        more = len(columns[0])
        self._make_room(more)
        place = self._at + len(self)
        for own, added in zip(self._columns, columns, strict=True):
            own[place : place + more] = added
        self.stop += more

    def truncate(self, stop: int) -> None:
        """Let go the rows from ``stop`` on."""
        self.stop = min(self.stop, max(stop, self.start))

    def drop(self, start: int) -> None:
        """Let go the rows before ``start``."""
        start = min(max(start, self.start), self.stop)
        self._at += start - self.start
        self.start = start

    def _make_room(self, more: int) -> None:
        held = len(self)
        size = len(self._columns[0])
        if self._at + held + more <= size:
            return
        wanted = max(_LEAST, 2 * (held + more))
        moved = []
        for column in self._columns:
            fresh = np.empty(wanted, column.dtype)
            fresh[:held] = column[self._at : self._at + held]
            moved.append(fresh)
        self._columns, self._at = moved, 0
