"""БИН and ИИН: the 12-digit numbers of organisations and persons in Kazakhstan.

Base act: Government decree of 11.06.2003 № 565 as amended. The check digit was verified against
several public implementations; the meaning of the digits 5 and 6 is from memory.
"""

from dataclasses import dataclass
from enum import StrEnum

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_LENGTH = 12


class NumberKind(StrEnum):
    """What a number belongs to."""

    BIN = "bin"
    IIN = "iin"


class NumberFault(StrEnum):
    """Why a number is not valid."""

    LENGTH = "length"
    NOT_DIGITS = "not-digits"
    DATE = "date"
    KIND = "kind"
    CHECK_DIGIT = "check-digit"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """The result of looking at a number.

    Attributes:
        number: The digits, without spaces and hyphens.
        kind: By digit 5: 0–3 a person's (day of birth), 4–6 an organisation's; None otherwise.
        fault: Why it is not valid; None if it is.
    """

    number: str
    kind: NumberKind | None
    fault: NumberFault | None

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.fault is None


def check_number(text: str) -> NumberCheck:
    """Return what kind of number ``text`` is and whether it can exist.

    A caller warns and does not block: foreign and new entities may have numbers unknown here.
    """
    number = "".join(sign for sign in text if not sign.isspace() and sign != "-")
    if not (number.isascii() and number.isdigit()):
        return NumberCheck(number, None, NumberFault.NOT_DIGITS)
    if len(number) != _LENGTH:
        return NumberCheck(number, None, NumberFault.LENGTH)
    digits = [int(sign) for sign in number]
    kind = _kind(digits)
    return NumberCheck(number, kind, _date_fault(digits, kind) or _check_digit_fault(digits))


def _kind(digits: list[int]) -> NumberKind | None:
    if digits[4] <= 3:  # tens of the day of birth
        return NumberKind.IIN
    return NumberKind.BIN if digits[4] <= 6 else None  # 4, 5, 6: kinds of entity


def _date_fault(digits: list[int], kind: NumberKind | None) -> NumberFault | None:
    month = 10 * digits[2] + digits[3]
    day = 10 * digits[4] + digits[5]
    if kind is None:
        return NumberFault.KIND
    if not 1 <= month <= 12:  # months
        return NumberFault.DATE
    if kind is NumberKind.IIN and not (
        1 <= day <= 31 and 0 <= digits[6] <= 6
    ):  # days, century and sex
        return NumberFault.DATE
    return None


def _check_digit_fault(digits: list[int]) -> NumberFault | None:
    for weights in (_FIRST, _SECOND):
        control = sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
        if control < 10:  # one decimal digit
            return None if control == digits[11] else NumberFault.CHECK_DIGIT
    return NumberFault.UNUSED  # both sums leave 10: such a number is not given out
