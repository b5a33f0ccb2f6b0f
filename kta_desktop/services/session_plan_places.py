"""Where a session can be measured and with what, out of a filled checklist.

Questions are found by their concepts, so that any version of the checklist serves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.domain.gas import Given
from kta_desktop.domain.measurement import Instrument
from kta_desktop.forms.problems import spread_of
from kta_desktop.forms.state import FormState
from kta_desktop.services.converting import in_unit

_INSTRUMENTS = "measurement.instruments"
_POINTS = "measurement.points"
_GAS = {  # column of the last known gas state: condition and its unit
    "temp_c": ("t_gas", "degC"),
    "pressure_kpa": ("pressure", "kPa"),
    "moisture": ("moisture", "vol%"),
    "o2": ("o2", "vol%"),
    "velocity": ("velocity", "m/s"),
}
_MG = ("mg/Nm3", "mg/m3")
_SHORT_FLOWS = ("g/s", "mg/s", "g/h", "kg/h")  # a limit for the year is another one
_GAS_MEDIUM = ("gas", "air", "")


@dataclass(frozen=True, slots=True)
class Limit:
    """Emission limits of one pollutant of a source, decimal strings; None where there is none."""

    mg_m3: str | None = None
    g_s: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPoint:
    """A sampling point of the register.

    Attributes:
        name: As it is called, and where it is.
        where: Name of the source it belongs to.
        diameter_m: Of the measuring section; None if unknown.
    """

    name: str
    where: str = ""
    diameter_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionSource:
    """An emission source of the checklist.

    Attributes:
        address: Of its instance, such as ``source/<row>``.
        name: Number and name as one answer.
        points: Its sampling points.
        diameter_m: Of its mouth; None if unknown.
        load_pct: Load at the last measurement; None if unknown.
        gas: Gas state last known, by condition.
        gas_on: ISO date of that; empty if unknown.
        limits: Emission limits by id of the substance.
    """

    address: str
    name: str
    points: tuple[SamplingPoint, ...] = ()
    diameter_m: float | None = None
    load_pct: float | None = None
    gas: Mapping[str, Given] = field(default_factory=dict)
    gas_on: str = ""
    limits: Mapping[str, Limit] = field(default_factory=dict)

    def limit(self, substance: str | None) -> Limit:
        """Return the limit of a substance; that of the only kind of it, such as ``dust-milk``."""
        wanted = (substance or "").casefold()
        found = {name.casefold(): limit for name, limit in self.limits.items()}
        if wanted in found:
            return found[wanted]
        kinds = [limit for name, limit in found.items() if name.startswith(f"{wanted}-")]
        return kinds[0] if wanted and len(kinds) == 1 else Limit()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedInstrument:
    """An instrument of the checklist's table.

    Attributes:
        kind: What it is, with its type.
        instrument: As a session writes it.
        range: Measuring range in words.
        accuracy: Error in words.
    """

    kind: str
    instrument: Instrument
    range: str = ""
    accuracy: str = ""


def sources(state: FormState, points: tuple[SamplingPoint, ...] = ()) -> tuple[EmissionSource, ...]:
    """Return the emission sources of a checklist that have a name."""
    repeat = _asked(state, "source")
    if repeat is None or repeat.parent is not None:
        return ()
    inner = {
        question.concept.removeprefix("source."): question
        for question in state.definition.questions
        if question.parent == repeat.name and question.concept.startswith("source.")
    }
    found = (
        _source(state, fieldpath.row(repeat.name, row.id), inner, points)
        for row in state.rows(repeat.name)
    )
    return tuple(source for source in found if source.name)


def gas_points(state: FormState) -> tuple[SamplingPoint, ...]:
    """Return the sampling points of the register that are in gas."""
    return tuple(
        SamplingPoint(
            name=", ".join(part for part in (_text(cells, "name"), _text(cells, "place")) if part),
            where=_text(cells, "where"),
            diameter_m=_number(cells.get("diameter"), "m"),
        )
        for cells in _rows(state, _POINTS)
        if _text(cells, "name") and _text(cells, "medium") in _GAS_MEDIUM
    )


def listed_instruments(state: FormState) -> tuple[ListedInstrument, ...]:
    """Return the instruments that the checklist lists."""
    return tuple(
        ListedInstrument(
            kind=_named(cells),
            instrument=Instrument(
                name=_named(cells),
                serial=_text(cells, "serial"),
                verified_until=_text(cells, "valid_to"),
                certificate=_text(cells, "certificate"),
            ),
            range=_text(cells, "range"),
            accuracy=_text(cells, "accuracy"),
        )
        for cells in _rows(state, _INSTRUMENTS)
        if _named(cells)
    )


def _source(
    state: FormState,
    address: str,
    inner: Mapping[str, Question],
    points: tuple[SamplingPoint, ...],
) -> EmissionSource:
    def answer(part: str) -> Answer:
        asked = inner.get(part)
        return Answer() if asked is None else state.answer(f"{address}/{asked.name}")

    def table(part: str) -> Iterator[Mapping[str, Answer]]:
        asked = inner.get(part)
        return iter(()) if asked is None else _cells(state, asked, f"{address}/{asked.name}")

    name = _value(answer("number"))
    gas, load, day = _gas(list(table("gas")))
    return EmissionSource(
        address=address,
        name=name,
        points=tuple(point for point in points if point.where.casefold() == name.casefold()),
        diameter_m=_number(answer("diameter"), "m"),
        load_pct=load,
        gas=gas,
        gas_on=day,
        limits={
            _text(cells, "substance"): _limit(cells)
            for cells in table("pollutants")
            if _text(cells, "substance")
        },
    )


def _gas(rows: list[Mapping[str, Answer]]) -> tuple[dict[str, Given], float | None, str]:
    """Return conditions, load and day of the last row of gas parameters."""
    if not rows:
        return {}, None, ""
    last = max(rows, key=lambda cells: _text(cells, "date"))
    known = {
        condition: _given(last[column], unit)
        for column, (condition, unit) in _GAS.items()
        if column in last and _number(last[column], unit) is not None
    }
    return known, _number(last.get("load"), "%"), _text(last, "date")


def _given(answer: Answer, unit: str) -> Given:
    """Return a number with its U; a temperature's U is a difference, so only its own unit has."""
    spread = spread_of(answer) if answer.unit == unit else None
    return Given(value=_number(answer, unit) or 0.0, u=float(spread or 0))


def _limit(cells: Mapping[str, Answer]) -> Limit:
    """Return the limits of a row: whichever column of a limit is in the unit."""
    mg = g_s = None
    for part, answer in cells.items():
        if not part.startswith("limit"):
            continue
        if answer.unit in _MG:
            mg = _value(answer) or None
        elif answer.unit in _SHORT_FLOWS:
            g_s = _in_g_s(answer)
    return Limit(mg, g_s)


def _in_g_s(answer: Answer) -> str | None:
    if answer.unit == "g/s":
        return _value(answer) or None  # as it was entered, to the last zero
    number = in_unit(answer, "g/s")
    return None if number is None else format(number, "f")


def _rows(state: FormState, concept: str) -> Iterator[Mapping[str, Answer]]:
    asked = _asked(state, concept)
    if asked is None or asked.parent in {
        question.name for question in state.definition.questions if question.is_repeat
    }:
        return iter(())
    return _cells(state, asked, asked.name)


def _cells(state: FormState, asked: Question, address: str) -> Iterator[Mapping[str, Answer]]:
    """Yield the cells of each row of a table by the last part of the concept of their column."""
    if asked.type is not QuestionType.TABLE:
        return
    prefix = f"{asked.concept}."
    names = {
        column.name: column.concept.removeprefix(prefix) or column.name for column in asked.columns
    }
    for row in state.rows(address):
        yield {names.get(name, name): answer for name, answer in row.cells.items()}


def _asked(state: FormState, concept: str) -> Question | None:
    return next((each for each in state.definition.questions if each.concept == concept), None)


def _named(cells: Mapping[str, Answer]) -> str:
    return " ".join(part for part in (_text(cells, "kind"), _text(cells, "type")) if part)


def _text(cells: Mapping[str, Answer], part: str) -> str:
    return _value(cells.get(part, Answer()))


def _value(answer: Answer) -> str:
    return answer.value.strip() if isinstance(answer.value, str) else ""


def _number(answer: Answer | None, unit: str) -> float | None:
    found = None if answer is None else in_unit(answer, unit)
    return None if found is None else float(found)
