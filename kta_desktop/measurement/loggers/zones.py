"""From the clock of an instrument to UTC."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers.errors import LoggerWishError
from kta_desktop.measurement.loggers.model import DEFAULT_ZONE

_FIXED = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?")
# IANA tzdata 2024a, zone Asia/Almaty: UTC+6 from 2004-10-31, UTC+5 from 2024-03-01 00:00 on.
# Kept here because Windows comes without that table.
_ALMATY_FROM = datetime(2024, 3, 1, tzinfo=UTC).timestamp()
_ALMATY = (6 * 3600, 5 * 3600)
_HOUR = 3600


def demand_zone(path: Path, zone: str) -> None:
    """Raise unless a zone is known.

    Raises:
        LoggerWishError: If it is none.
    """
    if zone not in {"UTC", DEFAULT_ZONE} and fixed(zone) is None and _named(zone) is None:
        raise LoggerWishError(path=path, wish="zone", value=zone)


def fixed(zone: str) -> int | None:
    """Return the seconds that ``UTC`` or ``+05:00`` is ahead of UTC; None if it is a name."""
    if zone in {"UTC", "GMT", "Z"}:
        return 0
    found = _FIXED.fullmatch(zone.replace(" ", ""))
    if found is None or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    seconds = int(found[2]) * _HOUR + int(found[3] or 0) * 60
    return -seconds if found[1] == "-" else seconds


class Clock:
    """The clock of a zone, which remembers whether it was set back.

    Where clocks are set back an hour comes twice: rows are of its first pass until their time
    jumps back, and of its second from there on.
    """

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._last = -np.inf
        self._is_second = False

    def to_utc(self, local: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return Unix seconds of the local seconds of the next rows; NaN stays."""
        ahead = fixed(self._zone)
        if ahead is not None:
            return local - ahead
        if self._zone == DEFAULT_ZONE:
            return local - np.where(local < _ALMATY_FROM, *_ALMATY)
        table = _named(self._zone)
        if table is None:
            raise ValueError(self._zone)  # demand_zone has looked
        return self._moved(local, table)

    def _moved(self, local: NDArray[np.float64], table: ZoneInfo) -> NDArray[np.float64]:
        known = ~np.isnan(local)
        found = np.full(len(local), np.nan)
        times = local[known]
        quarters, places = np.unique(np.floor(times / 900), return_inverse=True)
        offsets = np.array([_offsets(table, float(quarter) * 900) for quarter in quarters])
        both = offsets.reshape(-1, 2)[places]
        is_second = self._passes(times, both[:, 0] != both[:, 1])
        found[known] = times - np.where(is_second, both[:, 1], both[:, 0])
        return found

    def _passes(self, times: NDArray[np.float64], is_twice: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows are of the second pass of an hour that comes twice."""
        second = np.zeros(len(times), np.bool_)
        if not is_twice.any():
            self._is_second = False
        for place in np.flatnonzero(is_twice):
            before = times[place - 1] if place else self._last
            self._is_second = self._is_second or times[place] < before
            second[place] = self._is_second
        self._last = times[-1] if len(times) else self._last
        return second


def _offsets(table: ZoneInfo, local: float) -> tuple[float, float]:
    """Return the offsets of both passes of a local time; they are equal but for one hour a year."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=table) + timedelta(seconds=local)
    except OverflowError:
        return 0.0, 0.0  # of no year that a measurement can have: refused later
    first, second = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    none = timedelta()
    # A time that clocks leave out has its later offset first: it is no hour that comes twice.
    if (first or none) < (second or none):
        second = first
    return (first or none).total_seconds(), (second or none).total_seconds()


def _named(zone: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
