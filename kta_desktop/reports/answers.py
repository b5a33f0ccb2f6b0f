"""The answer cell of one question."""

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Level, QuestionType
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.forms.problems import ERROR, WARNING, Problem, decimal_of, spread_of
from kta_desktop.forms.state import Place, QuestionStatus
from kta_desktop.forms.wording import title_of, unit_text, value_text
from kta_desktop.i18n import N_
from kta_desktop.reports.chips import Chip, verdict_chip
from kta_desktop.reports.context import Context, is_of
from kta_desktop.reports.level_figure import level_band, level_range, level_unit
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.secrecy import CONFIDENTIAL
from kta_desktop.reports.style import MM, para, rich
from kta_desktop.reports.tables import OF, Grid
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.typefaces import markup
from kta_desktop.reports.values import NO_ANSWER, UNSAID, measured, why_blank, worded

UNCONFIRMED = N_("NOT CONFIRMED")
CONFIRMED = N_("Confirmed")
NOTE = N_("Note")
UNDECIDED = N_("Whether this question applies could not be decided")
CONFLICT = N_("TWO VERSIONS DIFFER, NOT DECIDED")
COMPARED = N_("Compared")
LEVEL = N_("Level")
NEEDED = N_("To decide")
FILES = N_("Files")
PLACE = N_("row {row}, {column}")
DOUBTFUL = N_("«{text}» is unusual")
BELOW = N_("see the table below")
COPIED = N_("Taken over from an earlier audit, not confirmed")
NOT_WORKED_OUT = N_("Cannot be worked out from the answers")
INCOMPLETE = N_("Incomplete")
_COMPLAINTS = {
    "not-a-number": N_("«{text}» is not a number"),
    "not-whole": N_("«{text}» is not a whole number"),
    "two-readings": N_("«{text}» can be read as two numbers"),
    "date": N_("«{text}» is not a date"),
    "time": N_("«{text}» is not a time"),
    "not-offered": N_("«{text}» does not fit the other answers"),
    "needed": N_("nothing is entered"),
    "no-option": N_("«{text}» is not among the options"),
    "unreadable": N_("«{text}» has no meaning here"),
    "constraint": N_("«{text}» is outside of what is possible"),
}
_NUMERIC = (QuestionType.DECIMAL, QuestionType.INTEGER, QuestionType.RANGE)
_ATTACHED = (QuestionType.IMAGE, QuestionType.FILE)
_BAND = 78 * MM


def answer_cell(context: Context, place: Place, width: float) -> list[Flowable]:
    """Return what was answered, with everything that is to be known about the answer.

    A table too wide for the cell stands below its question, see ``wide_table``. What the layout
    leaves out says so; its verdicts stay where they do not tell the figure.
    """
    if context.is_left_out(place.address):
        return _left_out(context, place.address)
    return [
        *marks(context, place.address),
        *_value(context, place, width),
        *_problems(context, place),
        *_judgements(context, place, width),
        *_remarks(context, place.address),
    ]


def marks(context: Context, path: str) -> list[Flowable]:
    """Return the chip that marks a trade secret, where the layout marks them."""
    return [Chip(context.tongue.word(CONFIDENTIAL))] if context.is_marked(path) else []


def _left_out(context: Context, address: str) -> list[Flowable]:
    """Return why there is no answer, and each verdict with its level once, in words alone."""
    parts: list[Flowable] = [Chip(context.why_left_out(address), dashed=True)]
    found = {
        (judgement.verdict, judgement.reason, judgement.level and judgement.level.id): judgement
        for _path, judgement in context.judged(address)
    }
    for judgement in found.values():
        parts.append(verdict_chip(judgement, context.tongue))
        if judgement.level is not None:
            line = _level_line(context, judgement, judgement.level, EMPTY)
            parts.append(para(line, "small"))
    return parts


def wide_table(context: Context, place: Place, narrow: float, wide: float) -> list[Flowable]:
    """Return the rows of a table that does not fit into ``narrow`` points, for ``wide`` ones."""
    rows = _grid(context, place)
    is_wide = bool(rows.rows) and not rows.is_narrow(narrow)
    return rows.wide(wide) if is_wide else []


def is_unconfirmed(context: Context, address: str) -> bool:
    """Whether something of the answer is an input error, so that no sum may use it."""
    state = context.open_form
    cells = (cell for row in state.rows(address) for cell in row.cells.values())
    typed = (state.answer(address), *cells)
    errors = (problem.severity == ERROR for problem in state.problems(address))
    return any(answer.is_unreadable for answer in typed) or any(errors)


def _grid(context: Context, place: Place) -> Grid:
    sums = frozenset(name for table, name in context.sums if table == place.question.name)
    return Grid(context.state, place, context.tongue, sums)


def _value(context: Context, place: Place, width: float) -> list[Flowable]:
    question, answer = place.question, context.state.answer(place.address)
    if question.type is QuestionType.CALCULATE:
        return _worked_out(context, place)
    if question.type is QuestionType.TABLE and context.state.rows(place.address):
        rows = _grid(context, place)
        shown = rows.narrow(width) or [para(context.tongue.word(BELOW), "small")]
        return [*shown, *(_blank(context, answer) if answer.blank else [])]
    if question.type in _ATTACHED and context.references(place.address):
        names = context.references(place.address).strip("[]")
        return [para(context.tongue.fact(FILES, names), "value")]
    if question.type in _NUMERIC and (answer.is_answered or answer.is_unreadable):
        unit = unit_text(context.state, place.address, question, context.tongue.first)
        return [para(measured(question, answer, context.tongue, unit), "value")]
    if answer.is_answered or answer.is_unreadable:
        look = "body" if question.type is QuestionType.TEXT else "value"
        return [para(worded(question, answer, context.tongue), look)]
    return _blank(context, answer)


def _worked_out(context: Context, place: Place) -> list[Flowable]:
    """Return a calculated figure and, where values behind it are missing, of how many it is."""
    tongue, question = context.tongue, place.question
    value = value_text(question, context.state.value(place.address), tongue.first)
    if not value:
        return [para(tongue.word(NOT_WORKED_OUT))]
    symbol = unit_text(context.state, place.address, question, tongue.first)
    shown = [para(f"{value}{formatting.NBSP}{symbol}" if symbol else value, "value")]
    parts = context.state.parts(place.address)
    if parts is not None and parts[0] < parts[1]:
        of = tongue.say(OF, done=str(parts[0]), total=str(parts[1]))
        shown.append(Chip(tongue.fact(INCOMPLETE, of), dashed=True))
    return shown


def _blank(context: Context, answer: Answer) -> list[Flowable]:
    tongue = context.tongue
    if answer.blank is None:
        return [para(tongue.word(UNSAID), "body")]
    reason = markup(why_blank(answer, tongue))
    return [rich(f"<b>{markup(tongue.word(NO_ANSWER))}:</b> {reason}")]


def _problems(context: Context, place: Place) -> list[Flowable]:
    state, tongue, parts = context.state, context.tongue, list[Flowable]()
    if is_unconfirmed(context, place.address):
        parts.append(Chip(tongue.word(UNCONFIRMED)))
    if state.status(place.address) is QuestionStatus.COPIED:
        parts.append(Chip(f"? {tongue.word(COPIED)}", dashed=True))
    parts += [
        para(_complaint(problem, tongue), "small") for problem in state.problems(place.address)
    ]
    if state.is_flagged(place.address):
        parts.append(Chip(f"? {tongue.word(UNDECIDED)}", dashed=True))
    if any(is_of(conflict.path, place.address) for conflict in context.record.conflicts):
        parts.append(Chip(f"! {tongue.word(CONFLICT)}"))
    return parts


def _complaint(problem: Problem, tongue: Tongue) -> str:
    """Return what is wrong; unlike on screen, a sheet does not say what to do about it."""
    if not problem.text.is_empty:
        said = tongue.line(problem.text)
    else:
        text = (problem.details or {}).get("text", "")
        said = tongue.say(_COMPLAINTS.get(problem.code, DOUBTFUL), text=text)
    lead = "! " if problem.severity == WARNING else ""
    if problem.row_number is None:
        return lead + said
    place = tongue.line(problem.column_label)
    where = tongue.say(PLACE, row=str(problem.row_number), column=place)
    return f"{lead}{where}: {said}"


def _judgements(context: Context, at: Place, width: float) -> list[Flowable]:
    """Return every verdict with its band; cells without one are named together by the reason."""
    parts: list[Flowable] = []
    without: dict[str, list[str]] = {}
    for path, judgement in context.judged(at.address):
        answer, place = figure_of(context, at, path)
        if place and is_reason_enough(judgement):
            words = verdict_chip(judgement, context.tongue).text
            if judgement.missing:
                words = f"{words}. {_missing(context, judgement)}"
            without.setdefault(words, []).append(place + _held_against(context, judgement))
            continue
        if place:
            parts.append(para(place, "head"))
        parts += judged(context, judgement, width, answer)
    for words, places in without.items():
        parts += [Chip(words, dashed=True), para("; ".join(places), "small")]
    return parts


def _held_against(context: Context, judgement: Judgement) -> str:
    """Return the level that a figure was not compared with, in brackets; empty without one."""
    level, tongue = judgement.level, context.tongue
    if level is None:
        return ""
    shown = f"{level_range(level, tongue.first)}{formatting.NBSP}"
    return f" ({tongue.say(LEVEL)} {shown}{level_unit(level, tongue.first)})"


def is_reason_enough(judgement: Judgement) -> bool:
    """Whether a figure is not compared for a reason that makes its place on a band idle."""
    unchecked = judgement.reason is NotCompared.LEVEL_UNVERIFIED
    return judgement.verdict is Verdict.NOT_COMPARED and not unchecked


def figure_of(context: Context, place: Place, path: str) -> tuple[Answer, str]:
    """Return the answer at a path and, for a cell, its place in words."""
    parsed = fieldpath.parse_path(path)
    if path == place.address or parsed.question is None:
        return context.state.answer(place.address), ""
    rows = context.state.rows(place.address)
    number = next((n for n, row in enumerate(rows, start=1) if row.id == parsed.rows[-1]), 0)
    column = place.question.column(parsed.question)
    label = context.tongue.line(column.label) if column else parsed.question
    answer = rows[number - 1].cells.get(parsed.question, EMPTY) if number else EMPTY
    return answer, context.tongue.say(PLACE, row=str(number), column=label)


def judged(
    context: Context, judgement: Judgement, width: float, answer: Answer = EMPTY
) -> list[Flowable]:
    """Return the verdict, the figure as compared, the level in words and its band."""
    parts: list[Flowable] = [verdict_chip(judgement, context.tongue)]
    if judgement.missing:
        parts.append(para(_missing(context, judgement), "small"))
    level = judgement.level
    if level is None:
        return parts
    parts.append(para(_level_line(context, judgement, level, answer), "small"))
    if level.lower is not None or level.upper is not None:
        parts.append(Drawing(level_band(judgement, context.tongue.first), min(width, _BAND)))
    return parts


def _missing(context: Context, judgement: Judgement) -> str:
    """Return the questions and facts that would decide which level holds."""
    tongue = context.tongue
    names = "; ".join(title_of(context.state, at, tongue.first) for at in judgement.missing)
    return tongue.fact(NEEDED, names)


def _level_line(context: Context, judgement: Judgement, level: Level, answer: Answer) -> str:
    """Return the level in words, behind the figure where that is not the one just printed."""
    lang = context.tongue.first
    symbol = level_unit(level, lang)
    shown = f"{level_range(level, lang)}{formatting.NBSP}{symbol}"
    parameter = context.tongue.line(level.parameter)
    line = f"{context.tongue.word(LEVEL)} {shown}: {parameter}"
    if judgement.value is None or _is_as_typed(judgement, answer):
        return line
    value = f"{_compared(judgement, lang)}{formatting.NBSP}{symbol}"
    return f"{context.tongue.fact(COMPARED, value)}. {line}"


def _is_as_typed(judgement: Judgement, answer: Answer) -> bool:
    number = decimal_of(answer)
    has_spread = (spread_of(answer) or 0) == judgement.uncertainty
    return number == judgement.value and has_spread


def _compared(judgement: Judgement, lang: str) -> str:
    """Return the value in the unit of the level, rounded to what its uncertainty leaves."""
    value, spread = judgement.value, judgement.uncertainty
    if value is None or not spread:
        return formatting.number(float(value), lang) if value is not None else formatting.NOTHING
    return formatting.with_uncertainty(float(value), float(spread), lang)


def _remarks(context: Context, name: str) -> list[Flowable]:
    tongue, parts = context.tongue, list[Flowable]()
    reason = context.record.text(fieldpath.confirm(name))
    if reason:
        parts.append(para(tongue.fact(CONFIRMED, reason)))
    note = context.state.note(name)
    if note:
        parts.append(para(tongue.fact(NOTE, note)))
    return parts
