"""Handing out audits: which plant, which checklist, when, who takes part; signed by the centre.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import Auditor, NewAudit
from kta_desktop.domain.ids import new_id
from kta_desktop.services import centre_posts, packs, register
from kta_desktop.services.centre_errors import AssignmentWrongError, NotCentreError
from kta_desktop.services.centre_posts import Posted
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.register import KeyState
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import arrivals, entries, reviews
from kta_desktop.storage.clock import now
from kta_desktop.storage.reviews import AssignmentRow

if TYPE_CHECKING:
    from kta_desktop.exchange.documents import Assignment

__all__ = ["Given", "Handed", "Person", "assign", "given", "persons", "store"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to whom an audit can be given: the holder of an accepted key.

    Attributes:
        auditor: The person, as printed on sheets; the id is that of the card.
        fingerprints: The accepted keys.
    """

    auditor: Auditor
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An audit that was handed out here.

    Attributes:
        id: UUIDv7.
        auditor: Id of the person it was given to.
        name: Of that person; empty where no card says it.
        number: Of the audit.
        plant: Name of the enterprise.
        pack: Id of the sector pack.
        starts_on: ISO date; empty if not fixed.
        ends_on: ISO date; empty if not fixed.
        at: ISO time (UTC) at which it was given.
        has_come: Whether a version of an audit of that number arrived here.
    """

    id: str
    auditor: str
    name: str
    number: str
    plant: str
    pack: str
    starts_on: str
    ends_on: str
    at: str
    has_come: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """An assignment that was signed, and where it is by now.

    Attributes:
        assignment: What was said.
        posted: Which places have it.
    """

    assignment: "Assignment"
    posted: Posted


def persons(ws: Workspace) -> tuple[Person, ...]:
    """Return the holders of accepted keys, by name.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    found: dict[str, Person] = {}
    for row in register.keys(ws):
        if row.state is not KeyState.ACTIVE or not row.auditor:
            continue
        auditor = Auditor(
            id=row.auditor,
            name=row.name,
            role="lead" if row.role == "lead" else "auditor",
            organisation=row.organisation,
            qualification=row.qualification,
        )
        known = found.get(row.auditor)
        keys = (*(known.fingerprints if known else ()), row.fingerprint)
        found[row.auditor] = Person(auditor=auditor, fingerprints=keys)
    return tuple(sorted(found.values(), key=lambda one: (one.auditor.name, one.auditor.id)))


def assign(
    ws: Workspace,
    new: NewAudit,
    note: str = "",
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Handed:
    """Hand an audit out to the first of its team and bring that to every place known.

    A place that cannot be reached gets it at the next intake.

    Args:
        ws: The workspace of the centre.
        new: The audit; the first of the team leads it and has an accepted key.
        note: To the auditor.
        report: Told how far it is.
        cancelled: Asked whether to leave the remaining places to the next intake.

    Raises:
        KtaError: As ``store``; nothing was handed out then.
    """
    said = store(ws, new, note)
    posted = centre_posts.post(ws, report=report, cancelled=cancelled)
    return Handed(assignment=said, posted=posted)


def store(ws: Workspace, new: NewAudit, note: str = "") -> "Assignment":
    """Sign and keep an assignment; nothing is sent.

    Raises:
        NotCentreError: If the workspace is not the centre's.
        AssignmentWrongError: If there is no team, number or plant, or no accepted key of who leads.
        PackNotFoundError: If there is no such pack.
    """
    from pydantic import ValidationError

    from kta_desktop.exchange.documents import written

    if not register.is_centre(ws):
        raise NotCentreError
    packs.info(new.pack)
    known = {one.auditor.id for one in persons(ws)}
    if not new.team or new.team[0].id not in known:
        raise AssignmentWrongError(field="auditor")
    if not new.plant.name.strip():
        raise AssignmentWrongError(field="plant")
    try:
        said = _assignment(ws, new, note)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise AssignmentWrongError(field=place) from error
    signer = register.signer(ws)
    row = AssignmentRow(
        id=said.id,
        auditor=said.auditor,
        fingerprint=signer.fingerprint,
        document=written(said, signer),
    )
    with ws.store.begin() as connection:
        reviews.add_assignment(connection, row)
    return said


def _assignment(ws: Workspace, new: NewAudit, note: str) -> "Assignment":
    from kta_desktop.exchange.documents import AssignedPerson, AssignedPlant, Assignment

    return Assignment(
        id=new_id(),
        auditor=new.team[0].id,
        number=new.number.strip(),
        plant=AssignedPlant(
            name=new.plant.name.strip(),
            bin=new.plant.bin,
            address=new.plant.address,
            category=new.plant.category,
            representative=new.plant.representative,
        ),
        pack=new.pack,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        reference_year=new.reference_year,
        team=[
            AssignedPerson(
                id=one.id,
                name=one.name,
                role=one.role,
                organisation=one.organisation,
                qualification=one.qualification,
            )
            for one in new.team
        ],
        note=note.strip(),
        by=ws.profile.name,
        at=now(),
    )


def given(ws: Workspace) -> tuple[Given, ...]:
    """Return the audits that were handed out here, the newest first.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    own = {register.signer(ws).fingerprint, ws.device}
    names = {one.auditor.id: one.auditor.name for one in persons(ws)}
    with ws.store.connect() as connection:
        rows = [row for row in reviews.assignments(connection) if row.fingerprint in own]
        came = {row.audit for row in arrivals.arrivals(connection)}
        numbers = {entries.text(connection, audit, "@audit/number") for audit in came}
    return tuple(_given(rows, names, numbers))


def _given(
    rows: Iterable[AssignmentRow], names: dict[str, str], numbers: set[str]
) -> Iterable[Given]:
    from kta_desktop.exchange.documents import Assignment, read

    for row in reversed(list(rows)):
        said = read(Assignment, row.document, row.id).payload
        yield Given(
            id=said.id,
            auditor=said.auditor,
            name=names.get(said.auditor, said.team[0].name if said.team else ""),
            number=said.number,
            plant=said.plant.name,
            pack=said.pack,
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            at=said.at,
            has_come=said.number in numbers,
        )
