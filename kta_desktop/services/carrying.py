"""What of one audit's answers another can take over: matched by concept, row by row.

Nothing is computed: pure rules over two definitions and two sets of entries. What was called a
trade secret stays one: the word goes with the answers, to the same place. That something is *not*
one is said anew, for what the checklist begins with is the safer side.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from kta_desktop.domain.answers import EMPTY, Answer, Origin
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.confidential import Secrecy
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType
from kta_desktop.domain.fieldpath import FieldPath, address, confidential, parse_path
from kta_desktop.domain.ids import new_id
from kta_desktop.forms.answers import order_of, read_answer
from kta_desktop.measurement.units import are_of_one_quantity
from kta_desktop.services.answering import Edit

_NUMBERS = (QuestionType.DECIMAL, QuestionType.INTEGER, QuestionType.RANGE)
_LISTS = (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
_NEVER = (
    QuestionType.IMAGE,
    QuestionType.FILE,
    QuestionType.NOTE,
    QuestionType.CALCULATE,
    QuestionType.ACKNOWLEDGE,
)

Rows = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Box:
    """A repeat or table, or the whole form: what is asked once in each of its instances.

    Attributes:
        names: Names of the repeats on the way, its own last.
        key: Name of what tells its instances apart.
        asked: Concept to question or column.
        inner: Concept to repeat.
    """

    names: tuple[str, ...] = ()
    key: str = ""
    asked: "dict[str, Question | Column]" = field(default_factory=dict)
    inner: "dict[str, Box]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A definition and what was entered for it.

    Attributes:
        root: What is asked.
        answers: Address to answer.
        instances: Address of a repeat to the ids of its instances with their place.
        said: Address to what a person said of it being a trade secret.
    """

    root: Box
    answers: Mapping[str, Answer]
    instances: Mapping[str, Mapping[str, float]]
    said: Mapping[str, Secrecy] = field(default_factory=dict)

    @classmethod
    def of(cls, definition: Definition, entries: Mapping[str, JsonValue]) -> "Filled":
        """Read the answers and instances among the entries of an audit."""
        answers: dict[str, Answer] = {}
        instances: dict[str, dict[str, float]] = {}
        said: dict[str, Secrecy] = {}
        for path, value in entries.items():
            place = _place(path)
            if place is None:
                continue
            if place.is_answer:
                answers[path] = read_answer(value)
            elif place.is_row and place.facet is None and isinstance(value, Mapping):
                number = order_of(value.get("order"))
                instances.setdefault(str(place.inside), {})[place.rows[-1]] = number
            elif place.facet == "confidential":
                found = Secrecy.from_json(value)
                said |= {} if found is None else {place.address: found}
        return cls(_root(definition), answers, instances, said)

    def rows(self, box: Box, around: Rows) -> list[str]:
        """Return the ids of the instances of a repeat, in order."""
        found = self.instances.get(address(box.names, around), {})
        return sorted(found, key=lambda row: (found[row], row))

    def last(self, box: Box, around: Rows) -> float:
        """Return the place of the last instance, 0 if there is none."""
        return max(self.instances.get(address(box.names, around), {}).values(), default=0.0)

    def answer(self, box: Box, rows: Rows, name: str) -> Answer:
        """Return what was answered to ``name`` in an instance."""
        return self.answers.get(address((*box.names, name), rows), EMPTY)

    def is_begun(self, box: Box, rows: Rows) -> bool:
        """Whether anything was entered in an instance, at any depth."""
        start = f"{address(box.names, rows)}/"
        return any(
            path.startswith(start) and not answer.is_empty for path, answer in self.answers.items()
        )


@dataclass(frozen=True, slots=True)
class Carried:
    """One edit, and where in the previous audit its value stands.

    Attributes:
        edit: What the new audit is to hold.
        source: Path in the previous audit; empty of a row that is made.
    """

    edit: Edit
    source: str = ""


def carried(
    old: Filled,
    new: Filled,
    previous: str,
    applies: Callable[[str], bool],
    *,
    over: bool = False,
) -> Iterator[Carried]:
    """Yield what ``new`` takes over from ``old``, and the rows that it needs for that.

    Behind what is taken over comes the word that it is a trade secret, if there was one.

    Args:
        old: The previous audit.
        new: The audit that goes on.
        previous: Id of the previous audit.
        applies: Whether the question at an address of the previous audit applied there.
        over: Whether what is answered already is spoken of, too.
    """
    return _Carrier(old, new, previous, applies, over).edits(old.root, new.root, (), ())


@dataclass(frozen=True, slots=True)
class _Carrier:
    old: Filled
    new: Filled
    previous: str
    applies: Callable[[str], bool]
    over: bool

    def edits(self, source: Box, target: Box, before: Rows, after: Rows) -> Iterator[Carried]:
        """Yield the answers of one instance, then those of the repeats in it."""
        for concept, asked in source.asked.items():
            wanted = target.asked.get(concept)
            if wanted is None or not self._takes(target, after, wanted):
                continue
            given = self.old.answer(source, before, asked.name)
            taken = _taken(asked, wanted, given)
            if taken is not None and self._applied(source, before, asked):
                copy = replace(taken, origin=Origin.PREVIOUS_AUDIT, copied_from=self.previous)
                there = address((*source.names, asked.name), before)
                here = address((*target.names, wanted.name), after)
                yield Carried(Edit(here, copy.to_json()), there)
                yield from self._secrecy(there, here)
        for concept, box in source.inner.items():
            if concept in target.inner:
                yield from self._repeat(box, target.inner[concept], before, after)

    def _secrecy(self, there: str, here: str) -> Iterator[Carried]:
        """Yield that a place is a trade secret, where nobody has said anything of it yet."""
        said = self.old.said.get(there)
        if said is not None and said.is_secret and here not in self.new.said:
            yield Carried(Edit(confidential(here), said.to_json()), confidential(there))

    def _repeat(self, source: Box, target: Box, before: Rows, after: Rows) -> Iterator[Carried]:
        found = list(self._instances(source, target, before, after))
        yield from found
        if found:
            there, here = address(source.names, before), address(target.names, after)
            yield from self._secrecy(there, here)

    def _takes(self, box: Box, rows: Rows, wanted: Question | Column) -> bool:
        return self.over or self.new.answer(box, rows, wanted.name).is_empty

    def _applied(self, box: Box, rows: Rows, asked: Question | Column) -> bool:
        if isinstance(asked, Question):
            return self.applies(address((*box.names, asked.name), rows))
        return self.applies(address(box.names, rows[:-1]))  # a cell goes by its table

    def _instances(self, source: Box, target: Box, before: Rows, after: Rows) -> Iterator[Carried]:
        place = self.new.last(target, after)
        for row, there in self._pairs(source, target, before, after):
            identifier = there or new_id()
            found = list(self.edits(source, target, (*before, row), (*after, identifier)))
            if found and there is None:
                place += 1
                row_path = address(target.names, (*after, identifier))
                yield Carried(Edit(row_path, {"order": place}))
            yield from found
            if found:
                there_row = address(source.names, (*before, row))
                yield from self._secrecy(there_row, address(target.names, (*after, identifier)))

    def _pairs(
        self, source: Box, target: Box, before: Rows, after: Rows
    ) -> Iterator[tuple[str, str | None]]:
        """Yield each old instance with the new one that takes it over; None = one to be made.

        Where nothing was entered yet, all are taken over in their order. Else only those whose
        name was entered again: nobody guesses what the others have become.
        """
        rows = self.old.rows(source, before)
        present = self.new.rows(target, after)
        if not any(self.new.is_begun(target, (*after, row)) for row in present):
            empty: list[str | None] = [*present, *([None] * len(rows))]
            yield from zip(rows, empty, strict=False)
            return
        named = {_name(self.new, target, (*after, row)): row for row in reversed(present)}
        for row in rows:
            name = _name(self.old, source, (*before, row))
            if name and name in named:
                yield row, named[name]


def _name(filled: Filled, box: Box, rows: Rows) -> str:
    """Return what tells an instance from the others; empty if it was not entered."""
    value = filled.answer(box, rows, box.key).value
    return " ".join(value.split()).casefold() if isinstance(value, str) else ""


def _taken(asked: Question | Column, wanted: Question | Column, given: Answer) -> Answer | None:
    """Return ``given`` as an answer to ``wanted``; None if it is none there."""
    if not given.is_answered or asked.type in _NEVER or wanted.type in _NEVER:
        return None
    if asked.type in _NUMBERS and wanted.type in _NUMBERS:
        return _number(asked, wanted, given)
    if asked.type is not wanted.type:
        return None
    if isinstance(given.value, tuple):
        return _options(wanted, given, given.value)
    is_choice = wanted.type is QuestionType.SELECT_ONE and wanted.choices
    return None if is_choice and wanted.choice(str(given.value)) is None else given


def _options(wanted: Question | Column, given: Answer, chosen: tuple[str, ...]) -> Answer | None:
    """Return the options that still exist; None if none does, or its kind takes one only."""
    if wanted.type not in _LISTS:
        return None
    kept = tuple(name for name in chosen if not wanted.choices or wanted.choice(name))
    return replace(given, value=kept) if kept else None


def _number(asked: Question | Column, wanted: Question | Column, given: Answer) -> Answer | None:
    """Return a number in the unit it was entered in, if that is of the quantity asked for."""
    unit = given.unit or asked.unit
    if (unit is None) is not (wanted.unit is None):
        return None
    if unit is not None and wanted.unit is not None and not are_of_one_quantity(unit, wanted.unit):
        return None
    if wanted.type is QuestionType.INTEGER and not _is_whole(given):
        return None
    return replace(given, unit=unit)


def _is_whole(given: Answer) -> bool:
    try:
        number = Decimal(str(given.value))
    except InvalidOperation:
        return False
    return number == number.to_integral_value()


def _place(path: str) -> FieldPath | None:
    try:
        return parse_path(path)
    except ValueError:
        return None  # an entry of another release stays where it is


def _root(definition: Definition) -> Box:
    """Return the repeats of a definition with what is asked in them."""
    root = Box()
    parents = {group.name: group.parent for group in definition.groups}
    parents |= {question.name: question.parent for question in definition.questions}
    boxes: dict[str, Box] = {}
    for question in definition.questions:
        around = _around(question.parent, parents, boxes) or root
        if question.is_repeat:
            boxes[question.name] = _repeat(question, around)
        elif question.is_asked and question.concept:
            around.asked.setdefault(question.concept, question)
            around.key = around.key or question.name
    return root


def _around(
    parent: str | None, parents: Mapping[str, str | None], boxes: Mapping[str, Box]
) -> Box | None:
    """Return the innermost repeat around a question; groups are passed through."""
    seen: set[str] = set()
    while parent is not None and parent not in boxes and parent not in seen:
        seen.add(parent)
        parent = parents.get(parent)
    return boxes.get(parent) if parent is not None else None


def _repeat(question: Question, around: Box) -> Box:
    key = (question.more or {}).get("key")
    first = question.columns[0].name if question.columns else ""
    box = Box((*around.names, question.name), key if isinstance(key, str) else first)
    box.asked = dict(_columns(question.columns))
    around.inner.setdefault(question.concept or f"#{question.name}", box)
    return box


def _columns(columns: Iterable[Column]) -> Iterator[tuple[str, Column]]:
    """Yield the columns by concept; one without is known by its name, unique in its table."""
    for column in columns:
        yield column.concept or f"#{column.name}", column
