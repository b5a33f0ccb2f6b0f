"""The sources and outlets of a checklist, and which of them a session was measured at."""

from dataclasses import dataclass

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import QuestionType
from kta_desktop.domain.measurement import Session
from kta_desktop.forms.state import FormState

_SOURCE, _OUTLET = "source", "outlet"


@dataclass(frozen=True, slots=True)
class Place:
    """An emission source or an outlet of the checklist.

    Attributes:
        address: Of its instance, such as ``source/<row>``.
        title: As it is called.
    """

    address: str
    title: str


def places(state: FormState, lang: str) -> tuple[Place, ...]:
    """Return the sources and outlets of a checklist."""
    found = []
    for question in state.definition.questions:
        if question.concept in (_SOURCE, _OUTLET) and question.type is QuestionType.REPEAT:
            for row in state.rows(question.name):
                title = state.instance_title(question.name, row.id, lang)
                found.append(Place(fieldpath.row(question.name, row.id), title))
    return tuple(found)


def place_of(state: FormState, session: Session) -> str:
    """Return the address of the source of a session; empty if it is not in the checklist.

    One that was written by hand is found by its name, or by the number it begins with.
    """
    known = places(state, "ru")
    if any(place.address == session.place for place in known):
        return session.place
    wanted = _words(session.source)
    same = [place for place in known if _words(place.title) == wanted]
    number = wanted.partition(" ")[0]
    by_number = [place for place in known if number and number in _words(place.title).split()]
    found = same or (by_number if any(sign.isdigit() for sign in number) else [])
    return found[0].address if len(found) == 1 else ""


def _words(text: str) -> str:
    return " ".join(text.replace("·", " ").casefold().split())
