"""What the auditor does with bottlenecks, as edits: take over, add, merge, reject, weigh.

Nothing is written here: whoever asks stores the edits as one act, so that it can be undone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment import registers
from kta_desktop.assessment.balances_nodes import title as node_title
from kta_desktop.assessment.bottlenecks import Candidate, Part
from kta_desktop.assessment.candidates_found import record_of
from kta_desktop.assessment.candidates_rank import RECORD, Weights, changed, rounded
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.steps import Grade
from kta_desktop.assessment.transition import BOTTLENECKS
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer, Origin
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Column, Question
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState
from kta_desktop.services.answering import Edit
from kta_desktop.services.bottleneck_errors import (
    MergedInCircleError,
    NoNameError,
    NoReasonError,
    NoRegisterError,
    WeightOutsideError,
)

_SURE: tuple[tuple[Decimal, Grade], ...] = (
    (Decimal("0.75"), Grade.HIGH),
    (Decimal("0.45"), Grade.MEDIUM),
)
_WEIGHTY: tuple[tuple[Decimal, Grade], ...] = (
    (Decimal(67), Grade.HIGH),
    (Decimal(34), Grade.MEDIUM),
)
_DIGITS = 4  # of how many times a level is exceeded
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class _Register:
    """The table of bottlenecks where it stands."""

    state: FormState
    table: Question
    address: str

    @property
    def next_order(self) -> float:
        """Return the place behind the last row."""
        rows = self.state.rows(self.address)
        return max((row.order for row in rows), default=0.0) + 1.0

    def has(self, row: str) -> bool:
        """Whether a row is there."""
        return any(each.id == row for each in self.state.rows(self.address))

    def added(self, row: str, cells: Mapping[str, Answer]) -> list[Edit]:
        """Return the edits that add a row with its cells."""
        place = Edit(fieldpath.row(self.address, row), {"order": self.next_order})
        return [place, *self.filled(row, cells)]

    def filled(self, row: str, cells: Mapping[str, Answer]) -> Iterator[Edit]:
        """Yield what puts answers into the cells of a row; what the table lacks is left out."""
        for name, answer in cells.items():
            column = self.column(name)
            if column is not None and not answer.is_empty:
                path = fieldpath.cell(self.address, row, column.name)
                yield Edit(path, entry.stored(answer))

    def column(self, name: str) -> Column | None:
        """Return a column by its name, else by its concept."""
        found = self.table.column(name)
        concept = f"{self.table.concept}.{name}"
        return found or next((each for each in self.table.columns if each.concept == concept), None)

    def typed(self, name: str, text: str) -> Answer:
        """Return what a text means in a column; empty if the table has no such column."""
        column = self.column(name)
        return EMPTY if column is None or not text else entry.cell(column, text)


def take(
    state: FormState, candidate: Candidate, lang: str, indicators: Sequence[Indicator] = ()
) -> list[Edit]:
    """Return the edits that take a candidate over into the register, confirmed by the auditor.

    Its cause stays empty: what a figure shows does not say why it is so. One that is in the
    register already is only confirmed; one that was rejected or merged is so no longer.

    Args:
        state: The form.
        candidate: Which.
        lang: Language its words are written in.
        indicators: All of the audit: for the place, and how many times a level is exceeded.

    Raises:
        NoRegisterError: If the checklist asks for no bottlenecks.
    """
    register = _register(state)
    kept = Edit(record_of(candidate.key), {"key": candidate.key})
    if register.has(candidate.row_id):
        confirmed = {"confirmed": register.typed("confirmed", _YES)}
        return [*register.filled(candidate.row_id, confirmed), kept]
    cells = _cells(register, candidate, lang, indicators)
    return [*register.added(candidate.row_id, cells), kept]


def add(state: FormState, texts: Mapping[str, str], row: str = "") -> list[Edit]:
    """Return the edits that add a bottleneck of the auditor's own.

    Args:
        state: The form.
        texts: Column (``what``, ``where``, ``excess``, …) to what was typed or chosen.
        row: Id of the new row; empty for any.

    Raises:
        NoNameError: If ``what`` is empty.
        NoRegisterError: If the checklist asks for no bottlenecks.
    """
    if not texts.get("what", "").strip():
        raise NoNameError
    register = _register(state)
    cells = {"confirmed": _YES, **texts}
    answers = {name: register.typed(name, text.strip()) for name, text in cells.items()}
    return register.added(row or new_id(), answers)


def merge(into: Candidate, other: Candidate) -> list[Edit]:
    """Return the edits that merge ``other`` into another candidate.

    Rows and attachments of both stay where they are; the sheets show one.

    Raises:
        MergedInCircleError: If they are one already.
    """
    if other.key in (into.key, into.merged_into) or into.merged_into == other.key:
        raise MergedInCircleError
    return [Edit(record_of(other.key), {"key": other.key, "merged_into": into.key})]


def reject(state: FormState, candidate: Candidate, reason: str) -> list[Edit]:
    """Return the edits that reject a candidate; its row, if it has one, is no longer confirmed.

    Raises:
        NoReasonError: If the reason is empty.
    """
    words = " ".join(reason.split())
    if not words:
        raise NoReasonError
    record: JsonValue = {"key": candidate.key, "rejected": words}
    return [Edit(record_of(candidate.key), record), *_confirmed(state, candidate, _NO)]


def take_back(state: FormState, candidate: Candidate) -> list[Edit]:
    """Return the edits that undo rejecting or merging: the candidate stands by itself again."""
    is_row = candidate.row is not None
    after: JsonValue = {"key": candidate.key} if is_row else None
    again = _confirmed(state, candidate, _YES) if candidate.rejected else []
    return [Edit(record_of(candidate.key), after), *again]


def weights(current: Weights, part: Part, weight: Decimal) -> list[Edit]:
    """Return the edits that set one weight; the others keep their ratio, in whole %, sum 100.

    Raises:
        WeightOutsideError: If it is not from 0 to 100.
    """
    if not (weight.is_finite() and 0 <= weight <= 100):
        raise WeightOutsideError(weight=weight)
    found = rounded(changed(current, part, weight))
    return [Edit(RECORD, {str(each): f"{value:f}" for each, value in found.items()})]


def default_weights() -> list[Edit]:
    """Return the edits that go back to the weights that the program proposes."""
    return [Edit(RECORD, None)]


def _register(state: FormState) -> _Register:
    table = registers.table(state.definition, BOTTLENECKS)
    if table is not None:
        for place in state.places(table.section):
            if place.question.name == table.name:
                return _Register(state, table, place.address)
    raise NoRegisterError


def _confirmed(state: FormState, candidate: Candidate, said: str) -> list[Edit]:
    """Return what puts yes or no beside the row of a candidate; nothing if it has none."""
    if candidate.row is None:
        return []
    register = _register(state)
    return list(register.filled(candidate.row_id, {"confirmed": register.typed("confirmed", said)}))


def _cells(
    register: _Register, candidate: Candidate, lang: str, indicators: Sequence[Indicator]
) -> Mapping[str, Answer]:
    behind = [each for each in indicators if each.key in candidate.indicators]
    sureness = candidate.parts.get(Part.CONFIDENCE)
    grade = None if sureness is None else _grade(sureness, _SURE)
    texts = {
        "what": candidate.title.get(lang),
        "where": _where(candidate, behind, lang),
        "indicator": candidate.sign.get(lang),
        "confidence": grade or "",
        "priority": _grade(candidate.score, _WEIGHTY),
        "confirmed": _YES,
    }
    cells = {name: register.typed(name, text) for name, text in texts.items()}
    times = next((found for each in behind if (found := _times(each.judgement))), None)
    if times is not None:
        # not as if typed: «1,225» could also be read as a thousand
        told = formatting.number(times, "ru")
        cells["excess"] = Answer(text=told, value=f"{times:f}", origin=Origin.CALCULATED)
    return cells


def _where(candidate: Candidate, behind: Sequence[Indicator], lang: str) -> str:
    _balance, _slash, stage = candidate.balance.partition("/")
    if stage:
        return node_title(stage).get(lang)
    return next((each.where for each in behind if each.where), "")


def _times(judgement: Judgement) -> Decimal | None:
    """Return value ÷ upper end of a level that is exceeded; None for other levels."""
    level, value = judgement.level, judgement.value
    if judgement.verdict is not Verdict.EXCEEDS or level is None or value is None:
        return None
    bound = Decimal(level.upper) if level.upper is not None else Decimal(0)
    if level.direction == "higher" or bound <= 0 or value <= bound:
        return None
    return formatting.significant(value / bound, _DIGITS)


def _grade(value: Decimal, steps: Sequence[tuple[Decimal, Grade]]) -> Grade:
    return next((grade for least, grade in steps if value >= least), Grade.LOW)
