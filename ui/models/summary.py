"""An answer in one line, as a folded card and the tree's tooltips show it."""

from collections.abc import Iterable

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Technique,
)
from kta_desktop.forms.state import FormState, Place, Row
from kta_desktop.forms.wording import unit_text, value_text
from kta_desktop.i18n import _
from kta_desktop.services import packs

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


def blank_line(answer: Answer, lang: str) -> str:
    """Return why there is no answer: reason, words, day."""
    reason = next((r for r in packs.blank_reasons() if r.id == answer.blank), None)
    label = reason.label.get(lang) if reason else answer.blank or ""
    day = formatting.date(answer.blank_until, lang) if answer.blank_until else ""
    parts = [part for part in (answer.blank_note, day) if part]
    text = _("No answer: {reason}", lang).format(reason=label)
    return f"{text} ({', '.join(parts)})" if parts else text


def answer_text(asked: Question | Column, answer: Answer, lang: str) -> str:
    """Return what was answered, as people read it."""
    value = answer.value
    if isinstance(value, tuple):
        labels = [_label(asked.choices, name, lang) for name in value]
        return ", ".join(_ranked(labels)) if asked.type is QuestionType.RANK else "; ".join(labels)
    return answer.text or "" if value is None else _one(asked, answer, value, lang)


def _one(asked: Question | Column, answer: Answer, value: str, lang: str) -> str:
    match asked.type:
        case QuestionType.SELECT_ONE:
            return _label(asked.choices, value, lang)
        case QuestionType.DATE | QuestionType.TIME | QuestionType.DATETIME:
            return formatting.moment(value, lang)
        case QuestionType.ACKNOWLEDGE:
            return _("confirmed", lang)
        case QuestionType.DECIMAL | QuestionType.INTEGER | QuestionType.RANGE:
            return _number(answer, value, lang)
        case _:
            return value


def _ranked(labels: Iterable[str]) -> list[str]:
    return [f"{place}) {label}" for place, label in enumerate(labels, start=1)]


def _number(answer: Answer, value: str, lang: str) -> str:
    if answer.unit is None and not answer.uncertainty:
        return formatting.without_unit(value, lang)
    shown = (
        formatting.with_uncertainty(value, answer.uncertainty, lang)
        if answer.uncertainty
        else formatting.number(value, lang)
    )
    unit = formatting.unit(answer.unit, lang)
    return f"{shown}{formatting.NBSP}{unit}" if unit else shown


def _label(choices: tuple[Choice, ...], name: str, lang: str) -> str:
    found = next((choice for choice in choices if choice.name == name), None)
    return found.label.get(lang) if found else name


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
