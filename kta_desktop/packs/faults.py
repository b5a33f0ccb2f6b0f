"""A mistake in a pack: where it stands, what is wrong, what would be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Protocol, runtime_checkable

from kta_desktop.i18n import _
from kta_desktop.packs.fault_messages import MESSAGES
from kta_desktop.packs.rows import SheetRow

__all__ = ["ERROR", "MESSAGES", "WARNING", "Lexicon", "PackFault", "Place", "Words"]

ERROR = "error"
WARNING = "warning"
_LONGEST = 80  # characters of a name for which a close one is looked for
_MANY = 3000  # names among which one is looked for
_SEARCHES = 200  # how often one is looked for in one lexicon: comparing is slow
_NOTHING = "—"


@runtime_checkable
class Sentence(Protocol):
    """Something that has its own words in every language, such as a ``KtaError``."""

    def sentence(self, lang: str | None = None) -> str:
        """Return the words in ``lang``."""


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase of the program inside a message, by its English message id."""

    text: str

    def sentence(self, lang: str | None = None) -> str:
        """Return the phrase in ``lang``."""
        return _(self.text, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFault:
    """One mistake.

    Attributes:
        sheet: Table, such as ``survey``.
        row: Row in the file or workbook, the header is row 1; 0 for the table as a whole.
        column: Heading of the column; empty for the row as a whole.
        question: Name or id of the question, level or other row; empty if it has none.
        code: Stable name of the kind of mistake.
        severity: ``error``, or ``warning`` where the pack can be used all the same.
        details: What the sentence names.
    """

    sheet: str
    row: int
    column: str
    question: str
    code: str
    severity: str = ERROR
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether the pack cannot be compiled with it."""
        return self.severity == ERROR

    def sentence(self, lang: str | None = None) -> str:
        """Return what is wrong and what would be right, in ``lang``."""
        texts = {
            name: value.sentence(lang) if isinstance(value, Sentence) else value
            for name, value in self.details.items()
        }
        return _(MESSAGES[self.code], lang).format(**texts)

    def place(self, lang: str | None = None) -> str:
        """Return where it stands: sheet, row, column, question."""
        return _("{sheet}, row {row}, column {column}, {question}", lang).format(
            sheet=self.sheet,
            row=self.row,
            column=self.column or _NOTHING,
            question=self.question or _NOTHING,
        )

    def line(self, lang: str | None = None) -> str:
        """Return place and sentence on one line."""
        return f"{self.place(lang)}: {self.sentence(lang)}"

    def as_json(self, lang: str | None = None) -> dict[str, object]:
        """Return the fault as the command line prints it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "where": self.place(lang),
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "question": self.question,
            "message": self.sentence(lang),
        }


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that something is wrong with; ``column`` may be empty for a row as a whole."""

    sheet: str
    row: SheetRow
    column: str = ""

    @property
    def text(self) -> str:
        """What stands in the cell."""
        return self.row.get(self.column)

    def fault(self, code: str, *, severity: str = ERROR, **details: object) -> PackFault:
        """Return a fault at this place."""
        return PackFault(
            sheet=self.sheet,
            row=self.row.number,
            column=self.column,
            question=self.row.get("name") or self.row.get("id"),
            code=code,
            severity=severity,
            details=details,
        )

    def warning(self, code: str, **details: object) -> PackFault:
        """Return a fault at this place that does not hinder compiling."""
        return self.fault(code, severity=WARNING, **details)


class Lexicon:
    """Names that are known somewhere, and what a wrong one was probably meant to be.

    However many wrong names there are, the work stays in proportion to the number of names.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = frozenset(names)
        self._searches = 0

    def __contains__(self, name: object) -> bool:
        """Whether ``name`` is known."""
        return name in self.names

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.names)

    @cached_property
    def _first(self) -> str:
        return ", ".join(self._sorted[:5]) or _NOTHING

    def near(self, found: str) -> str:
        """Return the names closest to ``found``; the first few if none is, or it takes long."""
        self._searches += 1
        if len(found) > _LONGEST or len(self.names) > _MANY or self._searches > _SEARCHES:
            return self._first
        close = get_close_matches(found, self._sorted, n=3, cutoff=0.6)
        return ", ".join(close) or self._first
