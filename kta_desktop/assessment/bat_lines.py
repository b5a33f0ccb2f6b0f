"""The conclusions of a book beside the plant: each technique at each unit, what is asked for, met.

Shown are the conclusions whose sub-sectors the plant has, or may have for want of facts, and those
that the auditor has entered anything of. A conclusion whose questions are all not asked of this
plant is told as not for it. A conclusion has a line of its own, before those of its techniques,
where counting them cannot decide: it has none, its rule is in words, or asks for a suitable set.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence

from kta_desktop.assessment.addresses import addresses
from kta_desktop.assessment.bat import BatLine, Fulfilment, Proposal, TechniqueLine, Trouble
from kta_desktop.assessment.bat_index import BatIndex, Conclusion, index_of
from kta_desktop.assessment.combination import fulfilment, lacking
from kta_desktop.assessment.criteria import counted, scores
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.proposals import (
    Spoken,
    measures_by_technique,
    proposal,
    said_in_all,
    spoken,
)
from kta_desktop.assessment.registers import asked
from kta_desktop.assessment.techniques import REGISTER, Applied, State, register, whole_of
from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Question, Technique
from kta_desktop.domain.texts import Text
from kta_desktop.i18n import N_
from kta_desktop.packs.reference_lists import technique_states

OTHER = "other"
"""Id of the line that holds rows of techniques that the checklist does not have."""
OTHER_TITLE = N_("Techniques outside this checklist")

_ROWS = uuid.UUID("6f3f5a52-0a4f-5c0e-9a57-1d8b7f0f3c11")  # the names of rows are made in it
_SCOPES = ("subsector", "sector")
_OF_WHOLE: Mapping[State, Fulfilment] = {
    State.APPLIED: Fulfilment.MET,
    State.PARTLY: Fulfilment.PARTLY,
    State.PLANNED: Fulfilment.NOT_MET,
    State.NOT_APPLIED: Fulfilment.NOT_MET,
    State.NOT_APPLICABLE: Fulfilment.NOT_FOR_PLANT,
}


def bat_lines(known: Known) -> tuple[BatLine, ...]:
    """Return the conclusions that a plant is held to, in the order of the book.

    Rows of the register that name no technique of the checklist come last, in a line of their own
    with the id ``other``.
    """
    plant = _Plant(known)
    shown = [each for each in plant.index.conclusions if plant.is_shown(each)]
    found = [plant.line(each) for each in shown]
    return (*found, *plant.others())


def of_bat(known: Known, identifier: str) -> BatLine:
    """Return the line of the conclusion that a technique is, or is a part of.

    Raises:
        KeyError: If the definition has no such conclusion.
    """
    plant = _Plant(known)
    if identifier == OTHER:
        return next(plant.others())
    conclusion = plant.index.conclusion(identifier)
    if conclusion is None:
        raise KeyError(identifier)
    return plant.line(conclusion)


def row_id(technique: str, unit: str, taken: frozenset[str] = frozenset()) -> str:
    """Return the id of the row that says of a technique at a unit whether it is applied.

    It is the same for everyone who asks, so that two auditors who confirm meet in one row.

    Args:
        technique: Id of the technique.
        unit: The unit; empty = the whole plant. Letter case and spaces do not matter.
        taken: Ids of rows that speak of something else by now.
    """
    name = f"{technique}@{_plain(unit)}"
    found = str(uuid.uuid5(_ROWS, name))
    while found in taken:
        name += "#"
        found = str(uuid.uuid5(_ROWS, name))
    return found


class _Plant:
    """The techniques of a definition beside one plant."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.index: BatIndex = index_of(known.definition)
        self._rows: dict[str, list[Applied]] = {}
        self._strange: list[Applied] = []
        rows = register(known.state)
        self._taken = frozenset(row.id for row in rows)
        self._sort(rows)
        self._cells = tuple(self._register_cells())
        self._measures = measures_by_technique(known)
        self._scores = scores(known)
        self._spoken: dict[str, tuple[Spoken, ...]] = {}
        self._asked: dict[str, tuple[str, ...]] = {}
        self._in_scope: dict[str, bool | None] = {}
        self._fulfilments: dict[str, Fulfilment] = {}
        self._lines: dict[str, tuple[TechniqueLine, ...]] = {}

    def is_shown(self, conclusion: Conclusion) -> bool:
        """Whether a conclusion is, or may be, for the plant, or something was entered of it."""
        all_ = (conclusion.technique, *conclusion.parts)
        return self._is_of_plant(conclusion.technique) or any(t.id in self._rows for t in all_)

    def line(self, conclusion: Conclusion) -> BatLine:
        """Return the line of a conclusion."""
        technique = conclusion.technique
        states = self._states(conclusion)
        rule = conclusion.rule
        return BatLine(
            technique=technique,
            lines=self._lines_of(conclusion),
            rule=technique.rule,
            needed=rule.written() if rule else "",
            fulfilment=self._fulfilment(conclusion),
            lacking=lacking(rule, states) if rule else (),
            levels=self.index.levels_of.get(technique.id, ()),
        )

    def others(self) -> Iterator[BatLine]:
        """Yield one line of the rows that no conclusion of the definition takes; none without."""
        if self._strange:
            rows = [self._row_line(self._technique_of(row), row) for row in self._strange]
            title = said_in_all(OTHER_TITLE)
            technique = Technique(id=OTHER, kind=OTHER, title=title)
            yield BatLine(technique=technique, lines=tuple(rows))

    def _sort(self, rows: Sequence[Applied]) -> None:
        """Put rows to the technique that they name."""
        for row in rows:
            found = self.index.found(row.bat)
            if found is None or self.index.conclusion(found.id) is None:
                self._strange.append(row)
            else:
                self._rows.setdefault(found.id, []).append(row)

    def _lines_of(self, conclusion: Conclusion) -> tuple[TechniqueLine, ...]:
        known = self._lines.get(conclusion.technique.id)
        if known is None:
            whole = conclusion.technique
            own = self._of(whole) if self._has_line(conclusion) else ()
            parts = (line for part in conclusion.parts for line in self._of(part))
            known = self._lines[whole.id] = (*own, *parts)
        return known

    def _has_line(self, conclusion: Conclusion) -> bool:
        """Whether a conclusion is confirmed as a whole: counting its techniques cannot decide."""
        rule = conclusion.rule
        return rule is None or rule.is_judged or conclusion.technique.id in self._rows

    def _of(self, technique: Technique) -> tuple[TechniqueLine, ...]:
        """Return the lines of a technique: one for each of its rows, else one to be confirmed."""
        rows = self._rows.get(technique.id)
        if not rows:
            identifier = row_id(technique.id, "", self._taken)
            return (self._made(technique, technique.id, "", None, identifier),)
        return tuple(self._row_line(technique, row) for row in rows)

    def _row_line(self, technique: Technique, row: Applied) -> TechniqueLine:
        rows = self._rows.get(technique.id, ())
        same = [each for each in rows if _plain(each.unit) == _plain(row.unit)]
        unit = " ".join(row.unit.split())
        key = f"{technique.id}@{unit}" if unit else technique.id
        if len(same) > 1 and same[0] is not row:
            key = f"{key}#{row.id}"
        return self._made(technique, key, unit, row, row.id, is_twice=len(same) > 1)

    def _made(
        self,
        technique: Technique,
        key: str,
        unit: str,
        row: Applied | None,
        identifier: str,
        *,
        is_twice: bool = False,
    ) -> TechniqueLine:
        naming = self.index.asked_by.get(technique.id, ())
        above = self.index.asked_by.get(technique.parent or "", ())
        score = counted(self._scores.get(technique.id, ()))
        return TechniqueLine(
            key=key,
            technique=technique,
            unit=unit,
            row=row,
            row_id=identifier,
            proposal=self._proposal(technique, naming),
            evidence=self._evidence(naming or above, row),
            questions=tuple(dict.fromkeys(at for q in (*naming, *above) for at in self._where(q))),
            criteria=len(score),
            score=sum(score.values()) if score else None,
            troubles=tuple(self._troubles(technique, row, is_twice=is_twice)),
        )

    def _troubles(
        self, technique: Technique, row: Applied | None, *, is_twice: bool
    ) -> Iterator[Trouble]:
        if row is None:
            return
        if row.state is None:
            yield Trouble.UNREADABLE if "state" in row.unread else Trouble.UNSTATED
        if is_twice:
            yield Trouble.TWICE
        if technique.id not in self.index.techniques:
            yield Trouble.NOT_IN_BOOK
        needs = {each.id for each in technique_states() if each.needs_reason}
        if row.state in needs and not row.reason:
            yield Trouble.NO_REASON

    def _proposal(self, technique: Technique, naming: Sequence[Question]) -> Proposal:
        found = [each for question in naming for each in self._said(question)]
        measures = self._measures.get(technique.id, ())
        return proposal(found, measures) if found or measures else Proposal(state=None)

    def _said(self, question: Question) -> tuple[Spoken, ...]:
        if question.name not in self._spoken:
            self._spoken[question.name] = spoken(self.known, question)
        return self._spoken[question.name]

    def _where(self, question: Question) -> tuple[str, ...]:
        """Return the addresses at which a question is asked now."""
        if question.name not in self._asked:
            state = self.known.state
            found = addresses(self.known, question)
            self._asked[question.name] = tuple(at for at in found if state.is_relevant(at))
        return self._asked[question.name]

    def _evidence(self, naming: Sequence[Question], row: Applied | None) -> int:
        """Return how many files are attached to answers and to the cells of the row.

        Files at a question about a whole conclusion prove those techniques of it that no question
        names.
        """
        state = self.known.state
        places = [at for question in naming for at in self._where(question)]
        if row is not None:
            places += [fieldpath.cell(address, row.id, name) for address, name in self._cells]
        return sum(len(state.evidence(at)) for at in places)

    def _register_cells(self) -> Iterator[tuple[str, str]]:
        """Yield the columns of the register, each with the address of the table."""
        for table, address in asked(self.known.state, REGISTER):
            for column in table.columns:
                yield address, column.name

    def _is_of_plant(self, technique: Technique) -> bool:
        """Whether the sub-sectors of a conclusion fit the plant; not known counts as fitting."""
        return all(self._has_any(technique, name) for name in _SCOPES)

    def _has_any(self, technique: Technique, name: str) -> bool:
        more = technique.more or {}
        named = more.get(f"{name}s", more.get(name))
        wanted = [named] if isinstance(named, str) else named
        if not isinstance(wanted, list | tuple) or not wanted:
            return True
        return any(self._has(name, str(each)) is not False for each in wanted)

    def _has(self, fact: str, option: str) -> bool | None:
        condition = f"selected(${{{fact}}}, '{option}')"
        if condition not in self._in_scope:
            is_fact = any(each.name == fact for each in self.known.definition.questions)
            held = self.known.state.holds(condition) if is_fact else None
            self._in_scope[condition] = held
        return self._in_scope[condition]

    def _is_asked(self, conclusion: Conclusion) -> bool:
        """Whether any question about a conclusion is asked, or none is in the checklist."""
        all_ = (conclusion.technique, *conclusion.parts)
        naming = [q for each in all_ for q in self.index.asked_by.get(each.id, ())]
        return not naming or any(self._where(question) for question in naming)

    def _states(self, conclusion: Conclusion) -> Mapping[str, State | None]:
        """Return what the rows of each technique of a conclusion come to, by its code."""
        pairs = zip(conclusion.codes, conclusion.parts, strict=True)
        return {code: self._whole(part) for code, part in pairs}

    def _whole(self, technique: Technique) -> State | None:
        rows = self._rows.get(technique.id, ())
        return None if any(row.state is None for row in rows) else whole_of(rows)

    def _fulfilment(self, conclusion: Conclusion) -> Fulfilment:
        known = self._fulfilments.get(conclusion.technique.id)
        if known is None:
            self._fulfilments[conclusion.technique.id] = Fulfilment.UNDECIDED  # ends a circle
            known = self._fulfilments[conclusion.technique.id] = self._decided(conclusion)
        return known

    def _decided(self, conclusion: Conclusion) -> Fulfilment:
        """Return what the rule comes to, else what the row of the whole conclusion says."""
        states, own = self._states(conclusion), self._whole(conclusion.technique)
        rule = conclusion.rule
        found = Fulfilment.UNDECIDED
        if rule is not None:
            besides = self._besides(conclusion.technique, rule.besides)
            found = fulfilment(rule, states, besides)
        elif states and set(states.values()) == {State.NOT_APPLICABLE}:
            found = Fulfilment.NOT_FOR_PLANT
        if found is Fulfilment.UNDECIDED and own is not None:
            return _OF_WHOLE[own]
        entered = own is not None or any(state is not None for state in states.values())
        if not entered and not self._is_asked(conclusion):
            return Fulfilment.NOT_FOR_PLANT
        return found

    def _besides(self, technique: Technique, number: str) -> Fulfilment | None:
        """Return what another conclusion of the same document comes to."""
        for each in self.index.conclusions if number else ():
            other = each.technique
            if other.number == number and other.source == technique.source:
                return self._fulfilment(each)
        return None

    def _technique_of(self, row: Applied) -> Technique:
        """Return the technique that a row outside the conclusions speaks of."""
        found = self.index.found(row.bat)
        title = Text(ru=row.bat, kk=row.bat, en=row.bat)
        return found or Technique(id=f"row.{row.id}", kind=OTHER, title=title)


def _plain(unit: str) -> str:
    return " ".join(unit.casefold().split())
