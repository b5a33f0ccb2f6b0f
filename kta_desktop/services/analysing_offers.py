"""Which answers the results of a session belong to: by its source, its substances, its levels."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Column, Level, Question, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Session
from kta_desktop.forms.state import FormState
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import basis, same_conditions
from kta_desktop.measurement.units import are_of_one_quantity
from kta_desktop.services.analysing_figures import (
    Given,
    channel_of,
    day_of,
    flow_of,
    gas_of,
    greatest_of,
    mass_flow_of,
    mean_of,
    with_samples,
)
from kta_desktop.services.analysing_sending import Cell, Offer, Table, chosen, is_number, numeric
from kta_desktop.services.overview_seen import Cells

_POLLUTANTS, _GAS, _PARAMETERS = "source.pollutants", "source.gas", "outlet.parameters"
_WHERE = ("source", "stack", "point")  # columns of sector tables: of which source
_WHAT = ("parameter", "param", "par")  # which parameter
_HOW = ("mode", "regime")  # under which conditions
_MEANS, _WORST = ("avg", "mean"), ("max", "maximum")


def offers(
    record: AuditRecord, state: FormState, session: Session, place: str
) -> tuple[Offer, ...]:
    """Return what the results of a session could tell the checklist, in paper order.

    Args:
        record: Its definition.
        state: The form.
        session: With its samples.
        place: Address of the source or outlet, see ``analysing_places``; empty for questions of the
            sector alone.
    """
    if not with_samples(session):
        return ()
    made = _Offers(record, state, session, place)
    return (*made.of_gas(), *made.of_pollutants(), *made.of_parameters(), *made.of_sector())


class _Offers:
    """The offers of one session for one source."""

    def __init__(self, record: AuditRecord, state: FormState, session: Session, place: str) -> None:
        self._state, self._session, self._place = state, session, place
        self._more = record.definition.more
        self._definition = record.definition
        self._parts = with_samples(session)
        self._origin = session.evidence_class
        self._begun: set[str] = set()  # rows that another quantity begins

    def of_gas(self) -> Iterator[Offer]:
        """Yield the state of the gas: a row of the day in the table of gas states."""
        table = self._table(_GAS)
        if table is None:
            return
        day = day_of(self._session)
        row, is_new = self._row(table, lambda cells: cells.value("date") == day)
        stamp = self._typed(table, row, "date", Answer(value=day)) if is_new else ()
        for part, given in gas_of(self._session).items():
            yield from self._offer(table, row, part, given, stamp, is_new=is_new)
        flow = flow_of(self._session, self._more)
        if flow is not None:
            given, conditions = flow
            along = (*stamp, *self._chosen(table, row, "basis", conditions))
            yield from self._offer(table, row, "flow_nm3_h", given, along, is_new=is_new)

    def of_pollutants(self) -> Iterator[Offer]:
        """Yield mean, greatest sample and mass flow of each substance of the source."""
        table = self._table(_POLLUTANTS)
        column = None if table is None else table.column("substance")
        if table is None or column is None:
            return
        for part in self._parts:
            substance = _substance(column, table, channel_of(part).substance)
            if substance is not None and self._is_gas(part):
                yield from self._pollutant(table, part, substance)

    def _pollutant(self, table: Table, part: Session, substance: str) -> Iterator[Offer]:
        row, is_new = self._row(table, lambda cells: cells.value("substance") == substance)
        named = self._chosen(table, row, "substance", substance) if is_new else ()
        at = self._chosen(table, row, "basis", part.basis)
        origin = self._chosen(table, row, "origin", self._origin)
        mean, worst = mean_of(part), greatest_of(part)
        if mean is not None:
            spread = Given(mean.uncertainty or 0.0, mean.unit)
            u = self._number(table, row, "uncertainty", spread) if mean.uncertainty else ()
            along = (*named, *u, *at, *origin)
            yield from self._offer(
                table, row, "conc", mean, along, part, is_new=is_new, sure=bool(at)
            )
        if worst is not None:
            along = (*named, *at)
            yield from self._offer(
                table, row, "max_conc", worst, along, part, is_new=is_new, sure=bool(at)
            )
        flow = mass_flow_of(part, self._more)
        if flow is not None:
            along = (*named, *origin)
            yield from self._offer(table, row, "g_s", flow, along, part, is_new=is_new)

    def of_parameters(self) -> Iterator[Offer]:
        """Yield mean and greatest sample of each parameter of an outlet of water."""
        table = self._table(_PARAMETERS)
        column = None if table is None else table.column("substance")
        if table is None or column is None:
            return
        for part in self._parts:
            channel = channel_of(part)
            substance = _substance(column, table, channel.substance)
            if substance is not None and not self._is_gas(part):
                yield from self._parameter(table, part, substance, channel.unit)

    def _parameter(self, table: Table, part: Session, substance: str, unit: str) -> Iterator[Offer]:
        row, is_new = self._row(table, lambda cells: cells.value("substance") == substance)
        named = self._chosen(table, row, "substance", substance) if is_new else ()
        told = (*self._chosen(table, row, "unit", unit), *self._typed_count(table, row, part))
        origin = self._chosen(table, row, "origin", self._origin)
        mean, worst = mean_of(part, unit), greatest_of(part, unit)
        if mean is not None:
            spread = Given(mean.uncertainty or 0.0, unit)
            u = self._number(table, row, "uncertainty", spread) if mean.uncertainty else ()
            along = (*named, *told, *u, *origin)
            yield from self._offer(table, row, "mean", mean, along, part, is_new=is_new)
        if worst is not None:
            along = (*named, *told)
            yield from self._offer(table, row, "max", worst, along, part, is_new=is_new)

    def of_sector(self) -> Iterator[Offer]:
        """Yield the means for the questions of the sector that are held against the same level."""
        for part in self._parts:
            level = next((each for each in self._definition.levels if each.id == part.level), None)
            if level is None:
                continue
            for place in self._state.places():
                if level.id not in place.question.levels:
                    continue
                if place.question.type is QuestionType.TABLE:
                    yield from self._in_table(Table(self._state, place.address), part, level)
                elif is_number(place.question):
                    yield from self._in_question(place.address, place.question, part, level)

    def _in_question(
        self, address: str, question: Question, part: Session, level: Level
    ) -> Iterator[Offer]:
        mean = mean_of(part)
        if mean is None or not _fits(question, level):
            return
        after = numeric(question, mean, self._origin)
        if after is None:
            return
        before = self._state.answer(address)
        yield Offer(
            channel=part.channel,
            card=address,
            row="",
            is_new=False,
            label=question.label if question.short.is_empty else question.short,
            given=mean,
            main=Cell(address=address, before=before, after=after),
            parameter=part.parameter,
            advised=before.is_empty and self._is_at(level, part),
        )

    def _in_table(self, table: Table, part: Session, level: Level) -> Iterator[Offer]:
        columns = [column for column in table.question.columns if _fits(column, level)]
        if not columns or not _speaks_of(table, self._definition.levels, level):
            return
        row, is_new = self._row(table, lambda cells: self._is_row_of(table, cells, part))
        stamp = tuple(self._stamp(table, row, part)) if is_new else ()
        for column in columns:
            given = greatest_of(part) if column.name in _WORST else mean_of(part)
            is_sure = len(columns) == 1 or column.name in (*_MEANS, *_WORST)
            if given is not None:
                yield from self._offer(
                    table,
                    row,
                    _part(table, column),
                    given,
                    stamp,
                    part,
                    is_new=is_new,
                    sure=is_sure and self._is_at(level, part),
                )

    def _is_row_of(self, table: Table, cells: Cells, part: Session) -> bool:
        """Whether a row of a sector's table names the source and, where asked, the parameter."""
        wanted = {_WHERE: (self._session.source,), _WHAT: tuple(part.parameter.values())}
        asked = [
            (cells.cells.get(column.name), words)
            for names, words in wanted.items()
            for column in table.question.columns
            if column.name in names
        ]
        return bool(asked) and all(_says(answer, words) for answer, words in asked)

    def _is_at(self, level: Level, part: Session) -> bool:
        """Whether the means stand at reference conditions that the level was set for."""
        try:
            own = basis(part.basis, self._more)
            theirs = [basis(each, self._more) for each in level.basis]
        except BasisUnknownError:
            return False
        return not theirs or any(same_conditions(own, each) for each in theirs)

    def _stamp(self, table: Table, row: str, part: Session) -> Iterator[Cell]:
        """Yield what names a new row of a sector's table: source, parameter, regime, day."""
        lang_parameter = part.parameter.get("ru", "")
        said = {
            **dict.fromkeys(_WHERE, self._session.source),
            **dict.fromkeys(_WHAT, lang_parameter),
            **dict.fromkeys(_HOW, self._session.regime),
        }
        for column in table.question.columns:
            text = said.get(column.name, "")
            if column.type is QuestionType.TEXT and text:
                yield table.cell(row, column, Answer(text=text, value=text))
            elif column.type is QuestionType.DATE:
                yield table.cell(row, column, Answer(value=day_of(self._session)))

    def _row(self, table: Table, is_it: Callable[[Cells], bool]) -> tuple[str, bool]:
        """Return the row that is meant, or one to be begun, and whether it is to be begun.

        A row without any answer, as tables begin with, is taken before one is added.
        """
        rows = list(table.rows())
        found = next((row for row, cells in rows if is_it(cells)), None)
        if found is not None:
            return found, False
        empty = (
            row
            for row, cells in rows
            if row not in self._begun and all(each.is_empty for each in cells.cells.values())
        )
        row = next(empty, "") or new_id()
        self._begun.add(row)
        return row, True

    def _is_gas(self, part: Session) -> bool:
        """Whether a mean stands at reference conditions of a gas."""
        try:
            basis(part.basis, self._more)
        except BasisUnknownError:
            return False
        return True

    def _table(self, concept: str) -> Table | None:
        """Return a table of the place; None if this checklist or this place has none."""
        if not self._place:
            return None
        asked = (q for q in self._definition.questions if q.concept == concept)
        for question in asked:
            address = f"{self._place}/{question.name}"
            try:
                is_asked = self._state.is_relevant(address)
            except KeyError:
                continue  # a table of another repeat
            if is_asked:
                return Table(self._state, address)
        return None

    def _offer(
        self,
        table: Table,
        row: str,
        part: str,
        given: Given,
        along: tuple[Cell, ...],
        of: Session | None = None,
        *,
        is_new: bool,
        sure: bool = True,
    ) -> Iterator[Offer]:
        """Yield the offer for one column; nothing if there is none, or its unit does not fit."""
        column = table.column(part)
        after = None if column is None else numeric(column, given, self._origin)
        if column is None or after is None:
            return
        main = table.cell(row, column, after)
        made = Offer(
            channel=of.channel if of is not None else self._session.channel,
            card=table.address,
            row=row,
            is_new=is_new,
            label=column.label,
            given=given,
            main=main,
            parameter={} if of is None else of.parameter,
            along=along,
        )
        yield made if sure and not made.overwrites else _unadvised(made)

    def _number(self, table: Table, row: str, part: str, given: Given) -> tuple[Cell, ...]:
        column = table.column(part)
        after = None if column is None else numeric(column, given, self._origin)
        return () if column is None or after is None else (table.cell(row, column, after),)

    def _chosen(self, table: Table, row: str, part: str, name: str) -> tuple[Cell, ...]:
        column = table.column(part)
        after = None if column is None else chosen(column, name)
        return () if column is None or after is None else (table.cell(row, column, after),)

    def _typed(self, table: Table, row: str, part: str, after: Answer) -> tuple[Cell, ...]:
        column = table.column(part)
        return () if column is None else (table.cell(row, column, after),)

    def _typed_count(self, table: Table, row: str, part: Session) -> tuple[Cell, ...]:
        count = str(len(part.samples))
        return self._typed(table, row, "n", Answer(text=count, value=count))


def _unadvised(offer: Offer) -> Offer:
    return replace(offer, advised=False)


def _substance(column: Column, table: Table, substance: str | None) -> str | None:
    """Return the option for a substance; of several kinds of it the one that has a row already."""
    wanted = (substance or "").casefold()
    if not wanted:
        return None
    present = {cells.value("substance") for _row, cells in table.rows()}
    kinds = [name for name in present if name.casefold().startswith(f"{wanted}-")]
    exact = chosen(column, wanted)
    if len(kinds) == 1 and (exact is None or exact.value not in present):
        return kinds[0]
    return str(exact.value) if exact is not None else None


def _fits(asked: Question | Column, level: Level) -> bool:
    return (
        is_number(asked) and asked.unit is not None and are_of_one_quantity(asked.unit, level.unit)
    )


def _speaks_of(table: Table, levels: tuple[Level, ...], level: Level) -> bool:
    """Whether a table is of the one parameter of a level, or says of which each row is."""
    named = {each.substance for each in levels if each.id in table.question.levels}
    has_words = any(column.name in _WHAT for column in table.question.columns)
    return named == {level.substance} or has_words


def _says(answer: Answer | None, words: tuple[str, ...]) -> bool:
    told = (answer.text or "") if answer is not None else ""
    return told.strip().casefold() in {each.casefold() for each in words}


def _part(table: Table, column: Column) -> str:
    return column.concept.removeprefix(f"{table.question.concept}.") or column.name
