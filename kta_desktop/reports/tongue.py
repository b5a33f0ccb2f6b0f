"""The language or the pair of languages that a sheet is printed in."""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.platypus import Flowable

from kta_desktop.domain.definition import Text
from kta_desktop.i18n import LANGUAGES, _
from kta_desktop.reports.style import para

BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language, or a first and a second one that stands under or behind it.

    Attributes:
        languages: One or two of ``ru``, ``kk``, ``en``; numbers are written as in the first.
    """

    languages: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what is not one or two different known languages with a ``ValueError``."""
        known = all(lang in LANGUAGES for lang in self.languages)
        if not known or len(set(self.languages)) != len(self.languages):
            raise ValueError(self.languages)
        if len(self.languages) not in (1, 2):
            raise ValueError(self.languages)

    @property
    def first(self) -> str:
        """Return the language that numbers are written in."""
        return self.languages[0]

    def word(self, message: str, /, **values: str) -> str:
        """Return words of the program in all languages on one line, once if they agree.

        ``values`` are for a number that the languages put into different places.
        """
        words = [_(message, lang) for lang in self.languages]
        return _joined([each.format(**values) for each in words] if values else words)

    def say(self, message: str, /, **values: str) -> str:
        """Return a phrase of the program with ``values`` in it, in the first language.

        For what stands once whatever the languages are; sentences are ``told`` in each of them.
        """
        return _(message, self.first).format(**values)

    def told(self, words: Callable[["Tongue"], str]) -> tuple[str, ...]:
        """Return a text in each language, with its own words, numbers and dates; equal ones once.

        ``words`` makes it of a tongue of one language.
        """
        texts = (words(Tongue((lang,))) for lang in self.languages)
        return tuple(dict.fromkeys(text for text in texts if text))

    def fact(self, label: str, value: str) -> str:
        """Return a label in all languages and its value once: ``Примечание · Ескертпе: …``."""
        return f"{self.word(label)}: {value}"

    def line(self, text: Text) -> str:
        """Return a text of the pack in all languages on one line, once if they agree."""
        return _joined([text.get(lang) for lang in self.languages])

    def label(self, text: Text) -> tuple[str, str]:
        """Return a text of the pack in the first and the second language.

        The second is empty where there is none, or where the first stands in for it.
        """
        first = text.get(self.first)
        second = text.get(self.languages[1]) if len(self.languages) == 2 else ""
        return first, "" if second == first else second

    def stacked(
        self, text: Text, look: str = "body", second: str = "second", lead: str = ""
    ) -> list[Flowable]:
        """Return the first language with the second one under it; ``lead`` stands before both."""
        labels = self.label(text)
        looks = (look, second)
        return [para(lead + label, at) for label, at in zip(labels, looks, strict=True) if label]


def _joined(texts: list[str]) -> str:
    return BETWEEN.join(dict.fromkeys(text for text in texts if text))
