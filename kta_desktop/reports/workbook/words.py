"""Words that the sheets of a workbook share: statuses, yes and no, moments, instances."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.domain.definition import Level
from kta_desktop.forms.citing import cited, titled
from kta_desktop.forms.standing import QuestionStatus
from kta_desktop.forms.wording import instances_of
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import bases
from kta_desktop.reports.context import Context
from kta_desktop.reports.workbook.leaf import Cell

STATUSES: Mapping[QuestionStatus, str] = {
    QuestionStatus.EMPTY: N_("not answered"),
    QuestionStatus.BEGUN: N_("begun"),
    QuestionStatus.ANSWERED: N_("answered"),
    QuestionStatus.BLANK: N_("left blank, with a reason"),
    QuestionStatus.COPIED: N_("taken over, to be confirmed"),
    QuestionStatus.WARNING: N_("to confirm"),
    QuestionStatus.ERROR: N_("error"),
    QuestionStatus.HIDDEN: N_("does not apply"),
}
CONFIDENCES: Mapping[str, str] = {
    "verified": N_("checked against the source"),
    "memory": N_("not checked against the source"),
    "unsure": N_("not checked against the source, doubtful"),
}
YES, NO = N_("yes"), N_("no")
SECTION, NUMBER, QUESTION = N_("Section"), N_("Number"), N_("Question")
INSTANCE, ROW, PATH = N_("Instance"), N_("Row"), N_("Path")
SOURCE, LOCUS, CHECKED = N_("Document"), N_("Place in the document"), N_("Checked")
_BETWEEN = " · "


def instance(context: Context, address: str) -> str:
    """Return the instances that an address is in, the outermost first; empty outside of repeats."""
    return _BETWEEN.join(instances_of(context.state, address, context.tongue.first))


def moment(iso: str | None, zone: tzinfo) -> Cell:
    """Return an ISO time as a moment in ``zone``, a day as a day; other text as it is."""
    if not iso:
        return None
    try:
        if len(iso) <= len("2026-11-22"):
            return date.fromisoformat(iso)
        found = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if found.tzinfo is None:  # a camera that knows no zone
        return found.replace(microsecond=0)
    return found.astimezone(zone).replace(tzinfo=None, microsecond=0)


def yes_no(context: Context, *, value: bool) -> str:
    """Return the word for a yes or a no."""
    return context.tongue.word(YES if value else NO)


def decimal(text: str | None) -> Cell:
    """Return a decimal string as a number."""
    return None if text is None else Decimal(text)


def confidence(context: Context, told: str | None, checked_by: str | None = None) -> str:
    """Return whether a person has read something in its source."""
    known = "verified" if checked_by else (told or "unsure")
    return context.tongue.word(CONFIDENCES.get(known, CONFIDENCES["unsure"]))


def document(context: Context, identifier: str | None) -> str:
    """Return the title of a document that rows cite; its id where the pack has none."""
    sources = context.record.definition.sources
    found = next((each.title for each in sources if each.id == identifier), identifier or "")
    return titled(found, context.tongue.first)


def place(context: Context, locus: str) -> str:
    """Return a place in a document."""
    return cited(locus, context.tongue.first) if locus else ""


def basis(context: Context, identifier: str) -> str:
    """Return reference conditions in words."""
    row = bases().get(identifier)
    return identifier if row is None else row.label.get(context.tongue.first)


def averaging(context: Context, level: Level) -> str:
    """Return the averaging periods of a level in words."""
    texts, lang = context.record.definition.averaging or {}, context.tongue.first
    return ", ".join(
        texts[period].get(lang) if period in texts else period for period in level.averaging
    )


def unit(context: Context, identifier: str | None) -> str:
    """Return the symbol of a unit."""
    return formatting.unit(identifier, context.tongue.first)
