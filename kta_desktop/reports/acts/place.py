"""What the checklist knows of the place where samples are taken."""

import re

from kta_desktop.domain.measurement import Session
from kta_desktop.formatting import NBSP, unit
from kta_desktop.i18n import N_
from kta_desktop.reports.context import Context
from kta_desktop.reports.listed import Listed, answered, instances, rows_of
from kta_desktop.reports.protocols.words import lowered

DROP = N_("pressure drop {value}")
CHECKED = N_("checked {date}")
_POINTS, _PLAN = "measurement.points", "measurement.plan"
_SOURCE_NUMBER = re.compile(r"№?\s*(\d{4})(?!\d)")  # of the inventory, such as 0014 or 6001
_MOST_POINTS = 24  # readings that there is room for


def point_of(context: Context, source: str, point: str) -> Listed | None:
    """Return the row of the register of sampling points that a session was measured at.

    That is the one which is called like the point of the session, else the only one of its
    source; None where several could be meant.
    """
    rows = rows_of(context.state, _POINTS)
    for row in rows:
        names = (row.value("name"), row.value("place"))
        shown = ", ".join(name for name in names if name)
        if point and point.strip().casefold() in {name.casefold() for name in (shown, names[0])}:
            return row
    found = [row for row in rows if source and _same(source, row.value("where"))]
    return found[0] if len(found) == 1 else None


def planned(context: Context) -> tuple[Listed, ...]:
    """Return the rows of the plan of measurements."""
    return rows_of(context.state, _PLAN)


def readings_across(point: Listed | None) -> int:
    """Return how many readings are taken along a section; 1 if the register does not say it."""
    text = point.value("traverse") if point is not None else ""
    return max(1, min(int(text), _MOST_POINTS)) if text.isdecimal() else 1


def method_of(context: Context, session: Session) -> tuple[str, ...]:
    """Return the methods that the plan names for the source of a session and what it measures.

    A row of the plan for the same place that names another substance is another measurement.
    """
    measured = {item.substance for item in session.channels if item.substance}
    rows = [
        row
        for row in planned(context)
        if _same(row.value("where"), session.source, session.point)
        and (not measured or row.value("what").partition("-")[0] in measured)
    ]
    return tuple(dict.fromkeys(filter(None, (row.words("method", context.tongue) for row in rows))))


def place_fields(context: Context, row: Listed | None) -> dict[str, tuple[str, ...]]:
    """Return the fields of the act that a row of the register of points tells."""
    if row is None:
        return {}
    tongue = context.tongue
    names = dict.fromkeys((row.words("name", tongue), row.words("place", tongue)))
    found = {
        "act-point": tuple(name for name in names if name),
        "act-duct-size": _number(row, context, "diameter", "m"),
        "act-dist-upstream": _number(row, context, "before", "m"),
        "act-dist-downstream": _number(row, context, "after", "m"),
        "act-points-count": _number(row, context, "traverse", ""),
    }
    return {name: lines for name, lines in found.items() if lines}


def whole_fields(context: Context) -> dict[str, tuple[str, ...]]:
    """Return the fields that are alike on all acts of an audit."""
    plant, tongue = context.record.plant, context.tongue
    found = {
        "act-customer": answered(context.state, "audit.customer", tongue),
        "act-plant": "; ".join(
            dict.fromkeys(
                filter(None, (plant.name, answered(context.state, "object.name", tongue)))
            )
        ),
        "act-address": plant.address,
        "act-plant-rep": plant.representative,
    }
    return {name: (text,) for name, text in found.items() if text}


def cleaning(context: Context, address: str, source: str) -> tuple[str, ...]:
    """Return the cleaning steps of a source with their state, a line for each.

    Args:
        context: The audit.
        address: Of the instance of the source; empty if only its name is known.
        source: Its name.
    """
    at = address or _address(context, source)
    if not at:
        return ()
    try:
        rows = rows_of(context.state, "source.abatement", at)
    except KeyError:  # the source was removed from the checklist after it was measured
        return ()
    return tuple(line for row in rows if (line := _step(context, row)))


def _step(context: Context, row: Listed) -> str:
    tongue = context.tongue
    drop = row.words("dp_pa", tongue)
    day = row.words("checked", tongue)
    parts = (
        row.words("kind", tongue),
        lowered(row.words("state", tongue)),
        tongue.say(DROP, value=f"{drop}{NBSP}{unit('Pa', tongue.first)}") if drop else "",
        tongue.say(CHECKED, date=day) if day else "",
    )
    return ", ".join(part for part in parts if part)


def _address(context: Context, source: str) -> str:
    found = instances(context.state, "source", "source.number")
    return next((address for address, name in found if name and _same(name, source)), "")


def _number(row: Listed, context: Context, part: str, own: str) -> tuple[str, ...]:
    """Return a figure with its unit; what has no meaning stands as it was typed."""
    shown = row.words(part, context.tongue)
    if not shown:
        return ()
    answer = row.cells[part]
    symbol = unit(own, context.tongue.first) if own else ""
    is_bare = answer.is_answered and answer.unit in (None, own)
    return (f"{shown}{NBSP}{symbol}",) if symbol and is_bare else (shown,)


def _same(text: str, *others: str) -> bool:
    """Whether two names are one: alike but for case, or with one number of an emission source."""
    named = text.strip().casefold()
    number = _SOURCE_NUMBER.match(named)
    for other in (other.strip().casefold() for other in others if other):
        found = _SOURCE_NUMBER.match(other)
        if other == named or (number and found and number[1] == found[1]):
            return True
    return False
