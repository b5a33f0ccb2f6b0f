"""Indicators of figures that no level speaks of, but a typical range of the pack does."""

from collections.abc import Iterator

from kta_desktop.assessment.addresses import rows_at
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.performance_answers import instance_of, joined
from kta_desktop.assessment.performance_permit import About, plain, unjudged
from kta_desktop.assessment.performance_terms import entered
from kta_desktop.assessment.registers import Line
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.forms.state import Place
from kta_desktop.packs.reference_figures import RangeFigure

_SHARE = "%"


def is_fed(known: Known, question: Question) -> bool:
    """Whether a question, or a column of it, feeds a range."""
    fed = index_of(known.definition).fed
    return question.concept in fed or any(column.concept in fed for column in question.columns)


def of_ranges(known: Known, address: str, beside: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Return the figures of a question that feed a range and are not ``beside`` a level already."""
    place = known.state.place(address)
    if not is_fed(known, place.question) or not known.state.is_relevant(address):
        return ()
    there = {indicator.key for indicator in beside}
    return tuple(each for each in _figures(known, place) if each.key not in there)


def _figures(known: Known, place: Place) -> Iterator[Indicator]:
    question, fed = place.question, index_of(known.definition).fed
    where = instance_of(known.state, place)
    if question.concept in fed:
        yield from _indicator(known, question, place.address, fed[question.concept], where)
    columns = [column for column in question.columns if column.concept in fed]
    for line in rows_at(known, question, place.address) if columns else ():
        told = ", ".join(part for part in (where, _words(line)) if part)
        for column in columns:
            yield from _indicator(known, column, line.path(column.name), fed[column.concept], told)


def _indicator(
    known: Known, asked: Question | Column, path: str, told: RangeFigure, where: str
) -> Iterator[Indicator]:
    found = entered(known.state, path, asked, "x", asked.unit or "1")
    if found.is_blank:
        return
    is_share = asked.unit == _SHARE
    table = None if isinstance(asked, Question) else known.state.place(path.rsplit("/", 2)[0])
    name = asked.title if isinstance(asked, Question) else asked.label
    about = About(
        key=f"figure.{path}",
        name=name if table is None else joined(table.question.title, name),
        medium=Medium(told.medium),
        kind=IndicatorKind.EFFICIENCY if is_share else IndicatorKind.SPECIFIC_CONSUMPTION,
        where=where,
    )
    yield unjudged(known, plain(found), about)


def _words(line: Line) -> str:
    """Return the words that a row begins with."""
    first = line.table.columns[0]
    return line.text(first.name) if first.type is QuestionType.TEXT else ""
