"""What measures are to each other: one waits for another, or would replace it."""

from kta_desktop.assessment import plan_order
from kta_desktop.assessment.known import Known
from kta_desktop.services.answering import Edit
from kta_desktop.services.plan_errors import PlanCircleError, PlanSelfError
from kta_desktop.services.plan_table import Table, record, table_of


def after(known: Known, row: str, other: str) -> list[Edit]:
    """Let a measure wait for another one; nothing if it does already.

    Raises:
        PlanGoneError: If one of them is not in the table.
        PlanCircleError: If they would wait for each other, also by way of others.
    """
    table = _both(known, row, other)
    named = table.note(row).list_of("after")
    if other in named:
        return []
    waits = {each.id: table.note(each.id).list_of("after") for each in table.rows}
    waits = {each: tuple(on for on in ons if on in waits) for each, ons in waits.items()}
    demand_no_circle(table, {**waits, row: (*waits[row], other)}, row)
    return [record(row, "after", [*named, other])]


def not_after(known: Known, row: str, other: str) -> list[Edit]:
    """Let a measure no longer wait for another one, which need not be there any more.

    Raises:
        PlanGoneError: If the measure is not in the table.
    """
    return _without(known, row, "after", other)


def instead_of(known: Known, row: str, other: str) -> list[Edit]:
    """State that a measure would replace another one; nothing if it does already.

    Raises:
        PlanGoneError: If one of them is not in the table.
        PlanSelfError: If they are one.
    """
    table = _both(known, row, other)
    if row == other:
        raise PlanSelfError(name=table.name(row))
    named = table.note(row).list_of("instead_of")
    return [] if other in named else [record(row, "instead_of", [*named, other])]


def not_instead_of(known: Known, row: str, other: str) -> list[Edit]:
    """State that a measure would not replace another one, which need not be there any more.

    Raises:
        PlanGoneError: If the measure is not in the table.
    """
    return _without(known, row, "instead_of", other)


def demand_no_circle(table: Table, waits: dict[str, tuple[str, ...]], first: str = "") -> None:
    """Do nothing if measures do not wait for each other.

    Args:
        table: The table of measures.
        waits: Row to the rows it waits for.
        first: Row from which circles are looked for first: it is the one that is changed.

    Raises:
        PlanCircleError: If they do.
    """
    ordered = {first: waits[first], **waits} if first in waits else waits
    found = plan_order.circle(ordered)
    if found:
        raise PlanCircleError(names=table.names(found))


def _both(known: Known, row: str, other: str) -> Table:
    table = table_of(known)
    table.demand(row)
    table.demand(other)
    return table


def _without(known: Known, row: str, field: str, other: str) -> list[Edit]:
    table = table_of(known)
    table.demand(row)
    named = table.note(row).list_of(field)
    kept = [each for each in named if each != other]
    return [record(row, field, kept)] if len(kept) < len(named) else []
