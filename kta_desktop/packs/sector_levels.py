"""Levels told more narrowly than their condition: by what they say of processes and sub-sectors."""

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
