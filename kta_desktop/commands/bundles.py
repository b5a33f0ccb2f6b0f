"""``kta bundle``: signed bundles of one audit at one revision."""

from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, Lang, WorkspaceFile, opened, output
from kta_desktop.i18n import _
from kta_desktop.services import packing

app = typer.Typer(help="Пакеты .kta.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE.kta")]


@app.command("build")
def build(
    audit: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path, typer.Option("--out", help="Файл пакета.")],
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Закрыть версию аудита и записать подписанный пакет."""
    with output(as_json=json, lang=lang) as voice, opened(workspace) as ws:
        info = packing.build(ws, audit, out, report=voice.progress)
        voice.result(
            {
                "path": info.path,
                "audit": info.audit,
                "revision": info.revision,
                "sha256": info.sha256,
                "size": info.size,
            },
            [_("{path}: revision {revision}, {sha256}").format(
                path=info.path, revision=info.revision, sha256=info.sha256)],
        )  # fmt: skip


@app.command("verify")
def verify(file: File, json: Json = False, lang: Lang = "ru") -> None:
    """Проверить пакет: каждая проверка и её итог."""
    with output(as_json=json, lang=lang) as out:
        report = packing.verify(file)
        checks = [
            {"name": check.name, "ok": check.ok, "error": check.error} for check in report.checks
        ]
        errors = [check.error for check in report.checks if check.error]
        lines = [f"{'+' if check['ok'] else '-'} {check['name']}" for check in checks]
        if not report.ok:
            if not out.as_json:
                out.result((), lines)
                out.refuse(errors)
            out.result({"ok": False, "checks": checks, "errors": errors}, ())
            raise typer.Exit(1)
        out.result({"ok": True, "checks": checks}, lines)


@app.command("open")
def open_(
    file: File,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принять пакет: новый аудит или слияние с известным."""
    with output(as_json=json, lang=lang) as out, opened(workspace) as ws:
        result = packing.open_bundle(ws, file)
        data = {
            "audit": result.audit_id,
            "new": result.new,
            "merged_changes": result.merged_changes,
            "conflicts": result.conflicts,
        }
        out.result(
            data,
            [_("Audit {audit}: changes taken in {merged_changes}, conflicts {conflicts}")
             .format_map(data)],
        )  # fmt: skip
