"""What earlier audits of a plant found, for the sheets that show it beside the present figures."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kta_desktop.assessment.compare import MEAN_UNIT
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.measurement import Session
from kta_desktop.services import auditing, filling, judging, previous
from kta_desktop.services.analysing_compare import alike, candidates
from kta_desktop.services.earlier import earlier
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.reports.before import Before


def earlier_figures(ws: Workspace, record: AuditRecord) -> "Mapping[str, Before]":
    """Return by path what the newest earlier audit of the plant holds for a figure.

    Answers and cells by their path; measurements by ``judging.session_path``, where they were made
    at the same source, of the same substance, at the same reference conditions.

    Raises:
        AuditNotFoundError: If the audit is not in the workspace.
        AuditUnreadableError: If what is stored of one cannot be understood.
    """
    audits = {summary.id for summary in previous.of_plant(ws, record.id)}
    if not audits:
        return {}
    return {**dict(_answers(ws, record)), **dict(_sessions(ws, record, audits))}


def _answers(ws: Workspace, record: AuditRecord) -> "Iterator[tuple[str, Before]]":
    from kta_desktop.reports.before import Before

    for found in earlier(ws, record).values():
        for edit in found.edits:
            place = parse_path(edit.path)
            if place.is_row or place.facet is not None:
                continue
            answer = Answer.from_json(edit.after)
            value = _number(answer)
            if value is not None:
                unit = answer.unit or _unit(record.definition, edit.path)
                is_secret = edit.path in found.secret
                yield edit.path, Before(value, unit, found.starts_on[:4], is_secret)


def _sessions(
    ws: Workspace, record: AuditRecord, audits: set[str]
) -> "Iterator[tuple[str, Before]]":
    from kta_desktop.reports.before import Before

    before = [each for each in candidates(ws, record) if each.audit in audits]
    secret = _secret_sessions(ws, {each.audit for each in before})
    for session in judging.sessions(record):
        for part in session.each():
            for found in before:
                other = alike(found.session, part)
                if other.mean is not None and _is_same(other, part):
                    path = judging.session_path(session, part.channel)
                    value = Decimal(repr(other.mean))
                    is_secret = fieldpath.record("session", found.session.id) in secret
                    yield path, Before(value, MEAN_UNIT, other.started_at[:4], is_secret)
                    break


def _secret_sessions(ws: Workspace, audits: set[str]) -> set[str]:
    """Return the paths of the measurements of audits that were trade secrets there."""
    from kta_desktop.reports.secrecy import secret_sessions

    found: set[str] = set()
    for audit in audits:
        old = auditing.load(ws, audit)
        found.update(secret_sessions(filling.form(old.definition, old.entries), old))
    return found


def _is_same(one: Session, other: Session) -> bool:
    """Whether two sessions of one quantity each measured the same: where, what, how told."""
    places = (one.source, one.basis, _substance(one))
    return places == (other.source, other.basis, _substance(other))


def _substance(session: Session) -> str:
    """Return the substance that a session of one quantity measures; its channel without one."""
    channel = next((each for each in session.channels if each.id == session.channel), None)
    return (channel.substance if channel else None) or session.channel


def _number(answer: Answer) -> Decimal | None:
    if not isinstance(answer.value, str):
        return None
    try:
        value = Decimal(answer.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _unit(definition: Definition, path: str) -> str | None:
    """Return the unit that a question or a cell is asked for in."""
    place = parse_path(path)
    for name in reversed(place.names):
        question = next((each for each in definition.questions if each.name == name), None)
        if question is None:
            continue
        column = question.column(place.question or "")
        return column.unit if column else question.unit
    return None
