"""What stands beside the list for one audit: where work stopped and what is still to be done."""

from dataclasses import dataclass
from datetime import UTC, datetime

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import Auditor, AuditRecord
from kta_desktop.domain.changes import Change
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.services import auditing, filling, judging
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes

_ASSIGNED = "@assignment/"


@dataclass(frozen=True, slots=True)
class Stop:
    """The question that the auditor who works here changed last.

    Attributes:
        at: ISO time (UTC).
        question: Name of the outermost question or repeat: what a page is asked to show.
        number: Its number on screen and paper.
        section: Title of its section.
    """

    at: str
    question: str
    number: str
    section: Text


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team, and the sections that were given to them."""

    person: Auditor
    sections: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is known of an audit beside its row in the list.

    Attributes:
        audit: Its id.
        stop: Where work stopped; None if nothing was answered yet.
        blocking: What has to be settled before leaving, as the overview counts it.
        exceeding: Figures beyond their level.
        unanswered: Questions that apply and have neither an answer nor a reason for the blank.
        total: Questions that apply.
        team: In the order of their place.
        version: Of its checklist.
        benchmark: What the figures are held against.
    """

    audit: str
    stop: Stop | None
    blocking: int
    exceeding: int
    unanswered: int
    total: int
    team: tuple[Member, ...]
    version: str
    benchmark: Text = NO_TEXT


def read(ws: Workspace, audit_id: str) -> tuple[AuditRecord, Stop | None]:
    """Return an audit and where own work on it stopped; quick, for the thread of the database.

    Raises:
        AuditNotFoundError: If there is none.
        AuditUnreadableError: If what is stored of it cannot be understood.
    """
    record = auditing.load(ws, audit_id)
    with ws.store.connect() as connection:
        last = changes.newest_answer(connection, audit_id, ws.profile.id)
        return record, _stop(record.definition, last)


def weigh(record: AuditRecord, stop: Stop | None) -> Outlook:
    """Return what is still to be done in an audit; takes a moment, for any other thread."""
    from kta_desktop.services.overview import overview  # with all that judges, for the pool only

    form = filling.of_audit(record)
    today = datetime.now(UTC).astimezone().date()
    counters = overview(record, form, judging.sessions(record), today).counters
    return Outlook(
        audit=record.id,
        stop=stop,
        blocking=counters.blocking,
        exceeding=counters.exceeding,
        unanswered=counters.total - counters.answered,
        total=counters.total,
        team=tuple(_member(record, person) for person in record.team),
        version=record.definition.version,
        benchmark=record.definition.benchmark,
    )


def _member(record: AuditRecord, person: Auditor) -> Member:
    own = tuple(
        section.short.over(section.label)
        for section in record.definition.sections
        if record.text(f"{_ASSIGNED}{section.name}") == person.id
    )
    return Member(person, own)


def _stop(definition: Definition, change: Change | None) -> Stop | None:
    if change is None:
        return None
    name = fieldpath.parse_path(change.path).names[0]
    question = next((each for each in definition.questions if each.name == name), None)
    if question is None:
        return None
    section = next(each for each in definition.sections if each.name == question.section)
    title = section.short.over(section.label)
    return Stop(change.at, name, question.number, title)
