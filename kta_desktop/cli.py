"""The ``kta`` command: the core without windows, for scripts, support, servers and checks.

Exit codes: 0 done, 1 the thing asked about is not right, 2 wrong use.
"""

import typer

from kta_desktop.commands import (
    audits,
    bundles,
    demo,
    doctor,
    identity,
    instruments,
    packs,
    remotes,
    sheets,
)

app = typer.Typer(
    name="kta",
    help="Комплексный технологический аудит: данные, листы, пакеты и обмен без окон.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(packs.app, name="packs")
app.add_typer(identity.app, name="id")
app.add_typer(audits.app, name="audit")
app.add_typer(bundles.app, name="bundle")
app.add_typer(remotes.app, name="remote")
app.add_typer(instruments.app, name="instruments")
app.command("demo")(demo.demo)
app.command("sheet")(sheets.sheet)
app.command("sync")(remotes.sync)
app.command("intake")(remotes.intake)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line of this process."""
    app()
