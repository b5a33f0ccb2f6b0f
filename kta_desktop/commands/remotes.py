"""``kta remote``, ``kta sync``: exchange with the centre."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import (
    FileUnreadableError,
    Json,
    Lang,
    Output,
    WorkspaceFile,
    opened,
    output,
)
from kta_desktop.i18n import _
from kta_desktop.services import credentials, delivering, remotes
from kta_desktop.services.channel import SendingWaitsError, words
from kta_desktop.services.delivering import SyncReport

app = typer.Typer(help="Места доставки.", no_args_is_help=True)


@app.command("add")
def add(
    name: str,
    url: str,
    user: Annotated[str, typer.Option("--user", help="Имя пользователя или ключ доступа.")] = "",
    ca: Annotated[
        Path | None, typer.Option("--ca", help="Файл PEM удостоверяющего центра, если он свой.")
    ] = None,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Пакеты для этого места шифровать для центра.")
    ] = False,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Добавить место доставки: папка, https://… (WebDAV) или s3+https://сервер/бакет.

    Пароль берётся из KTA_REMOTE_SECRET, а в терминале спрашивается; хранит его система.
    """
    if not name.strip():
        raise typer.BadParameter(name, param_hint="NAME")
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        settings = remotes.RemoteSettings(
            url=url,
            user=user or credentials.given_user(),
            secret=_secret(user),
            ca="" if ca is None else _pem(ca),
            encrypt=encrypt,
        )
        _print(out, [remotes.add(ws, name, settings)], alone=True)


@app.command("list")
def list_(workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru") -> None:
    """Какие места доставки есть."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        _print(out, remotes.listed(ws))


@app.command("check")
def check(
    name: str, workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru"
) -> None:
    """Проверить, отвечает ли место доставки и что там; ничего не меняется."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        found = remotes.check(ws, name)
        data = {"name": name, "url": found.url, "found": str(found.reach)}
        out.result(data, [found.sentence()])


@app.command("remove")
def remove(
    name: str, workspace: WorkspaceFile = None, json: Json = False, lang: Lang = "ru"
) -> None:
    """Убрать место доставки из списка; там ничего не удаляется."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        remotes.remove(ws, name)
        out.result({"name": name}, [name])


def _print(out: Output, found: Sequence[remotes.RemoteInfo], *, alone: bool = False) -> None:
    rows = [
        {
            "name": info.name,
            "url": info.url,
            "kind": str(info.kind),
            "user": info.user,
            "encrypt": info.encrypt,
            "pending": info.pending,
        }
        for info in found
    ]
    out.result(rows[0] if alone else rows, (f"{row['name']}  {row['url']}" for row in rows))


def _secret(user: str) -> str | None:
    """Return the secret of a new place: given by the environment, or asked for where one looks."""
    given = credentials.given_secret()
    if given or not user or sys.stdin is None or not sys.stdin.isatty():
        return given or None
    return str(typer.prompt(_("Password"), hide_input=True, err=True))


def _pem(path: Path) -> str:
    """Return the text of a certificate file.

    Raises:
        FileUnreadableError: If it cannot be read.
        CertificateFileError: If it is no text, so no PEM either.
    """
    try:
        return remotes.certificate_text(path)
    except OSError as error:
        raise FileUnreadableError(path=path) from error


def sync(
    remote: Annotated[str | None, typer.Option("--remote", help="Имя места доставки.")] = None,
    queue: Annotated[
        list[str] | None, typer.Option("--queue", help="Поставить аудит в очередь перед обменом.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Не быстрее, килобайт в секунду.")
    ] = None,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Отправить очередь и забрать квитанции, замечания и поручения.

    Код 1: что-то не отправлено или не прочитано; причины названы, при повторе продолжит с того же
    места.
    """
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        for audit in queue or ():
            delivering.queue(ws, audit)
        rate = None if limit is None else limit * 1000
        report = delivering.sync(ws, remote, limit=rate, report=out.progress)
        errors: list[Mapping[str, object]] = [*report.errors, *_hindrances(report)]
        data = {**asdict(report), "errors": errors}
        if errors:
            if out.as_json:
                out.result(data, ())
                raise typer.Exit(1)
            out.refuse(errors)
        out.result(data, _sync_lines(report))


def _hindrances(report: SyncReport) -> list[dict[str, object]]:
    """Return what the channel kept from being sent, as errors are printed."""
    if not report.waiting:
        return []
    return [
        SendingWaitsError(where=name, why=words(why)).as_json() for name, why in report.waits_for
    ]


def _sync_lines(report: SyncReport) -> list[str]:
    counts = (
        (_("delivered: {count}"), report.delivered),
        (_("received: {count}"), report.received),
        (_("refused: {count}"), report.refused),
        (_("reviews: {count}"), report.reviews),
        (_("assignments: {count}"), report.assignments),
        (_("checklists: {count}"), report.packs),
        (_("waiting: {count}"), report.waiting),
    )
    return [text.format(count=len(found)) for text, found in counts if found]
