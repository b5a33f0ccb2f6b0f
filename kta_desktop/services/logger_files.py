"""Importing logger files: previewed, put into a session, evaluated like any session.

Readings, the files as they are and the session come into the workspace in one transaction: after a
crash there is nothing of them or all. The session then counts as one that did not end until its
figures are worked out, so that what a crash leaves behind is found and finished as after a
measurement (``measuring.unfinished`` and ``recover``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.measurement import Session
from kta_desktop.i18n import N_, _
from kta_desktop.measurement.loggers.errors import (
    LoggerChannelError,
    LoggerKnownError,
    LoggerNoReadingsError,
    LoggerSessionError,
)
from kta_desktop.services import auditing, judging
from kta_desktop.services.logger_preview import (
    FileGroup,
    FilePreview,
    PlannedChannel,
    Preview,
    preview,
)
from kta_desktop.services.logger_storing import Plan, Storing
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.measuring_live import is_running
from kta_desktop.services.measuring_records import complete
from kta_desktop.services.workspace import Workspace

__all__ = [
    "FileGroup",
    "FilePreview",
    "Imported",
    "PlannedChannel",
    "Preview",
    "audit_of",
    "import_files",
    "known_files",
    "preview",
]

EVALUATING = N_("Working out the samples")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import brought.

    Attributes:
        session: As it stands now.
        readings: Readings by channel.
        repeated: Rows left out because the same logger had said their time before.
        files: SHA-256 of the files kept.
    """

    session: Session
    readings: Mapping[str, int]
    repeated: int
    files: tuple[str, ...]


def known_files(audit: AuditRecord, found: Preview) -> dict[Path, str]:
    """Return the files that a session of the audit was read from already, to its id."""
    sessions = judging.sessions(audit)
    return {
        file.path: session.id
        for file in found.files
        for session in sessions
        if file.sha256 and file.sha256 in session.files
    }


def audit_of(ws: Workspace, session_id: str) -> str:
    """Return the id of the audit that a session belongs to.

    Raises:
        LoggerSessionError: If there is no such session.
    """
    for summary in auditing.summaries(ws):
        audit = auditing.load(ws, summary.id)
        if any(session.id == session_id for session in judging.sessions(audit)):
            return summary.id
    raise LoggerSessionError(session=session_id)


def import_files(
    ws: Workspace,
    audit_id: str,
    found: Preview,
    target: Session | str,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Imported:
    """Put the wanted channels of previewed files into a session, and work out its samples.

    Args:
        ws: The workspace.
        audit_id: Id of the audit.
        found: What ``preview`` returned, with what a person changed.
        target: A new session without channels, which judges channels of the files; or the id of
            one that ended, which gets further channels.
        report: Told the share that is done.
        cancelled: Asked whether to stop; then nothing is imported.

    Raises:
        LoggerKnownError: If a file was imported into this audit before.
        LoggerSessionError: If there is no such session, or it still runs.
        LoggerChannelError: If a new session judges a channel that no file brings.
        LoggerNoReadingsError, LoggerMissingError, LoggerStoppedError, LoggerWorkbookError: If a
            file cannot be read as it was previewed.
        ContentChangedError: If a file is no longer the one that was previewed.
        KtaError: If it cannot be written.
    """
    audit = auditing.load(ws, audit_id)
    session = _target(audit, target)
    plan = _plan(audit, found, session)
    work = Storing(ws, plan, report, cancelled)
    stored = work.run(audit_id)
    report(0.9, _(EVALUATING))
    ended = max(work.last, _end_of(session))
    done = complete(ws, audit_id, stored, audit.definition.more, ended)
    report(1.0, _(EVALUATING))
    return Imported(
        session=done,
        readings=work.counts,
        repeated=work.repeated,
        files=tuple(file.sha256 for file in plan.files),
    )


def _target(audit: AuditRecord, target: Session | str) -> Session:
    if isinstance(target, Session):
        return replace(target, recorded="file")
    found = next((one for one in judging.sessions(audit) if one.id == target), None)
    if found is None or found.ended_at is None or is_running(target):
        raise LoggerSessionError(session=target)
    return found


def _end_of(session: Session) -> float:
    from kta_desktop.measurement.evaluation import seconds_of

    return 0.0 if session.ended_at is None else seconds_of(session.ended_at)


def _plan(audit: AuditRecord, found: Preview, session: Session) -> Plan:
    """Return what is imported, if all of it can be."""
    for path, known in known_files(audit, found).items():
        raise LoggerKnownError(path=path, session=known)
    plan = Plan.of(found, session)
    if not plan.groups:
        first = next((file.path for file in found.files), "")
        raise LoggerNoReadingsError(path=first)
    judged = {quantity.channel for quantity in session.quantities}
    missing = judged - {channel.id for channel in plan.session.channels}
    if missing:
        raise LoggerChannelError(channel=min(missing))
    return plan
