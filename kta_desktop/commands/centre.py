"""``kta intake``, ``kta keys``, ``kta packs publish``: the work of the centre."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, Lang, Output, WorkspaceFile, opened, output
from kta_desktop.i18n import N_, _
from kta_desktop.services import register
from kta_desktop.services.register import KeyRow
from kta_desktop.services.workspace import Workspace

app = typer.Typer(help="Ключи аудиторов: реестр центра.", no_args_is_help=True)
Key = Annotated[str, typer.Argument(metavar="KEY", help="Отпечаток ключа или его начало.")]
Reason = Annotated[str, typer.Option("--reason", help="Причина: её прочитает аудитор.")]
_STATES = {
    "unknown": N_("key not decided on"),
    "active": N_("key accepted"),
    "revoked": N_("key revoked"),
}
_ROLES = {"auditor": N_("auditor"), "lead": N_("lead auditor"), "centre": N_("centre")}


def intake(
    remote: Annotated[str, typer.Option("--remote", help="Имя или адрес места доставки.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принять поступившее: проверить, объединить, выдать квитанции."""
    from kta_desktop.services import receiving

    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        report = receiving.intake(ws, remote, report=out.progress)
        errors = [*(one.error for one in report.refused), *(one.error for one in report.held)]
        lines = [
            _("received: {count}").format(count=len(report.received)),
            _("refused: {count}").format(count=len(report.refused)),
            _("held: {count}").format(count=len(report.held)),
            _("known before: {count}").format(count=report.known),
        ]
        out.result({**asdict(report), "errors": errors}, lines)
        if not report.is_clean:
            _say(out, errors)
            raise typer.Exit(1)


def _say(out: Output, errors: Iterable[Mapping[str, object]]) -> None:
    for error in errors:
        out.say(f"{error['message']} [{error['code']}]")


@app.command("role")
def role(
    work: Annotated[str, typer.Argument(metavar="centre|auditor", help="Чья это база.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Сделать рабочую базу базой центра или снова аудитора."""
    if work not in ("centre", "auditor"):
        raise typer.BadParameter(work, param_hint="centre|auditor")
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        register.set_centre(ws, centre=work == "centre")
        out.result({"role": work}, [_(_ROLES[work])])


@app.command("card")
def card(
    file: Annotated[
        Path | None, typer.Option("--out", help="Файл карточки; без него — текст для QR-кода.")
    ] = None,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Карточка своего ключа: текст QR-кода или файл."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        text = register.card_text(ws)
        data = {"fingerprint": register.signer(ws).fingerprint, "text": text}
        if file is None:
            out.result(data, [text])
            return
        register.save_card(ws, file)
        out.result({**data, "path": str(file)}, [str(file)])


@app.command("list")
def list_(workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru") -> None:
    """Какие ключи известны и что о каждом решено."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        rows = register.keys(ws)
        out.result([asdict(row) for row in rows], (_line(row) for row in rows))


def _line(row: KeyRow) -> str:
    state = _(_STATES[row.state])
    parts = (row.fingerprint[:16], state, _(_ROLES[row.role]), row.name, row.reason)
    return "  ".join(part for part in parts if part)


@app.command("import")
def import_(
    source: Annotated[
        str, typer.Argument(metavar="FILE|TEXT", help="Файл карточки, снимок QR-кода или текст.")
    ],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Внести карточку ключа в реестр; решение о нём — отдельно."""
    is_text = source.upper().startswith(register.CARD_PREFIX)
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        known = register.import_card(ws, source if is_text else Path(source))
        _show(out, register.row(ws, known.fingerprint))


@app.command("accept")
def accept(
    key: Key,
    role: Annotated[str, typer.Option("--role", help="auditor, lead или centre.")] = "auditor",
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принимать пакеты этого ключа."""
    if role not in _ROLES:
        raise typer.BadParameter(", ".join(_ROLES), param_hint="--role")
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        row = register.accept(ws, key, register.role_of(role))
        _publish(out, ws)
        _show(out, row)


@app.command("revoke")
def revoke(
    key: Key,
    reason: Reason,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Отозвать ключ: его новые пакеты будут ждать решения."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        row = register.revoke(ws, key, reason)
        _publish(out, ws)
        _show(out, row)


@app.command("reissue")
def reissue(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Прежний ключ.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Новый ключ того же человека.")],
    reason: Reason,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Заменить ключ человека новым, например после потери ноутбука."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        row = register.reissue(ws, old, new, reason)
        _publish(out, ws)
        _show(out, row)


def _publish(out: Output, ws: Workspace) -> None:
    """Bring decisions to the places known; one that is not reached is told and gets them later."""
    from kta_desktop.services import centre_posts

    if register.is_centre(ws):
        _say(out, centre_posts.post(ws).missed)


def _show(out: Output, row: KeyRow) -> None:
    out.result(asdict(row), [_line(row)])


@app.command("release")
def release(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Имя пакета, как его называет приём.")
    ],
    remote: Annotated[str, typer.Option("--remote", help="Имя или адрес места доставки.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принять при следующем приёме один задержанный пакет, не решая о ключе."""
    from kta_desktop.services import receiving, remotes

    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        place = remotes.at(ws, remote).url
        receiving.release(ws, place, name)
        out.result({"place": place, "name": name}, [name])


def publish(
    pack: Annotated[str, typer.Argument(metavar="ID")],
    remote: Annotated[
        str | None, typer.Option("--remote", help="Имя или адрес; иначе все известные.")
    ] = None,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Опубликовать подписанный отраслевой пакет в местах доставки."""
    from kta_desktop.services import publishing

    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        done = publishing.publish_pack(ws, pack, remote, report=out.progress)
        out.result({**asdict(done), "errors": done.missed}, [done.name])
        if done.missed:
            _say(out, done.missed)
            raise typer.Exit(1)
