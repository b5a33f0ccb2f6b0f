"""What was written to a stick, and what one brought, as one message."""

from typing import TYPE_CHECKING

from kta_desktop.i18n import _
from kta_desktop.services.sticks import Given

if TYPE_CHECKING:
    from kta_desktop.services.sticks_taking import Brought


def given_words(given: Given) -> str:
    """Return what was written and read back."""
    parts = []
    if given.written:
        named = ", ".join(
            _("{audit}, version {revision}").format(audit=number, revision=revision)
            for number, revision in given.written
        )
        parts.append(
            _("Written to {stick} and read back: {what}.").format(stick=given.remote, what=named)
        )
    if given.copies:
        names = ", ".join(path.name for path in given.copies)
        parts.append(_("Copy for the second auditor: {what}.").format(what=names))
    if not parts:
        return _("Everything was on {stick} already. Nothing was written.").format(
            stick=given.remote
        )
    parts.append(_("The stick can be taken out after the system has released it."))
    return " ".join(parts)


def brought_words(brought: "Brought") -> str:
    """Return what was taken in."""
    told = (
        (_("audits: {count}"), len(brought.audits)),
        (_("receipts: {count}"), len(brought.received)),
        (_("reviews: {count}"), len(brought.reviews)),
        (_("assignments: {count}"), len(brought.assignments)),
        (_("checklists: {count}"), len(brought.packs)),
    )
    parts = [text.format(count=count) for text, count in told if count]
    if not parts:
        return _("Everything on the stick is here already. Nothing was changed.")
    return _("Taken in from the stick: {what}.").format(what=", ".join(parts))
