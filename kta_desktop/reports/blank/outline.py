"""What stands on a blank sheet from top to bottom: questions, and what they stand in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kta_desktop.domain.definition import Definition, Group, Question, QuestionType
from kta_desktop.forms.state import FormState, Place


class Kind(StrEnum):
    """What a piece of a section is."""

    GROUP = "group"
    REPEAT = "repeat"
    QUESTION = "question"
    NOTE = "note"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing in the order of the paper.

    Attributes:
        kind: What it is; ``END`` closes a repeat.
        depth: How many repeats are around it; a repeat and its end stand in themselves.
        row: The question, repeat or group.
        address: Of a question in an audit its address; of a repeat that of a question in the
            instance; empty where the paper does not say which instance.
        is_decided: Whether it is known that it is asked, so that no condition need be printed.
    """

    kind: Kind
    depth: int
    row: Question | Group
    address: str = ""
    is_decided: bool = False


_Rows: TypeAlias = Mapping[str, Question | Group]
_Open: TypeAlias = list[tuple[str, str]]
"""What is open, outermost first: a name, and of a repeat the id of its instance if it is known."""


def pieces(definition: Definition, section: str, within: str = "") -> Iterator[Piece]:
    """Yield what is printed of a section; a group with nothing to write in is left out.

    Args:
        definition: The checklist.
        section: Name of the section.
        within: Name of the only repeat to be printed; empty = everything.
    """
    rows = _rows(definition)
    open_: _Open = []
    for question in definition.questions:
        if question.section != section or not is_printed(question):
            continue
        around = [(name, "") for name in _around(question, rows)]
        if within and (within, "") not in around:
            continue
        yield from _changed(open_, around, rows)
        open_ = around
        if question.type is not QuestionType.REPEAT:
            kind = Kind.NOTE if question.type is QuestionType.NOTE else Kind.QUESTION
            yield Piece(kind=kind, depth=_depth(around, rows), row=question)
    yield from _changed(open_, [], rows)


def waiting(state: FormState, section: str, is_wanted: Callable[[Place], bool]) -> Iterator[Piece]:
    """Yield what is wanted of the questions that apply; of a repeat without instances a blank one.

    Args:
        state: The form.
        section: Name of the section.
        is_wanted: Whether a question is to be on the paper.
    """
    rows = _rows(state.definition)
    open_: _Open = []
    for place in state.places(section):
        question = place.question
        if (
            question.type is QuestionType.REPEAT
            and not place.rows
            and not state.rows(place.address)
        ):
            yield from _changed(open_, [], rows)
            open_ = []
            yield from pieces(state.definition, section, question.name)
        if not question.is_asked or not is_wanted(place):
            continue
        around = _keyed(_around(question, rows), place, rows)
        yield from _changed(open_, around, rows, place.address)
        open_ = around
        yield Piece(
            kind=Kind.QUESTION,
            depth=_depth(around, rows),
            row=question,
            address=place.address,
            is_decided=not state.is_flagged(place.address),
        )
    yield from _changed(open_, [], rows)


def is_printed(question: Question) -> bool:
    """Whether it has a place on paper; what is worked out has none."""
    return question.type is not QuestionType.CALCULATE


def _rows(definition: Definition) -> _Rows:
    """Return what questions may stand in, by name."""
    rows: dict[str, Question | Group] = {group.name: group for group in definition.groups}
    return rows | {q.name: q for q in definition.questions if q.type is QuestionType.REPEAT}


def _keyed(names: list[str], place: Place, rows: _Rows) -> _Open:
    """Return what a question stands in, with the ids of the instances."""
    ids = iter(place.rows)
    return [(name, next(ids, "") if isinstance(rows[name], Question) else "") for name in names]


def _around(question: Question, rows: _Rows) -> list[str]:
    """Return the names of what a question stands in, outermost first; of a repeat with its own."""
    found: list[str] = []
    name: str | None = question.name if question.type is QuestionType.REPEAT else question.parent
    while name is not None and name in rows and name not in found:
        found.append(name)
        name = rows[name].parent
    return found[::-1]


def _changed(before: _Open, now: _Open, rows: _Rows, address: str = "") -> Iterator[Piece]:
    """Yield the ends and heads that lie between what was open and what is."""
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    for place in range(len(before), same, -1):
        if isinstance(row := rows[before[place - 1][0]], Question):
            yield Piece(kind=Kind.END, depth=_depth(before[:place], rows), row=row)
    for place in range(same + 1, len(now) + 1):
        row = rows[now[place - 1][0]]
        kind = Kind.REPEAT if isinstance(row, Question) else Kind.GROUP
        yield Piece(
            kind=kind,
            depth=_depth(now[:place], rows),
            row=row,
            address=address,
            is_decided=bool(address),
        )


def _depth(open_: _Open, rows: _Rows) -> int:
    return sum(isinstance(rows[name], Question) for name, _row in open_)
