"""What is still to be answered."""

from collections.abc import Set as AbstractSet

from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import FormState, Place, QuestionStatus

_UNDONE = (
    QuestionStatus.EMPTY,
    QuestionStatus.BEGUN,
    QuestionStatus.ERROR,
    QuestionStatus.COPIED,
)


def next_undone(
    state: FormState, after: str | None, sections: AbstractSet[str] | None = None
) -> str | None:
    """Return the address of the next question without an answer or asked-for evidence.

    Goes round once, through the named sections or all. A repeat that has to have instances and
    has none counts too.
    """
    named = [s.name for s in state.definition.sections if sections is None or s.name in sections]
    places = [place for name in named for place in state.places(name)]
    addresses = [place.address for place in places]
    start = addresses.index(after) + 1 if after in addresses else 0
    around = places[start:] + places[:start]
    return next((place.address for place in around if _is_undone(state, place)), None)


def _is_undone(state: FormState, place: Place) -> bool:
    address = place.address
    if place.question.type is QuestionType.REPEAT:
        return state.is_required(address) and not state.rows(address)
    if not place.question.is_asked:
        return False
    return state.status(address) in _UNDONE or _lacks_evidence(state, place)


def _lacks_evidence(state: FormState, place: Place) -> bool:
    """Whether proof is asked for an answer that has none."""
    wants = set(place.question.evidence) & {"photo", "document"}
    is_answered = state.status(place.address) in (QuestionStatus.ANSWERED, QuestionStatus.WARNING)
    return bool(wants) and is_answered and not state.evidence(place.address)
