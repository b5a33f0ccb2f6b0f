"""The register of reference books (``resources/books.csv``): which there are, which pack serves."""

import csv
from dataclasses import dataclass
from functools import lru_cache

from kta_desktop.domain.definition import Text
from kta_desktop.paths import RESOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A reference book on the best available techniques (СНДТ).

    Attributes:
        id: Latin id.
        title: Its title.
        state: ``approved``, ``in preparation``, or ``none`` where it is not known to be planned.
        pack: Id of the pack that serves it; empty if none does yet.
        decree: Number of the decree that approved it; empty until somebody has read it.
        date: ISO date of the decree; empty until then.
        confidence: ``verified``, ``memory`` or ``unsure``: of the row, not of the book.
        note: What to mind.
    """

    id: str
    title: Text
    state: str
    pack: str = ""
    decree: str = ""
    date: str = ""
    confidence: str = ""
    note: str = ""


@lru_cache
def books() -> tuple[Book, ...]:
    """Return the register in its own order.

    Raises:
        OSError: If the program's own file cannot be read.
    """
    with (RESOURCES / "books.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_book(row) for row in csv.DictReader(file))


def _book(row: dict[str, str]) -> Book:
    titles = {lang: row[f"title_{lang}"] for lang in ("ru", "kk", "en")}
    rest = ("id", "state", "pack", "decree", "date", "confidence", "note")
    return Book(title=Text(**titles), **{name: row[name] for name in rest})
