"""``survey.csv`` and ``choices.csv`` as sections and questions of a definition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kta_desktop.domain.definition import Choice, Column, Question, QuestionType, Section, Text
from kta_desktop.packs.layout import CHOICES, KTA, SURVEY
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.rows import SheetRow

TYPES: Mapping[str, QuestionType] = {
    "text": QuestionType.TEXT,
    "integer": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "date": QuestionType.DATE,
    "select_one": QuestionType.SELECT_ONE,
    "select_multiple": QuestionType.SELECT_MULTIPLE,
    "image": QuestionType.IMAGE,
    "file": QuestionType.FILE,
    "note": QuestionType.NOTE,
    "calculate": QuestionType.CALCULATE,
    "hidden": QuestionType.CALCULATE,
    "begin_repeat": QuestionType.TABLE,
}
STRUCTURE = ("begin_group", "end_group", "begin_repeat", "end_repeat")
Lists = Mapping[str, tuple[Choice, ...]]


@dataclass(slots=True)
class Entry:
    """A row of the survey with the rows inside it.

    Attributes:
        row: The row.
        section: Name of the section it stands in; empty outside of all.
        columns: Rows of the columns, for a table.
    """

    row: SheetRow
    section: str
    columns: list[SheetRow] = field(default_factory=list)


def kind(row: SheetRow) -> str:
    """Return the type of a survey row without the name of its list."""
    return row.get("type").partition(" ")[0]


def list_name(row: SheetRow) -> str:
    """Return the list that the options of a row come from; empty if it has none."""
    if kind(row) in ("select_one", "select_multiple"):
        return row.get("type").partition(" ")[2].strip()
    return str(extras(row).get("list") or "")


def extras(row: SheetRow) -> dict[str, Any]:
    """Return what a row carries beside its columns; nothing if that cannot be read."""
    try:
        return row.more(SURVEY.more)
    except ValueError:
        return {}


def text(row: SheetRow, name: str) -> Text:
    """Return a text of a row."""
    return Text(**row.text(name))


def sections(folder: PackFolder) -> tuple[Section, ...]:
    """Return the sections: the outermost groups of the survey."""
    return tuple(_section(row) for row in folder.rows(SURVEY) if kind(row) == "begin_group")


def _section(row: SheetRow) -> Section:
    return Section(
        name=row.get("name"),
        number=row.get(f"{KTA}number"),
        label=text(row, "label"),
        short=text(row, f"{KTA}short"),
    )


def entries(rows: Iterable[SheetRow]) -> tuple[Entry, ...]:
    """Return the questions of a survey with the section and the columns of each.

    Wrong nesting is reported by ``check``; here each row goes where the last opening row put it.
    """
    found: list[Entry] = []
    section = ""
    table: Entry | None = None
    for row in rows:
        own = kind(row)
        if own in ("begin_group", "end_group"):
            section = row.get("name") if own == "begin_group" else ""
        elif own == "end_repeat":
            table = None
        elif table is not None and own != "begin_repeat":
            table.columns.append(row)
        else:
            entry = Entry(row, section)
            table = entry if own == "begin_repeat" else None
            found.append(entry)
    return tuple(found)


def lists(folder: PackFolder) -> Lists:
    """Return the lists of options by name."""
    found: dict[str, list[Choice]] = {}
    for row in folder.rows(CHOICES):
        choice = Choice(name=row.get("name"), label=text(row, "label"))
        found.setdefault(row.get("list_name"), []).append(choice)
    return {name: tuple(choices) for name, choices in found.items()}


def questions(folder: PackFolder) -> tuple[Question, ...]:
    """Return the questions in paper order, calculations included.

    Raises:
        KeyError: If a type is unknown; ``check`` reports it before.
    """
    options = lists(folder)
    return tuple(_question(entry, options) for entry in entries(folder.rows(SURVEY)))


def _question(entry: Entry, options: Lists) -> Question:
    row = entry.row
    return Question(
        name=row.get("name"),
        number=row.get(f"{KTA}number"),
        section=entry.section,
        type=TYPES[kind(row)],
        label=text(row, "label"),
        short=text(row, f"{KTA}short"),
        hint=text(row, "hint"),
        concept=row.get(f"{KTA}concept"),
        relevant=row.get("relevant") or None,
        calculation=row.get("calculation") or None,
        constraint=row.get("constraint") or None,
        constraint_message=text(row, "constraint_message"),
        required=_is_required(row),
        appearance=row.get("appearance"),
        unit=row.get(f"{KTA}unit") or None,
        units=row.ids(f"{KTA}units"),
        choices=options.get(list_name(row), ()),
        columns=tuple(_column(column, options) for column in entry.columns),
        evidence=row.ids(f"{KTA}evidence"),
        techniques=row.ids(f"{KTA}bat"),
        levels=row.ids(f"{KTA}ael"),
        source=row.get(f"{KTA}source") or None,
        locus=row.get(f"{KTA}locus"),
        confidence=row.get(f"{KTA}confidence") or None,
        more=_more(entry) or None,
    )


def _more(entry: Entry) -> dict[str, Any]:
    """Return what has no field of its own: the row's JSON, its warning, units of columns."""
    row = entry.row
    found = row.more(SURVEY.more)
    if row.get(f"{KTA}warn"):
        found["warn"] = row.get(f"{KTA}warn")
        found["warn_message"] = row.text(f"{KTA}warn_message")
    columns = {column.get("name"): _column_more(column) for column in entry.columns}
    columns = {name: more for name, more in columns.items() if more}
    return found | ({"columns": columns} if columns else {})


def _column_more(row: SheetRow) -> dict[str, Any]:
    return row.more(SURVEY.more) | ({"required": True} if _is_required(row) else {})


def _is_required(row: SheetRow) -> bool:
    return row.get("required") in ("yes", "true", "true()")


def _column(row: SheetRow, options: Lists) -> Column:
    return Column(
        name=row.get("name"),
        type=TYPES[kind(row)],
        label=text(row, "label"),
        unit=row.get(f"{KTA}unit") or None,
        choices=options.get(list_name(row), ()),
        concept=row.get(f"{KTA}concept"),
    )
