"""``kta eval``: an expression of the form language, tried out on answers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer

from kta_desktop.commands import batch
from kta_desktop.commands.output import FileUnreadableError, Json, Lang, impatient, output
from kta_desktop.errors import KtaError
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.i18n import N_, _
from kta_desktop.services import evaluating

MAX_FILE = 16 << 20  # bytes of answers; those of a whole audit are a tenth of it
_WRONG = 2
_EXAMPLE = '{"expr": "…", "data": {"…": …}}'

Expression = Annotated[str | None, typer.Argument(metavar="EXPRESSION")]
Data = Annotated[Path | None, typer.Option("--data", help="Ответы: объект JSON.")]
Batch = Annotated[Path | None, typer.Option("--batch", help="Файл JSONL: одно выражение в строке.")]


class AnswersUnreadableError(KtaError):
    """A file of answers cannot be used. Details: ``path``."""

    code: ClassVar[str] = "answers-unreadable"
    text: ClassVar[str] = N_(
        "The file {path} is no JSON object of names and answers in UTF-8, or is nested too deeply. "
        "Nothing was evaluated. Correct the file."
    )


class AnswersTooLargeError(KtaError):
    """A file of answers is larger than any audit. Details: ``path``, ``limit``."""

    code: ClassVar[str] = "answers-too-large"
    text: ClassVar[str] = N_(
        "The file {path} has more than {limit} MB. Nothing was evaluated. Give a smaller file."
    )


def evaluate(
    expression: Expression = None,
    data: Data = None,
    file: Batch = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Вычислить выражение языка форм; неверное выражение: код 2 и место ошибки."""
    with output(as_json=json, lang=lang) as out:
        answers = {} if data is None else _read(data)
        if file is not None:
            out.write(batch.answers(file, _EXAMPLE, lambda item: _of_line(item, answers)))
            return
        if expression is None:
            raise typer.BadParameter("EXPRESSION", param_hint="EXPRESSION")
        try:
            found = evaluating.evaluate(expression, answers)
        except ExpressionError as error:
            problem = error.as_json() | {"where": str(error.at)}
            out.say(f"{problem['message']} [{error.code}]")
            if json:
                out.result({"errors": [problem]}, ())
            raise typer.Exit(_WRONG) from error
        if json:
            out.write([batch.as_json(found)])
        else:
            out.result(found, [_line(found)])


def _of_line(item: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of the expression of one line; its own answers come before those given."""
    expression = batch.field(item, "expr", _EXAMPLE)
    data = item.get("data")
    if not isinstance(expression, str) or not isinstance(data, dict | None):
        raise batch.BadLineError(example=_EXAMPLE)
    return evaluating.evaluate(expression, answers if data is None else {**answers, **data})


def _line(found: Mapping[str, Any]) -> str:
    value = found["value"]
    if found["type"] == "blank":
        return _("blank")
    return value if isinstance(value, str) else batch.as_json(value)


def _read(path: Path) -> dict[str, Any]:
    """Return the answers of a JSON file.

    Raises:
        FileUnreadableError: If it cannot be read.
        AnswersTooLargeError: If it has more than ``MAX_FILE`` bytes.
        AnswersUnreadableError: If it is no JSON object in UTF-8.
    """
    try:
        with open(path, "rb", opener=impatient) as file:
            content = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise FileUnreadableError(path=path) from error
    if len(content) > MAX_FILE:
        raise AnswersTooLargeError(path=path, limit=MAX_FILE >> 20)
    try:
        found = batch.parsed(content)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise AnswersUnreadableError(path=path) from error
    if not isinstance(found, dict):
        raise AnswersUnreadableError(path=path)
    return found
