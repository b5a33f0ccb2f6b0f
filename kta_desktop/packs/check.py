"""All mistakes of a pack at once, each with sheet, row, column and what would be right."""

from collections.abc import Iterator
from pathlib import Path

from kta_desktop.packs import check_expressions, check_survey, check_tables
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.faults import PackFault
from kta_desktop.packs.layout import ALL, PACK, SURVEY
from kta_desktop.packs.library import Library, standard
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.rows import SheetRow

__all__ = ["PackFault", "check", "unreadable"]

_SETTINGS = ("id", "version", "title")
# Columns without which a table says nothing; the others may be left out.
_NEEDED_COLUMNS = {SURVEY.file: ("type", "name"), "choices": ("list_name", "name")}


def unreadable(fault: PackUnreadableError) -> PackFault:
    """Return a file that cannot be read as a mistake in the place of its table."""
    return PackFault(
        sheet=Path(str(fault.details["path"])).name,
        row=0,
        column="",
        question="",
        code="file-unreadable",
        details={"found": fault.details["reason"]},
    )


def check(folder: PackFolder, library: Library | None = None) -> tuple[PackFault, ...]:
    """Return the mistakes of a pack in the order of its sheets and rows.

    Args:
        folder: The pack.
        library: Where included packs are found; None = beside the folder, installed, shipped.
    """
    library = library or standard(folder.path)
    included = library.included(folder)
    names = check_expressions.names_of(folder)
    found = [
        *included.faults,
        *_settings(folder),
        *_headers(folder),
        *check_survey.of_survey(folder),
        *check_expressions.of_survey(folder, names),
        *check_survey.of_choices(folder),
        *check_tables.of_tables(folder, names),
        *_media(folder, names),
    ]
    order = {table.file: place for place, table in enumerate(ALL)}
    return tuple(sorted(found, key=lambda fault: (order.get(fault.sheet, -1), fault.row)))


def _settings(folder: PackFolder) -> Iterator[PackFault]:
    for name in _SETTINGS:
        if not folder.pack.get(name):
            yield PackFault(
                sheet=PACK,
                row=0,
                column="",
                question="",
                code="setting-missing",
                details={"found": name},
            )


def _headers(folder: PackFolder) -> Iterator[PackFault]:
    for table in ALL:
        sheet = folder.sheets[table.file]
        needed = _NEEDED_COLUMNS.get(table.file, ("id",))
        for name in needed:
            if name not in sheet.header:
                yield PackFault(
                    sheet=table.file,
                    row=1,
                    column=name,
                    question="",
                    code="column-missing",
                    details={"found": name},
                )
        for name in sorted({name for name in sheet.header if name}):
            if sheet.header.count(name) > 1:
                yield PackFault(
                    sheet=table.file,
                    row=1,
                    column=name,
                    question="",
                    code="column-twice",
                    details={"found": name},
                )
        for row in sheet.rows:
            if row.get(""):
                yield PackFault(
                    sheet=table.file,
                    row=row.number,
                    column="",
                    question=row.get("name") or row.get("id"),
                    code="cells-surplus",
                    details={"found": row.get("")},
                )


def _media(folder: PackFolder, names: check_expressions.Names) -> Iterator[PackFault]:
    """Yield the mistakes in the conditions of whole media."""
    media = folder.pack.get("media_when", {})
    if not isinstance(media, dict):
        yield PackFault(
            sheet=PACK,
            row=0,
            column="media_when",
            question="",
            code="more-wrong",
        )
        return
    row = SheetRow(0, {medium: str(when) for medium, when in media.items()})
    for medium in media:
        place = check_expressions.Place(PACK, row, medium, "media_when")
        yield from check_expressions.of_cell(place, names)
