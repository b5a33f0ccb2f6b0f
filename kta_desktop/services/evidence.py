"""Files that prove an answer: checked, kept as they were, shown reduced."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, filetype, reducing
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import contents
from kta_desktop.storage.errors import (
    CopyNotWrittenError,
    EmptyFileError,
    EvidenceGrowingError,
    EvidenceTooBigError,
    EvidenceUnreadableError,
)

# A 200-megapixel phone writes up to 40 MB; more than 50 MB is a video or a mistake, and would make
# a bundle too big for the mobile networks at plants.
MAX_EVIDENCE = 50 * 1000 * 1000  # bytes
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was read: how it will be named, and its bytes."""

    item: Evidence
    data: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """A reduced picture, and whether its original tells where it was taken."""

    data: bytes
    has_position: bool


def attach(
    ws: Workspace,
    audit_id: str,
    address: str,
    file: Path,
    *,
    kind: str | None = None,
    caption: str = "",
) -> Evidence:
    """Keep a file as it is and attach it to a question.

    Args:
        ws: The workspace.
        audit_id: Id of the audit.
        address: Address of the question.
        file: The file; read once, never changed.
        kind: Id of ``evidence_kinds.csv``; by default ``photo`` for pictures, for documents none.
        caption: Words of the auditor.

    Raises:
        EvidenceError: EvidenceTooBig, EmptyFile, EvidenceUnreadable, NotAPicture,
            PictureTooLarge, PictureDamaged, EvidenceGrowing, UnknownFileType; the record is not
            changed.
        AuditNotFoundError: If there is no such audit.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    found = read(file, kind=kind, caption=caption)
    keep(ws, found)
    path = fieldpath.evidence(address, found.item.id)
    answering.store(ws, audit_id, [answering.Edit(path, found.item.to_json())])
    return found.item


def read(file: Path, *, kind: str | None = None, caption: str = "") -> Found:
    """Read a file and check that it can be evidence; nothing is stored yet.

    Args:
        file: The file; read once, never changed.
        kind: Id of ``evidence_kinds.csv``; by default ``photo`` for pictures, for documents none.
        caption: Words of the auditor.

    Raises:
        EvidenceError: EvidenceTooBig, EmptyFile, EvidenceUnreadable, NotAPicture,
            PictureTooLarge, PictureDamaged, EvidenceGrowing, UnknownFileType.
    """
    return found_in(bytes_of(file), _name(file), kind=kind, caption=caption)


def found_in(
    data: bytes,
    name: str,
    *,
    kind: str | None = None,
    caption: str = "",
    taken_at: str | None = None,
) -> Found:
    """Check that bytes under a name can be evidence, as ``read`` does with a file.

    Args:
        data: All of them.
        name: How the attachment is called.
        kind: As for ``read``.
        caption: Words of the auditor.
        taken_at: ISO time where the bytes themselves say none, such as of a picture pasted.

    Raises:
        EvidenceError: As ``read`` does.
    """
    check_size(len(data), name)
    found = filetype.sniff(data, name, must_be_picture=kind in filetype.PICTURE_KINDS)
    item = Evidence(
        id=new_id(),
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        media_type=found.media_type,
        size=len(data),
        taken_at=found.taken_at or taken_at,
        kind=kind if kind is not None else ("photo" if found.is_picture else ""),
        caption=caption,
    )
    return Found(item, data)


def keep(ws: Workspace, found: Found) -> None:
    """Store the bytes of what was read, before a change names them.

    Raises:
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If they cannot be written.
    """
    data, item = found.data, found.item
    pieces = (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
    with ws.store.begin() as connection:
        contents.put(connection, item.sha256, item.media_type, pieces)


def content(ws: Workspace, sha256: str) -> Iterator[bytes]:
    """Yield the original bytes in parts of at most 1 MiB.

    Raises:
        ContentMissingError: If they are not in the workspace.
        ContentChangedError: At the end, if they are no longer what was attached.
    """
    with ws.store.connect() as connection:
        yield from contents.read(connection, sha256)


def reduced(ws: Workspace, sha256: str, max_px: int) -> bytes:
    """Return a picture upright and at most ``max_px`` wide and high, never enlarged.

    JPEG, or PNG where the original is transparent; the same bytes each time.

    Raises:
        ContentMissingError: If the original is not in the workspace.
        NotAPictureError, PictureTooLargeError, PictureDamagedError: If it is no picture that
            can be shown; what others attached comes in without our checks.
    """
    return ws.pictures.get((sha256, max_px), lambda: _reduced(ws, sha256, max_px))


def copy_to(ws: Workspace, sha256: str, target: Path) -> Path:
    """Write the original of an attachment to a file: whole, or the file is as it was.

    Raises:
        ContentMissingError, ContentChangedError: If the workspace does not have it as it was.
        CopyNotWrittenError: If the place does not take it.
    """
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as file:
            file.writelines(content(ws, sha256))
        beside.replace(target)
    except OSError as error:
        raise CopyNotWrittenError(path=target, reason=error.strerror or "") from error
    finally:
        beside.unlink(missing_ok=True)
    return target


def look(ws: Workspace, sha256: str, max_px: int) -> Look:
    """Return what a thumbnail shows: the reduced picture, and whether it tells where it was taken.

    Raises:
        EvidenceError, ContentMissingError: As ``reduced``.
    """
    data = reduced(ws, sha256, max_px)

    def position() -> bytes:
        return b"1" if filetype.has_position(b"".join(content(ws, sha256))) else b"0"

    return Look(data, ws.pictures.get((sha256, "position"), position) == b"1")


def attached_to(entries: Mapping[str, JsonValue], sha256: str) -> tuple[str, ...]:
    """Return the addresses of the questions that a file is attached to, each once."""
    found: dict[str, None] = {}
    for path, value in entries.items():
        if isinstance(value, dict) and "#evidence:" in path and value.get("sha256") == sha256:
            found[path.partition("#")[0]] = None
    return tuple(found)


def _name(file: Path) -> str:
    """Return the name of a file as text, also where its bytes are none."""
    return file.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def bytes_of(file: Path, most: int = MAX_EVIDENCE) -> bytes:
    """Return a whole file as it lies there, or nothing of it.

    Raises:
        EvidenceError: EvidenceTooBig if it is larger than ``most`` bytes, EmptyFile,
            EvidenceUnreadable, EvidenceGrowing.
    """
    name = _name(file)
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for without end
            raise EvidenceUnreadableError(name=name)
        check_size(found.st_size, name, most)
        with file.open("rb") as stream:
            data = stream.read(most + 1)
            now = os.fstat(stream.fileno())
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise EvidenceUnreadableError(name=name) from error
    if not found.st_size == now.st_size == len(data):
        raise EvidenceGrowingError(name=name)  # half a file would be kept as the whole
    return data


def check_size(size: int, name: str, most: int = MAX_EVIDENCE) -> None:
    """Refuse a file of so many bytes if it is empty or larger than ``most``.

    Raises:
        EvidenceError: EvidenceTooBig, EmptyFile.
    """
    if size > most:
        megabytes, limit = -(-size // 1_000_000), most // 1_000_000
        raise EvidenceTooBigError(name=name, size_mb=megabytes, limit_mb=limit)
    if not size:
        raise EmptyFileError(name=name)


def _reduced(ws: Workspace, sha256: str, max_px: int) -> bytes:
    return reducing.reduced(b"".join(content(ws, sha256)), sha256, max_px)
