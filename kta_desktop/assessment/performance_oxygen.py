"""Concentrations of tables at the reference oxygen of their level (formula F-O2 of the packs).

``E_R = (21 − O_R) / (21 − O_M) · E_M``. Oxygen is only one of the reference conditions: a figure
in mg/m³ of gas as it was stays incomparable, one in mg/Nm³ is of dry gas at 273.15 K and 101.3 kPa.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kta_desktop.assessment.addresses import rows_at
from kta_desktop.assessment.figures import chosen, of_parameter, of_quantity
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.levels import Holdings
from kta_desktop.assessment.performance import Indicator, IndicatorKind
from kta_desktop.assessment.performance_answers import reference_year
from kta_desktop.assessment.performance_held import held
from kta_desktop.assessment.performance_kinds import medium_of, substance_code
from kta_desktop.assessment.performance_terms import Entered, entered, verdict_origins, weakest
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.definition import Column, Level, Question, Text
from kta_desktop.domain.gas import Basis
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import EU, basis
from kta_desktop.measurement.units import are_of_one_quantity

FORMULA = "F-O2"
_AIR = Decimal(21)
_MEASURED, _OXYGEN = "c_meas", "o2"
_NORMAL = "mg/Nm3"


def has_oxygen(question: Question) -> bool:
    """Whether a table has a concentration as measured, and the oxygen it was measured at."""
    return all(question.column(name) for name in (_MEASURED, _OXYGEN))


def formula_row(known: Known, identifier: str) -> Mapping[str, Any]:
    """Return what the pack says of a formula; nothing if it does not say anything."""
    rows: Any = (known.definition.more or {}).get("formulas") or ()
    return next((row for row in rows if row.get("id") == identifier), {})


def formula_name(known: Known, identifier: str, level: Level | None) -> Text:
    """Return what the pack calls a formula, with the parameter of the level if there is one."""
    said: Mapping[str, str] = formula_row(known, identifier).get("name") or {}
    name = Text(said.get("ru") or "", said.get("kk") or "", said.get("en") or "")
    if level is None or level.parameter.is_empty:
        return name
    of = level.parameter
    return Text(*(f"{name.get(lang)}: {of.get(lang)}" for lang in ("ru", "kk", "en")))


def at_reference(known: Known, line: Line, holdings: Holdings) -> Indicator | None:
    """Return the concentration of a row at the reference oxygen of the level that it speaks of.

    None if the row has no concentration, names no level, or its level has no fixed oxygen.
    """
    column, asked = line.table.column(_MEASURED), line.table.column(_OXYGEN)
    if column is None or asked is None or line.answer(_MEASURED).is_empty:
        return None
    levels = _levels(known, line, column)
    holding = chosen([holdings.of(each.id) for each in levels])
    reference = None if holding.level is None else _basis(known, holding.level)
    if holding.level is None or reference is None or reference.o2_ref_pct is None:
        return None
    unit = column.unit or _NORMAL
    measured = entered(line.state, line.path(_MEASURED), column, "C", unit)
    oxygen = entered(line.state, line.path(_OXYGEN), asked, "O", "%")
    beside = held(
        known,
        levels,
        figure := _figure(measured, oxygen, holding.level, reference),
        origin=weakest((measured, oxygen), verdict_origins()),
        time="",
        at_basis=_is_normal(unit, reference),
        found=holdings,
    )
    return Indicator(
        key=f"specific.{line.address}/{line.id}.{FORMULA}",
        name=formula_name(known, FORMULA, holding.level),
        kind=IndicatorKind.CONCENTRATION,
        medium=medium_of(holding.level),
        figure=figure,
        judgement=beside.judgement,
        substance=substance_code(holding.level.substance or ""),
        year=reference_year(known),
        grounds=beside.grounds,
        path=measured.term.path,
        techniques=holding.level.techniques,
    )


def _levels(known: Known, line: Line, column: Column) -> tuple[Level, ...]:
    found = index_of(known.definition).of_question[line.table.name]
    return of_parameter(of_quantity(found, column.unit), line.table, line.row, column)


def _basis(known: Known, level: Level) -> Basis | None:
    """Return the reference conditions of a level; None if it has none, or several."""
    try:
        found = [basis(each, known.definition.more) for each in level.basis]
    except BasisUnknownError:
        return None
    return found[0] if len(found) == 1 else None


def _figure(measured: Entered, oxygen: Entered, level: Level, reference: Basis) -> Figured:
    bound = Term(
        symbol="R",
        name=oxygen.term.name,
        value=Decimal(repr(reference.o2_ref_pct)),
        unit="%",
        source=" ".join(part for part in (level.source or "", level.locus) if part),
    )
    lacks = [each.missing for each in (measured, oxygen) if each.missing]
    value = oxygen.term.value
    if value is not None and value > _AIR:  # no gas has more than air, if it is not enriched
        lacks.append(Missing(Lack.CONDITIONS, oxygen.term.path, oxygen.term.name))
    terms = [measured.term, oxygen.term, bound]
    return figured("C × (21 − R) / (21 − O)", terms, measured.term.unit, missing=lacks)


def _is_normal(unit: str, reference: Basis) -> bool:
    """Whether a figure is of the very gas that the level speaks of, oxygen aside."""
    eu = basis(EU)
    ours = (eu.temperature_k, eu.pressure_kpa, eu.dry)
    theirs = (reference.temperature_k, reference.pressure_kpa, reference.dry)
    return ours == theirs and are_of_one_quantity(unit, _NORMAL)


def of_oxygen(
    known: Known, question: Question, address: str, holdings: Holdings
) -> tuple[Indicator, ...]:
    """Return the concentrations of a table at the reference oxygen of their levels."""
    found = (at_reference(known, line, holdings) for line in rows_at(known, question, address))
    return tuple(each for each in found if each is not None)
