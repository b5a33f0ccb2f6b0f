"""What a section shows from top to bottom: questions, repeats and their instances, headings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Group, QuestionType
from kta_desktop.forms.state import FormState, Place

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
        group: The group that a heading is of.
    """

    kind: Kind
    key: str
    depth: int
    place: Place
    row: str = ""
    number: int = 0
    is_folded: bool = False
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
    inside: dict[str, list[Place]] = {}
    for place in state.places(section):
        inside.setdefault(instance_of(place.address), []).append(place)
    return tuple(_entries(state, inside, "", is_folded))


def instance_of(address: str) -> str:
    """Return the path of the innermost instance that an address is in; empty if in none."""
    return address.rpartition("/")[0]


def may_add(state: FormState, repeat: str) -> bool:
    """Whether a person adds and removes instances; not where an expression counts them."""
    question = state.question(repeat)
    return question.repeat_count is None and not state.is_readonly(repeat)


def _entries(
    state: FormState,
    inside: Mapping[str, list[Place]],
    instance: str,
    is_folded: Callable[[str], bool],
) -> Iterator[Entry]:
    groups = {group.name: group for group in state.definition.groups}
    last: str | None = None
    for place in inside.get(instance, ()):
        group = _heading(groups, place)
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
        yield Entry(kind=kind, key=place.address, depth=len(place.rows), place=place)
        if kind is Kind.REPEAT:
            yield from _instances(state, inside, place, is_folded)


def _instances(
    state: FormState,
    inside: Mapping[str, list[Place]],
    repeat: Place,
    is_folded: Callable[[str], bool],
) -> Iterator[Entry]:
    rows = state.rows(repeat.address)
    depth = len(repeat.rows)
    for number, row in enumerate(rows, start=1):
        path = fieldpath.row(repeat.address, row.id)
        folded = is_folded(path)
        yield Entry(
            kind=Kind.INSTANCE,
            key=path,
            depth=depth,
            place=repeat,
            row=row.id,
            number=number,
            is_folded=folded,
        )
        if not folded:
            yield from _entries(state, inside, path, is_folded)
    if rows and may_add(state, repeat.address):
        yield Entry(kind=Kind.MORE, key=f"{repeat.address}{NEW}", depth=depth, place=repeat)


def _heading(groups: Mapping[str, Group], place: Place) -> Group | None:
    """Return the innermost group with a heading that a place stands in directly."""
    name = place.question.parent
    while name is not None and name in groups:
        if not groups[name].label.is_empty:
            return groups[name]
        name = groups[name].parent
    return None
