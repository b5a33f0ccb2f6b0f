"""A session changed after its end: time left out or taken in, things noted; raw readings stay.

Nothing here writes: the caller shows what would become of the means, then submits the edit. Who
changed what and when is in the log of changes of ``@session/<id>``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.changes import Change
from kta_desktop.domain.fieldpath import record as record_path
from kta_desktop.domain.measurement import Event, Exclusion, Quantity, Session
from kta_desktop.i18n import language
from kta_desktop.measurement.errors import (
    BasisUnknownError,
    SubstanceUnknownError,
    UnitUnfitError,
)
from kta_desktop.measurement.reference import basis
from kta_desktop.services import answering
from kta_desktop.services.analysing_errors import (
    ReadingsElsewhereError,
    StretchOutsideError,
    TimeUnreadableError,
)
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.measurement.series import Recording

SHORTEST_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A session before and after a change that is not written yet.

    Attributes:
        before: As stored.
        after: With the change, its samples worked out again.
    """

    before: Session
    after: Session

    @property
    def edit(self) -> Edit:
        """Return what writes it."""
        return Edit(record_path("session", self.after.id), self.after.to_json())

    @property
    def pairs(self) -> tuple[tuple[Quantity, Quantity], ...]:
        """Return each quantity before and after."""
        return tuple(zip(self.before.quantities, self.after.quantities, strict=True))


def without(ws: Workspace, record: AuditRecord, session: Session, stretch: Exclusion) -> Amended:
    """Return a session with one more stretch left out of its means.

    Raises:
        StretchOutsideError: If the stretch is not within the session.
        ReadingsElsewhereError: If its raw readings are not on this disk.
    """
    start, end = _moment(stretch.start), _moment(stretch.end)
    is_within = _moment(session.started_at) <= start and end <= _ended(session)
    if not is_within or (end - start).total_seconds() < SHORTEST_S:
        raise _outside(session)
    left_out = sorted((*session.exclusions, stretch), key=lambda item: item.start)
    return _again(ws, record, session, replace(session, exclusions=tuple(left_out)))


def within(ws: Workspace, record: AuditRecord, session: Session, stretch: Exclusion) -> Amended:
    """Return a session that uses a stretch again that was left out.

    Raises:
        ReadingsElsewhereError: If its raw readings are not on this disk.
    """
    kept = list(session.exclusions)
    kept.remove(stretch)
    return _again(ws, record, session, replace(session, exclusions=tuple(kept)))


def noted(session: Session, event: Event) -> Amended:
    """Return a session with one more event; its means do not change.

    Raises:
        StretchOutsideError: If it was not during the session.
    """
    at = _moment(event.at)
    if not _moment(session.started_at) <= at <= _ended(session):
        raise _outside(session)
    events = sorted((*session.events, event), key=lambda item: item.at)
    return Amended(before=session, after=replace(session, events=tuple(events)))


def unnoted(session: Session, event: Event) -> Amended:
    """Return a session without an event."""
    kept = list(session.events)
    kept.remove(event)
    return Amended(before=session, after=replace(session, events=tuple(kept)))


def moment_of(session: Session, typed: str, zone: tzinfo | None = None) -> str:
    """Return the ISO time (UTC) of a time of day that was typed, on a day of the session.

    ``14:31``, ``14:31:05`` and ``14.31`` are understood, in ``zone`` or that of the machine; with
    the day before it (``23.11.2026 14:31``) in a session that lasted longer than a day.

    Raises:
        TimeUnreadableError: If it is no time.
        StretchOutsideError: If no moment of the session has this time.
    """
    from kta_desktop.forms.clocks import day_and_time, iso_time
    from kta_desktop.forms.entry import iso_date
    from kta_desktop.measurement.evaluation import iso_of

    day, clock = day_and_time(typed.strip()) or ("", typed.strip())
    told, on = iso_time(clock), iso_date(day) if day else None
    if told is None or (day and on is None):
        raise TimeUnreadableError(typed=typed.strip())
    start = _moment(session.started_at).astimezone(zone)
    first = datetime.fromisoformat(on).date() if on else start.date()
    days = 0 if on else (_ended(session).astimezone(zone).date() - start.date()).days
    for later in range(days + 1):
        at = datetime.combine(first + timedelta(days=later), time.fromisoformat(told))
        found = at.replace(tzinfo=start.tzinfo)
        if _rounded(start) <= found <= _ended(session):
            return iso_of(max(found, start).timestamp())
    raise _outside(session)


def authors(ws: Workspace, audit_id: str, session: Session) -> Mapping[object, Change]:
    """Return the change that brought in each exclusion and event that stands now."""
    found: dict[object, Change] = {}
    for change in answering.history(ws, audit_id, record_path("session", session.id)):
        if not isinstance(change.after, dict):
            continue
        stood = Session.from_json(change.after)
        for item in (*stood.exclusions, *stood.events):
            found.setdefault(item, change)
    return found


def _again(ws: Workspace, record: AuditRecord, before: Session, after: Session) -> Amended:
    """Work out the samples of every quantity from the stored readings."""
    from kta_desktop.measurement.evaluation import seconds_of
    from kta_desktop.services.measuring_records import read_recording

    recording = read_recording(ws, before.id)
    if not any(len(series.times) for series in recording.values()):
        raise ReadingsElsewhereError
    until = seconds_of(before.ended_at or before.started_at)
    quantities = tuple(_evaluated(part, record, recording, until) for part in after.each())
    return Amended(before=before, after=after.with_quantities(quantities))


def _evaluated(
    part: Session, record: AuditRecord, recording: "Recording", until: float
) -> Quantity:
    """Return a quantity with its samples worked out; as it is where it cannot be converted."""
    from kta_desktop.measurement.evaluation import evaluate

    (quantity,) = part.quantities
    try:
        conditions = basis(part.basis, record.definition.more)
        found = evaluate(part, conditions, recording, until)
    except (BasisUnknownError, SubstanceUnknownError, UnitUnfitError):
        return quantity
    return replace(quantity, samples=found.samples)


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def _ended(session: Session) -> datetime:
    return _moment(session.ended_at or session.started_at)


def _rounded(moment: datetime) -> datetime:
    """Return the second in which a moment lies: nobody types its thousandths."""
    return moment.replace(microsecond=0)


def _outside(session: Session) -> StretchOutsideError:
    lang = language()
    return StretchOutsideError(
        start=formatting.datetime_(session.started_at, lang),
        end=formatting.datetime_(session.ended_at or session.started_at, lang),
    )
