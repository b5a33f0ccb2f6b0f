"""What could not be stored, in words."""

from kta_desktop.i18n import _
from ui.undo import AuditEditor


def not_stored(editor: AuditEditor) -> str:
    """Return which questions hold text that is not on the disk, with the text; empty if none."""
    pairs = [f"{editor.name_of(path)} «{_said(value)}»" for path, value in editor.unsaved.items()]
    return _("Not stored: {what}").format(what="; ".join(pairs)) if pairs else ""


def _said(value: object) -> str:
    """Return what was typed or chosen in an entry, for a person to type again."""
    if isinstance(value, dict):
        said = value.get("text") or value.get("value") or ""
        return ", ".join(said) if isinstance(said, list) else str(said)
    return "" if value is None else str(value)
