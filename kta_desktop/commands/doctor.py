"""``kta doctor``: what is installed, found, writable; and whether a workspace is whole."""

from dataclasses import asdict

import typer

from kta_desktop.commands.output import Json, Lang, WorkspaceFile, output
from kta_desktop.services import doctor as service


def doctor(
    workspace: WorkspaceFile = None,
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Осмотреть установку и рабочую базу: по строке на каждую проверку."""
    with output(as_json=json, lang=lang) as out:
        findings = list(service.examine(workspace))
        errors = [
            {"code": finding.name, "message": finding.detail, "where": finding.name}
            for finding in findings
            if not finding.ok
        ]
        data = {"findings": [asdict(finding) for finding in findings], "errors": errors}
        out.result(data, (f"{'+' if f.ok else '-'} {f.name}: {f.detail}" for f in findings))
        if errors:
            raise typer.Exit(1)
