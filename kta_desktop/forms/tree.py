"""Expressions over plain data: what ``kta eval`` does, without a form.

Names are the keys of JSON objects, at any depth; a list of objects is a repeat, a list of plain
values the options of one answer. The shape of the data is the structure of the form.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from kta_desktop.domain.questions import Question, QuestionType
from kta_desktop.domain.texts import NO_TEXT
from kta_desktop.forms.errors import DataShapeError
from kta_desktop.forms.evaluate import compiled, whole
from kta_desktop.forms.host import Host
from kta_desktop.forms.moments import moment_of
from kta_desktop.forms.parser import parse
from kta_desktop.forms.scope import NOWHERE, Known, Rows, Scope, TableRow, World
from kta_desktop.forms.site import Site, own
from kta_desktop.forms.structure import Item, Kind, Structure
from kta_desktop.forms.values import ABSENT, CONTEXT, Single, Value

MAX_DEPTH = 16  # objects inside objects

Data: TypeAlias = Mapping[str, object]


def evaluate_over(
    expression: str,
    data: Data,
    *,
    files: Mapping[str, Sequence[TableRow]] | None = None,
    host: Host | None = None,
    own_value: Value = None,
) -> Value:
    """Return the value of ``expression`` over ``data``; None where something is missing.

    Args:
        expression: The text.
        data: Names to values: numbers, texts, truths, null, lists and objects.
        files: Tables for ``pulldata`` and ``instance``.
        host: Conversions and levels.
        own_value: What ``.`` is.

    Raises:
        ExpressionError: If it cannot be read or evaluated, or names what the data lack.
        DataShapeError: If the data are shaped like no form.
    """
    return DataForm(data, files=files, host=host).evaluate(expression, own_value)


@dataclass(slots=True, eq=False)
class _Reading:
    """One object of the data that waits to be taken over."""

    item: Item
    rows: Rows
    data: Data
    depth: int = 0


class DataForm:
    """Data taken over once, for any number of expressions."""

    def __init__(
        self,
        data: Data,
        *,
        files: Mapping[str, Sequence[TableRow]] | None = None,
        host: Host | None = None,
    ) -> None:
        self._structure = Structure()
        self._world = World(cells=defaultdict(dict), files=files or {}, host=host)
        self._read(data)
        self._fill()

    def evaluate(self, expression: str, own_value: Value = None) -> Value:
        """Return the value of an expression; see ``evaluate_over``."""
        root = self._structure.root
        files = frozenset(self._world.files)
        site = Site(
            structure=self._structure,
            origin=root,
            here=own(root),
            compiled=compiled,
            files=files,
        )
        self._world.tried = 0
        return whole(parse(expression), site)(Scope(self._world, own=own_value))

    def _read(self, data: Data) -> None:
        waiting = deque((_Reading(self._structure.root, NOWHERE, data),))
        while waiting:
            reading = waiting.popleft()
            if reading.depth > MAX_DEPTH:
                raise DataShapeError(name=reading.item.name)
            for name, value in reading.data.items():
                waiting += self._take(reading, str(name), value)

    def _take(self, reading: _Reading, name: str, value: object) -> list[_Reading]:
        """Take one value over; return the objects inside it."""
        below = reading.depth + 1
        if isinstance(value, Mapping):
            item = self._item(reading.item, name, Kind.GROUP)
            return [_Reading(item, reading.rows, value, below)]
        if _is_repeat(value):
            item = self._item(reading.item, name, Kind.REPEAT)
            rows = [each for each in value if isinstance(each, Mapping)]  # type: ignore[attr-defined]  # a list, see _is_repeat
            ids = tuple(str(number) for number in range(1, len(rows) + 1))
            self._know(item, reading.rows, ids)
            return [
                _Reading(item, (*reading.rows, each), row, below)
                for each, row in zip(ids, rows, strict=True)
            ]
        kind = Kind.REPEAT if value == [] else Kind.QUESTION
        item = self._item(reading.item, name, kind)
        self._know(item, reading.rows, _plain(value, name))
        return []

    def _item(self, parent: Item, name: str, kind: Kind) -> Item:
        known = parent.children.get(name)
        if known is None:
            key = f"{parent.key}/{name}"
            asked = _QUESTION if kind is Kind.QUESTION else None
            known = self._structure.add(Item(key, name, kind, parent, parent.inside, asked=asked))
            self._structure.named.setdefault(name, known)
        elif known.kind is not kind and not known.children:
            known.kind = kind  # null in one row, rows in another
        return known

    def _know(self, item: Item, rows: Rows, value: Value) -> None:
        self._world.cells.setdefault(item.key, {})[rows] = Known(value=value, raw=value)

    def _fill(self) -> None:
        """Make what some instances lack missing in them."""
        places: dict[tuple[str, ...], list[Rows]] = {(): [NOWHERE]}
        for item in self._structure.items.values():
            cells = self._world.cells.setdefault(item.key, {})
            for rows in places.get(item.repeats, []):
                known = cells.setdefault(rows, Known())
                if item.is_repeat and not isinstance(known.value, tuple):
                    cells[rows] = Known(value=(), raw=())
            if item.is_repeat:
                places[item.inside] = _instances(cells)
                item.is_open = not item.children


_QUESTION = Question(name="data", number="", section="", type=QuestionType.TEXT, label=NO_TEXT)


def _instances(cells: Mapping[Rows, Known]) -> list[Rows]:
    return [
        (*rows, str(each))
        for rows, known in cells.items()
        if isinstance(known.value, tuple)
        for each in known.value
    ]


def _is_repeat(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def _plain(value: object, name: str) -> Value:
    """Return a value of the data as expressions know it; an empty text is missing.

    Raises:
        DataShapeError: If it is none.
    """
    if isinstance(value, list | tuple):
        return tuple(_single(each, name) for each in value)
    return _single(value, name)


def _single(value: object, name: str) -> Single:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        moment = moment_of(value)  # JSON has no dates: a whole ISO date is one
        return moment if isinstance(moment, date) else value
    if isinstance(value, bool | date) or value is ABSENT:
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value, name)
    raise DataShapeError(name=name)


def _number(value: float | Decimal, name: str) -> Decimal:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except (InvalidOperation, ValueError) as error:  # more digits than Python writes out
        raise DataShapeError(name=name) from error
    if not number.is_finite() or not CONTEXT.Emin <= number.adjusted() <= CONTEXT.Emax:
        raise DataShapeError(name=name)
    return number
