"""Documents in words: what they are called, how much is in them, why there is nothing to print."""

from collections.abc import Sequence
from datetime import UTC, datetime

from kta_desktop.formatting import date, datetime_, time_
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.print_centre import Stock, withholds
from kta_desktop.services.printing import Kind, SheetInfo
from ui.models.print_choices import Printed

TITLES = {
    Kind.FILLED: N_("Sheets of the audit"),
    Kind.SAMPLING: N_("Sampling act"),
    Kind.PROTOCOL: N_("Measurement protocol"),
    Kind.CONFORMITY: N_("Summary of conformity with BAT"),
    Kind.PLAN: N_("Transition plan"),
    Kind.BALANCE: N_("Balances, load on the environment"),
    Kind.DIRECTOR: N_("One page for the director"),
    Kind.MISSING: N_("List “Before leaving”"),
    Kind.EVIDENCE: N_("Photographs, documents"),
    Kind.CONFIDENTIAL: N_("Register of what is confidential"),
    Kind.REPORT: N_("The whole audit report"),
}
_COUNTS = {
    Kind.SAMPLING: N_("Acts: {count}"),
    Kind.PROTOCOL: N_("Protocols: {count}"),
    Kind.CONFORMITY: N_("Indicators: {count}"),
    Kind.PLAN: N_("Measures: {count}"),
    Kind.BALANCE: N_("Balances: {count}"),
    Kind.MISSING: N_("Items: {count}"),
    Kind.EVIDENCE: N_("Files: {count}"),
}
_TOLD = {
    Kind.CONFIDENTIAL: N_("what is marked so, and why"),
    Kind.DIRECTOR: N_("understood in a minute"),
}
_NOTHING = {
    Kind.FILLED: N_("The checklist asks nothing yet"),
    Kind.SAMPLING: N_("No sampling was recorded"),
    Kind.PROTOCOL: N_("Nothing was measured yet"),
    Kind.CONFORMITY: N_("No figure has a level to compare with"),
    Kind.PLAN: N_("No measures were entered"),
    Kind.BALANCE: N_("No flows or emissions were entered"),
    Kind.DIRECTOR: N_("Neither figures nor measures were entered"),
    Kind.MISSING: N_("Nothing is missing"),
    Kind.EVIDENCE: N_("No files are attached"),
    Kind.CONFIDENTIAL: N_("Nothing is marked confidential"),
    Kind.REPORT: N_("There is nothing to print yet"),
}
_NAMED = 3  # replaced signs that the page names itself


def title(kind: Kind) -> str:
    """Return the title of a document in the interface language."""
    return _(TITLES.get(kind, TITLES[Kind.FILLED]))


def below(kind: Kind, stock: Stock | None, pages: int) -> str:
    """Return the line below the title: how much there is, or why there is nothing.

    Args:
        kind: Which document.
        stock: What the audit has; None while it is being counted.
        pages: How many pages the document had when it was last set; 0 = not known.
    """
    if stock is None:
        return _("counting…")
    if kind not in stock.counts:
        return _(_NOTHING[kind])
    if kind is Kind.FILLED:
        return _("filled and blank")
    if kind is Kind.REPORT:
        return _("≈ {count} pages").format(count=pages or stock.report_pages)
    if kind in _TOLD:
        return _(_TOLD[kind])
    return _(_COUNTS[kind]).format(count=stock.counts[kind])


def last(printed: Printed | None) -> str:
    """Return what was printed last; empty if nothing was."""
    if printed is None:
        return ""
    lang = language()
    is_today = date(printed.at, lang) == date(datetime.now(UTC).isoformat(), lang)
    at = datetime_(printed.at, lang, seconds=False)
    if is_today:
        at = _("today {time}").format(time=time_(printed.at, lang, seconds=False))
    return _("Last print: {document}, {time}, pages: {count}").format(
        document=title(printed.kind), time=at, count=printed.pages
    )


def replaced(lines: Sequence[str]) -> str:
    """Return what could not be printed as it was entered; the document lists all of it."""
    named, more = "; ".join(lines[:_NAMED]), len(lines) - _NAMED
    if more > 0:
        named = _("{places} and {count} more").format(places=named, count=more)
    text = _("Replaced in print: {places}. The list is at the end of the document.")
    return text.format(places=named)


def caution(sheet: SheetInfo, stock: Stock, layout: str) -> str:
    """Return what a person should look at before a document is handed on; may be empty."""
    parts = [replaced(sheet.replaced)] if sheet.replaced else []
    if stock.echoes and withholds(layout):
        text = _(
            "Open answers name figures that are trade secrets: {numbers}. They are printed as they "
            "are. Read them, or mark them too."
        )
        parts.append(text.format(numbers=", ".join(stock.echoes)))
    return " ".join(parts)
