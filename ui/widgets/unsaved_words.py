"""What could not be stored, in words: enough of it to know it again."""

from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.i18n import _
from ui.undo import AuditEditor

_SHOWN_SIGNS = 80
_MOST_NAMED = 3


def not_stored(editor: AuditEditor) -> str:
    """Return a sentence about what is not on the disk, with its texts; empty if all is."""
    lines = unsaved_lines(editor)
    if len(lines) > _MOST_NAMED:
        rest = _("And {count} more.").format(count=len(lines) - _MOST_NAMED)
        lines = [*lines[:_MOST_NAMED], rest]
    return _("Not stored: {what}").format(what="; ".join(lines)) if lines else ""


def unsaved_lines(editor: AuditEditor) -> list[str]:
    """Return a line for each answer, note or cell that is not stored: its place and its text."""
    found = []
    for path, value in editor.unsaved.items():
        if not parse_path(path).is_row:  # a row says nothing without its cells
            found.append(f"{editor.name_of(path)} «{said(value)}»")
    return found or [_("a row that was added or removed")] if editor.unsaved else []


def said(value: object) -> str:
    """Return what was typed or chosen in an entry, shortened where it is long."""
    if isinstance(value, dict):
        words = value.get("text") or value.get("value") or value.get("blank") or ""
        value = "; ".join(words) if isinstance(words, list) else words
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN_SIGNS else f"{text[:_SHOWN_SIGNS]}…"
