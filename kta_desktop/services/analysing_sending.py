"""Results of a session on their way to the answers they belong to.

Nothing here writes. ``offers`` says for each answer what it holds and what it would hold; the
auditor chooses; ``edits`` gives everything as one act: cells, rows that are needed, a note that
names the session, and in the session what was sent, so that one undo takes all of it back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Column, Question, QuestionType, Text
from kta_desktop.domain.measurement import Sent, Session
from kta_desktop.domain.numbers import plain
from kta_desktop.errors import KtaError
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_, _, language
from kta_desktop.measurement.units import convert
from kta_desktop.services.analysing_figures import Given
from kta_desktop.services.answering import Edit
from kta_desktop.services.overview_seen import Cells

NOTE = N_("{what}: measured by session {day}, {source}; reference conditions {basis}.")
_PLACES_MOST = 6  # digits after the mark that a converted figure keeps at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One answer that an offer would change.

    Attributes:
        address: Of the answer.
        before: What it holds.
        after: What it would hold.
    """

    address: str
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One result for one answer, with what must go along: its U, reference conditions, origin.

    Attributes:
        channel: Of the quantity; that of the first one for the state of the gas.
        card: Address of the question or table it stands in.
        row: Id of its row; empty for a question.
        is_new: Whether the row is to be added, or has no answer yet.
        label: What the question or column is called, by language.
        given: The figure as the session has it.
        main: The answer that takes the figure.
        parameter: Name of the quantity by language; empty for the state of the gas.
        along: Answers beside it.
        advised: Whether nothing is lost and nothing guessed by taking it.
    """

    channel: str
    card: str
    row: str
    is_new: bool
    label: Text
    given: Given
    main: Cell
    parameter: Mapping[str, str] = field(default_factory=dict)
    along: tuple[Cell, ...] = ()
    advised: bool = True

    @property
    def overwrites(self) -> bool:
        """Whether an answer that is there would be replaced by another."""
        return any(_is_replaced(cell) for cell in (self.main, *self.along))


def _is_replaced(cell: Cell) -> bool:
    return not cell.before.is_empty and not _same(cell.before, cell.after)


def _same(one: Answer, other: Answer) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the checklist where it stands, its columns by the last part of their concept.

    Attributes:
        state: Of the form.
        address: Of the table.
    """

    state: FormState
    address: str

    @property
    def question(self) -> Question:
        """Return what is asked."""
        return self.state.question(self.address)

    def column(self, part: str) -> Column | None:
        """Return a column; None if this checklist has none."""
        prefix = f"{self.question.concept}."
        for column in self.question.columns:
            if (column.concept.removeprefix(prefix) or column.name) == part:
                return column
        return None

    def rows(self) -> Iterator[tuple[str, Cells]]:
        """Yield id and cells of every row."""
        prefix = f"{self.question.concept}."
        names = {
            column.concept.removeprefix(prefix) or column.name: column.name
            for column in self.question.columns
        }
        return ((row.id, Cells(names, row.cells)) for row in self.state.rows(self.address))

    def cell(self, row: str, column: Column, after: Answer) -> Cell:
        """Return a cell as it is and as it would be."""
        found = next((each for each in self.state.rows(self.address) if each.id == row), None)
        before = EMPTY if found is None else found.cells.get(column.name, EMPTY)
        address = fieldpath.cell(self.address, row, column.name)
        return Cell(address=address, before=before, after=after)


def numeric(asked: Question | Column, given: Given, origin: str) -> Answer | None:
    """Return a figure as an answer in the unit that is asked for; None if it has no such unit.

    It keeps the digits that its uncertainty leaves, of one without U four significant ones.
    """
    unit = asked.unit or given.unit
    try:
        value = convert(Decimal(repr(given.value)), given.unit, unit)
        spread = convert(Decimal(repr(given.uncertainty or 0.0)), given.unit, unit)
    except KtaError:
        return None
    places = formatting.places_of(float(spread)) if spread else _significant(value)
    rounded = formatting.rounded(value, places)
    told = plain(rounded if spread else rounded.normalize())
    return Answer(
        text=told.replace(".", formatting.mark(language())),
        value=told,
        unit=unit if asked.unit else None,
        origin=origin,
        uncertainty=plain(formatting.rounded(spread, places)) if spread else None,
    )


def _significant(value: Decimal) -> int:
    return min(max(3 - value.adjusted(), 0), _PLACES_MOST) if value else 0


def chosen(column: Column, name: str) -> Answer | None:
    """Return an option of a column as an answer; None if it has no such option."""
    wanted = name.casefold()
    found = next((each for each in column.choices if each.name.casefold() == wanted), None)
    return None if found is None else Answer(value=found.name)


def edits(state: FormState, session: Session, taken: Sequence[Offer], at: str) -> tuple[Edit, ...]:
    """Return everything that sending ``taken`` writes, as one act.

    Args:
        state: The form.
        session: As stored.
        taken: What the auditor chose.
        at: ISO time (UTC) of now.
    """
    if not taken:
        return ()
    cells = {
        cell.address: cell.after
        for offer in taken
        for cell in (*offer.along, offer.main)
        if not _same(cell.before, cell.after) or cell is offer.main
    }
    sent = (*_kept(session, taken), *(_sent(offer, at) for offer in taken))
    session_path = fieldpath.record("session", session.id)
    return (
        *_rows(state, taken),
        *(Edit(address, entry.stored(answer)) for address, answer in cells.items()),
        *_notes(state, session, taken),
        Edit(session_path, replace(session, sent=sent).to_json()),
    )


def _rows(state: FormState, taken: Iterable[Offer]) -> Iterator[Edit]:
    """Yield the rows that have to be added, behind those that are there."""
    order: dict[str, float] = {}
    done: set[str] = set()
    for offer in taken:
        path = fieldpath.row(offer.card, offer.row)
        rows = state.rows(offer.card) if offer.is_new else ()
        if not offer.is_new or path in done or any(row.id == offer.row for row in rows):
            continue
        done.add(path)
        known = max((row.order for row in rows), default=0.0)
        order[offer.card] = order.get(offer.card, known) + 1
        yield Edit(path, {"order": order[offer.card]})


def _notes(state: FormState, session: Session, taken: Sequence[Offer]) -> Iterator[Edit]:
    """Yield for each question the note that says where its figures come from."""
    from kta_desktop.packs.reference import bases

    lang = language()
    row = bases().get(session.basis)
    for card in dict.fromkeys(offer.card for offer in taken):
        labels = dict.fromkeys(each.label.get(lang) for each in taken if each.card == card)
        line = _(NOTE).format(
            what=", ".join(labels),
            day=formatting.datetime_(session.started_at, lang, seconds=False),
            source=session.source,
            basis=session.basis if row is None else row.label.get(lang),
        )
        before = state.note(card)
        if line not in before:
            yield Edit(fieldpath.note(card), f"{before}\n{line}".strip())


def _kept(session: Session, taken: Sequence[Offer]) -> Iterator[Sent]:
    """Yield what was sent before, but for what is sent again."""
    again = {offer.main.address for offer in taken}
    return (sent for sent in session.sent if sent.address not in again)


def _sent(offer: Offer, at: str) -> Sent:
    answer = offer.main.after
    value = answer.value if isinstance(answer.value, str) else ""
    return Sent(
        channel=offer.channel,
        address=offer.main.address,
        value=value,
        unit=answer.unit or "",
        at=at,
    )


def is_number(asked: Question | Column) -> bool:
    """Whether a question or column takes a number."""
    return asked.type in (QuestionType.DECIMAL, QuestionType.INTEGER)
