"""The print centre: what of an audit can be printed, and how much of it there is.

reportlab is loaded by ``stock``: for the pool, not for the thread of the interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Section
from kta_desktop.domain.texts import Text
from kta_desktop.forms.standing import DONE, QuestionStatus
from kta_desktop.forms.state import FormState
from kta_desktop.packs.reference_layouts import Layout, layouts
from kta_desktop.services import auditing, filling, judging, missing_list
from kta_desktop.services.printing import Kind, Order
from kta_desktop.services.workspace import Workspace

__all__ = [
    "DOCUMENTS",
    "Layout",
    "SectionLine",
    "SessionLine",
    "Stock",
    "layouts",
    "stock",
]

DOCUMENTS = (
    Kind.FILLED,
    Kind.SAMPLING,
    Kind.PROTOCOL,
    Kind.CONFORMITY,
    Kind.PLAN,
    Kind.MISSING,
    Kind.EVIDENCE,
    Kind.CONFIDENTIAL,
    Kind.REPORT,
)
"""In the order in which they are offered; a blank sheet is a way to print the filled one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A section that can be printed.

    Attributes:
        name: Its name in the checklist.
        number: As on paper.
        title: Short where there is a short one.
        is_complete: Whether nothing is asked for any more.
        faults: Numbers of questions with an input error.
    """

    name: str
    number: str
    title: Text
    is_complete: bool
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A measurement session that can be printed.

    Attributes:
        id: Its id.
        place: Source and sampling point.
        names: What was measured.
        started_at: ISO time (UTC).
    """

    id: str
    place: str
    names: tuple[Mapping[str, str], ...]
    started_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What of an audit can be printed.

    Attributes:
        number: Of the audit.
        sections: Those that ask anything now, in paper order.
        sessions: Measurement sessions in order of time.
        counts: How many things each document holds; 0 = there is nothing to print.
    """

    number: str
    sections: tuple[SectionLine, ...] = ()
    sessions: tuple[SessionLine, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)


def stock(ws: Workspace, audit_id: str) -> Stock:
    """Return what can be printed of an audit; nothing is set and nothing is written.

    Raises:
        AuditNotFoundError: If there is no such audit.
    """
    record = auditing.load(ws, audit_id)
    state = filling.of_audit(record)
    sections = tuple(
        _section(state, section)
        for section in record.definition.sections
        if any(place.question.is_asked for place in state.places(section.name))
    )
    return Stock(
        number=record.number,
        sections=sections,
        sessions=_sessions(record),
        counts=_counts(record, state, sections),
    )


def _section(state: FormState, section: Section) -> SectionLine:
    places = [place for place in state.places(section.name) if place.question.is_asked]
    statuses = [(place.question.number, state.status(place.address)) for place in places]
    faults = [number for number, status in statuses if status is QuestionStatus.ERROR]
    return SectionLine(
        name=section.name,
        number=section.number,
        title=section.label if section.short.is_empty else section.short,
        is_complete=all(status in DONE for _number, status in statuses),
        faults=tuple(dict.fromkeys(faults)),
    )


def _sessions(record: AuditRecord) -> tuple[SessionLine, ...]:
    return tuple(
        SessionLine(
            id=session.id,
            place=" · ".join(filter(None, (session.source, session.point))),
            names=tuple(part.parameter for part in session.each()),
            started_at=session.started_at,
        )
        for session in judging.sessions(record)
    )


def _counts(
    record: AuditRecord, state: FormState, sections: tuple[SectionLine, ...]
) -> Mapping[Kind, int]:
    """Return how many things each document holds, as many parts as it has where none is counted."""
    from kta_desktop.reports import sheet
    from kta_desktop.reports.source import Known, Source

    at = datetime.now().astimezone().isoformat(timespec="seconds")
    missing = missing_list.parts(record, "ru", datetime.fromisoformat(at).date())
    judged = dict(judging.judgements(record, state))
    source = Source(
        record=record,
        images=_no_picture,
        printed_at=at,
        known=Known(judgements=judged, missing=missing),
    )
    found = {
        kind: len(sheet.parts(sheet.context_of(Order(kind=kind), source))) for kind in DOCUMENTS
    }
    things = {
        Kind.FILLED: len(sections),
        Kind.CONFORMITY: len(judged),
        Kind.MISSING: sum(len(part.lines) for part in missing),
        Kind.EVIDENCE: sum("#evidence:" in path for path in record.entries),
    }
    return {kind: min(parts, 1) * things.get(kind, parts) for kind, parts in found.items()}


def _no_picture(_sha256: str, _pixels: int) -> bytes:
    raise LookupError("nothing is set while parts are counted")
