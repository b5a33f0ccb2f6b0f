"""Headings of tables whose columns are parted by blanks: by number if it fits, else by place."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kta_desktop.measurement.loggers.model import SPACES

Span = tuple[int, int]
_WORDS = re.compile(r"\S+")
_PHRASES = re.compile(r"\S+(?: \S+)*")
_NEAR = 3  # characters that a name may stand beside its column
_LOOKED_AT = 50


def heading_fields(line: str, readings: Sequence[str], delimiter: str, width: int) -> list[str]:
    """Return the fields of a heading, one for each column; all empty if they cannot be placed.

    A name of several words is one field where two blanks or more part it from the next. Names
    that would have to be guessed are left out: a wrong one is worse than none.

    Args:
        line: The heading as it stands.
        readings: Lines of readings as they stand.
        delimiter: ``SPACES`` or one blank.
        width: Columns of the table.
    """
    for pattern in (_WORDS, _PHRASES) if delimiter == " " else (_PHRASES,):
        found = pattern.findall(line)
        if len(found) == width:
            return list(found)
    own = _PHRASES if delimiter == SPACES else _WORDS
    return _by_place(line, _columns(readings, own, width), width)


def _columns(readings: Sequence[str], pattern: re.Pattern[str], width: int) -> list[Span]:
    """Return from where to where each column reaches; none if they run into each other."""
    spans: list[Span] = []
    for line in readings[:_LOOKED_AT]:
        own = [found.span() for found in pattern.finditer(line)]
        if len(own) != width:
            continue
        spans = [_union(a, b) for a, b in zip(spans, own, strict=True)] if spans else own
    apart = all(left[1] < right[0] for left, right in pairwise(spans))
    return spans if apart else []


def _union(first: Span, second: Span) -> Span:
    return min(first[0], second[0]), max(first[1], second[1])


def _by_place(line: str, columns: Sequence[Span], width: int) -> list[str]:
    fields = [""] * width
    for found in _PHRASES.finditer(line):
        gaps = [_gap(found.span(), column) for column in columns]
        if not gaps or min(gaps) > _NEAR:
            return [""] * width
        at = gaps.index(min(gaps))
        fields[at] = f"{fields[at]} {found[0]}".strip()
    return fields


def _gap(first: Span, second: Span) -> int:
    """Return how far two stretches are apart; less than nothing where they overlap."""
    return max(first[0], second[0]) - min(first[1], second[1])
