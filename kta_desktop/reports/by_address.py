"""What is known of single fields, found by the question that they belong to."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from typing_extensions import override

T = TypeVar("T")


class ByAddress(Mapping[str, T]):
    """Things by path, such as ``wat_04/<row>/m3`` or ``wat_04#note``.

    A sheet asks for every question what is known of it and of its cells; looking through all
    paths each time would take the square of the time.
    """

    def __init__(self, things: Mapping[str, T] | None = None) -> None:
        self._things = dict(things or {})
        self._below: dict[str, list[str]] = {}
        for path in self._things:
            for address in _addresses(path):
                self._below.setdefault(address, []).append(path)

    @override
    def __getitem__(self, path: str) -> T:
        return self._things[path]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    @override
    def __len__(self) -> int:
        return len(self._things)

    def of(self, address: str) -> Iterator[tuple[str, T]]:
        """Yield path and thing of a question, its cells, notes and attachments, in their order."""
        for path in self._below.get(address, ()):
            yield path, self._things[path]


def _addresses(path: str) -> Iterator[str]:
    """Yield whatever ``path`` is a part of: itself, and what stands before each of / and #."""
    yield path
    for place, sign in enumerate(path):
        if sign in "/#":
            yield path[:place]
