"""The filled sheet section by section: № | question | answer | basis."""

from collections.abc import Callable

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
from kta_desktop.reports.question_rows import WIDTHS, QuestionRows, row_height
from kta_desktop.reports.signatures import signatures
from kta_desktop.reports.style import PAD, WIDTH, gap, para
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
_NAME = 120  # letters of a name in a heading: the question it answers prints it in full
_REST = WIDTH - WIDTHS[0]
_SIGNED_WITH = 0.7  # of a page that the last row may have to stay with the signatures
_LEAST_ROOM = 60.0  # points below a question in which a table can begin


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
    body = QuestionRows(_head(context))
    tallest = room - row_height(body.head) - 2
    for place in places:
        _place(context, place, body, tallest)
    items = [item for place in asked for item in context.state.evidence(place.address)]
    items.sort(key=lambda item: item.id)
    is_report = context.order.kind is Kind.REPORT  # it has an annex with all pictures, large
    evidence = [] if is_report else section_evidence(context, items)
    signed = [para(tally(context, asked), "small"), *signatures(context)]
    if evidence:
        closing = Closing([], [evidence[-1], *signed])
        return [*body.stretches(), gap(3), *evidence[:-1], closing]
    end = body.cut_end(room * _SIGNED_WITH)
    if end is None:
        return [*body.stretches(), gap(3), *signed]
    head = QuestionRows(body.head).headed()
    return [*body.stretches(), Closing([head], [end.bare(), gap(3), *signed])]


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


def _head(context: Context) -> Cells:
    words = ["№", *(context.tongue.word(word) for word in (QUESTION, ANSWER, BASIS))]
    return [[para(word, "head")] for word in words]


def _place(context: Context, place: Place, body: QuestionRows, tallest: float) -> None:
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


def _question(context: Context, place: Place, body: QuestionRows, tallest: float) -> None:
    """Add the row of a question, and below it its table if that is too wide for the cell."""
    width = WIDTHS[2] - 2 * PAD
    row: Cells = [
        [para(place.question.number, "strong")],
        context.tongue.stacked(place.question.label),
        answer_cell(context, place, width),
        basis_cell(context, place),
    ]
    room = tallest - body.tied_height()
    pieces = paged_rows(row, WIDTHS, room)
    for piece in pieces[1:]:
        piece[0] = [para(f"{place.question.number} …", "strong")]
    for piece in pieces:
        body.add(piece)
    below = wide_table(context, place, width, _REST - 2 * PAD)
    if below:
        _table_below(body, below, room - row_height(pieces[-1]), tallest)


def _table_below(body: QuestionRows, below: list[Flowable], room: float, tallest: float) -> None:
    """Add a table over the whole width; on the page of its question if it can begin there.

    Args:
        body: The rows so far.
        below: The table, or the tables that it was divided into.
        room: What the question leaves of a page.
        tallest: Greatest height of a row.
    """
    cells: Cells = [[], below]
    widths = (WIDTHS[0], _REST)
    rows = paged_rows(cells, widths, room) if room > _LEAST_ROOM else []
    if rows and all(height_of(row[1], _REST - 2 * PAD) <= room for row in rows):
        body.keep_with_next()
    else:
        rows = paged_rows(cells, widths, tallest)
    for row in rows:
        body.span(row[1], start=1)


def _repeat(context: Context, place: Place, body: QuestionRows, tallest: float) -> None:
    """Add the heading of a repeat: what its instances are and how many there are."""
    del tallest
    tongue, count = context.tongue, len(context.state.rows(place.address))
    lead = f"{place.question.number} ".lstrip()
    told = str(count) if count else tongue.word(NO_INSTANCES)
    title = tongue.line(place.question.label)
    body.span([para(f"{lead}{title}: {told}", "strong")], heading=count > 0)


def _note(context: Context, place: Place, body: QuestionRows, tallest: float) -> None:
    """Add words of the checklist."""
    del tallest
    body.span(context.tongue.stacked(place.question.label, "small", "small"))


_PARTS: dict[QuestionType, Callable[[Context, Place, QuestionRows, float], None]] = {
    QuestionType.REPEAT: _repeat,
    QuestionType.NOTE: _note,
}
