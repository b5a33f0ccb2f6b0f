"""Putting the readings of logger files, and the files themselves, into the workspace."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.fieldpath import record
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.i18n import N_, _
from kta_desktop.measurement.loggers import read
from kta_desktop.measurement.loggers.errors import (
    LoggerMissingError,
    LoggerNoReadingsError,
    LoggerStoppedError,
)
from kta_desktop.measurement.loggers.model import ABSENT
from kta_desktop.services.logger_preview import (
    FileGroup,
    FilePreview,
    PlannedChannel,
    Preview,
    unique,
)
from kta_desktop.services.long_work import Cancelled, Report
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes, contents, samples
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from kta_desktop.measurement.loggers.reading import Batch

READING = N_("Reading the logger files")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What is imported.

    Attributes:
        session: With its new channels, instruments and files, not ended.
        groups: Loggers with the channels wanted, under ids unique in the session; their files.
    """

    session: Session
    groups: tuple[tuple[FileGroup, tuple[FilePreview, ...]], ...]

    @property
    def files(self) -> tuple[FilePreview, ...]:
        """Return the files of all loggers."""
        return tuple(file for _, files in self.groups for file in files)

    @classmethod
    def of(cls, found: Preview, session: Session) -> "Plan":
        """Return the plan of what was previewed for a session."""
        taken = {channel.id for channel in session.channels}
        places = {instrument.id for instrument in session.instruments}
        groups = tuple(
            (_placed(group, taken, places), tuple(found.files[place] for place in group.files))
            for group in found.groups
            if any(planned.is_wanted for planned in group.channels)
        )
        return cls(_with(session, groups), groups)


def _placed(group: FileGroup, taken: set[str], places: set[str]) -> FileGroup:
    """Return a group with ids that the session does not have yet."""
    identifier = unique(group.instrument.id, places)
    wanted = (planned for planned in group.channels if planned.is_wanted)
    channels = tuple(replace(one, channel=_named(one.channel, identifier, taken)) for one in wanted)
    return replace(group, instrument=replace(group.instrument, id=identifier), channels=channels)


def _named(channel: Channel, instrument: str, taken: set[str]) -> Channel:
    return replace(channel, id=unique(channel.id, taken), instrument=instrument)


def _with(session: Session, groups: Sequence[tuple[FileGroup, tuple[FilePreview, ...]]]) -> Session:
    """Return the session with what comes, from its earliest reading on."""
    from kta_desktop.measurement.evaluation import iso_of, seconds_of

    files = [file for _, own in groups for file in own]
    firsts = [file.account.first for file in files if file.account and file.account.first]
    if session.channels:
        firsts.append(seconds_of(session.started_at))
    channels = tuple(one.channel for group, _ in groups for one in group.channels)
    return replace(
        session,
        channels=(*session.channels, *channels),
        instruments=(*session.instruments, *(group.instrument for group, _ in groups)),
        files=(*session.files, *(file.sha256 for file in files)),
        started_at=iso_of(min(firsts)) if firsts else session.started_at,
        ended_at=None,
        raw_sha256=None,
    )


class Storing:
    """Reads files into the workspace, in one transaction.

    Attributes:
        counts: Readings stored, by channel.
        repeated: Rows left out, since the logger had said their time before.
        last: Unix seconds of the latest reading.
    """

    def __init__(self, ws: Workspace, plan: Plan, report: Report, cancelled: Cancelled) -> None:
        self.counts: dict[str, int] = {}
        self.repeated = 0
        self.last = 0.0
        self._ws, self._plan = ws, plan
        self._report, self._cancelled = report, cancelled
        self._done = 0

    def run(self, audit_id: str) -> Session:
        """Store files, readings and the session; return it, not ended.

        Raises:
            LoggerError: If a file cannot be read any more, or it was stopped; nothing is stored.
            ContentChangedError: If a file is no longer the one that was previewed.
        """
        session = self._plan.session
        with self._ws.store.begin() as connection:
            for group, files in self._plan.groups:
                times = _Times()
                for file in files:
                    pieces = self._pieces(file.path)
                    contents.put(connection, file.sha256, file.media_type, pieces)
                    self._file(connection, group, file, times)
                self.repeated += times.repeated
            act = changes.Act(
                audit=audit_id,
                author=self._ws.profile.id,
                device=self._ws.device,
                at=now(),
                group=new_id(),
            )
            changes.write(connection, act, [(record("session", session.id), session.to_json())])
        return session

    def _pieces(self, path: Path) -> Iterator[bytes]:
        try:
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    if self._cancelled():
                        raise LoggerStoppedError(path=path)
                    yield piece
        except OSError as error:
            raise LoggerMissingError(path=path) from error

    def _file(
        self, connection: "Connection", group: FileGroup, file: FilePreview, times: "_Times"
    ) -> None:
        if file.understanding is None:
            raise LoggerNoReadingsError(path=file.path)
        for batch in read(file.path, file.understanding, self._share, self._cancelled):
            fresh = times.fresh(batch)
            for planned in group.channels:
                self._channel(connection, planned, batch, fresh)
        self._done += 1

    def _share(self, fraction: float, _text: str) -> None:
        count = len(self._plan.files)
        self._report(0.9 * (self._done + min(fraction, 1.0)) / count, _(READING))

    def _channel(
        self,
        connection: "Connection",
        planned: PlannedChannel,
        batch: "Batch",
        fresh: "NDArray[np.bool_]",
    ) -> None:
        import numpy as np

        flags = batch.flags[planned.column]
        here = fresh & (flags != ABSENT)
        if not here.any():
            return
        values = batch.values[planned.column][here]
        if planned.scale != 1.0 or planned.offset:
            values = np.round(values * planned.scale + planned.offset, 9)
        milliseconds = np.rint(batch.times[here] * 1000).astype(np.int64)
        readings = samples.Readings(milliseconds, values, flags[here])
        identifier = planned.channel.id
        samples.append(connection, self._plan.session.id, identifier, readings)
        self.counts[identifier] = self.counts.get(identifier, 0) + len(values)
        self.last = max(self.last, float(batch.times[here].max()))


class _Times:
    """Times that a logger has said already: files that overlap bring each row once.

    Attributes:
        repeated: Rows that were said before.
    """

    def __init__(self) -> None:
        self.repeated = 0
        self._parts: list[NDArray[np.float64]] = []
        self._last = float("-inf")

    def fresh(self, batch: "Batch") -> "NDArray[np.bool_]":
        """Return which rows have a time that was not said yet."""
        import numpy as np

        times = batch.times
        _, first = np.unique(times, return_index=True)
        found = np.zeros(len(times), np.bool_)
        found[first] = True
        if float(times.min()) <= self._last:
            found &= ~np.isin(times, np.concatenate(self._parts))
        self._parts.append(times[found])
        self._last = max(self._last, float(times.max()))
        self.repeated += int(len(times) - found.sum())
        return found
