"""A filled form and records that note what is read of them: so one edit recomputes little.

Whatever an assessment reads of a form goes through an address or an expression; both are noted as
keys of the definition. The form knows when each of them last came to something else.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from typing_extensions import override

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.answers import Row
from kta_desktop.forms.scope import Rows
from kta_desktop.forms.state import FormState, Place
from kta_desktop.forms.structure import Item


@dataclass(slots=True)
class Reads:
    """What was read.

    Attributes:
        keys: Of the form: questions, tables, groups; of a cell its table.
        records: Paths of records; ``@kind/`` where all of a kind were looked through, ``@`` where
            all were.
        all: Whether something was asked that any answer may change.
    """

    keys: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    all: bool = False


class Watched(FormState):
    """The same form seen through a glass: it follows the form, and is not edited itself."""

    def __init__(self, form: FormState) -> None:
        """Look at ``form``."""
        self.__dict__.update(form.__dict__)
        self._form = form
        self._reads: Reads | None = None

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
                outer.keys |= mine.keys
                outer.records |= mine.records
                outer.all |= mine.all

    def note_key(self, key: str) -> None:
        """Note that something of the form was read."""
        if self._reads is not None:
            self._reads.keys.add(top(key))

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
        if self._reads is None or _is_table(super()._at(address)[0]):
            return found
        return tuple(replace(row, cells=_Noting(row.cells, self.note_key)) for row in found)

    @override
    def instance_title(self, address: str, row: str, lang: str) -> str:
        asked = super()._at(address)[0].asked
        key = (asked.more or {}).get("key") if asked is not None else None
        if isinstance(key, str):
            self.note_key(key)
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
                self._reads.keys.add(top(item.key))
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


def top(key: str) -> str:
    """Return the question or table that a key is of."""
    return key.partition("/")[0]
