"""One text in the languages of the product."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the languages of the pack; a language may be missing."""

    ru: str = ""
    kk: str = ""
    en: str = ""

    def get(self, lang: str) -> str:
        """Return the text in ``lang``; Russian, then English stand in for a missing one."""
        return str(getattr(self, lang)) or self.ru or self.en or self.kk

    def over(self, other: "Text") -> "Text":
        """Return this text, with ``other`` in each language in which this one says nothing."""
        return Text(self.ru or other.ru, self.kk or other.kk, self.en or other.en)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing in any language."""
        return not (self.ru or self.kk or self.en)


NO_TEXT: Final = Text()
