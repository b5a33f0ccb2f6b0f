"""Techniques of the plant beside the best available ones: rows, conclusions, how many of each.

A row of the register says of one technique at one unit whether it is applied. Rows are put
together by the conclusion (НДТ 7) of the document they name; what a whole conclusion comes to
follows from its rows by one rule, see ``whole_of``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.registers import Line, Named, lines
from kta_desktop.domain.definition import Definition, Technique
from kta_desktop.forms.state import FormState

REGISTER = Named(name="core_techniques", concept="technique.register")
_CODE = r"(?:[ivxIVX]+|[^\W\d_]\d*)"
_CITED = re.compile(
    r"^(?P<before>.*?)[\s,;:(]*\b(?:НДТ|ЕҚТ|BAT)\b[\s№#]*(?P<number>(?:[A-Z]{2,9}-)?\d+)"
    rf"(?:[\s.]*(?P<code>{_CODE}(?:[.-]{_CODE}|\.\d+)*|(?<=\.)\d+)(?!\w))?(?P<after>.*)$"
)
_NAMELESS = "row "  # before the id of a row that names no conclusion
_LAST_NUMBER = re.compile(r"\d+$")


class State(StrEnum):
    """Whether a technique is applied; keys of ``technique_states.csv``, in their order."""

    APPLIED = "applied"
    PARTLY = "partly"
    PLANNED = "planned"
    NOT_APPLIED = "not_applied"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One row of the register.

    Attributes:
        id: Of the row.
        number: Its place in the table, from 1.
        bat: Document and number as entered, such as «2019/2031, НДТ 7».
        unit: The unit it is applied at; may be empty.
        state: None if it was not stated, or cannot be read.
        since: Year; None if not known.
        description: How it is done here.
        reason: Why it is not applied in full.
        before: Figure before it was applied, in ``value_unit``; None if not known.
        after: Figure since then.
        value_unit: Id of the unit of both; None if not stated.
        change_percent: By how much ``after`` differs from ``before``, of ``before``; None where
            one of them is missing or ``before`` is zero.
        unread: Column to what was typed in it without a meaning.
    """

    id: str
    number: int
    bat: str
    unit: str = ""
    state: State | None = None
    since: int | None = None
    description: str = ""
    reason: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    value_unit: str | None = None
    change_percent: Decimal | None = None
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cited:
    """A technique as a row names it.

    Attributes:
        document: Words around the number, such as ``2019/2031``; may be empty.
        number: Number of the conclusion, such as ``7`` or ``WT-3``; empty if none is named.
        code: Of the technique in it, such as ``h``, ``II`` or ``b4``; may be empty.
    """

    document: str
    number: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The rows of one conclusion of a document.

    Attributes:
        document: As rows name it; may be empty.
        number: Such as ``7``; empty for rows that name none: each then stands alone.
        technique: The conclusion in the definition; None where it is not one of its own.
        rows: In the order of the table.
        whole: What the rows come to; None if no row says.
    """

    document: str
    number: str
    technique: Technique | None
    rows: tuple[Applied, ...]
    whole: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many techniques are in which state.

    Attributes:
        counts: Every state to how many rows are in it, also none.
        unstated: Rows whose state was not stated or cannot be read.
    """

    counts: Mapping[State, int]
    unstated: int

    @property
    def considered(self) -> int:
        """Return how many rows there are."""
        return sum(self.counts.values()) + self.unstated

    @property
    def applicable(self) -> int:
        """Return of how many it is stated that they may be applied here."""
        return sum(self.counts.values()) - self.counts[State.NOT_APPLICABLE]


def register(state: FormState) -> tuple[Applied, ...]:
    """Return the techniques of the plant in the order of their table."""
    return tuple(_row(line) for line in lines(state, REGISTER))


def tally(rows: Iterable[Applied]) -> Tally:
    """Return how many techniques are in which state."""
    states = [row.state for row in rows]
    return Tally(
        counts={state: states.count(state) for state in State}, unstated=states.count(None)
    )


def whole_of(rows: Iterable[Applied]) -> State | None:
    """Return what the rows of a conclusion come to; None if none of them says.

    Inapplicable rows are left aside unless all are. All applied: applied. Any applied in full or
    in part beside others: partly. Nothing applied yet, something planned: planned. Else not
    applied.
    """
    known = {row.state for row in rows} - {None}
    applicable = known - {State.NOT_APPLICABLE}
    if not applicable:
        return State.NOT_APPLICABLE if known else None
    if applicable == {State.APPLIED}:
        return State.APPLIED
    if applicable & {State.APPLIED, State.PARTLY}:
        return State.PARTLY
    return State.PLANNED if State.PLANNED in applicable else State.NOT_APPLIED


def conclusions(definition: Definition, rows: Sequence[Applied]) -> tuple[Conclusion, ...]:
    """Return rows put together by document and number, the lowest number of a document first.

    Documents stand in the order in which rows name them first; rows without a number come last.
    """
    found: dict[tuple[str, str], list[Applied]] = {}
    documents: dict[str, int] = {}
    for row in rows:
        at = cited(row.bat)
        documents.setdefault(at.document.casefold(), len(documents))
        found.setdefault((at.document, at.number or f"{_NAMELESS}{row.id}"), []).append(row)

    def place(key: tuple[str, str]) -> tuple[bool, int, int]:
        number = None if key[1].startswith(_NAMELESS) else _LAST_NUMBER.search(key[1])
        return number is None, documents[key[0].casefold()], int(number[0]) if number else 0

    return tuple(_conclusion(definition, key, found[key]) for key in sorted(found, key=place))


def cited(text: str) -> Cited:
    """Return document, number and code that a row names, such as «2019/2031, НДТ 7h»."""
    line = " ".join(text.split())
    match = _CITED.match(line)
    if match is None:
        return Cited(line, "", "")
    around = (match["before"].strip(" ,;:()"), match["after"].strip(" ,;:()"))
    return Cited(", ".join(part for part in around if part), match["number"], match["code"] or "")


def conclusion_of(definition: Definition, number: str) -> Technique | None:
    """Return the one conclusion of a definition with a number; None if none or several have it."""
    found = [
        each
        for each in definition.techniques
        if each.number == number and each.parent is None and number
    ]
    return found[0] if len(found) == 1 else None


def _conclusion(
    definition: Definition, key: tuple[str, str], rows: Sequence[Applied]
) -> Conclusion:
    number = cited(rows[0].bat).number
    return Conclusion(
        document=key[0],
        number=number,
        technique=conclusion_of(definition, number),
        rows=tuple(rows),
        whole=whole_of(rows),
    )


def _row(line: Line) -> Applied:
    before, after = line.number_of("before"), line.number_of("after")
    return Applied(
        id=line.id,
        number=line.number,
        bat=line.text("bat"),
        unit=line.text("unit"),
        state=_state(line.choice("state")),
        since=line.whole("since"),
        description=line.text("description"),
        reason=line.text("reason"),
        before=before,
        after=after,
        value_unit=line.unit_of("before", "value_unit"),
        change_percent=_change(before, after),
        unread=line.unread(),
    )


def _state(identifier: str | None) -> State | None:
    return State(identifier) if identifier in set(State) else None


def _change(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    if before is None or after is None or before == 0:
        return None
    return (after - before) / abs(before) * 100
