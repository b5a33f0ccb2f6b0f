"""Texts of the program in Russian, Kazakh and English: one gettext catalogue for all of it.

Message ids are English. Texts of sector packs are not program texts: they live in the pack.
"""

import gettext
from functools import lru_cache

from kta_desktop.paths import RESOURCES

LANGUAGES = ("ru", "kk", "en")
DEFAULT = "ru"

_current = DEFAULT


def set_language(language: str) -> None:
    """Make ``language`` (one of ``LANGUAGES``) the one of ``_`` and ``ngettext``."""
    global _current  # noqa: PLW0603 - one interface language per process, as a person has
    if language not in LANGUAGES:
        raise ValueError(language)
    _current = language


def language() -> str:
    """Return the interface language: ``ru``, ``kk`` or ``en``."""
    return _current


@lru_cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the texts of one language; English ids stand in where the catalogue is missing."""
    return gettext.translation("kta", RESOURCES / "locale", [language], fallback=True)


def _(text: str, lang: str | None = None) -> str:
    """Return ``text`` in ``lang``, by default the interface language."""
    return catalogue(lang or _current).gettext(text)


def ngettext(one: str, many: str, count: int, lang: str | None = None) -> str:
    """Return the form of a text that fits ``count``; the caller fills in the number."""
    return catalogue(lang or _current).ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for marking a text
    """Mark a text for the catalogue without translating it yet."""
    return text
