"""Paragraphs of a sheet: reportlab's, without parsing and breaking the same text again and again.

A sheet has thousands of them. Each is measured when its table is fitted, when the table is torn
at the end of a page and when it is drawn; most words of a checklist stand in it many times.
"""

from functools import lru_cache
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import split, strip
from typing_extensions import override

from kta_desktop.reports import typefaces
from kta_desktop.reports.pulse import beat

_SOFT_HYPHEN = "\xad"
_Lines = list[tuple[float, list[str]]]
"""Room that is left in each line, and its words."""


class Sentence(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that breaks its lines once for each width."""

    _set_in: float | None = None  # width that the lines were broken for

    @override
    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        beat()
        if self._set_in != availWidth or not hasattr(self, "blPara"):
            super().wrap(availWidth, availHeight)
            self._set_in = availWidth
        return self.width, self.height

    @override
    def breakLines(self, width: Any) -> Any:
        """Return the broken lines as reportlab has them; those of plain text come from a cache."""
        piece: Any = self.frags[0] if len(self.frags) == 1 else None
        if getattr(piece, "text", None):
            lines = _broken(
                piece.text, piece.fontName, piece.fontSize, width[0], self.style.spaceShrinkage
            )
            if lines is not None:
                self.height = 0
                size = piece.fontSize
                ascent, descent = pdfmetrics.getAscentDescent(piece.fontName, size)
                return piece.clone(
                    kind=0, lines=lines, ascent=ascent, descent=descent, fontSize=size
                )
        return super().breakLines(width)


def sentence(text: str, look: ParagraphStyle) -> Sentence:
    """Return ``text`` as a paragraph; what looks like markup in it is shown as typed."""
    beat()
    word, line_end = _patterns(look)
    pieces: list[Any] = []
    for number, runs in enumerate(typefaces.runs(text)):
        pieces += [line_end.clone()] if number else []
        pieces += [_piece(word, said, face) for face, said in runs]
    return Sentence(text, look, frags=pieces)


def _piece(word: Any, text: str, face: str) -> Any:
    return (
        word.clone(text=text, fontName=face)
        if face == typefaces.FALLBACK
        else word.clone(text=text)
    )


@lru_cache(maxsize=64)
def _patterns(look: ParagraphStyle) -> tuple[Any, Any]:
    """Return what reportlab makes of a word and of the end of a line in a style."""
    word, line_end, _word = Paragraph("x<br/>x", look).frags
    return word, line_end


@lru_cache(maxsize=16_384)
def _broken(text: str, face: str, size: float, room: float, shrinkage: float) -> _Lines | None:
    """Return the lines of plain text; None where a word has to be torn, which reportlab does.

    As reportlab breaks them: a word goes on the line while its spaces, made narrower by the share
    ``shrinkage``, leave room for it.
    """
    if _SOFT_HYPHEN in text:
        return None
    space = pdfmetrics.stringWidth(" ", face, size)
    lines: _Lines = []
    line: list[str] = []
    used = -space
    for word in split(strip(text)):
        wide = pdfmetrics.stringWidth(word, face, size)
        if wide > room:
            return None
        if line and used + space + wide > room + shrinkage * space * len(line):
            lines.append((room - used, line))
            line, used = [word], wide
        else:
            line.append(word)
            used += space + wide
    return [*lines, (room - used, line)] if line else lines
