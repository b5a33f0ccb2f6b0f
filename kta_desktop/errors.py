"""Errors that a person can act on. Every other exception is a bug.

The sentence follows one order: what happened, what is kept, what to do.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from kta_desktop.i18n import LANGUAGES, N_, _


class KtaError(Exception):
    """An expected failure, shown as a sentence and never as a traceback.

    Attributes:
        code: Stable name of the error, for scripts and support.
        text: Message id of the sentence, with ``{names}`` of the details.
        details: The values that the sentence names, as given to the constructor.
    """

    code: ClassVar[str] = "unknown"
    text: ClassVar[str] = N_("Something went wrong. What was entered is kept.")

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details

    def sentence(self, lang: str | None = None) -> str:
        """Return the sentence in ``lang``, by default the interface language."""
        return _(self.text, lang).format(**self.details)

    def as_json(self, lang: str | None = None) -> dict[str, object]:
        """Return the error as the command line prints it: code, message, where."""
        where = self.details.get("where", self.details.get("path"))
        return {
            "code": self.code,
            "message": self.sentence(lang),
            "where": None if where is None else str(where),
            "details": {name: str(value) for name, value in self.details.items()},
        }


class ClosedError(KtaError):
    """The workspace was closed before its file was asked for something more."""

    code = "workspace-closed"
    text = N_(
        "The workspace {path} was closed meanwhile. What was stored before that is kept. Open it "
        "again."
    )


def retold(kept: Mapping[str, object], lang: str | None = None) -> str:
    """Return the sentence of an error that was kept as JSON, in ``lang`` and not as it was told.

    As it was told where it is no sentence of an error of that code: one of another version of the
    program, or one that says more than its details.
    """
    told, details = str(kept.get("message", "")), kept.get("details")
    if isinstance(details, Mapping):
        for kind in _kinds(KtaError):
            if kind.code == kept.get("code") and _is_of(kind.text, details, told):
                return _(kind.text, lang).format(**details)
    return told


def _kinds(above: type[KtaError]) -> Iterator[type[KtaError]]:
    for each in above.__subclasses__():
        yield each
        yield from _kinds(each)


def _is_of(text: str, details: Mapping[str, object], told: str) -> bool:
    """Whether a sentence is this text with these details, in any language."""
    try:
        return any(_(text, lang).format(**details) == told for lang in LANGUAGES)
    except (KeyError, IndexError, ValueError):  # other details than the text asks for
        return False
