"""Two audits side by side: what was answered before, what now, and by how much it changed.

Questions are matched by concept and rows by their name, as when answers are taken over. Nothing is
judged: a figure that grew is neither better nor worse here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType
from kta_desktop.domain.fieldpath import address
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.forms.problems import decimal_of
from kta_desktop.i18n import language
from kta_desktop.measurement.errors import UnitUnfitError
from kta_desktop.measurement.units import are_of_one_quantity, convert
from kta_desktop.services import auditing
from kta_desktop.services.carrying import Box, Filled, Rows
from kta_desktop.services.value_words import answer_text, blank_line
from kta_desktop.services.workspace import Workspace

__all__ = ["Compared", "compare", "compare_audits"]

_NUMBERS = (QuestionType.DECIMAL, QuestionType.INTEGER, QuestionType.RANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One question or cell that was answered in at least one of the two audits.

    Attributes:
        address: Where it stands in the present audit; empty if it is in the previous one only.
        number: Number of the question on screen and paper.
        question: What is asked.
        column: Heading of the column; empty for a question of its own.
        rows: Names of the rows it is in, the outermost first.
        before: Answer of the previous audit.
        now: Answer of the present one.
        asked_before: How the previous audit asked it; None if it did not.
        asked_now: How the present one asks it.
        change: By how many percent the figure changed; None where that cannot be said, and for
            figures without a unit: years and numbers of things do not grow by percent.
        is_changed: Whether the answers differ.
    """

    address: str
    number: str
    question: Text
    column: Text = NO_TEXT
    rows: tuple[str, ...] = ()
    before: Answer = EMPTY
    now: Answer = EMPTY
    asked_before: Question | Column | None = None
    asked_now: Question | Column | None = None
    change: Decimal | None = None
    is_changed: bool = False

    def before_words(self, lang: str) -> str:
        """Return the previous answer as people read it; empty if there was none."""
        return _words(self.asked_before, self.before, lang)

    def now_words(self, lang: str) -> str:
        """Return the present answer as people read it; empty if there is none."""
        return _words(self.asked_now, self.now, lang)


def compare_audits(ws: Workspace, now: str, before: str) -> tuple[Compared, ...]:
    """Return what two audits answered, in the order of the present one's paper.

    Raises:
        AuditNotFoundError: If there is no such audit.
        AuditUnreadableError: If what is stored of one cannot be understood.
    """
    return compare(auditing.load(ws, before), auditing.load(ws, now))


def compare(before: AuditRecord, now: AuditRecord) -> tuple[Compared, ...]:
    """Return what two audits answered, in the order of the present one's paper."""
    places = _places(now.definition)
    found = _walk(_Side.of(before), _Side.of(now))
    last = len(places)
    return tuple(sorted(found, key=lambda each: places.get(each.number, last)))


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two audits at one instance of a repeat; no box if it has none such.

    Attributes:
        filled: The audit.
        named: Its questions by name.
        box: The repeat, or the whole form.
        rows: Ids of the instances on the way.
    """

    filled: Filled
    named: Mapping[str, Question]
    box: Box | None
    rows: Rows = ()

    @classmethod
    def of(cls, record: AuditRecord) -> "_Side":
        """Return an audit as a whole."""
        named = {question.name: question for question in record.definition.questions}
        filled = Filled.of(record.definition, record.entries)
        return cls(filled, named, filled.root)

    @property
    def asked(self) -> Mapping[str, Question | Column]:
        """What is asked here, by concept."""
        return self.box.asked if self.box is not None else {}

    @property
    def inner(self) -> Mapping[str, Box]:
        """The repeats in it, by concept."""
        return self.box.inner if self.box is not None else {}

    def answer(self, concept: str) -> Answer:
        """Return the answer to what has a concept."""
        asked = self.asked.get(concept)
        if self.box is None or asked is None:
            return EMPTY
        return self.filled.answer(self.box, self.rows, asked.name)

    def address(self, concept: str) -> str:
        """Return where that is answered; empty if it is not asked."""
        asked = self.asked.get(concept)
        if self.box is None or asked is None:
            return ""
        return address((*self.box.names, asked.name), self.rows)

    def question(self, concept: str) -> Question | None:
        """Return the question that has a concept, or the table a column is of."""
        asked = self.asked.get(concept)
        if isinstance(asked, Question) or asked is None or self.box is None:
            return asked if isinstance(asked, Question) else None
        return self.named[self.box.names[-1]]

    def within(self, concept: str, row: str | None) -> "_Side":
        """Return an instance of a repeat that is in this one; None gives one without a box."""
        if row is None:
            return replace(self, box=None)
        return replace(self, box=self.inner[concept], rows=(*self.rows, row))

    def instances(self, concept: str) -> dict[tuple[str, int], str]:
        """Return the instances by name; those of one name, or of none, by their order."""
        box = self.inner.get(concept)
        found: dict[tuple[str, int], str] = {}
        for row in self.filled.rows(box, self.rows) if box is not None else ():
            name = _name(self.within(concept, row))
            found[(name, sum(1 for other, _place in found if other == name))] = row
        return found


def _walk(was: _Side, now: _Side, names: tuple[str, ...] = ()) -> Iterator[Compared]:
    """Yield what is asked in one instance of a repeat, then in the repeats inside it."""
    for concept in dict.fromkeys([*now.asked, *was.asked]):
        if not (was.answer(concept).is_empty and now.answer(concept).is_empty):
            yield _one(was, now, names, concept)
    for concept in dict.fromkeys([*now.inner, *was.inner]):
        before, after = was.instances(concept), now.instances(concept)
        for key in dict.fromkeys([*after, *before]):
            one = was.within(concept, before.get(key))
            other = now.within(concept, after.get(key))
            yield from _walk(one, other, (*names, key[0]))


def _one(was: _Side, now: _Side, names: tuple[str, ...], concept: str) -> Compared:
    asked, wanted = was.asked.get(concept), now.asked.get(concept)
    holder = now.question(concept) or was.question(concept)
    told = wanted or asked
    if holder is None:
        raise LookupError(concept)
    figures = _figures(asked, was.answer(concept), wanted, now.answer(concept))
    return Compared(
        address=now.address(concept),
        number=holder.number,
        question=holder.title,
        column=told.label if isinstance(told, Column) else NO_TEXT,
        rows=tuple(name for name in names if name),
        before=was.answer(concept),
        now=now.answer(concept),
        asked_before=asked,
        asked_now=wanted,
        change=_change(figures) if told is not None and told.unit else None,
        is_changed=_differ(was.answer(concept), now.answer(concept), figures),
    )


def _name(side: _Side) -> str:
    """Return what tells an instance from the others, as people read it; empty if nothing does."""
    if side.box is None:
        return ""
    key = side.box.key
    asked = next((each for each in side.asked.values() if each.name == key), None)
    answer = side.filled.answer(side.box, side.rows, key)
    return "" if asked is None else " ".join(answer_text(asked, answer, language()).split())


def _words(asked: Question | Column | None, answer: Answer, lang: str) -> str:
    if asked is None:
        return ""
    return blank_line(answer, lang) if answer.blank else answer_text(asked, answer, lang)


def _differ(was: Answer, now: Answer, figures: tuple[Decimal, Decimal] | None) -> bool:
    if figures is not None:
        return figures[0] != figures[1]
    return (was.value, was.blank, was.unit) != (now.value, now.blank, now.unit)


def _change(figures: tuple[Decimal, Decimal] | None) -> Decimal | None:
    """Return the change in percent of what it was; None without two figures, or from zero."""
    if figures is None or not figures[0]:
        return None
    return (figures[1] - figures[0]) / abs(figures[0]) * 100


def _figures(
    asked: Question | Column | None, was: Answer, wanted: Question | Column | None, now: Answer
) -> tuple[Decimal, Decimal] | None:
    """Return both figures in the unit of the present one; None if they are not of one quantity."""
    before, after = _number(asked, was), _number(wanted, now)
    if asked is None or wanted is None or before is None or after is None:
        return None
    unit, target = was.unit or asked.unit, now.unit or wanted.unit
    if unit == target:
        return before, after
    if unit is None or target is None or not are_of_one_quantity(unit, target):
        return None
    try:
        return convert(before, unit, target), after
    except UnitUnfitError:  # of one quantity by name, such as persons and pieces
        return None


def _number(asked: Question | Column | None, answer: Answer) -> Decimal | None:
    return decimal_of(answer) if asked is not None and asked.type in _NUMBERS else None


def _places(definition: Definition) -> Mapping[str, int]:
    numbers = dict.fromkeys(question.number for question in definition.questions)
    return {number: place for place, number in enumerate(numbers)}
