"""Words as they are searched: case, «ё» and Kazakh letters fold to what any keyboard can type.

An index holds the words of many things; a thing is found by the beginning of any of its words.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

__all__ = ["Index", "fold", "words"]

# A Russian keyboard has no Kazakh letters; one types those that look alike.
_ALIKE = str.maketrans("ёқәөүұңғһі", "екаоуунгхи")
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_LAST = "\U0010ffff"
Doc = TypeVar("Doc", bound=Hashable)


def fold(text: str) -> str:
    """Return a text in which letters that are searched alike are alike: «Ұңғыма» is «унгыма»."""
    return unicodedata.normalize("NFC", text).casefold().translate(_ALIKE)


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text in their order; ``8,3`` is one: ``8.3``."""
    return tuple(word.replace(",", ".") for word in _WORD.findall(fold(text)))


class Index(Generic[Doc]):
    """Things by the beginnings of their words.

    Every word of a thing has a rank: 0 in its title, more where it counts for less.
    """

    def __init__(self) -> None:
        self._ranks: dict[str, dict[Doc, int]] = {}
        self._sorted: list[str] = []
        self._is_sorted = True

    def put(self, doc: Doc, ranked: Mapping[str, int]) -> None:
        """Let a thing be found by more words; a word that it has keeps its better rank."""
        for word, rank in ranked.items():
            found = self._ranks.get(word)
            if found is None:
                found = self._ranks[word] = {}
                self._is_sorted = False
            found[doc] = min(rank, found.get(doc, rank))

    def drop(self, doc: Doc, gone: Iterable[str]) -> None:
        """Let a thing no longer be found by some words."""
        for word in gone:
            found = self._ranks.get(word)
            if found is not None:
                found.pop(doc, None)

    def beginning(self, prefix: str) -> dict[Doc, int]:
        """Return the things with a word that begins so, each with the best rank of such a word."""
        best: dict[Doc, int] = {}
        for word in self._between(prefix):
            for doc, rank in self._ranks[word].items():
                if rank < best.get(doc, rank + 1):
                    best[doc] = rank
        return best

    def all_beginning(self, prefixes: Iterable[str]) -> dict[Doc, int]:
        """Return what has a word for each of ``prefixes``, with the worst rank among them."""
        found: dict[Doc, int] | None = None
        for prefix in prefixes:
            here = self.beginning(prefix)
            if found is None:
                found = here
            else:
                found = {doc: max(rank, here[doc]) for doc, rank in found.items() if doc in here}
            if not found:
                return {}
        return found or {}

    def _between(self, prefix: str) -> Iterator[str]:
        if not self._is_sorted:
            self._sorted = sorted(self._ranks)
            self._is_sorted = True
        first = bisect_left(self._sorted, prefix)
        last = bisect_left(self._sorted, prefix + _LAST, first)
        yield from self._sorted[first:last]
