"""The lines of a text, piece by piece: memory does not grow with the file."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from kta_desktop.measurement.loggers.encodings import BOMS
from kta_desktop.measurement.loggers.errors import LoggerMissingError

PIECE_BYTES = 1 << 19
LONGEST = 32 * 1024
"""Characters of a line; what is longer is no row of readings, and is cut."""
CUT = "\ufdd0"
"""Stands at the end of a line that was cut: a character that no text may have."""


def pieces(path: Path, encoding: str, size: int = PIECE_BYTES) -> Iterator[tuple[int, list[str]]]:
    """Yield how many bytes were read, and the lines that ended in them; ends of lines are gone.

    Bytes that are no text in ``encoding`` become U+FFFD. The last line needs no end.

    Raises:
        LoggerMissingError: If the file cannot be read any more.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest, done = "", 0
    try:
        with path.open("rb") as file:
            mark = BOMS.get(encoding, b"")
            if mark and file.read(len(mark)) != mark:
                file.seek(0)
            while data := file.read(size):
                done += len(data)
                lines, rest = _cut(rest + decoder.decode(data))
                yield done, lines
    except OSError as error:
        raise LoggerMissingError(path=path) from error
    lines, rest = _cut(rest + decoder.decode(b"", final=True), is_end=True)
    if rest:
        lines.append(rest)
    yield done, lines


def _cut(text: str, *, is_end: bool = False) -> tuple[list[str], str]:
    """Return the whole lines in ``text`` and what is left of the last one."""
    held = "" if is_end or not text.endswith("\r") else "\r"  # its line feed may be yet to come
    if held:
        text = text[:-1]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    rest = lines.pop()
    if len(rest) > LONGEST:
        rest = rest[:LONGEST] + CUT  # and what follows of it is cut with the next piece
    if len(text) > LONGEST and max(map(len, lines), default=0) > LONGEST:
        lines = [line if len(line) <= LONGEST else line[:LONGEST] + CUT for line in lines]
    return lines, rest + held


def cut_lines(data: bytes, encoding: str, *, is_whole: bool) -> list[str]:
    """Return the lines in a piece of a file; of one cut off behind, the last is left out."""
    mark = BOMS.get(encoding, b"")
    plain = data.removeprefix(mark).decode(encoding, errors="replace")
    lines, rest = _cut(plain, is_end=True)
    return [*lines, rest] if is_whole and rest else lines
