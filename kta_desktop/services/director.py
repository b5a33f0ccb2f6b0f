"""One page for the director of a plant: what the sheet of that name says, for a screen.

The words are made in ``reports.director.content``, from which the sheet is set too.
"""

from datetime import date
from typing import TYPE_CHECKING

from kta_desktop.assessment.registers import table
from kta_desktop.assessment.transition import MEASURES, transition
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import language
from kta_desktop.reports.director.content import (
    COMPARED,
    COSTS,
    HINDERED,
    NOT_KNOWN,
    REACHED,
    Facts,
    Hinders,
    Page,
    Tile,
    page,
)

if TYPE_CHECKING:
    from kta_desktop.services.assessing import Assessment

__all__ = [
    "COMPARED",
    "COSTS",
    "HINDERED",
    "NOT_KNOWN",
    "REACHED",
    "Hinders",
    "Page",
    "Tile",
    "page_of",
]


def page_of(
    record: AuditRecord, state: FormState, found: "Assessment", today: date, lang: str | None = None
) -> Page:
    """Return the page of an audit; nothing is read or computed but its words.

    Args:
        record: The audit.
        state: Its form.
        found: What it comes to.
        today: Date of the page.
        lang: ``ru``, ``kk`` or ``en``; None = the interface language.
    """
    from kta_desktop.services.printing_assessed import as_printed

    asked = table(record.definition, MEASURES)
    column = asked.column("capex") if asked else None
    facts = Facts(
        record=record,
        day=today.isoformat(),
        found=as_printed(found),
        gaps=len(transition(state).gaps),
        money=column.unit if column else None,
    )
    return page(facts, lang or language())
