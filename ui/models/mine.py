"""Who answers which section, where that is settled."""

from collections.abc import Mapping

from kta_desktop.domain import fieldpath
from kta_desktop.forms.state import FormState

_TEAM = "@team/"


def owner_of(state: FormState, section: str) -> str:
    """Return the id of the auditor who answers a section; empty if nobody was named."""
    owner = state.entries.get(fieldpath.record("assignment", section))
    return owner if isinstance(owner, str) else ""


def name_of(state: FormState, auditor: str) -> str:
    """Return the name of an auditor of the team; empty for a stranger."""
    person = state.entries.get(f"{_TEAM}{auditor}")
    name = person.get("name") if isinstance(person, Mapping) else None
    return name if isinstance(name, str) else ""


def initials(name: str) -> str:
    """Return the first letters of surname and first name: ``ЖА``."""
    return "".join(word[0].upper() for word in name.replace(".", " ").split()[:2])


def sections_of(state: FormState, auditor: str) -> frozenset[str]:
    """Return the names of the sections that an auditor answers."""
    names = (section.name for section in state.definition.sections)
    return frozenset(name for name in names if owner_of(state, name) == auditor)


def is_settled(state: FormState) -> bool:
    """Whether anyone was named for any section."""
    return any(owner_of(state, section.name) for section in state.definition.sections)
