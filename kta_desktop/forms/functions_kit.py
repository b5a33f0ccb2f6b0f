"""What the functions of the expression language are made with: their rows and their arguments."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias

from kta_desktop.forms.errors import NotAConditionError, NotASingleError
from kta_desktop.forms.moments import iso
from kta_desktop.forms.scope import Scope
from kta_desktop.forms.values import (
    ABSENT,
    Selection,
    Single,
    Value,
    number_of,
    readable_number,
    shown,
)

Argument: TypeAlias = Callable[[], Value]
Run: TypeAlias = Callable[[Sequence[Argument], int], Value]
RunInScope: TypeAlias = Callable[[Sequence[Argument], Scope, int], Value]
Check: TypeAlias = Callable[[Sequence[str | None], int], None]
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
        check: Is given the arguments that are literal texts (None for the others) when the
            expression is read, and raises ``ExpressionError`` for what can never work.
    """

    least: int
    most: int
    run: Run | None = None
    in_pairs: bool = False
    in_scope: RunInScope | None = None
    of_many: bool = False
    check: Check | None = None

    def takes(self, count: int) -> bool:
        """Whether it may be called with ``count`` arguments."""
        return self.least <= count <= self.most and not (self.in_pairs and count % 2)


def condition(value: Value, at: int) -> bool | None:
    """Return ``value`` as a condition; None if it is unknown.

    A number holds if it is not zero, as in XPath. A text is never a condition: ``'false'`` would
    hold; only the empty one is, it does not hold.

    Raises:
        NotAConditionError: If it is a text, date or list.
    """
    if value is None or isinstance(value, bool):
        return value
    if value is ABSENT or value == "":
        return False
    if isinstance(value, Decimal):
        return value != 0
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


def single(value: Value, at: int) -> Value:
    """Return the only value of a list, None for an empty one; a single value as it is.

    Raises:
        NotASingleError: If the list holds several.
    """
    if not isinstance(value, tuple | Selection):
        return value
    found = list(items(value))
    if len(found) > 1:
        raise NotASingleError(at=at, found=shown(value))
    return found[0] if found else None


def text_of(value: Value, at: int) -> str:
    """Return ``value`` as a text: blank is empty, options stand with spaces between them.

    Raises:
        NotASingleError: If it is a list of several numbers, dates or truths.
    """
    if isinstance(value, Selection):
        return " ".join(value.chosen)
    if isinstance(value, tuple):
        found = list(items(value))
        if all(isinstance(item, str) for item in found):
            return " ".join(str(item) for item in found)
        return text_of(single(value, at), at)
    return _single_text(value)


def _single_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return written_number(value)
    if isinstance(value, date | time):
        return iso(value)
    return value if isinstance(value, str) else ""


def written_number(number: Decimal) -> str:
    """Return ``number`` without exponent, superfluous zeros and a negative zero."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def is_blank(value: Value) -> bool:
    """Whether there is nothing in ``value``."""
    return value in (None, ABSENT, "", ())


def operand(value: Value, at: int) -> Decimal | None:
    """Return the number that a function works on; None if it is blank, or a text that is none.

    Raises:
        NotANumberError: If it is a date, a condition or a list of several.
    """
    value = single(value, at)
    if isinstance(value, str):
        return readable_number(value)
    return number_of(value, at)
