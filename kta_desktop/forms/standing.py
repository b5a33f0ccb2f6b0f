"""Where every question stands: its problems and its status, kept up to date edit by edit."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from kta_desktop.domain.definition import Choice, Question, QuestionType
from kta_desktop.forms import checks
from kta_desktop.forms.errors import EvaluationError
from kta_desktop.forms.lifetime import address_of
from kta_desktop.forms.problems import ERROR, Problem, needed
from kta_desktop.forms.program import Watchers
from kta_desktop.forms.resting import owner
from kta_desktop.forms.running import Running
from kta_desktop.forms.scope import Rows, Scope
from kta_desktop.forms.structure import Item, Kind
from kta_desktop.forms.views import is_shown

_Place = tuple[str, Rows]
_Tally = tuple[int, int]


class QuestionStatus(StrEnum):
    """Where a question stands; what comes first wins if several are true."""

    HIDDEN = "hidden"
    ERROR = "error"
    WARNING = "warning"
    COPIED = "copied"
    ANSWERED = "answered"
    BLANK = "blank"
    BEGUN = "begun"
    EMPTY = "empty"


DONE = frozenset({QuestionStatus.ANSWERED, QuestionStatus.BLANK, QuestionStatus.WARNING})


class Standing:
    """Problems and statuses of one form."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._problems: dict[_Place, tuple[Problem, ...]] = {}
        self._statuses: dict[str, dict[Rows, QuestionStatus]] = {}
        self._tallies: dict[str, _Tally] = {}
        self._asked = self._by_section()
        for plan in running.program.plans.values():
            if plan.item.asked is not None:
                for rows in running.instances(plan.item):
                    self._check(plan.item, rows)
        for item in self._carded():
            for rows in running.instances(item):
                self._settle(item, rows)

    def renew(self, changed: Iterable[_Place]) -> frozenset[str]:
        """Look again at what edits touch, what was edited first; return the addresses changed."""
        items = self._running.program.structure.items
        values = dict.fromkeys(changed)
        looks = dict.fromkeys(self._watching(values, self._running.program.lookers))
        told = {owner(items[key], at) for key, at in (*values, *looks)}
        watching = self._watching(values, self._running.program.watchers)
        seen = {owner(items[key], at) for key, at in self._checked((*values, *looks, *watching))}
        settled = {each for each in seen | told if self._settle(*each)}
        return frozenset(
            address_of(each, at) for each, at in told | settled if self._is_there(each, at)
        )

    def problems(self, item: Item, rows: Rows) -> tuple[Problem, ...]:
        """Return what is wrong with a question, a table with its cells, or a cell."""
        own = self._problems.get((item.key, rows), ())
        if not self._is_table(item) or not self._is_relevant(item, rows):
            return own
        return (*self._of_cells(item, rows), *own)

    def status(self, item: Item, rows: Rows) -> QuestionStatus:
        """Return where a question or a cell stands. KeyError if its row is not there."""
        known = self._statuses.get(item.key, {}).get(rows)
        if known is not None:
            return known
        if not self._running.exists(item, rows):
            raise KeyError(item.key)
        return self._status(item, rows)

    def tally(self, box: Item) -> tuple[int, int]:
        """Return how many questions of a section are done, and how many are asked.

        Counted once, and again after one of them changed: whoever shows the progress of the whole
        form asks after every answer.
        """
        known = self._tallies.get(box.key)
        if known is None:
            items = self._asked.get(box.key, ())
            found = [status for item in items for status in self._statuses[item.key].values()]
            hidden = found.count(QuestionStatus.HIDDEN)
            done = sum(status in DONE for status in found)
            known = self._tallies[box.key] = (done, len(found) - hidden)
        return known

    def choices(self, item: Item, rows: Rows) -> tuple[Choice, ...]:
        """Return the options that the other answers do not exclude."""
        plan = self._running.program.plans[item.key]
        if item.asked is None or plan.options is None or plan.options.rule.run is None:
            return () if item.asked is None else item.asked.choices
        self._running.world.tried = 0
        try:
            return plan.options.offered(Scope(self._running.world, rows, rows))
        except EvaluationError:
            return item.asked.choices

    def instance_title(self, item: Item, rows: Rows, row: str, lang: str) -> str:
        """Return the answer of the key question of an instance; empty if it has none."""
        key = (item.asked.more or {}).get("key") if item.asked is not None else None
        child = item.child(key) if isinstance(key, str) else None
        if child is None or child.asked is None:
            return ""
        answer = self._running.store.at(child.key, (*rows, row)).answer
        if isinstance(answer.value, str):
            choice = child.asked.choice(answer.value)
            return answer.text or answer.value if choice is None else choice.label.get(lang)
        return answer.text or ""

    def _by_section(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for box in self._running.program.structure.root.children.values():
            found[box.key] = [item for item in box.below() if _is_answered(item)]
        return found

    def _carded(self) -> Iterator[Item]:
        """Yield what has a card, and so a status."""
        for item in self._running.program.structure.items.values():
            if isinstance(item.asked, Question):
                self._statuses[item.key] = {}
                yield item

    def _watching(self, changed: Iterable[_Place], watchers: Watchers) -> Iterator[_Place]:
        plans = self._running.program.plans
        for key, rows in changed:
            for other, shared in watchers.get(key, ()):
                for each in self._running.instances_within(plans[other].item, rows[:shared]):
                    yield other, each

    def _checked(self, places: Iterable[_Place]) -> Iterator[_Place]:
        """Look for problems at places, once each; yield them."""
        items = self._running.program.structure.items
        for key, rows in dict.fromkeys(places):
            if items[key].asked is not None:
                self._check(items[key], rows)
                yield key, rows

    def _check(self, item: Item, rows: Rows) -> None:
        found: tuple[Problem, ...] = ()
        if self._running.exists(item, rows) and self._is_relevant(item, rows):
            filled = self._running.store.at(item.key, rows)
            plan = self._running.program.plans[item.key]
            if not filled.answer.is_empty or item.is_repeat or _is_calculated(item):
                found = checks.of_place(plan, filled, self._running.world, rows)
        if found:
            self._problems[item.key, rows] = found
        else:
            self._problems.pop((item.key, rows), None)

    def _settle(self, item: Item, rows: Rows) -> bool:
        """Find out the status of something with a card; return whether it is another now."""
        statuses = self._statuses.get(item.key)
        if statuses is None:
            return False
        before = statuses.get(rows)
        if not self._running.exists(item, rows):
            statuses.pop(rows, None)
        else:
            statuses[rows] = self._status(item, rows)
        if statuses.get(rows) is before:
            return False
        self._tallies.pop(item.section, None)
        return True

    def _status(self, item: Item, rows: Rows) -> QuestionStatus:
        if not self._is_relevant(item, rows):
            return QuestionStatus.HIDDEN
        found = self.problems(item, rows)
        if any(problem.severity == ERROR for problem in found):
            return QuestionStatus.ERROR
        if any(not problem.confirmed for problem in found):
            return QuestionStatus.WARNING
        return QuestionStatus(self._filling(item, rows))

    def _filling(self, item: Item, rows: Rows) -> str:
        asked, store = item.asked, self._running.store
        if asked is None:
            return "empty"
        if item.is_repeat and self._running.ids(item, rows):
            if asked.type is QuestionType.REPEAT or not isinstance(asked, Question):
                return "answered"
            return checks.filling_of_rows(asked, store.rows(item, rows), self._hidden(item, rows))
        return checks.filling(asked, store.at(item.key, rows))

    def _hidden(self, table: Item, rows: Rows) -> dict[str, set[str]]:
        """Return, by row, the columns that are not asked in it."""
        found: dict[str, set[str]] = {}
        plans, cells = self._running.program.plans, self._running.world.cells
        for column in table.children.values():
            if plans[column.key].relevant is not None:
                for row in self._running.ids(table, rows):
                    if not cells[column.key][*rows, row].relevant:
                        found.setdefault(row, set()).add(column.name)
        return found

    def _of_cells(self, table: Item, rows: Rows) -> Iterator[Problem]:
        """Yield what is wrong with the cells of a table, row by row, with their place."""
        asked = table.asked
        if not isinstance(asked, Question):
            return
        required = checks.required_columns(asked)
        if not required and not self._has_cell_problems(table, rows):
            return
        hidden = self._hidden(table, rows) if required else {}
        for number, row in enumerate(self._running.store.rows(table, rows), 1):
            for column in asked.columns:
                key = table.children[column.name].key
                found = list(self._problems.get((key, (*rows, row.id)), ()))
                if column.name in required and column.name not in hidden.get(row.id, ()):
                    cell = row.cells.get(column.name)
                    if (cell is None or cell.is_empty) and checks.is_begun(row):
                        found.append(needed())
                for problem in found:
                    yield checks.in_row(problem, row, number, column)

    def _has_cell_problems(self, table: Item, rows: Rows) -> bool:
        ids = self._running.ids(table, rows)
        return any(
            (column.key, (*rows, row)) in self._problems
            for column in table.children.values()
            for row in ids
        )

    def _is_relevant(self, item: Item, rows: Rows) -> bool:
        return self._running.world.cells[item.key][rows].relevant

    def _is_table(self, item: Item) -> bool:
        return item.asked is not None and item.asked.type is QuestionType.TABLE

    def _is_there(self, item: Item, rows: Rows) -> bool:
        is_card = isinstance(item.asked, Question) and is_shown(item.asked)
        return is_card and self._running.exists(item, rows)


def _is_calculated(item: Item) -> bool:
    return item.asked is not None and item.asked.type is QuestionType.CALCULATE


def _is_answered(item: Item) -> bool:
    return item.kind is not Kind.COLUMN and isinstance(item.asked, Question) and item.asked.is_asked
