"""What was answered in earlier audits of the same plant, question by question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord, AuditSummary
from kta_desktop.domain.confidential import SaidBy, Secrecy
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.forms.state import FormState
from kta_desktop.measurement.errors import UnitUnfitError, UnitUnknownError
from kta_desktop.services import auditing, filling, previous
from kta_desktop.services.answering import Edit
from kta_desktop.services.carrying import Carried, Filled, carried
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
        secret: Paths of those edits whose value was a trade secret at that audit.
    """

    answer: Answer
    rows: int
    starts_on: str
    number: str
    edits: tuple[Edit, ...]
    secret: frozenset[str] = frozenset()

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
        old = auditing.load(ws, summary.id)
        form = filling.form(old.definition, old.entries)
        for at, took in _by_question(_took(old, form, record), record, tables).items():
            if at not in found:
                is_table = parse_path(at).question in tables
                is_said = fieldpath.confidential(at) in record.entries
                locks = () if is_said else tuple(_locks(at, took, form, is_table=is_table))
                found[at] = _earlier((*took, *locks), summary, form, is_table=is_table)
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


def _took(old: AuditRecord, form: FormState, record: AuditRecord) -> Iterable[Carried]:
    return carried(
        Filled.of(old.definition, old.entries),
        Filled.of(record.definition, record.entries),
        old.id,
        form.is_relevant,
        over=True,
    )


def _by_question(
    took: Iterable[Carried], record: AuditRecord, tables: set[str]
) -> dict[str, list[Carried]]:
    """Return the edits by the card they belong to; what needs a new instance is left out."""
    found: dict[str, list[Carried]] = {}
    for each in took:
        place = parse_path(each.edit.path)
        inside = place.inside
        is_cell = inside is not None and parse_path(inside).question in tables
        at = inside if is_cell and inside is not None else place.address
        is_begun = at in found  # words of secrecy come behind the answers they are of
        if (place.is_row and not is_cell) or not (place.facet is None or is_begun):
            continue
        if all(row in record.entries for row in _instances(at)):
            found.setdefault(at, []).append(each)
    return found


def _instances(at: str) -> Iterable[str]:
    steps = at.split("/")
    return ("/".join(steps[:end]) for end in range(2, len(steps), 2))


def _earlier(
    took: Sequence[Carried], summary: AuditSummary, form: FormState, *, is_table: bool
) -> Earlier:
    values = [each for each in took if parse_path(each.edit.path).facet is None]
    rows = {parse_path(each.edit.path).rows[-1] for each in values} if is_table else set()
    answer = Answer() if is_table else Answer.from_json(values[0].edit.after)
    return Earlier(
        answer=answer,
        rows=len(rows),
        starts_on=summary.starts_on,
        number=summary.number,
        edits=tuple(each.edit for each in took),
        secret=frozenset(each.edit.path for each in values if _is_secret(form, each.source)),
    )


def _locks(
    at: str, took: Sequence[Carried], form: FormState, *, is_table: bool
) -> Iterator[Carried]:
    """Yield that a question is a trade secret, where that was said of what was around it."""
    source = took[0].source or took[1].source  # the first of a table may make a row
    around = parse_path(source).inside if is_table else source
    said = form.confidential(around or source)
    path = fieldpath.confidential(at)
    if said.is_secret and said.by is SaidBy.PERSON and path not in {e.edit.path for e in took}:
        yield Carried(Edit(path, Secrecy(is_secret=True, grounds=said.grounds).to_json()))


def _is_secret(form: FormState, source: str) -> bool:
    return bool(source) and form.confidential(source).is_secret


def _decimal(answer: Answer) -> Decimal | None:
    if not isinstance(answer.value, str):
        return None
    try:
        return Decimal(answer.value)
    except InvalidOperation:
        return None
