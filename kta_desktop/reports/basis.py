"""The basis cell of one question: origin, what it is held against, proof, author."""

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.definition import Level, QuestionType, Text
from kta_desktop.forms.citing import cited, titled
from kta_desktop.forms.state import Place
from kta_desktop.i18n import N_
from kta_desktop.reports.context import Context
from kta_desktop.reports.style import para
from kta_desktop.reports.values import origin

BAT = N_("BAT {number}")
ROWS = N_("rows {numbers}")
WORKED_OUT = N_("Worked out by the program")


def basis_cell(context: Context, place: Place) -> list[Flowable]:
    """Return origin, level, evidence, author and time, or a dash if none is known.

    The column is narrow, so it speaks the first language only.
    """
    address = place.address
    levels = [judgement.level for _path, judgement in context.judged(address)]
    is_worked_out = place.question.type is QuestionType.CALCULATE
    lines = [
        context.tongue.say(WORKED_OUT) if is_worked_out else "",
        *_origins(context, address),
        *dict.fromkeys(level_cited(context, level) for level in levels if level),
        context.references(address),
        _author(context, address),
    ]
    parts = [para(line, "small") for line in lines if line]
    return parts or [para(formatting.NOTHING, "small")]


def _origins(context: Context, address: str) -> list[str]:
    """Return how the values were got; where rows of a table differ, each with its rows."""
    found: dict[str, list[str]] = {}
    rows = context.state.rows(address)
    for number, row in enumerate(rows, start=1):
        said = (origin(answer, context.tongue.first) for answer in row.cells.values())
        for words in dict.fromkeys(words for words in said if words):
            found.setdefault(words, []).append(str(number))
    own = origin(context.state.answer(address), context.tongue.first)
    if all(len(numbers) == len(rows) for numbers in found.values()):
        return list(dict.fromkeys([*([own] if own else []), *found]))
    named = [
        f"{words} ({context.tongue.say(ROWS, numbers=', '.join(numbers))})"
        for words, numbers in found.items()
    ]
    return [*([own] if own else []), *named]


def level_cited(context: Context, level: Level) -> str:
    """Return techniques, place in the document and averaging of a level, in short."""
    definition, lang = context.record.definition, context.tongue.first
    texts = definition.averaging or {}
    periods = [texts.get(period, Text(ru=period)).get(lang) for period in level.averaging]
    title = next((s.title for s in definition.sources if s.id == level.source), level.source)
    place = cited(level.locus, lang) if level.locus else titled(title or "", lang)
    techniques = (_technique(context, name) for name in level.techniques)
    return ", ".join(part for part in (*techniques, place, *periods) if part)


def _technique(context: Context, identifier: str) -> str:
    """Return the number of a technique in its book, such as ``НДТ 12``; its id without one."""
    techniques = context.record.definition.techniques
    found = next((item for item in techniques if item.id == identifier), None)
    if found is None or found.number is None:
        return identifier
    return context.tongue.say(BAT, number=found.number)


def _author(context: Context, name: str) -> str:
    mark = context.written_by(name)
    if mark is None:
        return ""
    author = next((a.name for a in context.record.team if a.id == mark.author), "")
    author = formatting.short_name(author)
    at = formatting.datetime_(mark.at, context.tongue.first, context.zone, seconds=False)
    return ", ".join(part for part in (author, at) if part)
