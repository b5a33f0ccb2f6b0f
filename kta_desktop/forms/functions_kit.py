"""What the functions of the expression language are made with: their rows and their arguments."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from kta_desktop.forms.errors import NotAConditionError, NotATextError
from kta_desktop.forms.scope import Scope
from kta_desktop.forms.values import ABSENT, Selection, Single, Value, number_of, shown

Argument: TypeAlias = Callable[[], Value]
Run: TypeAlias = Callable[[Sequence[Argument], int], Value]
RunInScope: TypeAlias = Callable[[Sequence[Argument], Scope, int], Value]
ANY = 10_000  # as many arguments as fit


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes, and what it does with them and its place.

    Attributes:
        least: Fewest arguments.
        most: Most arguments.
        run: Is given the arguments unevaluated, and the character that messages name.
        in_pairs: Whether there must be an even number of arguments.
        in_scope: In place of ``run``, for those that ask the host or look things up in tables.
        of_many: Whether arguments may be node sets, as those of ``sum`` are; to all others a set
            of one node is given as its value, and a bare repeat is a mistake.
    """

    least: int
    most: int
    run: Run | None = None
    in_pairs: bool = False
    in_scope: RunInScope | None = None
    of_many: bool = False

    def takes(self, count: int) -> bool:
        """Whether it may be called with ``count`` arguments."""
        return self.least <= count <= self.most and not (self.in_pairs and count % 2)


def condition(value: Value, at: int) -> bool | None:
    """Return ``value`` as a condition; None if it is unknown. A text is never a condition.

    Raises:
        NotAConditionError: If it is a text, number, date or list.
    """
    if value is None or isinstance(value, bool):
        return value
    if value is ABSENT:
        return False
    raise NotAConditionError(at=at, found=shown(value))


def items(value: Value) -> Iterator[Single]:
    """Yield what ``value`` holds without blanks; a single value is a list of one."""
    if isinstance(value, Selection):
        yield from value.chosen
        return
    for item in value if isinstance(value, tuple) else (value,):
        if item is not None and item is not ABSENT and item != "":
            yield item


def numbers(arguments: Sequence[Argument], at: int) -> list[Decimal]:
    """Return the numbers of all arguments; blanks are skipped, never counted as zero."""
    found = (number_of(item, at) for each in arguments for item in items(each()))
    return [number for number in found if number is not None]


def text_of(value: Value, at: int) -> str:
    """Return ``value`` as a text: blank is empty, options stand with spaces between them.

    Raises:
        NotATextError: If it is a list with several values that are no options.
    """
    if isinstance(value, Selection):
        return " ".join(value.chosen)
    if isinstance(value, tuple):
        if all(isinstance(item, str) for item in value):
            return " ".join(str(item) for item in value)
        found = list(items(value))
        if len(found) > 1:
            raise NotATextError(at=at, found=shown(value))
        return text_of(found[0], at) if found else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return shown(value)


def is_blank(value: Value) -> bool:
    """Whether there is nothing in ``value``."""
    return value in (None, ABSENT, "", ())
