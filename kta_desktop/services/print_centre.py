"""The print centre: what of an audit can be printed, and how much of it there is.

reportlab is loaded by ``stock``: for the pool, not for the thread of the interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Section
from kta_desktop.domain.texts import Text
from kta_desktop.forms.standing import DONE, QuestionStatus
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import DEFAULT
from kta_desktop.packs.reference_layouts import Layout, Treatment, layouts
from kta_desktop.services import auditing, filling, judging
from kta_desktop.services.printing import Kind, Order
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.reports.context import Context

__all__ = [
    "DOCUMENTS",
    "Layout",
    "SectionLine",
    "SessionLine",
    "Stock",
    "layouts",
    "stock",
    "withholds",
]

_PAGES_EACH = 0.13  # of a question beside its section's page: the demonstration, 1 or 2 languages
_ALL = "plant"  # the layout that leaves nothing out
DOCUMENTS = (
    Kind.FILLED,
    Kind.SAMPLING,
    Kind.PROTOCOL,
    Kind.CONFORMITY,
    Kind.PLAN,
    Kind.BALANCE,
    Kind.DIRECTOR,
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
        counts: How many things each document holds; there is nothing to print of others.
        others: How many parts of a document belong to none of the sessions, such as acts of
            samples that are planned.
        echoes: Numbers of open questions whose words hold figures that are trade secrets.
        report_pages: About how many pages the whole report will have.
    """

    number: str
    sections: tuple[SectionLine, ...] = ()
    sessions: tuple[SessionLine, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    others: Mapping[Kind, int] = field(default_factory=dict)
    echoes: tuple[str, ...] = ()
    report_pages: int = 0


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
    sessions = _sessions(record)
    context = _context(ws, record, state)
    keys = _keys(context)
    known = {line.id for line in sessions}
    return Stock(
        number=record.number,
        sections=sections,
        sessions=sessions,
        counts=_counts(context, keys),
        others={kind: sum(_of(key) not in known for key in found) for kind, found in keys.items()},
        echoes=_echoes(state),
        report_pages=len(keys[Kind.REPORT]) + round(_PAGES_EACH * _asked(state)),
    )


def withholds(layout: str) -> bool:
    """Whether trade secrets are left out for the readers of a layout."""
    return any(each.id == layout and each.confidential is Treatment.LEAVE_OUT for each in layouts())


def _echoes(state: FormState) -> tuple[str, ...]:
    from kta_desktop.reports.echoes import echoes

    told = (state.place(address).question for address, _origins in echoes(state))
    return tuple(dict.fromkeys(each.number or each.title.get(DEFAULT) for each in told))


def _asked(state: FormState) -> int:
    """Return how many questions apply."""
    return sum(place.question.is_asked for place in state.places())


def _of(key: str) -> str:
    """Return the section or session that a part is of: ``session-<id>``, ``act-<id>``."""
    return key.partition("-")[2]


def _section(state: FormState, section: Section) -> SectionLine:
    places = [place for place in state.places(section.name) if place.question.is_asked]
    statuses = [(place.question.number, state.status(place.address)) for place in places]
    faults = [number for number, status in statuses if status is QuestionStatus.ERROR]
    return SectionLine(
        name=section.name,
        number=section.number,
        title=section.short.over(section.label),
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


def _context(ws: Workspace, record: AuditRecord, state: FormState) -> "Context":
    """Return an audit on its way to paper, without its pictures and readings."""
    from kta_desktop.reports.sheet import context_of
    from kta_desktop.reports.source import Known, Source
    from kta_desktop.services import missing_list  # with all of reportlab
    from kta_desktop.services.printing_assessed import assess_of

    at = datetime.now().astimezone().isoformat(timespec="seconds")
    today = datetime.fromisoformat(at).date()
    known = Known(
        judgements=dict(judging.judgements(record, state)),
        missing=missing_list.parts(record, (DEFAULT,), today),
        assess=assess_of(ws, today),
    )
    source = Source(record=record, images=_no_picture, printed_at=at, known=known)
    return context_of(Order(layout=_ALL), source)


def _keys(context: "Context") -> Mapping[Kind, tuple[str, ...]]:
    """Return the keys of the parts that each document has."""
    from kta_desktop.reports.sheet import parts

    orders = {kind: replace(context, order=replace(context.order, kind=kind)) for kind in DOCUMENTS}
    return {kind: tuple(part.key for part in parts(asked)) for kind, asked in orders.items()}


def _counts(context: "Context", keys: Mapping[Kind, tuple[str, ...]]) -> Mapping[Kind, int]:
    """Return how many things each document holds that has any part; of some they are its parts."""
    from kta_desktop.assessment.transition import transition
    from kta_desktop.reports.conformity.stated import figures

    things = {
        Kind.CONFORMITY: len(figures(context)),
        Kind.PLAN: len(transition(context.state).measures),
        Kind.MISSING: sum(len(part.lines) for part in context.missing),
        Kind.EVIDENCE: len(set(context.names.values())),
        Kind.BALANCE: sum(bool(each.streams) for each in context.assess().balances),
    }
    return {kind: things.get(kind, len(found)) for kind, found in keys.items() if found}


def _no_picture(_sha256: str, _pixels: int) -> bytes:
    raise LookupError("nothing is set while parts are counted")
