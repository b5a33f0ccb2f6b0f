"""The techniques that a measure cites in words, such as «НДТ 7a, 7h»."""

import re
from collections.abc import Iterator

from kta_desktop.assessment.bat_index import BatIndex
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.levels import Technique

_BARE = re.compile(r"№?\s*(\d+(?:[\s.]*[^\W\d_]+\d*)?)")
_BETWEEN = re.compile(r"[;,\n]")
_PIECES = 40  # of one text; a cell with more is no list of techniques


def cited(index: BatIndex, text: str) -> tuple[str, ...]:
    """Return the ids of the techniques that a text cites; what is not certain is left out.

    Citations stand between semicolons; between commas, too, and then a number alone is one of
    the same kind: ``НДТ 7a, 7h``.
    """
    return tuple(dict.fromkeys(each.id for each in _found(index, text)))


def citation(definition: Definition, technique: Technique) -> str:
    """Return how a measure cites a technique: ``НДТ 7a``; its id if it has no number."""
    above = next((each for each in definition.techniques if each.id == technique.parent), None)
    number = technique.number or (above.number if above else None)
    code = technique.code or ""
    if not number:
        return technique.id
    return f"НДТ {number}{code}" if len(code) <= 1 else f"НДТ {number}.{code}"


def _found(index: BatIndex, text: str) -> Iterator[Technique]:
    for line in text.split(";")[:_PIECES]:
        whole = index.found(line) if line.strip() else None
        if whole is not None and "," not in line:
            yield whole
            continue
        yield from _between_commas(index, line, whole)


def _between_commas(index: BatIndex, line: str, whole: Technique | None) -> Iterator[Technique]:
    """Yield what stands between commas; the line as one citation if nothing does."""
    pieces = [piece.strip() for piece in _BETWEEN.split(line)[:_PIECES]]
    parts = [_part(index, piece) for piece in pieces if piece]
    found = [part for part in parts if part is not None]
    if found:
        yield from found
    elif whole is not None:
        yield whole


def _part(index: BatIndex, piece: str) -> Technique | None:
    bare = _BARE.fullmatch(piece)
    return index.found(f"НДТ {bare[1]}" if bare else piece)
