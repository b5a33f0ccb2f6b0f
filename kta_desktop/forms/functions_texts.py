"""Functions over texts. They read a blank as the empty text.

What asks about the text of a missing answer is unknown: nothing can be said of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Any

from kta_desktop.forms.errors import PatternError, TextTooLongError
from kta_desktop.forms.functions_kit import ANY, Argument, Function, operand, text_of
from kta_desktop.forms.values import ABSENT, Selection, Value

MAX_PATTERN = 1_000  # characters of a regular expression
MAX_TEXT = 100_000  # characters that may be put together; a cell of a workbook has 32,767
_MATCHING = 50_000_000  # steps of a pattern times characters of a text: a tenth of a second
_MEMORY = 1 << 20  # bytes that one compiled pattern may take, its automaton included
_SPACES = re.compile(r"[ \t\r\n]+")


def _texts(arguments: Sequence[Argument], at: int) -> list[str]:
    """Return every argument as text; a list gives each of its values, blanks included."""
    found: list[str] = []
    for each in arguments:
        value = each()
        if isinstance(value, Selection):
            found += value.chosen
        elif isinstance(value, tuple):
            found += [text_of(item, at) for item in value]
        else:
            found.append(text_of(value, at))
    return found


def _string(arguments: Sequence[Argument], at: int) -> Value:
    return text_of(arguments[0](), at)


def _concat(arguments: Sequence[Argument], at: int) -> Value:
    return _together("", _texts(arguments, at), at)


def _join(arguments: Sequence[Argument], at: int) -> Value:
    return _together(text_of(arguments[0](), at), _texts(arguments[1:], at), at)


def _together(between: str, texts: Sequence[str], at: int) -> str:
    """Put texts together; each of a chain of calculations could double the one before.

    Raises:
        TextTooLongError: If more than ``MAX_TEXT`` characters come of it.
    """
    if sum(map(len, texts)) + len(between) * max(0, len(texts) - 1) > MAX_TEXT:
        raise TextTooLongError(at=at, most=MAX_TEXT)
    return between.join(texts)


def _length(arguments: Sequence[Argument], at: int) -> Value:
    return Decimal(len(text_of(arguments[0](), at)))


def _asks(
    holds: Callable[[str, str, int], bool],
) -> Callable[[Sequence[Argument], int], Value]:
    """Return a function that says whether something is so of a text."""

    def run(arguments: Sequence[Argument], at: int) -> Value:
        subject, other = arguments[0](), arguments[1]()
        if subject is ABSENT or other is ABSENT:
            return False
        if subject in (None, ()) or other in (None, ()):
            return None
        return holds(text_of(subject, at), text_of(other, at), at)

    return run


def _substr(arguments: Sequence[Argument], at: int) -> Value:
    """Places count from 0, the end is left out; negative places count from the end."""
    text = text_of(arguments[0](), at)
    start = operand(arguments[1](), at)
    end = operand(arguments[2](), at) if len(arguments) > 2 else Decimal(len(text))
    if start is None or end is None:
        return None
    first, last = (_place(int(place), len(text)) for place in (start, end))
    return text[first:last]


def _place(place: int, length: int) -> int:
    return min(max(place + length if place < 0 else place, 0), length)


def _substring(arguments: Sequence[Argument], at: int) -> Value:
    """XPath 1.0: places count from 1, and both the place and the length are rounded."""
    text = text_of(arguments[0](), at)
    start = operand(arguments[1](), at)
    count = operand(arguments[2](), at) if len(arguments) > 2 else None
    if start is None or (count is None and len(arguments) > 2):
        return None
    first = _nearest(start)
    last = len(text) + 1 if count is None else first + _nearest(count)
    return text[max(first - 1, 0) : max(last - 1, 0)]


def _nearest(number: Decimal) -> int:
    return int((number + Decimal("0.5")).to_integral_value(ROUND_FLOOR))


def _before(arguments: Sequence[Argument], at: int) -> Value:
    text, mark = (text_of(each(), at) for each in arguments)
    before, found, _after = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


def _after(arguments: Sequence[Argument], at: int) -> Value:
    text, mark = (text_of(each(), at) for each in arguments)
    return text.partition(mark)[2] if mark else text


def _normalized(arguments: Sequence[Argument], at: int) -> Value:
    return _SPACES.sub(" ", text_of(arguments[0](), at)).strip(" ")


def _translate(arguments: Sequence[Argument], at: int) -> Value:
    """Letters beyond the end of the third text are taken out; the first of equal ones counts."""
    text, old, new = (text_of(each(), at) for each in arguments)
    table: dict[int, str] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place : place + 1])
    return text.translate(table)


def _matches(text: str, pattern: str, at: int) -> bool:
    made = compiled(pattern, at)
    if made.programsize * len(text) > _MATCHING:
        reason = f"{made.programsize} × {len(text)} > {_MATCHING}"
        raise PatternError(at=at, found=pattern[:80], reason=reason)
    return made.fullmatch(text) is not None


def compiled(pattern: str, at: int) -> Any:
    """Return a pattern made ready; it matches in time linear to the text.

    Raises:
        PatternError: If it is longer than ``MAX_PATTERN``, or none that runs in linear time.
    """
    if len(pattern) > MAX_PATTERN:
        reason = f"{len(pattern)} > {MAX_PATTERN}"
        raise PatternError(at=at, found=f"{pattern[:40]}…", reason=reason)
    made, reason = _compiled(pattern)
    if made is None:
        raise PatternError(at=at, found=pattern[:80], reason=reason)
    return made


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> tuple[Any, str]:
    """Return the pattern, or why there is none."""
    import re2  # type: ignore[import-untyped]  # a binding without stubs

    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    try:
        return re2.compile(pattern, options), ""
    except re2.error as error:
        said = error.args[0] if error.args else ""
        return None, said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def check_pattern(literals: Sequence[str | None], at: int) -> None:
    """Refuse a pattern that is written out and cannot be used, before it is ever run.

    Raises:
        PatternError: If it cannot be used.
    """
    if literals[1] is not None:
        compiled(literals[1], at)


TEXTS: Mapping[str, Function] = {
    "string": Function(1, 1, _string),
    "concat": Function(0, ANY, _concat, of_many=True),
    "join": Function(1, ANY, _join, of_many=True),
    "string-length": Function(1, 1, _length),
    "contains": Function(2, 2, _asks(lambda text, part, _at: part in text)),
    "starts-with": Function(2, 2, _asks(lambda text, part, _at: text.startswith(part))),
    "ends-with": Function(2, 2, _asks(lambda text, part, _at: text.endswith(part))),
    "substr": Function(2, 3, _substr),
    "substring": Function(2, 3, _substring),
    "substring-before": Function(2, 2, _before),
    "substring-after": Function(2, 2, _after),
    "normalize-space": Function(1, 1, _normalized),
    "translate": Function(3, 3, _translate),
    "regex": Function(2, 2, _asks(_matches), check=check_pattern),
}
