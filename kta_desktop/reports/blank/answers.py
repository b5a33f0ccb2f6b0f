"""Room for an answer on a blank sheet, by the type of the question."""

from collections.abc import Callable, Mapping, Sequence

from reportlab.platypus import Flowable, Table

from kta_desktop import formatting
from kta_desktop.domain.definition import Choice, Column, Question, QuestionType
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import BlankReason, OriginKind, blank_reasons, origins
from kta_desktop.reports.blank.boxes import Digits, Lines, Moment, Tick, Ticks
from kta_desktop.reports.blank.digits import cells, is_year
from kta_desktop.reports.layout import LONGEST_HEAD, brief
from kta_desktop.reports.style import MM, dense, grid, para, plain, table
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.typefaces import printable
from kta_desktop.reports.typefaces import width as text_width

NO_ANSWER = N_("No answer")
NOTE = N_("Note")
GOT = N_("How it was got")
ATTACHED = N_("Attached: numbers of photographs or documents")
ORDER = N_("Write 1, 2, 3 … into the boxes in order of weight")
DAY = N_("day, month, year")
FROM_LIST = N_("Write the answer; the program has the list of {count}")
_REASONS = ("no_instrument", "no_access", "refused", "not_recorded", "measure_later")
_ORIGINS = ("calculated", "measured_auditor", "estimated", "declared")
_MANY = 16  # options beyond which the answer is written, not ticked
_NAMED = 9  # options of a column that are told below the table
_SHORT = 60  # letters of a question that asks for a name or a number
_ROW = 7.5 * MM
_LEAST = 15 * MM  # width of a column that can be written into
_SIDE = 3.0
_APART, _BESIDE = 6 * MM, 60 * MM  # between cells and boxes; least width of boxes beside them
_NUMBERS = (QuestionType.DECIMAL, QuestionType.RANGE, QuestionType.INTEGER)


def answer_fields(question: Question, tongue: Tongue, width: float, rows: int) -> list[Flowable]:
    """Return the fields of a question.

    Args:
        question: What is asked.
        tongue: Language or languages.
        width: Room in points.
        rows: Empty rows of a table.
    """
    if question.type is QuestionType.TABLE:
        return _grid(question, tongue, width, rows)
    if question.type in _NUMBERS:
        return [_number(question, tongue, width)]
    make = _FIELDS.get(question.type)
    return [Lines(_lines(question))] if make is None else make(question, tongue)


def _lines(question: Question) -> int:
    """Return how many lines a text needs: many where it is to be long, few for a short question."""
    if question.appearance == "multiline":
        return 4
    return 2 if len(question.label.ru) <= _SHORT else 3


def reasons(question: Question, tongue: Tongue) -> list[Flowable]:
    """Return the boxes for why there is no answer; nothing where a blank says all."""
    if question.type is QuestionType.ACKNOWLEDGE:
        return []
    wanted = question.blank_reasons or _REASONS
    known: dict[str, BlankReason] = {reason.id: reason for reason in blank_reasons()}
    ticks = [Tick(tongue.line(known[name].label)) for name in wanted if name in known]
    return [Ticks(ticks, lead=f"{tongue.word(NO_ANSWER)}:", look="tiny")] if ticks else []


def note_line(tongue: Tongue) -> Flowable:
    """Return a line for a note."""
    return Lines(1, tongue.word(NOTE))


def _number(question: Question, tongue: Tongue, width: float) -> Flowable:
    """Return cells with the unit, and beside them boxes for how the figure was got."""
    room = Digits(cells(question), formatting.unit(question.unit, tongue.first))
    if is_year(question):
        return room  # nobody measures a year
    wide = room.wrap(width, 0)[0] + _APART
    if width - wide < _BESIDE:
        return table([[[room, _got(tongue)]]], [width], plain())
    return table([[room, _got(tongue)]], [wide, width - wide], plain())


def _got(tongue: Tongue) -> Flowable:
    known: dict[str, OriginKind] = {kind.id: kind for kind in origins()}
    ticks = [Tick(tongue.line(known[name].label)) for name in _ORIGINS if name in known]
    return Ticks(ticks, lead=f"{tongue.word(GOT)}:", look="tiny")


def _moment(question: Question, tongue: Tongue) -> list[Flowable]:
    cells_of = {
        QuestionType.DATE: "##.##.20##",
        QuestionType.TIME: "##:##",
        QuestionType.DATETIME: "##.##.20##  ##:##",
    }
    hint = [] if question.type is QuestionType.TIME else [para(tongue.word(DAY), "tiny")]
    return [Moment(cells_of[question.type]), *hint]


def _options(question: Question, tongue: Tongue) -> list[Flowable]:
    if len(question.choices) > _MANY:
        words = tongue.say(FROM_LIST, count=str(len(question.choices)))
        lines = Lines(2 if question.type is QuestionType.SELECT_MULTIPLE else 1)
        return [para(words, "tiny"), lines]
    hint = [para(tongue.word(ORDER), "tiny")] if question.type is QuestionType.RANK else []
    return [*hint, Ticks([_tick(choice, tongue) for choice in question.choices])]


def _acknowledge(question: Question, tongue: Tongue) -> list[Flowable]:
    return [Ticks([Tick(*tongue.label(question.title))])]


def _attached(_question: Question, tongue: Tongue) -> list[Flowable]:
    return [Lines(1, tongue.word(ATTACHED))]


_FIELDS: Mapping[QuestionType, Callable[[Question, Tongue], list[Flowable]]] = {
    QuestionType.DATE: _moment,
    QuestionType.TIME: _moment,
    QuestionType.DATETIME: _moment,
    QuestionType.SELECT_ONE: _options,
    QuestionType.SELECT_MULTIPLE: _options,
    QuestionType.RANK: _options,
    QuestionType.ACKNOWLEDGE: _acknowledge,
    QuestionType.IMAGE: _attached,
    QuestionType.FILE: _attached,
}


def _tick(choice: Choice, tongue: Tongue) -> Tick:
    return Tick(*tongue.label(choice.label))


def _grid(question: Question, tongue: Tongue, width: float, rows: int) -> list[Flowable]:
    """Return an empty table; columns that do not fit stand in a second one below, rows numbered."""
    columns = [column for column in question.columns if column.type is not QuestionType.CALCULATE]
    found: list[Flowable] = []
    for part in _stacked(columns, tongue, width):
        heads = [[para("№", "head")], *([para(_heading(c, tongue), "head")] for c in part)]
        body = [[str(n), *([""] * len(part))] for n in range(1, rows + 1)]
        number = 8 * MM
        least = [_width(column, tongue) for column in part]
        spare = (width - number - sum(least)) / len(part)
        widths = [number, *(need + spare for need in least)]
        look = grid(*dense(_SIDE, 2), head_rows=1)
        sheet = Table(
            [heads, *body],
            colWidths=widths,
            rowHeights=[None, *([_ROW] * rows)],
            style=look,
            repeatRows=1,
            hAlign="LEFT",
        )
        sheet.spaceBefore = 3
        found.append(sheet)
    return [*found, *_legend(columns, tongue)]


def _legend(columns: Sequence[Column], tongue: Tongue) -> list[Flowable]:
    """Return what may be written into columns of options, a line for each."""
    return [
        para(
            f"{tongue.line(column.label)}: "
            + " / ".join(tongue.line(choice.label) for choice in column.choices),
            "tiny",
        )
        for column in columns
        if 0 < len(column.choices) <= _NAMED
    ]


def _stacked(columns: Sequence[Column], tongue: Tongue, width: float) -> list[list[Column]]:
    """Return the columns in as many parts as the width needs."""
    room = width - 8 * MM
    parts: list[list[Column]] = []
    left = 0.0
    for column in columns:
        need = _width(column, tongue)
        if not parts or need > left:
            parts.append([])
            left = room
        parts[-1].append(column)
        left -= need
    return parts


def _heading(column: Column, tongue: Tongue) -> str:
    symbol = formatting.unit(column.unit, tongue.first)
    label = brief(printable(tongue.line(column.label)), LONGEST_HEAD)
    return f"{label}, {symbol}" if symbol else label


def _width(column: Column, tongue: Tongue) -> float:
    words = printable(_heading(column, tongue)).split()
    longest = max((text_width(word, 8, bold=True) for word in words), default=0.0)
    wide = 34 * MM if column.type is QuestionType.TEXT else _LEAST
    return max(wide, longest + 2 * _SIDE + 1)
