"""The ``kta`` command: the core without windows, for scripts, support, servers and checks.

Exit codes: 0 done, 1 the thing asked about is not right, 2 wrong use.
"""

import io
import sys

import typer

from kta_desktop.commands import (
    assessment,
    audits,
    bundles,
    centre,
    demo,
    doctor,
    evaluate,
    identity,
    instruments,
    logs,
    normalise,
    packs,
    remotes,
    reviews,
    sheets,
    workbooks,
    wrong_use,
)
from kta_desktop.errors import KtaError

WRONG_USE = 2

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
app.add_typer(centre.app, name="keys")
app.add_typer(reviews.app, name="review")
app.add_typer(reviews.assignments, name="assign")
app.add_typer(instruments.app, name="instruments")
app.add_typer(logs.app, name="log")
packs.app.command("publish")(centre.publish)
app.command("demo")(demo.demo)
app.command("eval", context_settings={"ignore_unknown_options": True})(evaluate.evaluate)
app.command("normalise")(normalise.normalise)
app.command("assess")(assessment.assess)
app.command("sheet")(sheets.sheet)
app.command("workbook")(workbooks.workbook)
app.command("sync")(remotes.sync)
app.command("intake")(centre.intake)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line of this process and end it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the console speaks, JSON is UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run(sys.argv[1:])
    wrong_use.let_go_of_output()
    sys.exit(code)


def run(words: list[str]) -> int:
    """Run a command and return its exit code; whatever happens is told in a sentence."""
    out = wrong_use.speak(words)
    fault: KtaError | None = wrong_use.strange(words)
    if fault is None:
        try:
            return app(words, prog_name="kta", standalone_mode=False) or 0
        except KtaError as error:
            fault = error
        except typer.Abort:
            return 1
        except Exception as error:  # noqa: BLE001 - a command ends with a sentence, not a trace
            if wrong_use.show_help(error):
                return WRONG_USE
            fault = wrong_use.understood(error) or wrong_use.unforeseen(error)
    wrong_use.tell(out, fault)
    return WRONG_USE if isinstance(fault, wrong_use.WrongUseError) else 1
