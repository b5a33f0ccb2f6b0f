"""The answers of an audit as rows of a workbook: a row a question, and a row a filled cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.host import PackHost
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Column as Asked
from kta_desktop.domain.definition import Question, QuestionType, Section
from kta_desktop.forms.problems import decimal_of, spread_of
from kta_desktop.forms.standing import QuestionStatus
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import unit_text, value_text
from kta_desktop.i18n import N_
from kta_desktop.reports.chips import verdict_chip
from kta_desktop.reports.context import Authored, Context
from kta_desktop.reports.values import origin, why_blank, worded
from kta_desktop.reports.workbook.leaf import NARROW, WIDE, WIDEST, Cell, Column, Leaf
from kta_desktop.reports.workbook.leaf import Row as Cells
from kta_desktop.reports.workbook.words import (
    INSTANCE,
    NUMBER,
    PATH,
    QUESTION,
    ROW,
    SECTION,
    STATUSES,
    instance,
    moment,
    yes_no,
)

TITLE = N_("Answers of the audit")
ABOUT = N_(
    "Every question that applies, and every cell of a table that is filled, a row each: as "
    "entered, as a number in the unit it was entered in, and in the unit of the checklist"
)
COLUMN, AS_ENTERED, CODES = N_("Column"), N_("As entered"), N_("Codes of options")
VALUE, UNIT = N_("Value"), N_("Unit")
CONVERTED, ITS_UNIT = N_("Value in the unit of the checklist"), N_("Unit of the checklist")
SPREAD, ORIGIN, STATUS = N_("U (k = 2)"), N_("Origin"), N_("Status")
BLANK, NOTE, CONFIRMED = N_("Why there is no answer"), N_("Note"), N_("Why it is confirmed")
VERDICT, AUTHOR, AT = N_("Against the level"), N_("Author"), N_("Entered at")
EVIDENCE, NAME, CONCEPT = N_("Evidence"), N_("Name in expressions"), N_("Concept")
TYPE, SECRET = N_("Type of answer"), N_("Trade secret")
_KNOWN = 12  # significant digits of a number that was worked out
_NUMERIC = (QuestionType.DECIMAL, QuestionType.INTEGER, QuestionType.RANGE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question or a cell on its way into a row.

    Attributes:
        place: The question.
        path: Of the answer.
        asked: What is asked: the question itself or a column.
        answer: What was entered.
        where: The instances it is in, in words.
        row: Number of the row of the table, from 1; None for a question.
    """

    place: Place
    path: str
    asked: Question | Asked
    answer: Answer
    where: str
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What all rows share: units, names of auditors by id, who wrote what last by path."""

    host: PackHost
    names: Mapping[str, str]
    written: Mapping[str, Authored]


def answers_leaf(context: Context) -> Leaf:
    """Return the sheet of all answers."""
    word = context.tongue.word
    columns = (
        Column(word(SECTION), width=WIDE),
        Column(word(NUMBER), width=NARROW),
        Column(word(QUESTION), width=WIDEST),
        Column(word(INSTANCE), width=WIDE),
        Column(word(ROW), width=8),
        Column(word(COLUMN), width=WIDE),
        Column(word(AS_ENTERED), width=WIDE),
        *(Column(word(head)) for head in (VALUE, UNIT, SPREAD, CONVERTED, ITS_UNIT)),
        Column(word(ORIGIN), width=WIDE),
        Column(word(STATUS)),
        *(Column(word(head), width=WIDE) for head in (BLANK, NOTE, CONFIRMED, VERDICT, AUTHOR)),
        *(Column(word(head)) for head in (AT, EVIDENCE, SECRET, CODES, NAME, CONCEPT, TYPE)),
        Column(word(PATH), width=WIDE),
    )
    return Leaf(
        name=context.tongue.say(TITLE),
        about=word(ABOUT),
        columns=columns,
        rows=_rows(context),
        fixed=3,
    )


def _rows(context: Context) -> Iterator[Cells]:
    about = _About(
        host=PackHost(context.record.definition),
        names={person.id: person.name for person in context.record.team},
        written=_last_written(context),
    )
    for section in context.sections():
        for place in context.state.places(section.name):
            if is_row(context, place):
                for asked in _asked(context, place):
                    yield _row(context, about, section, asked)


def is_row(context: Context, place: Place) -> bool:
    """Whether a question has a row: headings and words of the checklist have none."""
    if place.question.type in (QuestionType.REPEAT, QuestionType.NOTE):
        return False
    return not place.question.is_asked or context.is_wanted(place)


def _asked(context: Context, place: Place) -> Iterator[_Asked]:
    question, where = place.question, instance(context, place.address)
    yield _Asked(place, place.address, question, context.state.answer(place.address), where)
    if question.type is not QuestionType.TABLE:
        return
    for number, row in enumerate(context.state.rows(place.address), start=1):
        for column in question.columns:
            cell = row.cells.get(column.name, EMPTY)
            path = fieldpath.cell(place.address, row.id, column.name)
            if not cell.is_empty or column.type is QuestionType.CALCULATE:
                yield _Asked(place, path, column, cell, where, number)


def _row(context: Context, about: _About, section: Section, at: _Asked) -> Cells:
    tongue, question = context.tongue, at.place.question
    written = about.written.get(at.path)
    has_own = at.row is None
    return (
        f"{section.number}. {tongue.line(section.label)}",
        question.number,
        tongue.line(question.label),
        at.where,
        at.row,
        "" if has_own else tongue.line(at.asked.label),
        entered(context, at.path, at.asked, at.answer),
        *_figures(context, about.host, at),
        origin(at.answer, tongue.first),
        _status(context, at),
        why_blank(at.answer, tongue) if at.answer.blank else "",
        context.state.note(at.path) if has_own else "",
        context.state.confirmation(at.path) if has_own else "",
        _verdict(context, at.path),
        about.names.get(written.author, written.author) if written else "",
        moment(written.at, context.zone) if written else None,
        context.references(at.path).strip("[]") if has_own else "",
        yes_no(context, value=True) if context.is_marked(at.path) else "",
        _codes(at.answer),
        question.name if has_own else f"{question.name}.{at.asked.name}",
        at.asked.concept,
        str(at.asked.type),
        at.path,
    )


def entered(context: Context, path: str, asked: Question | Asked, answer: Answer) -> str:
    """Return an answer as it was typed, the words of the options chosen, or what was worked out."""
    if context.is_left_out(path):
        return context.why_left_out(path)
    if asked.type is QuestionType.CALCULATE:
        return value_text(asked, context.state.value(path), context.tongue.first)
    if answer.text is not None:
        return answer.text
    return worded(asked, answer, context.tongue).replace("\n", "; ")


def _figures(context: Context, host: PackHost, at: _Asked) -> tuple[Cell, ...]:
    """Return value and unit as entered, U, value and unit of the checklist."""
    number = figure(context, at.path, at.asked, at.answer)
    if number is None:
        return (None, "", None, None, "")
    lang = context.tongue.first
    own = unit_text(context.state, at.path, at.asked, lang)
    told = formatting.unit(at.answer.unit, lang) if at.answer.unit else own
    converted = in_unit_of(host, at.asked, at.answer, number)
    return (number, told, spread_of(at.answer), converted, own)


def figure(
    context: Context, path: str, asked: Question | Asked, answer: Answer
) -> Decimal | int | None:
    """Return the number that an answer is; None if it is none."""
    if asked.type is QuestionType.CALCULATE:
        return _worked_out(context.state.value(path))
    return decimal_of(answer) if asked.type in _NUMERIC else None


def _worked_out(value: object) -> Decimal | None:
    match value:
        case bool():
            return None
        case Decimal() | int():
            return formatting.significant(Decimal(value), _KNOWN)
        case _:
            return None


def in_unit_of(
    host: PackHost, asked: Question | Asked, answer: Answer, number: Decimal | int
) -> Decimal | int | None:
    """Return a number in the unit of the checklist; None if it cannot be converted."""
    if answer.unit in (None, asked.unit):
        return number
    if asked.unit is None or answer.unit is None:
        return None
    found = host.convert(Decimal(number), answer.unit, asked.unit)
    return None if found is None else formatting.significant(found, _KNOWN)


def _status(context: Context, at: _Asked) -> str:
    if at.asked.type is QuestionType.CALCULATE:
        return ""
    status = context.state.status(at.path) if at.row is None else _of_cell(at.answer)
    return context.tongue.word(STATUSES[status])


def _of_cell(answer: Answer) -> QuestionStatus:
    if answer.is_unreadable:
        return QuestionStatus.ERROR
    if answer.copied_from:
        return QuestionStatus.COPIED
    return QuestionStatus.ANSWERED if answer.is_answered else QuestionStatus.BLANK


def _verdict(context: Context, path: str) -> str:
    judgement = context.judgements.get(path)
    return "" if judgement is None else verdict_chip(judgement, context.tongue).text


def _last_written(context: Context) -> dict[str, Authored]:
    """Return who last wrote an answer, its note or an attachment, by path of the answer."""
    found: dict[str, Authored] = {}
    for path, mark in context.authorship.items():
        owner = path.partition("#")[0]
        if owner not in found or found[owner].at < mark.at:
            found[owner] = mark
    return found


def _codes(answer: Answer) -> str:
    if isinstance(answer.value, tuple):
        return " ".join(answer.value)
    return answer.value or "" if answer.text is None and answer.value else ""
