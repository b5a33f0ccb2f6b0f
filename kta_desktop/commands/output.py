"""How commands speak: JSON on stdout, messages on stderr, exit codes."""

import json as json_module
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kta_desktop import i18n
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import workspace as workspaces

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

Json = Annotated[bool, typer.Option("--json", help="Один документ JSON на stdout.")]
Lang = Annotated[str, typer.Option("--lang", help="Язык сообщений: ru, kk или en.")]
WorkspaceFile = Annotated[
    Path | None,
    typer.Option("--workspace", help="Файл рабочего места; по умолчанию — файл этого компьютера."),
]


class Output:
    """What one command prints.

    Attributes:
        as_json: Whether stdout takes one JSON document.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, line: str) -> None:
        """Print a message that is not the result: always on stderr."""
        sys.stderr.write(f"{line}\n")

    def result(self, data: Mapping[str, Any] | Sequence[Any], lines: Iterable[str]) -> None:
        """Print what was asked for: ``data`` as JSON, or ``lines`` for people."""
        if self.as_json:
            text = json_module.dumps(data, ensure_ascii=False, indent=2, default=str)
            lines = [text]
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def progress(self, fraction: float, text: str) -> None:
        """Show how far a long operation is, where a person is looking."""
        if sys.stderr.isatty():
            end = "\n" if fraction >= 1 else ""
            sys.stderr.write(f"\r\x1b[K{fraction:4.0%} {text}{end}")

    def refuse(self, errors: Iterable[Mapping[str, Any]]) -> NoReturn:
        """Say what is not right and leave with exit code 1."""
        found = list(errors)
        if self.as_json:
            self.result({"errors": found}, ())
        for error in found:
            self.say(f"{error['message']} [{error['code']}]")
        raise typer.Exit(1)


@contextmanager
def output(*, as_json: bool, lang: str) -> Iterator[Output]:
    """Give a command its voice; a ``KtaError`` becomes a sentence and exit code 1."""
    if lang not in i18n.LANGUAGES:
        raise typer.BadParameter(", ".join(i18n.LANGUAGES), param_hint="--lang")
    i18n.set_language(lang)
    out = Output(as_json=as_json)
    try:
        yield out
    except KtaError as error:
        out.refuse([error.as_json()])


@contextmanager
def opened(path: Path | None) -> "Iterator[Workspace]":
    """Open a workspace with the keyring's or the environment's passphrase, and close it."""
    workspace = workspaces.open_for_command(path or workspaces.default_path())
    try:
        yield workspace
    finally:
        workspace.close()


def yes_no(value: bool) -> str:  # noqa: FBT001 - the value is the whole point
    """Return the word for a yes or a no."""
    return _("yes") if value else _("no")
