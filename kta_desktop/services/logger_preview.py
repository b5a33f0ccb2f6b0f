"""What logger files would bring: understood, gone through once, and made into channels."""

import hashlib
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.measurement import Channel, Instrument
from kta_desktop.measurement.loggers import read, understand
from kta_desktop.measurement.loggers.errors import (
    LoggerError,
    LoggerMissingError,
    LoggerNoReadingsError,
    LoggerTooLargeError,
    LoggerTwiceError,
)
from kta_desktop.measurement.loggers.model import Account, Column, Understanding, Wishes
from kta_desktop.measurement.units import are_of_one_quantity, convert
from kta_desktop.services import logger_profiles
from kta_desktop.services.long_work import Cancelled, Report, never, silent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = 200 * 1000 * 1000
"""Bytes of a file that is imported: it is kept whole and travels with the audit."""
CONDITION_UNITS = {
    "t_gas": "degC",
    "pressure": "kPa",
    "p_static": "Pa",
    "p_baro": "kPa",
    "moisture": "vol%",
    "o2": "vol%",
    "velocity": "m/s",
}
"""The only unit that each condition of the gas may have."""
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 1 << 20
_Wanted = Wishes | Mapping[Path, Wishes] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePreview:
    """One file as it would be read.

    Attributes:
        path: The file.
        sha256: Of its bytes; empty if it cannot be read.
        media_type: Such as ``text/csv``.
        understanding: How it is read; None if it is refused before.
        account: Its lines; None if it is refused.
        period_s: Usual seconds between two rows; 0 with one row.
        profile: Name of the saved way of reading that was used; empty without.
        refusal: Why it is refused; None if it can be imported.
    """

    path: Path
    sha256: str = ""
    media_type: str = "text/plain"
    understanding: Understanding | None = None
    account: Account | None = None
    period_s: float = 0.0
    profile: str = ""
    refusal: LoggerError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChannel:
    """A column of a group of files, and the channel it is to become.

    Attributes:
        column: Its place from 0.
        channel: The channel; its id is made unique when it is imported.
        scale: What a figure of the file is multiplied with to be in the unit of the channel.
        offset: What is added then.
        is_wanted: Whether it is imported.
    """

    column: int
    channel: Channel
    scale: float = 1.0
    offset: float = 0.0
    is_wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGroup:
    """Files of one logger that continue each other.

    Attributes:
        files: Places in ``Preview.files``, in order of time.
        instrument: As the files name it.
        channels: What they bring.
    """

    files: tuple[int, ...]
    instrument: Instrument
    channels: tuple[PlannedChannel, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What files would bring. ``dataclasses.replace`` changes groups and channels as wanted.

    Attributes:
        files: As they were given.
        groups: Loggers, side by side; refused files are in none.
    """

    files: tuple[FilePreview, ...]
    groups: tuple[FileGroup, ...]


def preview(
    paths: Sequence[Path],
    wishes: _Wanted = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """Return what files would bring; nothing is stored.

    A file without wishes of its own is read by the saved profile for its heading, if there is one.

    Args:
        paths: The files.
        wishes: For all of them, or file by file.
        report: Told the share that is done.
        cancelled: Asked whether to stop.

    Raises:
        LoggerStoppedError: If it was stopped. What is wrong with one file is in its ``refusal``.
    """
    found: list[FilePreview] = []
    for number, path in enumerate(paths):
        own = wishes.get(path) if isinstance(wishes, Mapping) else wishes
        share = _share(report, number, len(paths))
        one = _file(path, own, share, cancelled)
        if one.sha256 and any(one.sha256 == other.sha256 for other in found):
            one = replace(one, refusal=LoggerTwiceError(path=path))
        found.append(one)
    report(1.0, "")
    return Preview(tuple(found), _groups(found))


def _share(report: Report, number: int, count: int) -> Report:
    return lambda fraction, text: report((number + min(fraction, 1.0)) / count, text)


def _file(path: Path, wishes: Wishes | None, report: Report, cancelled: Cancelled) -> FilePreview:
    try:
        understood, profile = _understood(path, wishes)
    except LoggerError as error:
        return FilePreview(path=path, refusal=error)
    known = FilePreview(
        path=path, media_type=_media_type(understood), understanding=understood, profile=profile
    )
    if understood.size > LARGEST:  # told at once: going through it would take minutes
        limit = LARGEST // 1_000_000
        return replace(known, refusal=LoggerTooLargeError(path=path, limit=limit))
    try:
        known = replace(known, sha256=hash_of(path))
        table = read(path, understood, report, cancelled)
        periods = [_period(batch.times) for batch in table if len(batch.times) > 1]
    except LoggerError as error:
        if error.code == "logger-stopped":
            raise
        return replace(known, refusal=error)
    if not table.account.read:
        known = replace(known, refusal=LoggerNoReadingsError(path=path))
    period = statistics.median(periods) if periods else 0.0
    return replace(known, account=table.account, period_s=period)


def _understood(path: Path, wishes: Wishes | None) -> tuple[Understanding, str]:
    understood = understand(path, wishes)
    if wishes is not None:
        return understood, ""
    profile = logger_profiles.matching(understood.signature)
    if profile is None:
        return understood, ""
    return understand(path, profile.wishes), profile.name


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        LoggerMissingError: If it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError as error:
        raise LoggerMissingError(path=path) from error
    return digest.hexdigest()


def _media_type(understood: Understanding) -> str:
    if understood.kind == "sheet":
        return _SHEET
    return "text/csv" if understood.path.suffix.lower() == ".csv" else "text/plain"


def _period(times: "NDArray[np.float64]") -> float:
    import numpy as np

    return round(float(np.median(np.abs(np.diff(times)))), 3)


def _groups(files: Sequence[FilePreview]) -> tuple[FileGroup, ...]:
    """Return the files that can be imported, those of one logger together and in order of time."""
    together: dict[tuple[str, str], list[int]] = {}
    for number, file in enumerate(files):
        if file.refusal is None and file.understanding is not None:
            said = file.understanding.said
            key = (file.understanding.signature, said.get("serial", ""))
            together.setdefault(key, []).append(number)
    taken: set[str] = set()
    groups = []
    for number, places in enumerate(together.values(), 1):
        places.sort(key=lambda place: _first(files[place]))
        groups.append(_group(f"i{number}", places, files, taken))
    return tuple(groups)


def _first(file: FilePreview) -> float:
    return file.account.first or 0.0 if file.account else 0.0


def _group(
    identifier: str, places: list[int], files: Sequence[FilePreview], taken: set[str]
) -> FileGroup:
    first = files[places[0]]
    if first.understanding is None:
        raise ValueError(first.path)  # _groups takes only files that were understood
    said = first.understanding.said
    instrument = Instrument(
        name=said.get("instrument", "")[:80] or first.path.stem,
        serial=said.get("serial", "")[:40],
        id=identifier,
        connection=first.path.name,
    )
    channels = tuple(
        _planned(column, first, identifier, taken)
        for column in first.understanding.values
        if any(_count(files[place], column) for place in places)
    )
    return FileGroup(files=tuple(places), instrument=instrument, channels=channels)


def _count(file: FilePreview, column: Column) -> int:
    found = None if file.account is None else file.account.columns.get(column.index)
    return 0 if found is None else found.count


def _planned(column: Column, file: FilePreview, instrument: str, taken: set[str]) -> PlannedChannel:
    meaning = column.meaning
    unit = column.unit or column.raw_unit
    scale, offset = 1.0, 0.0
    if meaning in CONDITION_UNITS:
        target = CONDITION_UNITS[meaning]
        if _is_in_another(column, target):
            meaning = None
        else:
            scale, offset = _conversion(column.unit or target, target)
            unit = target
    identifier = unique((meaning or f"c{column.index + 1}").replace("-", "_"), taken)
    name = column.name or identifier
    channel = Channel(
        id=identifier,
        label=dict.fromkeys(("ru", "kk", "en"), name),
        unit=unit,
        substance=None if meaning in CONDITION_UNITS else meaning,
        period_s=file.period_s or 1.0,
        instrument=instrument,
    )
    return PlannedChannel(column=column.index, channel=channel, scale=scale, offset=offset)


def _is_in_another(column: Column, target: str) -> bool:
    """Whether the figures of a column cannot be converted to a unit."""
    if column.unit is None:
        return bool(column.raw_unit)
    return column.unit != "%" and not are_of_one_quantity(column.unit, target)


def unique(identifier: str, taken: set[str]) -> str:
    """Return an id that is not in ``taken``, and put it there."""
    found, number = identifier, 1
    while found in taken:
        number += 1
        found = f"{identifier}_{number}"
    taken.add(found)
    return found


def _conversion(unit: str, target: str) -> tuple[float, float]:
    """Return scale and offset from a unit to another of the same quantity."""
    if unit in {target, "%"}:
        return 1.0, 0.0
    zero = convert(Decimal(0), unit, target)
    one = convert(Decimal(1), unit, target)
    return float(one - zero), float(zero)
