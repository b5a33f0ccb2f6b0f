"""``kta sheet``: printed sheets."""

from itertools import permutations
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, WorkspaceFile, opened, output
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


def sheet(
    audit: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path, typer.Option("--out", help="Файл PDF.")],
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
    """Напечатать документ аудита в PDF; --lang задаёт и язык листа."""
    languages = tuple(lang.split("+"))
    if languages not in SETS:
        raise typer.BadParameter(lang, param_hint="--lang")
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
        info = printing.sheet(ws, audit, order, out, report=voice.progress)
        voice.result(
            {"path": info.path, "pages": info.pages, "sha256": info.sha256, "code": info.code},
            [_("{path}: pages {pages}, code {code}").format(
                path=info.path, pages=info.pages, code=info.code)],
        )  # fmt: skip


def _names(text: str | None) -> tuple[str, ...] | None:
    """Return names from a list with commas; None if nothing was named."""
    return None if text is None else tuple(filter(None, map(str.strip, text.split(","))))
