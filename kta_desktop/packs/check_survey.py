"""The survey of a pack: what stands in what, types, names, lists of options."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kta_desktop.domain.fieldpath import MAX_DEPTH
from kta_desktop.packs import check_cells, check_tables, check_texts
from kta_desktop.packs.context import Context
from kta_desktop.packs.faults import Lexicon, PackFault, Place, Words
from kta_desktop.packs.kinds import (
    FROM_FILE,
    LISTED,
    NAME,
    NOT_IN_TABLES,
    REFUSED,
    STRUCTURE,
    TYPES,
    extras,
    file_name,
    is_table,
    kind,
    list_name,
    parameters,
)
from kta_desktop.packs.layout import CHOICES, KTA, SURVEY, text_columns
from kta_desktop.packs.looks import of_appearance
from kta_desktop.packs.lookup import EXPRESSIONS
from kta_desktop.packs.outline import Entry, outline
from kta_desktop.packs.rows import SheetRow

_ALL_TYPES = Lexicon((*TYPES, *STRUCTURE))
_COLUMN_TYPES = ", ".join(name for name in TYPES if name not in NOT_IN_TABLES)
MAX_ROWS = 20_000  # of the survey; the largest checklist has 500
MAX_OPTIONS = 500_000  # that all questions offer together; a definition holds them one by one
MAX_CHARACTERS = 1_000_000  # of all expressions; the largest pack has 75,000 with its includes
_MAX_LEVEL = 30  # groups and repeats around a question
_OPTION = re.compile(r"[^\s'\"]{1,80}")
_QUIET = ("calculate", "hidden")  # types that may stand outside of sections


def of_survey(context: Context) -> Iterator[PackFault]:
    """Yield the mistakes of ``survey`` that are no matter of its expressions."""
    found = context.outline
    for row in found.misplaced:
        yield _at(row, "type").fault("nesting", found=row.get("type"))
    for row in context.folder.rows(SURVEY):
        yield from _type(row, context)
        yield from of_appearance(_at(row, "appearance"))
        if not _is_json(row):
            yield _at(row, SURVEY.more).fault("more-wrong")
    yield from _names(found.named())
    yield from _taken(found.named(), context)
    yield from _bounds(context)
    yield from _boxes(context)
    for row in found.sections:
        yield from check_cells.of_group(row)
        yield from check_texts.of_row(SURVEY, row, context)
    for entry in found.groups:
        yield from check_cells.of_group(entry.row)
        if entry.row.text("label"):
            yield from check_texts.of_row(SURVEY, entry.row, context)
    for entry in found.entries:
        yield from _entry(entry, context)


def of_choices(context: Context) -> Iterator[PackFault]:
    """Yield the mistakes of ``choices``."""
    seen: dict[tuple[str, str], int] = {}
    for row in context.folder.rows(CHOICES):
        key, place = (row.get("list_name"), row.get("name")), Place(CHOICES.file, row, "name")
        if not all(key):
            yield place.fault("id-missing")
        elif key in seen:
            yield place.fault("id-twice", found=key[1], other=seen[key])
        elif _OPTION.fullmatch(key[1]) is None:
            yield place.fault("option-wrong", found=key[1])
        seen.setdefault(key, row.number)
        yield from check_texts.of_row(CHOICES, row, context)


def _at(row: SheetRow, column: str = "") -> Place:
    return Place(SURVEY.file, row, column)


def _is_json(row: SheetRow) -> bool:
    try:
        row.more(SURVEY.more)
    except ValueError:
        return False
    return True


def _type(row: SheetRow, context: Context) -> Iterator[PackFault]:
    own, words, place = kind(row), row.get("type").split(), _at(row, "type")
    if own in REFUSED:
        yield place.fault("type-refused", found=row.get("type"), right=Words(REFUSED[own]))
    elif own not in _ALL_TYPES:
        yield place.fault("type-unknown", found=row.get("type"), right=_ALL_TYPES.near(own))
    elif "or_other" in words:
        yield place.fault("or-other")
    elif own == FROM_FILE:
        yield from _file(row, context)
    else:
        yield from _list(row, context)


def _list(row: SheetRow, context: Context) -> Iterator[PackFault]:
    options = list_name(row)
    if kind(row) in LISTED and not options:
        yield _at(row, "type").fault("list-empty")
    elif options and options not in context.lists:
        right = context.known_lists.near(options)
        yield _at(row, "type").fault("list-unknown", found=options, right=right)


def _file(row: SheetRow, context: Context) -> Iterator[PackFault]:
    """Yield a table of options that is not there, or lacks the columns of options."""
    name, place = file_name(row), _at(row, "type")
    sheet = context.tables.get(name)
    if sheet is None:
        right = Lexicon(context.tables).near(name)
        yield place.fault("table-unknown", found=name, right=right)
        return
    named, header = parameters(row), Lexicon(sheet.header)
    value, label = named.get("value", "name"), named.get("label", "label")
    if value not in header:
        yield place.fault("column-unknown", table=name, found=value, right=header.near(value))
    if label not in header and not any(each in header for each in text_columns(label)):
        yield place.fault("column-unknown", table=name, found=label, right=header.near(label))


def _names(rows: Iterable[SheetRow]) -> Iterator[PackFault]:
    seen: dict[str, int] = {}
    for row in rows:
        name, place = row.get("name"), _at(row, "name")
        if NAME.fullmatch(name) is None:
            yield place.fault("name-wrong", found=name)
        elif name in seen:
            yield place.fault("id-twice", found=name, other=seen[name])
        seen.setdefault(name, row.number)


def _taken(rows: Iterable[SheetRow], context: Context) -> Iterator[PackFault]:
    """Yield names that an included pack has given already."""
    owners = context.owners(SURVEY)
    for row in rows:
        owner = owners.get(row.get("name"))
        if owner is not None:
            yield _at(row, "name").fault(
                "id-included",
                found=row.get("name"),
                pack=owner.pack,
                sheet=owner.sheet,
                row=owner.row.number,
            )


def is_bounded(context: Context) -> bool:
    """Whether the surveys are small and shallow enough for their expressions to be tried."""
    outlines = (context.outline, *(outline(pack.rows(SURVEY)) for pack in context.included))
    return not tuple(_sizes(context)) and not any(
        _too_deep(entry) for each in outlines for entry in (*each.entries, *each.groups)
    )


def _sizes(context: Context) -> Iterator[PackFault]:
    """Yield what there is too much of in the pack and what it includes."""
    packs, place = (*context.included, context.folder), _at(SheetRow(0, {}))
    rows = [row for pack in packs for row in pack.rows(SURVEY)]
    if len(rows) > MAX_ROWS:
        yield place.fault("rows-many", found=len(rows), right=MAX_ROWS)
    levels = (len(when.text) for pack in packs for when in check_tables.conditions(pack))
    found = sum(levels) + sum(len(row.get(name)) for row in rows for name in EXPRESSIONS)
    if found > MAX_CHARACTERS:
        yield place.fault("expressions-long", found=found, right=MAX_CHARACTERS)
    options = sum(_options(row, context) for row in rows)
    if options > MAX_OPTIONS:
        yield place.fault("options-many", found=options, right=MAX_OPTIONS)


def _options(row: SheetRow, context: Context) -> int:
    """Return how many options a row offers."""
    if kind(row) == FROM_FILE:
        sheet = context.tables.get(file_name(row))
        return 0 if sheet is None else len(sheet.rows)
    return len(context.lists.get(list_name(row), ()))


def _too_deep(entry: Entry) -> int:
    """Return how deep it may stand at most, if it stands deeper; else 0."""
    if kind(entry.row) == "begin_repeat" and entry.depth >= MAX_DEPTH:
        return MAX_DEPTH
    return _MAX_LEVEL if entry.level > _MAX_LEVEL else 0


def _bounds(context: Context) -> Iterator[PackFault]:
    """Yield a survey that is too long, and what stands inside of too many others."""
    yield from _sizes(context)
    for entry in (*context.outline.entries, *context.outline.groups):
        deepest = _too_deep(entry)
        if deepest:
            yield _at(entry.row, "type").fault("too-deep", right=deepest)


def _boxes(context: Context) -> Iterator[PackFault]:
    """Yield repeats that hold nothing."""
    entries = context.outline.entries
    held = Counter(entry.parent for entry in (*entries, *context.outline.groups))
    for entry in entries:
        is_repeat = kind(entry.row) == "begin_repeat"
        if is_repeat and not entry.columns and not held[entry.row.get("name")]:
            yield _at(entry.row, "type").fault("repeat-empty")


def _entry(entry: Entry, context: Context) -> Iterator[PackFault]:
    row, own = entry.row, kind(entry.row)
    if not entry.section and own not in _QUIET and own not in STRUCTURE[1::2]:
        yield _at(row, "type").fault("outside-section")
    if own not in ("calculate", "hidden", "note"):
        yield from check_texts.of_row(SURVEY, row, context)
    if own not in ("calculate", "note") and (own != "begin_repeat" or is_table(row)):
        yield from _concept(row)
    yield from check_cells.of_question(row, context)
    yield from _key(entry, context)
    yield from _unit_tellers(entry, context)
    yield from _names(entry.columns)
    for column in entry.columns:
        yield from check_texts.of_row(SURVEY, column, context)
        yield from check_cells.of_column(column, context)
        if kind(column) in NOT_IN_TABLES:
            yield _at(column, "type").fault(
                "type-unknown", found=column.get("type"), right=_COLUMN_TYPES
            )


def _concept(row: SheetRow) -> Iterator[PackFault]:
    if not row.get(f"{KTA}concept"):
        yield _at(row, f"{KTA}concept").warning("concept-missing")


def _key(entry: Entry, context: Context) -> Iterator[PackFault]:
    """Yield the key of a repeat, which names its instances, if nothing in it is called so."""
    key = extras(entry.row).get("key")
    if key is None or kind(entry.row) != "begin_repeat":
        return
    if is_table(entry.row):
        inside = Lexicon(column.get("name") for column in entry.columns)
    else:
        inside = Lexicon(context.inside.get(entry.row.get("name"), ()))
    if key not in inside:
        place = _at(entry.row, SURVEY.more)
        yield place.fault("key-unknown", found=key, right=inside.near(str(key)))


def _unit_tellers(entry: Entry, context: Context) -> Iterator[PackFault]:
    """Yield what should tell the unit of a number and is not asked; units that no table knows."""
    beside = frozenset(column.get("name") for column in entry.columns)
    for row in (entry.row, *entry.columns):
        name = str(extras(row).get("unit_from", ""))
        if name and name not in context.names and name not in beside:
            place, right = _at(row, SURVEY.more), context.names.near(name)
            yield place.fault("name-unknown", found=name, right=right)
        yield from check_cells.of_told_units(row)
