"""What stands on a blank sheet from top to bottom: questions, and what they stand in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain.definition import Definition, Group, Question, QuestionType


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
    """

    kind: Kind
    depth: int
    row: Question | Group


def pieces(definition: Definition, section: str) -> Iterator[Piece]:
    """Yield what is printed of a section; a group with nothing to write in is left out."""
    rows: dict[str, Question | Group] = {group.name: group for group in definition.groups}
    rows |= {q.name: q for q in definition.questions if q.type is QuestionType.REPEAT}
    open_: list[str] = []
    for question in definition.questions:
        if question.section != section or not is_printed(question):
            continue
        around = _around(question, rows)
        yield from _changed(open_, around, rows)
        open_ = around
        if question.type is not QuestionType.REPEAT:
            kind = Kind.NOTE if question.type is QuestionType.NOTE else Kind.QUESTION
            yield Piece(kind=kind, depth=_depth(around, rows), row=question)
    yield from _changed(open_, [], rows)


def is_printed(question: Question) -> bool:
    """Whether it has a place on paper; what is worked out has none."""
    return question.type is not QuestionType.CALCULATE


def _around(question: Question, rows: Mapping[str, Question | Group]) -> list[str]:
    """Return the names of what a question stands in, outermost first; of a repeat with its own."""
    found: list[str] = []
    name: str | None = question.name if question.type is QuestionType.REPEAT else question.parent
    while name is not None and name in rows and name not in found:
        found.append(name)
        name = rows[name].parent
    return found[::-1]


def _changed(
    before: list[str], now: list[str], rows: Mapping[str, Question | Group]
) -> Iterator[Piece]:
    """Yield the ends and heads that lie between what was open and what is."""
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    for place in range(len(before), same, -1):
        if isinstance(row := rows[before[place - 1]], Question):
            yield Piece(kind=Kind.END, depth=_depth(before[:place], rows), row=row)
    for place in range(same + 1, len(now) + 1):
        row = rows[now[place - 1]]
        kind = Kind.REPEAT if isinstance(row, Question) else Kind.GROUP
        yield Piece(kind=kind, depth=_depth(now[:place], rows), row=row)


def _depth(names: list[str], rows: Mapping[str, Question | Group]) -> int:
    return sum(isinstance(rows[name], Question) for name in names)
