"""The history of an answer: who changed it when, from what to what, and why.

``read`` asks the workspace, in the database thread; ``lines`` says it in words of the open form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain import fieldpath
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Change, ChangeKind
from kta_desktop.domain.definition import Question
from kta_desktop.domain.fieldpath import FieldPath
from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import BETWEEN, instance_name, title_of
from kta_desktop.i18n import N_, _
from kta_desktop.services import packs
from kta_desktop.services.value_words import asked_at, value_words
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes

__all__ = ["MOST", "HistoryKind", "HistoryLine", "act_name", "act_words", "inside", "lines", "read"]

MOST = 500
"""Changes that are read at most: the newest ones."""
_TEAM = "@team/"
_MOST_NAMED = 2  # places of an act that a sentence names
_LONGEST = 60  # characters of a value in a sentence
_DEVICE_SHOWN = 8  # characters of a fingerprint by which people tell computers apart
_ROW_NUMBER = N_("row {number}")
_ROW_GONE = N_("removed row")


class HistoryKind(StrEnum):
    """Why a value is what it is since a change."""

    ENTERED = "entered"
    UNDONE = "undone"
    REDONE = "redone"
    RECEIVED = "received"
    DECIDED = "decided"
    COPIED = "copied"


_KINDS = {
    ChangeKind.UNDO: HistoryKind.UNDONE,
    ChangeKind.REDO: HistoryKind.REDONE,
    ChangeKind.RESOLVE: HistoryKind.DECIDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One change in words.

    Attributes:
        path: Where it was made.
        at: ISO time (UTC).
        who: Name of the auditor; the device where the audit knows none.
        what: What was changed beside the answer itself: a cell, a note, a file; may be empty.
        before: What stood there, in words.
        after: What it was changed to, in words.
        kind: Why.
        value: What it left, as it is stored.
        is_current: Whether that stands there now.
    """

    path: str
    at: str
    who: str
    what: str
    before: str
    after: str
    kind: HistoryKind
    value: JsonValue
    is_current: bool


def read(ws: Workspace, audit_id: str, place: str) -> tuple[Change, ...]:
    """Return the newest changes at a place and inside it, newest first.

    Args:
        ws: The workspace.
        audit_id: Id of the audit.
        place: Address of a question, cell or repeat, or path of an instance.
    """
    with ws.store.connect() as connection:
        return changes.of_place(connection, audit_id, place, MOST)


def lines(
    found: Iterable[Change], state: FormState, place: str, device: str, lang: str
) -> tuple[HistoryLine, ...]:
    """Return changes in words, in the order they come in.

    Args:
        found: The changes.
        state: The form they are of.
        place: The place they were read for.
        device: Fingerprint of this computer; what others changed came with a package.
        lang: ``ru``, ``kk`` or ``en``.
    """
    names = _names(state.entries)
    teller = _Teller(state, place, lang)
    return tuple(
        HistoryLine(
            path=change.path,
            at=change.at,
            who=names.get(change.author) or _device(change.device, lang),
            what=teller.what(change.path),
            before=teller.value(change.path, change.before),
            after=teller.value(change.path, change.after),
            kind=_kind(change, device),
            value=change.after,
            is_current=state.entries.get(change.path) == change.after,
        )
        for change in found
    )


def act_words(act: Sequence[Change], state: FormState, lang: str) -> str:
    """Return what an act changed: «8.3 Specific discharge: 2.9 → 3.25»; of many the first ones."""
    names: dict[str, Change] = {}
    for change in act:
        names.setdefault(title_of(state, change.path, lang), change)
    shown = [_moved(name, change, state, lang) for name, change in names.items()][:_MOST_NAMED]
    more = len(names) - len(shown)
    if more:
        shown.append(_("and {count} more", lang).format(count=more))
    return "; ".join(shown)


def act_name(act: Sequence[Change], state: FormState, lang: str) -> str:
    """Return where an act changed something: the first place, and that there are others."""
    names = list(dict.fromkeys(title_of(state, change.path, lang) for change in act))
    return f"{names[0]}…" if len(names) > 1 else "".join(names)


def inside(state: FormState, place: str, path: str, lang: str) -> str:
    """Return what a path is inside a place: instance, column, note or file; empty for itself.

    Args:
        state: The form the path is of.
        place: Address of a question, or path of an instance.
        path: The path.
        lang: ``ru``, ``kk`` or ``en``.
    """
    return _Teller(state, place, lang).what(path)


def _moved(name: str, change: Change, state: FormState, lang: str) -> str:
    before, after = (
        _shortened(value_words(state, change.path, value, lang))
        for value in (change.before, change.after)
    )
    return _("{name}: {before} → {after}", lang).format(name=name, before=before, after=after)


def _shortened(words: str) -> str:
    line = " ".join(words.splitlines())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _names(entries: Mapping[str, JsonValue]) -> dict[str, str]:
    return {
        path.removeprefix(_TEAM): str(value.get("name", ""))
        for path, value in entries.items()
        if path.startswith(_TEAM) and isinstance(value, Mapping)
    }


def _device(fingerprint: str, lang: str) -> str:
    text = _("someone at the computer {device}", lang)
    return text.format(device=fingerprint[:_DEVICE_SHOWN])


def _kind(change: Change, device: str) -> HistoryKind:
    known = _KINDS.get(change.kind)
    if known is not None:
        return known
    if isinstance(change.after, Mapping) and change.after.get("copied_from"):
        return HistoryKind.COPIED
    return HistoryKind.ENTERED if change.device == device else HistoryKind.RECEIVED


class _Teller:
    """Says paths and values beside the place whose history it is."""

    def __init__(self, state: FormState, place: str, lang: str) -> None:
        self._state, self._place, self._lang = state, place, lang
        self._origins = {origin.id: origin.label.get(lang) for origin in packs.origins()}

    def value(self, path: str, value: JsonValue) -> str:
        """Return a value in words, and how it was got where that is stated."""
        words = value_words(self._state, path, value, self._lang)
        origin = value.get("origin") if isinstance(value, Mapping) else None
        told = self._origins.get(origin) if isinstance(origin, str) else None
        return f"{words} ({told})" if told and words else words

    def what(self, path: str) -> str:
        """Return what a path is inside the place: instance, column, note or file."""
        parsed = fieldpath.parse_path(path)
        depth = len(self._place.split("/"))
        parts = [*self._inside(parsed, depth), *self._facet(parsed.facet)]
        return BETWEEN.join(parts)

    def _inside(self, parsed: FieldPath, depth: int) -> Sequence[str]:
        """Yield the instances and the question or column below the place."""
        found = []
        for level in range(len(parsed.rows)):
            if 2 * (level + 1) > depth:
                repeat = fieldpath.address(parsed.names[: level + 1], parsed.rows[:level])
                found.append(self._row(repeat, parsed.rows[level]))
        if not parsed.is_row and len(parsed.names) + len(parsed.rows) > depth:
            asked = asked_at(self._state, parsed)
            title = asked.title if isinstance(asked, Question) else asked and asked.label
            found.append(title.get(self._lang) if title else parsed.names[-1])
        return found

    def _row(self, repeat: str, row: str) -> str:
        ids = [each.id for each in self._state.rows(repeat)]
        if row not in ids:
            return _(_ROW_GONE, self._lang)
        if self._state.question(repeat).columns:
            return _(_ROW_NUMBER, self._lang).format(number=ids.index(row) + 1)
        return instance_name(self._state, repeat, row, self._lang)

    def _facet(self, facet: str | None) -> Sequence[str]:
        if facet is None:
            return ()
        told = {
            "note": _("note", self._lang),
            "confirm": _("reason of the warning", self._lang),
            "confidential": _("trade secret", self._lang),
        }
        return (told.get(facet.partition(":")[0]) or _("evidence", self._lang),)
