"""PT Sans on paper, and what to do about characters that it lacks.

PT Sans holds Russian, all Kazakh letters and Latin, but neither ₸ nor arrows nor most symbols.
Those are set in DejaVu Sans; a character that neither holds (an emoji in a note) is printed as
its Unicode number and listed, because a sheet that drops what an auditor wrote is not a record.
So are control characters, and the letters of scripts that run from right to left: DejaVu has
them, but set one after the other from the left they would say something else.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from typing_extensions import override

from kta_desktop.paths import RESOURCES
from kta_desktop.reports.unprintable import lost_sign

REGULAR = "PTSans"
BOLD = "PTSans-Bold"
FALLBACK = "DejaVuSans"
_FILES = {REGULAR: "PTS55F.ttf", BOLD: "PTS75F.ttf", FALLBACK: "DejaVuSans.ttf"}
_NARROW = {"\u202f": "\u00a0", "\u2009": "\u00a0", "\t": "    "}
_OWN = ("Cc", "Co", "Cs")  # controls, private use, halves: what fonts have there is their own
_CHOOSING = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # a look of the sign before
_FROM_THE_RIGHT = ("R", "AL", "AN")  # bidirectional classes of Unicode


class _Font(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font that remembers how wide words are: a sheet asks for the same ones for hours."""

    @override
    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        del encoding
        return 0.001 * size * _units(self, text)


@lru_cache(maxsize=32_768)
def _units(font: _Font, text: str) -> float:
    """Return the width of a text in thousandths of its size."""
    known: dict[int, float] = font.face.charWidths
    other: float = font.face.defaultWidth
    return sum(known.get(ord(sign), other) for sign in text)


@lru_cache(maxsize=1)
def register() -> None:
    """Make the fonts known to reportlab, and its files small and repeatable. Safe to repeat."""
    rl_config.useA85 = 0  # its text encoding makes files a third larger and five times slower
    rl_config.canvas_basefontname = REGULAR
    for name, file in _FILES.items():
        pdfmetrics.registerFont(_Font(name, str(RESOURCES / "fonts" / file)))
    for name in (REGULAR, BOLD, FALLBACK):
        for bold in (0, 1):
            for italic in (0, 1):
                face = BOLD if bold and name == REGULAR else name
                addMapping(name, bold, italic, face)


@lru_cache
def _covered(face: str) -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)


def markup(text: str) -> str:
    """Return ``text`` for a reportlab paragraph: escaped, with lines kept and no glyph missing."""
    parts = [_runs(line) for line in unicodedata.normalize("NFC", text).splitlines()]
    return "<br/>".join(parts)


def runs(text: str) -> list[list[tuple[str, str]]]:
    """Return the stretches of each line of a text: the face, and signs that it has."""
    return [
        [(face, "".join(map(itemgetter(1), group))) for face, group in _grouped(line)]
        for line in unicodedata.normalize("NFC", text).splitlines()
    ]


def _grouped(line: str) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    ready = ((face or REGULAR, said if face else _numbers(said)) for face, said in _split(line))
    return groupby(ready, key=itemgetter(0))


def printable(text: str) -> str:
    """Return ``text`` on one line with only characters that ``draw`` can set."""
    return "".join(piece if face else _numbers(piece) for face, piece in _split(_joined(text)))


def draw(
    canvas: Any, at: tuple[float, float], text: str, size: float, *, bold: bool = False
) -> None:
    """Draw one line of text from the point ``at`` on, each character in a font that has it."""
    x, y = at
    for face, piece in _faces(text, bold=bold):
        canvas.setFont(face, size)
        canvas.drawString(x, y, piece)
        x += float(pdfmetrics.stringWidth(piece, face, size))


def _faces(text: str, *, bold: bool) -> list[tuple[str, str]]:
    """Return the stretches of a line with the fonts that they are drawn in."""
    register()
    main = BOLD if bold else REGULAR
    pieces = [(face, piece if face else _numbers(piece)) for face, piece in _split(_joined(text))]
    return [(FALLBACK if face == FALLBACK else main, piece) for face, piece in pieces]


def _joined(text: str) -> str:
    """Return lines of text as one."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text


def _runs(line: str) -> str:
    parts = []
    for face, piece in _split(line):
        if face == FALLBACK:
            parts.append(f'<font name="{FALLBACK}">{escape(piece)}</font>')
        else:
            parts.append(escape(piece) if face == REGULAR else escape(_numbers(piece)))
    return "".join(parts)


def _split(line: str) -> list[tuple[str, str]]:
    """Return stretches of one face; the face is empty where no font has the character."""
    if _plain_signs().issuperset(line) and unicodedata.is_normalized("NFC", line):
        return [(REGULAR, line)] if line else []
    runs: list[tuple[str, str]] = []
    for raw in unicodedata.normalize("NFC", line):
        face, sign = _drawn(raw)
        if not sign:
            continue
        if runs and runs[-1][0] == face:
            runs[-1] = (face, runs[-1][1] + sign)
        else:
            runs.append((face, sign))
    return runs


@lru_cache(maxsize=1)
def _plain_signs() -> frozenset[str]:
    """Return the signs that PT Sans has and that are set as they are."""
    signs = map(chr, _covered(REGULAR))
    return frozenset(sign for sign in signs if _drawn(sign) == (REGULAR, sign))


@lru_cache(maxsize=4096)  # a sheet asks a hundred thousand times for a hundred signs
def _drawn(raw: str) -> tuple[str, str]:
    """Return the face and the sign that stand for a character; directions and joiners have none.

    They, and what only chooses a look, leave no ink anywhere. A control character does not either,
    but says that the text is not what somebody typed.
    """
    if unicodedata.category(raw) == "Cf" or _CHOOSING.match(raw):
        return "", ""
    sign = _NARROW.get(raw, raw)
    return _face(sign), sign


def _face(sign: str) -> str:
    is_ours = unicodedata.category(sign[0]) not in _OWN
    if not is_ours or unicodedata.bidirectional(sign[0]) in _FROM_THE_RIGHT:
        return ""
    if all(ord(part) in _covered(REGULAR) for part in sign):
        return REGULAR
    return FALLBACK if ord(sign[0]) in _covered(FALLBACK) else ""


def _numbers(signs: str) -> str:
    return "".join(lost_sign(sign) for sign in signs)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text in points, as ``draw`` sets it."""
    faces = _faces(text, bold=bold)
    return sum(float(pdfmetrics.stringWidth(piece, face, size)) for face, piece in faces)
