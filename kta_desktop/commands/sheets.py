"""``kta sheet``: printed sheets."""

from enum import StrEnum
from itertools import permutations
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, WorkspaceFile, opened, output
from kta_desktop.i18n import LANGUAGES, _
from kta_desktop.services import blank, printing
from kta_desktop.services.printing import Order

SETS = (*permutations(LANGUAGES, 1), *permutations(LANGUAGES, 2))


class SheetKind(StrEnum):
    """Sheets that can be printed."""

    FILLED = "filled"
    BLANK = "blank"


def sheet(
    audit: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path, typer.Option("--out", help="Файл PDF.")],
    kind: Annotated[SheetKind, typer.Option("--kind", help="Какой лист.")] = SheetKind.FILLED,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Annotated[str, typer.Option("--lang", help="ru, kk, en или ru+kk.")] = "ru",
) -> None:
    """Напечатать лист аудита в PDF; --lang задаёт и язык листа."""
    languages = tuple(lang.split("+"))
    if languages not in SETS:
        raise typer.BadParameter(lang, param_hint="--lang")
    with output(as_json=json, lang=languages[0]) as voice, opened(workspace) as ws:
        if kind is SheetKind.BLANK:
            checklist = blank.of_audit(ws, audit)
            info = blank.blank_sheet(checklist, languages, out, report=voice.progress)
        else:
            info = printing.sheet(ws, audit, Order(languages=languages), out, report=voice.progress)
        voice.result(
            {"path": info.path, "pages": info.pages, "sha256": info.sha256, "code": info.code},
            [_("{path}: pages {pages}, code {code}").format(
                path=info.path, pages=info.pages, code=info.code)],
        )  # fmt: skip
