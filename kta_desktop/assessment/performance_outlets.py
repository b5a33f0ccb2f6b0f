"""What goes out with waste water, and what intake and waste use of their limits."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kta_desktop.assessment.addresses import instances, question_of, rows, rows_at
from kta_desktop.assessment.averaged import SAMPLES
from kta_desktop.assessment.compare import not_compared
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.performance_held import Held, held
from kta_desktop.assessment.performance_kinds import substance_code
from kta_desktop.assessment.performance_permit import (
    About,
    called,
    cell_name,
    plain,
    substance_name,
    unjudged,
)
from kta_desktop.assessment.performance_specific import mainly, per_base, specific_name
from kta_desktop.assessment.performance_sums import Sum, cell, inside
from kta_desktop.assessment.performance_terms import Entered
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.verdict import NotCompared
from kta_desktop.i18n import N_
from kta_desktop.measurement.units import are_of_one_quantity

_INTAKE = ("core_water_in", "water.intake.sources")
_WATER_BODY, _SEWER = "surface", "sewer"
_AT_OUTLET = frozenset(["outlet_direct"])  # basis: where the water leaves for a water body


@dataclass(frozen=True, slots=True)
class Discharge:
    """One parameter of one outlet.

    Attributes:
        line: Its row.
        outlet: Address of the outlet.
        receiver: Where the outlet leads; empty if it is not stated.
        flow: Of the outlet, m³ a year.
    """

    line: Line
    outlet: str
    receiver: str
    flow: Entered | None

    @property
    def substance(self) -> str:
        """Id of ``substances.csv``; empty if none is chosen."""
        return self.line.choice("substance") or ""


def discharges(known: Known) -> Iterator[Discharge]:
    """Yield the parameters of the outlets, outlet by outlet."""
    table = question_of(known, "core_out_params", "outlet.parameters")
    asked = question_of(known, "core_out_receiver", "outlet.receiver")
    if table is None:
        return
    for outlet in instances(known, "core_rep_outlet", "outlet"):
        told = known.state.value(f"{outlet}/{asked.name}") if asked else None
        receiver = told if isinstance(told, str) else ""
        flow = inside(known, outlet, "core_out_flow", "outlet.flow", "V", "m3/year")
        for line in rows_at(known, table, f"{outlet}/{table.name}"):
            yield Discharge(line, outlet, receiver, flow)


def of_outlets(known: Known) -> tuple[Indicator, ...]:
    """Return the concentrations of the outlets, beside levels and the limits of the permit."""
    return tuple(each for found in discharges(known) for each in _of_row(known, found))


def of_loads(known: Known) -> tuple[Indicator, ...]:
    """Return the load of each substance per tonne of the base, all outlets together."""
    sums: dict[str, Sum] = {}
    names: dict[str, Text] = {}
    for found in discharges(known):
        unit = found.line.unit_of("mean", "unit") or ""
        if found.substance and found.flow and are_of_one_quantity(unit, "mg/l"):
            names[found.substance] = substance_name(found.line)
            _add_load(sums.setdefault(found.substance, Sum()), found, found.flow)
    return tuple(_specific(known, each, names[each], of) for each, of in sums.items())


def of_intake(known: Known) -> tuple[Indicator, ...]:
    """Return what each source of water gives, beside its limit; nothing without limits."""
    return tuple(_intake(known, line) for line in rows(known, *_INTAKE) if _is_limited(line))


def of_waste(known: Known) -> tuple[Indicator, ...]:
    """Return how much of each waste comes about, beside its limit; nothing without limits."""
    return tuple(
        each
        for instance in instances(known, "core_rep_waste", "waste")
        for each in _waste(known, instance)
    )


def _of_row(known: Known, found: Discharge) -> Iterator[Indicator]:
    for column in ("mean", "max"):
        number = _number(found.line, column, "x")
        if number.is_blank:
            continue
        limit = _number(found.line, "limit", "L")
        about = About(
            key=f"figure.{found.line.path(column)}",
            name=cell_name(found.line, column),
            medium=Medium.WATER,
            kind=IndicatorKind.CONCENTRATION,
            where=called(known, found.outlet),
            substance=found.substance,
        )
        figure = _counted(plain(number), found.line)
        beside = _held(known, found, figure, column)
        level = beside.judgement.level
        yield replace(
            unjudged(known, figure, about, limit),
            judgement=beside.judgement,
            grounds=beside.grounds,
            techniques=level.techniques if level else (),
        )


def _number(line: Line, column: str, symbol: str) -> Entered:
    """Return a figure of a parameter, in the unit that the row says."""
    unit = line.unit_of(column, "unit") or "1"
    spread = None if column == "limit" else line.number_of("uncertainty")
    return cell(line, column, symbol, unit, spread=spread, own_unit=unit)


def _counted(figure: Figured, line: Line) -> Figured:
    """Return a figure with the number of samples that it is of, if that is stated."""
    count = line.whole("n")
    return figure if count is None or count < 1 else replace(figure, known=count, of=count)


def _held(known: Known, found: Discharge, figure: Figured, column: str) -> Held:
    """Return a figure held against the levels of direct discharge, where it goes to water."""
    if found.receiver == _SEWER:
        return Held(judgement=not_compared(NotCompared.SEWER_CONTRACT))
    if found.receiver != _WATER_BODY:
        return Held(judgement=not_compared(NotCompared.NO_LEVEL))
    levels = [
        level
        for level in index_of(known.definition).levels.values()
        if _is_of(level, found.substance)
    ]
    return held(
        known,
        levels,
        figure,
        origin=found.line.choice("origin"),
        time=_time(found.line, column),
        at_basis=all(_AT_OUTLET.issuperset(level.basis) for level in levels),
    )


def _time(line: Line, column: str) -> str:
    """Return what a figure is an average of, see ``averaged.Averaged``; empty if unknown."""
    if column == "mean":
        return "year"
    sample = line.choice("sample") or ""
    return sample if sample in SAMPLES else ""


def _is_of(level: Level, substance: str) -> bool:
    return (
        level.overrides is None
        and level.medium == "water_direct"
        and bool(substance)
        and substance_code(level.substance or "") == substance
    )


def _add_load(to: Sum, found: Discharge, flow: Entered) -> None:
    number = to.parts + 1
    unit = found.line.unit_of("mean", "unit") or ""
    spread = found.line.number_of("uncertainty")
    mean = cell(found.line, "mean", f"C{number}", "mg/l", spread=spread, own_unit=unit)
    to.add(f"+ C{number} × V{number}", mean, flow.called(f"V{number}"))


def _specific(known: Known, substance: str, name: Text, found: Sum) -> Indicator:
    figure = per_base(known, found, "kg/t", " / 1000")
    about = About(
        key=f"specific.outlet.{substance}",
        name=specific_name(name, N_("Specific discharge")),
        medium=Medium.WATER,
        kind=IndicatorKind.SPECIFIC_EMISSION,
        substance=substance,
    )
    return replace(unjudged(known, figure, about), path=mainly(figure))


def _is_limited(line: Line) -> bool:
    return not line.answer("limit_m3").is_empty


def _intake(known: Known, line: Line) -> Indicator:
    amount = cell(line, "m3_year", "V", "m3/year")
    about = About(
        key=f"figure.{line.path('m3_year')}", name=amount.term.name, medium=Medium.WATER_USE
    )
    return unjudged(known, plain(amount), about, cell(line, "limit_m3", "L", "m3/year"))


def _waste(known: Known, instance: str) -> Iterator[Indicator]:
    amount = inside(known, instance, "core_waste_amount", "waste.generated", "M", "t/year")
    limit = inside(known, instance, "core_waste_limit", "waste.limit", "L", "t/year")
    if amount is None or limit is None or limit.is_blank:
        return
    about = About(
        key=f"figure.{amount.term.path}",
        name=amount.term.name,
        medium=Medium.WASTE,
        where=called(known, instance),
    )
    yield unjudged(known, plain(amount), about, limit)
