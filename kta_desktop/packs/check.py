"""All mistakes of a pack at once, each with sheet, row, column and what would be right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from kta_desktop.packs import (
    check_expressions,
    check_files,
    check_survey,
    check_tables,
    check_texts,
)
from kta_desktop.packs.context import Context
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.faults import PackFault, Place
from kta_desktop.packs.layout import ALL, PACK
from kta_desktop.packs.library import Library, standard
from kta_desktop.packs.load import PackFolder
from kta_desktop.packs.rows import SheetRow

MOST = 20_000  # errors that are looked for in one pack
MOST_OF_A_KIND = 5_000  # errors or warnings that are told
__all__ = ["PackFault", "check", "unreadable"]


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
    return library.once(f"faults {folder.path}", lambda: _check(folder, library))


def _check(folder: PackFolder, library: Library) -> tuple[PackFault, ...]:
    included = library.included(folder)
    context = Context(folder, library, included.packs)
    found = _bounded(
        chain(
            included.faults,
            _of_includes(context),
            check_files.of_files(context),
            check_survey.of_survey(context),
            check_survey.of_choices(context),
            check_tables.of_tables(context),
            check_texts.of_lengths(context),
            check_expressions.of_expressions(context),
        )
    )
    order = {table.file: place for place, table in enumerate(ALL)}
    return tuple(sorted(found, key=lambda fault: (order.get(fault.sheet, -1), fault.row)))


def _bounded(found: Iterable[PackFault]) -> Iterator[PackFault]:
    """Yield as many mistakes as a person can go through, and that there are more."""
    kinds, errors, are_more = Counter[str](), 0, set[str]()
    for fault in found:
        errors += fault.is_error
        kinds[fault.code] += 1
        is_beyond = errors > MOST or kinds[fault.code] > MOST_OF_A_KIND
        if is_beyond and fault.severity not in are_more:
            are_more.add(fault.severity)
            yield Place(PACK, SheetRow(0, {})).fault("faults-many", severity=fault.severity)
        if errors > MOST:
            return
        if not is_beyond:
            yield fault


def _of_includes(context: Context) -> Iterator[PackFault]:
    """Yield included packs that have mistakes of their own."""
    place = Place(PACK, SheetRow(0, {}), "includes")
    if context.library.included(context.folder).faults:
        return  # in a circle, each would be asked of the other
    for pack in context.included:
        faults = [fault for fault in check(pack, context.library) if fault.is_error]
        if faults:
            name, first = pack.pack.get("id", pack.path.name), faults[0].line()
            yield place.fault("include-faulty", found=name, count=len(faults), first=first)
