"""The plan of the transition to Excel and back: written, compared, taken over as edits.

Everything that was entered of the plan is in the workbook: terms, measures with their records,
effects, dependencies, scenarios. Written and read again it comes to no edit; what was changed in
Excel comes to exactly those edits; what cannot be read is told with its cell, and nothing is taken
over in part.
"""

from collections.abc import Sequence
from pathlib import Path

from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.i18n import language
from kta_desktop.services import plan_book_fields as parts
from kta_desktop.services import plan_book_read, plan_book_write, printing
from kta_desktop.services.plan_book_compare import Comparison
from kta_desktop.services.plan_book_differences import Difference, Differences, Gone
from kta_desktop.services.plan_book_fields import Shown
from kta_desktop.services.plan_errors import PlanBookForeignError, PlanBookOtherError
from kta_desktop.services.plan_table import table_of

__all__ = ["Difference", "Differences", "Gone", "export", "look"]

_TOKENS = (parts.MEASURE_ID, parts.EFFECT_ID, parts.SCENARIO_ID, parts.TERM_ID)


def export(
    known: Known,
    audit: str,
    indicators: Sequence[Indicator],
    out: Path,
    lang: str | None = None,
) -> None:
    """Write the plan as a workbook into the file ``out``, replacing it whole or not at all.

    Args:
        known: The audit.
        audit: Its id: the workbook is only taken back into this audit.
        indicators: For the names and units of those that measures act on.
        out: The workbook; its folder exists.
        lang: Language of headings and words; None = of the interface.

    Raises:
        PlanTableError: If the checklist has no table of measures.
        PlanTextTooLongError: If a text does not fit into a cell.
        SheetError: If the file cannot be written; an older one is kept.
    """
    shown = Shown(table_of(known), lang or language())
    printing.save(out, plan_book_write.written(shown, audit, indicators))


def look(known: Known, audit: str, indicators: Sequence[Indicator], path: Path) -> Differences:
    """Return what a workbook has otherwise than the plan; nothing is changed.

    Rows that Excel sorted stay in the order of the plan; columns and sheets that were deleted
    change nothing; a row without an id, or a copy of another, is a new measure.

    Args:
        known: The audit.
        audit: Its id.
        indicators: That effects of new rows may name.
        path: The workbook.

    Raises:
        WorkbookError: If it is no workbook that can be read, has macros, or is locked.
        PlanTableError: If the checklist has no table of measures.
        PlanBookForeignError: If it is none of a plan, or its hidden columns were deleted.
        PlanBookOtherError: If it is of another audit.
        PlanTwiceError: If a heading stands twice.
        PlanBookFaultyError: If cells cannot be taken over.
        PlanCircleError: If measures would wait for each other.
    """
    table = table_of(known)
    leaves = plan_book_read.read(path, _TOKENS)
    terms = leaves.get(parts.TERM_ID)
    if leaves.get(parts.MEASURE_ID) is None or terms is None:
        raise PlanBookForeignError(path=path.name)
    column = terms.column((parts.AUDIT_ID,))
    ids = {terms.text(row, column) for row in terms.rows} - {""}
    if not ids:
        raise PlanBookForeignError(path=path.name)
    if ids != {audit}:
        raise PlanBookOtherError(path=path.name)
    return Comparison(leaves, Shown(table, language()), indicators).differences(path)
