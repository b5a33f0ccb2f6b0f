"""Blank sheets: a checklist on paper, for where a laptop may not go."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.domain.definition import Definition
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from kta_desktop.reports.errors import SheetCancelledError
from kta_desktop.reports.order import Order, Which
from kta_desktop.services import auditing, filling
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.sheet_files import SETTING, SheetInfo, save
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.reports.page import Built


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What a blank sheet is printed of.

    Attributes:
        definition: The checklist.
        sha256: Its version.
        audit: Number of the audit; empty = none yet.
        plant: Name of the plant; empty = none yet.
        is_demo: Whether the audit is a demonstration.
        state: Its form; only needed where only what still waits is asked for.
    """

    definition: Definition
    sha256: str
    audit: str = ""
    plant: str = ""
    is_demo: bool = False
    state: FormState | None = None


def of_audit(ws: Workspace, audit_id: str, which: Which = Which.ALL) -> Checklist:
    """Return the checklist of an audit; with its form where only what still waits is wanted.

    Raises:
        AuditNotFoundError: If there is no such audit.
    """
    record = auditing.load(ws, audit_id)
    return Checklist(
        definition=record.definition,
        sha256=record.definition_sha256,
        audit=record.number,
        plant=record.plant.name,
        is_demo=record.is_demo,
        state=filling.of_audit(record) if which is Which.MISSING else None,
    )


def blank_sheet(
    checklist: Checklist,
    order: Order,
    out: Path,
    *,
    printed_at: str | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> SheetInfo:
    """Print the blank sheet of a checklist into ``out``, replacing it whole or not at all.

    Args:
        checklist: What is asked.
        order: Languages, sections, which questions, rows of tables, whether with QR codes.
        out: The PDF; its folder exists.
        printed_at: ISO time with zone to print on it; None = now.
        report: Told the share that is done and what is being done.
        cancelled: Asked between pages whether to stop.

    Raises:
        SheetError: If nothing of what was asked for is there, it was stopped, or the file cannot
            be written; an older one is kept as it was.
        ValueError: For other languages.
    """
    from kta_desktop.reports.blank.sheet import Blank, blank_sheet_pdf, first_code

    def told(share: float) -> None:
        if cancelled():
            raise SheetCancelledError(path=out.name)
        report(0.1 + 0.8 * share, _(SETTING))

    told(0.0)
    blank = Blank(
        definition=checklist.definition,
        sha256=checklist.sha256,
        order=order,
        printed_at=printed_at or datetime.now().astimezone().isoformat(timespec="seconds"),
        audit=checklist.audit,
        plant=checklist.plant,
        is_demo=checklist.is_demo,
        state=checklist.state,
    )
    built = blank_sheet_pdf(blank, told)
    save(out, built.data)
    report(1.0, _(SETTING))
    return _info(out, built, first_code(blank))


def _info(out: Path, built: "Built", code: str) -> SheetInfo:
    return SheetInfo(
        path=out,
        pages=built.pages,
        sha256=sha256_hex(built.data),
        code=code,
        starts=built.starts,
        replaced=built.replaced,
    )
