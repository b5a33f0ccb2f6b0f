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
from kta_desktop.assessment.watched import piece
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


@dataclass(frozen=True, slots=True)
class _OfYear:
    """What a substance of a source adds to a sum of tonnes a year.

    Attributes:
        substance: As in ``Emission``.
        name: Its wording.
        tonnes: As accounted.
        flow: Mass flow that stands for them with the hours; None where it does not.
        hours: That the source works in a year.
    """

    substance: str
    name: Text
    tonnes: Entered
    flow: Entered | None
    hours: Entered | None


def of_sources(known: Known) -> tuple[Indicator, ...]:
    """Return what the sources emit, beside the limits of the permit."""
    return tuple(each for source in _sources(known) for each in _shown(known, source))


def of_substances(known: Known) -> tuple[Indicator, ...]:
    """Return the emission of each substance per tonne of the base, all sources together."""
    sums: dict[str, Sum] = {}
    names: dict[str, Text] = {}
    for found in _of_years(known):
        if found.substance:
            names[found.substance] = found.name
            _add_tonnes(sums.setdefault(found.substance, Sum()), found)
    return tuple(_specific(known, each, names[each], of) for each, of in sums.items())


def of_total(known: Known) -> tuple[Indicator, ...]:
    """Return all emissions to air of a year beside the permitted ones; nothing without those."""
    permitted = scalar(known, "core_air_permit", "air.emission.permitted", "L", "t/year")
    if permitted is None or permitted.is_blank:
        return ()
    found = Sum()
    for each in _of_years(known):
        if each.substance != _CO2:
            _add_tonnes(found, each)
    asked = question_of(known, "core_air_total", "air.emission.total")
    name = asked.title if asked else permitted.term.name
    about = About(key="specific.air_total", name=name, medium=Medium.AIR)
    return (unjudged(known, _tonnes(found), about, permitted),)


def _sources(known: Known) -> Iterator[str]:
    """Yield the addresses of the sources."""
    yield from instances(known, "core_rep_source", "source")


def _emissions(known: Known, source: str) -> Iterator[Emission]:
    """Yield the substances of a source."""
    table = question_of(known, "core_src_pollutants", "source.pollutants")
    if table is not None:
        hours = inside(known, source, "core_src_hours", "source.hours", "h", "h/year")
        for line in rows_at(known, table, f"{source}/{table.name}"):
            yield Emission(line, source, hours)


def _shown(known: Known, source: str) -> tuple[Indicator, ...]:
    """Return the indicators of one source; they are kept as long as the source stays as it is."""

    def compute() -> tuple[Indicator, ...]:
        return tuple(each for row in _emissions(known, source) for each in _of_row(known, row))

    return piece(known.state, f"indicators of {source}", compute)


def _of_years(known: Known) -> Iterator[_OfYear]:
    """Yield what every source adds to sums; that of a source is kept as long as it stays so."""
    for source in _sources(known):

        def compute(source: str = source) -> tuple[_OfYear, ...]:
            return tuple(map(_of_year, _emissions(known, source)))

        yield from piece(known.state, f"tonnes of {source}", compute)


def _of_year(found: Emission) -> _OfYear:
    """Return the tonnes a year of a substance: as accounted, else mass flow times hours."""
    tonnes, flow = cell(found.line, "t_year", "M", "t/year"), None
    if tonnes.is_blank and found.hours is not None:
        flow = cell(found.line, "g_s", "g", "g/s")
    return _OfYear(found.substance, substance_name(found.line), tonnes, flow, found.hours)


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
    _add_tonnes(of_year, _of_year(found))
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


def _add_tonnes(to: Sum, found: _OfYear) -> None:
    number = to.parts + 1
    if found.flow is None or found.hours is None:
        to.add(f"+ M{number}", found.tonnes.called(f"M{number}"))
        return
    flow, hours = found.flow.called(f"g{number}"), found.hours.called(f"h{number}")
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
