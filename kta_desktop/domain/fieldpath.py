"""Where a value lives in an audit: the path that changes, entries and comments name.

An address is where a question stands: ``wat_03``; inside repeats the names of the repeats and the
ids of their instances come before it, as deep as they nest: ``source/<row>/height``,
``source/<row>/pollutants/<row>/mass``. A table is a repeat, so a cell is addressed alike:
``wat_04/<row>/m3``.

Question paths: an address (its answer), ``wat_03#note`` (its note), ``wat_03#confirm`` (reason why
a warned value stands), ``wat_03#evidence:<id>`` (one attachment), ``wat_03#confidential`` (whether
it is a trade secret), ``wat_03#confidential:<id>`` (the same of one attachment), ``wat_04/<row>``
(an instance of a repeat, its value is the place in the order).
Record paths: ``@plant/name``, ``@team/<id>``, ``@session/<id>``, ``@revision/<n>``.
"""

import re
from dataclasses import dataclass

MAX_DEPTH = 8  # repeats inside repeats; real packs nest two

_NAME = r"[a-z][a-z0-9_]{0,62}"
_ROW = r"[0-9a-z-]{1,40}"
_FACET = r"note|confirm|(?:evidence|confidential):[0-9a-z-]{1,40}|confidential"
_QUESTION = re.compile(
    rf"(?P<steps>{_NAME}(?:/{_ROW}/{_NAME}){{0,{MAX_DEPTH}}}(?:/{_ROW})?)(?:#(?P<facet>{_FACET}))?"
)
_RECORD = re.compile(r"@(?P<record>[a-z]{1,20})/(?P<key>[A-Za-z0-9_.-]{1,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPath:
    """A parsed path. Either ``record`` and ``key`` are set, or the rest.

    Attributes:
        names: Names from the outermost repeat to the question; as many as ``rows``, or one more.
        rows: Ids of the instances on the way.
        facet: ``note``, ``confirm``, ``confidential``, ``evidence:<id>`` or
            ``confidential:<id>``; None for the answer or row itself.
        record: Name of a record.
        key: Field of the record.
    """

    names: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    facet: str | None = None
    record: str | None = None
    key: str | None = None

    def written(self) -> str:
        """Return the path in its written form."""
        if self.record is not None:
            return f"@{self.record}/{self.key}"
        return self.address + (f"#{self.facet}" if self.facet else "")

    @property
    def address(self) -> str:
        """The path without its facet; empty for a record."""
        return address(self.names, self.rows)

    @property
    def question(self) -> str | None:
        """Name of the innermost question, column or repeat; None for a record."""
        return self.names[-1] if self.names else None

    @property
    def is_row(self) -> bool:
        """Whether it names an instance of a repeat, not something in it."""
        return bool(self.rows) and len(self.rows) == len(self.names)

    @property
    def is_answer(self) -> bool:
        """Whether an ``Answer`` lives here: a question's own or a cell's."""
        return bool(self.names) and self.facet is None and not self.is_row

    @property
    def inside(self) -> str | None:
        """Address of the innermost repeat that it is in, or a row of; None if in none."""
        if not self.rows:
            return None
        return address(self.names[: len(self.rows)], self.rows[:-1])


def parse_path(text: str) -> FieldPath:
    """Return the parts of a written path.

    Raises:
        ValueError: If ``text`` is not a path.
    """
    record = _RECORD.fullmatch(text)
    if record is not None:
        return FieldPath(record=record["record"], key=record["key"])
    match = _QUESTION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    steps = match["steps"].split("/")
    return FieldPath(names=tuple(steps[::2]), rows=tuple(steps[1::2]), facet=match["facet"])


def address(names: tuple[str, ...], rows: tuple[str, ...]) -> str:
    """Return the address of ``names[-1]`` in the instances ``rows``; of a row if as many."""
    steps = [step for pair in zip(names, rows, strict=False) for step in pair]
    return "/".join((*steps, *names[len(rows) :]))


def row(repeat: str, identifier: str) -> str:
    """Return the path of an instance of the repeat at the address ``repeat``."""
    return f"{repeat}/{identifier}"


def cell(repeat: str, identifier: str, name: str) -> str:
    """Return the address of ``name`` in an instance of the repeat at ``repeat``."""
    return f"{repeat}/{identifier}/{name}"


def note(question: str) -> str:
    """Return the path of the note of the question at an address."""
    return f"{question}#note"


def confirm(question: str) -> str:
    """Return the path of the reason why the warned value at an address stands."""
    return f"{question}#confirm"


def evidence(question: str, identifier: str) -> str:
    """Return the path of one attachment of the question at an address."""
    return f"{question}#evidence:{identifier}"


def confidential(question: str, identifier: str = "") -> str:
    """Return the path of whether a question, or one of its attachments, is a trade secret."""
    return f"{question}#confidential:{identifier}" if identifier else f"{question}#confidential"


def record(name: str, key: str) -> str:
    """Return the path of a field of a record, such as ``@plant/bin``."""
    return f"@{name}/{key}"
