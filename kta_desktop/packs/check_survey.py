"""The survey of a pack: names, types, lists, texts, units and order of its rows."""

import re
from collections.abc import Iterator

from kta_desktop.packs.faults import WARNING, PackFault, nearest
from kta_desktop.packs.kinds import NOT_IN_TABLES, STRUCTURE, TYPES, kind, list_name
from kta_desktop.packs.layout import CHOICES, KTA, SURVEY, text_column
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.outline import Entry, outline
from kta_desktop.packs.reference import units
from kta_desktop.packs.rows import SheetRow
from kta_desktop.packs.survey import lists

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_COLUMN_TYPES = tuple(name for name in TYPES if name not in NOT_IN_TABLES)
_IDLE = ("repeat_count", f"{KTA}blank_reasons", f"{KTA}evidence", f"{KTA}confidential")
_CHOICE_TYPES = ("select_one", "select_multiple")
_SHORT = 26  # characters that fit the section tree at 1366 pixels
_LANGUAGES = ("ru", "kk")


def of_survey(folder: PackFolder) -> Iterator[PackFault]:
    """Yield the mistakes of ``survey.csv`` that are no matter of its expressions."""
    rows = folder.rows(SURVEY)
    yield from _nesting(rows)
    known = frozenset(lists(folder))
    for row in rows:
        yield from _type(row, known)
        yield from _more(row)
    yield from _sections(rows)
    found = outline(rows).entries
    yield from _names([entry.row for entry in found])
    for entry in found:
        yield from _entry(entry)


def of_choices(folder: PackFolder) -> Iterator[PackFault]:
    """Yield the mistakes of ``choices.csv``."""
    seen: dict[tuple[str, str], int] = {}
    for row in folder.rows(CHOICES):
        key = (row.get("list_name"), row.get("name"))
        if not all(key):
            yield _fault(CHOICES.file, row, "name", "id-missing")
        elif key in seen:
            yield _fault(CHOICES.file, row, "name", "id-twice", found=key[1], other=seen[key])
        seen.setdefault(key, row.number)
        yield from _texts(CHOICES.file, row)


def _fault(
    sheet: str, row: SheetRow, column: str, code: str, *, severity: str = "error", **details: object
) -> PackFault:
    return PackFault(
        sheet=sheet,
        row=row.number,
        column=column,
        question=row.get("name"),
        code=code,
        severity=severity,
        details=details,
    )


def _of(
    row: SheetRow, column: str, code: str, *, severity: str = "error", **details: object
) -> PackFault:
    return _fault(SURVEY.file, row, column, code, severity=severity, **details)


def _nesting(rows: tuple[SheetRow, ...]) -> Iterator[PackFault]:
    """Yield groups and repeats that are not closed, or stand where they cannot."""
    for row in outline(rows).misplaced:
        yield _of(row, "type", "nesting", found=row.get("type"))


def _type(row: SheetRow, known: frozenset[str]) -> Iterator[PackFault]:
    own, options = kind(row), list_name(row)
    if own not in TYPES and own not in STRUCTURE:
        right = nearest(own, (*TYPES, *STRUCTURE))
        yield _of(row, "type", "type-unknown", found=row.get("type"), right=right)
    elif own in _CHOICE_TYPES and not options:
        yield _of(row, "type", "list-empty")
    elif options and options not in known:
        yield _of(row, "type", "list-unknown", found=options, right=nearest(options, known))


def _more(row: SheetRow) -> Iterator[PackFault]:
    try:
        row.more(SURVEY.more)
    except ValueError:
        yield _of(row, SURVEY.more, "more-wrong")


def _sections(rows: tuple[SheetRow, ...]) -> Iterator[PackFault]:
    groups = outline(rows).sections
    yield from _names(groups)
    for row in groups:
        yield from _texts(SURVEY.file, row)
        yield from _short(row)


def _short(row: SheetRow) -> Iterator[PackFault]:
    """Yield short titles of a section or question that take more than a line of the tree."""
    for lang, short in row.text(f"{KTA}short").items():
        if len(short) > _SHORT:
            column = text_column(f"{KTA}short", lang)
            yield _of(row, column, "short-long", severity=WARNING, found=len(short))


def _names(rows: list[SheetRow]) -> Iterator[PackFault]:
    seen: dict[str, int] = {}
    for row in rows:
        name = row.get("name")
        if _NAME.fullmatch(name) is None:
            yield _of(row, "name", "name-wrong", found=name)
        elif name in seen:
            yield _of(row, "name", "id-twice", found=name, other=seen[name])
        seen.setdefault(name, row.number)


def _entry(entry: Entry) -> Iterator[PackFault]:
    row, own = entry.row, kind(entry.row)
    if own == "calculate" and not row.get("calculation"):
        yield _of(row, "calculation", "calculation-missing")
    if own not in ("calculate", "note"):
        yield from _texts(SURVEY.file, row)
        yield from _short(row)
        if not row.get(f"{KTA}concept"):
            yield _of(row, f"{KTA}concept", "concept-missing", severity=WARNING)
    yield from _units(row)
    yield from _names(entry.columns)
    for column in entry.columns:
        yield from _texts(SURVEY.file, column)
        yield from _units(column)
        for heading in _IDLE:
            if column.get(heading):
                yield _of(column, heading, "column-idle", found=heading)
        if kind(column) not in _COLUMN_TYPES:
            right = ", ".join(_COLUMN_TYPES)
            yield _of(column, "type", "type-unknown", found=column.get("type"), right=right)


def _texts(sheet: str, row: SheetRow) -> Iterator[PackFault]:
    """Yield a label that is missing in a language that is printed; English may be missing."""
    for lang in _LANGUAGES:
        column = text_column("label", lang)
        if not row.get(column):
            name = column.partition("::")[2]
            yield _fault(sheet, row, column, "text-missing", language=name)


def _units(row: SheetRow) -> Iterator[PackFault]:
    for column in (f"{KTA}unit", f"{KTA}units"):
        for unit in row.ids(column):
            if unit not in units():
                right = nearest(unit, units())
                yield _of(row, column, "unit-unknown", severity=WARNING, found=unit, right=right)
