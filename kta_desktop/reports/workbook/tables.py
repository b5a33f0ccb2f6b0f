"""Tables and repeats of the checklist, a sheet each: a row is a row, a column holds one unit."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.host import PackHost
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Column as Asked
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.forms.answers import Row
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import instance_name
from kta_desktop.i18n import N_
from kta_desktop.reports.context import Context
from kta_desktop.reports.values import NO_ANSWER, why_blank
from kta_desktop.reports.workbook.answers import entered, figure, in_unit_of
from kta_desktop.reports.workbook.leaf import NARROW, WIDE, Cell, Column, Leaf
from kta_desktop.reports.workbook.leaf import Row as Cells
from kta_desktop.reports.workbook.words import INSTANCE, instance

BOTTLENECKS, MEASURES = N_("Bottlenecks"), N_("Measures")
TECHNIQUES_HERE = N_("Register of techniques")
ABOUT_TABLE = N_("Table {number} of the checklist: {title}")
ABOUT_REPEAT = N_("Section of the checklist that is filled in for each: {title}")
NAMED = N_("Called")
_NAMES = {
    "bottleneck.register": BOTTLENECKS,
    "plan.measures": MEASURES,
    "technique.register": TECHNIQUES_HERE,
}
_QUIET = (
    QuestionType.REPEAT,
    QuestionType.TABLE,
    QuestionType.NOTE,
    QuestionType.IMAGE,
    QuestionType.FILE,
)
_DAYS = (QuestionType.DATE, QuestionType.DATETIME)


def table_leaves(context: Context) -> Iterator[Leaf]:
    """Yield a sheet for each table and each repeat that has rows, in paper order.

    The registers of what an audit concludes are not among them, see ``register_leaves``.
    """
    return _leaves(context, are_registers=False)


def register_leaves(context: Context) -> Iterator[Leaf]:
    """Yield the registers of techniques, bottlenecks and measures that have rows."""
    return _leaves(context, are_registers=True)


def _leaves(context: Context, *, are_registers: bool) -> Iterator[Leaf]:
    found: dict[str, list[Place]] = {}
    for section in context.sections():
        for place in context.state.places(section.name):
            if not place.question.is_repeat:
                continue
            is_register = place.question.concept in _NAMES
            if is_register is are_registers and context.state.rows(place.address):
                found.setdefault(place.question.name, []).append(place)
    for places in found.values():
        is_table = places[0].question.type is QuestionType.TABLE
        yield _table(context, places) if is_table else _repeat(context, places)


def _table(context: Context, places: list[Place]) -> Leaf:
    question, tongue = places[0].question, context.tongue
    return _leaf(
        context,
        places,
        list(question.columns),
        tongue.say(ABOUT_TABLE, number=question.number, title=tongue.line(question.label)),
    )


def _repeat(context: Context, places: list[Place]) -> Leaf:
    question, tongue = places[0].question, context.tongue
    inside: list[Question | Asked] = [
        each
        for each in context.record.definition.questions
        if _repeat_of(context, each) == question.name and each.type not in _QUIET
    ]
    about = tongue.say(ABOUT_REPEAT, title=tongue.line(question.label))
    return _leaf(context, places, inside, about)


def _repeat_of(context: Context, question: Question) -> str | None:
    """Return the innermost repeat that a question is in, through groups; None if in none."""
    definition = context.record.definition
    groups = {group.name: group.parent for group in definition.groups}
    around = question.parent
    while around in groups:
        around = groups[around]
    return around


def _leaf(
    context: Context, places: list[Place], asked: list[Question | Asked] | list[Asked], about: str
) -> Leaf:
    question, word = places[0].question, context.tongue.word
    is_nested = any(place.rows for place in places)
    is_repeat = question.type is QuestionType.REPEAT
    known = _NAMES.get(question.concept)
    title = question.title.get(context.tongue.first)
    heads = [Column(word(INSTANCE), width=WIDE)] if is_nested else []
    heads.append(Column("№", width=6))
    heads += [Column(word(NAMED), width=WIDE)] if is_repeat else []
    return Leaf(
        name=context.tongue.say(known) if known else f"{question.number} {title}".strip(),
        about=about,
        columns=(*heads, *(_column(context, each) for each in asked)),
        rows=_rows(context, places, asked, is_nested=is_nested),
        fixed=len(heads),
    )


def _column(context: Context, asked: Question | Asked) -> Column:
    label = context.tongue.line(asked.label)
    if isinstance(asked, Question) and asked.number:
        label = f"{asked.number} {label}"
    is_text = asked.type is QuestionType.TEXT or len(label) > WIDE
    symbol = formatting.unit(asked.unit, context.tongue.first)
    return Column(label, symbol, WIDE if is_text else max(NARROW, min(len(label) + 2.0, 24.0)))


def _rows(
    context: Context,
    places: list[Place],
    asked: list[Question | Asked] | list[Asked],
    *,
    is_nested: bool,
) -> Iterator[Cells]:
    host = PackHost(context.record.definition)
    lang = context.tongue.first
    for place in places:
        for number, row in enumerate(context.state.rows(place.address), start=1):
            heads: list[Cell] = [instance(context, place.address)] if is_nested else []
            heads.append(number)
            if place.question.type is QuestionType.REPEAT:
                heads.append(instance_name(context.state, place.address, row.id, lang))
            yield [*heads, *(_cell(context, host, place, row, each) for each in asked)]


def _cell(
    context: Context, host: PackHost, place: Place, row: Row, asked: Question | Asked
) -> Cell:
    path = fieldpath.cell(place.address, row.id, asked.name)
    answer = row.cells.get(asked.name, EMPTY)
    if context.is_left_out(path):
        return context.why_left_out(path)
    if answer.blank is not None and not answer.is_answered:
        return context.tongue.fact(NO_ANSWER, why_blank(answer, context.tongue))
    number = figure(context, path, asked, answer)
    if number is not None:
        return _number(context, host, asked, answer, number)
    if asked.type in _DAYS and isinstance(answer.value, str):
        return _day(answer.value)
    return entered(context, path, asked, answer)


def _number(
    context: Context,
    host: PackHost,
    asked: Question | Asked,
    answer: Answer,
    number: Decimal | int,
) -> Cell:
    """Return a number in the unit of its column; with its own unit where it does not convert."""
    if asked.unit is None:
        return number
    found = in_unit_of(host, asked, answer, number)
    if found is not None:
        return found
    return formatting.quantity(str(number), answer.unit, context.tongue.first)


def _day(value: str) -> Cell:
    try:
        if "T" in value:
            return datetime.fromisoformat(value).replace(tzinfo=None)
        return date.fromisoformat(value)
    except ValueError:
        return value
