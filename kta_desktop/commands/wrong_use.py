"""What is said when a command is written wrongly, or ends in a way nobody foresaw."""

import json
import logging
import os
import sys
import traceback
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from kta_desktop import i18n, logs
from kta_desktop.commands.output import Output, OutputLostError
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_

_log = logging.getLogger(__name__)


class WrongUseError(KtaError):
    """The command cannot be understood. Details: ``where``, ``help``."""

    code: ClassVar[str] = "wrong-use"
    text: ClassVar[str] = N_(
        "The command is not written as it has to be. Nothing was done. See: {help}"
    )


class NoSuchWordError(WrongUseError):
    """There is no such command or option. Details: ``where``, ``help``."""

    text: ClassVar[str] = N_("There is no «{where}». Nothing was done. See: {help}")


class MissingWordError(WrongUseError):
    """Something that is needed was left out. Details: ``where``, ``help``."""

    text: ClassVar[str] = N_("«{where}» is missing. Nothing was done. See: {help}")


class WrongValueError(WrongUseError):
    """A value that cannot be one. Details: ``where``, ``help``."""

    text: ClassVar[str] = N_("The value of «{where}» cannot be used. Nothing was done. See: {help}")


class StrangeTextError(WrongUseError):
    """Bytes that are no text, or signs that nobody types. Details: ``where``."""

    text: ClassVar[str] = N_(
        "The command holds control characters or bytes that are not UTF-8: {where}. Nothing was "
        "done. Write it anew, and rename such files."
    )


class UnexpectedError(KtaError):
    """A bug. Details: ``kind``, ``path``."""

    code: ClassVar[str] = "unexpected"
    text: ClassVar[str] = N_(
        "The program met an error it does not know: {kind}. What was stored is kept. "
        "Send the file {path} to support."
    )


_KINDS: dict[str, type[WrongUseError]] = {
    "NoSuchOption": NoSuchWordError,
    "NoSuchCommand": NoSuchWordError,
    "MissingParameter": MissingWordError,
    "BadParameter": WrongValueError,
}


def strange(words: Sequence[str]) -> StrangeTextError | None:
    """Return what is wrong with the text of a command line; None if it is text."""
    for word in words:
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in word):
            shown = word.encode("unicode_escape").decode()
            return StrangeTextError(where=shown[:200])
    return None


def understood(error: Exception) -> WrongUseError | None:
    """Return a mistake in the use of a command as a sentence; None if ``error`` is none."""
    context = getattr(error, "ctx", None)
    if getattr(error, "exit_code", None) != 2:  # the code of click for wrong use
        return None
    kind = next((_KINDS[one.__name__] for one in type(error).__mro__ if one.__name__ in _KINDS),
                WrongUseError)  # fmt: skip
    path = "kta" if context is None else context.command_path
    return kind(where=_where(error), help=f"{path} --help")


def _where(error: Exception) -> str:
    param = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None)
    names = (
        getattr(error, "option_name", None),
        getattr(error, "command_name", None),
        hint if isinstance(hint, str) else None,
        "/".join(getattr(param, "opts", ())) if getattr(param, "opts", ()) else None,
    )
    return next((name for name in names if name), "—")[:200]


def speak(words: Sequence[str]) -> Output:
    """Choose the language and form of answer that a command line asks for, however wrong it is."""
    after = dict(pairwise(part for word in words for part in word.split("=", 1)))
    language = after.get("--lang", i18n.DEFAULT).split("+")[0]
    i18n.set_language(language if language in i18n.LANGUAGES else i18n.DEFAULT)
    return Output(as_json="--json" in words)


def tell(out: Output, error: KtaError) -> None:
    """Print an error that no command could print itself."""
    out.say(f"{error.sentence()} [{error.code}]")
    if out.as_json and not isinstance(error, OutputLostError):
        text = json.dumps({"errors": [error.as_json()]}, ensure_ascii=False, indent=2)
        try:
            out.write([text])
        except OutputLostError as lost:
            out.say(f"{lost.sentence()} [{lost.code}]")


def unforeseen(error: Exception) -> UnexpectedError:
    """Write a bug to the log, without its text: that may hold answers; return its sentence."""
    place = logs.start() or logs.folder() / "kta.log"
    frames = "".join(traceback.format_tb(error.__traceback__))
    kind = type(error).__qualname__
    _log.error("unexpected\n%s%s.%s", frames, type(error).__module__, kind)
    logs.stop()
    return UnexpectedError(kind=kind, path=place)


def show_help(error: Exception) -> bool:
    """Print the help that stands in for a command left out; return whether it was that."""
    if type(error).__name__ != "NoArgsIsHelpError":
        return False
    if sys.stderr is not None:
        sys.stderr.write(f"{error}\n")
    return True


def let_go_of_output() -> None:
    """Give what is left of a lost output to nobody, so that the interpreter ends in peace."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
