"""What kind of file it is, and in which encoding a text is written.

Loggers write UTF-8, UTF-16 and the code pages of Windows and DOS; nothing in the file says which.
Windows-1251 and 866 are told apart by where Russian words have their small letters; without any
Cyrillic letter it is Windows-1252, which has the degree and cube signs in the same places as 1251.
"""

import codecs
import zipfile
from pathlib import Path
from typing import BinaryIO

from kta_desktop.measurement.loggers.errors import (
    LoggerBinaryError,
    LoggerEmptyError,
    LoggerMissingError,
    LoggerWishError,
)

SAMPLE_BYTES = 256 * 1024
_PROBE_BYTES = 64 * 1024
_KINDS = (
    (b"%PDF-", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", ""),  # a bitmap only if it is no text, see below
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"MZ", ""),
    (b"SQLite format 3", "SQLite"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BOMS = {name: mark for mark, name in _BOMS}
"""Byte order mark of each encoding that has one."""
_STEERING = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1a\x1b"))
_MOST_STEERING = 0.005  # share of control characters that a text with a fault may have
_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф")
_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁ№")


def sample_of(path: Path) -> tuple[int, bytes, bytes, bytes]:
    """Return size, beginning, middle and end of a file; little is read of a large one.

    Raises:
        LoggerMissingError: If it cannot be read, or is no file.
        LoggerEmptyError: If it has no bytes.
    """
    try:
        if not path.is_file():  # a pipe would be waited for
            raise LoggerMissingError(path=path)
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
            middle = _piece(file, size // 2, size)
            end = _piece(file, size - _PROBE_BYTES, size)
    except OSError as error:
        raise LoggerMissingError(path=path) from error
    if not start.strip(b"\0 \t\r\n\xff\xfe\xef\xbb\xbf"):
        raise LoggerEmptyError(path=path)
    return size, start, middle, end


def _piece(file: BinaryIO, offset: int, size: int) -> bytes:
    if size <= SAMPLE_BYTES:
        return b""
    file.seek(offset - offset % 2)  # a whole character of UTF-16
    return file.read(_PROBE_BYTES)


def is_workbook(path: Path, start: bytes) -> bool:
    """Whether it is a workbook (.xlsx), whatever its name.

    Raises:
        LoggerBinaryError: If it is another kind of archive.
    """
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise LoggerBinaryError(path=path, kind="ZIP") from error
    if not any(name.startswith("xl/") for name in names):
        raise LoggerBinaryError(path=path, kind="ODS" if "content.xml" in names else "ZIP")
    return True


def demand_text(path: Path, start: bytes, encoding: str) -> None:
    """Raise unless the beginning of a file is text.

    Raises:
        LoggerBinaryError: If it is not.
    """
    for magic, kind in _KINDS:
        if kind and start.startswith(magic):
            raise LoggerBinaryError(path=path, kind=kind)
    plain = start
    if encoding.startswith("utf-16"):
        plain = start.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    steering = len(plain) - len(plain.translate(None, _STEERING))
    if steering > max(2, len(plain) * _MOST_STEERING):
        raise LoggerBinaryError(path=path, kind=_named(start))


def _named(start: bytes) -> str:
    return next((magic.decode("latin-1") for magic, _ in _KINDS if start.startswith(magic)), "?")


def known(path: Path, name: str) -> str:
    """Return the usual name of an encoding that a person chose.

    Raises:
        LoggerWishError: If there is none of this name.
    """
    try:
        found = codecs.lookup(name).name
        bytes(4).decode(found)  # fails where the name is of no text, such as rot13
    except (LookupError, ValueError) as error:
        raise LoggerWishError(path=path, wish="encoding", value=name) from error
    aliases = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "ascii": "utf-8"}
    return aliases.get(found, found)


def detect(*pieces: bytes) -> str:
    """Return the encoding of a text from pieces of it, the beginning first."""
    for mark, name in _BOMS:
        if pieces[0].startswith(mark):
            return name
    wide = _wide(pieces[0])
    if wide:
        return wide
    if all(_is_utf8(piece) for piece in pieces):
        return "utf-8"
    return _code_page(b"\n".join(pieces))


def _wide(start: bytes) -> str:
    """Return which UTF-16 it is by its zero bytes; Cyrillic pages are mixed with ASCII anyway."""
    half = min(len(start) // 2, 4096)
    even, odd = start[0 : half * 2 : 2].count(0), start[1 : half * 2 : 2].count(0)
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _is_utf8(piece: bytes) -> bool:
    """Whether a piece is UTF-8 but for characters cut at its ends and some damage.

    Text of a code page has next to no character that happens to be one of UTF-8.
    """
    text = piece.decode("utf-8", errors="replace")
    wrong = text.count("�") - min(text[:3].count("�") + text[-3:].count("�"), 6)
    beyond = sum(1 for sign in text if sign > "\x7f")
    return wrong * 4 <= beyond - text.count("�")


def _code_page(data: bytes) -> str:
    high = bytes(sign for sign in data if sign > 0x7F)[:20_000]
    scores = {name: _score(high.decode(name, errors="replace")) for name in ("cp1251", "cp866")}
    best = max(scores, key=lambda name: scores[name])
    letters = sum(1 for sign in high.decode(best, errors="replace") if sign in _LETTERS)
    return best if letters > len(high) / 2 and letters > 2 else "cp1252"


def _score(text: str) -> float:
    common = sum(1 for sign in text if sign in _COMMON)
    known_ones = sum(1 for sign in text if sign in _LETTERS)
    return common + known_ones / 2
