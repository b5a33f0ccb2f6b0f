"""What a comment can be about: question, cell, attachment, session, field of the plant."""

from dataclasses import fields

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import Plant
from kta_desktop.domain.fieldpath import FieldPath
from kta_desktop.forms.state import FormState

_PLANT = frozenset(field.name for field in fields(Plant))


def exists(state: FormState, path: str) -> bool:
    """Whether a version has what a path names; the audit as a whole (no path) always.

    Args:
        state: The form at that version.
        path: See ``domain.fieldpath``.
    """
    if not path:
        return True
    try:
        parsed = fieldpath.parse_path(path)
    except ValueError:
        return False
    if parsed.record is not None:
        known = parsed.record == "plant" and parsed.key in _PLANT
        return known or state.entries.get(path) is not None
    return _is_asked(state, parsed) and _is_attached(state, parsed)


def _is_asked(state: FormState, parsed: FieldPath) -> bool:
    """Whether the form has the question, and every instance on the way to it."""
    for depth, row in enumerate(parsed.rows):
        repeat = fieldpath.address(parsed.names[: depth + 1], parsed.rows[:depth])
        try:
            ids = {each.id for each in state.rows(repeat)}
        except KeyError:
            return False
        if row not in ids:
            return False
    return _is_named(state, parsed)


def _is_named(state: FormState, parsed: FieldPath) -> bool:
    try:
        question = state.question(state.owner(parsed.address))
    except KeyError:
        return False
    named = {question.name, *(column.name for column in question.columns)}
    return parsed.is_row or parsed.names[-1] in named


def _is_attached(state: FormState, parsed: FieldPath) -> bool:
    """Whether an attachment that is named is there."""
    if parsed.facet is None or not parsed.facet.startswith("evidence:"):
        return True
    return state.entries.get(parsed.written()) is not None
