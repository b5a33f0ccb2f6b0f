"""One answer in words: as typed, with its unit and uncertainty, or why there is none."""

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Choice, Column, Question, QuestionType
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import blank_reasons, origins
from kta_desktop.reports.tongue import Tongue

NO_ANSWER = N_("No answer")
UNSAID = N_("Not answered, no reason given")
BY = N_("by {date}")
SEEN = N_("Seen, confirmed")


def worded(asked: Question | Column, answer: Answer, tongue: Tongue) -> str:
    """Return the value of an answer as plain text.

    What was typed without a meaning stands in quotes as typed; an empty answer is an empty text.
    Numbers carry their unit only where it differs from the one ``asked`` for, see ``measured``.
    """
    if answer.is_unreadable:
        return f"«{answer.text}»"
    value = answer.value
    if not value:
        return ""
    if isinstance(value, tuple):
        return "\n".join(_options(asked, value, tongue))
    return _one(asked, answer, value, tongue)


def _options(asked: Question | Column, names: tuple[str, ...], tongue: Tongue) -> list[str]:
    """Return the labels of options, numbered where their order is the answer."""
    options = [_option(asked, name, tongue) for name in names]
    if asked.type is not QuestionType.RANK:
        return options
    return [f"{place}) {option}" for place, option in enumerate(options, start=1)]


def _one(asked: Question | Column, answer: Answer, value: str, tongue: Tongue) -> str:
    match asked.type:
        case QuestionType.DECIMAL | QuestionType.INTEGER | QuestionType.RANGE:
            return _number(asked, answer, tongue)
        case QuestionType.SELECT_ONE:
            return _option(asked, value, tongue)
        case QuestionType.ACKNOWLEDGE:
            return tongue.word(SEEN)
        case QuestionType.DATE | QuestionType.TIME | QuestionType.DATETIME:
            return formatting.moment(value, tongue.first)
        case _:
            return answer.text or value


def measured(question: Question, answer: Answer, tongue: Tongue, unit: str) -> str:
    """Return a number with its uncertainty and unit, such as ``3,25 ± 0,16 м³/т``.

    ``unit`` is the unit asked for, in words; the one it was typed in goes before it.
    """
    if answer.is_unreadable or not answer.is_answered:
        return worded(question, answer, tongue)
    symbol = formatting.unit(answer.unit, tongue.first) if answer.unit else unit
    if not symbol:
        return _number(question, answer, tongue)
    return f"{_bare(answer, tongue.first)}{formatting.NBSP}{symbol}"


def why_blank(answer: Answer, tongue: Tongue) -> str:
    """Return the reason for a blank, in brackets the note and the day it will be answered."""
    label = next((r.label for r in blank_reasons() if r.id == answer.blank), None)
    reason = tongue.line(label) if label else answer.blank or ""
    more = [answer.blank_note] if answer.blank_note else []
    if answer.blank_until:
        day = formatting.date(answer.blank_until, tongue.first)
        more.append(tongue.say(BY, date=day))
    return f"{reason} ({', '.join(more)})" if more else reason


def origin(answer: Answer, lang: str) -> str:
    """Return how a value was got, in words; empty if it was not stated."""
    if answer.origin is None:
        return ""
    label = next((kind.label for kind in origins() if kind.id == answer.origin), None)
    return label.get(lang) if label else answer.origin


def _number(asked: Question | Column, answer: Answer, tongue: Tongue) -> str:
    if asked.unit is None and answer.unit is None and answer.uncertainty is None:
        return formatting.without_unit(str(answer.value), tongue.first)
    shown = _bare(answer, tongue.first)
    if answer.unit in (None, asked.unit):
        return shown
    return f"{shown}{formatting.NBSP}{formatting.unit(answer.unit, tongue.first)}"


def _bare(answer: Answer, lang: str) -> str:
    value = str(answer.value)
    if answer.uncertainty is None:
        return formatting.number(value, lang)
    return formatting.with_uncertainty(value, answer.uncertainty, lang)


def _option(asked: Question | Column, name: str, tongue: Tongue) -> str:
    options: tuple[Choice, ...] = asked.choices
    label = next((option.label for option in options if option.name == name), None)
    return tongue.line(label) if label else name
