"""Limits of the permit beside figures: no levels of a reference book, and told apart from them."""

from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop.assessment.compare import not_compared
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium, Permit
from kta_desktop.assessment.performance_answers import joined, reference_year
from kta_desktop.assessment.performance_terms import Entered
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.terms import Figured
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.definition import Text
from kta_desktop.domain.verdict import NotCompared
from kta_desktop.i18n import language

_NO_LEVEL = not_compared(NotCompared.NO_LEVEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an indicator is about; the fields are those of ``Indicator``."""

    key: str
    name: Text
    medium: Medium
    kind: IndicatorKind = IndicatorKind.MASS_FLOW
    where: str = ""
    substance: str = ""


def permit(figure: Figured, limit: Entered | None) -> Permit | None:
    """Return a figure beside its limit; None if no limit was entered.

    Both are in one unit. A limit of zero, or one that cannot be read, has no share.
    """
    if limit is None or limit.is_blank:
        return None
    bound = replace(limit.term, uncertainty=Decimal(0))  # it is set, not measured
    formula = f"({figure.formula})" if len(figure.terms) > 1 else figure.formula
    lacks = [*figure.missing, *([limit.missing] if limit.missing else [])]
    used = figured(
        f"{formula} / {bound.symbol} × 100",
        [*figure.terms, bound],
        "%",
        missing=lacks,
    )
    told = Figured(
        value=bound.value,
        unit=bound.unit,
        uncertainty=None if bound.value is None else bound.uncertainty,
        formula=bound.symbol,
        terms=(bound,),
        missing=(limit.missing,) if limit.missing else (),
    )
    return Permit(limit=told, used=used, path=bound.path)


def plain(found: Entered) -> Figured:
    """Return a number that was entered as a figure."""
    lacks = (found.missing,) if found.missing else ()
    return figured(found.term.symbol, [found.term], found.term.unit, missing=lacks)


def unjudged(
    known: Known, figure: Figured, about: About, limit: Entered | None = None
) -> Indicator:
    """Return an indicator of a figure of which no level of a book speaks."""
    return Indicator(
        key=about.key,
        name=about.name,
        kind=about.kind,
        medium=about.medium,
        figure=figure,
        judgement=_NO_LEVEL,
        where=about.where,
        substance=about.substance,
        year=reference_year(known),
        permit=permit(figure, limit),
        path=figure.terms[0].path if figure.terms else "",
    )


def called(known: Known, instance: str) -> str:
    """Return what an instance of a repeat is called; empty if it is not called anything."""
    repeat, _, row = instance.rpartition("/")
    return known.state.instance_title(repeat, row, language())


def substance_name(line: Line) -> Text:
    """Return the wording of the substance of a row; no text if none is chosen."""
    column, chosen = line.column("substance"), line.choice("substance")
    option = column.choice(chosen) if column and chosen else None
    return option.label if option else Text()


def cell_name(line: Line, column: str) -> Text:
    """Return the name of a figure of a substance: the substance, then what is asked."""
    asked = line.column(column)
    return joined(substance_name(line), asked.label if asked else Text())
