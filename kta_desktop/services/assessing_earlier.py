"""The audit of the same plant before this one, as the assessment sees it."""

from datetime import date

from kta_desktop.domain.audit import AuditRecord, first_day
from kta_desktop.services import auditing, filling, previous
from kta_desktop.services.assessing import Known, known_of
from kta_desktop.services.workspace import Workspace


def earlier_of(ws: Workspace, record: AuditRecord) -> Known | None:
    """Return the newest earlier audit of the plant; None if the workspace holds none.

    What was late then is judged by the day on which this audit begins.

    Raises:
        AuditNotFoundError: If the audit is not in the workspace.
        AuditUnreadableError: If what is stored of the earlier one cannot be understood.
    """
    old = earlier_record(ws, record)
    if old is None:
        return None
    return known_of(old, filling.form(old.definition, old.entries), day_of(record))


def earlier_record(ws: Workspace, record: AuditRecord) -> AuditRecord | None:
    """Return the record of that audit; None if the workspace holds none.

    Raises:
        AuditNotFoundError: If the audit is not in the workspace.
        AuditUnreadableError: If what is stored of the earlier one cannot be understood.
    """
    newest = next(iter(previous.of_plant(ws, record.id)), None)
    return None if newest is None else auditing.load(ws, newest.id)


def day_of(record: AuditRecord) -> date:
    """Return the first day of an audit: it decides what was late before; without it nothing."""
    return first_day(record.text("@audit/starts_on")) or date.min
