"""A saved way of reading: what a person corrected once holds for all files of that logger."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.measurement.loggers.model import ColumnWish, Order, Role, Wishes

FORMAT = "kta-logger/1"
_TEXTS = ("encoding", "delimiter", "decimal", "thousands", "sheet", "zone", "same_times")
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProfile:
    """A named way of reading.

    Attributes:
        name: As the person calls it; unique on this computer.
        signature: ``Understanding.signature`` of the files it is for, as understood by itself.
        wishes: What is read otherwise; without the lines, start and sheet of one file alone.
    """

    name: str
    signature: str
    wishes: Wishes

    def to_json(self) -> dict[str, JsonValue]:
        """Return the profile as it is written."""
        wishes = asdict(self.wishes)
        wishes["columns"] = {str(at): wish for at, wish in wishes["columns"].items()}
        wishes["missing"] = list(wishes["missing"])
        kept = {name: value for name, value in wishes.items() if name not in _OF_ONE_FILE}
        return {"format": FORMAT, "name": self.name, "signature": self.signature, "wishes": kept}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "FileProfile":
        """Return the profile of what was written.

        Raises:
            ValueError, TypeError, KeyError, AttributeError: If it is none.
        """
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        name, signature = (_text(data[key]) for key in ("name", "signature"))
        if not name.strip():
            raise ValueError(name)
        return cls(name=name, signature=signature, wishes=_wishes(data["wishes"]))


_OF_ONE_FILE = ("header_lines", "first_line", "start")


def _wishes(data: Mapping[str, Any]) -> Wishes:
    texts = {key: _text(data[key]) for key in _TEXTS if data.get(key) is not None}
    interval = data.get("interval_s")
    return Wishes(
        encoding=texts.get("encoding"),
        delimiter=texts.get("delimiter"),
        decimal=texts.get("decimal"),
        thousands=texts.get("thousands"),
        sheet=texts.get("sheet"),
        zone=texts.get("zone"),
        same_times=texts.get("same_times"),
        order=None if data.get("order") is None else Order(data["order"]),
        interval_s=None if interval is None else float(interval),
        missing=tuple(_text(item) for item in data.get("missing", ())),
        columns={int(at): _column(wish) for at, wish in data.get("columns", {}).items()},
    )


def _column(data: Mapping[str, Any]) -> ColumnWish:
    said = (key for key in ("name", "unit", "meaning") if data.get(key) is not None)
    texts = {key: _text(data[key]) for key in said}
    role = data.get("role")
    return ColumnWish(
        name=texts.get("name"),
        unit=texts.get("unit"),
        meaning=texts.get("meaning"),
        role=None if role is None else Role(role),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError(value)
    return value
