"""One walk through a filled form: what stands where, how it stands, what proof it has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.domain.target import Target, Where
from kta_desktop.forms.state import FormState, Place, QuestionStatus
from kta_desktop.packs.reference import evidence_kinds

DONE = frozenset({QuestionStatus.ANSWERED, QuestionStatus.BLANK, QuestionStatus.WARNING})
_LACKING = frozenset({QuestionStatus.EMPTY, QuestionStatus.BEGUN})
_PROVEN = frozenset({QuestionStatus.ANSWERED, QuestionStatus.WARNING, QuestionStatus.COPIED})
IMAGE, DOCUMENT = "image", "document"
_FORMS = {DOCUMENT: DOCUMENT}  # a kind that sector packs name by its form


@dataclass(frozen=True, slots=True)
class Seen:
    """A question that is asked now, and how it stands."""

    place: Place
    status: QuestionStatus
    required: bool
    files: int

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
    def wants(self) -> str:
        """Return the form of proof that its answer lacks: ``image``, ``document`` or nothing.

        An answer with any file at all is taken to be proven: which file shows what, only people
        can tell. Kinds of proof are alternatives: where one of them is a paper, a paper will do.
        """
        if self.files or self.status not in _PROVEN:
            return ""
        forms = {_FORMS.get(kind) or _forms().get(kind, "") for kind in self.question.evidence}
        return next((form for form in (DOCUMENT, IMAGE) if form in forms), "")


class View:
    """An audit as the parts of the overview look at it; made for one look."""

    def __init__(self, record: AuditRecord, state: FormState) -> None:
        self.record, self.state = record, state
        self._files = _files(record)

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
        return sum(self._files.values())

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
            self._files.get(address, 0),
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


def _files(record: AuditRecord) -> dict[str, int]:
    """Return how many attachments each question has, by its address."""
    found: dict[str, int] = {}
    for path, value in record.entries.items():
        address, mark, _id = path.partition("#evidence:")
        if mark and value is not None:
            found[address] = found.get(address, 0) + 1
    return found


@lru_cache
def _forms() -> Mapping[str, str]:
    return {kind.id: kind.form for kind in evidence_kinds()}
