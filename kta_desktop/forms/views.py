"""What a form shows at present: its places in the order of the paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.forms.lifetime import address_of
from kta_desktop.forms.running import Running
from kta_desktop.forms.scope import NOWHERE, Rows
from kta_desktop.forms.structure import Item, Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A question where it stands.

    Attributes:
        address: Of the question in its instance.
        question: What is asked; of a ``REPEAT`` the head that its instances follow.
        rows: Ids of the repeat instances around it, the outermost first.
        numbers: Their numbers on screen, from 1.
    """

    address: str
    question: Question
    rows: Rows = NOWHERE
    numbers: tuple[int, ...] = ()


def is_shown(question: Question) -> bool:
    """Whether it has a place on screen: facts that only conditions read have none."""
    if question.type is not QuestionType.CALCULATE:
        return True
    is_fact = "fact_type" in (question.more or {})
    return bool(question.calculation) and not question.label.is_empty and not is_fact


def places(running: Running, box: Item) -> Iterator[Place]:
    """Yield what is shown in a section now, a repeat before the places of its instances."""
    waiting: list[tuple[Item, Rows, tuple[int, ...]]] = [(box, NOWHERE, ())]
    while waiting:
        item, rows, numbers = waiting.pop()
        plan = running.program.plans.get(item.key)
        if plan is not None and not running.world.cells[item.key][rows].relevant:
            continue
        if isinstance(item.asked, Question) and is_shown(item.asked):
            yield Place(address_of(item, rows), item.asked, rows, numbers)
        waiting += reversed(list(_inside(running, item, rows, numbers)))


def _inside(
    running: Running, item: Item, rows: Rows, numbers: tuple[int, ...]
) -> Iterator[tuple[Item, Rows, tuple[int, ...]]]:
    if not item.is_repeat:
        for child in item.children.values():
            yield child, rows, numbers
    elif item.asked is not None and item.asked.type is QuestionType.REPEAT:
        for number, row in enumerate(running.ids(item, rows), 1):
            for child in item.children.values():
                yield child, (*rows, row), (*numbers, number)


def place_of(running: Running, item: Item, rows: Rows) -> Place:
    """Return the place of a question in an instance.

    Raises:
        KeyError: If it is no question, or the instance is not there.
    """
    if not isinstance(item.asked, Question) or not running.exists(item, rows):
        raise KeyError(item.key)
    numbers = tuple(
        running.ids(running.program.structure.items[key], rows[:depth]).index(rows[depth]) + 1
        for depth, key in enumerate(item.repeats)
    )
    return Place(address_of(item, rows), item.asked, rows, numbers)


def sections(box: Item) -> Iterator[Item]:
    """Yield the sections in ``box``."""
    yield from (item for item in box.children.values() if item.kind is Kind.SECTION)
