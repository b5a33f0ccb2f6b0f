"""What of a form is a trade secret: what was said of it, of what is around it, of what it rests on.

The nearest word counts: of a cell, its table, its instance, the repeat, outwards; at each of them
a person's word comes before the checklist's. A figure that is worked out of a secret is one too,
unless a person said that it is none: whoever knows its other parts could work the secret out. And
so are the columns that a total adds up which is called a secret itself: anybody can add.
"""

from collections.abc import Iterator

from kta_desktop.domain.confidential import OPEN, Confidential, SaidBy, Secrecy
from kta_desktop.domain.definition import Question
from kta_desktop.forms.lifetime import address_of
from kta_desktop.forms.resting import places_read
from kta_desktop.forms.running import Running
from kta_desktop.forms.scope import Rows
from kta_desktop.forms.structure import Item, Kind

_Place = tuple[str, Rows]


def confidential(running: Running, item: Item, rows: Rows) -> Confidential:
    """Return whether what stands at ``item`` in the instance ``rows`` is a trade secret."""
    told = _told(running, item, rows)
    if told is not None:
        return told
    found = _worked_out(running, item, rows)
    return found if found.is_secret else _added_up(running, item, rows)


def _added_up(running: Running, item: Item, rows: Rows) -> Confidential:
    """Return the total that is called a secret and adds up the column ``item``."""
    if item.kind is not Kind.COLUMN:
        return OPEN
    for key in running.program.made_of.get(item.key, ()):
        reader = running.program.structure.items[key]
        told = _told(running, reader, rows[: len(reader.repeats)])
        if told is not None and told.is_secret:
            return told
    return OPEN


def has_cells(running: Running, item: Item, rows: Rows) -> bool:
    """Whether single rows or cells of the table at ``item`` may be secrets, the table not."""
    columns = tuple(item.children.values())
    if any(_added_up(running, column, rows).is_secret for column in columns):
        return True
    inside = [column.key for column in columns]
    return any(
        filled.secrecy and len(at) > len(rows) and at[: len(rows)] == rows
        for key in (item.key, *inside)
        for at, filled in running.store.filled.get(key, {}).items()
    )


def _told(running: Running, item: Item, rows: Rows) -> Confidential | None:
    """Return the nearest word about a place; None if nothing was said of it."""
    box: Item | None = item
    while box is not None:
        for at in _instances(box, rows):
            said = running.store.at(box.key, at).secrecy.get("")
            if said is not None:
                return _by_person(said, address_of(box, at))
        if isinstance(box.asked, Question) and box.asked.confidential:
            return Confidential(is_secret=True, source=address_of(box, box.rows_of(rows)))
        box = box.parent
    return None


def _instances(box: Item, rows: Rows) -> Iterator[Rows]:
    """Yield the instance of a repeat that ``rows`` are in, then the place of ``box`` itself."""
    own = box.rows_of(rows)
    if box.is_repeat and len(rows) > len(own):
        yield rows[: len(own) + 1]
    yield own


def _by_person(said: Secrecy, source: str) -> Confidential:
    return Confidential(said.is_secret, said.grounds, SaidBy.PERSON, source)


def _worked_out(running: Running, item: Item, rows: Rows) -> Confidential:
    """Return the first secret that a figure is worked out of, through other figures too."""
    waiting: list[_Place] = [(item.key, rows)]
    seen = set(waiting)
    while waiting:
        key, at = waiting.pop()
        plan = running.program.plans.get(key)
        if plan is None or plan.calculation is None:
            continue
        for place in places_read(running, plan.calculation.reads, at):
            if place in seen:
                continue
            seen.add(place)
            told = _told(running, running.program.structure.items[place[0]], place[1])
            if told is None:
                waiting.append(place)
            elif told.is_secret:
                return told
    return OPEN
