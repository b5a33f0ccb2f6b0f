"""Many questions in one file: a JSON object a line in, an answer a line out, in the same order."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, NoReturn

from kta_desktop.commands.output import FileUnreadableError, impatient
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_

MAX_LINE = 16 << 20  # bytes; the answers of a whole audit are a tenth of it
MAX_VALUES = 400_000  # values of one text; each takes up to a kilobyte of memory
Work = Callable[[Mapping[str, Any]], dict[str, Any]]


class BadLineError(KtaError):
    """A line of a batch is not of the form that is asked for. Details: ``example``."""

    code: ClassVar[str] = "bad-line"
    text: ClassVar[str] = N_(
        "The line is not of the form {example} and was left out. The other lines are answered. "
        "Correct it."
    )


class LongLineError(KtaError):
    """A line of a batch is longer than any that makes sense. Details: ``limit``."""

    code: ClassVar[str] = "long-line"
    text: ClassVar[str] = N_(
        "The line has more than {limit} MB and was left out. The other lines are answered. "
        "Split it."
    )


class ManyValuesError(KtaError):
    """Data hold more values than any audit. Details: ``most``."""

    code: ClassVar[str] = "many-values"
    text: ClassVar[str] = N_(
        "The data hold more than {most} values. Nothing was worked out from them. Give fewer."
    )


def answers(path: Path, example: str, work: Work) -> Iterator[str]:
    """Yield the answer of ``work`` to each line of ``path`` as one line of JSON.

    A line that cannot be read, or for which ``work`` raises a ``KtaError``, is answered by
    ``{"error": {"code", "message"}}``; the next line follows.

    Args:
        path: The file.
        example: What a line looks like, for messages.
        work: Is given the object of a line.

    Raises:
        FileUnreadableError: If the file cannot be read.
    """
    try:
        file = open(path, "rb", opener=impatient)  # noqa: SIM115 - closed by with
    except (OSError, ValueError) as error:
        raise FileUnreadableError(path=path) from error
    with file:
        for line in _lines(file, path):
            yield as_json(_answer(line, example, work))


def as_json(value: Any) -> str:
    """Return one line of JSON; decimals are written as numbers without an exponent."""
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(name, ensure_ascii=False)}: {as_json(item)}"
                 for name, item in value.items())  # fmt: skip
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_json, value))}]"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)


def field(item: Mapping[str, Any], name: str, example: str) -> Any:
    """Return a field of a line.

    Raises:
        BadLineError: If it is not there.
    """
    if name not in item:
        raise BadLineError(example=example)
    return item[name]


def parsed(text: bytes) -> Any:
    """Return the value of a JSON text; numbers with a point are decimals.

    Raises:
        ValueError: If it is not JSON in UTF-8, or holds numbers that are none.
        RecursionError: If it is nested too deeply.
        ManyValuesError: If it holds more than ``MAX_VALUES``.
    """
    if sum(map(text.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise ManyValuesError(most=MAX_VALUES)
    return json.loads(
        text.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse_constant
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _lines(file: BinaryIO, path: Path) -> Iterator[bytes | None]:
    """Yield the lines; None for one that is too long, the rest of which is skipped."""
    try:
        while line := file.readline(MAX_LINE + 1):
            if len(line) <= MAX_LINE:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE)
            yield None
    except OSError as error:
        raise FileUnreadableError(path=path) from error


def _answer(line: bytes | None, example: str, work: Work) -> dict[str, Any]:
    try:
        return work(_object(line, example))
    except KtaError as error:
        return {"error": {"code": error.code, "message": error.sentence()}}


def _object(line: bytes | None, example: str) -> Mapping[str, Any]:
    if line is None:
        raise LongLineError(limit=MAX_LINE >> 20)
    try:
        item = parsed(line)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise BadLineError(example=example) from error
    if not isinstance(item, dict):
        raise BadLineError(example=example)
    return item
