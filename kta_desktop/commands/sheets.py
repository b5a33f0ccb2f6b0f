"""``kta sheet``: printed sheets."""

from collections.abc import Callable
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Annotated, Any

import typer

from kta_desktop.commands import prints, signing
from kta_desktop.commands.output import Json, Output, WorkspaceFile, opened, output
from kta_desktop.commands.wrong_use import MissingWordError
from kta_desktop.i18n import LANGUAGES, _, language
from kta_desktop.services import printing, workbooks
from kta_desktop.services.printing import Kind, Order, SheetInfo, Which
from kta_desktop.services.signing_sheets import Key

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
    typer.Option("--verify", help="Проверить распечатку: короткий код, PDF или снимок."),
]
_Sign = Annotated[
    Path | None,
    typer.Option("--sign", help="Ключ PKCS#12; пароль — в переменной KTA_KEY_PASSPHRASE."),
]
_Despite = Annotated[
    bool,
    typer.Option("--despite-term", help="Подписать и ключом, срок которого истёк или не начался."),
]


def sheet(
    audit: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Файл PDF.")] = None,
    verify: _Verify = None,
    sign: _Sign = None,
    despite_term: _Despite = False,
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
    if layout not in workbooks.layout_ids():
        raise typer.BadParameter(layout, param_hint="--layout")
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
        key = signing.opened_key(sign) if sign is not None else None
        make = partial(printing.sheet, ws, audit or "", order)
        _print(voice, make, out or Path(), key, despite_term=despite_term)


def _print(
    voice: Output, make: Callable[..., SheetInfo], out: Path, key: Key | None, *, despite_term: bool
) -> None:
    """Print a sheet, signed if there is a key, and say what was made."""
    printed = partial(make, report=voice.progress)
    signature = None
    if key is None:
        info = printed(out)
    else:
        info, signature = signing.signed(printed, key, out, despite_term=despite_term)
    data: dict[str, Any] = {
        "path": info.path,
        "pages": info.pages,
        "sha256": info.sha256,
        "code": info.code,
    }
    lines = [_("{path}: pages {pages}, code {code}").format_map(data)]
    if signature is not None:
        data["signature"] = signing.data(signature, language())
        lines += signing.lines(signature, language())
    voice.result(data, lines)


def _names(text: str | None) -> tuple[str, ...] | None:
    """Return names from a list with commas; None if nothing was named."""
    return None if text is None else tuple(filter(None, map(str.strip, text.split(","))))
