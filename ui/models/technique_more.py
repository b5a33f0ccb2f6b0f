"""What the tables of the checklist hold of one technique beside its state."""

from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment import criteria, technique_costs
from kta_desktop.assessment.bat import TechniqueLine
from kta_desktop.assessment.criteria import Score
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import asked
from kta_desktop.i18n import _, language
from kta_desktop.packs import reference_lists
from ui.models.indicator_rows import figured_words

FIELDS = ("unit", "since", "description", "reason", "before", "after", "value_unit")


def typed_of(line: TechniqueLine) -> dict[str, str]:
    """Return what stands in the fields of a technique, as it would be typed."""
    row = line.row
    if row is None:
        return {name: line.unit if name == "unit" else "" for name in FIELDS}
    return {
        "unit": row.unit,
        "since": str(row.since) if row.since else "",
        "description": row.description,
        "reason": row.reason,
        "before": _typed(row.before),
        "after": _typed(row.after),
        "value_unit": row.value_unit or "",
    }


def criteria_names() -> dict[str, str]:
    """Return id and name of the 13 criteria, in their order, in the language of the interface."""
    return {each.id: each.label.get(language()) for each in reference_lists.criteria()}


def scores_of(known: Known, technique: str) -> dict[str, Score | None]:
    """Return the first row of each criterion for a technique; None where there is none."""
    found: dict[str, Score | None] = dict.fromkeys(criteria_names())
    for score in criteria.scores(known).get(technique, ()):
        if score.criterion in found and found[score.criterion] is None:
            found[score.criterion] = score
    return found


def costs_of(known: Known, technique: str) -> tuple[str, str]:
    """Return what a technique costs in words, and the address of the table that says so.

    The address is empty where the checklist has no such table.
    """
    named = next((each for each in known.definition.techniques if each.id == technique), None)
    address = next((at for _table, at in asked(known.state, technique_costs.COSTS)), "")
    cost = technique_costs.cost_of(known, named) if named else None  # a row may name none of them
    if cost is None or not cost.rows:
        return _("Not entered. Enter them in the table of costs."), address
    parts = (
        _("investment {sum}").format(sum=figured_words(cost.capex)),
        _("a year {sum}").format(sum=figured_words(cost.opex)),
        _("saving {sum}").format(sum=figured_words(cost.saving)),
        _("prices of {year}").format(year=cost.year) if cost.year else _("price year not stated"),
    )
    return "; ".join(parts), address


def _typed(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}".replace(".", formatting.mark(language()))
