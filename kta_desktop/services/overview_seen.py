"""One walk through a filled form: what stands where, how it stands, what proof it has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.state import FormState, Place, QuestionStatus
from kta_desktop.services.evidence_rules import is_demanded, wanted

DONE = frozenset({QuestionStatus.ANSWERED, QuestionStatus.BLANK, QuestionStatus.WARNING})
_LACKING = frozenset({QuestionStatus.EMPTY, QuestionStatus.BEGUN})
_PICTURES = frozenset({"photo", "meter_reading"})  # proof that is got at the plant only


@dataclass(frozen=True, slots=True)
class Seen:
    """A question that is asked now, and how it stands.

    Attributes:
        place: Where it stands.
        status: How it stands.
        required: Whether the audit is incomplete without an answer or a reason for the blank.
        wants: Kinds of proof of which its answer still lacks one.
    """

    place: Place
    status: QuestionStatus
    required: bool
    wants: tuple[str, ...]

    @property
    def address(self) -> str:
        """Return where it stands."""
        return self.place.address

    @property
    def question(self) -> Question:
        """Return what is asked."""
        return self.place.question

    @property
    def is_done(self) -> bool:
        """Whether it is answered, or blank with a reason."""
        return self.status in DONE

    @property
    def is_lacking(self) -> bool:
        """Whether it has neither an answer nor a reason for the blank."""
        return self.status in _LACKING

    @property
    def target(self) -> Target:
        """Return the place it leads to."""
        return Target(Where.QUESTION, self.address)

    @property
    def wants_picture(self) -> bool:
        """Whether nothing but a picture, taken here, proves its answer."""
        return bool(self.wants) and _PICTURES.issuperset(self.wants)

    @property
    def is_unproven(self) -> bool:
        """Whether proof is lacking that the checklist demands, or that is got here only."""
        return bool(self.wants) and (self.wants_picture or is_demanded(self.question))


class View:
    """An audit as the parts of the overview look at it; made for one look."""

    def __init__(self, record: AuditRecord, state: FormState) -> None:
        self.record, self.state = record, state

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return everything that is shown now, in paper order."""
        return self.state.places()

    @cached_property
    def asked(self) -> tuple[Seen, ...]:
        """Return every question that is asked now, in paper order."""
        return tuple(self._seen(place) for place in self.places if place.question.is_asked)

    @cached_property
    def empty_repeats(self) -> tuple[Place, ...]:
        """Return the repeats that must have an instance and have none."""
        return tuple(
            place
            for place in self.places
            if place.question.type is QuestionType.REPEAT
            and self.state.is_required(place.address)
            and not self.state.rows(place.address)
        )

    @cached_property
    def files(self) -> int:
        """Return how many attachments there are."""
        entries = self.record.entries
        return sum("#evidence:" in path and entries[path] is not None for path in entries)

    def of_concept(self, concept: str) -> Iterator[Seen]:
        """Yield the questions of a concept."""
        return (seen for seen in self.asked if seen.question.concept == concept)

    def rows(self, seen: Seen) -> Iterator[tuple[str, "Cells"]]:
        """Yield id and cells of every row of a table."""
        prefix = f"{seen.question.concept}."
        names = {
            column.concept.removeprefix(prefix) or column.name: column.name
            for column in seen.question.columns
        }
        for row in self.state.rows(seen.address):
            yield row.id, Cells(names, row.cells)

    def _seen(self, place: Place) -> Seen:
        address = place.address
        return Seen(
            place,
            self.state.status(address),
            self.state.is_required(address),
            wanted(self.state, address),
        )


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row by the last part of the concepts of their columns."""

    names: Mapping[str, str]
    cells: Mapping[str, Answer]

    def answer(self, part: str) -> Answer:
        """Return the answer in a cell; an empty one if there is none."""
        return self.cells.get(self.names.get(part, ""), EMPTY)

    def value(self, part: str) -> str:
        """Return the meaning of a cell; empty if it has none."""
        value = self.answer(part).value
        return value if isinstance(value, str) else ""

    def is_filled(self, part: str) -> bool:
        """Whether a cell has an answer, or a reason why it has none."""
        return not self.answer(part).is_empty
