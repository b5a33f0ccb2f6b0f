"""The register of confidential data: what, on what grounds, who says so, how this print treats it.

It speaks about secrets and never prints one: titles, grounds and people. A layout that leaves
secrets out prints the titles alone, for grounds may tell what they protect; what the plant claims
is in its own words, so there they are only counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.confidential import Confidential, SaidBy
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import FormState, Place, Row
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_
from kta_desktop.packs.reference_layouts import Treatment
from kta_desktop.reports.context import Context, read_sessions
from kta_desktop.reports.echoes import echoes
from kta_desktop.reports.layout import TALLEST, Cells, paged_rows
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.secrecy import (
    PLANT_VIEW,
    file_secrecy,
    holds_anything,
    is_contact,
)
from kta_desktop.reports.signatures import signatures
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, table

TITLE = N_("Register of confidential data")
ANSWERS = N_("Confidential answers")
FILES = N_("Confidential files")
SESSIONS = N_("Confidential measurements")
CLAIMS = N_("What the plant holds confidential")
COUNTED = N_("Claims of the plant that are not printed: {count}")
NUMBER = N_("No.")
WHAT = N_("What is confidential")
GROUNDS = N_("On what grounds")
WHO = N_("Who said so and when")
TREATED = N_("In this print")
CHECKLIST = N_("The checklist")
WORKED_OUT = N_("Would tell")
REMARK = N_("Remark of the plant")
ECHOED = N_("To check: open answers whose words hold a confidential figure")
OPEN_ANSWER = N_("Open answer")
FIGURE_OF = N_("Figure of")
REPLY = N_("Answer of the auditor")
PRINTED = N_("printed")
MARKED = N_("printed, marked confidential")
LEFT_OUT = N_("not printed")
NO_ANSWER = N_("there is no answer")
_TREATED = {
    Treatment.PRINT: PRINTED,
    Treatment.MARK: MARKED,
    Treatment.LEAVE_OUT: LEFT_OUT,
}
_WITH_HEADING = 40 * MM
_SECRET, _YES = "secret", "yes"
_COLUMNS = (15 * MM, 50 * MM, 41 * MM, 33 * MM, WIDTH - 139 * MM)
_TREATMENT = 50 * MM
_CLAIM = (10 * MM, 44 * MM, 46 * MM, 42 * MM, WIDTH - 142 * MM)


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that is confidential.

    Attributes:
        number: Of the question, of the file, of the measurement.
        what: Its title.
        found: Who says so and why.
        treatment: What becomes of it.
        is_there: Whether there is anything to keep.
        is_worked_out: Whether it is secret only since another one could be worked out of it.
    """

    number: str
    what: str
    found: Confidential
    treatment: Treatment
    is_there: bool = True
    is_worked_out: bool = False


def confidential_parts(context: Context) -> list[Part]:
    """Return the register; nothing if nothing of the audit is confidential."""
    if context.order.sections is not None:
        return []
    form = context.open_form
    groups = (
        (ANSWERS, tuple(_answers(context, form))),
        (FILES, tuple(_files(context, form))),
        (SESSIONS, tuple(_sessions(context))),
    )
    claims = tuple(_claims(form))
    if not claims and not any(lines for _heading, lines in groups):
        return []
    return [
        Part(
            key="confidential",
            titles=titles(context.tongue, TITLE),
            make=lambda _room: _story(context, groups, claims),
        )
    ]


def _places(context: Context) -> Iterator[Place]:
    for section in context.record.definition.sections:
        yield from context.state.places(section.name)


def _answers(context: Context, form: FormState) -> Iterator[_Line]:
    for place in _places(context):
        found = form.confidential(place.address)
        if not found.is_secret:
            yield from _columns(context, form, place)
            continue
        treatment = context.layout.confidential
        if is_contact(form, place.address) and context.layout.contacts is Treatment.LEAVE_OUT:
            treatment = Treatment.LEAVE_OUT
        title = title_of(context.state, place.address, context.tongue.first)
        number = place.question.number
        what = title.removeprefix(number).strip()
        yield _Line(
            number,
            what,
            found,
            treatment,
            is_there=holds_anything(form, place.address),
            is_worked_out=is_worked_out(place, found),
        )


def _columns(context: Context, form: FormState, place: Place) -> Iterator[_Line]:
    """Yield the columns of an open table that are secret, by what is said of them first."""
    rows = form.rows(place.address) if form.has_secret_cells(place.address) else ()
    for column in place.question.columns:
        cells = (fieldpath.cell(place.address, row.id, column.name) for row in rows)
        told = [found for cell in cells if (found := form.confidential(cell)).is_secret]
        if told:
            title = title_of(context.state, place.address, context.tongue.first)
            number = place.question.number
            what = f"{title.removeprefix(number).strip()}: {context.tongue.line(column.label)}"
            is_part = not told[0].source.startswith(place.address)
            treatment = context.layout.confidential
            yield _Line(number, what, told[0], treatment, is_worked_out=is_part)


def is_worked_out(place: Place, found: Confidential) -> bool:
    """Whether a figure is secret for what it is worked out of, not for itself."""
    is_figure = place.question.type is QuestionType.CALCULATE
    return is_figure and not place.address.startswith(found.source)


def _files(context: Context, form: FormState) -> Iterator[_Line]:
    """Yield the files that are secret although their question is not, in order of number."""
    lines: list[tuple[str, _Line]] = []
    for place in _places(context):
        if form.confidential(place.address).is_secret:
            continue
        for item in form.evidence(place.address):
            found = file_secrecy(form, place.address, item)
            if found.is_secret:
                title = title_of(context.state, place.address, context.tongue.first)
                treatment = context.layout.confidential
                line = _Line(context.names[item.id], title, found, treatment=treatment)
                lines.append((item.id, line))
    yield from (line for _id, line in sorted(lines, key=lambda pair: pair[0]))


def _sessions(context: Context) -> Iterator[_Line]:
    for number, (path, session) in enumerate(read_sessions(context.record), start=1):
        if session is None or path not in context.secret_sessions:
            continue
        lang = context.tongue.first
        names = (q.parameter.get(lang) or q.parameter.get("ru", "") for q in session.quantities)
        what = ", ".join(dict.fromkeys(filter(None, (*names, session.source))))
        found = context.secret_sessions[path]
        yield _Line(str(number), what, found, treatment=context.layout.confidential)


def _claims(form: FormState) -> Iterator[Row]:
    """Yield the rows in which the plant says that it holds something confidential."""
    for question in form.definition.questions:
        if question.concept == PLANT_VIEW and question.parent is None:
            for row in form.rows(question.name):
                if row.cells.get(_SECRET, Answer()).value == _YES:
                    yield row


def _story(
    context: Context,
    groups: Sequence[tuple[str, Sequence[_Line]]],
    claims: Sequence[Row],
) -> list[Flowable]:
    tongue = context.tongue
    is_open = context.layout.confidential is not Treatment.LEAVE_OUT
    story: list[Flowable] = [para(tongue.line(context.layout.hint), "second"), gap(4)]
    for heading, lines in groups:
        if lines:
            rows = _full(context, lines) if is_open else _names_only(context, lines)
            story += [*_headed(tongue.word(heading)), rows, gap(6)]
    if is_open:
        story += _echoed(context)
    if claims and is_open:
        story += [*_headed(tongue.word(CLAIMS)), _claim_table(context, claims)]
    elif claims:
        story.append(para(tongue.say(COUNTED, count=str(len(claims))), "strong"))
    return [*story, *signatures(context)]


def _full(context: Context, lines: Sequence[_Line]) -> Flowable:
    rows: list[Cells] = [
        [
            [para(line.number or formatting.NOTHING, "strong")],
            [para(line.what)],
            [para(_grounds(context, line), "small")],
            [para(_who(context, line.found), "small")],
            [para(_treated(context, line), "small")],
        ]
        for line in lines
    ]
    return _ruled(context, (NUMBER, WHAT, GROUNDS, WHO, TREATED), rows, _COLUMNS)


def _names_only(context: Context, lines: Sequence[_Line]) -> Flowable:
    rows: list[Cells] = [
        [
            [para(line.number or formatting.NOTHING, "strong")],
            [para(line.what)],
            [para(_treated(context, line), "small")],
        ]
        for line in lines
    ]
    widths = (_COLUMNS[0], WIDTH - _COLUMNS[0] - _TREATMENT, _TREATMENT)
    return _ruled(context, (NUMBER, WHAT, TREATED), rows, widths)


def _headed(words: str) -> list[Flowable]:
    """Return a heading that is not left alone at the end of a page."""
    return [CondPageBreak(_WITH_HEADING), para(words, "heading")]


def _echoed(context: Context) -> list[Flowable]:
    """Return the open answers whose words hold a secret figure, for a person to look at."""
    found = echoes(context.open_form)
    if not found:
        return []
    tongue, state, lang = context.tongue, context.state, context.tongue.first
    rows: list[Cells] = [
        [
            [para(title_of(state, address, lang), "strong")],
            [para(title_of(state, origin, lang), "small") for origin in origins],
        ]
        for address, origins in found
    ]
    widths = (WIDTH / 2, WIDTH / 2)
    return [
        *_headed(tongue.word(ECHOED)),
        _ruled(context, (OPEN_ANSWER, FIGURE_OF), rows, widths),
        gap(6),
    ]


def _claim_table(context: Context, claims: Sequence[Row]) -> Flowable:
    names = ("item", "remark", "grounds", "answer")
    rows: list[Cells] = []
    for number, row in enumerate(claims, start=1):
        said = (row.cells.get(name, Answer()) for name in names)
        texts = [answer.text or str(answer.value or "") or formatting.NOTHING for answer in said]
        rows.append([[para(str(number), "strong")], *([para(text, "small")] for text in texts)])
    return _ruled(context, (NUMBER, WHAT, REMARK, GROUNDS, REPLY), rows, _CLAIM)


def _ruled(
    context: Context, words: Sequence[str], rows: Sequence[Cells], widths: Sequence[float]
) -> Flowable:
    heads: list[list[object]] = [[[para(context.tongue.word(word), "head")] for word in words]]
    pieces = [piece for row in rows for piece in paged_rows(row, widths, TALLEST)]
    return table([*heads, *pieces], list(widths), grid(*dense(), head_rows=1), repeat=1)


def _grounds(context: Context, line: _Line) -> str:
    """Return the grounds; of what a secret is worked out of or into, which one that is."""
    found = line.found
    if line.is_worked_out:
        source = title_of(context.state, found.source, context.tongue.first)
        return context.tongue.fact(WORKED_OUT, source)
    return found.grounds or formatting.NOTHING


def _who(context: Context, found: Confidential) -> str:
    """Return who said that something is confidential and when; else that the checklist does."""
    if found.by is not SaidBy.PERSON:
        return context.tongue.word(CHECKLIST)
    address, _hash, facet = found.source.partition("#")
    path = fieldpath.confidential(address, facet.partition(":")[2])
    mark = context.authorship.get(path)
    if mark is None:
        return formatting.NOTHING
    people = {member.id: member.name for member in context.record.team}
    at = formatting.datetime_(mark.at, context.tongue.first, context.zone, seconds=False)
    return ", ".join(part for part in (people.get(mark.author, ""), at) if part)


def _treated(context: Context, line: _Line) -> str:
    return context.tongue.word(_TREATED[line.treatment] if line.is_there else NO_ANSWER)
