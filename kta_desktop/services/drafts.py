"""Text that is being typed outlives a crash, and is offered back as the answer it was to be.

A draft is known by the path of what it was to become. A few fields are parts of an answer and
have no path of their own; their drafts are told by what follows a ``#``, see ``Part``. In a table
without rows the row that is typed into first has the id ``NEW_ROW``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.confidential import Secrecy
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.domain.signs import writable
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import drafts
from kta_desktop.storage.clock import now
from kta_desktop.storage.drafts import Draft

__all__ = [
    "NEW_ROW",
    "Draft",
    "Part",
    "edits_of",
    "keep",
    "kept",
    "part_path",
    "place_of",
    "shown_path",
]

NEW_ROW = "new"
_WORDS = ("note", "confirm")
_SAID = "confidential"


class Part(StrEnum):
    """A field of an answer beside its text."""

    UNCERTAINTY = "uncertainty"
    REASON = "reason"
    UNTIL = "until"


def part_path(address: str, part: Part) -> str:
    """Return the path of the draft of a part of the answer at an address."""
    return f"{address}#{part}"


def shown_path(path: str) -> str:
    """Return the path in the audit that a draft is about."""
    address, _hash, part = path.partition("#")
    return address if part in set(Part) else path


def place_of(path: str) -> str:
    """Return the address that the field of a draft stands at; of an empty row, its table."""
    address = path.partition("#")[0]
    return address.partition(f"/{NEW_ROW}/")[0]


def keep(ws: Workspace, audit_id: str, texts: Mapping[str, str | None]) -> None:
    """Keep what is typed, by path, in one transaction; None takes a draft away.

    Raises:
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written; then
            the drafts are those of before.
    """
    at = now()
    with ws.store.begin() as connection:
        for path, text in texts.items():
            if text is None:
                drafts.drop(connection, audit_id, (path,))
            else:
                draft = Draft(path, writable(text), at)
                drafts.put(connection, audit_id, draft, ws.device)


def kept(ws: Workspace, audit_id: str) -> tuple[Draft, ...]:
    """Return what was typed and not handed over when the program ended, in order of time.

    Drafts of fields that only a later version of the program knows stay where they are.
    """
    with ws.store.connect() as connection:
        found = drafts.of_audit(connection, audit_id)
    return tuple(draft for draft in found if _is_known(draft.path))


def edits_of(state: FormState, draft: Draft) -> Sequence[Edit]:
    """Return the edits that make an answer of a draft; none if its place is gone or takes none."""
    address, _hash, facet = draft.path.partition("#")
    place = fieldpath.parse_path(shown_path(draft.path))
    if place.record is not None or facet in _WORDS:
        return [Edit(draft.path, draft.text.strip() or None)] if _is_there(state, place) else []
    if facet == _SAID:
        said = Secrecy(is_secret=True, grounds=draft.text.strip())
        return [Edit(draft.path, said.to_json())] if _is_there(state, place) else []
    if place.rows[-1:] == (NEW_ROW,):
        return _first_cell(state, place, draft.text)
    if not _is_there(state, place):
        return []
    before = state.answer(address)
    answer = (
        _part(Part(facet), draft.text, before)
        if facet
        else _whole(state, address, draft.text, before)
    )
    return [] if answer is None else [Edit(address, entry.stored(answer))]


def _is_known(path: str) -> bool:
    """Whether a draft is of a field of this version."""
    try:
        facet = fieldpath.parse_path(shown_path(path)).facet
    except ValueError:
        return False
    return facet is None or facet in (*_WORDS, _SAID)


def _is_there(state: FormState, place: fieldpath.FieldPath) -> bool:
    """Whether the place of a draft is still in the audit: its question and its instances."""
    try:
        table = place.inside
        if place.record is None:
            state.question(place.address)
        if table is not None:
            state.place(table)
        return table is None or place.rows[-1] in {row.id for row in state.rows(table)}
    except KeyError:
        return False


def _whole(state: FormState, path: str, text: str, before: Answer) -> Answer | None:
    """Return what a text makes of a whole answer; None if such answers are not typed."""
    asked = state.question(path)
    column = _column(asked, fieldpath.parse_path(path))
    if column is not None:
        return entry.cell(column, text, before)
    if asked.type is QuestionType.SELECT_ONE:
        return entry.option(state.choices(path) or asked.choices, text.strip())
    return entry.typed(asked.type, text, before) if asked.type in entry.TYPED else None


def _part(part: Part, text: str, before: Answer) -> Answer | None:
    """Return the answer with a part of it as typed; None if the part has no meaning there."""
    if part is Part.REASON:
        return None if before.blank is None else replace(before, blank_note=text.strip() or None)
    if part is Part.UNTIL:
        day = entry.iso_date(text.strip())
        return None if before.blank is None or day is None else replace(before, blank_until=day)
    value = parse_number(text).value
    if before.is_empty or value is None or value < 0:
        return None
    return replace(before, uncertainty=plain(value))


def _first_cell(state: FormState, place: fieldpath.FieldPath, text: str) -> Sequence[Edit]:
    """Return the edits that begin a repeat with what was typed into its empty row."""
    repeat, name = place.inside, place.question
    try:
        answer = _whole(state, place.address, text, EMPTY)
    except KeyError:
        return []
    if repeat is None or name is None or answer is None:
        return []
    rows = state.rows(repeat)
    order = rows[-1].order + 1.0 if rows else 1.0
    row = new_id()
    cell = fieldpath.cell(repeat, row, name)
    return [Edit(fieldpath.row(repeat, row), {"order": order}), Edit(cell, entry.stored(answer))]


def _column(asked: Question, place: fieldpath.FieldPath) -> Column | None:
    """Return the column that a cell of a table is in; None if the place is no cell."""
    if asked.type is not QuestionType.TABLE or place.question == asked.name:
        return None
    return next((column for column in asked.columns if column.name == place.question), None)
