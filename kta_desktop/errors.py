"""Errors that a person can act on. Every other exception is a bug.

The sentence follows one order: what happened, what is kept, what to do.
"""

from typing import ClassVar

from kta_desktop.i18n import N_, _


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
