"""What can be wrong with the files of a pack: settings, includes, headings, look-up tables."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kta_desktop.i18n import N_
from kta_desktop.packs.context import Context
from kta_desktop.packs.faults import Lexicon, PackFault, Place, Words
from kta_desktop.packs.kinds import NAME
from kta_desktop.packs.layout import (
    ALL,
    CHOICES,
    EXTRA,
    FILES,
    LANGUAGES,
    PACK,
    SURVEY,
    TableLayout,
    text_columns,
)
from kta_desktop.packs.rows import Sheet, SheetRow, can_be_kept
from kta_desktop.packs.workbook_files import is_device

_SETTINGS = ("id", "version", "title")
# Settings of one form each: their names, types, and how they are written.
_SHAPES: tuple[tuple[tuple[str, ...], tuple[type, ...], str], ...] = (
    (("id", "version", "status", "kk_state", "alias"), (str, int), '{name} = "…"'),
    (("basis", "notes", "known_gaps"), (list,), '{name} = ["…"]'),
    (
        (
            "title", "checklist", "benchmark", "book", "sector", "languages", "confidence_legend",
            "units",
        ),
        (dict,),
        '[{name}] ru = "…"',
    ),
)  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_STATES = ("checked", "draft", "absent")
# Columns without which a table says nothing; the others may be left out.
_NEEDED = {SURVEY.file: ("type", "name"), CHOICES.file: ("list_name", "name")}
_MEDIA = N_("a file of the pack, named in media::image")
_OURS = N_("a column bind::kta:…")
# Beginnings of columns of XLSForm that packs have no use for, and what to write instead.
_REFUSED: Mapping[str, str] = {
    "save_to": N_("a concept: answers of all audits are joined by it"),
    "trigger": N_("an expression that names the question: it is calculated again by itself"),
    "body::": _OURS,
    "instance::": _OURS,
    "media::audio": _MEDIA,
    "media::video": _MEDIA,
    "audio": _MEDIA,
    "video": _MEDIA,
}
# Sheets of XLSForm that packs have no use for, and what to write instead.
REFUSED_SHEETS: Mapping[str, str] = {
    "entities": N_("a table in the folder files, with pulldata or instance"),
    "external_choices": N_("the sheet choices with a choice_filter"),
    "osm": N_("the sheet choices"),
}


def of_files(context: Context) -> Iterator[PackFault]:
    """Yield the mistakes of settings, headings and look-up tables."""
    yield from _settings(context.folder.pack)
    yield from _shapes(context.folder.pack)
    for place, held in ((PACK, context.folder.pack), (EXTRA, context.folder.extra)):
        for name, value in held.items():
            if not can_be_kept(value):
                yield _at(place, name).fault("value-wrong", found=name)
    for name in context.folder.strays:
        yield from _stray(name)
    for table in ALL:
        yield from _headings(table, context.folder.sheets[table.file])
    for name, sheet in context.folder.files.items():
        yield from _lookup_table(name, sheet)


def _at(sheet: str, column: str = "", row: int = 0) -> Place:
    return Place(sheet, SheetRow(row, {}), column)


def _settings(pack: Mapping[str, Any]) -> Iterator[PackFault]:
    for name in _SETTINGS:
        if not pack.get(name):
            yield _at(PACK).fault("setting-missing", found=name)
    found = str(pack.get("id", ""))
    if found and (_ID.fullmatch(found) is None or is_device(found)):
        yield _at(PACK, "id").fault("pack-id-wrong", found=found)
    languages = pack.get("languages")
    for lang, state in (languages if isinstance(languages, Mapping) else {}).items():
        if lang not in LANGUAGES:
            yield _at(PACK, "languages").fault(
                "word-unknown", found=lang, right=", ".join(LANGUAGES)
            )
        elif state not in _STATES:
            yield _at(PACK, "languages").fault(
                "word-unknown", found=state, right=", ".join(_STATES)
            )


def _shapes(pack: Mapping[str, Any]) -> Iterator[PackFault]:
    """Yield the settings that are written in another form than theirs."""
    for names, kinds, right in _SHAPES:
        for name in names:
            if not isinstance(pack.get(name, kinds[0]()), kinds):
                form = right.format(name=name)
                yield _at(PACK, name).fault("setting-wrong", found=name, right=form)


def _stray(name: str) -> Iterator[PackFault]:
    if name in REFUSED_SHEETS:
        yield _at(name).fault("sheet-refused", found=name, right=Words(REFUSED_SHEETS[name]))
    else:
        right = Lexicon(table.file for table in ALL).near(name)
        yield _at(name).warning("sheet-unknown", found=name, right=right)


def _headings(table: TableLayout, sheet: Sheet) -> Iterator[PackFault]:
    for name in _NEEDED.get(table.file, ("id",)):
        if name not in sheet.header:
            yield _at(table.file, name, 1).fault("column-missing", found=name)
    yield from _twice(table.file, sheet)
    known = Lexicon(table.header())
    for name in dict.fromkeys(sheet.header):
        if name and name not in known and _is_used(sheet, name):
            yield from _heading(table, name, known)
    for row in sheet.rows:
        if row.get(""):
            yield Place(table.file, row).fault("cells-surplus", found=row.get(""))


def _is_used(sheet: Sheet, name: str) -> bool:
    return any(row.get(name) for row in sheet.rows)


def _twice(file: str, sheet: Sheet) -> Iterator[PackFault]:
    for name in sorted({name for name in sheet.header if name}):
        if sheet.header.count(name) > 1:
            yield _at(file, name, 1).fault("column-twice", found=name)


def _heading(table: TableLayout, name: str, known: Lexicon) -> Iterator[PackFault]:
    """Yield what a column is that the layout does not have; an open table reads it as it is."""
    place = _at(table.file, name, 1)
    refused = next((start for start in _REFUSED if name.startswith(start)), None)
    if refused is not None and table in (SURVEY, CHOICES):
        yield place.fault("column-refused", found=name, right=Words(_REFUSED[refused]))
    elif name in table.texts:  # a text without its language
        yield place.warning("heading-unknown", found=name, right=", ".join(text_columns(name)))
    elif not table.is_open or "::" in name:
        yield place.warning("heading-unknown", found=name, right=known.near(name))


def _lookup_table(name: str, sheet: Sheet) -> Iterator[PackFault]:
    file = f"{FILES}/{name}"
    if NAME.fullmatch(name) is None:
        yield _at(file).fault("name-wrong", found=name)
    yield from _twice(file, sheet)
    for row in sheet.rows:
        if row.get(""):
            yield Place(file, row).fault("cells-surplus", found=row.get(""))
