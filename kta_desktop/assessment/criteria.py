"""The 13 criteria of best available techniques (Environmental Code art. 113(3)), scored.

A score counts only with its grounds, and only from 0 to 3. Where two rows score one criterion of
one technique, the lower score counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.bat_index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, Named, lines
from kta_desktop.packs.reference_lists import criteria

CRITERIA = Named(name="core_criteria", concept="technique.criteria")
LOWEST, HIGHEST = 0, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One row of the table of criteria.

    Attributes:
        row_id: Id of the row.
        criterion: Id of ``criteria.csv``; empty if it was not stated.
        value: From 0 to 3; None if there is none that counts.
        why: Its grounds; may be empty: then it does not count.
        path: Of the cell of the score.
    """

    row_id: str
    criterion: str
    value: int | None
    why: str
    path: str

    @property
    def counts(self) -> bool:
        """Whether it is a score with grounds for a known criterion."""
        known = {each.id for each in criteria()}
        return self.value is not None and bool(self.why) and self.criterion in known


def scores(known: Known) -> Mapping[str, tuple[Score, ...]]:
    """Return the rows of the table by the id of the technique that they name, in their order.

    Rows that name no technique of the definition stand under an empty id.
    """
    index = index_of(known.definition)
    found: dict[str, list[Score]] = {}
    for line in lines(known.state, CRITERIA):
        technique = index.found(line.text("technique"))
        found.setdefault(technique.id if technique else "", []).append(_score(line))
    return {technique: tuple(rows) for technique, rows in found.items()}


def counted(rows: Sequence[Score]) -> Mapping[str, int]:
    """Return the score of each criterion that counts, of two the lower one."""
    found: dict[str, int] = {}
    for row in rows:
        if row.counts and row.value is not None:
            found[row.criterion] = min(row.value, found.get(row.criterion, HIGHEST))
    return found


def _score(line: Line) -> Score:
    return Score(
        row_id=line.id,
        criterion=line.choice("criterion") or "",
        value=_value(line.number_of("score")),
        why=line.text("why"),
        path=line.path("score"),
    )


def _value(number: Decimal | None) -> int | None:
    if number is None or number != number.to_integral_value():
        return None
    return int(number) if LOWEST <= number <= HIGHEST else None
