"""``kta workbook``: an audit as an Excel workbook."""

from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, WorkspaceFile, opened, output
from kta_desktop.commands.sheets import SETS
from kta_desktop.i18n import _
from kta_desktop.services import workbooks
from kta_desktop.services.printing import Order


def workbook(
    audit: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path, typer.Option("--out", help="Файл XLSX.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Annotated[str, typer.Option("--lang", help="ru, kk, en или ru+kk.")] = "ru",
    layout: Annotated[
        str, typer.Option("--layout", help="Для кого: plant, bureau или ministry.")
    ] = Order().layout,
) -> None:
    """Сохранить аудит книгой Excel для дальнейшей работы; --lang задаёт и язык книги."""
    languages = tuple(lang.split("+"))
    if languages not in SETS:
        raise typer.BadParameter(lang, param_hint="--lang")
    if layout not in workbooks.layout_ids():
        raise typer.BadParameter(", ".join(workbooks.layout_ids()), param_hint="--layout")
    with output(as_json=json, lang=languages[0]) as voice, opened(workspace) as ws:
        info = workbooks.workbook(ws, audit, languages, layout, out, report=voice.progress)
        voice.result(
            {"path": info.path, "sheets": info.sheets, "rows": info.rows, "sha256": info.sha256},
            [_("{path}: sheets {sheets}, rows {rows}").format(
                path=info.path, sheets=len(info.sheets) + 1, rows=info.rows)],
        )  # fmt: skip
