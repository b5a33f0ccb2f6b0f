"""From the bytes of a serial port to readings: whole lines, checked, with named fields."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.errors import KtaError
from kta_desktop.measurement.line_pattern import compiled
from kta_desktop.measurement.link_errors import (
    LineEndlessError,
    LineGarbledError,
    ValueUnreadableError,
)
from kta_desktop.measurement.modbus_block import said_by
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.profile_parts import (
    Checksum,
    LineField,
    LineFormat,
    StatusField,
    StatusRule,
)

MAX_LINE = 4096  # bytes
_SHOWN = 60  # characters of a line that a message quotes
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_NO_NUMBER = ("nan", "inf", "+inf", "-inf")


class LineSplitter:
    """Cuts a stream of bytes into lines; what has no end is let go, never kept without bound."""

    def __init__(self, end: str, *, begins_within: bool) -> None:
        """Begin with nothing.

        Args:
            end: What ends a line.
            begins_within: Whether the first bytes may be the rest of a line; it is left out then,
                for half a number looks like a number.
        """
        self._end = end.encode("ascii")
        self._buffer = b""
        self._skips = begins_within
        self.endless = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Return the lines that are complete now, without their ends and without empty ones.

        ``endless`` then says how many bytes were let go because no end came.
        """
        self.endless = 0
        *lines, self._buffer = (self._buffer + data).split(self._end)
        if lines and self._skips:
            del lines[0]
            self._skips = False
        if len(self._buffer) > MAX_LINE:
            self.endless = len(self._buffer)
            self._buffer = b""
            self._skips = True
        return [line for line in lines if line.strip()]

    def forget(self) -> None:
        """Let go of a line that was begun."""
        self._buffer = b""
        self._skips = False


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """What one line tells.

    Attributes:
        values: By channel; NaN where the instrument says that it has none.
        said: Flag by channel from its status fields.
        errors: Fields that are no numbers, by channel.
    """

    values: Mapping[str, float]
    said: Mapping[str, int]
    errors: Mapping[str, KtaError]


class LineParser:
    """Understands the lines of one kind of instrument."""

    def __init__(self, profile: InstrumentProfile) -> None:
        """Prepare for the lines of a profile."""
        self._format = profile.lines or LineFormat()
        self._fields = profile.fields
        self._statuses = profile.status_fields
        self._channels = [entry.channel for entry in profile.fields]
        self._pattern = compiled(self._format.pattern) if self._format.pattern else None

    def parse(self, line: bytes) -> ParsedLine:
        """Return what a line tells.

        Raises:
            LineGarbledError: If it is not of the form, or no field of it is a number.
            LineEndlessError: If it is too long to be one.
        """
        if len(line) > MAX_LINE:
            raise LineEndlessError(count=len(line))
        texts = self._texts(line)
        values: dict[str, float] = {}
        errors: dict[str, KtaError] = {}
        for field in self._fields:
            text = texts.get(field.field)
            if not text:
                continue  # this line does not speak of it
            try:
                values[field.channel] = self._value(field, text)
            except ValueError:
                errors[field.channel] = ValueUnreadableError(field=field.field, found=text[:_SHOWN])
        if not values:
            raise _garbled(line)
        holding = [rule for status in self._statuses for rule in _holding(status, texts)]
        return ParsedLine(values, said_by(holding, self._channels), errors)

    def _texts(self, line: bytes) -> dict[str, str]:
        """Return the texts of the fields by name."""
        body = _checked(line.lstrip(b"\r\n\0").rstrip(b"\r\n\0 "), self._format)
        try:
            text = body.decode(self._format.encoding)
        except UnicodeDecodeError as error:
            raise _garbled(line) from error
        if self._pattern is not None:
            found = self._pattern.search(text)
            if found is None:
                raise _garbled(line)
            return {name: (part or "").strip() for name, part in found.groupdict().items()}
        parts = text.split(self._format.separator) if self._format.separator else text.split()
        return {str(place): part.strip() for place, part in enumerate(parts, start=1)}

    def _value(self, field: LineField, text: str) -> float:
        """Return the value of a field.

        Raises:
            ValueError: If it is no number.
        """
        if text in field.no_value or text.lower() in _NO_NUMBER:
            return math.nan
        mark = "," if self._format.decimal_comma else "."
        other = "." if self._format.decimal_comma else ","
        if not _NUMBER.fullmatch(text) or other in text:
            raise ValueError(text)
        number = float(text.replace(mark, "."))
        if field.scale == 1.0 and field.offset == 0.0:
            return number
        return round(number * field.scale + field.offset, 9)


def _checked(line: bytes, form: LineFormat) -> bytes:
    """Return a line without its checksum.

    Raises:
        LineGarbledError: If the checksum is missing or wrong.
    """
    if form.checksum is Checksum.NONE:
        return line
    body, mark, digits = line[:-2], form.checksum_mark.encode("ascii", "replace"), line[-2:]
    if not body.endswith(mark):
        raise _garbled(line)
    body = body[: len(body) - len(mark)]
    if digits.upper() != form.checksum.over(body[form.checksum_skip :]):
        raise _garbled(line)
    return body


def _holding(status: StatusField, texts: Mapping[str, str]) -> Sequence[StatusRule]:
    text = texts.get(status.field, "")
    if not text:
        return ()
    try:
        word = int(text, status.base)
    except ValueError:
        word = None
    return [
        rule
        for rule in status.rules
        if (rule.text == text if rule.text is not None else word is not None and rule.holds(word))
    ]


def _garbled(line: bytes) -> LineGarbledError:
    text = line[:_SHOWN].decode("ascii", "backslashreplace")
    shown = "".join(letter if letter.isprintable() else "·" for letter in text)
    return LineGarbledError(line=shown if len(line) <= _SHOWN else f"{shown}…")


def request_bytes(form: LineFormat) -> bytes:
    """Return what is sent to be answered with a line."""
    return (form.request + form.end).encode(form.encoding, "replace")
