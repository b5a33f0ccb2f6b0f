"""What was answered in earlier audits of the same plant, question by question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord, AuditSummary
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.measurement.errors import UnitUnfitError, UnitUnknownError
from kta_desktop.services import auditing, filling, previous
from kta_desktop.services.answering import Edit
from kta_desktop.services.carrying import Filled, carried
from kta_desktop.services.workspace import Workspace

_MOST_AUDITS = 3  # older ones say little about the plant of today


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier audit holds for a question of this one.

    Attributes:
        answer: What was answered; empty for a table.
        rows: How many rows of a table were answered; 0 for a question.
        starts_on: First day of that audit, ISO date.
        number: Its number.
        edits: What takes it over: copies that wait to be confirmed.
    """

    answer: Answer
    rows: int
    starts_on: str
    number: str
    edits: tuple[Edit, ...]

    @property
    def value(self) -> Decimal | None:
        """Return the number that was answered, in ``answer.unit``; None if it was none."""
        return _decimal(self.answer)


def earlier(ws: Workspace, record: AuditRecord) -> Mapping[str, Earlier]:
    """Return by address what earlier audits of the plant hold, the newest that holds something.

    Matched as ``previous.carry_over`` does, questions that are answered by now included. Only
    instances that are there now are spoken of; a table takes its rows with it.

    Raises:
        AuditNotFoundError: If the audit is not in the workspace.
        AuditUnreadableError: If what is stored of one cannot be understood.
    """
    found: dict[str, Earlier] = {}
    tables = {question.name for question in record.definition.questions if question.columns}
    for summary in previous.of_plant(ws, record.id)[:_MOST_AUDITS]:
        for at, edits in _by_question(_edits(ws, record, summary), record, tables).items():
            found.setdefault(
                at, _earlier(edits, summary, is_table=parse_path(at).question in tables)
            )
    return found


def change_percent(now: Answer, before: Answer) -> Decimal | None:
    """Return by how many per cent a number differs from an earlier one, whatever their units.

    None if one of them is no number, was zero, or they are not of one quantity.
    """
    value, other = _decimal(now), _decimal(before)
    if value is None or not other:
        return None
    if now.unit != before.unit:
        if now.unit is None or before.unit is None:
            return None
        from kta_desktop.measurement.units import convert

        try:
            value = convert(value, now.unit, before.unit)
        except (UnitUnfitError, UnitUnknownError):
            return None
    return (value - other) / abs(other) * 100


def _edits(ws: Workspace, record: AuditRecord, summary: AuditSummary) -> Iterable[Edit]:
    old = auditing.load(ws, summary.id)
    form = filling.form(old.definition, old.entries)
    return carried(
        Filled.of(old.definition, old.entries),
        Filled.of(record.definition, record.entries),
        summary.id,
        form.is_relevant,
        over=True,
    )


def _by_question(
    edits: Iterable[Edit], record: AuditRecord, tables: set[str]
) -> dict[str, list[Edit]]:
    """Return the edits by the card they belong to; what needs a new instance is left out."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        place = parse_path(edit.path)
        inside = place.inside
        is_cell = inside is not None and parse_path(inside).question in tables
        at = inside if is_cell and inside is not None else edit.path
        if place.is_row and not is_cell:
            continue
        if all(row in record.entries for row in _instances(at)):
            found.setdefault(at, []).append(edit)
    return found


def _instances(at: str) -> Iterable[str]:
    steps = at.split("/")
    return ("/".join(steps[:end]) for end in range(2, len(steps), 2))


def _earlier(edits: list[Edit], summary: AuditSummary, *, is_table: bool) -> Earlier:
    rows = {parse_path(edit.path).rows[-1] for edit in edits} if is_table else set()
    answer = Answer() if is_table else Answer.from_json(edits[0].after)
    return Earlier(
        answer=answer,
        rows=len(rows),
        starts_on=summary.starts_on,
        number=summary.number,
        edits=tuple(edits),
    )


def _decimal(answer: Answer) -> Decimal | None:
    if not isinstance(answer.value, str):
        return None
    try:
        return Decimal(answer.value)
    except InvalidOperation:
        return None
