"""A repeat as a sheet: which columns it has, and which of them have a sum.

The rows of a sheet are the instances of a repeat. A table has the columns it was defined with; of
a repeat they are the questions in it, those of its groups included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType
from kta_desktop.forms.entry import NUMBERS
from kta_desktop.forms.state import FormState
from kta_desktop.forms.views import is_shown

Asked: TypeAlias = Question | Column

_PER_YEAR = "/year"
_NO_AMOUNTS = frozenset({"d", "h", "m", "times"})
"""What is counted by year and is no amount: days and hours of one year, speeds, how often."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a column.

    Attributes:
        value: The sum of the values there are, in the unit of the column.
        counted: How many rows have a value.
        rows: In how many rows it is asked.
    """

    value: Decimal
    counted: int
    rows: int

    @property
    def is_complete(self) -> bool:
        """Whether every row in which the column is asked has a value."""
        return self.counted == self.rows


def columns_of(definition: Definition, repeat: Question) -> tuple[Asked, ...]:
    """Return the columns of a repeat in the order of the paper.

    Of a ``REPEAT``, groups are looked into; repeats inside it are columns, what is in them is not.
    Notes, and facts that only conditions read, are left out.
    """
    if repeat.type is QuestionType.TABLE:
        return repeat.columns
    groups = {group.name: group.parent for group in definition.groups}
    return tuple(
        question
        for question in definition.questions
        if _around(question.parent, groups) == repeat.name
        and question.type is not QuestionType.NOTE
        and is_shown(question)
    )


def is_summed(asked: Asked) -> bool:
    """Whether the sum of a column means something.

    The pack decides by ``more['sum']``. Where it says nothing, amounts per year are summed;
    shares, temperatures, concentrations and years never are.
    """
    if asked.type not in (*NUMBERS, QuestionType.CALCULATE):
        return False
    told = (asked.more or {}).get("sum")
    if isinstance(told, bool):
        return told
    unit = asked.unit or ""
    return unit.endswith(_PER_YEAR) and unit.removesuffix(_PER_YEAR) not in _NO_AMOUNTS


def sum_of(state: FormState, repeat: str, asked: Asked, rows: Sequence[str]) -> Sum:
    """Return the sum of a column over the rows in which it is asked.

    Args:
        state: The form.
        repeat: Address of the repeat.
        asked: The column.
        rows: Ids of its rows.
    """
    total, counted, relevant = Decimal(0), 0, 0
    for row in rows:
        address = fieldpath.cell(repeat, row, asked.name)
        if not state.is_relevant(address):
            continue
        relevant += 1
        value = state.value(address)
        if isinstance(value, Decimal):
            total += value
            counted += 1
    return Sum(total, counted, relevant)


def _around(parent: str | None, groups: dict[str, str | None]) -> str | None:
    """Return the innermost repeat that a parent is or stands in; None if there is none."""
    while parent is not None and parent in groups:
        parent = groups[parent]
    return parent
