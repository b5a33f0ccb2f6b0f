"""What a section shows from top to bottom: questions, repeats and their instances, headings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Group, QuestionType
from kta_desktop.forms.state import FormState, Place, Progress, QuestionStatus

Tally: TypeAlias = tuple[QuestionStatus, Progress]
NO_TALLY: Tally = (QuestionStatus.HIDDEN, Progress(0, 0))
DONE = frozenset({QuestionStatus.ANSWERED, QuestionStatus.BLANK, QuestionStatus.WARNING})
NEW = "+"  # ends the key of the place where an instance is added; no address ends so


class Kind(StrEnum):
    """What stands at one place of a section."""

    QUESTION = "question"
    CALCULATION = "calculation"
    NOTE = "note"
    REPEAT = "repeat"
    INSTANCE = "instance"
    MORE = "more"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place of a section.

    Attributes:
        kind: What stands there.
        key: Names it in its section: the address of a question or repeat, the path of an
            instance, the address of a repeat with ``+`` where an instance is added.
        depth: How many instances are around it.
        place: The question; of instances and of where they are added, their repeat.
        row: Id of an instance.
        number: Its number, from 1.
        is_folded: Whether what is in an instance is left out.
        tally: Of a repeat or instance: what the states of its questions come to, and how far it is.
        group: The group that a heading is of.
    """

    kind: Kind
    key: str
    depth: int
    place: Place
    row: str = ""
    number: int = 0
    is_folded: bool = False
    tally: Tally = NO_TALLY
    group: Group | None = None


_KINDS: Mapping[QuestionType, Kind] = {
    QuestionType.CALCULATE: Kind.CALCULATION,
    QuestionType.NOTE: Kind.NOTE,
    QuestionType.REPEAT: Kind.REPEAT,
}


def outline(state: FormState, section: str, is_folded: Callable[[str], bool]) -> tuple[Entry, ...]:
    """Return what a section shows now, in paper order.

    Args:
        state: The form.
        section: Name of the section.
        is_folded: Whether the instance at a path shows its head only.
    """
    return tuple(_Outline(state, section, is_folded).entries(""))


def may_add(state: FormState, repeat: str) -> bool:
    """Whether a person adds and removes instances; not where an expression counts them."""
    question = state.question(repeat)
    return question.repeat_count is None and not state.is_readonly(repeat)


class _Outline:
    """The places of one section by the instance they are in."""

    def __init__(self, state: FormState, section: str, is_folded: Callable[[str], bool]) -> None:
        self._state, self._is_folded = state, is_folded
        self._groups = {group.name: group for group in state.definition.groups}
        self._inside: dict[str, list[Place]] = {}
        self._statuses: dict[str, list[QuestionStatus]] = {}
        for place in state.places(section):
            self._inside.setdefault(place.address.rpartition("/")[0], []).append(place)
            if place.rows and place.question.is_asked:
                self._count(place.address)

    def entries(self, instance: str) -> Iterator[Entry]:
        """Yield what stands in an instance, in paper order; of the section itself for ``""``."""
        last: str | None = None
        for place in self._inside.get(instance, ()):
            group = _heading(self._groups, place)
            if group is not None and group.name != last:
                yield Entry(
                    kind=Kind.GROUP,
                    key=f"{place.address}{NEW}{group.name}",
                    depth=len(place.rows),
                    place=place,
                    group=group,
                )
            last = group.name if group is not None else None
            kind = _KINDS.get(place.question.type, Kind.QUESTION)
            tally = self._tally(place.address) if kind is Kind.REPEAT else NO_TALLY
            depth = len(place.rows)
            yield Entry(kind=kind, key=place.address, depth=depth, place=place, tally=tally)
            if kind is Kind.REPEAT:
                yield from self._instances(place)

    def _instances(self, repeat: Place) -> Iterator[Entry]:
        rows, depth = self._state.rows(repeat.address), len(repeat.rows)
        for number, row in enumerate(rows, start=1):
            path = fieldpath.row(repeat.address, row.id)
            folded = self._is_folded(path)
            yield Entry(
                kind=Kind.INSTANCE,
                key=path,
                depth=depth,
                place=repeat,
                row=row.id,
                number=number,
                is_folded=folded,
                tally=self._tally(path),
            )
            if not folded:
                yield from self.entries(path)
        if rows and may_add(self._state, repeat.address):
            key = f"{repeat.address}{NEW}"
            yield Entry(kind=Kind.MORE, key=key, depth=depth, place=repeat)

    def _count(self, address: str) -> None:
        """Count a question for every repeat and instance around it."""
        status, steps = self._state.status(address), address.split("/")
        for end in range(1, len(steps)):
            self._statuses.setdefault("/".join(steps[:end]), []).append(status)

    def _tally(self, path: str) -> Tally:
        return summed(self._statuses.get(path, []))


def summed(statuses: Sequence[QuestionStatus]) -> Tally:
    """Return what the states of some questions come to, and how many are done."""
    progress = Progress(sum(status in DONE for status in statuses), len(statuses))
    if not statuses:
        return QuestionStatus.HIDDEN, progress
    for grave in (QuestionStatus.ERROR, QuestionStatus.WARNING):
        if grave in statuses:
            return grave, progress
    if progress.answered == progress.total:
        return QuestionStatus.ANSWERED, progress
    begun = {QuestionStatus.BEGUN, QuestionStatus.COPIED} & set(statuses)
    is_begun = progress.answered > 0 or bool(begun)
    return (QuestionStatus.BEGUN if is_begun else QuestionStatus.EMPTY), progress


def _heading(groups: Mapping[str, Group], place: Place) -> Group | None:
    """Return the innermost group with a heading that a place stands in directly."""
    name = place.question.parent
    while name is not None and name in groups:
        if not groups[name].label.is_empty:
            return groups[name]
        name = groups[name].parent
    return None
