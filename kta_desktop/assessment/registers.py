"""Tables of the common part of the checklist, read row by row into typed cells.

A table is found by its name, and by its concept where a pack calls it otherwise; so is a column.
What was typed and has no meaning is no value: it is kept as typed, and no sum counts it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kta_desktop.assessment.index import index_of
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType
from kta_desktop.domain.numbers import kept
from kta_desktop.forms.answers import Row
from kta_desktop.forms.state import FormState

_YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a table or a question is found by.

    Attributes:
        name: Its name in the common part of the checklist.
        concept: Its concept, which a pack keeps even where it names things otherwise.
    """

    name: str
    concept: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row in which something was entered.

    Attributes:
        id: Of the row; part of the paths of its cells.
        number: Its place among the rows of the table, from 1; rows that are empty count.
        table: The table.
        address: Where the table stands.
        row: Its answers.
        state: The form that knows the values.
    """

    id: str
    number: int
    table: Question
    address: str
    row: Row
    state: FormState

    def column(self, name: str) -> Column | None:
        """Return the column called ``name``, or the one whose concept ends in it."""
        found = self.table.column(name)
        if found is not None:
            return found
        concept = f"{self.table.concept}.{name}"
        return next((each for each in self.table.columns if each.concept == concept), None)

    def answer(self, name: str) -> Answer:
        """Return what was entered in a column, an empty answer if nothing was."""
        column = self.column(name)
        return EMPTY if column is None else self.row.cells.get(column.name, EMPTY)

    def path(self, name: str) -> str:
        """Return the path of a cell."""
        column = self.column(name)
        return fieldpath.cell(self.address, self.id, column.name if column else name)

    def value(self, name: str) -> object:
        """Return the value of a cell as expressions see it; None if it is unknown."""
        column = self.column(name)
        if column is None:
            return None
        return self.state.value(fieldpath.cell(self.address, self.id, column.name))

    def text(self, name: str) -> str:
        """Return the words of a cell on one line; empty if there are none."""
        answer = self.answer(name)
        words = answer.text or (answer.value if isinstance(answer.value, str) else "")
        return " ".join(words.split())

    def number_of(self, name: str) -> Decimal | None:
        """Return the finite number of a cell, in the unit of its column; None if it is none."""
        value = self.value(name)
        return value if isinstance(value, Decimal) and value.is_finite() else None

    def whole(self, name: str) -> int | None:
        """Return the whole number of a cell; None if it is none."""
        value = self.number_of(name)
        return int(value) if value is not None and value == value.to_integral_value() else None

    def day(self, name: str) -> date | None:
        """Return the day of a cell; None if it is none."""
        value = self.value(name)
        return value if isinstance(value, date) else None

    def choice(self, name: str) -> str | None:
        """Return the id of the option of a cell; None if it is none of the options."""
        value = self.value(name)
        return value if isinstance(value, str) and value else None

    def yes(self, name: str) -> bool | None:
        """Return what a cell of yes and no says; None if it says neither."""
        return _YES_NO.get(self.choice(name) or "")

    def unit_of(self, name: str, told_by: str = "") -> str | None:
        """Return the id of the unit of a column; of one that has none, what ``told_by`` says."""
        column = self.column(name)
        own = column.unit if column else None
        return own or (self.choice(told_by) if told_by else None)

    def spread_of(self, name: str) -> Decimal | None:
        """Return U (k = 2) that was entered beside a number; None if none was, or in another unit.

        It is never negative.
        """
        answer, column = self.answer(name), self.column(name)
        if column is None or answer.uncertainty is None or answer.unit not in (None, column.unit):
            return None
        spread = kept(answer.uncertainty)
        return None if spread is None else abs(spread)

    def unread(self) -> Mapping[str, str]:
        """Return the cells in which something without a meaning was typed, column to text."""
        cells = ((column.name, self.row.cells.get(column.name)) for column in self.table.columns)
        return {
            name: " ".join(str(answer.text).split())
            for name, answer in cells
            if answer is not None and answer.is_unreadable
        }


def table(definition: Definition, named: Named) -> Question | None:
    """Return a table by its name, else by its concept; None if the checklist has none."""
    return _found(definition, named, QuestionType.TABLE)


def question(definition: Definition, named: Named) -> Question | None:
    """Return a question that is no table by its name, else by its concept; None if none."""
    return _found(definition, named, None)


def lines(state: FormState, named: Named) -> tuple[Line, ...]:
    """Return the rows of a table in which something was entered, in order.

    Nothing if the checklist has no such table, or it is not asked of this plant.
    """
    return tuple(
        line for found, address in asked(state, named) for line in _lines(state, found, address)
    )


def lines_in(state: FormState, named: Named, instance: str) -> tuple[Line, ...]:
    """Return the rows of a table of one instance, as ``lines`` does; other instances are not read.

    Args:
        state: The form.
        named: The table.
        instance: Path of an instance of the repeat around it.
    """
    found = table(state.definition, named)
    around = _repeat_around(state.definition, found) if found is not None else None
    if found is None or around is None or around.name != instance.rpartition("/")[0]:
        return ()
    address = fieldpath.cell(around.name, instance.rpartition("/")[2], found.name)
    return tuple(_lines(state, found, address)) if state.is_relevant(address) else ()


def _lines(state: FormState, found: Question, address: str) -> Iterator[Line]:
    for number, row in enumerate(state.rows(address), start=1):
        if any(not answer.is_empty for answer in row.cells.values()):
            yield Line(row.id, number, found, address, row, state)


def asked(state: FormState, named: Named) -> tuple[tuple[Question, str], ...]:
    """Return a table with each address at which it is asked now; nothing if it is not."""
    found = table(state.definition, named)
    return tuple((found, address) for address in _addresses(state, found)) if found else ()


def words(state: FormState, named: Named) -> str:
    """Return the answer in words of a question, as typed; empty if there is none."""
    found = question(state.definition, named)
    said = (state.answer(at).text or "" for at in _addresses(state, found)) if found else ()
    return "\n".join(text.strip() for text in said if text.strip())


def chosen(state: FormState, named: Named) -> str | None:
    """Return the id of the option chosen in a question; None if none is."""
    found = question(state.definition, named)
    for address in _addresses(state, found) if found else ():
        value = state.value(address)
        if isinstance(value, str) and value:
            return value
    return None


def _found(definition: Definition, named: Named, kind: QuestionType | None) -> Question | None:
    def fits(each: Question) -> bool:
        return each.type is kind if kind is not None else not each.is_repeat

    by_name = index_of(definition).questions.get(named.name)
    if by_name is not None and fits(by_name):
        return by_name
    return next((q for q in definition.questions if q.concept == named.concept and fits(q)), None)


def _addresses(state: FormState, asked: Question) -> Iterator[str]:
    """Yield where a question is asked now: once, or in each instance around it."""
    for address in standing(state, asked):
        if state.is_relevant(address):
            yield address


def standing(state: FormState, asked: Question) -> Iterator[str]:
    """Yield where a question stands: once, or in each instance around it; asked now or not."""
    outer = _repeat_around(state.definition, asked)
    if outer is None:
        yield asked.name
        return
    for address in standing(state, outer):
        for row in state.rows(address):
            yield fieldpath.cell(address, row.id, asked.name)


def _repeat_around(definition: Definition, asked: Question) -> Question | None:
    """Return the innermost repeat around a question; None if there is none."""
    index = index_of(definition)
    around = asked.parent
    while around is not None:
        outer = index.questions.get(around)
        if outer is not None and outer.type is QuestionType.REPEAT:
            return outer
        around = outer.parent if outer is not None else index.groups.get(around)
    return None
