"""Blank sheets: a checklist on paper, for where a laptop may not go."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.ids import short_code
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.i18n import _
from kta_desktop.services import auditing
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.printing import SETTING, SheetInfo, save
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
    """

    definition: Definition
    sha256: str
    audit: str = ""
    plant: str = ""


def of_audit(ws: Workspace, audit_id: str) -> Checklist:
    """Return the checklist of an audit.

    Raises:
        AuditNotFoundError: If there is no such audit.
    """
    record = auditing.load(ws, audit_id)
    return Checklist(
        definition=record.definition,
        sha256=record.definition_sha256,
        audit=record.number,
        plant=record.plant.name,
    )


def blank_sheet(
    checklist: Checklist,
    languages: tuple[str, ...],
    out: Path,
    *,
    printed_at: str | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> SheetInfo:
    """Print the blank sheet of a checklist into ``out``, replacing it whole or not at all.

    Args:
        checklist: What is asked.
        languages: One or two of ``ru``, ``kk``, ``en``.
        out: The PDF; its folder exists.
        printed_at: ISO time with zone to print on it; None = now.
        report: Told the share that is done and what is being done.
        cancelled: Asked between pages whether to stop.

    Raises:
        CancelledError: If it was stopped; an older file is kept as it was.
        SheetError: If the file cannot be written; an older one is kept as it was.
        ValueError: For other languages.
    """
    from kta_desktop.reports.blank import Blank, blank_sheet_pdf

    def told(share: float) -> None:
        if cancelled():
            raise CancelledError
        report(0.1 + 0.8 * share, _(SETTING))

    told(0.0)
    blank = Blank(
        definition=checklist.definition,
        sha256=checklist.sha256,
        languages=languages,
        printed_at=printed_at or datetime.now().astimezone().isoformat(timespec="seconds"),
        audit=checklist.audit,
        plant=checklist.plant,
    )
    built = blank_sheet_pdf(blank, told)
    save(out, built.data)
    report(1.0, _(SETTING))
    return _info(out, built, short_code(blank.sha256))


def _info(out: Path, built: "Built", code: str) -> SheetInfo:
    return SheetInfo(
        path=out,
        pages=built.pages,
        sha256=sha256_hex(built.data),
        code=code,
        starts=built.starts,
    )
