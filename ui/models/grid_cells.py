"""Cells of a grid as people read and type them, and what a cell is at present."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import Qt

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Choice, Question, QuestionType
from kta_desktop.forms import entry
from kta_desktop.forms.sheets import Asked
from kta_desktop.forms.state import FormState, Row
from kta_desktop.forms.wording import instance_name, value_text
from kta_desktop.i18n import _, language
from ui.models.summary import answer_text, blank_line, unit_behind

_JOINER = "\u2060"  # keeps «т/сут» on one line
_MOST_NAMES = 3
_CHOSEN = (*entry.CHOSEN, QuestionType.RANK)
LEADING = (
    QuestionType.TABLE,
    QuestionType.REPEAT,
    QuestionType.IMAGE,
    QuestionType.FILE,
    QuestionType.RANK,
)
"""Types that a cell only tells of: they are answered where the question stands."""


class Kind(StrEnum):
    """What a cell is at present."""

    OPEN = "open"
    CALCULATED = "calculated"
    LEADS = "leads"
    HIDDEN = "hidden"
    READONLY = "readonly"


def heading(asked: Asked) -> str:
    """Return the heading of a column with its unit, in the interface language."""
    words = asked.title if isinstance(asked, Question) else asked.label
    label = words.get(language())
    label = f"{label} *" if asked.required else label
    if not asked.unit:
        return label
    unit = formatting.unit(asked.unit, language())
    if label.endswith(f", {unit}"):
        return label  # the pack names it in the title already
    return f"{label}, {unit.replace('/', f'/{_JOINER}')}"


def is_number(asked: Asked) -> bool:
    """Whether a column holds numbers: those of the right edge."""
    is_figure = asked.type is QuestionType.CALCULATE and asked.unit is not None
    return asked.type in entry.NUMBERS or is_figure


def alignment(asked: Asked) -> Qt.AlignmentFlag:
    """Return where the text of a column stands."""
    side = Qt.AlignmentFlag.AlignRight if is_number(asked) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def kind_of(state: FormState, address: str, asked: Asked) -> Kind:
    """Return what a cell is: hidden by other answers, worked out, leading on, locked or open."""
    if not state.is_relevant(address):
        return Kind.HIDDEN
    if asked.type is QuestionType.CALCULATE:
        return Kind.CALCULATED
    if asked.type in LEADING:
        return Kind.LEADS
    return Kind.READONLY if state.is_readonly(address) else Kind.OPEN


def kind_of_new(state: FormState, repeat: str, asked: Asked) -> Kind:
    """Return what a cell of a row is that is still to come."""
    if asked.type is QuestionType.CALCULATE:
        return Kind.CALCULATED
    is_shut = asked.type in LEADING or state.is_readonly(repeat)
    return Kind.READONLY if is_shut else Kind.OPEN


def is_empty_row(state: FormState, row: str, columns: Sequence[Asked]) -> bool:
    """Whether nothing is entered in the cells of the row at a path."""
    asked = (each for each in columns if each.type not in LEADING)
    return all(state.answer(f"{row}/{each.name}").is_empty for each in asked)


def offered(state: FormState, address: str, asked: Asked) -> tuple[Choice, ...]:
    """Return the options of a cell that its row allows, the one it holds always among them."""
    choices, held = state.choices(address), asked.choice(str(state.answer(address).value))
    return choices if held is None or held in choices else (*choices, held)


def typed_text(asked: Asked, answer: Answer) -> str:
    """Return a cell as it was typed, to be edited; what was not typed, as it would be."""
    if asked.type in _CHOSEN:
        return answer_text(asked, answer, language())
    if answer.text is None and isinstance(answer.value, str):
        if asked.type in entry.NUMBERS:
            return answer.value.replace(".", formatting.mark(language()))
        return answer_text(asked, answer, language())
    return answer.text or ""


def copied_text(asked: Asked, answer: Answer) -> str:
    """Return a cell as it is copied: pasted again, it becomes the same answer.

    A number in a unit that is not the column's carries it; of two readings the chosen one goes.
    """
    text = typed_text(asked, answer)
    if asked.type not in entry.NUMBERS or not isinstance(answer.value, str):
        return text
    if entry.readings(replace(answer, value=None)):
        text = answer.value
    is_other = answer.unit is not None and answer.unit != asked.unit
    return f"{text} {formatting.unit(answer.unit, language())}" if is_other else text


def shown_text(state: FormState, address: str, asked: Asked) -> str:
    """Return a cell as people read it."""
    lang = language()
    match kind_of(state, address, asked):
        case Kind.HIDDEN:
            return formatting.NOTHING
        case Kind.CALCULATED:
            return value_text(asked, state.value(address), lang)
        case Kind.LEADS:
            return _inside(state, address, asked)
        case _:
            text = read_text(asked, state.answer(address))
            return text + unit_behind(state, address, asked, lang)


def read_text(asked: Asked, answer: Answer) -> str:
    """Return an answer of a cell as people read it, its unit only if it is not the column's."""
    if answer.blank is not None:
        return blank_line(answer, language())
    if asked.type in _CHOSEN or not isinstance(answer.value, str):
        return answer_text(asked, answer, language())
    unit_differs = answer.unit is not None and answer.unit != asked.unit
    if asked.type in entry.NUMBERS and not unit_differs and not answer.uncertainty:
        if asked.unit is None:
            return formatting.without_unit(answer.value, language())
        return formatting.number(answer.value, language())
    return answer_text(asked, answer, language())


def derived(
    state: FormState, table: Question, address: str, rows: Sequence[Row]
) -> dict[str, tuple[object, ...]]:
    """Return, by row of a table, what follows from other answers: figures, which cells are asked.

    Nothing for a repeat: its questions tell by themselves when they change.
    """
    figures = [column.name for column in table.columns if column.calculation is not None]
    asked = [column.name for column in table.columns if column.relevant is not None]
    if not figures and not asked:
        return {}
    found: dict[str, tuple[object, ...]] = {}
    for row in rows:
        base = fieldpath.row(address, row.id)
        found[row.id] = (
            *(state.value(f"{base}/{name}") for name in figures),
            *(state.is_relevant(f"{base}/{name}") for name in asked),
        )
    return found


def _inside(state: FormState, address: str, asked: Asked) -> str:
    """Return what a cell that leads on tells: how many there are, and the first names."""
    lang = language()
    if asked.type is QuestionType.RANK:
        return answer_text(asked, state.answer(address), lang)
    if asked.type in (QuestionType.IMAGE, QuestionType.FILE):
        count = len(state.evidence(address))
        return _("Files: {count}").format(count=count) if count else ""
    rows = state.rows(address)
    names = [_name(state, address, asked, row.id, lang) for row in rows[: _MOST_NAMES + 1]]
    known = [name for name in names if name]
    if not known:
        return str(len(rows)) if rows else ""
    more = ", …" if len(rows) > _MOST_NAMES else ""
    return f"{len(rows)}: {', '.join(known[:_MOST_NAMES])}{more}"


def _name(state: FormState, address: str, asked: Asked, row: str, lang: str) -> str:
    """Return the name of an instance; of a row of a table, its first cell in words."""
    if asked.type is QuestionType.REPEAT:
        return instance_name(state, address, row, lang)
    first = asked.columns[0] if isinstance(asked, Question) else None
    naming = (QuestionType.TEXT, QuestionType.SELECT_ONE)
    if first is None or first.type not in naming:
        return ""
    return answer_text(first, state.answer(f"{address}/{row}/{first.name}"), lang)
