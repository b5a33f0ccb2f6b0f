"""What an audit knows twice, kept alike: plant and visit as lists show them, and as it is asked.

The record of a plant (``@plant/bin``) names an audit in lists, bundles and on covers before any
checklist is opened, and the days on site tell how far it is; questions of the same concept ask the
same again. An edit of one carries the other along in the same act, so that both are undone
together.
"""

from collections.abc import Iterable, Iterator, Mapping

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState
from kta_desktop.services.answering import Edit

_NAME = "@plant/name"
_ADDRESS = "@plant/address"
_CATEGORY = "@plant/category"
_CONCEPTS: Mapping[str, str] = {
    _NAME: "enterprise.name.ru",
    "@plant/bin": "enterprise.bin",
    _CATEGORY: "object.category",
}
_PLACES, _PLACE = "object.location", "object.location.address"
_TIMELINE, _STAGE, _VISIT = "audit.timeline", "stage", "site_visit"
_DAYS: Mapping[str, str] = {"@audit/starts_on": "start", "@audit/ends_on": "end"}
_UNKNOWN = "unknown"  # the option for a category that nobody determined


def followers(state: FormState, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits that keep alike what ``edits`` tells of only one of two places.

    Args:
        state: The form before ``edits``.
        edits: What is about to be stored.
    """
    told = {edit.path: edit.after for edit in edits}
    twins = _Twins(state)
    return tuple(
        follower
        for path, after in told.items()
        for follower in twins.following(path, after)
        if follower.path not in told and state.entries.get(follower.path) != follower.after
    )


class _Twins:
    """What of a form says the same as a record of the plant."""

    def __init__(self, state: FormState) -> None:
        asked = {q.concept: q for q in state.definition.questions if q.concept and not q.parent}
        self._state = state
        self._asked = {path: asked[c] for path, c in _CONCEPTS.items() if c in asked}
        self._records = {question.name: path for path, question in self._asked.items()}
        self._places = asked.get(_PLACES)
        self._timeline = asked.get(_TIMELINE)

    def following(self, path: str, after: JsonValue) -> Iterator[Edit]:
        """Yield what has to change with one path."""
        if path in self._asked:
            yield from _answering(self._asked[path], after)
        elif path in self._records:
            yield from _recording(self._records[path], after)
        elif self._places is not None and path.startswith((_ADDRESS, f"{self._places.name}/")):
            yield from _addressing(self._state, self._places, path, after)
        elif self._timeline is not None and path.startswith(("@audit/", f"{self._timeline.name}/")):
            yield from _visiting(self._state, self._timeline, path, after)


def _answering(question: Question, after: JsonValue) -> Iterator[Edit]:
    """Yield the answer that says what a record says."""
    text = after if isinstance(after, str) else ""
    if question.type is QuestionType.SELECT_ONE:
        if not text or question.choice(text) is not None:
            yield Edit(question.name, {"value": text} if text else None)
    elif question.type in entry.TYPED:
        yield Edit(question.name, entry.stored(entry.typed(question.type, text)))


def _recording(record: str, after: JsonValue) -> Iterator[Edit]:
    """Yield the record that says what an answer says; an audit is never without a name."""
    text = _said(after)
    if record == _CATEGORY and text == _UNKNOWN:
        text = ""
    if text or record != _NAME:
        yield Edit(record, text or None)


def _addressing(state: FormState, table: Question, path: str, after: JsonValue) -> Iterator[Edit]:
    """Yield what keeps the address alike: it is a cell of the first place in a table of them."""
    column = next((column for column in table.columns if column.concept == _PLACE), None)
    if column is None:
        return
    rows = [row.id for row in state.rows(table.name)]
    if path == _ADDRESS:
        text = after if isinstance(after, str) else ""
        row = rows[0] if rows else new_id()
        if not rows and text:
            yield Edit(fieldpath.row(table.name, row), {"order": 1.0})
        if rows or text:
            cell = fieldpath.cell(table.name, row, column.name)
            yield Edit(cell, entry.stored(entry.cell(column, text)))
    elif rows and path == fieldpath.cell(table.name, rows[0], column.name):
        yield Edit(_ADDRESS, _said(after) or None)


def _visiting(state: FormState, table: Question, path: str, after: JsonValue) -> Iterator[Edit]:
    """Yield what keeps the days on site alike: they are the row of the visit among the stages."""
    row = next(
        (r.id for r in state.rows(table.name) if r.cells.get(_STAGE, EMPTY).value == _VISIT), None
    )
    columns = {column.name: column for column in table.columns}
    if row is None or not columns.keys() >= set(_DAYS.values()):
        return
    for record, name in _DAYS.items():
        cell = fieldpath.cell(table.name, row, name)
        if path == record:
            day = formatting.date(after, "ru") if isinstance(after, str) else ""
            yield Edit(cell, entry.stored(entry.cell(columns[name], day)))
        elif path == cell and (said := _said(after)):
            yield Edit(record, said)


def _said(after: JsonValue) -> str:
    """Return the text or option of a stored answer; empty for a blank or an unreadable one."""
    value = Answer.from_json(after).value if after is not None else None
    return value if isinstance(value, str) else ""
