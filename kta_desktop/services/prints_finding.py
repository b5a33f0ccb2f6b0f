"""Codes of prints typed into the search: they lead to verifying them."""

import re

from kta_desktop.domain.paper_codes import short_codes
from kta_desktop.i18n import _
from kta_desktop.services.codes import filled_code
from kta_desktop.services.finding_hits import Group, Hit, HitKind

_ACTION = "verify:"
_LIKE_A_CODE = re.compile(r".*\d.*|.{3}\s?[-\u2010-\u2014]\s?.{2}", re.DOTALL)


def find_print(query: str, lang: str) -> tuple[Group, ...]:
    """Return the offer to verify a print whose code was typed; nothing for any other words.

    Five letters without a digit or a hyphen may as well be a word: nothing is offered then.
    """
    typed = query.strip()
    if not is_square(typed) and not (_LIKE_A_CODE.fullmatch(typed) and short_codes(typed)):
        return ()
    shown = _("Verify the print {code}", lang).format(code=typed.upper())
    if is_square(typed):
        shown = _("Verify the print that was scanned", lang)
    hit = Hit(kind=HitKind.ACTION, title=shown, action=f"{_ACTION}{typed}")
    return (Group(kind=hit.kind, hits=(hit,)),)


def is_square(query: str) -> bool:
    """Whether a text is what the square of a filled sheet says."""
    return filled_code(query) is not None


def code_of(action: str) -> str:
    """Return the code that an action verifies; empty for other actions."""
    return action.removeprefix(_ACTION) if action.startswith(_ACTION) else ""
