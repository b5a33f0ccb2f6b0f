"""Where what was entered at a path can be seen and changed."""

from collections.abc import Mapping

from kta_desktop.domain import fieldpath
from kta_desktop.domain.target import Target, Where

_RECORDS: Mapping[str, Where] = {
    "session": Where.MEASURE,
    "plant": Where.PLANT,
    "fact": Where.PLANT,
    "plan": Where.PLAN,
    "measure": Where.PLAN,
    "bottleneck": Where.PLAN,
    "weights": Where.PLAN,
    "balance": Where.BAT,
    "became": Where.BAT,
}
_KEYED = (Where.MEASURE, Where.PLAN)


def path_target(path: str) -> Target | None:
    """Return the place of an answer, cell or record; None if it has none of its own."""
    try:
        found = fieldpath.parse_path(path)
    except ValueError:
        return None
    if found.record is None:
        return Target(Where.QUESTION, found.address)
    where = _RECORDS.get(found.record)
    if where is None:
        return None
    key = (found.key or "").partition(".")[0] if where in _KEYED else ""
    return Target(where, key)
