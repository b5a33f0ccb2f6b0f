"""Indicators of figures that were entered where the checklist names a level."""

from decimal import Decimal

from kta_desktop.assessment.figures import Judged, figures_of
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.performance_kinds import kind_of, medium_of, substance_code
from kta_desktop.assessment.terms import Figured, Term
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Level, QuestionType, Text
from kta_desktop.domain.fieldpath import cell, parse_path
from kta_desktop.domain.numbers import kept
from kta_desktop.forms.state import FormState, Place
from kta_desktop.i18n import language

_YEAR = ("core_ref_year", "audit.reference_year")


def of_question(known: Known, address: str) -> tuple[Indicator, ...]:
    """Return the indicators of a question where it stands; nothing if it is not asked there."""
    place = known.state.place(address)
    found = figures_of(known.definition, known.state, place)
    return tuple(_indicator(known, place, judged) for judged in found)


def reference_year(known: Known) -> int | None:
    """Return the year that the figures of the audit are of; None if it is not stated."""
    asked = index_of(known.definition).named(*_YEAR)
    value = None if asked is None else known.state.value(asked.name)
    is_year = isinstance(value, Decimal) and value.is_finite() and value == int(value)
    return int(value) if is_year and isinstance(value, Decimal) else None


def stated_uncertainty(answer: Answer) -> Decimal | None:
    """Return U (k = 2) as it was entered, never negative; None if none was, or no number."""
    spread = kept(answer.uncertainty)
    return None if spread is None else abs(spread)


def instance_of(state: FormState, place: Place) -> str:
    """Return what the innermost repeat around a question is called; empty outside of repeats."""
    path = parse_path(place.address)
    inside = path.inside
    if inside is None:
        return ""
    return state.instance_title(inside, path.rows[-1], language())


def _indicator(known: Known, place: Place, judged: Judged) -> Indicator:
    level, unit = judged.parameter, judged.figure.unit or ""
    name = _name(place, judged)
    answer = known.state.answer(judged.path)
    spread = stated_uncertainty(answer)
    term = Term(
        symbol="x",
        name=name,
        value=judged.figure.value,
        uncertainty=spread,
        unit=unit,
        path=judged.path,
    )
    medium = medium_of(level)
    return Indicator(
        key=f"figure.{judged.path}",
        name=name,
        kind=kind_of(unit, medium),
        medium=medium,
        figure=Figured(
            value=judged.figure.value,
            unit=unit,
            uncertainty=spread,
            formula="x",
            terms=(term,),
        ),
        judgement=judged.judgement,
        where=_where(known.state, place, judged),
        substance=substance_code((level.substance if level else "") or ""),
        year=reference_year(known),
        grounds=judged.grounds,
        path=judged.path,
        techniques=level.techniques if level else (),
    )


def _name(place: Place, judged: Judged) -> Text:
    """Return what a figure is: a question by its title, a cell by its parameter and column."""
    question, level = place.question, judged.parameter
    if question.type is not QuestionType.TABLE or level is None:
        return question.title
    column = question.column(parse_path(judged.path).names[-1])
    if column is None:
        return level.parameter
    return joined(level.parameter, column.label)


def joined(first: Text, second: Text) -> Text:
    """Return two texts as one, in each language in which there are both, or the one there is."""

    def one(lang: str) -> str:
        parts = (getattr(first, lang), getattr(second, lang))
        return ", ".join(part for part in parts if part)

    return Text(one("ru"), one("kk"), one("en"))


def _where(state: FormState, place: Place, judged: Judged) -> str:
    """Return the source, outlet or stage: of the repeat, and the words a row begins with."""
    parts = [instance_of(state, place)]
    columns = place.question.columns
    if columns and columns[0].type is QuestionType.TEXT:
        row = parse_path(judged.path).rows[-1]
        text = state.answer(cell(place.address, row, columns[0].name)).text or ""
        parts += [] if _is_parameter(text, judged.parameter) else [" ".join(text.split())]
    return ", ".join(part for part in parts if part)


def _is_parameter(text: str, level: Level | None) -> bool:
    """Whether words name the parameter, and so do not say where it is."""
    if level is None:
        return False
    folded = text.casefold()
    names = (level.substance or "", level.parameter.ru, level.parameter.kk, level.parameter.en)
    return any(name and (name.casefold() in folded or folded in name.casefold()) for name in names)
