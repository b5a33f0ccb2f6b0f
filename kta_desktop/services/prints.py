"""Verifying a print: which audit a sheet is of, and whether the audit is still as printed.

A filled sheet carries the hash of the newest change its audit had, sixteen letters of it in the
QR code and five letters made from it under the code. Each change made one state of the audit, so
the log is walked for the one with that hash. Five letters hold 25 bits: when two changes share
them, both are told.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import FACTS, replay
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.ids import CODE_SPAN, from_letters, short_code
from kta_desktop.domain.page_codes import PageCode, place_of, read_page
from kta_desktop.domain.paper_codes import short_codes
from kta_desktop.services import auditing
from kta_desktop.services.codes import FilledCode, filled_code
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, changes, marks
from kta_desktop.storage.errors import AuditNotFoundError
from kta_desktop.storage.marks import Mark

if TYPE_CHECKING:
    from sqlalchemy import Connection

_CODE_DIGITS = 12  # of a hash, from which its short code is made


class Standing(StrEnum):
    """How a print stands to its audit as it is now.

    CURRENT: it bears the newest change. UNCHANGED: there were changes since, but everything that
    is on sheets is as it was: a version was closed, or what was changed was put back. EARLIER:
    something changed. BLANK: it is a page to be filled in by hand and holds no answers.
    """

    CURRENT = "current"
    UNCHANGED = "unchanged"
    EARLIER = "earlier"
    BLANK = "blank"


_AS_PRINTED = (Standing.CURRENT, Standing.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An audit that a print is of.

    Attributes:
        audit: Id.
        number: Such as ``KTA-2026-014``.
        plant: Name of the enterprise.
        standing: How the print stands to it.
        at: ISO time (UTC) of the newest change on the print; empty for a blank page.
        revision: Number of the closed version that the print shows; 0 if it shows none.
        since: Changes made after it.
        unsure: Changes of other computers that bear an earlier date; whether the print has them
            cannot be told from its code.
        sections: Names of the sections that differ, in paper order.
        records: What differs beside the sections: ``plant``, ``team``, ``session`` and others.
        question: Name of the first question on a blank page; empty for a filled sheet.
        definition: The checklist, for the words of its sections.
    """

    audit: str
    number: str
    plant: str
    standing: Standing
    at: str = ""
    revision: int = 0
    since: int = 0
    unsure: int = 0
    sections: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    question: str = ""
    definition: Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What is known of a print.

    Attributes:
        code: The code as it was understood: ``7K4-M2``, or the text of a QR code.
        is_readable: Whether it is a code of a sheet at all.
        is_blank: Whether its QR code is that of a page to be filled in by hand.
        number: Number of the audit as the QR code names it; empty for five letters.
        is_known_audit: Whether an audit of that number is in the workspace.
        matches: The states it is of; the ones that stand best first.
    """

    code: str
    is_readable: bool = True
    is_blank: bool = False
    number: str = ""
    is_known_audit: bool = False
    matches: tuple[Match, ...] = ()

    @property
    def is_as_printed(self) -> bool:
        """Whether everything on it is as it is now, in one of the audits that it may be of."""
        return any(match.standing in _AS_PRINTED for match in self.matches)


def verify(ws: Workspace, code: str, audit_id: str | None = None) -> Print:
    """Return which state of which audit a print is of.

    Args:
        ws: The workspace.
        code: Five letters from under the square as a person types them, or what the square says;
            typed in whatever layout.
        audit_id: Id of the only audit to look at; None = all.

    Raises:
        AuditNotFoundError: If there is no audit ``audit_id``.
        AuditUnreadableError: If what is stored of an audit that fits cannot be understood.
    """
    said = filled_code(code)
    if said is not None:
        return _of_square(ws, said, audit_id)
    page = read_page(code)
    if page is not None:
        return _of_page(ws, page, audit_id)
    letters = short_codes(code)
    if letters:
        return _of_letters(ws, letters, audit_id)
    return Print(code=code.strip(), is_readable=False)


def _of_square(ws: Workspace, said: FilledCode, audit_id: str | None) -> Print:
    with ws.store.connect() as connection:
        rows = _audits(connection, audit_id)
        found = marks.bearing(connection, lambda sha256: sha256.startswith(said.record), audit_id)
        is_known = said.number in audits.numbers(connection)
    asked = {row.id for row in rows if row.definition_sha256.startswith(said.definition)}
    return Print(
        code=short_code(said.record),
        number=said.number,
        is_known_audit=is_known,
        matches=_sorted(_match(ws, owner, change) for owner, change in found if owner in asked),
    )


def _of_page(ws: Workspace, page: PageCode, audit_id: str | None) -> Print:
    with ws.store.connect() as connection:
        rows = _audits(connection, audit_id)
        numbers = audits.numbers(connection)
    asked = [row.id for row in rows if row.definition_sha256.startswith(page.definition)]
    own = numbers.get(page.audit)
    first = page.marks[0].place if page.marks else 0
    return Print(
        code=f"{page.audit} {page.page}".strip(),
        is_blank=True,
        number=page.audit,
        is_known_audit=own is not None,
        matches=_sorted(
            _blank(auditing.load(ws, audit), first)
            for audit in asked
            if not page.audit or audit == own
        ),
    )


def _of_letters(ws: Workspace, letters: Sequence[str], audit_id: str | None) -> Print:
    with ws.store.connect() as connection:
        rows = _audits(connection, audit_id)
        found = marks.bearing(connection, _bears(letters), audit_id)
    places = [
        (row.id, place)
        for row in rows
        for place in (place_of(code, row.definition_sha256) for code in letters)
        if place is not None
    ]
    blank = (_blank(auditing.load(ws, owner), place) for owner, place in places)
    return Print(
        code=letters[0],
        matches=_sorted(
            [
                *(_match(ws, owner, change) for owner, change in found),
                *blank,
            ]
        ),
    )


def _bears(letters: Iterable[str]) -> Callable[[str], bool]:
    """Return whether a hash has one of the codes: by its number, which is found twice as fast."""
    numbers = frozenset(map(from_letters, letters))
    return lambda sha256: int(sha256[:_CODE_DIGITS], 16) % CODE_SPAN in numbers


def _audits(connection: "Connection", audit_id: str | None) -> list[audits.AuditRow]:
    rows = [row for row in audits.all_rows(connection) if audit_id in (None, row.id)]
    if audit_id is not None and not rows:
        raise AuditNotFoundError(audit=audit_id)
    return rows


def _sorted(matches: Iterable[Match | None]) -> tuple[Match, ...]:
    order = list(Standing)
    found = [match for match in matches if match is not None]
    return tuple(sorted(found, key=lambda match: (order.index(match.standing), match.number)))


def _blank(record: AuditRecord, place: int) -> Match | None:
    """Return a blank page of an audit; None if its checklist has no such place."""
    questions = record.definition.questions
    if place >= len(questions):
        return None
    return Match(
        audit=record.id,
        number=record.number,
        plant=record.plant.name,
        standing=Standing.BLANK,
        question=questions[place].name,
        definition=record.definition,
    )


def _match(ws: Workspace, audit_id: str, change_id: str) -> Match:
    """Return how an audit stands to the state that a change of it made."""
    record = auditing.load(ws, audit_id)
    with ws.store.connect() as connection:
        log = marks.of_audit(connection, audit_id)
        place = next(n for n, mark in enumerate(log) if mark.id == change_id)
        unsure = _unsure(ws, log, place)
        known = {mark.id for mark in log[: place + 1] if mark not in unsure}
        later = log[place + 1 :]
        touched = {mark.path for mark in (*later, *unsure) if not mark.path.startswith(FACTS)}
        before = _entries(connection, audit_id, touched, known) if touched else {}
    differ = [path for path in touched if before.get(path) != record.entries.get(path)]
    return Match(
        audit=audit_id,
        number=record.number,
        plant=record.plant.name,
        standing=_standing(later, differ),
        at=log[place].at,
        revision=_revision(log[place:]),
        since=len(later),
        unsure=len(unsure),
        sections=_sections(record.definition, differ),
        records=_records(differ),
        definition=record.definition,
    )


def _entries(
    connection: "Connection", audit_id: str, paths: Container[str], known: Container[str]
) -> Mapping[str, JsonValue]:
    """Return what stood at paths when an audit had only the changes with the ids ``known``."""
    log = changes.of_paths(connection, audit_id, paths)
    return replay(change for change in log if change.id in known).entries


def _standing(later: Sequence[Mark], differ: Sequence[str]) -> Standing:
    if not later:
        return Standing.CURRENT
    return Standing.EARLIER if differ else Standing.UNCHANGED


def _unsure(ws: Workspace, log: Sequence[Mark], place: int) -> frozenset[Mark]:
    """Return the changes that come before ``log[place]`` in time but may have come in after it.

    Of our own prints we know what had come in; of those made elsewhere we do not.
    """
    printed = log[place]
    others = (mark for mark in log[:place] if mark.device != printed.device)
    if printed.device == ws.device:
        return frozenset(mark for mark in others if mark.n > printed.n)
    return frozenset(others)


def _revision(log: Sequence[Mark]) -> int:
    """Return the version that was closed by the first of these changes, or by the next one."""
    closing = [mark.path for mark in log[:2] if mark.path.startswith(FACTS)]
    return int(closing[0].removeprefix(FACTS)) if closing else 0


def _sections(definition: Definition, paths: Iterable[str]) -> tuple[str, ...]:
    homes = {question.name: question.section for question in definition.questions}
    names = {homes.get(path.names[0]) for path in map(fieldpath.parse_path, paths) if path.names}
    return tuple(section.name for section in definition.sections if section.name in names)


def _records(paths: Iterable[str]) -> tuple[str, ...]:
    parsed = map(fieldpath.parse_path, paths)
    return tuple(sorted({path.record for path in parsed if path.record is not None}))
