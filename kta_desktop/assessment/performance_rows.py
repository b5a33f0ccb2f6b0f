"""Figures that the formulas of a pack make of the rows of its tables.

A question of the pack says which formulas it computes (``computes``, ``maps_to``). Those that are
known here are worked out row by row, and held against the levels that the question or the formula
names: those of the parameter, or of the process, that the words of the row name. What a row names
not at all, or in two ways, is not judged: nobody guesses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kta_desktop.assessment.addresses import addresses, rows_at
from kta_desktop.assessment.figures import names_of, parameter_of
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.levels import Holdings
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.performance_answers import reference_year
from kta_desktop.assessment.performance_held import YEAR, held
from kta_desktop.assessment.performance_kinds import medium_of, substance_code
from kta_desktop.assessment.performance_oxygen import FORMULA as OXYGEN
from kta_desktop.assessment.performance_oxygen import (
    formula_name,
    formula_row,
    has_oxygen,
    of_oxygen,
)
from kta_desktop.assessment.performance_terms import entered, verdict_origins, weakest
from kta_desktop.assessment.processes import folded, of_process
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.definition import Level, Question, QuestionType, Text
from kta_desktop.measurement.units import are_of_one_quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFormula:
    """A formula of a pack over the columns of a table.

    Attributes:
        expression: In the symbols of ``columns``.
        columns: Symbol to column and the unit it is reckoned in.
        unit: Id of the unit of the result.
        kind: What it says.
        medium: Where it goes, or what is used, unless the level says so.
        time: What its figures are of, as in ids of averaging; empty if that is not known.
    """

    expression: str
    columns: Mapping[str, tuple[str, str]]
    unit: str
    kind: IndicatorKind
    medium: Medium = Medium.OTHER
    time: str = YEAR


_FORMULAS: Mapping[str, RowFormula] = {
    "DI-SWC": RowFormula(
        expression="(W − R) / M",
        columns={"W": ("in", "m3/year"), "R": ("reuse", "m3/year"), "M": ("mass", "t/year")},
        unit="m3/t",
        kind=IndicatorKind.SPECIFIC_CONSUMPTION,
        medium=Medium.WATER_USE,
    ),
    "DI-SEC": RowFormula(
        expression="(Q + E − R) / M",
        columns={
            "Q": ("heat", "MWh/year"),
            "E": ("el", "MWh/year"),
            "R": ("rec", "MWh/year"),
            "M": ("mass", "t/year"),
        },
        unit="MWh/t",
        kind=IndicatorKind.SPECIFIC_CONSUMPTION,
        medium=Medium.ENERGY,
    ),
    "F-HEX": RowFormula(
        expression="H / S",
        columns={"H": ("hex", "kg/year"), "S": ("t", "t/year")},
        unit="kg/t",
        kind=IndicatorKind.SPECIFIC_EMISSION,
        medium=Medium.AIR,
    ),
    "F-ABATE": RowFormula(
        expression="(I − O) / I × 100",
        columns={"I": ("in", "kg/d"), "O": ("out", "kg/d")},
        unit="%",
        kind=IndicatorKind.EFFICIENCY,
        medium=Medium.WATER,
    ),
    "F-KGT": RowFormula(
        expression="Q × C / P / 1000000",
        columns={"Q": ("q", "Nm3/h"), "C": ("c_meas", "mg/Nm3"), "P": ("pull_h", "t/h")},
        unit="kg/t",
        kind=IndicatorKind.SPECIFIC_EMISSION,
        medium=Medium.AIR,
        time="",
    ),
}


def computed_questions(known: Known) -> Iterator[str]:
    """Yield where tables stand of whose rows a formula makes figures, in paper order."""
    for question in known.definition.questions:
        is_computed = any(_formulas_of(question)) or _is_of_oxygen(question)
        if question.type is QuestionType.TABLE and is_computed:
            yield from addresses(known, question)


def of_rows(known: Known, address: str) -> tuple[Indicator, ...]:
    """Return the figures that formulas make of the rows of a table; none if it is not asked."""
    place = known.state.place(address)
    if not known.state.is_relevant(address):
        return ()
    holdings = Holdings(known.definition, known.state)
    found = [
        _indicator(known, line, identifier, holdings)
        for line in rows_at(known, place.question, address)
        for identifier in _formulas_of(place.question)
        if _is_begun(line, _FORMULAS[identifier])
    ]
    if _is_of_oxygen(place.question):
        found += of_oxygen(known, place.question, address, holdings)
    return tuple(found)


def _named_in(question: Question) -> tuple[str, ...]:
    """Return the formulas that a question names."""
    more: Mapping[str, Any] = question.more or {}
    named = [*(more.get("computes") or ()), *((more.get("maps_to") or {}).get("formulas") or ())]
    return tuple(dict.fromkeys(map(str, named)))


def _is_of_oxygen(question: Question) -> bool:
    return OXYGEN in _named_in(question) and has_oxygen(question)


def _formulas_of(question: Question) -> Iterator[str]:
    """Yield the formulas of a table that are known here and whose columns it has."""
    for identifier in _named_in(question):
        formula = _FORMULAS.get(identifier)
        columns = formula.columns.values() if formula else ()
        if columns and all(question.column(name) for name, _unit in columns):
            yield identifier


def _is_begun(line: Line, formula: RowFormula) -> bool:
    return any(not line.answer(name).is_empty for name, _unit in formula.columns.values())


def _indicator(known: Known, line: Line, identifier: str, holdings: Holdings) -> Indicator:
    formula = _FORMULAS[identifier]
    terms = [
        entered(line.state, line.path(name), column, symbol, unit)
        for symbol, (name, unit) in formula.columns.items()
        if (column := line.table.column(name)) is not None
    ]
    figure = figured(
        formula.expression,
        [each.term for each in terms],
        formula.unit,
        missing=[each.missing for each in terms if each.missing],
    )
    levels = _levels_of(known, line, identifier, formula)
    origin = weakest(terms, verdict_origins())
    beside = held(known, levels, figure, origin=origin, time=formula.time, found=holdings)
    level = beside.judgement.level or next(iter(levels), None)
    return Indicator(
        key=f"specific.{line.address}/{line.id}.{identifier}",
        name=formula_name(known, identifier, level),
        kind=formula.kind,
        medium=medium_of(level) if level else formula.medium,
        figure=figure,
        judgement=beside.judgement,
        where=_words(line),
        substance=substance_code((level.substance if level else "") or ""),
        year=reference_year(known),
        grounds=beside.grounds,
        path=terms[0].term.path,
        techniques=level.techniques if level else (),
    )


def _words(line: Line) -> str:
    texts = (
        line.text(column.name) for column in line.table.columns if column.type is QuestionType.TEXT
    )
    return ", ".join(text for text in texts if text)


def _levels_of(known: Known, line: Line, identifier: str, formula: RowFormula) -> tuple[Level, ...]:
    """Return the levels in the unit of a formula that a row speaks of."""
    every = index_of(known.definition).levels
    wanted = (*line.table.levels, *(formula_row(known, identifier).get("levels") or ()))
    found = tuple(
        every[name]
        for name in dict.fromkeys(map(str, wanted))
        if name in every
        and every[name].overrides is None
        and are_of_one_quantity(formula.unit, every[name].unit)
    )
    return _of_words(found, _words(line))


def _of_words(levels: tuple[Level, ...], words: str) -> tuple[Level, ...]:
    """Return the levels whose parameter, or else process, words name.

    What the names of all have in common tells nothing: «Удельный расход воды, отбеливание» is
    named by «отбеливание». Of names that contain each other the longest that fits is meant.
    """
    said = folded(words)
    parameters = {parameter_of(level) for level in levels}
    if len(parameters) == 1:
        return of_process(levels, said)
    shared = _shared(tuple(level.parameter for level in levels))
    fits: dict[str, frozenset[str]] = {}
    for level in levels:
        own = [name - shared for name in names_of(level)]
        best = max((name for name in own if name and name <= said), key=len, default=None)
        if best is not None:
            fits[level.id] = best
    longest = max(map(len, fits.values()), default=0)
    meant = {fit for fit in fits.values() if len(fit) == longest}
    found = tuple(level for level in levels if fits.get(level.id) in meant)
    return found if len({parameter_of(level) for level in found}) == 1 else ()


@lru_cache(maxsize=256)
def _shared(parameters: tuple[Text, ...]) -> frozenset[str]:
    """Return the words that stand in every one of some parameters, in one language or another."""
    found: set[str] = set()
    for lang in ("ru", "kk", "en"):
        every = [folded(getattr(parameter, lang)) for parameter in parameters]
        found |= set.intersection(*every) if every else set()
    return frozenset(found)
