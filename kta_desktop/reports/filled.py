"""The filled sheet section by section: № | question | answer | basis."""

from reportlab.platypus import Flowable

from kta_desktop.domain.definition import Question, Section, Text
from kta_desktop.domain.verdict import Verdict
from kta_desktop.formatting import NBSP
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.i18n import N_
from kta_desktop.reports.answers import answer_cell, is_unconfirmed
from kta_desktop.reports.basis import basis_cell
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import Cells, height_of, paged_rows
from kta_desktop.reports.page import Mark
from kta_desktop.reports.photos import section_evidence
from kta_desktop.reports.style import GREY, MM, PAD, THIN, WIDTH, gap, para, plain, table
from kta_desktop.reports.tables import OF

QUESTION = N_("Question")
ANSWER = N_("Answer")
BASIS = N_("Basis")
ANSWERED = N_("Answers")
BLANKS = N_("blank with a reason")
UNCONFIRMED_COUNT = N_("not confirmed")
EXCEEDED = N_("beyond the level")
INDISTINCT = N_("not distinguishable")
_WIDTHS = (10 * MM, 58 * MM, 84 * MM, WIDTH - 152 * MM)


def section_part(context: Context, section: Section, room: float) -> list[Flowable]:
    """Return a section, or nothing if none of its questions applies.

    Args:
        context: The audit.
        section: Which one.
        room: Height that content has on a page, in points.
    """
    questions = context.state.visible(section.name)
    if not questions:
        return []
    heads = _heads(context, section)
    tallest = room - _height(heads) - 2
    body = [
        piece
        for question in questions
        for piece in _numbered(paged_rows(_row(context, question), _WIDTHS, tallest), question)
    ]
    look = plain(*_HEADING, side=PAD, rise=PAD)
    items = [item for question in questions for item in context.state.evidence(question.name)]
    items.sort(key=lambda item: item.id)
    return [
        Mark(f"section-{section.name}", _title(section.label, section, context)),
        table([*heads, *body], list(_WIDTHS), look, repeat=2),
        gap(3),
        *section_evidence(context, items),
        para(tally(context, questions), "small"),
        gap(10),
    ]


def tally(context: Context, questions: tuple[Question, ...]) -> str:
    """Return how far the questions are answered and what was noted among them, in words."""
    tongue, state = context.tongue, context.state
    statuses = [state.status(question.name) for question in questions]
    done = (QuestionStatus.ANSWERED, QuestionStatus.WARNING)
    verdicts = [
        judgement.verdict
        for question in questions
        for _path, judgement in context.judged(question.name)
    ]
    counts = (
        (BLANKS, statuses.count(QuestionStatus.BLANK)),
        (UNCONFIRMED_COUNT, sum(is_unconfirmed(context, question) for question in questions)),
        (EXCEEDED, verdicts.count(Verdict.EXCEEDS)),
        (INDISTINCT, verdicts.count(Verdict.NOT_DISTINGUISHABLE)),
    )
    answered = sum(status in done for status in statuses)
    of = tongue.say(OF, done=str(answered), total=str(len(questions)))
    parts = [tongue.fact(ANSWERED, of)]
    parts += [tongue.fact(words, str(count)) for words, count in counts if count]
    return "; ".join(parts).replace(": ", f":{NBSP}") + "."


_HEADING = (
    ("SPAN", (0, 0), (-1, 0)),
    ("GRID", (0, 1), (-1, -1), THIN, (0, 0, 0)),
    ("LEFTPADDING", (0, 0), (-1, 0), 0),
    ("BACKGROUND", (0, 1), (-1, 1), (GREY, GREY, GREY)),
    ("VALIGN", (0, 1), (-1, 1), "BOTTOM"),
)


def _title(label: Text, section: Section, context: Context) -> str:
    return f"{section.number}. {label.get(context.tongue.first)}"


def _heads(context: Context, section: Section) -> list[list[list[Flowable]]]:
    tongue = context.tongue
    title = tongue.stacked(section.label, "heading", "second", lead=f"{section.number}. ")
    words = ["№", *(tongue.word(word) for word in (QUESTION, ANSWER, BASIS))]
    return [[title, [], [], []], [[para(word, "head")] for word in words]]


def _height(heads: list[list[list[Flowable]]]) -> float:
    title = height_of(heads[0][0], WIDTH) + 2 * PAD
    cells = zip(heads[1], _WIDTHS, strict=True)
    return title + max(height_of(cell, width - 2 * PAD) for cell, width in cells) + 2 * PAD


def _numbered(pieces: list[Cells], question: Question) -> list[Cells]:
    """Return the rows of one question, those that go on from a page before marked as such."""
    for piece in pieces[1:]:
        piece[0] = [para(f"{question.number} …", "strong")]
    return pieces


def _row(context: Context, question: Question) -> Cells:
    number: list[Flowable] = [para(question.number, "strong")]
    return [
        number,
        context.tongue.stacked(question.label),
        answer_cell(context, question, _WIDTHS[2] - 2 * PAD),
        basis_cell(context, question),
    ]
