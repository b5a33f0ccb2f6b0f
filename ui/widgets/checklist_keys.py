"""The keys of the checklist, for the status strip and for the list of all keys."""

from kta_desktop.domain.definition import Question
from kta_desktop.i18n import N_, _

_MOST_DIGITS = 9
_ALWAYS = (
    ("F8", N_("evidence")),
    ("F9", N_("note")),
    ("Shift+Enter", N_("previous")),
    ("F7", N_("next without an answer")),
    ("Ctrl+G", N_("go to a number")),
    ("Ctrl+PgDn", N_("next section")),
    ("Ctrl+PgUp", N_("previous section")),
    ("Alt+Y", N_("confirm a warning")),
    ("Ctrl+Z", N_("undo")),
    ("Ctrl+Y", N_("redo")),
    ("F4", N_("context of the question")),
    ("F6", N_("next pane")),
)


def blank_key(question: Question | None) -> str:
    """Return the key that asks why there is no answer: 0 alone would be typed into a field."""
    return "0" if question is None or question.choices else "Alt+0"


def keys_of(question: Question | None) -> list[tuple[str, str]]:
    """Return the keys while ``question`` is open and what they do, most used first."""
    keys = [("Enter", _("next"))]
    if question is not None and question.choices:
        count = min(len(question.choices), _MOST_DIGITS)
        keys.append((f"1–{count}" if count > 1 else "1", _("answer")))
    if question is not None and question.columns:
        keys += [("Ins", _("row")), ("F2", _("edit cell"))]
    keys.append((blank_key(question), _("why no answer")))
    return [*keys, *((key, _(text)) for key, text in _ALWAYS)]
