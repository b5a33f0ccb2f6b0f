"""Where in the program a line of a list leads."""

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """What kind of place it is."""

    QUESTION = "question"
    SECTION = "section"
    PLANT = "plant"
    MEASURE = "measure"
    PRINT = "print"
    EXCHANGE = "exchange"
    OVERVIEW = "overview"
    CONFLICTS = "conflicts"
    AUDIT = "audit"
    COMMENT = "comment"
    BAT = "bat"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Target:
    """A place that a line of the overview, a search hit or a comment leads to.

    Attributes:
        where: What kind of place it is.
        key: Address of a question, name of a section, name of a sheet of the plant card, id of a
            session, path of a conflict, id of an audit or of a comment; of ``BAT`` the key of a
            technique line, of an indicator or of a balance (``water`` or ``water/CIP``); of
            ``PLAN`` the key of a bottleneck candidate or the id of a step; empty for the page
            itself.
        comment: Id of the comment at a question that is to be answered; empty for its answer.
    """

    where: Where
    key: str = ""
    comment: str = ""
