"""What is read of an audit before its first page is shown."""

from typing import TYPE_CHECKING, NamedTuple

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.target import Target

if TYPE_CHECKING:
    from kta_desktop.forms.state import FormState
    from kta_desktop.services.workspace import Workspace


class Opened(NamedTuple):
    """An audit as it is opened.

    Attributes:
        record: The audit.
        state: Its form, worked out, so that the first page need not wait for it.
        asked: Where the first comment is answered that waits for the auditor; None if none does.
    """

    record: AuditRecord
    state: "FormState"
    asked: Target | None


def opened(workspace: "Workspace", audit: str) -> Opened:
    """Return an audit, read and worked out; for the database thread.

    Raises:
        AuditNotFoundError, AuditUnreadableError: If it cannot be opened.
    """
    from kta_desktop.services import auditing, filling, returned

    record = auditing.load(workspace, audit)
    state = filling.of_audit(record)
    state.progress()
    return Opened(record, state, returned.first_open(workspace, audit))
