"""An answer in one line, as a folded card and the tree's tooltips show it."""

from kta_desktop import formatting
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType
from kta_desktop.forms.state import FormState, Place, Row
from kta_desktop.forms.wording import technique_number, unit_text, value_text
from kta_desktop.i18n import _
from kta_desktop.services.value_words import answer_text, blank_line

__all__ = [
    "answer_line",
    "answer_text",
    "blank_line",
    "calculated_line",
    "parts_line",
    "technique_number",
    "technique_numbers",
    "unit_behind",
]

_MOST_NAMES = 3
_NAMING = (QuestionType.TEXT, QuestionType.SELECT_ONE)


def answer_line(state: FormState, place: Place, lang: str) -> str:
    """Return the answer of a question as one line of text; empty if there is none."""
    question, answer = place.question, state.answer(place.address)
    rows = state.rows(place.address)
    if question.type is QuestionType.TABLE and rows:
        return _rows_line(question, rows, lang)
    if answer.blank is not None:
        return blank_line(answer, lang)
    return answer_text(question, answer, lang) + unit_behind(state, place.address, question, lang)


def unit_behind(state: FormState, address: str, asked: Question | Column, lang: str) -> str:
    """Return the unit that another answer tells, to stand behind a number; empty if none does."""
    if state.told_unit(address) is None or not state.answer(address).is_answered:
        return ""
    return f"{formatting.NBSP}{unit_text(state, address, asked, lang)}"


def calculated_line(state: FormState, place: Place, lang: str) -> str:
    """Return a calculated figure with its unit; empty while it cannot be worked out."""
    text = value_text(place.question, state.value(place.address), lang)
    unit = unit_text(state, place.address, place.question, lang)
    return f"{text}{formatting.NBSP}{unit}" if text and unit else text


def parts_line(state: FormState, address: str, lang: str) -> str:
    """Return ``5 of 6`` where values behind a figure are missing; else an empty text."""
    parts = state.parts(address)
    if parts is None or parts[0] >= parts[1]:
        return ""
    return _("{answered} of {total}", lang).format(answered=parts[0], total=parts[1])


def _rows_line(question: Question, rows: tuple[Row, ...], lang: str) -> str:
    """Return the number of rows and, if the first column names them, the first names."""
    text = _("Rows: {count}", lang).format(count=len(rows))
    first = question.columns[0]
    cells = [row.cells[first.name] for row in rows if first.name in row.cells]
    shown = [name for cell in cells if (name := answer_text(first, cell, lang))]
    if first.type not in _NAMING or not shown:
        return text
    more = ", …" if len(shown) > _MOST_NAMES else ""
    return f"{text} ({', '.join(shown[:_MOST_NAMES])}{more})"


def technique_numbers(definition: Definition, question: Question) -> tuple[str, ...]:
    """Return the numbers of the techniques a question speaks of, without repetition."""
    found = (t for t in definition.techniques if t.id in question.techniques)
    numbers = (technique_number(definition, technique) for technique in found)
    return tuple(dict.fromkeys(number for number in numbers if number))
