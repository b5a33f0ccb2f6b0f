"""What was typed becomes an answer: nothing is rounded, guessed or thrown away."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kta_desktop.domain.answers import EMPTY, Answer, Origin
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Choice, Column, Question, QuestionType
from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.forms.clocks import day_and_time, iso_time

NUMBERS = (QuestionType.DECIMAL, QuestionType.INTEGER, QuestionType.RANGE)
TYPED = (
    *NUMBERS,
    QuestionType.TEXT,
    QuestionType.DATE,
    QuestionType.TIME,
    QuestionType.DATETIME,
)
CHOSEN = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.ACKNOWLEDGE)
SEEN = "OK"  # what XLSForm stores for an acknowledged question
_CONFIRMING = ("ok", "да", "иә", "yes", "1", "+", "x", "х")
BETWEEN = ";"
"""Stands between several options in one cell."""

_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def stored(answer: Answer) -> JsonValue:
    """Return the entry that keeps ``answer``; None for an empty one."""
    return None if answer.is_empty else answer.to_json()


def typed(kind: QuestionType, text: str, before: Answer = EMPTY) -> Answer:
    """Return the answer that ``text`` makes of ``before``: its unit and origin stay.

    Text without a meaning stays as text. Typing takes a reason for a blank away, and that the
    value came from a previous audit.
    """
    kept = confirmed(replace(before, blank=None, blank_note=None, blank_until=None))
    if kept.origin == Origin.PREVIOUS_AUDIT:
        kept = replace(kept, origin=None)
    shown = text.strip()
    if not shown:
        return replace(kept, text=None, value=None, uncertainty=None)
    if kind in NUMBERS:
        if shown == kept.text and kept.value is not None:
            return kept  # the reading that was chosen stays
        return replace(kept, text=shown, value=_number(kind, shown))
    if kind is QuestionType.DATE:
        return replace(kept, text=shown, value=iso_date(shown))
    if kind in (QuestionType.TIME, QuestionType.DATETIME):
        return replace(kept, text=shown, value=_moment(kind, shown))
    return replace(kept, text=text.rstrip(), value=text.rstrip())


def confirmed(answer: Answer) -> Answer:
    """Return an answer that was taken over from a previous audit as one that holds today."""
    return replace(answer, copied_from=None)


def readings(answer: Answer) -> tuple[Decimal, ...]:
    """Return the numbers an unreadable answer may mean; empty if it is not ambiguous."""
    if answer.text is None or answer.value is not None:
        return ()
    return parse_number(answer.text).readings


def resolved(answer: Answer, reading: Decimal) -> Answer:
    """Return the answer with the reading that the auditor chose; the text stays as typed."""
    return replace(answer, value=plain(reading))


def iso_date(text: str) -> str | None:
    """Return the ISO form of a date written day first or as ISO 8601; None if it is none.

    Two digits of a year are of this century: audits and verifications are not older.
    """
    found = _ISO.fullmatch(text)
    if found is not None:
        year, month, day = map(int, found.groups())
    else:
        found = _DAY_FIRST.fullmatch(text)
        if found is None:
            return None
        day, month, year = map(int, found.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return None


def cell(column: Column | Question, text: str, before: Answer = EMPTY) -> Answer:
    """Return the answer of a cell for typed or pasted ``text``.

    Several options stand between semicolons. A number keeps the unit that was chosen for it.
    """
    if column.type is QuestionType.SELECT_ONE:
        return option(column.choices, text.strip())
    if column.type is QuestionType.SELECT_MULTIPLE:
        return _several(column.choices, text.strip())
    if column.type is QuestionType.ACKNOWLEDGE:
        return _seen(text.strip())
    answer = typed(column.type, text, before)
    is_number = column.type in NUMBERS and bool(answer.text)
    return replace(answer, unit=(before.unit or column.unit) if is_number else None)


def _moment(kind: QuestionType, text: str) -> str | None:
    """Return the ISO form of a time, or of a date with a time; None if it is none."""
    if kind is QuestionType.TIME:
        return iso_time(text)
    halves = day_and_time(text)
    if halves is None:
        return None
    day, clock = iso_date(halves[0]), iso_time(halves[1])
    return f"{day}T{clock}" if day is not None and clock is not None else None


def _number(kind: QuestionType, text: str) -> str | None:
    value = parse_number(text).value
    if value is None or (kind is QuestionType.INTEGER and value != value.to_integral_value()):
        return None
    return plain(value)


def option(choices: tuple[Choice, ...], text: str) -> Answer:
    """Return the option that is named, or labelled in any language, as ``text``."""
    if not text:
        return EMPTY
    for choice in choices:
        labels = (choice.name, choice.label.ru, choice.label.kk, choice.label.en)
        if text.casefold() in {label.casefold() for label in labels if label}:
            return Answer(value=choice.name)
    return Answer(text=text)


def _seen(text: str) -> Answer:
    """Return what was confirmed; the text as it is where it is no word for yes."""
    if not text:
        return EMPTY
    return Answer(value=SEEN) if text.casefold() in _CONFIRMING else Answer(text=text)


def _several(choices: tuple[Choice, ...], text: str) -> Answer:
    """Return the options between semicolons; the text as it is where one of them is none."""
    wanted = [part for each in text.split(BETWEEN) if (part := each.strip())]
    found = [option(choices, part).value for part in wanted]
    names = tuple(name for name in found if isinstance(name, str))
    if len(names) != len(wanted):
        return Answer(text=text)
    return Answer(value=tuple(dict.fromkeys(names))) if names else EMPTY
