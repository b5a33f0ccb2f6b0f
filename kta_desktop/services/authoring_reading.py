"""A pack from wherever it comes: a folder, a workbook or a signed ZIP; checked and compiled."""

import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kta_desktop.exchange.errors import CancelledError
from kta_desktop.i18n import N_, _
from kta_desktop.packs.check import check, unreadable
from kta_desktop.packs.compile import Compiled, compile_pack
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.faults import PackFault
from kta_desktop.packs.layout import PACK
from kta_desktop.packs.library import standard
from kta_desktop.packs.load import read
from kta_desktop.packs.signature import FILE, Signature, read_signature
from kta_desktop.packs.workbook import FromWorkbook
from kta_desktop.packs.workbook import read as read_workbook
from kta_desktop.packs.workbook_files import pack_files, write_files
from kta_desktop.services.authoring_zip import read_zip
from kta_desktop.services.long_work import Cancelled, Report, never, silent

READING, CHECKING = N_("Reading the pack"), N_("Checking the pack")
_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_NAMELESS = "pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A pack as it was read.

    Attributes:
        path: Where from.
        files: Its files, without a signature.
        pack_id: Its id; empty if it has none that can be one.
        version: Its version.
        faults: All mistakes, in the places of the workbook if it came from one.
        compiled: Its definition; None if it has errors.
        signature: Under which it came; None for folders and workbooks.
    """

    path: Path
    files: Mapping[str, bytes]
    pack_id: str
    version: str
    faults: tuple[PackFault, ...]
    compiled: Compiled | None
    signature: Signature | None = None


def read_pack(path: Path, report: Report = silent, cancelled: Cancelled = never) -> Reading:
    """Return the pack at ``path`` with all its mistakes.

    Args:
        path: A pack folder, an ``.xlsx`` workbook or a signed ``.zip``.
        report: Told how far it is.
        cancelled: Asked whether to stop.

    Raises:
        PackError: If nothing can be read, or the signature of a ZIP does not hold.
        CancelledError: If it was stopped.
    """
    report(0.0, _(READING))
    if path.is_dir():
        return checked(path, pack_files(path), report=report, cancelled=cancelled)
    if path.suffix.lower() == ".zip":
        return _of_zip(path, report, cancelled)
    book = read_workbook(path, lambda: _demand_going(cancelled))
    return checked(path, book.files, book, report, cancelled)


def _of_zip(path: Path, report: Report, cancelled: Cancelled) -> Reading:
    files = read_zip(path)
    document = files.pop(FILE)
    pack_id, _version = pack_names(files)
    signature = read_signature(document, files, pack_id)
    return checked(path, files, None, report, cancelled, signature)


def checked(
    path: Path,
    files: Mapping[str, bytes],
    book: FromWorkbook | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
    signature: Signature | None = None,
) -> Reading:
    """Return the pack of ``files`` with its mistakes and, if there are none, its definition."""
    _demand_going(cancelled)
    report(0.4, _(CHECKING))
    pack_id, version = pack_names(files)
    faults = book.faults if book else ()
    found, compiled = ((), None) if PACK not in files else _judged(path, pack_id, files, faults)
    placed = tuple(book.in_workbook(fault) for fault in found) if book else found
    _demand_going(cancelled)
    return Reading(
        path=path,
        files=files,
        pack_id=pack_id,
        version=version,
        faults=_once((*faults, *placed)),
        compiled=compiled,
        signature=signature,
    )


def _demand_going(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError


def pack_names(files: Mapping[str, bytes]) -> tuple[str, str]:
    """Return id and version as ``pack.toml`` has them; empty if it cannot be read."""
    try:
        pack = tomllib.loads(files.get(PACK, b"").decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "", ""
    pack_id = str(pack.get("id", ""))
    return pack_id if _ID.fullmatch(pack_id) else "", str(pack.get("version", ""))


def _judged(
    path: Path, pack_id: str, files: Mapping[str, bytes], before: tuple[PackFault, ...]
) -> tuple[tuple[PackFault, ...], Compiled | None]:
    """Return mistakes and definition; it is not compiled if there were errors before."""
    with tempfile.TemporaryDirectory(prefix="kta-pack-") as aside:
        place = Path(aside) / (pack_id or _NAMELESS)
        write_files(files, place)
        folder, broken = read(place)
        if broken:
            return tuple(unreadable(_named(fault)) for fault in broken), None
        library = standard(path)
        faults = check(folder, library)
        if any(fault.is_error for fault in (*before, *faults)):
            return faults, None
        return faults, compile_pack(folder, library)


def _named(fault: PackUnreadableError) -> PackUnreadableError:
    """Return the fault by the name of its file alone: the folder it was in is gone by now."""
    place = Path(str(fault.details["path"])).name
    return PackUnreadableError(path=place, reason=fault.details["reason"])


def _once(faults: tuple[PackFault, ...]) -> tuple[PackFault, ...]:
    """Leave out what only follows from typographic quotation marks in the same cell."""
    quoted = {(f.sheet, f.row, f.column) for f in faults if f.code == "smart-quotes"}
    return tuple(
        fault
        for fault in faults
        if fault.code == "smart-quotes" or (fault.sheet, fault.row, fault.column) not in quoted
    )
