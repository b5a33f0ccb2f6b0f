"""``kta sheet``: printed sheets."""

from itertools import permutations
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands import prints
from kta_desktop.commands.output import Json, WorkspaceFile, opened, output
from kta_desktop.commands.wrong_use import MissingWordError
from kta_desktop.i18n import LANGUAGES, _
from kta_desktop.services import printing
from kta_desktop.services.printing import Kind, Order, Which

SETS = (*permutations(LANGUAGES, 1), *permutations(LANGUAGES, 2))
_ORDER = "Что печатать"
_Kind = Annotated[Kind, typer.Option("--kind", help="Какой документ.", rich_help_panel=_ORDER)]
_Layout = Annotated[
    str,
    typer.Option("--layout", help="Для кого: plant, bureau, ministry.", rich_help_panel=_ORDER),
]
_Sections = Annotated[
    str | None,
    typer.Option("--sections", help="Разделы через запятую.", rich_help_panel=_ORDER),
]
_Sessions = Annotated[
    str | None,
    typer.Option("--sessions", help="Сеансы измерений через запятую.", rich_help_panel=_ORDER),
]
_Which = Annotated[
    Which,
    typer.Option("--which", help="Все вопросы, missing или answered.", rich_help_panel=_ORDER),
]
_Rows = Annotated[
    int,
    typer.Option("--rows", min=1, max=60, help="Строк в пустых таблицах.", rich_help_panel=_ORDER),
]
_Verify = Annotated[
    str | None,
    typer.Option("--verify", help="Проверить распечатку: код под квадратом, PDF или снимок."),
]


def sheet(
    audit: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Файл PDF.")] = None,
    verify: _Verify = None,
    kind: _Kind = Kind.FILLED,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Annotated[str, typer.Option("--lang", help="ru, kk, en или ru+kk.")] = "ru",
    layout: _Layout = "bureau",
    sections: _Sections = None,
    sessions: _Sessions = None,
    which: _Which = Which.ALL,
    rows: _Rows = 4,
    qr: Annotated[bool, typer.Option("--qr/--no-qr", rich_help_panel=_ORDER)] = True,
    photos: Annotated[bool, typer.Option("--photos/--no-photos", rich_help_panel=_ORDER)] = True,
) -> None:
    """Напечатать документ аудита в PDF; --lang задаёт и язык листа. Или проверить распечатку."""
    languages = tuple(lang.split("+"))
    if languages not in SETS:
        raise typer.BadParameter(lang, param_hint="--lang")
    missing = [name for name, given in (("ID", audit), ("--out", out)) if given is None]
    if verify is None and missing:
        raise MissingWordError(where=missing[0], help="kta sheet --help")
    order = Order(
        kind=kind,
        languages=languages,
        layout=layout,
        sections=_names(sections),
        sessions=_names(sessions),
        which=which,
        qr=qr,
        photos=photos,
        table_rows=rows,
    )
    with output(as_json=json, lang=languages[0]) as voice, opened(workspace) as ws:
        if verify is not None:
            prints.verify(voice, ws, verify, audit)
            return
        info = printing.sheet(ws, audit or "", order, out or Path(), report=voice.progress)
        voice.result(
            {"path": info.path, "pages": info.pages, "sha256": info.sha256, "code": info.code},
            [_("{path}: pages {pages}, code {code}").format(
                path=info.path, pages=info.pages, code=info.code)],
        )  # fmt: skip


def _names(text: str | None) -> tuple[str, ...] | None:
    """Return names from a list with commas; None if nothing was named."""
    return None if text is None else tuple(filter(None, map(str.strip, text.split(","))))
