"""A part of a sheet: what begins on a new page under a title of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.platypus import Flowable

from kta_desktop.i18n import _
from kta_desktop.reports.context import Context
from kta_desktop.reports.page import PageCode
from kta_desktop.reports.tongue import Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that is not set yet.

    Attributes:
        key: Unique in a document.
        titles: One in each language of the sheet; equal ones are printed once.
        within: What the part belongs to, such as the common part of the checklist; may be empty.
        make: Returns the content, given the height that it has on a page in points.
        footer: Words at the left of the footer; empty = checklist and record.
        page_code: Makes the code of each page; None = the code of the record on all.
    """

    key: str
    titles: tuple[str, ...]
    make: Callable[[float], list[Flowable]]
    within: str = ""
    footer: str = ""
    page_code: PageCode | None = None


PartsOf = Callable[[Context], list[Part]]
"""Returns the parts of one kind of sheet; none where the audit has nothing for it."""


def titles(tongue: Tongue, message: str, lead: str = "") -> tuple[str, ...]:
    """Return a title of the program in each language of a sheet; ``lead`` stands before it."""
    return tuple(lead + _(message, lang) for lang in tongue.languages)
