"""Audits: started, opened, listed."""

import logging
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import AuditRecord, AuditSummary, Delivery, NewAudit, Plant
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.ids import new_id
from kta_desktop.errors import KtaError
from kta_desktop.services import foreknown, packs, stages
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, changes, definitions, entries, outbox
from kta_desktop.storage.clock import now
from kta_desktop.storage.errors import AuditNotFoundError, AuditUnreadableError, NumberTakenError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_log = logging.getLogger(__name__)


def start(ws: Workspace, new: NewAudit) -> AuditRecord:
    """Start an audit with the present version of its pack and everything known of it so far.

    Raises:
        NumberTakenError: If another audit has the number.
        KtaError: If the pack cannot be compiled.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    definition, sha256 = packs.compiled(new.pack)
    identifier = new_id()
    act = changes.Act(
        audit=identifier, author=ws.profile.id, device=ws.device, at=now(), group=new_id()
    )
    with ws.store.begin() as connection:
        if new.number in audits.numbers(connection):
            raise NumberTakenError(number=new.number)
        if definitions.put(connection, definition) != sha256:
            raise AssertionError(new.pack)  # the compiler named it by another hash: a bug
        audits.add(connection, identifier, sha256)
        known = _first_entries(new)
        if not new.demo:  # its answers come all together
            known |= foreknown.answers(definition, new)
        changes.write(connection, act, _begun(definition, known).items())
    return load(ws, identifier)


def load(ws: Workspace, audit_id: str) -> AuditRecord:
    """Return an audit as it is now.

    Raises:
        AuditNotFoundError: If there is none.
        AuditUnreadableError: If what is stored of it cannot be understood.
    """
    with ws.store.connect() as connection:
        row = audits.get(connection, audit_id)
        if row is None:
            raise AuditNotFoundError(audit=audit_id)
        try:
            return _record(ws, connection, row)
        except (ValueError, TypeError, LookupError) as error:
            _log.exception("audit %s", audit_id)
            raise AuditUnreadableError(audit=audit_id) from error


def summaries(ws: Workspace) -> tuple[AuditSummary, ...]:
    """Return the list of audits, newest first.

    One that cannot be read stays in the list with its number and plant and a ``fault``.
    """
    with ws.store.connect() as connection:
        rows = audits.all_rows(connection)
        sent = outbox.rows(connection)
    return tuple(_on_its_way(_summary(ws, row), sent) for row in rows)


def next_number(ws: Workspace, year: int) -> str:
    """Return the number after the highest of a year: ``KTA-2026-015``."""
    prefix = f"KTA-{year}-"
    with ws.store.connect() as connection:
        taken = audits.numbers(connection)
    tails = (number.removeprefix(prefix) for number in taken if number.startswith(prefix))
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{prefix}{last + 1:03d}"


def _first_entries(new: NewAudit) -> dict[str, JsonValue]:
    about: dict[str, JsonValue] = {
        "@audit/number": new.number,
        "@audit/pack": new.pack,
        "@audit/starts_on": new.starts_on,
        "@audit/ends_on": new.ends_on,
        "@audit/reference_year": new.reference_year,
        "@audit/demo": new.demo or None,
    }
    plant = {f"@plant/{name}": value or None for name, value in asdict(new.plant).items()}
    team: dict[str, JsonValue] = {}
    for place, auditor in enumerate(new.team, start=1):
        person = asdict(auditor) | {"place": place}
        del person["id"]
        team[f"@team/{auditor.id}"] = person
    return about | plant | team


def _begun(definition: Definition, entries: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the entries of a new audit with what its form begins with: defaults, demanded rows."""
    from kta_desktop.services import answering, filling

    form = filling.form(definition, {p: value for p, value in entries.items() if value is not None})
    for edit in answering.owed(form):
        form.apply(edit.path, edit.after)
        entries[edit.path] = edit.after
    return entries


def _record(ws: Workspace, connection: "Connection", row: audits.AuditRow) -> AuditRecord:
    values, heads = entries.load(connection, row.id)
    newest = changes.newest(connection, row.id)
    return AuditRecord(
        id=row.id,
        definition=ws.definition(connection, row.definition_sha256),
        definition_sha256=row.definition_sha256,
        entries=values,
        conflicts=changes.conflicts(connection, row.id, heads),
        delivery=audits.delivery(connection, row.id, newest.path if newest else ""),
        last_change_hash=newest.hash if newest else "",
        saved_at=newest.at if newest else row.created_at,
        heads=heads,
    )


def _summary(ws: Workspace, row: audits.AuditRow) -> AuditSummary:
    try:
        record = load(ws, row.id)
        return _of_record(ws, record)
    except (KtaError, ValueError, TypeError, LookupError) as error:
        _log.warning("audit %s is listed as unreadable: %r", row.id, error)
        return _unreadable(ws, row, error)


def _of_record(ws: Workspace, record: AuditRecord) -> AuditSummary:
    answered, total = _progress(ws, record)
    definition = record.definition
    return AuditSummary(
        id=record.id,
        number=record.number,
        plant=record.plant,
        pack=definition.pack,
        pack_title=asdict(definition.title),
        answered=answered,
        total=total,
        delivery=record.delivery,
        saved_at=record.saved_at,
        starts_on=record.text("@audit/starts_on"),
        ends_on=record.text("@audit/ends_on"),
        demo=record.is_demo,
        conflicts=len(record.conflicts),
        stage=stages.stage(record, _today()),
    )


def _on_its_way(summary: AuditSummary, sent: list[outbox.OutboxRow]) -> AuditSummary:
    """Return a row of the list with what became of its deliveries."""
    own = [row for row in sent if row.audit == summary.id]
    waiting = sum(row.state in (Delivery.QUEUED, Delivery.SENDING) for row in own)
    last = max((row.updated_at for row in own), default="")
    return replace(summary, queued=waiting, exchanged_at=last)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _progress(ws: Workspace, record: AuditRecord) -> tuple[int, int]:
    """Return how many questions are done, of how many; counted again only after a change."""
    known = ws.progress.get(record.id)
    if known is None or known[0] != record.last_change_hash:
        from kta_desktop.services import filling

        progress = filling.form(record.definition, record.entries).progress()
        known = (record.last_change_hash, progress.answered, progress.total)
        ws.progress[record.id] = known
    return known[1], known[2]


def _unreadable(ws: Workspace, row: audits.AuditRow, error: Exception) -> AuditSummary:
    """Return a row of the list for an audit of which no more than a few texts may be readable."""
    with ws.store.connect() as connection:
        number = entries.text(connection, row.id, "@audit/number")
        plant = entries.text(connection, row.id, "@plant/name")
    return AuditSummary(
        id=row.id,
        number=number or row.id,
        plant=Plant(name=plant),
        pack="",
        pack_title={},
        answered=0,
        total=0,
        delivery=Delivery.DRAFT,
        saved_at=row.created_at,
        fault=error.code if isinstance(error, KtaError) else AuditUnreadableError.code,
    )
