"""Audits that the centre handed out to the user of this computer."""

from dataclasses import dataclass

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.services import auditing
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, reviews
from kta_desktop.storage.clock import now

GIVEN, STARTED = "given", "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """An audit that was handed out.

    Attributes:
        id: UUIDv7.
        number: Of the audit, such as ``KTA-2026-014``.
        plant: The enterprise.
        pack: Id of the sector pack.
        starts_on: ISO date; empty if not fixed.
        ends_on: ISO date; empty if not fixed.
        reference_year: Year the figures are for.
        team: Who takes part; the first leads.
        note: What the centre says to it.
        by: Who handed it out.
        at: ISO time (UTC) of that.
        is_started: Whether an audit of this number is here.
    """

    id: str
    number: str
    plant: Plant
    pack: str
    starts_on: str
    ends_on: str
    reference_year: int
    team: tuple[Auditor, ...]
    note: str
    by: str
    at: str
    is_started: bool


def assigned(ws: Workspace) -> tuple[Assigned, ...]:
    """Return the audits handed out to the user, those not started first, then the newest.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    with ws.store.connect() as connection:
        rows = [row for row in reviews.assignments(connection) if row.auditor == ws.profile.id]
        numbers = set(audits.numbers(connection))
    newest_first = [_assigned(row, numbers) for row in reversed(rows)]
    return tuple(sorted(newest_first, key=lambda one: one.is_started))


def start(ws: Workspace, assignment: Assigned, today: str = "") -> str:
    """Start the audit of an assignment and return its id.

    Args:
        ws: The workspace.
        assignment: Which.
        today: ISO date that stands for days which are not fixed; by default that of now.

    Raises:
        KtaError: If there is an audit of that number, no such pack, or it cannot be written.
    """
    day = today or now()[:10]
    record = auditing.start(
        ws,
        NewAudit(
            number=assignment.number,
            plant=assignment.plant,
            pack=assignment.pack,
            team=_team(ws, assignment),
            starts_on=assignment.starts_on or day,
            ends_on=assignment.ends_on or assignment.starts_on or day,
            reference_year=assignment.reference_year,
        ),
    )
    with ws.store.begin() as connection:
        reviews.set_assignment(connection, assignment.id, STARTED)
    return record.id


def _team(ws: Workspace, assignment: Assigned) -> tuple[Auditor, ...]:
    """Return the team as handed out, with the user as he describes himself."""
    own = ws.profile
    if all(person.id != own.id for person in assignment.team):
        return (own, *assignment.team)
    return tuple(own if person.id == own.id else person for person in assignment.team)


def _assigned(row: reviews.AssignmentRow, numbers: set[str]) -> Assigned:
    from kta_desktop.exchange.documents import Assignment, read

    said = read(Assignment, row.document, row.id).payload
    return Assigned(
        id=said.id,
        number=said.number,
        plant=Plant(**said.plant.model_dump()),
        pack=said.pack,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        reference_year=said.reference_year,
        team=tuple(Auditor(**person.model_dump()) for person in said.team),
        note=said.note,
        by=said.by,
        at=said.at,
        is_started=row.state == STARTED or said.number in numbers,
    )
