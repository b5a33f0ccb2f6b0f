"""How commands speak: JSON on stdout, messages on stderr, exit codes."""

import errno
import json as json_module
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NoReturn

import typer

from kta_desktop import i18n
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.services import workspace as workspaces

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

Json = Annotated[bool, typer.Option("--json", help="Один документ JSON на stdout.")]
Lang = Annotated[str, typer.Option("--lang", help="Язык сообщений: ru, kk или en.")]
WorkspaceFile = Annotated[
    Path | None,
    typer.Option("--workspace", help="Файл рабочей базы; по умолчанию — файл этого компьютера."),
]

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # Unicode categories that steer a terminal or hide text


class OutputLostError(KtaError):
    """Nobody takes what is printed: the output is closed, or its disk is full."""

    code: ClassVar[str] = "output-lost"
    text: ClassVar[str] = N_(
        "The answer could not be written to the output: it is closed or its disk is full. "
        "What the command stored is kept. Give it another output."
    )


class FileUnreadableError(KtaError):
    """A file named in the command cannot be read. Details: ``path``."""

    code: ClassVar[str] = "file-unreadable"
    text: ClassVar[str] = N_(
        "The file {path} cannot be read. Nothing was changed. Check the file and its name."
    )


def impatient(name: str, flags: int) -> int:
    """Open a file for ``open(…, opener=…)``: a pipe that nobody writes to is empty, not waited for.

    What a shell hands over as ``<(…)`` or ``/dev/stdin`` has its writer and is read to the end.
    """
    handle = os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
    if os.name == "posix":
        os.set_blocking(handle, True)
    return handle


def visible(line: str) -> str:
    """Return ``line`` with every character that would steer the terminal written out."""
    return "".join(
        sign.encode("unicode_escape").decode() if unicodedata.category(sign) in _UNSEEN else sign
        for sign in line
    )


class Output:
    """What one command prints.

    Attributes:
        as_json: Whether stdout takes one JSON document.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, line: str) -> None:
        """Print a message that is not the result: always on stderr."""
        if sys.stderr is not None:
            sys.stderr.write(f"{visible(line)}\n")

    def result(self, data: Mapping[str, Any] | Sequence[Any], lines: Iterable[str]) -> None:
        """Print what was asked for: ``data`` as JSON, or ``lines`` for people.

        Raises:
            OutputLostError: If it cannot be written.
        """
        if self.as_json:
            self.write([json_module.dumps(data, ensure_ascii=False, indent=2, default=str)])
        else:
            self.write(visible(line) for line in lines)

    def write(self, lines: Iterable[str]) -> None:
        """Print lines as they are.

        Raises:
            OutputLostError: If they cannot be written; a reader that went away ends the command.
        """
        if sys.stdout is None:
            raise OutputLostError
        for line in lines:
            self._write(f"{line}\n")
        self._write("")

    def _write(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            if not text:
                sys.stdout.flush()
        except OSError as error:
            if error.errno == errno.EPIPE:  # such as head, which has read enough
                raise
            raise OutputLostError from error

    def progress(self, fraction: float, text: str) -> None:
        """Show how far a long operation is, where a person is looking."""
        if sys.stderr is not None and sys.stderr.isatty():
            end = "\n" if fraction >= 1 else ""
            sys.stderr.write(f"\r\x1b[K{fraction:4.0%} {text}{end}")

    def refuse(self, errors: Iterable[Mapping[str, Any]]) -> NoReturn:
        """Say what is not right and leave with exit code 1."""
        found = list(errors)
        for error in found:
            self.say(f"{error['message']} [{error['code']}]")
        if self.as_json:
            self.result({"errors": found}, ())
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
    except OutputLostError:
        raise
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
