"""The training audit: the demonstration inside the user's own workspace, and taking it away."""

from typing import ClassVar

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.services import auditing, demo
from kta_desktop.services.long_work import Report, silent
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, removing

_NUMBER = "DEMO-{place}"


class NotATrainingError(KtaError):
    """Only a demonstration is taken away as a whole. Details: ``number``."""

    code: ClassVar[str] = "not-a-training-audit"
    text: ClassVar[str] = N_(
        "{number} is no training audit. Nothing was taken away: real audits are kept."
    )


def start(ws: Workspace, pack: str = "food", *, report: Report = silent) -> str:
    """Make a training audit of an invented plant and return its id.

    Everything in it is marked as a demonstration, and its number takes none of the real ones.

    Raises:
        NoDemonstrationError: If there is no invented plant for ``pack``.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    with ws.store.connect() as connection:
        taken = audits.numbers(connection)
    place = next(n for n in range(1, len(taken) + 2) if _NUMBER.format(place=n) not in taken)
    return demo.fill(ws, pack, number=_NUMBER.format(place=place), report=report)


def remove(ws: Workspace, audit_id: str) -> None:
    """Take a training audit away, with its readings and pictures, in one transaction.

    Raises:
        NotATrainingError: If it is a real one.
        AuditNotFoundError: If there is none.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    record = auditing.load(ws, audit_id)
    if not record.is_demo:
        raise NotATrainingError(number=record.number)
    with ws.store.begin() as connection:
        removing.remove(connection, audit_id)
    ws.progress.pop(audit_id, None)
