"""A mistake in a pack: where it stands, what is wrong, what would be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _

ERROR = "error"
_LONGEST = 80  # characters of a name for which a close one is looked for
_MANY = 3000  # names among which one is looked for
WARNING = "warning"

MESSAGES: Mapping[str, str] = {
    "file-unreadable": N_(
        "The file cannot be read: {found}. Put it right; the other files were not checked."
    ),
    "column-twice": N_("The column «{found}» is there twice. Remove one of them."),
    "column-idle": N_(
        "«{found}» is not read for a column of a table. Write it for the table as a whole."
    ),
    "column-missing": N_("The column «{found}» is missing. Add it to the first row."),
    "cells-surplus": N_("The row has more cells than the first row: «{found}». Remove them."),
    "id-missing": N_("There is no id. Give the row one."),
    "id-twice": N_("«{found}» stands in row {other} already. Give one of them another name."),
    "name-wrong": N_(
        "«{found}» cannot be a name. Use small Latin letters, digits and the underscore, "
        "40 characters at most, a letter first."
    ),
    "type-unknown": N_("The type «{found}» is unknown. Right would be, for example: {right}."),
    "nesting": N_(
        "«{found}» does not close or open anything here. Put groups and tables in order."
    ),
    "list-unknown": N_("There is no list of options «{found}». Right would be: {right}."),
    "list-empty": N_("A choice needs a list of options. Write its name after the type."),
    "text-missing": N_("The text in {language} is missing. Write it."),
    "short-long": N_("The short title has {found} characters. Right would be 26 at most."),
    "more-wrong": N_("The cell holds no JSON object. Correct it or leave it empty."),
    "expression": N_("The expression cannot be read. {found}"),
    "name-unknown": N_("There is no question or fact «{found}». Right would be: {right}."),
    "column-unknown": N_("The table «{table}» has no column «{found}». Right would be: {right}."),
    "table-bare": N_(
        "«{found}» is a table and has no single value. Name a column, or count its rows."
    ),
    "cells-bare": N_(
        "The column «{found}» has a value in every row. Use it inside sum, min, max, count or "
        "selected."
    ),
    "option-unknown": N_(
        "The question «{table}» has no option «{found}». Right would be: {right}."
    ),
    "calculation-missing": N_("A calculation needs an expression. Write it, or make it hidden."),
    "cycle": N_("Conditions depend on each other in a circle: {found}. Take one of them out."),
    "reference-unknown": N_("«{found}» is not in {table}. Right would be: {right}."),
    "unit-unknown": N_("The unit «{found}» is not in the table of units. Right would be: {right}."),
    "word-unknown": N_("«{found}» is not known here. Right would be one of: {right}."),
    "number-wrong": N_("«{found}» is not a number. Write digits with a decimal point."),
    "setting-missing": N_("The setting «{found}» is missing. Add it."),
    "concept-missing": N_("The question has no concept, so statistics cannot use it. Give it one."),
}


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
            name: value.sentence(lang) if isinstance(value, KtaError) else value
            for name, value in self.details.items()
        }
        return _(MESSAGES[self.code], lang).format(**texts)

    def place(self, lang: str | None = None) -> str:
        """Return where it stands: sheet, row, column, question."""
        return _("{sheet}, row {row}, column {column}, {question}", lang).format(
            sheet=self.sheet,
            row=self.row,
            column=self.column or "—",
            question=self.question or "—",
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


def nearest(found: str, known: Iterable[str]) -> str:
    """Return what ``found`` was probably meant to be: close names, else the first few."""
    names = sorted(known)
    if len(found) > _LONGEST or len(names) > _MANY:  # comparing costs the product of both
        return ", ".join(names[:5]) or "—"
    close = get_close_matches(found, names, n=3, cutoff=0.6) or names[:5]
    return ", ".join(close) or "—"
