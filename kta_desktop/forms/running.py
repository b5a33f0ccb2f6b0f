"""A program at work: what every node comes to in every instance, kept up to date edit by edit.

After an edit only the steps are run again that follow from what changed, in the order of the
program, each in the instances that it concerns. A new row brings its own nodes and no others.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kta_desktop.forms.answers import Store, value_of
from kta_desktop.forms.checks import is_shut
from kta_desktop.forms.errors import EvaluationError
from kta_desktop.forms.functions_kit import condition
from kta_desktop.forms.lifetime import kept_value
from kta_desktop.forms.moments import one_clock
from kta_desktop.forms.program import Plan, Program, StepOf
from kta_desktop.forms.rules import Rule
from kta_desktop.forms.scope import NOWHERE, Known, Rows, Scope, World
from kta_desktop.forms.structure import Item
from kta_desktop.forms.values import ABSENT, Value

_HIDDEN = Known(relevant=False, value=ABSENT, raw=ABSENT)


class Running:
    """The values of one form.

    Attributes:
        program: What is run.
        store: What was entered.
        world: What everything comes to.
    """

    def __init__(self, program: Program, store: Store, world: World) -> None:
        self.program = program
        self.store = store
        self.world = world
        self._ids: dict[str, dict[Rows, tuple[str, ...]]] = {}

    @one_clock()
    def compute_all(self) -> None:
        """Compute every node from what was entered."""
        self.world.totals.clear()
        for key, plan in self.program.plans.items():
            self.world.cells[key] = {}
            if plan.item.is_repeat:
                self._ids[key] = {}
        self._find_rows()
        for step in self.program.steps:
            cells = self.world.cells[step.plan.item.key]
            for rows in self.instances(step.plan.item):
                cells[rows] = self._run(step, rows)

    def instances(self, item: Item) -> Sequence[Rows]:
        """Return the instances of an item, in the order of the rows."""
        return self.instances_within(item, NOWHERE)

    def instances_within(self, item: Item, outer: Rows) -> Sequence[Rows]:
        """Return the instances of an item inside the outer instance ``outer``."""
        found = [outer]
        for key in item.repeats[len(outer) :]:
            ids = self._ids[key]
            found = [(*rows, each) for rows in found for each in ids.get(rows, ())]
        return found

    def exists(self, item: Item, rows: Rows) -> bool:
        """Whether the rows that an instance is in are there."""
        for depth, key in enumerate(item.repeats):
            if rows[depth] not in self._ids[key].get(rows[:depth], ()):
                return False
        return len(rows) == len(item.repeats)

    def ids(self, item: Item, rows: Rows) -> tuple[str, ...]:
        """Return the instances of a repeat, also while it is not asked."""
        return self._ids[item.key].get(rows, ())

    def entered(
        self,
        lists: Mapping[tuple[str, Rows], Item],
        answers: Mapping[tuple[str, Rows], Item],
    ) -> list[tuple[str, Rows]]:
        """Recompute after entries; return what came to something else, is new or is gone.

        Args:
            lists: Repeats whose rows were added, moved or removed.
            answers: What was answered.
        """
        gone: list[tuple[str, Rows]] = []
        waiting: list[tuple[int, Rows]] = []
        for (_key, rows), item in sorted(lists.items(), key=lambda pair: len(pair[0][1])):
            if self.exists(item, rows):
                gone += self._reorder(item, rows, waiting)
        for (key, rows), item in answers.items():
            if self.exists(item, rows):
                waiting.append((self.program.first[key], rows))
        return gone + self._spread(waiting)

    def _reorder(
        self, item: Item, rows: Rows, waiting: list[tuple[int, Rows]]
    ) -> list[tuple[str, Rows]]:
        """Take over the rows of a repeat, with the steps that wait for it; return what is gone."""
        before, after = self._ids[item.key].get(rows, ()), self.store.ids(item.key, rows)
        known, kept = frozenset(before), frozenset(after)
        lost = [each for each in before if each not in kept]
        gone = [place for each in lost for place in self._drop(item, rows, each)]
        self._ids[item.key][rows] = after
        waiting.append((self.program.first[item.key], rows))
        for each in after:
            if each not in known:
                waiting += self._enter(item, (*rows, each))
        return gone

    def _find_rows(self) -> None:
        for item in self.program.structure.items.values():
            if item.is_repeat:
                for rows in self.instances(item):
                    self._ids[item.key][rows] = self.store.ids(item.key, rows)

    def _drop(self, repeat: Item, rows: Rows, row: str) -> Iterator[tuple[str, Rows]]:
        """Forget everything in a row; yield what there was."""
        outer = (*rows, row)
        below = list(repeat.below())
        places = [(item, list(self.instances_within(item, outer))) for item in below]
        for item, found in places:
            cells = self.world.cells.get(item.key)
            for each in found:
                if cells is not None and cells.pop(each, None) is not None:
                    self.world.changed(item.key)
                    yield item.key, each
                if item.is_repeat:
                    self._ids[item.key].pop(each, None)

    def _enter(self, repeat: Item, outer: Rows) -> Iterator[tuple[int, Rows]]:
        """Yield the first steps of everything in a row that came."""
        for item in repeat.below():
            for rows in self.instances_within(item, outer):
                if item.is_repeat:
                    self._ids[item.key][rows] = self.store.ids(item.key, rows)
                if item.key in self.program.first:
                    yield self.program.first[item.key], rows

    def _spread(self, waiting: Iterable[tuple[int, Rows]]) -> list[tuple[str, Rows]]:
        """Run steps and, in order, what follows from what changed; return what changed."""
        heap = list(dict.fromkeys(waiting))
        queued = set(heap)
        heapq.heapify(heap)
        changed: dict[tuple[str, Rows], None] = {}
        while heap:
            index, rows = heapq.heappop(heap)
            queued.discard((index, rows))
            step = self.program.steps[index]
            key = step.plan.item.key
            before = self.world.cells[key].get(rows)
            after = self._run(step, rows)
            self.world.cells[key][rows] = after
            if before is not None and _same(before, after):
                continue
            changed[key, rows] = None
            self.world.changed(key)
            for pair in self._following(step, rows, before, after):
                if pair not in queued:
                    queued.add(pair)
                    heapq.heappush(heap, pair)
        return list(changed)

    def _following(
        self, step: StepOf, rows: Rows, before: Known | None, after: Known
    ) -> Iterator[tuple[int, Rows]]:
        same_relevance = before is not None and (before.relevant, before.flagged) == (
            after.relevant,
            after.flagged,
        )
        for follower in step.dependents:
            if follower.on_relevance and same_relevance:
                continue
            item = self.program.steps[follower.step].plan.item
            outer = rows[: follower.shared]
            if len(item.repeats) == follower.shared:
                yield follower.step, outer
                continue
            for each in self.instances_within(item, outer):
                yield follower.step, each

    def _run(self, step: StepOf, rows: Rows) -> Known:
        """Return what a step comes to in one instance."""
        plan = step.plan
        if plan.in_two and not step.is_raw:
            return self._gated(plan, rows)
        relevant, flagged = self._relevance(plan, rows)
        if step.is_raw:
            return self._entered(plan, rows, relevant=relevant, flagged=flagged)
        if not relevant:
            return _HIDDEN
        if plan.calculation is not None:
            value, failed = self._calculated(plan, plan.calculation, rows)
            return Known(flagged=flagged or failed, value=value, raw=value)
        raw = self._raw(plan, rows)
        return Known(flagged=flagged, value=self._seen(plan, rows, raw), raw=raw)

    def _entered(self, plan: Plan, rows: Rows, *, relevant: bool, flagged: bool) -> Known:
        """Return what was entered; the value stays what it was until its own step comes."""
        present = self.world.cells[plan.item.key].get(rows)
        return Known(
            relevant=relevant,
            flagged=flagged,
            value=None if present is None else present.value,
            raw=self._raw(plan, rows) if relevant else ABSENT,
        )

    def _gated(self, plan: Plan, rows: Rows) -> Known:
        known = self.world.cells[plan.item.key][rows]
        if not known.relevant:
            return _HIDDEN
        value = self._seen(plan, rows, known.raw)
        return Known(flagged=known.flagged, value=value, raw=known.raw)

    def _seen(self, plan: Plan, rows: Rows, raw: Value) -> Value:
        """Return what other expressions see of a value: nothing where it is in error."""
        if raw is None or not (plan.gates or plan.options):
            return raw
        filled = self.store.at(plan.item.key, rows)
        return None if is_shut(plan, filled, self.world, rows, raw) else raw

    def _raw(self, plan: Plan, rows: Rows) -> Value:
        item = plan.item
        if item.is_repeat:
            return self._ids[item.key].get(rows, ())
        filled = self.store.filled.get(item.key, {}).get(rows)
        return None if filled is None else value_of(item, filled, plan.names, self.world.host)

    def _relevance(self, plan: Plan, rows: Rows) -> tuple[bool, bool]:
        """Return whether something is asked, and whether that is undecided."""
        flagged = False
        if plan.guard is not None:
            around = self.world.cells[plan.guard.key][plan.guard.rows_of(rows)]
            if not around.relevant:
                return False, False
            flagged = around.flagged
        if plan.relevant is None:
            return True, flagged
        decided = self.holds(plan.relevant, rows)
        return decided is not False, flagged or decided is None

    def holds(self, rule: Rule, rows: Rows) -> bool | None:
        """Return whether a condition holds; None also if it cannot be evaluated."""
        if rule.run is None:
            return None
        self.world.tried = 0
        try:
            return condition(rule.run(Scope(self.world, rows, rows)), 1)
        except EvaluationError:
            return None

    def _calculated(self, plan: Plan, rule: Rule, rows: Rows) -> tuple[Value, bool]:
        if rule.run is None:
            return None, True
        scope = Scope(self.world, rows, rows)
        if plan.keeps:
            scope.kept = kept_value(self.store.at(plan.item.key, rows).answer)
        self.world.tried = 0
        try:
            return rule.run(scope), False
        except EvaluationError:
            return None, True


def _same(before: Known, after: Known) -> bool:
    """Whether nobody can see a difference; true is not the number one."""
    return before == after and type(before.value) is type(after.value)
