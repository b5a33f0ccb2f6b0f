"""What is still to be answered."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import FormState, Place, QuestionStatus
from kta_desktop.services import evidence_rules

_UNDONE = (
    QuestionStatus.EMPTY,
    QuestionStatus.BEGUN,
    QuestionStatus.ERROR,
    QuestionStatus.COPIED,
)


def next_undone(
    state: FormState, after: str | None, sections: AbstractSet[str] | None = None
) -> str | None:
    """Return the address of the next question without an answer or without demanded evidence.

    Goes round once, through the named sections or all. A repeat that has to have instances and
    has none counts too.
    """
    named = [s.name for s in state.definition.sections if sections is None or s.name in sections]
    around = _places_behind(state, named, after)
    return next((place.address for place in around if _is_undone(state, place)), None)


def _places_behind(state: FormState, named: list[str], after: str | None) -> Iterator[Place]:
    """Yield what is shown behind a place, round to it; no section is looked at before its turn."""
    own = _section_of(state, after)
    start = named.index(own) if own in named else 0
    first = state.places(named[start]) if named else ()
    addresses = [place.address for place in first]
    cut = addresses.index(after) + 1 if after in addresses else 0
    yield from first[cut:]
    for name in (*named[start + 1 :], *named[:start]):
        yield from state.places(name)
    yield from first[:cut]


def _section_of(state: FormState, address: str | None) -> str | None:
    if address is None:
        return None
    try:
        return state.question(address).section
    except KeyError:
        return None  # an instance that is there no more


def _is_undone(state: FormState, place: Place) -> bool:
    address = place.address
    if place.question.type is QuestionType.REPEAT:
        return state.is_required(address) and not state.rows(address)
    if not place.question.is_asked:
        return False
    return state.status(address) in _UNDONE or bool(evidence_rules.owed(state, address))
