"""Numbers as people type them: decimal comma or point, spaces between thousands. No guessing."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))
_MINUS = str.maketrans({"−": "-", "–": "-"})
_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f\u2009]\d{3})+([.,]\d+)?")
_ONE_MARK = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
_MIXED = re.compile(r"[+-]?\d{1,3}((\.\d{3})+,\d+|(,\d{3})+\.\d+|(\.\d{3}){2,}|(,\d{3}){2,})")
MAX_LENGTH = 40
_REACH = MAX_LENGTH + 1000  # beyond, no number can be typed: products of it would overflow


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """What a typed text may mean.

    Attributes:
        value: The number; None if the text is no number or has two readings.
        readings: The two numbers the text could be, when it has to be asked.
    """

    value: Decimal | None
    readings: tuple[Decimal, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Whether the writer has to be asked which number is meant."""
        return bool(self.readings)


def parse_number(text: str) -> ParsedNumber:
    """Return the number that ``text`` means.

    ``1,5`` and ``1.5`` are the same; ``1 234,5`` may have spaces or no-break spaces in threes;
    ``1,234`` and ``1.234,5`` have two readings and are asked, never guessed; ``1.234`` is the
    decimal a calculator writes, unless grouping is also written.
    """
    stripped = text.strip().translate(_MINUS)
    if len(stripped) > MAX_LENGTH:
        return ParsedNumber(None)
    if _GROUPED.fullmatch(stripped):
        return ParsedNumber(Decimal(stripped.translate(_SPACES).replace(",", ".")))
    if _MIXED.fullmatch(stripped):
        return _mixed(stripped)
    if _PLAIN.fullmatch(stripped) is None:
        return ParsedNumber(None)
    number = Decimal(stripped.replace(",", "."))
    mark = _ONE_MARK.fullmatch(stripped)
    if mark is not None and mark[1] == ",":
        return ParsedNumber(None, (number, Decimal(stripped.replace(",", ""))))
    return ParsedNumber(number)


def _mixed(text: str) -> ParsedNumber:
    """Return both readings of a text in which points and commas both could group."""
    marks = [sign for sign in text if sign in ".,"]
    grouped = Decimal("".join(sign for sign in text if sign not in ".,"))
    if len(set(marks)) == 1:
        return ParsedNumber(None, (grouped,))
    last = max(text.rfind("."), text.rfind(","))
    whole = "".join(sign for sign in text[:last] if sign not in ".,")
    return ParsedNumber(None, (Decimal(f"{whole}.{text[last + 1 :]}"), grouped))


def kept(value: object) -> Decimal | None:
    """Return the number that was stored as a text or an integer; None if it is none.

    What nobody could have typed is none: neither NaN nor infinity, and no power of ten so great
    that nothing can be reckoned with it, as a damaged or foreign record may hold.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, str) and len(value) > 2 * _REACH:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _REACH else None


def plain(number: Decimal) -> str:
    """Return ``number`` as stored: a point, no exponent, no grouping, digits as typed."""
    return format(number, "f")
