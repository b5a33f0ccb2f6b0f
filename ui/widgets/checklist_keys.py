"""The keys of the checklist, for the status strip and for the list of all keys."""

from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.i18n import N_, _

MOST_OPTIONS = 12
"""More options of one answer are a list to search in, not buttons."""
_MOST_DIGITS = 9
_ALWAYS = (
    ("F8", N_("evidence")),
    ("F9", N_("note")),
    ("Shift+Enter", N_("previous")),
    ("F7", N_("next without an answer")),
    ("Ctrl+G", N_("go to a number")),
    ("Ctrl+H", N_("history of the answer")),
    ("Ctrl+PgDn", N_("next section")),
    ("Ctrl+PgUp", N_("previous section")),
    ("Alt+Y", N_("confirm a warning")),
    ("Alt+P", N_("take the previous answer")),
    ("Alt+T", N_("trade secret")),
    ("Alt+M", N_("next comment")),
    ("Alt+Shift+M", N_("previous comment")),
    ("Ctrl+Shift+M", N_("only my sections")),
    ("Ctrl+Z", N_("undo")),
    ("Ctrl+Y", N_("redo")),
    ("F4", N_("context of the question")),
    ("F6", N_("next pane")),
    ("Ctrl+V", N_("paste evidence")),
    ("Shift+F8", N_("attach new pictures")),
)


def has_digits(question: Question) -> bool:
    """Whether digits answer it: its options are few enough to stand beside each other."""
    if question.type is QuestionType.ACKNOWLEDGE:
        return True
    few = 0 < len(question.choices) <= MOST_OPTIONS
    is_choice = question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
    return is_choice and (few or question.type is QuestionType.SELECT_MULTIPLE)


def blank_key(question: Question | None) -> str:
    """Return the key that asks why there is no answer: 0 alone would be typed into a field."""
    if question is None or question.type is QuestionType.RANK or has_digits(question):
        return "0"
    return "Alt+0"


def keys_of(question: Question | None, *, inside: bool = False) -> list[tuple[str, str]]:
    """Return the keys while ``question`` is open and what they do, most used first.

    Args:
        question: The question; None while none is open.
        inside: Whether it is in a repeat that takes instances.
    """
    keys = [("Enter", _("next"))]
    if question is None:
        return keys + [(key, _(text)) for key, text in _ALWAYS]
    if question.type is QuestionType.REPEAT:
        keys += [("Ins", _("add")), ("Del", _("remove")), ("Space", _("fold"))]
    elif question.is_asked:
        keys += _answer_keys(question)
        keys.append((blank_key(question), _("why no answer")))
    if inside and question.type is not QuestionType.REPEAT:
        key = "Alt+Ins" if question.columns else "Ins"
        keys.append((key, _("add to the list around it")))
    keys += [(key, _(text)) for key, text in _ALWAYS]
    if question.unit is not None and question.is_asked:
        keys.append(("Alt+U", _("show in another unit")))
    return keys


def _answer_keys(question: Question) -> list[tuple[str, str]]:
    if question.columns:
        return [("Ins", _("row")), ("F2", _("edit cell"))]
    if question.type is QuestionType.RANK:
        return [("Alt+↑↓", _("move"))]
    if question.type in (QuestionType.DECIMAL, QuestionType.INTEGER):
        return [("Alt+1–4", _("how it was got"))]
    if not has_digits(question):
        return []
    count = min(len(question.choices), _MOST_DIGITS)
    return [(f"1–{count}" if count > 1 else "1", _("answer"))]
