"""What status columns make of the readings beside them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers import names
from kta_desktop.measurement.loggers.model import Column, Role

Flags = NDArray[np.uint8]


def flagged(
    flags: Mapping[int, Flags], words: Mapping[int, Sequence[str]], columns: Sequence[Column]
) -> dict[int, Flags]:
    """Return the flags of readings, those that were good as the status columns have them.

    A single status is that of all readings of its row. Of several each one is that of the columns
    between it and the status before it, as ``NOx; status; CO; status`` is written.
    """
    found = {at: own.copy() for at, own in flags.items()}
    for at, cells in words.items():
        said = {word: names.flag_of(word) for word in set(cells)}
        worth = np.array([int(said[word] or 0) for word in cells], np.uint8)
        if not worth.any():
            continue
        for column in governed(at, columns):
            own = found[column]
            own[own == 0] = worth[own == 0]
    return found


def governed(status: int, columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the places of the columns whose readings a status column is about."""
    values = [column.index for column in columns if column.role is Role.VALUE]
    others = [c.index for c in columns if c.role is Role.STATUS and c.index < status]
    if len([column for column in columns if column.role is Role.STATUS]) == 1:
        return tuple(values)
    before = max(others, default=-1)
    return tuple(at for at in values if before < at < status)
