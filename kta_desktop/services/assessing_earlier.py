"""The audit of the same plant before this one, as the assessment sees it."""

from datetime import date

from kta_desktop.domain.audit import AuditRecord
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
    for summary in previous.of_plant(ws, record.id):
        if summary.starts_on and summary.starts_on < record.text("@audit/starts_on"):
            old = auditing.load(ws, summary.id)
            return known_of(old, filling.form(old.definition, old.entries), _day(record))
    return None


def _day(record: AuditRecord) -> date:
    return date.fromisoformat(record.text("@audit/starts_on"))
