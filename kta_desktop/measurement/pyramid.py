"""A pyramid of extremes over a growing row of readings: what a chart of any width needs of it.

Level 0 knows of every 16 readings which is the lowest and which the highest, each level above of
twice as many. A stretch of a million readings is then drawn from a few hundred entries of one
level and, at its two ends, from a few entries of each level below: nothing is read whole.
"""

from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Indices: TypeAlias = NDArray[np.int64]
Kind = TypeVar("Kind", bound=np.generic)

BASE = 16  # readings under one entry of level 0
LEAST = 3  # parts that a stretch can be cut into
_NONE = -1  # in place of an index where no reading counts
_STEP = 5  # levels from one that is read to that which its ends are read from
_FIRST = 1024  # slots that a tape begins with


class Tape(Generic[Kind]):
    """A row of numbers that grows at its end and forgets at its beginning.

    What it holds lies in one piece. Entries are counted from the first that was ever written, so
    that an index stays true while the beginning is forgotten. Memory grows with what is written,
    to 1.25 × ``capacity`` entries at most.
    """

    def __init__(self, capacity: int, kind: type[Kind]) -> None:
        self._capacity = capacity
        self._most = capacity + capacity // 4 + 1
        self._slots: NDArray[Kind] = np.empty(min(_FIRST, self._most), kind)
        self._base = 0  # index of what stands in the first slot
        self._oldest = 0  # nothing before it comes back, even if the end is cut
        self._end = 0

    @property
    def start(self) -> int:
        """Index of the oldest entry that is held."""
        return max(self._end - self._capacity, self._oldest)

    @property
    def end(self) -> int:
        """Index behind the newest entry."""
        return self._end

    @property
    def nbytes(self) -> int:
        """Bytes of memory that are taken."""
        return self._slots.nbytes

    def extend(self, entries: NDArray[Kind]) -> None:
        """Write at the end; what is more than the capacity falls out at the beginning."""
        if len(entries) > self._capacity:
            self.restart(self._end + len(entries) - self._capacity)
            entries = entries[-self._capacity :]
        if self._end - self._base + len(entries) > len(self._slots):
            self._make_room(len(entries))
        first = self._end - self._base
        self._slots[first : first + len(entries)] = entries
        self._end += len(entries)

    def restart(self, index: int) -> None:
        """Forget everything; the next entry is written as number ``index``."""
        self._base = self._oldest = self._end = index

    def truncate(self, end: int) -> None:
        """Forget every entry from index ``end`` on."""
        self._oldest = self.start
        self._end = min(max(end, self._oldest), self._end)

    def part(self, first: int, end: int) -> NDArray[Kind]:
        """Return entries ``first`` to ``end``: a view, which the next ``extend`` may change."""
        return self._slots[first - self._base : end - self._base]

    def at(self, indices: Indices) -> NDArray[Kind]:
        """Return copies of the entries at ``indices``; of an index before the first, anything."""
        return self._slots.take(indices - self._base, mode="clip")

    def _make_room(self, more: int) -> None:
        """Move what is still needed to the front of slots that have room for ``more``."""
        keep = max(self._end + more - self._capacity, self._oldest)
        held = self._slots[keep - self._base : self._end - self._base]
        size = min(max(2 * (len(held) + more), len(self._slots)), self._most)
        slots = self._slots if size == len(self._slots) else np.empty(size, self._slots.dtype)
        slots[: len(held)] = held
        self._slots, self._base = slots, keep


class Pyramid:
    """Where the extremes of a row of values lie; only those whose flag is 0 (good) count.

    ``grow`` is called after both tapes were extended, ``truncate`` when they were cut.
    """

    def __init__(self, row: Tape[np.float64], worth: Tape[np.uint8], capacity: int) -> None:
        self._row, self._worth = row, worth
        self._lows: list[Tape[np.int64]] = []
        self._highs: list[Tape[np.int64]] = []
        size = BASE
        while size <= max(capacity, BASE):
            for level in (self._lows, self._highs):
                level.append(Tape(capacity // size + 2, np.int64))
            size *= 2

    @property
    def nbytes(self) -> int:
        """Bytes of memory that are taken."""
        return sum(tape.nbytes for tape in (*self._lows, *self._highs))

    def grow(self) -> None:
        """Take in what was written to the row since the last call."""
        first, end = self._missing(0, self._row, BASE)
        if end > first:
            self._write(0, np.arange(first * BASE, end * BASE).reshape(-1, BASE))
        for level in range(1, len(self._lows)):
            first, end = self._missing(level, self._lows[level - 1], 2)
            if end <= first:
                return
            below = (self._lows[level - 1], self._highs[level - 1])
            pairs = [tape.part(2 * first, 2 * end).reshape(-1, 2) for tape in below]
            self._write(level, np.concatenate(pairs, axis=1))

    def truncate(self, end: int) -> None:
        """Forget what is known of readings from index ``end`` on."""
        for level, tapes in enumerate(zip(self._lows, self._highs, strict=True)):
            for tape in tapes:
                tape.truncate(end // (BASE << level))

    def extremes(self, first: int, end: int, parts: int) -> Indices:
        """Return the indices, ascending, of readings that draw the same as all of them do.

        The lowest and the highest of each part of the stretch are among them. ``parts`` is how
        many there may be, at least 3; they are of one length but for those at the two ends.
        """
        level = 0
        while level + 1 < len(self._lows) and (end - first) // (BASE << level) > parts - 2:
            level += 1
        size = BASE << level
        left, right = -(-first // size), end // size
        if right <= left:
            return np.unique(self._outermost(self._candidates(first, end, level)))
        found = np.empty((right - left + 2, 2), np.int64)
        lows, highs = self._lows[level].part(left, right), self._highs[level].part(left, right)
        np.minimum(lows, highs, out=found[1:-1, 0])
        np.maximum(lows, highs, out=found[1:-1, 1])
        found[0] = _ordered(self._outermost(self._candidates(first, left * size, level)))
        found[-1] = _ordered(self._outermost(self._candidates(right * size, end, level)))
        indices = found.ravel()
        keep = indices >= 0
        keep[1:] &= indices[1:] != indices[:-1]
        return indices[keep]

    def _missing(
        self, level: int, below: Tape[np.int64] | Tape[np.float64], ratio: int
    ) -> tuple[int, int]:
        """Return which entries of a level can be made now from what lies below it."""
        whole = -(-below.start // ratio)
        if whole > self._lows[level].end:
            self._lows[level].restart(whole)
            self._highs[level].restart(whole)
        return self._lows[level].end, below.end // ratio

    def _write(self, level: int, places: Indices) -> None:
        """Add an entry for each row of ``places``."""
        values, counts = self._row.at(places), self._counts(places)
        rows = np.arange(len(places))
        lowest = places[rows, np.where(counts, values, np.inf).argmin(axis=1)]
        highest = places[rows, np.where(counts, values, -np.inf).argmax(axis=1)]
        some = counts.any(axis=1)
        self._lows[level].extend(np.where(some, lowest, _NONE))
        self._highs[level].extend(np.where(some, highest, _NONE))

    def _counts(self, places: Indices) -> NDArray[np.bool_]:
        """Return for each place whether a reading stands there and is good."""
        good: NDArray[np.bool_] = (places >= 0) & (self._worth.at(places) == 0)
        return good

    def _candidates(self, first: int, end: int, level: int) -> Indices:
        """Return a few indices among which are those of the extremes of a stretch.

        It is read from the entries of a level some way below ``level`` and what these leave at
        its ends from further below, down to the readings themselves.
        """
        below = level - _STEP
        if below < 0:
            return np.arange(first, end)
        size = BASE << below
        left, right = -(-first // size), end // size
        if right <= left:
            return self._candidates(first, end, below)
        found = [self._lows[below].part(left, right), self._highs[below].part(left, right)]
        if first < left * size:
            found.append(self._candidates(first, left * size, below))
        if right * size < end:
            found.append(self._candidates(right * size, end, below))
        return np.concatenate(found)

    def _outermost(self, places: Indices) -> Indices:
        """Return the indices of the lowest and the highest of the readings at ``places``."""
        places = places[self._counts(places)]
        if not len(places):
            return places
        values = self._row.at(places)
        return places[[int(values.argmin()), int(values.argmax())]]


def _ordered(pair: Indices) -> Indices:
    """Return two indices in their order, or two of no reading for an empty pair."""
    return np.sort(pair) if len(pair) else np.array([_NONE, _NONE])
