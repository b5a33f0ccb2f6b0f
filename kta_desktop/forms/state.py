"""The state of a filled form: what applies, what was answered, what follows from it.

Built from a definition and the entries of an audit; ``apply`` takes one edit over and recomputes
only what depends on it. A question that does not apply keeps its answer; expressions see it as
not there. A question whose condition is undecided, or cannot be evaluated, is shown and flagged.

Everything is asked for by address: ``wat_03``, inside repeats ``source/<row>/height``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kta_desktop.domain.answers import Answer, Evidence
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.confidential import Confidential, Secrecy
from kta_desktop.domain.definition import Choice, Definition, Question
from kta_desktop.domain.fieldpath import FieldPath, parse_path
from kta_desktop.forms import lifetime, resting, secrecy, views
from kta_desktop.forms.answers import Filled, Row, Store
from kta_desktop.forms.functions_kit import condition
from kta_desktop.forms.host import Host
from kta_desktop.forms.moments import one_clock
from kta_desktop.forms.problems import Problem
from kta_desktop.forms.program import make
from kta_desktop.forms.rules import Rule
from kta_desktop.forms.running import Running
from kta_desktop.forms.scope import NOWHERE, Rows, Scope, World
from kta_desktop.forms.standing import QuestionStatus, Standing
from kta_desktop.forms.structure import Item
from kta_desktop.forms.told_units import ToldUnit, told_unit
from kta_desktop.forms.values import ABSENT, Value
from kta_desktop.forms.views import Place

__all__ = ["FormState", "Place", "Problem", "Progress", "QuestionStatus", "Row", "ToldUnit"]

_LACKING = frozenset({QuestionStatus.EMPTY, QuestionStatus.BEGUN})


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the questions that apply are answered, or blank with a reason."""

    answered: int
    total: int


class FormState:
    """One filled form. Not safe for use by several threads at once.

    Attributes:
        definition: What it asks.
        entries: Path to value at present.
        age: How often edits were taken over; what was asked for at the same age still holds.
        ages: Key of what the definition has to the age at which it last came to something else.
        row_ages: The same of one instance: key and outermost row.

    Raises:
        CycleError: If the definition has conditions that depend on each other in a circle.
    """

    def __init__(
        self,
        definition: Definition,
        entries: Mapping[str, JsonValue],
        host: Host | None = None,
    ) -> None:
        self.definition = definition
        self.age, self.ages, self.row_ages = 0, dict[str, int](), dict[tuple[str, str], int]()
        self._entries: dict[str, JsonValue] = dict(entries)
        self._program = make(definition)
        self._store = Store()
        self._known: dict[str, tuple[Item, Rows]] = {}
        self._shown: dict[str, tuple[Place, ...]] = {}  # by section; of those that did not change
        for path, value in self._entries.items():
            self._take(path, value)
        world = World(files=dict(definition.files or {}), host=host, facts=self)
        self._running = Running(self._program, self._store, world)
        self._running.compute_all()
        self._standing = Standing(self._running)

    @property
    def entries(self) -> Mapping[str, JsonValue]:
        """Return the entries at present; the mapping follows later edits."""
        return self._entries

    @one_clock()
    def apply(self, path: str, after: JsonValue) -> frozenset[str]:
        """Take over one edit.

        Returns the addresses of the asked and shown questions whose relevance, answer, choices,
        value or status changed, the edited one included; nothing for paths of records and for
        what the definition lacks.

        Raises:
            ValueError: If ``path`` is not a path.
        """
        return self.apply_all(((path, after),))

    @one_clock()
    def apply_all(self, edits: Iterable[tuple[str, JsonValue]]) -> frozenset[str]:
        """Take over edits, paths and what they hold now, as ``apply`` does one by one.

        What depends on several of them is computed once.
        """
        self.age += 1
        lists: dict[tuple[str, Rows], Item] = {}
        answers: dict[tuple[str, Rows], Item] = {}
        for path, after in edits:
            place = parse_path(path)
            self._entries[path] = after
            item = self._item(place)
            is_row = place.is_row and place.facet is None
            if item is None or (is_row and not item.is_repeat):
                continue
            self._store.put(item, place, after)
            if is_row:
                lists[item.key, place.rows[:-1]] = item
            else:
                answers[item.key, place.rows] = item
        touched = {**lists, **answers}
        changed = self._running.entered(lists, answers)
        for key, rows in (*touched, *changed):
            self.ages[key] = self.age
            self.row_ages |= {(key, rows[0]): self.age} if rows else {}
            self._shown.pop(self._program.structure.items[key].section, None)
        return self._standing.renew((*touched, *changed)) if touched else frozenset()

    def place(self, address: str) -> Place:
        """Return a question where it stands. KeyError if there is none, or no such row."""
        return views.place_of(self._running, *self._at(address))

    def places(self, section: str | None = None) -> tuple[Place, ...]:
        """Return what is shown now in the order of the paper.

        Questions, tables, notes, labelled calculations; of a repeat a head, then the places of
        each of its instances.
        """
        return tuple(place for box in self._boxes(section) for place in self._places(box))

    def has_places(self, section: str) -> bool:
        """Whether anything of a section is shown now."""
        return any(self._places(box) for box in self._boxes(section))

    def visible(self, section: str) -> tuple[Place, ...]:
        """Return the questions of a section that are asked now, in paper order."""
        return tuple(place for place in self.places(section) if place.question.is_asked)

    def question(self, address: str) -> Question:
        """Return what is asked at an address; of a cell, the table. KeyError if nothing is."""
        item, rows = self._at(address)
        asked = resting.owner(item, rows)[0].asked
        if not isinstance(asked, Question):
            raise KeyError(address)
        return asked

    def owner(self, path: str) -> str:
        """Return the address of the card that a path belongs to: a cell and a row to its table.

        Raises:
            KeyError: If the form has no such question.
            ValueError: If it is not a path.
        """
        place = parse_path(path)
        item = self._item(place)
        if item is None:
            raise KeyError(path)
        rows = place.rows[:-1] if place.is_row else place.rows
        return lifetime.address_of(*resting.owner(item, rows))

    def is_relevant(self, address: str) -> bool:
        """Whether something is asked; an undecided condition asks it."""
        item, rows = self._at(address)
        return self._running.world.cells[item.key][rows].relevant

    def is_flagged(self, address: str) -> bool:
        """Whether its condition is undecided for missing answers, or cannot be evaluated."""
        item, rows = self._at(address)
        return self._running.world.cells[item.key][rows].flagged

    def is_required(self, address: str) -> bool:
        """Whether the audit is incomplete without an answer or a reason for the blank."""
        item, rows = self._at(address)
        plan = self._program.plans[item.key]
        if plan.required_when is not None:
            return self._running.holds(plan.required_when, rows) is True
        return item.asked is not None and item.asked.required

    def is_readonly(self, address: str) -> bool:
        """Whether it cannot be edited at present."""
        item, rows = self._at(address)
        rule = self._program.plans[item.key].readonly
        return rule is not None and self._running.holds(rule, rows) is True

    def undecided_by(self, address: str) -> tuple[str, ...]:
        """Return the questions and facts without an answer that leave its condition undecided."""
        if not self.is_flagged(address):
            return ()
        item, rows = self._at(address)
        found: dict[str, None] = {}
        box: Item | None = item
        while box is not None:
            plan = self._program.plans.get(box.key)
            if plan is not None and plan.relevant is not None:
                at = box.rows_of(rows)
                found.update(dict.fromkeys(resting.missing(self._running, plan.relevant.reads, at)))
            box = box.parent
        return tuple(found)

    def answer(self, address: str) -> Answer:
        """Return the answer of a question or cell, an empty one if there is none."""
        return self._filled(address).answer

    def rows(self, address: str) -> tuple[Row, ...]:
        """Return the rows of a table or the instances of a repeat, in order."""
        item, rows = self._at(address)
        return self._store.rows(item, rows) if item.is_repeat else ()

    def note(self, address: str) -> str:
        """Return the note of a question."""
        return self._filled(address).note

    def confirmation(self, address: str) -> str:
        """Return the reason why a warned value stands; empty if none was given."""
        return self._filled(address).confirmed

    def evidence(self, address: str) -> tuple[Evidence, ...]:
        """Return the attachments of a question by the time they were attached."""
        return tuple(item for _, item in sorted(self._filled(address).evidence.items()))

    def confidential(self, address: str) -> Confidential:
        """Return whether a question, cell or instance is a trade secret, and who says so."""
        return secrecy.confidential(self._running, *self._at(address, is_row=True))

    def has_secret_cells(self, address: str) -> bool:
        """Whether single rows or cells of a table may be secrets while the table is none."""
        return secrecy.has_cells(self._running, *self._at(address))

    def said_secret(self, address: str, attachment: str = "") -> Secrecy | None:
        """Return what a person said of a question or of an attachment; None if nothing."""
        return self._filled(address).secrecy.get(attachment)

    def choices(self, address: str) -> tuple[Choice, ...]:
        """Return the options of a question or cell that its other answers do not exclude."""
        item, rows = self._at(address)
        return self._standing.choices(item, rows)

    def problems(self, address: str) -> tuple[Problem, ...]:
        """Return what is wrong with a question; nothing for one that is not asked now."""
        return self._standing.problems(*self._at(address))

    def status(self, address: str) -> QuestionStatus:
        """Return where a question stands."""
        return self._standing.status(*self._at(address))

    def value(self, address: str) -> object:
        """Return the value of a question or fact as expressions see it; None if unknown.

        Numbers are Decimal, dates ``date``, facts of type bool are bool, choices are ids or
        tuples of ids, tables and repeats are tuples of row ids.

        Raises:
            KeyError: If there is no such question, or no such row.
        """
        item, rows = self._at(address)
        value = self._running.world.cells[item.key][rows].value
        return None if value is ABSENT else value

    def holds(self, expression: str) -> bool | None:
        """Return whether a condition holds; None if it is undecided for missing answers.

        Raises:
            ExpressionError: If it cannot be read or evaluated.
        """
        return condition(self._asked(self._program.reader.condition(expression)), 1)

    def evaluate(self, expression: str) -> object:
        """Return the value of an expression; None if it is unknown.

        Raises:
            ExpressionError: If it cannot be read or evaluated.
        """
        value = self._asked(self._program.reader.anything(expression))
        return None if value is ABSENT else value

    def missing(self, expression: str) -> tuple[str, ...]:
        """Return the questions and facts without an answer that an expression rests on.

        Raises:
            ExpressionError: If it cannot be read.
        """
        rule = self._program.reader.anything(expression)
        if rule.error is not None:
            raise rule.error.with_traceback(None)  # it is raised again and again
        return resting.missing(self._running, rule.reads, NOWHERE)

    def coverage(self, address: str, column: str) -> tuple[int, int]:
        """Return how many rows of a table have a readable value in a column, and of how many."""
        item, rows = self._at(address)
        ids = self._running.ids(item, rows)
        cells = self._running.world.cells[item.children[column].key]
        known = [cells[*rows, each].value for each in ids]
        return sum(1 for each in known if each is not None and each is not ABSENT), len(ids)

    def parts(self, address: str) -> tuple[int, int] | None:
        """Return n of N: how many figures a calculated one is made of, and of how many.

        None if it puts no figures together.
        """
        item, rows = self._at(address)
        return resting.parts(self._running, self._program.plans[item.key], rows)

    def told_unit(self, address: str) -> ToldUnit | None:
        """Return where the unit of a question or cell is told; None if it has its own, or none."""
        return told_unit(self._running, *self._at(address))

    def progress(self, section: str | None = None) -> Progress:
        """Return how far a section, or the whole form, is answered."""
        tallies = [self._standing.tally(box) for box in self._boxes(section)]
        return Progress(sum(done for done, _all in tallies), sum(every for _done, every in tallies))

    def lacking(self) -> tuple[Place, ...]:
        """Return the required questions that have neither an answer nor a reason for the blank."""
        return tuple(place for place in self.places() if self._is_lacking(place))

    def owed(self) -> Mapping[str, JsonValue]:
        """Return the entries that the form itself has to store, by path.

        Defaults of places that have no entry, first values that are kept, rows that are asked
        for. What is stored may ask for more: ask again after it.
        """
        return lifetime.owed(self._running, self._entries)

    def instance_title(self, address: str, row: str, lang: str) -> str:
        """Return what the key question of an instance was answered with; empty if nothing."""
        return self._standing.instance_title(*self._at(address), row, lang)

    def _is_lacking(self, place: Place) -> bool:
        if not place.question.is_asked or not self.is_required(place.address):
            return False
        return self.status(place.address) in _LACKING

    def _boxes(self, section: str | None) -> Iterator[Item]:
        if section is None:
            yield from views.sections(self._program.structure.root)
        elif f"#{section}" in self._program.structure.items:
            yield self._program.structure.items[f"#{section}"]

    def _places(self, box: Item) -> tuple[Place, ...]:
        known = self._shown.get(box.key)
        if known is None:
            known = self._shown[box.key] = tuple(views.places(self._running, box))
        return known

    def _asked(self, rule: Rule) -> Value:
        """Return what an expression over the whole form comes to."""
        if rule.error is not None:
            raise rule.error.with_traceback(None)  # it is raised again and again
        if rule.run is None:
            raise TypeError(rule)
        world = self._running.world
        world.tried = 0
        return rule.run(Scope(world))

    def _filled(self, address: str) -> Filled:
        item, rows = self._at(address)
        return self._store.at(item.key, rows)

    def _at(self, address: str, *, is_row: bool = False) -> tuple[Item, Rows]:
        """Return the item and instance of an address, ``is_row`` also of a row.

        Raises:
            KeyError: If the form has no such item.
        """
        known = self._known.get(address)
        if known is None:
            try:
                place = parse_path(address)
            except ValueError:
                raise KeyError(address) from None
            item = self._item(place)
            if item is None or (place.is_row and not (is_row and item.is_repeat)):
                raise KeyError(address)
            known = (item, place.rows)
            if not place.is_row:
                self._known[address] = known
        return known

    def _item(self, place: FieldPath) -> Item | None:
        return self._program.structure.paths.get(place.names)

    def _take(self, path: str, value: JsonValue) -> None:
        """Put an entry where it belongs; entries of other definitions stay aside, untouched."""
        try:
            place = parse_path(path)
        except ValueError:
            return
        item = self._item(place)
        if item is not None:
            self._store.put(item, place, value)
