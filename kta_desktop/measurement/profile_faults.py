"""What is wrong with a profile or scenario, and where, in words that a person understands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from typing_extensions import override

from kta_desktop.i18n import N_, _
from kta_desktop.measurement.profile_check import CUSTOM

_NAMES: Mapping[str, str] = {
    "address": N_("address"),
    "base": N_("base of the number"),
    "baud_rate": N_("bits a second"),
    "byte_order": N_("order of bytes"),
    "channel": N_("id of the channel"),
    "channels": N_("channels"),
    "checksum": N_("checksum"),
    "checksum_mark": N_("mark before the checksum"),
    "checksum_skip": N_("characters without checksum"),
    "column": N_("column"),
    "columns": N_("quantities"),
    "data_bits": N_("data bits"),
    "decimal_comma": N_("decimal comma"),
    "encoding": N_("encoding"),
    "end": N_("end of a line"),
    "entries": N_("quantities"),
    "example": N_("example of a line"),
    "field": N_("field of the line"),
    "fields": N_("quantities"),
    "id": N_("id"),
    "is_dry": N_("dried gas"),
    "is_example": N_("example only"),
    "label": N_("name of the quantity"),
    "lines": N_("form of the lines"),
    "lowest": N_("lower end of the range"),
    "mask": N_("mask"),
    "name": N_("name"),
    "no_value": N_("marks of a missing value"),
    "note": N_("note"),
    "offset": N_("addend"),
    "parity": N_("parity"),
    "pattern": N_("pattern of a line"),
    "period_s": N_("seconds between two readings"),
    "port": N_("port"),
    "possible": N_("possible values"),
    "protocol": N_("protocol"),
    "registers": N_("quantities"),
    "request": N_("request"),
    "rules": N_("rules"),
    "sampling_u_pct": N_("uncertainty of sampling in %"),
    "saturated_at": N_("upper end of the range"),
    "says": N_("meaning of the status"),
    "scale": N_("factor"),
    "separator": N_("separator"),
    "serial": N_("serial port"),
    "simulated": N_("simulator"),
    "status_fields": N_("statuses"),
    "statuses": N_("statuses"),
    "stop_bits": N_("stop bits"),
    "substance": N_("substance"),
    "table": N_("table of registers"),
    "text": N_("text of the status"),
    "timeout_s": N_("longest wait for an answer"),
    "type": N_("kind of number"),
    "u_abs": N_("uncertainty in units"),
    "u_pct": N_("uncertainty in %"),
    "unit": N_("unit"),
    "unit_id": N_("device number"),
    "value": N_("value of the status"),
    "version": N_("version of the format"),
    "word_order": N_("order of registers"),
}
_NUMBERED: Mapping[str, str] = {
    "channels": N_("channel {number}"),
    "columns": N_("quantity {number}"),
    "entries": N_("quantity {number}"),
    "fields": N_("quantity {number}"),
    "registers": N_("quantity {number}"),
    "rules": N_("rule {number}"),
    "status_fields": N_("status {number}"),
    "statuses": N_("status {number}"),
}
_OTHER = N_("this cannot stand here: {input}")
_NOT_JSON = N_("the file is no JSON: {error}")
_NUMBER = N_("a number is expected, not {input}")
_WHOLE = N_("a whole number is expected, not {input}")
_TEXT = N_("a text is expected, not {input}")
_LIST = N_("a list is expected")
_GROUP = N_("a group of fields is expected")
_ONE_OF = N_("{input} is not possible here; possible: {expected}")
_KINDS: Mapping[str, str] = {
    "missing": N_("it is missing"),
    "extra_forbidden": N_("no such field is known"),
    "json_invalid": _NOT_JSON,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "string_type": _TEXT,
    "bool_type": N_("true or false is expected, not {input}"),
    "bool_parsing": N_("true or false is expected, not {input}"),
    "enum": _ONE_OF,
    "literal_error": _ONE_OF,
    "greater_than": N_("it must be more than {gt}, and is {input}"),
    "greater_than_equal": N_("it must be at least {ge}, and is {input}"),
    "less_than_equal": N_("it must be at most {le}, and is {input}"),
    "string_pattern_mismatch": N_("{input} has characters that cannot stand here"),
    "string_too_long": N_("it is longer than {max_length} characters"),
    "string_too_short": N_("it is empty"),
    "too_long": N_("more than {max_length} are not possible"),
    "too_short": N_("it is empty"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _GROUP,
    "mapping_type": _GROUP,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
}
_NEWER = N_("it is of version {input} of the format; this program knows up to {le}")
_MOST = 3  # faults named in one sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        where: Path in the file: names and places from 0.
        text: Message id.
        details: What its places stand for.
    """

    where: tuple[str | int, ...]
    text: str
    details: Mapping[str, Any]

    def words(self, lang: str | None = None) -> str:
        """Return where and what in ``lang``."""
        said = _(self.text, lang).format(**self.details)
        place = ", ".join(_place(self.where, lang))
        return f"{place}: {said}" if place else said


@dataclass(frozen=True, slots=True)
class Faults:
    """Everything that is wrong; never empty."""

    faults: tuple[Fault, ...]

    def words(self, lang: str | None = None) -> str:
        """Return the first few in ``lang``."""
        said = "; ".join(fault.words(lang) for fault in self.faults[:_MOST])
        left = len(self.faults) - _MOST
        return said if left <= 0 else _("{said}; and {count} more", lang).format(
            said=said, count=left
        )  # fmt: skip

    @override
    def __str__(self) -> str:
        return self.words("en")


def faults_of(error: ValidationError) -> Faults:
    """Return what a model refused."""
    return Faults(tuple(_fault(item) for item in error.errors(include_url=False)))


def _fault(item: ErrorDetails) -> Fault:
    where = tuple(part for part in item["loc"] if not str(part).startswith("function-"))
    context = dict(item.get("ctx", {}))
    shown = _short(item["input"])
    if item["type"] == CUSTOM:
        return Fault(where, str(context.pop("text")), context)
    text = _KINDS.get(item["type"], _OTHER)
    if where == ("version",) and item["type"] == "less_than_equal":
        text = _NEWER
    return Fault(where, text, {**context, "input": shown})


def _short(value: object) -> str:
    shown = str(value) if isinstance(value, str | int | float) else type(value).__name__
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _place(where: Sequence[str | int], lang: str | None) -> list[str]:
    """Return a path in words: ``registers.1.address`` is “quantity 2, address”."""
    said: list[str] = []
    for part, following in zip(where, [*where[1:], ""], strict=False):
        if isinstance(part, int):
            continue
        if part in _NUMBERED and isinstance(following, int):
            said.append(_(_NUMBERED[part], lang).format(number=following + 1))
        else:
            said.append(_(_NAMES[part], lang) if part in _NAMES else part)
    return said
