"""Packs written out and taken in as workbooks and folders."""

from pathlib import Path

from kta_desktop.exchange.places import reached
from kta_desktop.packs import workbook
from kta_desktop.packs.errors import PackNotFoundError
from kta_desktop.packs.faults import PackFault
from kta_desktop.packs.layout import PACK
from kta_desktop.packs.library import standard
from kta_desktop.packs.workbook_files import pack_files, write_files
from kta_desktop.services.authoring_errors import FolderForeignError, PackPlaceError
from kta_desktop.services.authoring_reading import checked, pack_names


def place_in_use(pack_id: str) -> Path:
    """Return the folder of the pack in use: the installed one if it is sound, else the shipped.

    Raises:
        PackNotFoundError: If there is no such pack.
    """
    place = standard().folder(pack_id)
    if place is None:
        raise PackNotFoundError(pack=pack_id)
    return place


def files_in_use(pack_id: str) -> dict[str, bytes]:
    """Return the files of the pack in use.

    Raises:
        PackNotFoundError: If there is no such pack.
        PackUnreadableError: If one cannot be read.
    """
    return pack_files(place_in_use(pack_id))


def export(pack_id: str, out: Path) -> None:
    """Write the pack in use as a workbook.

    Raises:
        PackNotFoundError: If there is no such pack.
        CellTooLongError, TableTooLargeError: If something does not fit into a workbook.
        PlaceFullError, PlaceReadOnlyError, PackPlaceError: If it cannot be written; an older
            file stays.
    """
    files = files_in_use(pack_id)
    temporary = out.with_name(f".{out.name}.tmp")
    with reached(out, PackPlaceError):
        if out.exists() and not out.is_file():  # a device would be replaced by the file
            raise PackPlaceError(path=out)
        try:
            workbook.write(files, temporary)
            temporary.replace(out)
        finally:
            temporary.unlink(missing_ok=True)


def import_workbook(book: Path, folder: Path) -> tuple[PackFault, ...]:
    """Write the folder face of a workbook and return the mistakes of the pack.

    Mistakes of the pack do not hinder it: a folder is where they are mended, too.

    Args:
        book: The workbook.
        folder: An empty or new folder, or one that holds this pack.

    Raises:
        WorkbookError: If it cannot be read, or holds what no folder can take over.
        FolderForeignError: If the folder holds something else.
        PlaceFullError, PlaceReadOnlyError, PackPlaceError: If it cannot be written.
    """
    read = workbook.read(book)
    read.demand_sound()
    reading = checked(book, read.files, read)
    with reached(folder, PackPlaceError):
        old = _tables_there(folder, reading.pack_id)
        write_files(reading.files, folder)
        for name in old - set(reading.files):
            (folder / name).unlink()
    return reading.faults


def _tables_there(folder: Path, pack_id: str) -> set[str]:
    """Return the files of the pack that a folder holds already.

    Raises:
        FolderForeignError: If it holds something, but not this pack.
    """
    if folder.exists() and not folder.is_dir():
        raise FolderForeignError(path=folder)
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    there = pack_files(folder) if (folder / PACK).is_file() else {}
    if not pack_id or pack_names(there)[0] != pack_id:
        raise FolderForeignError(path=folder)
    return set(there)
