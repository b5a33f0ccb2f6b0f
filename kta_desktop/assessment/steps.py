"""What the way to the best available techniques is made of: bottlenecks, measures, standards, gaps.

Values are typed; a number that was not entered, or that cannot be read, is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Grade(StrEnum):
    """How weighty a bottleneck is, or how sure what is known of it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Event(StrEnum):
    """Key events of a measure, in their order (Environmental Code art. 119(2))."""

    DELIVERY = "delivery"
    CONSTRUCTION = "construction"
    COMMISSIONING = "commissioning"
    STARTUP = "startup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """What keeps the plant from the level of the best available techniques.

    Attributes:
        id: Of the row.
        number: Its place in the table, from 1.
        what: What it is.
        where: Unit or stage.
        cause: Id of the cause; None if not stated.
        effect: What follows for the environment and for costs.
        indicator: The figure that suffers.
        excess: How many times the level is exceeded; None if not known.
        confidence: How sure the figures behind it are; None if not stated.
        priority: How weighty it is; None if not stated.
        confirmed: Whether the auditor confirms it; None if not stated.
        unread: Column to what was typed in it without a meaning.
    """

    id: str
    number: int
    what: str
    where: str = ""
    cause: str | None = None
    effect: str = ""
    indicator: str = ""
    excess: Decimal | None = None
    confidence: Grade | None = None
    priority: Grade | None = None
    confirmed: bool | None = None
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A step towards the best available techniques.

    Attributes:
        id: Of the row.
        number: Its place in the table, from 1.
        measure: What is done.
        bat: Techniques it belongs to, as entered.
        bottleneck: Bottleneck it removes, as entered.
        effect: What is expected of it.
        target: Figure to be reached, in ``target_unit``; None if none is set.
        target_unit: Id of its unit; None if not stated.
        capex: What it costs, in ``money``; None if not known.
        saving: What it saves in a year, in ``money``; None if not known.
        money: Id of the unit of both.
        finance: Id of where the money comes from; None if not stated.
        events: Key events that have a day, in the order of ``Event``.
        owner: Who answers for it.
        unread: Column to what was typed in it without a meaning.
    """

    id: str
    number: int
    measure: str
    bat: str = ""
    bottleneck: str = ""
    effect: str = ""
    target: Decimal | None = None
    target_unit: str | None = None
    capex: Decimal | None = None
    saving: Decimal | None = None
    money: str | None = None
    finance: str | None = None
    events: tuple[tuple[Event, date], ...] = ()
    owner: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def startup(self) -> date | None:
        """Return the day it begins to work; None if none is set."""
        return dict(self.events).get(Event.STARTUP)

    @property
    def disordered(self) -> tuple[Event, ...]:
        """Return the events that come before one that has to precede them."""
        found: list[Event] = []
        latest: date | None = None
        for event, day in self.events:
            if latest is not None and day < latest:
                found.append(event)
            latest = day if latest is None else max(latest, day)
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """A technological standard, set or proposed (Environmental Code art. 40).

    Attributes:
        id: Of the row.
        kind: Id of its kind; None if not stated.
        indicator: What is limited.
        unit_name: The unit of the plant it is for.
        value: In ``unit``; None if not known.
        unit: Id of its unit; None if not stated.
        is_set: Whether a permit sets it; None if not stated.
        grounds: Calculation and grounds.
        unread: Column to what was typed in it without a meaning.
    """

    id: str
    kind: str | None
    indicator: str
    unit_name: str = ""
    value: Decimal | None = None
    unit: str | None = None
    is_set: bool | None = None
    grounds: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What could not be obtained.

    Attributes:
        id: Of the row.
        what: What is missing.
        reason: Id of the reason (``blank_reasons.csv``); None if not stated.
        effect: What could not be assessed without it.
        who: Who will give it.
        until: By which day; None if none is set.
    """

    id: str
    what: str
    reason: str | None = None
    effect: str = ""
    who: str = ""
    until: date | None = None
