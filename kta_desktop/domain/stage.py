"""How far the work on an audit is: six phases from its preparation to its delivery."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """A phase of the work, in their order."""

    PREPARATION = "preparation"
    QUESTIONNAIRE = "questionnaire"
    ON_SITE = "on_site"
    PROCESSING = "processing"
    AGREEMENT = "agreement"
    HANDED_OVER = "handed_over"


PHASES = tuple(Phase)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the work on an audit is on a day.

    Attributes:
        phase: The phase it is in.
        number: Place of the phase, 1 to 6.
        day: Day of the visit, 1 for the first; 0 outside a visit.
        days: Days the visit lasts; 0 if that is not known, or outside a visit.
        since: ISO date on which the phase began; empty if not known.
        step: Id of ``audit_stages.csv`` that says it more closely; empty if nothing does.
        visit: ISO date of the first day on site; empty if not known.
    """

    phase: Phase
    number: int
    day: int = 0
    days: int = 0
    since: str = ""
    step: str = ""
    visit: str = ""
