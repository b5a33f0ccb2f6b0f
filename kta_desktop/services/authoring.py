"""What methodologists do with packs: look at one, compare it, sign and install it, export it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.domain.definition import Definition
from kta_desktop.exchange.places import reached
from kta_desktop.packs import installed as store
from kta_desktop.packs.errors import PackError, PackFaultyError, PackNotFoundError
from kta_desktop.packs.faults import PackFault
from kta_desktop.packs.layout import LEVELS, PACK
from kta_desktop.packs.library import installed_root, shipped_root
from kta_desktop.packs.signature import (
    FILE,
    PackTamperedError,
    Signature,
    content_hash,
    signature_of,
)
from kta_desktop.packs.workbook_errors import WorkbookError, WorkbookFaultyError
from kta_desktop.packs.workbook_files import csv_of, table_of
from kta_desktop.services import packs
from kta_desktop.services.authoring_books import (
    export,
    files_in_use,
    import_workbook,
    place_in_use,
)
from kta_desktop.services.authoring_compare import Changed, Comparison, Difference, Edit, compare
from kta_desktop.services.authoring_errors import (
    CheckUnsignedError,
    FolderForeignError,
    LevelNotFoundError,
    PackPlaceError,
)
from kta_desktop.services.authoring_reading import Reading, checked, read_pack
from kta_desktop.services.authoring_zip import PackZipError, write_zip
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.packs import PackInfo
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage.clock import now

__all__ = [
    "Changed",
    "CheckUnsignedError",
    "Comparison",
    "Difference",
    "Edit",
    "FolderForeignError",
    "Inspection",
    "LevelNotFoundError",
    "PackPlaceError",
    "PackTamperedError",
    "PackZipError",
    "WorkbookError",
    "WorkbookFaultyError",
    "compare",
    "export",
    "import_workbook",
    "inspect",
    "inspect_pack",
    "install",
    "mark_checked",
    "signed_zip",
    "tampered",
    "uninstall",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A pack that somebody looks at before it is put into use.

    Attributes:
        path: Where it was read.
        pack_id: Its id; empty if it has none.
        version: Its version.
        faults: All mistakes; places as in the workbook, if it came from one.
        definition: What it would ask; None if it has errors.
        sha256: Version of the definition; empty without one.
        comparison: What differs from the version in use; None without a definition.
        signature: Under which it came; None for folders and workbooks.
        files: Its files.
    """

    path: Path
    pack_id: str
    version: str
    faults: tuple[PackFault, ...] = ()
    definition: Definition | None = None
    sha256: str = ""
    comparison: Comparison | None = None
    signature: Signature | None = None
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def may_install(self) -> bool:
        """Whether it has no error and can be signed and installed."""
        return self.definition is not None and bool(self.files)


def inspect(path: Path, report: Report = silent, cancelled: Cancelled = never) -> Inspection:
    """Look at a pack folder, a workbook or a signed ZIP; nothing is installed.

    Raises:
        PackError: If nothing can be read, or the signature of a ZIP does not hold.
        CancelledError: If it was stopped.
    """
    reading = read_pack(path, report, cancelled)
    report(0.9, "")
    found = _inspection(reading)
    report(1.0, "")
    return found


def inspect_pack(pack_id: str) -> Inspection:
    """Look at a pack in use; it is compared with nothing.

    Raises:
        PackNotFoundError: If there is no such pack.
        PackError: If it cannot be read.
    """
    definition, sha256 = packs.compiled(pack_id)
    return Inspection(
        path=place_in_use(pack_id),
        pack_id=pack_id,
        version=definition.version,
        definition=definition,
        sha256=sha256,
    )


def _inspection(reading: Reading) -> Inspection:
    made = reading.compiled
    return Inspection(
        path=reading.path,
        pack_id=reading.pack_id,
        version=reading.version,
        faults=reading.faults,
        definition=made.definition if made else None,
        sha256=made.sha256 if made else "",
        comparison=compare(_in_use(reading.pack_id), made.definition) if made else None,
        signature=reading.signature,
        files=reading.files,
    )


def _in_use(pack_id: str) -> Definition | None:
    try:
        return packs.compiled(pack_id)[0]
    except PackError:  # none yet, or one that cannot be read: then everything is new
        return None


def install(ws: Workspace, inspection: Inspection) -> PackInfo:
    """Sign an inspected pack with the key of this device and put it into use.

    The version installed before is kept aside under a dated name. What was inspected is what is
    installed, whatever became of the file since.

    Raises:
        PackFaultyError: If it has errors.
        PlaceFullError, PlaceReadOnlyError, PackPlaceError: If it cannot be written; the pack in
            use stays.
    """
    if not inspection.may_install:
        errors = [fault for fault in inspection.faults if fault.is_error]
        first = errors[0].line() if errors else ""
        raise PackFaultyError(pack=inspection.pack_id, count=len(errors), first=first)
    root = installed_root()
    files = {**inspection.files, FILE: _signed(ws, inspection)}
    with reached(root / inspection.pack_id, PackPlaceError):
        store.put(root, inspection.pack_id, files)
    return packs.info(inspection.pack_id)


def _signed(ws: Workspace, inspection: Inspection) -> bytes:
    """Return ``signature.json`` of an inspected pack."""
    before = inspection.signature
    signature = Signature(
        pack=inspection.pack_id,
        version=inspection.version,
        sha256=content_hash(inspection.files),
        definition=inspection.sha256,
        device=ws.device,
        key=ws.public_key.hex(),
        person=ws.profile.name,
        time=now(),
        received=None if before is None else replace(before, received=None).payload(),
    )
    return signature.document(ws.sign(canonical_json(signature.payload())))


def tampered() -> tuple[PackTamperedError, ...]:
    """Return the installed packs that are not used, since they are not what was signed."""
    return tuple(store.unsound(installed_root()))


def uninstall(pack_id: str) -> PackInfo | None:
    """Go back to the pack that came with the program; the installed one is kept aside.

    Returns:
        The pack now in use; None if none came with the program.

    Raises:
        PackNotFoundError: If no such pack is installed.
        PlaceReadOnlyError, PackPlaceError: If it cannot be moved; it stays in use.
    """
    root = installed_root()
    with reached(root / pack_id, PackPlaceError):
        if not store.take_away(root, pack_id):
            raise PackNotFoundError(pack=pack_id)
    return packs.info(pack_id) if (shipped_root() / pack_id / PACK).is_file() else None


def mark_checked(ws: Workspace, pack_id: str, level_id: str, person: str, on: str) -> PackInfo:
    """Note that a person has compared a level with its source, so that it may judge.

    The pack in use is copied into the installed place first. A level that stands in an included
    pack is marked there.

    Args:
        ws: Whose key signs the pack.
        pack_id: Pack in use.
        level_id: The level or exception.
        person: Who compared it.
        on: ISO date of that.

    Raises:
        CheckUnsignedError: If person or day is missing.
        LevelNotFoundError: If there is no such level.
        PackError: If the pack cannot be read or written.
    """
    if not person.strip() or not _is_past(on):
        raise CheckUnsignedError(pack=pack_id)
    owner = _owner(pack_id, level_id)
    files = files_in_use(owner)
    name = f"{LEVELS.file}.csv"
    files[name] = _marked(files[name], level_id, {"checked_by": person.strip(), "checked_on": on})
    reading = checked(place_in_use(owner), files)
    install(ws, _inspection(reading))
    return packs.info(pack_id)


def _is_past(day: str) -> bool:
    try:
        return date.fromisoformat(day) <= date.today()  # noqa: DTZ011 - a day where the person is
    except ValueError:
        return False


def _owner(pack_id: str, level_id: str) -> str:
    """Return the pack in whose table a level stands."""
    definition, _sha256 = packs.compiled(pack_id)
    for level in definition.levels:
        if level.id == level_id:
            return str((level.more or {}).get("pack", pack_id))
    raise LevelNotFoundError(pack=pack_id, level=level_id)


def _marked(table: bytes, level_id: str, marks: Mapping[str, str]) -> bytes:
    header, rows = table_of(f"{LEVELS.file}.csv", table)
    new = [name for name in marks if name not in header]
    header, rows = [*header, *new], [[*row, *("" for _ in new)] for row in rows]
    for row in rows:
        if row[header.index("id")] == level_id:
            for name, value in marks.items():
                row[header.index(name)] = value
    return csv_of(header, rows)


def signed_zip(ws: Workspace, pack_id: str, out: Path) -> Path:
    """Write the pack in use as the signed ZIP that lies on a remote, and return its place.

    An installed pack keeps its signature, so the same pack gives the same bytes; a shipped one is
    signed now.

    Args:
        ws: Whose key signs a shipped pack.
        pack_id: The pack.
        out: The folder; the file is called ``<version>-<sha256 of the definition>.zip``.

    Raises:
        PackNotFoundError: If there is no such pack.
        PackError: If it cannot be read, or has errors.
        PlaceFullError, PlaceReadOnlyError, PackPlaceError: If it cannot be written.
    """
    place = place_in_use(pack_id)
    files = files_in_use(pack_id)
    if place.parent == installed_root():
        signature = signature_of(place)
        document, sha256, version = _document(place), signature.definition, signature.version
    else:
        inspection = _inspection(checked(place, files))
        document, sha256, version = _signed(ws, inspection), inspection.sha256, inspection.version
    target = out / f"{_in_name(version)}-{sha256}.zip"
    temporary = out / f".{target.name}.tmp"
    with reached(target, PackPlaceError):
        out.mkdir(parents=True, exist_ok=True)
        try:
            write_zip({**files, FILE: document}, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    return target


def _document(place: Path) -> bytes:
    with reached(place, PackPlaceError):
        return (place / FILE).read_bytes()


def _in_name(version: str) -> str:
    """Return a version as part of a file name."""
    return "".join(sign if sign.isalnum() or sign in ".-" else "_" for sign in version)
