"""A workbook of a plan beside the plan: what differs, as edits; nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kta_desktop.assessment import plan_order
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Effect, Status
from kta_desktop.assessment.plan_names import said
from kta_desktop.assessment.plan_records import PLAN, path_of
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.forms import entry
from kta_desktop.i18n import LANGUAGES, _, language
from kta_desktop.services import plan_book_fields as parts
from kta_desktop.services import plan_book_rows as sheet_rows
from kta_desktop.services import plan_desk, plan_typed
from kta_desktop.services.answering import Edit
from kta_desktop.services.plan_book_differences import Difference, Differences, Gone
from kta_desktop.services.plan_book_fields import Field, Kind, Shown
from kta_desktop.services.plan_book_read import Leaf, Leaves, titles_of
from kta_desktop.services.plan_book_rows import Faults, Met, normal
from kta_desktop.services.plan_book_write import called
from kta_desktop.services.plan_errors import (
    PlanBookFaultyError,
    PlanCircleError,
    PlanOptionError,
    PlanReferenceError,
    PlanSelfError,
)
from kta_desktop.services.plan_scenario_desk import PATH as SCENARIOS_PATH
from kta_desktop.services.plan_table import record


class Comparison:
    """One workbook beside one plan. Use once.

    Attributes:
        faults: What cannot be taken over.
    """

    def __init__(self, leaves: Leaves, shown: Shown, indicators: Sequence[Indicator]) -> None:
        self.faults = Faults()
        self._shown, self._table = shown, shown.table
        self._leaves, self._indicators = leaves, indicators
        self._leaf = leaves[parts.MEASURE_ID]
        self._fields = parts.fields_of(shown.table)
        self._columns = self._placed()
        self._note_merged()
        self._rows = sheet_rows.met(self._leaf, shown, self._columns, self.faults)
        numbers = titles_of(said(parts.NUMBER))
        measures = sheet_rows.measures_named(self._leaf, self._rows, numbers, self.faults, shown)
        leaf = leaves.get(parts.SCENARIO_ID)
        self._scenarios = sheet_rows.scenarios_met(leaf, shown, self.faults)
        by_name = {name.casefold(): key for key, name in self._scenarios.items()}
        self._named = sheet_rows.Named(measures, by_name)
        self._changed: list[Difference] = []

    def differences(self, path: Path) -> Differences:
        """Return what differs.

        Raises:
            PlanBookFaultyError: If cells cannot be taken over; all of them are told.
            PlanCircleError: If measures would wait for each other.
        """
        edits = [*self._of_terms(), *self._of_scenarios()]
        order = self._table.order_after_last()
        for each in self._rows:
            if each.is_new:
                edits.append(self._table.begun(each.row, order))
                order += 1.0
            edits += self._of_row(each)
        edits += self._of_effects()
        if self.faults.found:
            raise PlanBookFaultyError(faults=tuple(self.faults.found), path=path.name)
        kept = [edit for edit in edits if self._changes(edit)]
        self._demand_no_circle(kept)
        leaving = dict(self._leaving())
        return Differences(
            changed=tuple(self._changed),
            added=tuple(each.name for each in self._rows if each.is_new),
            gone=tuple(leaving),
            taken=tuple(kept),
            leaving={gone.id: edits for gone, edits in leaving.items()},
            unread=tuple(
                each.title.get(language())
                for each in self._fields
                if each.name not in self._columns and not each.is_hidden
            ),
        )

    def _placed(self) -> dict[str, int]:
        """Return the fields of which the sheet has a column, and its number."""
        found = {
            each.name: self._leaf.column(titles_of(each.title, each.unit)) for each in self._fields
        }
        return {name: place for name, place in found.items() if place is not None}

    def _note_merged(self) -> None:
        """Note merged cells of every sheet; columns of somebody's own may be merged."""
        token = self._leaf.column((parts.MEASURE_ID,)) or 0
        self.faults.merged(self._leaf, {*self._columns.values(), token})
        for name in (parts.EFFECT_ID, parts.SCENARIO_ID, parts.TERM_ID):
            leaf = self._leaves.get(name)
            if leaf is not None:
                self.faults.merged(leaf, set(leaf.titles.values()))

    def _of_terms(self) -> Iterator[Edit]:
        leaf = self._leaves[parts.TERM_ID]
        token = leaf.column((parts.TERM_ID,))
        column = leaf.column(titles_of(said(parts.IS)))
        kinds = {key: (kind, title) for key, kind, title in parts.TERMS}
        for number in leaf.rows if column is not None else ():
            key = self.faults.text(leaf, number, token)
            if key not in kinds:
                continue
            kind, title = kinds[key]
            before = self._shown.record(self._table.known.record(PLAN, key), kind)
            after = self.faults.text(leaf, number, column, kind)
            if after is None or normal(kind, after) == normal(kind, before):
                continue
            try:
                yield from plan_desk.set_terms(self._table.known, key, after)
                self._changed.append(Difference("", _(title), before, after))
            except KtaError as error:
                self.faults.note(leaf, number, column, error)

    def _of_scenarios(self) -> Iterator[Edit]:
        """Yield the edit of names and new scenarios; those that are gone stay until confirmed."""
        before = self._shown.scenarios
        after = {**before, **self._scenarios}
        if after == before:
            return
        for key, name in after.items():
            if before.get(key) != name:
                title = _(parts.SCENARIO)
                self._changed.append(Difference("", title, before.get(key, ""), name))
        yield Edit(SCENARIOS_PATH, _stored_scenarios(after))

    def _of_row(self, met: Met) -> Iterator[Edit]:
        for each in self._fields:
            column = self._columns.get(each.name)
            if column is not None:
                yield from self._of_cell(met, each, column)
            elif met.is_new:
                yield self._emptied(met.row, each)

    def _of_cell(self, met: Met, asked: Field, column: int) -> Iterator[Edit]:
        leaf, number = self._leaf, met.number
        after = self.faults.text(leaf, number, column, asked.kind)
        if after is None:
            return
        before = "" if met.is_new else self._shown.field(met.row, asked)
        if not met.is_new and normal(asked.kind, after) == normal(asked.kind, before):
            return
        try:
            edit = self._edit(met.row, asked, after)
        except KtaError as error:
            self.faults.note(leaf, number, column, error)
            return
        yield edit
        if not met.is_new and self._changes(edit):
            title = asked.title.get(language())
            self._changed.append(Difference(met.name, title, before, after))

    def _edit(self, row: str, asked: Field, typed: str) -> Edit:
        """Return the edit of a field for what the workbook says.

        Raises:
            PlanError: If it cannot be read.
        """
        if asked.is_cell:
            column = self._table.column(asked.name)
            path = self._table.path(row, asked.name)
            before = self._table.known.state.answer(path)
            answer = plan_desk.answer_of(column, asked.name, typed, before)
            return Edit(path, entry.stored(answer))
        return record(row, asked.name, self._record(row, asked, typed))

    def _record(self, row: str, asked: Field, typed: str) -> JsonValue:
        name = asked.title.get(language())
        if asked.name in plan_typed.RECORD_READERS:
            return plan_typed.read(plan_typed.RECORD_READERS, asked.name, typed)
        if not typed:
            return None
        if asked.kind is Kind.DAY:
            return plan_typed.iso_day(typed, name)
        if asked.kind is Kind.STATUS:
            return _status(typed, name).value
        found: list[JsonValue] = [*self._items(row, asked, typed, name)]
        if asked.name == "instead_of" and row in found:
            raise PlanSelfError(name=self._names().get(row, row))
        return found

    def _items(self, row: str, asked: Field, typed: str, name: str) -> list[str]:
        own = self._table.note(row).list_of(asked.name)
        kept = {each.casefold(): each for each in own}
        if asked.kind is Kind.KEYS:
            split = [each.strip() for each in typed.replace("\n", ";").split(";")]
            return list(dict.fromkeys(each for each in split if each))
        is_measures = asked.kind is Kind.MEASURES
        named = self._named.measures if is_measures else self._named.scenarios
        return sheet_rows.items(typed, {**kept, **named}, name)

    def _emptied(self, row: str, asked: Field) -> Edit:
        path = self._table.path(row, asked.name) if asked.is_cell else path_of(row, asked.name)
        return Edit(path, None)

    def _of_effects(self) -> Iterator[Edit]:
        leaf = self._leaves.get(parts.EFFECT_ID)
        if leaf is None:
            return
        stated: dict[str, dict[str, Effect]] = {each.row: {} for each in self._rows}
        column = leaf.column(titles_of(said(parts.NUMBER)))
        for number in leaf.rows:
            try:
                row, effect = self._effect(leaf, number)
            except KtaError as error:
                self.faults.note(leaf, number, column, error)
                continue
            if effect is not None and row in stated:  # else of a measure that is gone
                stated[row][effect.indicator] = effect
        for met in self._rows:
            yield from self._of_effect(met, stated[met.row])

    def _of_effect(self, met: Met, after: Mapping[str, Effect]) -> Iterator[Edit]:
        held = self._table.note(met.row).effects if not met.is_new else ()
        before = {each.indicator: each for each in held}
        if dict(after) == before:
            return
        ordered = [*(key for key in before if key in after), *(k for k in after if k not in before)]
        yield record(met.row, "effects", plan_desk.stored_effects(after[key] for key in ordered))
        for key in () if met.is_new else {**before, **after}:
            if before.get(key) != after.get(key):
                texts = (_effect_text(before.get(key)), _effect_text(after.get(key)))
                self._changed.append(Difference(met.name, self._indicator_name(key), *texts))

    def _effect(self, leaf: Leaf, number: int) -> tuple[str, Effect | None]:
        """Return the measure and the effect of a row; None for a row that says nothing.

        Raises:
            PlanError: If it cannot be read, or names what is not there.
        """
        texts = {
            name: leaf.text(number, leaf.column(titles_of(said(name))), kind)
            for name, kind in (
                (parts.NUMBER, Kind.NUMBER),
                (parts.MEASURE, Kind.TEXT),
                (parts.INDICATOR, Kind.TEXT),
                (parts.VALUE, Kind.NUMBER),
                (parts.SPREAD, Kind.NUMBER),
            )
        }
        if not texts[parts.VALUE]:
            return "", None
        label = texts[parts.NUMBER] or texts[parts.MEASURE]
        (row,) = sheet_rows.items(label, self._named.measures, _(parts.MEASURE))[:1] or ("",)
        if not row:
            raise PlanReferenceError(typed=label, name=_(parts.MEASURE))
        key = leaf.text(number, leaf.column((parts.EFFECT_ID,)))
        spread = plan_typed.read(_SPREAD, "spread", texts[parts.SPREAD])
        return row, Effect(
            indicator=key or self._indicator(texts[parts.INDICATOR]),
            value=plan_typed.number(texts[parts.VALUE], _(parts.VALUE)),
            uncertainty=None if spread is None else Decimal(spread),
        )

    def _indicator(self, name: str) -> str:
        wanted = normal(Kind.TEXT, name).casefold()
        found = {
            each.key
            for each in self._indicators
            if wanted == each.key.casefold()
            or wanted in {called(each, lang).casefold() for lang in LANGUAGES}
        }
        if len(found) != 1:
            raise PlanReferenceError(typed=name, name=_(parts.INDICATOR))
        return found.pop()

    def _indicator_name(self, key: str) -> str:
        found = next((each for each in self._indicators if each.key == key), None)
        return called(found, language()) if found else key

    def _changes(self, edit: Edit) -> bool:
        """Whether an edit says anything else than what is stored."""
        if edit.path.startswith("@"):
            return self._table.known.records.get(edit.path) != edit.after
        if fieldpath.parse_path(edit.path).is_row:
            return True
        before = self._table.known.state.answer(edit.path)
        after = Answer.from_json(edit.after)
        return before.value != after.value or (after.value is None and before.text != after.text)

    def _names(self) -> dict[str, str]:
        return {each.row: each.name for each in self._rows}

    def _demand_no_circle(self, edits: Sequence[Edit]) -> None:
        after = {edit.path: edit.after for edit in edits}
        waits: dict[str, tuple[str, ...]] = {}
        for row in {**self._shown.numbers, **self._names()}:
            stated = after.get(path_of(row, "after"), list(self._table.note(row).list_of("after")))
            waits[row] = tuple(map(str, stated)) if isinstance(stated, list) else ()
        was = {row: self._table.note(row).list_of("after") for row in self._shown.numbers}
        found = plan_order.circle(waits)
        if found and not plan_order.circle(was):
            names = self._names()
            raise PlanCircleError(names=", ".join(f"«{names.get(row, row)}»" for row in found))

    def _leaving(self) -> Iterator[tuple[Gone, tuple[Edit, ...]]]:
        here = self._names()
        for row in self._shown.numbers:
            if row not in here:
                edits = plan_desk.remove(self._table.known, row)
                yield Gone(row, self._table.name(row)), tuple(edits)
        after = {**self._shown.scenarios, **self._scenarios}
        for key, name in self._shown.scenarios.items():
            if key not in self._scenarios:
                left = {each: said_ for each, said_ in after.items() if each != key}
                yield Gone(key, name, is_scenario=True), tuple(self._without(key, left))

    def _without(self, scenario: str, left: Mapping[str, str]) -> Iterator[Edit]:
        for row in self._shown.numbers:
            named = self._table.note(row).list_of("scenarios")
            if scenario in named:
                yield record(row, "scenarios", [each for each in named if each != scenario])
        yield Edit(SCENARIOS_PATH, _stored_scenarios(left))


_SPREAD = {"spread": (parts.SPREAD, plan_typed.not_negative)}


def _stored_scenarios(names: Mapping[str, str]) -> JsonValue:
    return [{"id": key, "name": name} for key, name in names.items()] or None


def _status(typed: str, name: str) -> Status:
    found = parts.status_of(typed)
    if found is None:
        raise PlanOptionError(typed=typed, name=name)
    return found


def _effect_text(effect: Effect | None) -> str:
    if effect is None:
        return ""
    spread = f" ± {effect.uncertainty}" if effect.uncertainty is not None else ""
    return f"{effect.value}{spread}"
