"""Files of settings as rows of a sheet, and back to the byte.

A document of settings (``pack.toml``, ``extra.json``) becomes one row for each value: where it
stands, the value, and its kind if it is not a text. A file written in another way than ours, such
as one with comments, becomes its lines: that is less comfortable and loses nothing either.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from kta_desktop.packs.rows import json_text, toml_text

SETTINGS = ("key", "value", "kind")
LINES = ("text", "end")
LONGEST = 32_767  # characters of a cell, as Excel counts them
_DEEPEST = 32  # levels of a document of settings
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STEP = re.compile(r'(?P<bare>[A-Za-z0-9_-]+)|(?P<quoted>"(?:[^"\\]|\\.)*")|\[(?P<index>\d+)\]')
_EMPTY: Mapping[str, Any] = {"empty list": [], "empty table": {}, "none": None}
_END = "¶"

Row = tuple[str, ...]


class SettingError(ValueError):
    """A row of settings cannot be understood.

    Attributes:
        place: Which of the rows, from 0.
        column: ``key``, ``value`` or ``kind``.
    """

    def __init__(self, place: int, column: str) -> None:
        super().__init__(place, column)
        self.place = place
        self.column = column


def is_lines(header: Sequence[str]) -> bool:
    """Whether a sheet of settings holds the lines of its file."""
    return tuple(header) == LINES


def rows_of(name: str, text: str) -> tuple[Row, list[Row]]:
    """Return header and rows of the file of settings ``name``."""
    found = _settings(name, text)
    return (SETTINGS, found) if found is not None else (LINES, list(_lines(text)))


def text_of(name: str, header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return the file of settings ``name`` from header and rows of its sheet.

    Raises:
        SettingError: If a row cannot be understood.
    """
    if is_lines(header):
        return _joined(rows)
    return _written(name, unflatten(rows))


def _settings(name: str, text: str) -> list[Row] | None:
    """Return the rows of a document; None if they would not give the same file."""
    try:
        rows = list(flatten(_read(name, text)))
        is_same = _written(name, unflatten(rows)) == text
    except (ValueError, TypeError, RecursionError):
        return None
    fits = all(len(cell.encode("utf-16-le")) // 2 <= LONGEST for row in rows for cell in row)
    return rows if is_same and fits else None


def _read(name: str, text: str) -> Any:
    if name.endswith(".toml"):
        return tomllib.loads(text, parse_float=Decimal)
    data = json.loads(text, parse_float=Decimal)
    if not isinstance(data, dict):
        raise TypeError(name)
    return data


def _written(name: str, data: Mapping[str, Any]) -> str:
    return toml_text(data) if name.endswith(".toml") else json_text(data) + "\n"


def _lines(text: str) -> Iterator[Row]:
    """Yield the lines of a text with a sign where one ends; what no cell can hold goes on below."""
    size = LONGEST // 2  # a sign outside the first plane counts twice
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        body = line.removesuffix("\n")
        starts = range(0, max(len(body), 1), size)
        for start in starts:
            is_end = start == starts[-1] and body != line
            yield body[start : start + size], _END if is_end else ""


def _joined(rows: Sequence[Row]) -> str:
    return "".join(text + ("\n" if end == _END else "") for text, end in rows)


def flatten(data: Mapping[str, Any]) -> Iterator[Row]:
    """Yield a row for each value of a document: key, value, kind."""
    yield from _flat(data, "")


def _flat(value: Any, path: str) -> Iterator[Row]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _flat(item, f"{path}.{_key(key)}" if path else _key(key))
    elif isinstance(value, list) and value:
        for number, item in enumerate(value, 1):
            yield from _flat(item, f"{path}[{number}]")
    elif path:
        yield (path, *_cell(value))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _cell(value: Any) -> tuple[str, str]:
    """Return the value and its kind."""
    if isinstance(value, str):
        return value, ""
    if isinstance(value, bool):
        return ("true" if value else "false"), "yes/no"
    if isinstance(value, int | Decimal):
        return str(value), "number"
    for kind, empty in _EMPTY.items():
        if value == empty and type(value) is type(empty):
            return "", kind
    raise TypeError(value)


def unflatten(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the document of rows of key, value, kind.

    Raises:
        SettingError: If a key or a value cannot be understood, or a key stands twice.
    """
    root: dict[str, Any] = {}
    for place, (path, text, kind) in enumerate(rows):
        steps = _steps(path)
        if not steps or isinstance(steps[0], int):
            raise SettingError(place, "key")
        value = _value(text, kind, place)
        _put(root, steps, value, place)
    return root


def _steps(path: str) -> list[str | int]:
    """Return the keys and places of a path; none if it cannot be understood."""
    steps: list[str | int] = []
    at = 0
    while at < len(path) and len(steps) < _DEEPEST:
        at += path[at] == "." and at > 0
        found = _STEP.match(path, at)
        if found is None or not _is_parted(path, at, found.group("index") is not None):
            return []
        steps.append(_step(found))
        at = found.end()
    return steps if at == len(path) else []


def _is_parted(path: str, at: int, is_index: bool) -> bool:  # noqa: FBT001 - one caller
    """Whether a key stands after a dot, and a place right after what it is in."""
    return at == 0 or (path[at - 1] == ".") != is_index


def _step(found: re.Match[str]) -> str | int:
    if found["index"] is not None:
        return int(found["index"][:9])
    return found["bare"] or str(json.loads(found["quoted"]))


def _value(text: str, kind: str, place: int) -> Any:
    if kind in _EMPTY:
        return copy(_EMPTY[kind])
    if kind not in _READERS:
        raise SettingError(place, "kind")
    try:
        return _READERS[kind](text)
    except (KeyError, ValueError, ArithmeticError) as error:
        raise SettingError(place, "value") from error


def _number(text: str) -> int | Decimal:
    """Return a number; longer ones than anyone writes are refused."""
    if len(text) > 40:
        raise ValueError(text)
    try:
        return int(text)
    except ValueError:
        number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise ValueError(text)
    return number


_READERS: Mapping[str, Callable[[str], Any]] = {
    "": str,
    "yes/no": {"true": True, "false": False}.__getitem__,
    "number": _number,
}


def _put(root: dict[str, Any], steps: list[str | int], value: Any, place: int) -> None:
    inside: Any = root
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        is_last = following is None
        new = value if is_last else [] if isinstance(following, int) else {}
        if not _fits(inside, step, new, is_last):
            raise SettingError(place, "key")
        if isinstance(inside, list):
            if step == len(inside) + 1:
                inside.append(new)
            inside = inside[int(step) - 1]
        else:
            inside = inside.setdefault(step, new)


def _fits(inside: Any, step: str | int, new: Any, is_last: bool) -> bool:  # noqa: FBT001
    """Whether a step leads on from ``inside``; the last one must lead to a new place."""
    if isinstance(inside, list):
        if not isinstance(step, int) or not 1 <= step <= len(inside) + 1:
            return False
        there = inside[step - 1] if step <= len(inside) else None
        is_new = step == len(inside) + 1
    elif isinstance(inside, dict) and isinstance(step, str):
        there, is_new = inside.get(step), step not in inside
    else:
        return False
    return is_new or (not is_last and type(there) is type(new))
