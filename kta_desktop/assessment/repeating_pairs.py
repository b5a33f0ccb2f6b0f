"""Which indicator of an audit is which of the audit before: the same figure at the same place.

Ids of rows and sessions are of one audit. So a figure is found again by what it is: kind, medium,
substance, place, name and question. Where several fit nobody guesses, except among sessions: there
the newest one of the earlier audit stands for the place.
"""

from collections.abc import Mapping, Sequence

from kta_desktop.assessment.performance import Indicator
from kta_desktop.domain.fieldpath import parse_path

_SESSION = "session."
_Sign = tuple[str, ...]


def pairs(before: Sequence[Indicator], after: Sequence[Indicator]) -> Mapping[str, Indicator]:
    """Return the earlier indicator by the key of the present one; those without are left out."""
    old, new = _by_sign(before), _by_sign(after)
    found: dict[str, Indicator] = {}
    for sign, present in new.items():
        earlier = old.get(sign, [])
        is_session = present[0].key.startswith(_SESSION)
        if earlier and (is_session or len(earlier) == len(present) == 1):
            found.update((each.key, earlier[-1]) for each in present)
    taken = {each.key for each in found.values()}
    left = {each.key: each for each in before if each.key not in taken}
    for each in after:
        same = left.get(each.key)
        if each.key not in found and same is not None and _what(same) == _what(each):
            found[each.key] = same
    return found


def _by_sign(indicators: Sequence[Indicator]) -> dict[_Sign, list[Indicator]]:
    found: dict[_Sign, list[Indicator]] = {}
    for each in indicators:
        sign = (*_what(each), *_asked(each), _plain(each.where), _plain(each.name.get("ru")))
        found.setdefault(sign, []).append(each)
    return found


def _what(indicator: Indicator) -> _Sign:
    return indicator.kind, indicator.medium, indicator.substance.casefold()


def _asked(indicator: Indicator) -> _Sign:
    """Return the names of the questions on the way to a figure; the kind of key for others."""
    if not indicator.path or indicator.path.startswith("@"):
        return (indicator.key.partition(".")[0],)
    try:
        return parse_path(indicator.path).names
    except ValueError:
        return ()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
