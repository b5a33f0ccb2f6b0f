"""PT Sans on paper, and what to do about characters that it lacks.

PT Sans holds Russian, all Kazakh letters and Latin, but neither ₸ nor arrows nor most symbols.
Those are set in DejaVu Sans; a character that neither holds (an emoji in a note) is printed as
its Unicode number, because a sheet that drops what an auditor wrote is not a record.
"""

import unicodedata
from functools import lru_cache
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from kta_desktop.paths import RESOURCES

REGULAR = "PTSans"
BOLD = "PTSans-Bold"
FALLBACK = "DejaVuSans"
_FILES = {REGULAR: "PTS55F.ttf", BOLD: "PTS75F.ttf", FALLBACK: "DejaVuSans.ttf"}
_NARROW = {"\u202f": "\u00a0", "\u2009": "\u00a0", "\t": "    "}


@lru_cache(maxsize=1)
def register() -> None:
    """Make the fonts known to reportlab, and its files small and repeatable. Safe to repeat."""
    rl_config.useA85 = 0  # its text encoding makes files a third larger and five times slower
    rl_config.canvas_basefontname = REGULAR
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / "fonts" / file)))
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


def printable(text: str) -> str:
    """Return ``text`` on one line with only characters of PT Sans, for drawing without markup."""
    return "".join(piece if face == REGULAR else _numbers(piece) for face, piece in _split(text))


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


@lru_cache(maxsize=4096)  # a sheet asks a hundred thousand times for a hundred signs
def _drawn(raw: str) -> tuple[str, str]:
    """Return the face and the sign that stand for a character; directions and joiners have none."""
    if unicodedata.category(raw) in ("Cc", "Cf") and raw != "\t":
        return "", ""
    sign = _NARROW.get(raw, raw)
    return _face(sign), sign


def _face(sign: str) -> str:
    if all(ord(part) in _covered(REGULAR) for part in sign):
        return REGULAR
    return FALLBACK if ord(sign[0]) in _covered(FALLBACK) else ""


def _numbers(signs: str) -> str:
    return "".join(f"[U+{ord(sign):04X}]" for sign in signs)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of ``printable`` text in points."""
    register()
    return float(pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size))
