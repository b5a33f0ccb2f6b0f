"""``kta bundle``: signed bundles of one audit at one revision."""

from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands import bundle_signing
from kta_desktop.commands.output import Json, Lang, Output, WorkspaceFile, opened, output
from kta_desktop.i18n import _
from kta_desktop.services import packing

app = typer.Typer(help="Пакеты .kta.", no_args_is_help=True)
bundle_signing.add_to(app)
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
def verify(
    file: File,
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", help="Рабочая база, ключом которой открыть .kta.age."),
    ] = None,
    bagit: Annotated[
        bool, typer.Option("--bagit", help="Проверить как BagIt: любая папка или файл ZIP.")
    ] = False,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Проверить пакет: каждая проверка и её итог, чьи в нём подписи."""
    with output(as_json=json, lang=lang) as out:
        if bagit:
            _tell_bag(out, file)
            return
        if workspace is None:
            report = packing.verify(file)
        else:
            with opened(workspace) as ws:
                report = packing.verify(file, ws)
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
        signed = bundle_signing.in_bundle(report)
        lines += bundle_signing.lines(signed, lang)
        data = [bundle_signing.data(one, lang) for one in signed]
        out.result({"ok": True, "checks": checks, "signatures": data}, lines)


def _tell_bag(out: Output, path: Path) -> None:
    """Say whether any BagIt bag is valid, and what is wrong with it."""
    found = packing.verify_bag(path)
    errors = [fault.as_json() for fault in found.faults]
    if errors:
        if not out.as_json:
            out.refuse(errors)
        out.result({"ok": False, "errors": errors}, ())
        raise typer.Exit(1)
    data = {
        "version": found.version,
        "files": found.files,
        "octets": found.octets,
        "algorithms": found.algorithms,
    }
    algorithms = ", ".join(found.algorithms)
    out.result(
        {"ok": True, **data},
        [_("A whole BagIt bag: version {version}, files {files}, bytes {octets}, {algorithms}")
         .format_map({**data, "algorithms": algorithms})],
    )  # fmt: skip


@app.command("open")
def open_(
    file: File,
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Принять пакет: новый аудит или объединение с известным."""
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
