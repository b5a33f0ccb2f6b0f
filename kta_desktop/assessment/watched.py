"""A filled form and records that note what is read of them: so one edit recomputes little.

Whatever an assessment reads of a form goes through an address or an expression; both are noted as
keys of the definition, inside a repeat with the outermost instance. The form knows when each of
them last came to something else.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from typing_extensions import override

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.answers import Row
from kta_desktop.forms.scope import Rows
from kta_desktop.forms.state import FormState, Place
from kta_desktop.forms.structure import Item

T = TypeVar("T")


class Keeper(Protocol):
    """Keeps what was computed as long as nothing it read came to something else."""

    def part(self, name: str, compute: Callable[[], T], made_of: tuple[object, ...] = ()) -> T:
        """Return what is kept under a name, or compute it."""


@dataclass(slots=True)
class Reads:
    """What was read.

    Attributes:
        keys: Of the form, as ``key_at`` writes them: questions, tables, groups; of a cell its
            table.
        records: Paths of records; ``@kind/`` where all of a kind were looked through, ``@`` where
            all were.
        all: Whether something was asked that any answer may change.
    """

    keys: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    all: bool = False

    def add(self, other: "Reads") -> None:
        """Take over what was read elsewhere."""
        self.keys |= other.keys
        self.records |= other.records
        self.all |= other.all


class Watched(FormState):
    """The same form seen through a glass: it follows the form, and is not edited itself.

    Attributes:
        keeper: Keeps pieces of what is computed from the form; None keeps nothing.
    """

    def __init__(self, form: FormState) -> None:
        """Look at ``form``."""
        self.__dict__.update(form.__dict__)
        self._form = form
        self._reads: Reads | None = None
        self.keeper: Keeper | None = None

    @contextmanager
    def noting(self) -> Iterator[Reads]:
        """Note what is read in the block. Blocks nest: the outer one notes all of it, too."""
        outer, mine = self._reads, Reads()
        self._reads = mine
        try:
            yield mine
        finally:
            self._reads = outer
            if outer is not None:
                outer.add(mine)

    def note_reads(self, reads: Reads) -> None:
        """Note what was read when something was computed that is only looked up now."""
        if self._reads is not None:
            self._reads.add(reads)

    def note_key(self, key: str, row: str = "") -> None:
        """Note that something of the form was read, inside a repeat of which instance."""
        if self._reads is not None:
            self._reads.keys.add(key_at(key, row))

    def note_record(self, path: str) -> None:
        """Note that a record was read."""
        if self._reads is not None:
            self._reads.records.add(path)

    @override
    def places(self, section: str | None = None) -> tuple[Place, ...]:
        if self._reads is not None:
            self._reads.all = True
        return super().places(section)

    @override
    def rows(self, address: str) -> tuple[Row, ...]:
        found = super().rows(address)
        item, rows = super()._at(address)
        if self._reads is None or _is_table(item):
            return found
        note = self.note_key
        return tuple(
            replace(row, cells=_Noting(row.cells, partial(note, row=(*rows, row.id)[0])))
            for row in found
        )

    @override
    def instance_title(self, address: str, row: str, lang: str) -> str:
        item, rows = super()._at(address)
        key = (item.asked.more or {}).get("key") if item.asked is not None else None
        if isinstance(key, str):
            self.note_key(key, (*rows, row)[0])
        return super().instance_title(address, row, lang)

    @override
    def holds(self, expression: str) -> bool | None:
        self._note_rule(expression)
        return super().holds(expression)

    @override
    def evaluate(self, expression: str) -> object:
        self._note_rule(expression)
        return super().evaluate(expression)

    @override
    def missing(self, expression: str) -> tuple[str, ...]:
        self._note_rule(expression)
        return super().missing(expression)

    @override
    def _at(self, address: str, *, is_row: bool = False) -> tuple[Item, Rows]:
        found = super()._at(address, is_row=is_row)
        if self._reads is not None:
            item: Item | None = found[0]
            while item is not None:
                self._reads.keys.add(key_at(item.key, found[1][0] if item.repeats else ""))
                item = item.parent
        return found

    def _note_rule(self, expression: str) -> None:
        if self._reads is not None:
            for key in self._program.reader.anything(expression).reads:
                self._reads.keys.add(top(key))


class WatchedRecords(Mapping[str, JsonValue]):
    """Records that tell a watched form what is read of them."""

    def __init__(self, records: Mapping[str, JsonValue], form: Watched) -> None:
        """Look at ``records``."""
        self._records, self._form = records, form

    @override
    def __getitem__(self, path: str) -> JsonValue:
        self._form.note_record(path)
        return self._records[path]

    @override
    def __iter__(self) -> Iterator[str]:
        self._form.note_record("@")
        return iter(self._records)

    @override
    def __len__(self) -> int:
        return len(self._records)

    def starting(self, start: str) -> Iterator[tuple[str, JsonValue]]:
        """Yield path and value of the records whose paths begin with ``@kind/``."""
        self._form.note_record(start)
        for path, value in self._records.items():
            if path.startswith(start):
                yield path, value


def _is_table(item: Item) -> bool:
    """Whether what stands in it is known by its own key: cells are, questions are not."""
    return item.asked is None or item.asked.type is not QuestionType.REPEAT


class _Noting(Mapping[str, Answer]):
    """The answers in an instance, which tell whose of them was read."""

    def __init__(self, answers: Mapping[str, Answer], note: Callable[[str], None]) -> None:
        self._answers, self._note = answers, note

    @override
    def __getitem__(self, name: str) -> Answer:
        self._note(name)
        return self._answers[name]

    @override
    def __iter__(self) -> Iterator[str]:
        for name in self._answers:
            self._note(name)
            yield name

    @override
    def __len__(self) -> int:
        return len(self._answers)


def piece(
    form: FormState, name: str, compute: Callable[[], T], made_of: tuple[object, ...] = ()
) -> T:
    """Return a piece of what is computed: as it was, if the form is followed and it still holds.

    Args:
        form: The form it is computed from.
        name: Of the piece, the only one of its kind.
        compute: Computes it from the form, records and ``made_of`` alone.
        made_of: What else it is computed from.
    """
    keeper = form.keeper if isinstance(form, Watched) else None
    return compute() if keeper is None else keeper.part(name, compute, made_of)


def key_at(key: str, row: str = "") -> str:
    """Return the question or table that a key is of, with the outermost instance around it."""
    return f"{top(key)}@{row}" if row else top(key)


def top(key: str) -> str:
    """Return the question or table that a key is of."""
    return key.partition("/")[0]
