"""Units that another question tells: the throughput of a pump is in what the question before says.

Nothing is converted: the number is what was entered, in the unit that is told at present.
"""

from dataclasses import dataclass

from kta_desktop.domain.definition import Column, Question
from kta_desktop.forms.lifetime import address_of
from kta_desktop.forms.running import Running
from kta_desktop.forms.scope import Rows
from kta_desktop.forms.structure import Item


@dataclass(frozen=True, slots=True)
class ToldUnit:
    """Where the unit of a number is told.

    Attributes:
        address: Of the question or cell that tells it.
        asked: What is asked there.
        answer: Id of the option chosen there, or the words typed; None while there are none.
    """

    address: str
    asked: Question | Column
    answer: str | None


def told_unit(running: Running, item: Item, rows: Rows) -> ToldUnit | None:
    """Return where the unit of ``item`` is told; None if it has its own, or none.

    A question that is asked more often than ``item`` tells it nothing.
    """
    rule = running.program.plans[item.key].unit
    reads = {} if rule is None else rule.reads
    if len(reads) != 1:
        return None
    ((key, shared),) = reads.items()
    teller = running.program.structure.items[key]
    if teller.asked is None or len(teller.repeats) != shared:
        return None
    value = running.world.cells[key][rows[:shared]].value
    answer = value if isinstance(value, str) and value else None
    return ToldUnit(address_of(teller, rows[:shared]), teller.asked, answer)
