"""An answer in one line, as a folded card and the tree's tooltips show it."""

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Definition, Question, QuestionType, Technique
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState, Row
from kta_desktop.i18n import _
from kta_desktop.services import packs

_MOST_NAMES = 3


def answer_line(state: FormState, question: Question, lang: str) -> str:
    """Return the answer of a question as one line of text; empty if there is none."""
    answer = state.answer(question.name)
    rows = state.rows(question.name)
    if question.type is QuestionType.TABLE and rows:
        return _rows_line(question, rows, lang)
    if answer.blank is not None:
        return blank_line(answer, lang)
    return _answer_text(question, answer, lang)


def blank_line(answer: Answer, lang: str) -> str:
    """Return why there is no answer: reason, words, day."""
    reason = next((r for r in packs.blank_reasons() if r.id == answer.blank), None)
    label = reason.label.get(lang) if reason else answer.blank or ""
    day = formatting.date(answer.blank_until, lang) if answer.blank_until else ""
    parts = [part for part in (answer.blank_note, day) if part]
    text = _("No answer: {reason}", lang).format(reason=label)
    return f"{text} ({', '.join(parts)})" if parts else text


def _answer_text(question: Question, answer: Answer, lang: str) -> str:
    value = answer.value
    if isinstance(value, tuple):
        labels = [_label(question, name, lang) for name in value]
        return "; ".join(labels)
    if value is None:
        return answer.text or ""
    if question.type is QuestionType.SELECT_ONE:
        return _label(question, value, lang)
    if question.type is QuestionType.DATE:
        return formatting.date(value, lang)
    if question.type in entry.NUMBERS:
        return _number(answer, value, lang)
    return value


def _number(answer: Answer, value: str, lang: str) -> str:
    shown = (
        formatting.with_uncertainty(value, answer.uncertainty, lang)
        if answer.uncertainty
        else formatting.number(value, lang)
    )
    unit = formatting.unit(answer.unit, lang)
    return f"{shown}{formatting.NBSP}{unit}" if unit else shown


def _label(question: Question, name: str, lang: str) -> str:
    choice = question.choice(name)
    return choice.label.get(lang) if choice else name


def _rows_line(question: Question, rows: tuple[Row, ...], lang: str) -> str:
    """Return the number of rows and, if the first column names them, the first names."""
    text = _("Rows: {count}", lang).format(count=len(rows))
    first = question.columns[0]
    names = [row.cells[first.name].text for row in rows if first.name in row.cells]
    shown = [name for name in names if name]
    if first.type is not QuestionType.TEXT or not shown:
        return text
    more = ", …" if len(shown) > _MOST_NAMES else ""
    return f"{text} ({', '.join(shown[:_MOST_NAMES])}{more})"


def technique_number(definition: Definition, technique: Technique) -> str:
    """Return ``7a`` or ``2.II`` for a row: its own number, or its conclusion's with the code.

    A library description, which belongs to no one conclusion, gives an empty text.
    """
    if technique.number:
        return technique.number
    parent = next((t for t in definition.techniques if t.id == technique.parent), None)
    if parent is None:
        return ""
    above = technique_number(definition, parent)
    code = technique.code or ""
    joint = "" if not code or (len(code) == 1 and code.islower()) else "."
    return f"{above}{joint}{code}" if above else ""


def technique_numbers(definition: Definition, question: Question) -> tuple[str, ...]:
    """Return the numbers of the techniques a question speaks of, without repetition."""
    found = (t for t in definition.techniques if t.id in question.techniques)
    numbers = (technique_number(definition, technique) for technique in found)
    return tuple(dict.fromkeys(number for number in numbers if number))
