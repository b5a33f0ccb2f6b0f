"""Indicators of the rows that the auditor put beside a level by hand."""

from kta_desktop.assessment import indicators
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, Medium
from kta_desktop.assessment.performance_answers import reference_year
from kta_desktop.assessment.performance_kinds import kind_of
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain.definition import Text


def of_table(known: Known) -> tuple[Indicator, ...]:
    """Return an indicator for each row of the table, with the verdict that was entered."""
    return tuple(_indicator(known, row) for row in indicators.indicators(known.state))


def _indicator(known: Known, row: indicators.Indicator) -> Indicator:
    name, judged = Text(row.name, row.name, row.name), row.judgement
    is_figure = judged.value is not None
    spread = (judged.uncertainty or None) if is_figure else None  # none and zero stand alike there
    term = Term(
        symbol="x",
        name=name,
        value=judged.value,
        uncertainty=spread,
        unit=row.unit,
        path=row.path,
    )
    lack = Lack.UNREADABLE if row.typed else Lack.NOT_ENTERED
    return Indicator(
        key=f"figure.{row.path}",
        name=name,
        kind=kind_of(row.unit, Medium.OTHER),
        medium=Medium.OTHER,
        figure=Figured(
            value=judged.value,
            unit=row.unit,
            uncertainty=spread,
            formula="x",
            terms=(term,),
            missing=() if is_figure else (Missing(lack, row.path, name),),
        ),
        judgement=judged,
        year=reference_year(known),
        path=row.path,
    )
