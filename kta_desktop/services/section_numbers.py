"""Sections by their numbers, as people write them: «A–F, 8»."""

import re
from collections.abc import Iterable

from kta_desktop.domain.definition import Definition
from kta_desktop.domain.numbering import latin

_LEAST = 3  # sections in a row that are written as a range
_BETWEEN = re.compile(r"[,;\s]+")
_RANGE = re.compile(r"\s*[-–—]\s*")


def numbers_of(names: Iterable[str], definition: Definition) -> str:
    """Return the numbers of sections, those in a row as a range."""
    wanted = set(names)
    runs: list[list[str]] = [[]]
    for section in definition.sections:
        if section.name in wanted:
            runs[-1].append(section.number)
        else:
            runs.append([])
    shown = (f"{run[0]}–{run[-1]}" if len(run) >= _LEAST else ", ".join(run) for run in runs if run)
    return ", ".join(shown)


def sections_named(text: str, definition: Definition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the sections that a text lists, and the words that are no number of one.

    Numbers stand behind commas or spaces; two with a dash between them name all from one to the
    other in the order of the paper.
    """
    order = [latin(section.number) for section in definition.sections]
    found: set[int] = set()
    unknown: list[str] = []
    for word in filter(None, _BETWEEN.split(_RANGE.sub("-", text.strip()))):
        ends = [latin(part) for part in word.split("-")]
        if len(ends) > 2 or any(end not in order for end in ends):
            unknown.append(word)
            continue
        first, last = order.index(ends[0]), order.index(ends[-1])
        found.update(range(min(first, last), max(first, last) + 1))
    names = tuple(definition.sections[place].name for place in sorted(found))
    return names, tuple(unknown)
