"""``kta remote``, ``kta sync``, ``kta intake``: exchange with the centre."""

from dataclasses import asdict
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, Lang, WorkspaceFile, opened, output
from kta_desktop.i18n import _
from kta_desktop.services import delivering, receiving

app = typer.Typer(help="Хранилища для обмена.", no_args_is_help=True)


@app.command("add")
def add(
    name: str,
    url: str,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Добавить хранилище: папка, флешка или сетевой диск."""
    if not name.strip():
        raise typer.BadParameter(name, param_hint="NAME")
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        delivering.add_remote(ws, name, url)
        out.result({"name": name, "url": url}, [f"{name}  {url}"])


@app.command("list")
def list_(workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru") -> None:
    """Какие хранилища есть."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        rows = [{"name": row.name, "url": row.url} for row in delivering.remotes(ws)]
        out.result(rows, (f"{row['name']}  {row['url']}" for row in rows))


def sync(
    remote: Annotated[str | None, typer.Option("--remote", help="Имя хранилища.")] = None,
    queue: Annotated[
        list[str] | None, typer.Option("--queue", help="Поставить аудит в очередь перед обменом.")
    ] = None,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Отправить очередь и забрать квитанции."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        for audit in queue or ():
            delivering.queue(ws, audit)
        report = delivering.sync(ws, remote, report=out.progress)
        data = asdict(report)
        if report.errors:
            if out.as_json:
                out.result(data, ())
                raise typer.Exit(1)
            out.refuse(report.errors)
        out.result(data, _sync_lines(data))


def _sync_lines(data: dict[str, object]) -> list[str]:
    return [f"{name}: {value}" for name, value in data.items() if value]


def intake(
    remote: Annotated[str, typer.Option("--remote", help="Адрес хранилища.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принять то, что пришло: проверить, слить, выдать квитанции."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        report = receiving.intake(ws, remote, report=out.progress)
        data = asdict(report)
        lines = [
            _("received: {count}").format(count=len(report.received)),
            _("refused: {count}").format(count=len(report.refused)),
        ]
        out.result(data, lines)
        if report.refused:
            raise typer.Exit(1)
