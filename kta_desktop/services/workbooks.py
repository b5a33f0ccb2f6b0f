"""The workbook of an audit: everything its sheets say, as an Excel file for further use.

XlsxWriter and the reports are loaded when the first workbook is written, not at start-up.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.flag import Flag
from kta_desktop.i18n import N_, _
from kta_desktop.packs.reference_layouts import layouts
from kta_desktop.reports.errors import SheetCancelledError
from kta_desktop.reports.order import Order
from kta_desktop.services import answering, auditing, printing
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.measuring_csv import raw_csv
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples
from kta_desktop.storage.files import commit_file, demand_file, sync_file

if TYPE_CHECKING:
    from kta_desktop.reports.context import Context
    from kta_desktop.reports.workbook.leaf import Written
    from kta_desktop.reports.workbook.sessions import Reading

__all__ = ["WorkbookInfo", "layout_ids", "workbook"]

GATHERING = N_("Gathering the answers")
WRITING = N_("Writing the workbook: rows {count}")
_HALF = 20_000  # rows after which half of the time is said to be over


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookInfo:
    """A workbook that lies on disk.

    Attributes:
        path: The file.
        sheets: Names of the sheets behind the first one, which lists them.
        rows: Rows of data of all sheets together.
        sha256: Hash of the file.
    """

    path: Path
    sheets: tuple[str, ...]
    rows: int
    sha256: str


def layout_ids() -> tuple[str, ...]:
    """Return for whom a workbook can be written: ids of ``resources/reference/layouts.csv``."""
    return tuple(each.id for each in layouts())


class _StoppedError(Exception):
    """Carries the wish to stop out of the middle of the writing; never leaves this module."""


def workbook(
    ws: Workspace,
    audit_id: str,
    languages: tuple[str, ...],
    layout: str,
    out: Path,
    *,
    printed_at: str | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> WorkbookInfo:
    """Write an audit as a workbook into the file ``out``, replacing it whole or not at all.

    Args:
        ws: Where the audit is.
        audit_id: Which one.
        languages: One or two of ``ru``, ``kk``, ``en``.
        layout: For whom, an id of ``resources/reference/layouts.csv``.
        out: The workbook; its folder exists.
        printed_at: ISO time with zone to write in it; None = now, in the zone of the machine.
        report: Told the share that is done and what is being done.
        cancelled: Asked now and then whether to stop.

    Raises:
        AuditNotFoundError: If there is no such audit.
        SheetError: If it was stopped, or the file cannot be written; an older one is kept.
        ValueError: For other languages or layouts.
    """

    def told(rows: int) -> None:
        if cancelled():
            raise _StoppedError
        report(0.2 + 0.75 * rows / (rows + _HALF), _(WRITING).format(count=rows))

    report(0.0, _(GATHERING))
    at = printed_at or datetime.now().astimezone().isoformat(timespec="seconds")
    context = _context(ws, audit_id, Order(languages=languages, layout=layout), at)
    try:
        written, digest = _written(ws, context, out, told)
    except _StoppedError:
        raise SheetCancelledError(path=out.name) from None
    rows = sum(sheet.rows for sheet in written)
    report(1.0, _(WRITING).format(count=rows))
    return WorkbookInfo(
        path=out, sheets=tuple(sheet.name for sheet in written), rows=rows, sha256=digest
    )


def _context(ws: Workspace, audit_id: str, order: Order, at: str) -> "Context":
    from kta_desktop.reports.sheet import context_of

    record = auditing.load(ws, audit_id)
    known = printing.beside(ws, record, answering.log(ws, record.id))
    return context_of(order, printing.source_of(ws, record, known, at))


def _written(
    ws: Workspace, context: "Context", out: Path, told: Callable[[int], None]
) -> "tuple[tuple[Written, ...], str]":
    """Write the file and return its sheets and its hash; until all is written the old one stays."""
    from kta_desktop.reports.workbook.book import workbook_file

    with printing.saving(out):
        demand_file(out)
        beside = out.with_name(f".{out.name}.tmp")
        try:
            told(0)
            written = workbook_file(context, partial(_readings, ws), beside, told)
            digest = _hash(beside)
            sync_file(beside)
            commit_file(beside, out)
        finally:
            beside.unlink(missing_ok=True)
    return written, digest


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _readings(ws: Workspace, session_id: str) -> "tuple[int, Iterator[Reading]]":
    """Return how many readings a session has, and the readings in order of time."""
    with ws.store.connect() as connection:
        spans = samples.spans(connection, session_id)
    return sum(span.count for span in spans.values()), _read(ws, session_id)


def _read(ws: Workspace, session_id: str) -> "Iterator[Reading]":
    from kta_desktop.reports.workbook.sessions import Reading

    pieces = raw_csv(ws, session_id)
    next(pieces)  # the headings
    for piece in pieces:
        for line in piece.decode().splitlines():
            at, channel, value, flag = line.split(",")
            yield Reading(at, channel, float(value), Flag(int(flag)))
