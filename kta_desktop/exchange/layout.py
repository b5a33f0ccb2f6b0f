"""Names inside a bundle, and how much of what it may hold. Checked before anything is unpacked."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kta_desktop.exchange.errors import (
    BundleError,
    BundleNameError,
    BundleRatioError,
    BundleTooLargeError,
    BundleUnexpectedError,
)

FORMAT = "kta-bundle/1"
AUDIT = "data/audit.json"
CHANGES = "data/changes.jsonl"
DEFINITION = "data/definition.json"
BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAGMANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "signatures/1.ed25519"
FURTHER = "signatures/{number}.p7s"  # from 2
TAGS = (BAGIT, INFO, MANIFEST, TAGMANIFEST)
RECORDS = (AUDIT, CHANGES, DEFINITION)
DOCUMENTS = (AUDIT, DEFINITION)
BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/webp": "webp",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "text/csv": "csv",
    "text/plain": "txt",
    "application/json": "json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
OTHER = "bin"
_MEDIA = re.compile(r"data/(?:evidence|logs)/[0-9a-f]{64}\.[a-z0-9]{1,8}|data/sheets/[^/]+\.pdf")
_KNOWN = re.compile(
    r"bagit\.txt|bag-info\.txt|manifest-sha256\.txt|tagmanifest-sha256\.txt"
    r"|signatures/[1-9][0-9]{0,2}\.(?:ed25519|p7s)"
    r"|data/(?:audit\.json|changes\.jsonl|definition\.json)"
    r"|data/sessions/[0-9a-f-]{36}\.(?:json|csv)"
    r"|data/(?:evidence|logs)/[0-9a-f]{64}\.[a-z0-9]{1,8}"
    r"|data/sheets/[a-z0-9][a-z0-9_-]{0,62}\.pdf"
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
_REFUSED = set('<>:"|?*\\')  # by Windows; the backslash is a separator there


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most a bundle may hold; sizes in bytes.

    Attributes:
        bundle: Size of the file.
        files: Number of files in it.
        text: Unpacked size of all files together that are read into memory as a whole; a change
            takes some 600 bytes.
        document: Unpacked size of the state and of the definition, each: read as one document,
            JSON takes up to twenty times its size in memory.
        table: Unpacked size of one deflated file that is read as a stream (raw samples).
        total: Unpacked size of all of it.
        ratio: Unpacked to packed size; raw samples reach about 20, long logs about 40.
        ratio_from: Unpacked size below which the ratio says nothing.
    """

    bundle: int = 64 << 30
    files: int = 20_000
    text: int = 128 << 20
    document: int = 32 << 20
    table: int = 8 << 30  # a week of ten channels at 10 Hz is 2.3 GB
    total: int = 64 << 30
    ratio: int = 100
    ratio_from: int = 1 << 20


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file that goes into a bundle.

    Attributes:
        name: Place in the bundle.
        size: Bytes.
        sha256: Hash of the bytes.
        open: Makes a stream of the bytes; may be called more than once.
    """

    name: str
    size: int
    sha256: str
    open: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file as a bundle announces it, before it is believed.

    Attributes:
        name: Place in the bundle.
        size: Unpacked bytes.
        packed: Bytes it takes in the container; the same as ``size`` where it is stored.
    """

    name: str
    size: int
    packed: int


def extension(media_type: str) -> str:
    """Return the suffix of a file of ``media_type``: from a fixed list, never from its name."""
    return EXTENSIONS.get(media_type, OTHER)


def media_type(name: str) -> str:
    """Return the type of a logger file by its place in a bundle; what it holds is not looked at."""
    suffix = name.rpartition(".")[2]
    found = (kind for kind, known in EXTENSIONS.items() if known == suffix)
    return next(found, "application/octet-stream")


def stem(name: str) -> str:
    """Return a name without the suffix of evidence or logs, which depends on the writer's list."""
    is_by_hash = name.startswith(("data/evidence/", "data/logs/"))
    return name.partition(".")[0] if is_by_hash else name


def is_stored(name: str) -> bool:
    """Whether a file is stored as it is: media, which deflating does not make smaller."""
    return _MEDIA.fullmatch(name) is not None


def is_streamed(name: str) -> bool:
    """Whether a file is read as a stream and never held in memory: media and raw samples."""
    return is_stored(name) or name.endswith(".csv")


def name_faults(names: Iterable[str]) -> list[BundleError]:
    """Return a fault for each name that is unsafe somewhere, is there twice, or is unknown."""
    faults: list[BundleError] = []
    seen: set[str] = set()
    for name in names:
        if not is_safe_name(name) or name.casefold() in seen:
            faults.append(BundleNameError(where=printable(name)))
        elif _KNOWN.fullmatch(name) is None:
            faults.append(BundleUnexpectedError(where=name))
        seen.add(name.casefold())
    return faults


def is_safe_name(name: str) -> bool:
    """Whether ``name`` is a relative path of files that every system takes as the same name."""
    if not name.isascii() or len(name) > 200:  # Windows' 260 minus a folder
        return False
    if any(sign < " " or sign in _REFUSED or sign == "\x7f" for sign in name):
        return False
    return all(_is_safe_part(part) for part in name.split("/"))


def _is_safe_part(part: str) -> bool:
    """Whether one step of a path is a plain name: not empty, no dots alone, no device."""
    if not part or part[-1] in " ." or part[0] == " ":
        return False
    return _DEVICE.fullmatch(part.lower()) is None


def printable(name: str) -> str:
    """Return a hostile name so that a sentence can show it, at most 200 characters."""
    return ascii(name)[1:-1][:200]


def size_fault(files: Iterable[Listed], limits: Limits = LIMITS) -> BundleError | None:
    """Return why the announced sizes go beyond ``limits``; None if they do not."""
    total = text = count = 0
    for file in files:
        total, count = total + file.size, count + 1
        text += 0 if is_streamed(file.name) else file.size
        if total > limits.total or text > limits.text or count > limits.files:
            return BundleTooLargeError(where=printable(file.name), limit=limits.total)
        fault = _one_size_fault(file, limits)
        if fault is not None:
            return fault
    return None


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of a bundle's files in the order in which they are written."""
    rest = set(names)
    signatures = sorted(name for name in rest if name.startswith("signatures/"))
    head = [*TAGS, *signatures, *RECORDS]
    return head + sorted(rest - set(head))


def _one_size_fault(file: Listed, limits: Limits) -> BundleError | None:
    where = printable(file.name)
    if is_stored(file.name):
        return None
    if is_streamed(file.name) and file.size > limits.table:
        return BundleTooLargeError(where=where, limit=limits.table)
    if file.name in DOCUMENTS and file.size > limits.document:
        return BundleTooLargeError(where=where, limit=limits.document)
    if file.size > limits.ratio_from and file.size > limits.ratio * max(file.packed, 1):
        return BundleRatioError(where=where)
    return None
