"""Emissions of the sources: concentrations, mass flows, tonnes a year and per tonne of the base."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kta_desktop.assessment.addresses import instances, question_of, rows_at
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.performance_answers import joined, reference_year
from kta_desktop.assessment.performance_held import held
from kta_desktop.assessment.performance_kinds import substance_code
from kta_desktop.assessment.performance_permit import (
    About,
    called,
    cell_name,
    plain,
    substance_name,
    unjudged,
)
from kta_desktop.assessment.performance_specific import (
    base_kind,
    base_of,
    mainly,
    per_base,
    specific_name,
)
from kta_desktop.assessment.performance_sums import Sum, cell, inside, scalar
from kta_desktop.assessment.performance_terms import (
    Entered,
    told,
    verdict_origins,
    weakest,
)
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.terms import Figured
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.definition import Level, Text
from kta_desktop.i18n import N_
from kta_desktop.measurement.units import are_of_one_quantity

_SECONDS = "0.0036"  # t/h in a g/s
_CO2 = "co2"  # its tonnes are reported apart, as in the totals of the checklist


@dataclass(frozen=True, slots=True)
class Emission:
    """One substance of one source.

    Attributes:
        line: Its row.
        source: Address of the source.
        hours: That the source works in a year.
    """

    line: Line
    source: str
    hours: Entered | None

    @property
    def substance(self) -> str:
        """Id of ``substances.csv``; empty if none is chosen."""
        return self.line.choice("substance") or ""


def emissions(known: Known) -> Iterator[Emission]:
    """Yield the substances of the sources, source by source."""
    table = question_of(known, "core_src_pollutants", "source.pollutants")
    if table is None:
        return
    for source in instances(known, "core_rep_source", "source"):
        hours = inside(known, source, "core_src_hours", "source.hours", "h", "h/year")
        for line in rows_at(known, table, f"{source}/{table.name}"):
            yield Emission(line, source, hours)


def of_sources(known: Known) -> tuple[Indicator, ...]:
    """Return what the sources emit, beside the limits of the permit."""
    return tuple(each for found in emissions(known) for each in _of_row(known, found))


def of_substances(known: Known) -> tuple[Indicator, ...]:
    """Return the emission of each substance per tonne of the base, all sources together."""
    sums: dict[str, Sum] = {}
    names: dict[str, Text] = {}
    for found in emissions(known):
        if found.substance:
            names[found.substance] = substance_name(found.line)
            _add_tonnes(sums.setdefault(found.substance, Sum()), found)
    return tuple(_specific(known, each, names[each], of) for each, of in sums.items())


def of_total(known: Known) -> tuple[Indicator, ...]:
    """Return all emissions to air of a year beside the permitted ones; nothing without those."""
    permitted = scalar(known, "core_air_permit", "air.emission.permitted", "L", "t/year")
    if permitted is None or permitted.is_blank:
        return ()
    found = Sum()
    for each in emissions(known):
        if each.substance != _CO2:
            _add_tonnes(found, each)
    asked = question_of(known, "core_air_total", "air.emission.total")
    name = asked.title if asked else permitted.term.name
    about = About(key="specific.air_total", name=name, medium=Medium.AIR)
    return (unjudged(known, _tonnes(found), about, permitted),)


def _of_row(known: Known, found: Emission) -> Iterator[Indicator]:
    line = found.line
    spread = line.number_of("uncertainty")
    concentration = cell(line, "conc", "C", "mg/Nm3", spread=spread)
    flow = cell(line, "g_s", "g", "g/s")
    if not concentration.is_blank:
        about = _about(known, found, "figure", "conc")
        about = replace(about, kind=IndicatorKind.CONCENTRATION)
        yield unjudged(known, plain(concentration), about)
    if not flow.is_blank:
        limit = cell(line, "limit_g_s", "L", "g/s")
        yield unjudged(known, plain(flow), _about(known, found, "figure", "g_s"), limit)
    of_year, limit = Sum(), cell(line, "limit_t_year", "L", "t/year")
    _add_tonnes(of_year, found)
    if not limit.is_blank:
        name = joined(substance_name(line), told(N_("Mass emission of the year")))
        about = replace(_about(known, found, "specific", "t_year"), name=name)
        yield unjudged(known, _tonnes(of_year), about, limit)


def _about(known: Known, found: Emission, prefix: str, column: str) -> About:
    return About(
        key=f"{prefix}.{found.line.path(column)}",
        name=cell_name(found.line, column),
        medium=Medium.AIR,
        where=called(known, found.source),
        substance=found.substance,
    )


def _add_tonnes(to: Sum, found: Emission) -> None:
    """Add the tonnes a year of a substance: as accounted, else mass flow times hours."""
    number = to.parts + 1
    tonnes = cell(found.line, "t_year", f"M{number}", "t/year")
    if not tonnes.is_blank or found.hours is None:
        to.add(f"+ M{number}", tonnes)
        return
    flow = cell(found.line, "g_s", f"g{number}", "g/s")
    hours = found.hours.called(f"h{number}")
    to.add(f"+ g{number} × h{number} × {_SECONDS}", flow, hours)


def _tonnes(found: Sum) -> Figured:
    lacks = [term.missing for term in found.terms if term.missing]
    terms = [each.term for each in found.terms]
    return found.counted(figured(found.formula or "0", terms, "t/year", missing=lacks))


def _specific(known: Known, substance: str, name: Text, found: Sum) -> Indicator:
    figure = per_base(known, found, "kg/t", " × 1000")
    base = base_of(known)
    beside = held(
        known,
        [level for level in index_of(known.definition).levels.values() if _is_of(level, substance)],
        figure,
        origin=weakest([*found.terms, *([base] if base else [])], verdict_origins()),
        per=base_kind(known),
    )
    level = beside.judgement.level
    return Indicator(
        key=f"specific.air.{substance}",
        name=specific_name(name, N_("Specific emission")),
        kind=IndicatorKind.SPECIFIC_EMISSION,
        medium=Medium.AIR,
        figure=figure,
        judgement=beside.judgement,
        substance=substance,
        year=reference_year(known),
        grounds=beside.grounds,
        path=mainly(figure),
        techniques=level.techniques if level else (),
    )


def _is_of(level: Level, substance: str) -> bool:
    return (
        level.overrides is None
        and level.medium == "air_load"
        and substance_code(level.substance or "") == substance
        and are_of_one_quantity(level.unit, "kg/t")
    )
