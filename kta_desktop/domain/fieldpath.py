"""Where a value lives in an audit: the path that changes, entries and comments name.

Question paths: ``wat_03`` (answer), ``wat_03#note`` (its note), ``wat_03#confirm`` (reason why a
warned value stands), ``wat_03#evidence:<id>`` (one attachment), ``wat_04/<row>`` (a row of a
table, its value is the place in the order), ``wat_04/<row>/m3`` (a cell).
Record paths: ``@plant/name``, ``@team/<id>``, ``@session/<id>``, ``@revision/<n>``.
"""

import re
from dataclasses import dataclass

_QUESTION = re.compile(
    r"(?P<question>[a-z][a-z0-9_]{0,62})"
    r"(?:/(?P<row>[0-9a-z-]{1,40})(?:/(?P<column>[a-z][a-z0-9_]{0,62}))?)?"
    r"(?:#(?P<facet>note|confirm|evidence:[0-9a-z-]{1,40}))?"
)
_RECORD = re.compile(r"@(?P<record>[a-z]{1,20})/(?P<key>[A-Za-z0-9_.-]{1,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPath:
    """A parsed path. Either ``record`` and ``key`` are set, or ``question`` and the rest."""

    question: str | None = None
    row: str | None = None
    column: str | None = None
    facet: str | None = None
    record: str | None = None
    key: str | None = None

    def written(self) -> str:
        """Return the path in its written form."""
        if self.record is not None:
            return f"@{self.record}/{self.key}"
        parts = [part for part in (self.question, self.row, self.column) if part is not None]
        return "/".join(parts) + (f"#{self.facet}" if self.facet else "")

    @property
    def is_answer(self) -> bool:
        """Whether an ``Answer`` lives here: a question's own or a cell's."""
        is_row = self.row is not None and self.column is None
        return self.question is not None and self.facet is None and not is_row


def parse_path(text: str) -> FieldPath:
    """Return the parts of a written path.

    Raises:
        ValueError: If ``text`` is not a path.
    """
    match = _RECORD.fullmatch(text) or _QUESTION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return FieldPath(**match.groupdict())


def cell(question: str, row: str, column: str) -> str:
    """Return the path of a cell."""
    return f"{question}/{row}/{column}"


def note(question: str) -> str:
    """Return the path of a question's note."""
    return f"{question}#note"


def confirm(question: str) -> str:
    """Return the path of the reason why a warned value stands."""
    return f"{question}#confirm"


def evidence(question: str, identifier: str) -> str:
    """Return the path of one attachment of a question."""
    return f"{question}#evidence:{identifier}"


def record(name: str, key: str) -> str:
    """Return the path of a field of a record, such as ``@plant/bin``."""
    return f"@{name}/{key}"
