"""A form that does not tell its secrets, for sheets that leave them out.

What applies, where questions stand and how far the form is filled is as in the open form; what
was entered for a secret, or is worked out of one, is as if nothing were there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from typing_extensions import override

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer, Evidence
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.fieldpath import FieldPath, parse_path
from kta_desktop.forms.lifetime import address_of
from kta_desktop.forms.problems import Problem
from kta_desktop.forms.resting import places_read
from kta_desktop.forms.scope import NOWHERE
from kta_desktop.forms.state import FormState, Row


class Guard(Protocol):
    """What is kept back of a form; asked with the open form."""

    def keeps(self, form: FormState, address: str) -> bool:
        """Whether the answer of a question or cell is kept back, with all that belongs to it."""

    def keeps_cells(self, form: FormState, address: str) -> bool:
        """Whether single cells of a table may be kept back, so that each has to be asked for."""

    def keeps_file(self, form: FormState, address: str, file: Evidence) -> bool:
        """Whether an attachment of a question is kept back."""


class GuardedState(FormState):
    """What a form tells beside what its guard keeps back. It takes no edits.

    Attributes:
        form: The open form.
        guard: What keeps back.
    """

    def __init__(self, form: FormState, guard: Guard) -> None:
        """Show ``form``, which is worked out already: that is shared, not copied."""
        vars(self).update(vars(form))
        self.form, self.guard = form, guard
        self._kept: dict[str, bool] = {}
        self._looked_into: dict[str, bool] = {}
        self._told: dict[str, JsonValue] | None = None

    def keeps(self, address: str) -> bool:
        """Whether what stands at an address is kept back. KeyError if the form has no such."""
        if address not in self._kept:
            self._kept[address] = self.guard.keeps(self.form, address)
        return self._kept[address]

    def keeps_file(self, address: str, file: Evidence) -> bool:
        """Whether an attachment of a question is kept back, with its question or alone."""
        return self.keeps(address) or self.guard.keeps_file(self.form, address, file)

    @property
    @override
    def entries(self) -> Mapping[str, JsonValue]:
        if self._told is None:
            self._told = {p: value for p, value in self.form.entries.items() if self._tells(p)}
        return self._told

    @override
    def answer(self, address: str) -> Answer:
        return EMPTY if self.keeps(address) else super().answer(address)

    @override
    def rows(self, address: str) -> tuple[Row, ...]:
        rows = super().rows(address)
        is_table = bool(self.question(address).columns)
        if self.keeps(address):
            return () if is_table else tuple(replace(row, cells={}) for row in rows)
        if is_table and not self._is_looked_into(address):
            return rows
        return tuple(replace(row, cells=dict(self._cells(address, row))) for row in rows)

    @override
    def note(self, address: str) -> str:
        return "" if self.keeps(address) else super().note(address)

    @override
    def confirmation(self, address: str) -> str:
        return "" if self.keeps(address) else super().confirmation(address)

    @override
    def evidence(self, address: str) -> tuple[Evidence, ...]:
        files = super().evidence(address)
        return tuple(each for each in files if not self.keeps_file(address, each))

    @override
    def problems(self, address: str) -> tuple[Problem, ...]:
        return () if self.keeps(address) else super().problems(address)

    @override
    def value(self, address: str) -> object:
        return None if self.keeps(address) else super().value(address)

    @override
    def evaluate(self, expression: str) -> object:
        reads = self._program.reader.anything(expression).reads
        places = places_read(self._running, reads, NOWHERE)
        items = self._program.structure.items
        if any(self.keeps(address_of(items[key], rows)) for key, rows in places):
            return None
        return super().evaluate(expression)

    @override
    def instance_title(self, address: str, row: str, lang: str) -> str:
        key = (self.question(address).more or {}).get("key")
        if isinstance(key, str) and self.keeps(fieldpath.cell(address, row, key)):
            return ""
        return super().instance_title(address, row, lang)

    def _is_looked_into(self, address: str) -> bool:
        known = self._looked_into.get(address)
        if known is None:
            known = self._looked_into[address] = self.guard.keeps_cells(self.form, address)
        return known

    def _cells(self, address: str, row: Row) -> Iterator[tuple[str, Answer]]:
        for name, answer in row.cells.items():
            if not self.keeps(fieldpath.cell(address, row.id, name)):
                yield name, answer

    def _tells(self, path: str) -> bool:
        """Whether an entry is told: of records all, of other definitions nothing."""
        try:
            place = parse_path(path)
            return place.record is not None or not self._keeps_entry(place)
        except (ValueError, KeyError):
            return False

    def _keeps_entry(self, place: FieldPath) -> bool:
        if place.is_row:
            return self.keeps(place.inside or "")
        kind, _colon, identifier = (place.facet or "").partition(":")
        if kind in ("evidence", "confidential") and identifier:
            files = self.form.evidence(place.address)
            return any(self.keeps_file(place.address, f) for f in files if f.id == identifier)
        return self.keeps(place.address)
