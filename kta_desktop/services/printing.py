"""Printing: sheets as PDF files, their pages as pictures, and the figures that screens share.

reportlab and pypdfium2 are loaded when the first sheet is printed or shown, not at start-up.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.domain.changes import Change
from kta_desktop.i18n import N_, _
from kta_desktop.reports.errors import (
    NothingToPrintError,
    PreviewError,
    SheetCancelledError,
    SheetDiskFullError,
    SheetError,
    SheetFolderMissingError,
    SheetReadOnlyError,
)
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Cap,
    Figure,
    Hatch,
    Item,
    Line,
    Margins,
    Mark,
    Patch,
    Role,
    Shape,
    Words,
)
from kta_desktop.reports.level_figure import level_band, level_range, level_unit
from kta_desktop.reports.order import Kind, Order, Which
from kta_desktop.reports.protocols.figure import Trace, session_chart
from kta_desktop.services import answering, auditing, blank, evidence, judging
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.pdf_pages import page_count, page_image
from kta_desktop.services.printing_sessions import course, measured
from kta_desktop.services.sheet_files import SETTING, SheetInfo, save, save_copy, saving
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.reports.page import Built
    from kta_desktop.reports.source import Known, Source

__all__ = [  # figures are described in reports, which screens do not reach into
    "Anchor",
    "Area",
    "Cap",
    "Figure",
    "Hatch",
    "Item",
    "Kind",
    "Line",
    "Margins",
    "Mark",
    "NothingToPrintError",
    "Order",
    "Patch",
    "PreviewError",
    "Role",
    "Shape",
    "SheetCancelledError",
    "SheetDiskFullError",
    "SheetError",
    "SheetFolderMissingError",
    "SheetInfo",
    "SheetReadOnlyError",
    "Trace",
    "Which",
    "Words",
    "beside",
    "course",
    "level_band",
    "level_range",
    "level_unit",
    "page_count",
    "page_image",
    "save",
    "save_copy",
    "saving",
    "session_chart",
    "sheet",
    "source_of",
]

GATHERING = N_("Gathering the answers")
WRITING = N_("Writing the file")


class _StoppedError(Exception):
    """Carries the wish to stop out of the middle of the setting; never leaves this module."""


def sheet(
    ws: Workspace,
    audit_id: str,
    order: Order,
    out: Path,
    *,
    printed_at: str | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> SheetInfo:
    """Print a document of an audit into the file ``out``, replacing it whole or not at all.

    Args:
        ws: Where the audit is.
        audit_id: Which one.
        order: Which document, in which languages, for whom.
        out: The PDF; its folder exists.
        printed_at: ISO time with zone to print on it; None = now, in the zone of the machine.
        report: Told the share that is done and what is being done.
        cancelled: Asked now and then whether to stop.

    Raises:
        AuditNotFoundError: If there is no such audit.
        SheetError: If nothing of what was asked for is there, it was stopped, or the file cannot
            be written; an older one is kept as it was.
        ValueError: For other languages.
    """
    at = printed_at or datetime.now().astimezone().isoformat(timespec="seconds")
    if order.kind is Kind.BLANK:
        checklist = blank.of_audit(ws, audit_id, order.which)
        return blank.blank_sheet(
            checklist, order, out, printed_at=at, report=report, cancelled=cancelled
        )
    return _filled(ws, audit_id, order, out, at, report, cancelled)


def _filled(
    ws: Workspace,
    audit_id: str,
    order: Order,
    out: Path,
    at: str,
    report: Report,
    cancelled: Cancelled,
) -> SheetInfo:
    """Print what an audit holds."""
    from kta_desktop.reports.surround import sheet_code

    def going_on(share: float) -> None:
        if cancelled():
            raise _StoppedError
        report(0.3 + 0.6 * share, _(SETTING))

    report(0.0, _(GATHERING))
    record = auditing.load(ws, audit_id)
    try:
        built = _set(ws, record, order, at, going_on)
    except _StoppedError:
        raise SheetCancelledError(path=out.name) from None
    report(0.9, _(WRITING))
    save(out, built.data)
    report(1.0, _(WRITING))
    return SheetInfo(
        path=out,
        pages=built.pages,
        sha256=sha256_hex(built.data),
        code=sheet_code(record),
        starts=built.starts,
        replaced=built.replaced,
    )


def _set(
    ws: Workspace,
    record: AuditRecord,
    order: Order,
    at: str,
    going_on: Callable[[float], None],
) -> "Built":
    """Return the document; what ``going_on`` raises stops the setting."""
    from kta_desktop.reports.sheet import sheet_pdf
    from kta_desktop.services.printing_assessed import assess_of

    going_on(0.0)
    today = datetime.fromisoformat(at).date()
    known = beside(ws, record, answering.log(ws, record.id))
    known = replace(known, assess=assess_of(ws, today))
    if order.kind in (Kind.MISSING, Kind.REPORT):
        from kta_desktop.services import missing_list

        known = replace(
            known,
            missing=missing_list.parts(record, order.languages, today, order.layout),
        )
    if order.kind in (Kind.CONFORMITY, Kind.REPORT):
        from kta_desktop.services.printing_earlier import earlier_figures

        known = replace(known, earlier=earlier_figures(ws, record))
    if order.qr and order.sections is None and order.kind in (Kind.FILLED, Kind.BOTH, Kind.REPORT):
        from kta_desktop.services.register import card_text

        known = replace(known, card=card_text(ws))
    return sheet_pdf(order, source_of(ws, record, known, at), going_on)


def source_of(ws: Workspace, record: AuditRecord, known: "Known", at: str) -> "Source":
    """Return what the sheets of an audit are made from, printed at the ISO time ``at``."""
    from kta_desktop.reports.source import Source

    return Source(
        record=record,
        images=partial(evidence.reduced, ws),
        printed_at=at,
        known=known,
        zone=datetime.fromisoformat(at).tzinfo or formatting.KAZAKHSTAN,
    )


def beside(ws: Workspace, record: AuditRecord, log: Iterable[Change]) -> "Known":
    """Return what the sheet says beside the record: verdicts, authors, recorded courses.

    Args:
        ws: Where the readings are.
        record: The audit, as it is or as a version of it was closed.
        log: The changes that led to ``record``, in order of id.
    """
    from kta_desktop.reports.context import Authored
    from kta_desktop.reports.source import Known

    traces, standards = measured(ws, record)
    return Known(
        judgements=dict(judging.judgements(record)),
        authorship={change.path: Authored(change.author, change.at) for change in log},
        traces=traces,
        standards=standards,
        device=ws.device,
    )
