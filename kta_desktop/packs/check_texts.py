"""Texts of a pack: there in every declared language, of one meaning, of reasonable length."""

import re
from collections.abc import Iterator

from kta_desktop.domain.canonical import LONGEST_TEXT
from kta_desktop.packs.context import Context
from kta_desktop.packs.faults import PackFault, Place
from kta_desktop.packs.layout import ALL, KTA, LANGUAGES, SURVEY, TableLayout, text_column
from kta_desktop.packs.rows import SheetRow

_SHORT = 26  # characters that fit the section tree at 1366 pixels
_LONG = 1000  # characters of a question that a person still reads on paper
_NAMED = re.compile(r"\$\{\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*\}")
# Texts of rules: they are shown beside an answer, in the language of the person who typed it.
_MESSAGES = ("constraint_message", "required_message", f"{KTA}warn_message")
_SHOWN = ("label", "hint", "guidance_hint", *_MESSAGES)


def of_row(table: TableLayout, row: SheetRow, context: Context) -> Iterator[PackFault]:
    """Yield what is wrong with the texts of a row that a person reads in their language."""
    yield from _missing(table, row, context.languages, "label")
    for name in _MESSAGES if table is SURVEY else ():
        if row.text(name):
            yield from _missing(table, row, context.languages, name)
    yield from _short(row)
    for name in _SHOWN if table is SURVEY else ("label",):
        yield from _placeholders(table, row, name, context)


def of_lengths(context: Context) -> Iterator[PackFault]:
    """Yield cells that are longer than any that people read, or than any that can be stored."""
    for table in ALL:
        longest = _LONG if table.file in ("survey", "choices") else LONGEST_TEXT
        texts = [text_column(name, lang) for name in table.texts for lang in LANGUAGES]
        for row in context.folder.rows(table):
            for column, cell in row.cells.items():
                place = Place(table.file, row, column)
                yield from _length(place, cell, longest, is_text=column in texts)


def _length(place: Place, cell: str, longest: int, *, is_text: bool) -> Iterator[PackFault]:
    if len(cell) > LONGEST_TEXT:
        yield place.fault("text-long", found=len(cell), right=LONGEST_TEXT)
    elif is_text and len(cell) > longest:
        yield place.warning("text-long", found=len(cell), right=longest)


def _missing(
    table: TableLayout, row: SheetRow, languages: tuple[str, ...], name: str
) -> Iterator[PackFault]:
    for lang in languages:
        column = text_column(name, lang)
        if not row.get(column):
            language = column.rpartition("::")[2]
            yield Place(table.file, row, column).fault("text-missing", language=language)


def _short(row: SheetRow) -> Iterator[PackFault]:
    """Yield short titles of a section or question that take more than a line of the tree."""
    for lang, short in row.text(f"{KTA}short").items():
        if len(short) > _SHORT:
            column = text_column(f"{KTA}short", lang)
            yield Place(SURVEY.file, row, column).warning("short-long", found=len(short))


def _placeholders(
    table: TableLayout, row: SheetRow, name: str, context: Context
) -> Iterator[PackFault]:
    """Yield questions named in a text that are not there, or not in every language alike."""
    found = {lang: frozenset(_NAMED.findall(text)) for lang, text in row.text(name).items()}
    everywhere = frozenset[str]().union(*found.values())
    for lang, names in found.items():
        column = text_column(name, lang)
        place = Place(table.file, row, column)
        for unknown in sorted(names - context.names.names):
            right = context.names.near(unknown)
            yield place.fault("name-unknown", found=unknown, right=right)
        if names != everywhere:
            language = column.rpartition("::")[2]
            lacking = ", ".join(sorted(everywhere - names))
            yield place.fault("placeholder-differs", language=language, found=lacking)
