"""``survey.csv`` and ``choices.csv`` as sections, groups and questions of a definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kta_desktop.domain.definition import (
    Choice,
    Column,
    Group,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.packs import defaults
from kta_desktop.packs.kinds import (
    FROM_FILE,
    TYPES,
    extras,
    file_name,
    is_table,
    kind,
    list_name,
    parameters,
)
from kta_desktop.packs.layout import CHOICES, KTA, SURVEY, text_column
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.outline import Entry, Outline, outline
from kta_desktop.packs.rows import Sheet, SheetRow, as_cell

Lists = Mapping[str, tuple[Choice, ...]]
EVIDENCE_LEVELS = ("none", "optional", "required")  # the first word of ``evidence``, if it is one

# Columns whose cells go to ``more`` under the name given, where they are filled in.
_CARRIED: Mapping[str, str] = {
    f"{KTA}quantity": "quantity",
    f"{KTA}refcond": "refcond",
    f"{KTA}avg": "avg",
    f"{KTA}print": "print",
    f"{KTA}weight": "weight",
    "media::image": "image",
}
_CARRIED_TEXTS = ("guidance_hint", "required_message")
# What a column of a table has no field for, but a question has.
_COLUMN_CARRIED: Mapping[str, str] = {
    f"{KTA}number": "number",
    f"{KTA}source": "source",
    f"{KTA}locus": "locus",
    f"{KTA}confidence": "confidence",
    "appearance": "appearance",
}
_COLUMN_TEXTS: Mapping[str, str] = {"hint": "hint", f"{KTA}short": "short"}
_COLUMN_LISTS: Mapping[str, str] = {f"{KTA}ael": "levels", f"{KTA}bat": "techniques"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the survey of a pack says, in the order of the paper."""

    sections: tuple[Section, ...]
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]


def survey(folder: PackFolder, options: Lists, tables: Mapping[str, Sheet]) -> Survey:
    """Return the survey of a pack; what is wrong in it, ``check`` tells, and is passed over.

    Args:
        folder: The pack.
        options: Lists that its questions may take their options from.
        tables: Tables of ``files`` that they may take them from.
    """
    found: Outline = outline(folder.rows(SURVEY))
    of_rows = _Options(options, tables)
    return Survey(
        sections=tuple(_section(row) for row in found.sections),
        groups=tuple(_group(entry) for entry in found.groups),
        questions=tuple(_question(entry, of_rows) for entry in found.entries),
    )


def text(row: SheetRow, name: str) -> Text:
    """Return a text of a row."""
    return Text(**row.text(name))


def lists(folder: PackFolder) -> Lists:
    """Return the lists of options by name; columns of their own become attributes."""
    header = folder.sheets[CHOICES.file].header
    further = [name for name in header if name and name not in CHOICES.header()]
    found: dict[str, list[Choice]] = {}
    for row in folder.rows(CHOICES):
        choice = Choice(
            name=row.get("name"), label=text(row, "label"), more=_attributes(row, further) or None
        )
        found.setdefault(row.get("list_name"), []).append(choice)
    return {name: tuple(choices) for name, choices in found.items()}


def _attributes(row: SheetRow, further: list[str]) -> dict[str, str]:
    """Return what a choice filter may read of an option: its further columns, then its JSON."""
    columns = {name: cell for name in further if (cell := row.get(name))}
    rest = extras(row, CHOICES.more)
    return columns | {name: cell for name, value in rest.items() if (cell := as_cell(value))}


def options_of_file(sheet: Sheet, named: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return the rows of a table as options.

    Args:
        sheet: A table of the folder ``files``.
        named: Parameters ``value`` and ``label``: which columns these are.
    """
    value, label = named.get("value", "name"), named.get("label", "label")
    used = {value, label, ""} | {text_column(label, lang) for lang in ("ru", "kk", "en")}
    return tuple(
        Choice(
            name=row.get(value),
            label=Text(**row.text(label)) if row.text(label) else Text(ru=row.get(label)),
            more={name: cell for name, cell in row.cells.items() if name not in used} or None,
        )
        for row in sheet.rows
    )


class _Options:
    """Options of questions: of the lists, or of the tables of the folder ``files``."""

    def __init__(self, options: Lists, tables: Mapping[str, Sheet]) -> None:
        self._lists = options
        self._files = tables
        self._read: dict[tuple[str, ...], tuple[Choice, ...]] = {}

    def of(self, row: SheetRow) -> tuple[Choice, ...]:
        """Return the options of a row of the survey; none if it has none."""
        name = file_name(row)
        if not name:
            return self._lists.get(list_name(row), ())
        named = parameters(row)
        key = (name, named.get("value", ""), named.get("label", ""))
        if key not in self._read:
            sheet = self._files.get(name, Sheet(name, (), ()))
            self._read[key] = options_of_file(sheet, named)
        return self._read[key]


def _section(row: SheetRow) -> Section:
    return Section(
        name=row.get("name"),
        number=row.get(f"{KTA}number"),
        label=text(row, "label"),
        short=text(row, f"{KTA}short"),
        relevant=row.get("relevant") or None,
    )


def _group(entry: Entry) -> Group:
    return Group(
        name=entry.row.get("name"),
        section=entry.section,
        label=text(entry.row, "label"),
        parent=entry.parent,
        relevant=entry.row.get("relevant") or None,
        appearance=entry.row.get("appearance"),
    )


def _type(row: SheetRow) -> QuestionType:
    if kind(row) == "begin_repeat":
        return QuestionType.TABLE if is_table(row) else QuestionType.REPEAT
    return TYPES.get(kind(row), QuestionType.TEXT)


def _rules(row: SheetRow, options: _Options) -> dict[str, Any]:
    """Return what questions and columns have alike."""
    return {
        "name": row.get("name"),
        "type": _type(row),
        "label": text(row, "label"),
        "concept": row.get(f"{KTA}concept"),
        "relevant": row.get("relevant") or None,
        "calculation": row.get("calculation") or None,
        "constraint": row.get("constraint") or None,
        "constraint_message": text(row, "constraint_message"),
        "severity": row.get(f"{KTA}severity") or "error",
        "required": defaults.is_yes(row.get("required")),
        "readonly": defaults.condition(row.get("readonly")),
        "default": defaults.expression(row.get("default")),
        "choice_filter": row.get("choice_filter") or None,
        "unit": row.get(f"{KTA}unit") or None,
        "units": row.ids(f"{KTA}units"),
        "choices": options.of(row),
    }


def _question(entry: Entry, options: _Options) -> Question:
    row = entry.row
    return Question(
        **_rules(row, options),
        number=row.get(f"{KTA}number"),
        section=entry.section,
        parent=entry.parent,
        short=text(row, f"{KTA}short"),
        hint=text(row, "hint"),
        required_when=defaults.condition_beyond_yes(row.get("required")),
        repeat_count=row.get("repeat_count") or None,
        appearance=row.get("appearance"),
        columns=tuple(_column(column, options) for column in entry.columns),
        blank_reasons=row.ids(f"{KTA}blank_reasons"),
        evidence=proofs(row)[1],
        techniques=row.ids(f"{KTA}bat"),
        levels=row.ids(f"{KTA}ael"),
        confidential=defaults.is_yes(row.get(f"{KTA}confidential")),
        source=row.get(f"{KTA}source") or None,
        locus=row.get(f"{KTA}locus"),
        confidence=row.get(f"{KTA}confidence") or None,
        more=_more(row) or None,
    )


def proofs(row: SheetRow) -> tuple[str, tuple[str, ...]]:
    """Return whether proof is wanted (``none``, ``optional``, ``required``), and its kinds."""
    words = row.ids(f"{KTA}evidence")
    if words and words[0] in EVIDENCE_LEVELS:
        return words[0], words[1:]
    return ("optional" if words else "none"), words


def _more(row: SheetRow) -> dict[str, Any]:
    """Return what has no field of its own: the row's JSON, its second rule, rarer columns."""
    found: dict[str, Any] = extras(row)
    if row.get(f"{KTA}warn"):
        found["warn"] = row.get(f"{KTA}warn")
        found["warn_message"] = row.text(f"{KTA}warn_message")
    cells = {name: row.get(column) for column, name in _CARRIED.items()}
    texts = {name: row.text(name) for name in _CARRIED_TEXTS}
    words = row.ids(f"{KTA}evidence")
    if words and words[0] in ("none", "required"):
        cells["evidence_level"] = words[0]
    if kind(row) == FROM_FILE:
        cells["file"] = file_name(row)
    named = {"parameters": parameters(row)}
    return found | {name: value for name, value in (cells | texts | named).items() if value}


def _column(row: SheetRow, options: _Options) -> Column:
    lists_ = {name: list(row.ids(column)) for column, name in _COLUMN_LISTS.items()}
    texts = {name: row.text(column) for column, name in _COLUMN_TEXTS.items()}
    cells = {name: row.get(column) for column, name in _COLUMN_CARRIED.items()}
    further = {name: value for name, value in (lists_ | texts | cells).items() if value}
    return Column(**_rules(row, options), more=(_more(row) | further) or None)
