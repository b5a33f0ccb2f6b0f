"""The filled sheet section by section: № | question | answer | basis."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reportlab.platypus import Flowable

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import QuestionType, Section
from kta_desktop.domain.verdict import Verdict
from kta_desktop.formatting import NBSP
from kta_desktop.forms.state import Place, QuestionStatus
from kta_desktop.i18n import N_
from kta_desktop.reports.answers import answer_cell, is_unconfirmed, wide_table
from kta_desktop.reports.basis import basis_cell
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import Cells, Closing, brief, height_of, paged_rows
from kta_desktop.reports.order import Kind
from kta_desktop.reports.pack_names import pack_name
from kta_desktop.reports.parts import Part
from kta_desktop.reports.photos import section_evidence
from kta_desktop.reports.signatures import signatures
from kta_desktop.reports.style import GREY, MM, PAD, THIN, WIDTH, gap, para, plain, table
from kta_desktop.reports.tables import OF
from kta_desktop.reports.unprintable import standing

QUESTION = N_("Question")
ANSWER = N_("Answer")
BASIS = N_("Basis")
ANSWERED = N_("Answers")
BLANKS = N_("blank with a reason")
UNCONFIRMED_COUNT = N_("not confirmed")
EXCEEDED = N_("beyond the level")
INDISTINCT = N_("not distinguishable")
NO_INSTANCES = N_("none entered")
_ENDLESS = 1e6
_NAME = 120  # letters of a name in a heading: the question it answers prints it in full
_WIDTHS = (12 * MM, 57 * MM, 83 * MM, WIDTH - 152 * MM)
_REST = WIDTH - _WIDTHS[0]
_SIGNED_WITH = 0.7  # of a page that the last row may have to stay with the signatures
_LEAST_ROOM = 60.0  # points below a question in which a table can begin


_Look: TypeAlias = tuple[Any, ...]
"""A command of a table: its name, the first and the last cell it holds for, what it takes."""


def _moved(command: _Look, rows: int) -> _Look:
    """Return a command for cells that stand so many rows further down."""
    name, (left, top), (right, bottom), *more = command
    return (name, (left, top + rows), (right, bottom + rows), *more)


@dataclass(slots=True)
class _Body:
    """The rows of a section, with what the table must know of each.

    Attributes:
        rows: Cells of each row.
        look: Commands of the table for single rows.
        first: Number of the first row in the table: heads come before it.
        begun: Paths of the instances whose heading is there.
        tied: Places of the rows that are kept with the next one.
    """

    first: int
    rows: list[Cells] = field(default_factory=list)
    look: list[_Look] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    tied: set[int] = field(default_factory=set)

    def add(self, cells: Cells) -> None:
        """Add a row of four cells."""
        self.rows.append(cells)

    def table(self, heads: list[Cells]) -> Flowable:
        """Return the rows as a table below ``heads``, which return on every page."""
        look = (*(_HEADING if heads else _RULES), *self.look)
        rows = [*heads, *self.rows]
        return table(rows, list(_WIDTHS), plain(*look, side=PAD, rise=PAD), repeat=len(heads))

    def cut_end(self, tallest: float) -> "_Body | None":
        """Take away the last row, with what it must not be parted from, and return it.

        None if that is everything, or taller than ``tallest`` points.
        """
        start = len(self.rows) - 1
        while start > 0 and start - 1 in self.tied:
            start -= 1
        if start <= 0:
            return None
        row = self.first + start
        end = _Body(0, self.rows[start:])
        end.look = [_moved(each, -row) for each in self.look if each[1][1] >= row]
        if end.table([]).wrap(WIDTH, _ENDLESS)[1] > tallest:
            return None
        self.rows = self.rows[:start]
        self.look = [each for each in self.look if each[1][1] < row]
        return end

    def keep_with_next(self) -> None:
        """Keep the row that was added last on one page with the row that is added next."""
        row = self.first + len(self.rows) - 1
        self.tied.add(len(self.rows) - 1)
        self.look.append(("NOSPLIT", (0, row), (-1, row + 1)))

    def tied_height(self) -> float:
        """Return the height of the headings at the end, which the next row is kept with."""
        place, total = len(self.rows) - 1, 0.0
        while place in self.tied:
            total += height_of(self.rows[place][0], WIDTH - 2 * PAD) + 2 * PAD
            place -= 1
        return total

    def span(self, parts: list[Flowable], *, start: int = 0, heading: bool = False) -> None:
        """Add a row of one cell from the column ``start`` on; a heading stays with what follows."""
        row = self.first + len(self.rows)
        cells: Cells = [[] for _width in _WIDTHS]
        cells[start] = parts
        self.rows.append(cells)
        self.look.append(("SPAN", (start, row), (-1, row)))
        if heading:
            self.look.append(("BACKGROUND", (0, row), (-1, row), (GREY, GREY, GREY)))
            self.keep_with_next()


def filled_parts(context: Context) -> list[Part]:
    """Return a sheet for each section that was asked for and has something to say."""
    parts = [_section(context, section) for section in context.sections()]
    return [part for part in parts if part is not None]


def _section(context: Context, section: Section) -> Part | None:
    """Return a section, or None if none of its questions is wanted."""
    places = tuple(
        place
        for place in context.state.places(section.name)
        if not place.question.is_asked or context.is_wanted(place)
    )
    if not any(place.question.is_asked for place in places):
        return None
    labels = [text for text in context.tongue.label(section.label) if text]
    return Part(
        key=f"section-{section.name}",
        titles=tuple(f"{section.number}. {text}" for text in labels),
        within=pack_name(context.record.definition, section, context.tongue),
        make=lambda room: _story(context, places, room),
    )


def _story(context: Context, places: tuple[Place, ...], room: float) -> list[Flowable]:
    asked = tuple(place for place in places if place.question.is_asked)
    heads = _heads(context)
    tallest = room - _row_height(heads[0]) - 2
    body = _Body(len(heads))
    for place in places:
        _place(context, place, body, tallest)
    items = [item for place in asked for item in context.state.evidence(place.address)]
    items.sort(key=lambda item: item.id)
    is_report = context.order.kind is Kind.REPORT  # it has an annex with all pictures, large
    evidence = [] if is_report else section_evidence(context, items)
    signed = [para(tally(context, asked), "small"), *signatures(context)]
    if evidence:
        closing = Closing([], [evidence[-1], *signed])
        return [body.table(heads), gap(3), *evidence[:-1], closing]
    end = body.cut_end(room * _SIGNED_WITH)
    if end is None:
        return [body.table(heads), gap(3), *signed]
    head = _Body(0).table(heads)
    return [body.table(heads), Closing([head], [end.table([]), gap(3), *signed])]


def tally(context: Context, places: tuple[Place, ...]) -> str:
    """Return how far the questions are answered and what was noted among them, in words."""
    tongue, state = context.tongue, context.state
    statuses = [state.status(place.address) for place in places]
    done = (QuestionStatus.ANSWERED, QuestionStatus.WARNING)
    verdicts = [
        judgement.verdict for place in places for _path, judgement in context.judged(place.address)
    ]
    counts = (
        (BLANKS, statuses.count(QuestionStatus.BLANK)),
        (UNCONFIRMED_COUNT, sum(is_unconfirmed(context, place.address) for place in places)),
        (EXCEEDED, verdicts.count(Verdict.EXCEEDS)),
        (INDISTINCT, verdicts.count(Verdict.NOT_DISTINGUISHABLE)),
    )
    answered = sum(status in done for status in statuses)
    of = tongue.say(OF, done=str(answered), total=str(len(places)))
    parts = [tongue.fact(ANSWERED, of)]
    parts += [tongue.fact(words, str(count)) for words, count in counts if count]
    return "; ".join(parts).replace(": ", f":{NBSP}") + "."


_RULES = (("GRID", (0, 0), (-1, -1), THIN, (0, 0, 0)),)
_HEADING = (
    *_RULES,
    ("BACKGROUND", (0, 0), (-1, 0), (GREY, GREY, GREY)),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
)


def _heads(context: Context) -> list[list[list[Flowable]]]:
    words = ["№", *(context.tongue.word(word) for word in (QUESTION, ANSWER, BASIS))]
    return [[[para(word, "head")] for word in words]]


def _row_height(cells: Cells) -> float:
    """Return the height of a row of four cells with its padding."""
    pairs = zip(cells, _WIDTHS, strict=True)
    return max(height_of(cell, width - 2 * PAD) for cell, width in pairs) + 2 * PAD


def _place(context: Context, place: Place, body: _Body, tallest: float) -> None:
    """Add the rows of one place; before the first of an instance the heading of the instance."""
    steps = place.address.split("/")
    for depth, number in enumerate(place.numbers):
        repeat, row = "/".join(steps[: 2 * depth + 1]), steps[2 * depth + 1]
        path = fieldpath.row(repeat, row)
        if path not in body.begun:
            body.begun.add(path)
            body.span([para(_instance(context, repeat, row, number), "strong")], heading=True)
    make = _PARTS.get(place.question.type, _question)
    with standing(place.question.number or place.question.title.get(context.tongue.first)):
        make(context, place, body, tallest)


def _instance(context: Context, repeat: str, row: str, number: int) -> str:
    """Return the heading of an instance: what it is, its number, the beginning of its name."""
    title = f"{context.tongue.line(context.state.question(repeat).title)} {number}"
    name = context.state.instance_title(repeat, row, context.tongue.first)
    return f"{title}: {brief(name, _NAME)}" if name else title


def _question(context: Context, place: Place, body: _Body, tallest: float) -> None:
    """Add the row of a question, and below it its table if that is too wide for the cell."""
    width = _WIDTHS[2] - 2 * PAD
    row: Cells = [
        [para(place.question.number, "strong")],
        context.tongue.stacked(place.question.label),
        answer_cell(context, place, width),
        basis_cell(context, place),
    ]
    room = tallest - body.tied_height()
    pieces = paged_rows(row, _WIDTHS, room)
    for piece in pieces[1:]:
        piece[0] = [para(f"{place.question.number} …", "strong")]
    for piece in pieces:
        body.add(piece)
    below = wide_table(context, place, width, _REST - 2 * PAD)
    if below:
        _table_below(body, below, room - _row_height(pieces[-1]), tallest)


def _table_below(body: _Body, below: list[Flowable], room: float, tallest: float) -> None:
    """Add a table over the whole width; on the page of its question if it can begin there.

    Args:
        body: The rows so far.
        below: The table, or the tables that it was divided into.
        room: What the question leaves of a page.
        tallest: Greatest height of a row.
    """
    cells: Cells = [[], below]
    widths = (_WIDTHS[0], _REST)
    rows = paged_rows(cells, widths, room) if room > _LEAST_ROOM else []
    if rows and all(height_of(row[1], _REST - 2 * PAD) <= room for row in rows):
        body.keep_with_next()
    else:
        rows = paged_rows(cells, widths, tallest)
    for row in rows:
        body.span(row[1], start=1)


def _repeat(context: Context, place: Place, body: _Body, tallest: float) -> None:
    """Add the heading of a repeat: what its instances are and how many there are."""
    del tallest
    tongue, count = context.tongue, len(context.state.rows(place.address))
    lead = f"{place.question.number} ".lstrip()
    told = str(count) if count else tongue.word(NO_INSTANCES)
    title = tongue.line(place.question.label)
    body.span([para(f"{lead}{title}: {told}", "strong")], heading=count > 0)


def _note(context: Context, place: Place, body: _Body, tallest: float) -> None:
    """Add words of the checklist."""
    del tallest
    body.span(context.tongue.stacked(place.question.label, "small", "small"))


_PARTS: dict[QuestionType, Callable[[Context, Place, _Body, float], None]] = {
    QuestionType.REPEAT: _repeat,
    QuestionType.NOTE: _note,
}
