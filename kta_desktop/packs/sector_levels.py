"""Levels told more narrowly than their condition, and conditions that stand in words only."""

from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]


def narrowed(level: Fields, sector: Fields, overlay: Fields) -> Fields:
    """Return a level that is not shown where its own words rule it out.

    A level for drying says so in ``process``, and its condition may name only the sub-sector: the
    overlay adds what is ``also`` demanded, the condition as it was stays in ``when_origin``. A
    condition that is words alone can still not hold for other sub-sectors than those of the level:
    ``scope_when`` says which.
    """
    also = overlay.get("levels", {}).get(level["id"], {}).get("also")
    when = level["when"]
    if also and when:
        joined = also if when == "true()" else f"({when}) and {also}"
        return {**level, "when": joined, "when_origin": when}
    if when is None and level["subsectors"] and not level.get("overrides"):
        scope = _scope(level["subsectors"], sector)
        return {**level, "scope_when": scope} if scope else level
    return level


def completed(sector: Fields, overlay: Fields) -> Fields:
    """Return sector data with what the overlay adds where a condition stands in words only.

    ``facts_added`` are facts that the words speak of, ``levels.<id>.when`` is the condition that
    they come to, ``exceptions.<id>`` puts the bounds of another level (``by``) in place of those of
    ``of`` where ``when`` holds: a book that prints them in a table of their own has no row for it.
    """
    rows = {level["id"]: level for level in sector["levels"]}
    told = overlay.get("levels", {})
    levels: list[Fields] = [
        {**level, "when": level["when"] or told.get(level["id"], {}).get("when")}
        for level in rows.values()
    ]
    levels += [_exception(name, row, rows) for name, row in overlay.get("exceptions", {}).items()]
    added = [{"set_by": None, **fact} for fact in overlay.get("facts_added", ())]
    return {**sector, "facts": [*sector["facts"], *added], "levels": levels}


def _exception(identifier: str, row: Fields, levels: Mapping[str, Fields]) -> Fields:
    """Return the exception that puts one level in place of another, with all that it says."""
    own = {key: value for key, value in levels[row["by"]].items() if key not in _OF_PAIRS}
    acts = {"overrides": row["of"], "effect": "replaces", "when": row["when"], "mark": None}
    return {**own, **acts, "id": identifier}


_OF_PAIRS = ("twin", "twin_rule")


def _scope(subsectors: list[str], sector: Fields) -> str | None:
    """Return the condition that a plant is of one of the sub-sectors, if a fact tells that."""
    fact = next((fact for fact in sector["facts"] if fact["id"] == "subsector"), None)
    if fact is None:
        return None
    known = {value["id"] for value in fact.get("values") or ()}
    if not known.issuperset(subsectors):
        return None
    form = "selected(${{subsector}}, '{}')" if fact["type"] == "multi" else "${{subsector}} = '{}'"
    return " or ".join(form.format(name) for name in subsectors)
