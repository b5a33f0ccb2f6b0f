"""What is wrong with an answer, in a sentence for the person who typed it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Column, Question, QuestionType, Text
from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.i18n import N_, _, language

ERROR = "error"
WARNING = "warning"
NUMBERS = (QuestionType.DECIMAL, QuestionType.INTEGER, QuestionType.RANGE)
_NOTHING = Text()

_NOT_A_NUMBER = N_(
    "«{text}» is not a number. What was typed is kept. Correct it, for example: {example}"
)
_NOT_WHOLE = N_(
    "«{text}» is not a whole number. What was typed is kept. Correct it, for example: {example}"
)
_TWO_READINGS = N_(
    "«{text}» can be read as {first} or as {second}. What was typed is kept. "
    "Choose which number is meant."
)
_NOT_A_DATE = N_(
    "«{text}» is not a date. What was typed is kept. Correct it, for example: {example}"
)
_NOT_A_TIME = N_(
    "«{text}» is not a time. What was typed is kept. Correct it, for example: {example}"
)
_NOT_A_MOMENT = N_(
    "«{text}» is not a date with a time. What was typed is kept. Correct it, for example: {example}"
)
_NOT_OFFERED = N_(
    "«{text}» does not fit the other answers. The answer is kept. Choose another option, or "
    "correct those answers."
)
_NO_OPTION = N_(
    "«{text}» is not among the options of this question. The answer is kept. Choose an option."
)
_NOT_READ = N_("«{text}» has no meaning here. What was typed is kept. Correct it.")
_OUTSIDE = N_("«{text}» is outside of what is possible here. What was typed is kept. Check it.")
_BEYOND = N_("«{text}» is beyond {ends}. What was typed is kept. Correct it.")
_BETWEEN = N_("«{text}» is between two steps of {step}. What was typed is kept. Correct it.")
_DOUBTFUL = N_("«{text}» is unusual. The answer is kept. Check it, or confirm it with a reason.")
_NEEDED = N_(
    "Nothing is entered. The other cells of the row are kept. Fill the cell in, or give a reason."
)
_IN_CELL = N_("Row {row}, {column}: {sentence}")

_EXAMPLES: Mapping[str, str] = {
    _NOT_A_NUMBER: "12,5",
    _NOT_WHOLE: "12",
    _NOT_A_DATE: "22.11.2026",
    _NOT_A_TIME: "14:30",
    _NOT_A_MOMENT: "22.11.2026 14:30",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about one answer or one cell that wants attention.

    Attributes:
        severity: ``error`` (not counted until corrected) or ``warning`` (counts, wants a reason).
        code: Stable name.
        message: Message id of the program, or empty where ``text`` says it.
        text: Words of the pack; empty where ``message`` says it.
        details: What the message names.
        row: Id of the row of a table; None for a question without rows.
        row_number: Its number on screen, from 1.
        column: Name of the column.
        column_label: Heading of the column.
        confirmed: Whether a reason was given for a warned value.
    """

    severity: str
    code: str
    message: str = ""
    text: Text = _NOTHING
    details: Mapping[str, str] | None = None
    row: str | None = None
    row_number: int | None = None
    column: str | None = None
    column_label: Text = _NOTHING
    confirmed: bool = False

    def sentence(self, lang: str | None = None) -> str:
        """Return what is wrong, what is kept and what to do, by default in the user's language."""
        spoken = lang or language()
        said = self.text.get(spoken) or _(self.message, spoken).format(**(self.details or {}))
        if self.row is None:
            return said
        place = {"row": self.row_number, "column": self.column_label.get(spoken)}
        return _(_IN_CELL, spoken).format(**place, sentence=said)


def of_answer(
    question: Question | Column, answer: Answer, names: Container[str] | None = None
) -> Iterator[Problem]:
    """Yield what makes ``answer`` unreadable as an answer to a question or cell.

    ``names`` are those of its options, where they are known beforehand: lists may be long.
    """
    if answer.is_empty or (answer.value is None and not answer.text):
        return
    match question.type:
        case QuestionType.DECIMAL | QuestionType.INTEGER | QuestionType.RANGE:
            yield from _of_number(question.type, answer)
            yield from _of_range(question, answer)
        case QuestionType.DATE | QuestionType.TIME | QuestionType.DATETIME:
            yield from _of_moment(question.type, answer)
        case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE | QuestionType.RANK:
            known = {c.name for c in question.choices} if names is None else names
            yield from _of_choice(known, answer)
        case _:
            if answer.is_unreadable and question.type is not QuestionType.TEXT:
                yield _error("unreadable", _NOT_READ, _typed(answer))


def broken(severity: str, text: Text, answer: Answer, *, confirmed: bool) -> Problem:
    """Return the problem of an answer that does not satisfy a rule.

    A broken rule of severity ``warning`` may be confirmed with a reason; an error may not.
    """
    if severity != WARNING:
        message, code, confirmed = _OUTSIDE, "constraint", False
    else:
        message, code = _DOUBTFUL, "warning"
    return Problem(
        severity=WARNING if severity == WARNING else ERROR,
        code=code,
        message="" if not text.is_empty else message,
        text=text,
        details={"text": _typed(answer)},
        confirmed=confirmed,
    )


def not_offered(question: Question | Column, option: str) -> Problem:
    """Return the problem of an option that the other answers exclude."""
    choice = question.choice(option)
    shown = option if choice is None else choice.label.get(language())
    return _error("not-offered", _NOT_OFFERED, shown or option)


def needed() -> Problem:
    """Return the problem of a required cell that is empty in a row that was begun."""
    return Problem(severity=ERROR, code="needed", message=_NEEDED)


def _of_number(kind: QuestionType, answer: Answer) -> Iterator[Problem]:
    number = decimal_of(answer)
    if number is None:
        yield _unread_number(_typed(answer))
    elif kind is QuestionType.INTEGER and number != number.to_integral_value():
        yield _error("not-whole", _NOT_WHOLE, _typed(answer))


def _of_moment(kind: QuestionType, answer: Answer) -> Iterator[Problem]:
    if kind is QuestionType.DATE:
        if not _is_date(answer.value):
            yield _error("date", _NOT_A_DATE, _typed(answer))
    elif not is_moment(kind, answer.value):
        message = _NOT_A_TIME if kind is QuestionType.TIME else _NOT_A_MOMENT
        yield _error("time", message, _typed(answer))


def _of_range(question: Question | Column, answer: Answer) -> Iterator[Problem]:
    """Yield what is wrong with a number of a range: beyond its ends, or between its steps."""
    ends, number = (question.more or {}).get("parameters"), decimal_of(answer)
    if question.type is not QuestionType.RANGE or not isinstance(ends, Mapping) or number is None:
        return
    start, end, step = (_parameter(ends, name) for name in ("start", "end", "step"))
    if (start is not None and number < start) or (end is not None and number > end):
        shown = (plain(x).replace(".", ",") if x is not None else "…" for x in (start, end))
        details = {"text": _typed(answer), "ends": "–".join(shown)}
        yield Problem(severity=ERROR, code="constraint", message=_BEYOND, details=details)
    elif step and (number - (start or Decimal(0))) % step:
        details = {"text": _typed(answer), "step": plain(step).replace(".", ",")}
        yield Problem(severity=ERROR, code="constraint", message=_BETWEEN, details=details)


def _parameter(parameters: Mapping[str, JsonValue], name: str) -> Decimal | None:
    return parse_number(str(parameters[name])).value if name in parameters else None


def _unread_number(typed: str) -> Problem:
    readings = parse_number(typed).readings
    if len(readings) == 2:
        first, second = (plain(number).replace(".", ",") for number in readings)
        details = {"text": typed, "first": first, "second": second}
        return Problem(severity=ERROR, code="two-readings", message=_TWO_READINGS, details=details)
    return _error("not-a-number", _NOT_A_NUMBER, typed)


def _of_choice(names: Container[str], answer: Answer) -> Iterator[Problem]:
    value = answer.value
    chosen = value if isinstance(value, tuple) else (value or answer.text or "",)
    for option in chosen:
        if option not in names:
            yield _error("no-option", _NO_OPTION, option)


def _error(code: str, message: str, typed: str) -> Problem:
    details = {"text": typed, "example": _EXAMPLES.get(message, "")}
    return Problem(severity=ERROR, code=code, message=message, details=details)


def _typed(answer: Answer) -> str:
    """Return what the person typed or chose."""
    if answer.text:
        return answer.text
    value = answer.value
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def decimal_of(answer: Answer) -> Decimal | None:
    """Return the number of an answer; None if it has none."""
    if not isinstance(answer.value, str):
        return None
    return parse_number(answer.value).value


def spread_of(answer: Answer) -> Decimal | None:
    """Return U (k = 2) beside the number of an answer, never negative.

    None if it has none, or one without a meaning, as another version of the program may send.
    """
    spread = parse_number(answer.uncertainty or "").value
    return None if spread is None else abs(spread)


def _is_date(value: str | tuple[str, ...] | None) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def is_moment(kind: QuestionType, value: object) -> bool:
    """Whether ``value`` is an ISO time, or a date with a time where that is asked for."""
    read = time.fromisoformat if kind is QuestionType.TIME else datetime.fromisoformat
    try:
        read(str(value))
    except ValueError:
        return False
    return True
