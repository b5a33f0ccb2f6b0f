"""``kta id check``: БИН and ИИН."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kta_desktop.commands import batch
from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.domain.identity import NumberCheck, NumberFault, check_number
from kta_desktop.i18n import N_, _

app = typer.Typer(help="БИН и ИИН.", no_args_is_help=True)

REASONS = {
    NumberFault.LENGTH: N_("the number has to have 12 digits"),
    NumberFault.NOT_DIGITS: N_("the number has to consist of digits"),
    NumberFault.DATE: N_("the digits of the date are impossible"),
    NumberFault.KIND: N_("the fifth digit is neither a person's nor an organisation's"),
    NumberFault.CHECK_DIGIT: N_("the last digit does not fit the others: one digit is wrong"),
    NumberFault.UNUSED: N_("numbers with these digits are not given out"),
}

_EXAMPLE = '{"number": "…"}'

Batch = Annotated[Path | None, typer.Option("--batch", help="Файл JSONL: один номер в строке.")]


def as_json(check: NumberCheck) -> dict[str, Any]:
    """Return a check as ``{number, valid, kind, reason}``."""
    return {
        "number": check.number,
        "valid": check.valid,
        "kind": check.kind,
        "reason": None if check.fault is None else _(REASONS[check.fault]),
    }


def _with_errors(check: NumberCheck) -> dict[str, Any]:
    """Return a check for one reader; a number that is wrong carries its coded error as well."""
    item = as_json(check)
    if check.fault is None:
        return item
    error = {"code": f"number-{check.fault}", "message": _line(item), "where": check.number}
    return item | {"errors": [error]}


@app.command("check")
def check(
    numbers: Annotated[list[str] | None, typer.Argument(metavar="NUMBER…")] = None,
    file: Batch = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Проверить номера: контрольная цифра, дата, чей номер."""
    with output(as_json=json, lang=lang) as out:
        if file is not None:
            out.write(batch.answers(file, _EXAMPLE, _of_line))
            return
        if not numbers:
            raise typer.BadParameter("NUMBER", param_hint="NUMBER…")
        checks = [_with_errors(check_number(number)) for number in numbers]
        data: Any = checks[0] if len(checks) == 1 else checks
        out.result(data, (_line(item) for item in checks))
        if not all(item["valid"] for item in checks):
            raise typer.Exit(1)


def _line(item: dict[str, Any]) -> str:
    if item["valid"]:
        return _("{number}: fits, {kind}").format(
            number=item["number"], kind={"bin": _("BIN"), "iin": _("IIN")}[item["kind"]]
        )
    return _("{number}: does not fit, {reason}").format(**item)


def _of_line(item: Mapping[str, Any]) -> dict[str, Any]:
    return as_json(check_number(str(batch.field(item, "number", _EXAMPLE))))
