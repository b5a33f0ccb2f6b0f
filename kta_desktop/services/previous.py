"""Going on from a previous audit of the same plant: its answers are copies until confirmed."""

from itertools import takewhile

from kta_desktop.domain.audit import AuditSummary, before
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.services import answering, auditing, filling
from kta_desktop.services.carrying import Filled, carried
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.errors import AuditNotFoundError


def of_plant(ws: Workspace, audit_id: str) -> tuple[AuditSummary, ...]:
    """Return the audits of the same plant (БИН) that began before this one, newest first.

    Those that cannot be opened are left out, and demonstrations: their answers are invented.

    Raises:
        AuditNotFoundError: If there is no such audit.
    """
    rows = auditing.summaries(ws)
    own = next((each for each in rows if each.id == audit_id), None)
    if own is None:
        raise AuditNotFoundError(audit=audit_id)
    return before(own, rows)


def begun_with(ws: Workspace, audit_id: str) -> frozenset[str]:
    """Return the paths that an audit was begun with: what was known of it when it was started."""
    log = answering.log(ws, audit_id)
    first = next(log, None)
    if first is None:
        return frozenset()
    others = (change.path for change in takewhile(lambda each: each.group == first.group, log))
    return frozenset((first.path, *others))


def carry_over(ws: Workspace, audit_id: str, previous_id: str) -> int:
    """Take over the answers of a previous audit where this one has none yet, as one act.

    Questions are matched by concept, tables row by row; numbers need a unit of the same quantity,
    options must still exist. Evidence, notes and reasons for blanks stay where they are. Every
    answer is marked with where it comes from, and waits to be confirmed; what was a trade secret
    is one again, and can be opened.

    Returns:
        How many answers were taken over.

    Raises:
        AuditNotFoundError: If there is no such audit.
        AuditUnreadableError: If what is stored of one cannot be understood.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written; then
            nothing is.
    """
    new, old = auditing.load(ws, audit_id), auditing.load(ws, previous_id)
    form = filling.form(old.definition, old.entries)
    found = carried(
        Filled.of(old.definition, old.entries),
        Filled.of(new.definition, new.entries),
        previous_id,
        form.is_relevant,
    )
    edits = tuple(each.edit for each in found)
    answering.store(ws, audit_id, edits)
    return sum(1 for edit in edits if parse_path(edit.path).is_answer)
