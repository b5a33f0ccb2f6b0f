"""What a search finds, in the order in which it is shown."""

from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.domain.target import Target

__all__ = ["Action", "Group", "Hit", "HitKind"]


class HitKind(StrEnum):
    """What kind of thing was found; the order of the groups where nothing else decides."""

    QUESTION = "question"
    INSTANCE = "instance"
    SECTION = "section"
    TECHNIQUE = "technique"
    LEVEL = "level"
    ACTION = "action"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the program does at a key.

    Attributes:
        name: Names it in the program.
        text: What it does, in the interface language.
        keys: Its key, such as ``Ctrl+N``; empty if it has none.
        where: Where it works, in the interface language.
        also: Other words it is looked for by.
    """

    name: str
    text: str
    keys: str = ""
    where: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found.

    Attributes:
        kind: What it is.
        title: What it is called.
        number: Its number on screen and paper; empty if it has none.
        where: What it stands in.
        target: Where it leads; None for an action, and for what leads nowhere now.
        action: Name of an action; empty for a place.
        keys: Key of an action.
        reason: Why a question is not asked now; empty if it is.
    """

    kind: HitKind
    title: str
    number: str = ""
    where: str = ""
    target: Target | None = None
    action: str = ""
    keys: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one kind, best first.

    Attributes:
        kind: What it is.
        hits: Those that are shown.
        more: How many others there are.
        fit: How well the best of them fits; 0 is its very number.
    """

    kind: HitKind
    hits: tuple[Hit, ...]
    more: int = 0
    fit: int = 0
