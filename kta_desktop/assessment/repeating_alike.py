"""Whether an indicator of two audits says the same thing, so that its difference is a change.

Two figures are put beside each other only if they stand at the same reference conditions, were
averaged alike, and, where they are per tonne, are per tonne of the same thing. What one audit
states and the other does not is different: nobody guesses. What neither states is not held against
them.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from kta_desktop.assessment.addresses import addresses, question_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.performance_specific import base_kind, base_of
from kta_desktop.assessment.terms import Lack, Missing
from kta_desktop.domain import fieldpath
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.measurement import Session
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import basis, same_conditions

_SESSION = "@session/"
_BASIS, _SAMPLE = "basis", "sample"  # columns beside a concentration
_MAIN = "main"
_Sign = tuple[object, ...]


def unlike(before: Known, after: Known, old: Indicator, new: Indicator) -> tuple[Missing, ...]:
    """Return why two figures cannot be put beside each other; nothing if they can."""
    checks: tuple[tuple[Lack, Callable[[], bool]], ...] = (
        (Lack.CONDITIONS, lambda: _same_conditions(before, after, old, new)),
        (Lack.AVERAGING, lambda: _averaging(before, old) == _averaging(after, new)),
        (Lack.BASE, lambda: _base(before, old) == _base(after, new)),
    )
    return tuple(Missing(lack, new.path, new.name) for lack, is_alike in checks if not is_alike())


def shared(before: Known, after: Known, old: Indicator, new: Indicator) -> tuple[str, ...]:
    """Return the serial numbers of the instruments with which both figures were measured.

    What such an instrument shows wrongly it shows so both times, so that part of the doubt falls
    out of the difference: U² = U₁² + U₂² − 2·r·U₁·U₂ with r > 0 (JCGM 100:2008, 5.2.2). How great r
    is nobody knows; √(U₁² + U₂²) is then the most that U can be, and a change beyond it is one.
    """
    one, other = _session(before, old), _session(after, new)
    if one is None or other is None:
        return ()
    there = {each.serial for each in one.instruments if each.serial}
    return tuple(each.serial for each in other.instruments if each.serial in there)


def _same_conditions(before: Known, after: Known, old: Indicator, new: Indicator) -> bool:
    ids = _basis(before, old), _basis(after, new)
    if ids[0] == ids[1]:
        return True
    try:
        one, other = basis(ids[0], before.definition.more), basis(ids[1], after.definition.more)
    except BasisUnknownError:
        return False
    return same_conditions(one, other)


def _basis(known: Known, indicator: Indicator) -> str:
    session = _session(known, indicator)
    return session.basis if session is not None else _beside(known, indicator, _BASIS)


def _averaging(known: Known, indicator: Indicator) -> _Sign:
    """Return how a figure was averaged: the rule and minutes of a session, the kind of a sample."""
    session = _session(known, indicator)
    if session is None:
        return (_beside(known, indicator, _SAMPLE),)
    minutes = None if session.averaging else timedelta(minutes=session.sample_minutes)
    return session.averaging, minutes


def _base(known: Known, indicator: Indicator) -> _Sign:
    """Return what a figure is per: kind of the base and the main products; nothing if per none."""
    base = base_of(known)
    if base is None or not any(term.path == base.term.path for term in indicator.figure.terms):
        return ()
    return base_kind(known), frozenset(_main_products(known))


def _main_products(known: Known) -> Iterator[str]:
    role = question_of(known, "core_prod_role", "product.role")
    name = question_of(known, "core_prod_name", "product.name")
    if role is None or name is None:
        return
    for address in addresses(known, role):
        if known.state.value(address) == _MAIN:
            place = parse_path(address)
            around = (*place.names[: len(place.rows)], name.name)
            said = known.state.answer(fieldpath.address(around, place.rows)).value
            yield " ".join(str(said or "").casefold().split())


def _beside(known: Known, indicator: Indicator, column: str) -> str:
    """Return the choice in another column of the row that a figure stands in; empty if none."""
    if not indicator.path or indicator.path.startswith("@"):
        return ""
    try:
        place = parse_path(indicator.path)
        path = fieldpath.cell(place.inside or "", place.rows[-1], column)
        value = known.state.answer(path).value
    except (KeyError, ValueError, IndexError):  # of no table, or of one without such a column
        return ""
    return value if isinstance(value, str) else ""


def _session(known: Known, indicator: Indicator) -> Session | None:
    if not indicator.path.startswith(_SESSION):
        return None
    identifier = indicator.path.removeprefix(_SESSION).partition("/")[0]
    return next((each for each in known.sessions if each.id == identifier), None)
