"""Identifiers: UUIDv7 (RFC 9562) for records, short codes for paper."""

import os
import secrets
import threading
import time
import uuid

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters of codes: no 0/O, 1/I/L, because codes are read from paper."""
CODE_SPAN = len(CODE_LETTERS) ** 5
"""How many short codes there are."""
_LENGTH = 5
_NO_TIME_MS = 2**47  # in the year 6429: half of what an id can hold
_lock = threading.Lock()
_last = (0, 0)


def new_id() -> str:
    """Return a UUIDv7: 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.

    Ids of one process ascend strictly, also within a millisecond and when the clock goes back
    (RFC 9562 §6.2, method 1).
    """
    global _last  # noqa: PLW0603 - the sequence of a process is one
    with _lock:
        stamp, counter = max((time.time_ns() // 1_000_000, 0), (_last[0], _last[1] + 1))
        if counter > 0xFFF:
            stamp, counter = stamp + 1, 0
        _last = (stamp, counter)
    noise = int.from_bytes(os.urandom(8), "big") >> 2
    return str(uuid.UUID(int=stamp << 80 | 0x7 << 76 | counter << 64 | 0x2 << 62 | noise))


def rise_above(identifier: str) -> None:
    """Let every id to come be greater than ``identifier``, whatever the clock says.

    What is built on something must come after it in the order of ids: also after a restart with
    the clock set back, and after a colleague whose clock is fast. An id that names no time is
    passed over.
    """
    global _last  # noqa: PLW0603 - the sequence of a process is one
    number = uuid.UUID(identifier).int
    stamp = number >> 80
    if stamp < _NO_TIME_MS:
        with _lock:
            _last = max(_last, (stamp, number >> 64 & 0xFFF))


def id_time_ms(identifier: str) -> int:
    """Return the Unix milliseconds that a UUIDv7 carries."""
    return uuid.UUID(identifier).int >> 80


def short_code(sha256: str) -> str:
    """Return the code printed under a QR for a hash, such as ``7K4-M2``: 5 letters, ~25 bits."""
    return to_letters(int(sha256[:12], 16))


def to_letters(number: int) -> str:
    """Return a number as a code such as ``7K4-M2``; what five letters do not hold is left out."""
    letters = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[digit]
    return f"{letters[:3]}-{letters[3:]}"


def from_letters(code: str) -> int | None:
    """Return the number of a code as it was typed; None if it is none."""
    letters = code.upper().replace("-", "").replace(" ", "")
    if len(letters) != _LENGTH or any(letter not in CODE_LETTERS for letter in letters):
        return None
    number = 0
    for letter in reversed(letters):
        number = number * len(CODE_LETTERS) + CODE_LETTERS.index(letter)
    return number


def random_letters(count: int) -> str:
    """Return ``count`` random letters of the alphabet of codes, 4.95 bits each."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(count))


def read_letters(text: str) -> str:
    """Return the letters of a code as typed: upper case, without hyphens and spaces."""
    return "".join(sign for sign in text.upper() if sign in CODE_LETTERS)
