"""``kta demo``: a whole demonstration audit."""

from pathlib import Path
from typing import Annotated

import typer

from kta_desktop.commands.output import Json, Lang, output
from kta_desktop.i18n import _
from kta_desktop.services import demo as service


def demo(
    out: Annotated[Path, typer.Option("--out", help="Пустая папка или папка прежнего показа.")],
    pack: Annotated[str, typer.Option("--pack", help="Отраслевой пакет: food.")] = "food",
    json: Json = False,
    lang: Lang = "ru",
) -> None:
    """Провести весь аудит вымышленного завода: ответы, замер, листы, пакет, квитанция."""
    with output(as_json=json, lang=lang) as voice:
        made = service.run(out, pack, report=voice.progress)
        prepared = made.prepared
        data = {
            "workspace": prepared.path,
            "passphrase": prepared.passphrase,
            "audit": prepared.audit,
            "sheets": made.sheets,
            "bundle": made.bundle,
            "remote": made.remote,
            "receipt": made.receipt,
        }
        voice.result(
            data,
            [
                _("Demonstration: plant, people and figures are invented."),
                _("Workspace: {path} (passphrase: {passphrase})").format(
                    path=prepared.path, passphrase=prepared.passphrase
                ),
                *(_("Sheet: {path}").format(path=sheet) for sheet in made.sheets),
                _("Bundle: {path}").format(path=made.bundle),
                _("Remote: {path}").format(path=made.remote),
                _("Receipt: {path}").format(path=made.receipt),
            ],
        )
