"""Which figures of the answers are held against which levels, and which of the two fit.

A question names its levels. Of a table, only cells are figures whose column has a unit of the
quantity of a level. Where the levels of a question speak of several parameters, a cell belongs to
those whose parameter its column or its row names in full, in any language: «ХПК», "COD", «Общий
азот» (words in any order). A cell whose parameter is not named is not judged: nobody guesses. Where
they speak of several processes, the words of the row may name the one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kta_desktop.assessment.averaged import Averaged, averaged, judge_averaged
from kta_desktop.assessment.compare import Figure, not_compared
from kta_desktop.assessment.grounds import Ground, GroundKind
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.levels import Holdings, InForce
from kta_desktop.assessment.processes import folded, of_process
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Column, Definition, Level, Question, QuestionType, Text
from kta_desktop.domain.fieldpath import cell
from kta_desktop.domain.numbers import kept
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.forms.answers import Row
from kta_desktop.forms.state import FormState, Place
from kta_desktop.measurement.units import are_of_one_quantity

_NUMBERS = (QuestionType.DECIMAL, QuestionType.INTEGER)
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A figure that was entered, and what it comes to.

    Attributes:
        path: Of the answer or cell.
        question: Name of the question.
        parameter: Level whose parameter and unit it is shown with; None if none fits.
        judgement: The judgement.
        figure: The figure as it was entered.
        grounds: Why the level applies, or none does.
    """

    path: str
    question: str
    parameter: Level | None
    judgement: Judgement
    figure: Figure
    grounds: tuple[Ground, ...] = ()


def figures_of(definition: Definition, state: FormState, place: Place) -> Iterator[Judged]:
    """Yield what is judged in one question where it stands, cells row by row.

    Nothing if it is not asked.
    """
    question = place.question
    levels = index_of(definition).of_question.get(question.name, ())
    if not levels or not state.is_relevant(place.address):
        return
    holdings = Holdings(definition, state)
    if question.type in _NUMBERS:
        answer = state.answer(place.address)
        yield from _scalar(holdings, answer, place, levels)
    elif question.type is QuestionType.TABLE:
        for row in state.rows(place.address):
            for column in question.columns:
                yield from _cell(holdings, place, levels, row, column)


def worst(judgements: Iterator[Judgement]) -> Judgement | None:
    """Return the judgement that matters most: exceeds, cannot be told, no verdict, meets."""
    order = (
        Verdict.EXCEEDS,
        Verdict.NOT_DISTINGUISHABLE,
        Verdict.NOT_COMPARED,
        Verdict.MEETS,
    )
    return min(judgements, key=lambda judgement: order.index(judgement.verdict), default=None)


def _scalar(
    holdings: Holdings, answer: Answer, place: Place, levels: tuple[Level, ...]
) -> Iterator[Judged]:
    unit = place.question.unit
    figure = _figure(answer, unit)
    fitting = of_quantity(levels, unit)
    averaging = averaged(holdings.definition, holdings.state, place.question, None, None)
    if figure is not None and fitting and not averaging.is_other:
        yield _judged(holdings, place, fitting, figure, place.address, averaging)


def _cell(
    holdings: Holdings, place: Place, levels: tuple[Level, ...], row: Row, column: Column
) -> Iterator[Judged]:
    question = place.question
    figure = _figure(row.cells.get(column.name), column.unit)
    if column.type not in _NUMBERS or column.unit is None or figure is None:
        return
    fitting = of_parameter(of_quantity(levels, column.unit), question, row, column)
    if len(fitting) > 1:
        fitting = of_process(fitting, folded(" ".join(_texts(question, row)))) or fitting
    averaging = averaged(holdings.definition, holdings.state, question, column, row)
    if fitting and not averaging.is_other:
        path = cell(place.address, row.id, column.name)
        yield _judged(holdings, place, fitting, figure, path, averaging)


def _judged(
    holdings: Holdings,
    place: Place,
    levels: tuple[Level, ...],
    figure: Figure,
    path: str,
    averaging: Averaged,
) -> Judged:
    if any(level.basis for level in levels):
        # An answer does not say its reference conditions; without them it is not comparable.
        figure = replace(figure, obstacle=NotCompared.BASIS_DIFFERS)
    each_of = [holdings.of(level.id) for level in levels]
    holding = chosen(each_of)
    if holding.level is None and holding.reason is not None:
        judgement = not_compared(holding.reason, None, holding.missing)
    else:
        judgement = judge_averaged(holdings.definition, holdings.state, holding, figure, averaging)
    shown = judgement.level or levels[0]
    return Judged(
        path=path,
        question=place.question.name,
        parameter=shown,
        judgement=judgement,
        figure=figure,
        grounds=told_grounds(holding, each_of),
    )


def chosen(holdings: list[InForce]) -> InForce:
    """Return the one that holds; undecided if that is open, or if several do.

    Several that are told alike stand beside each other: a verdict is the same by all of them.
    """
    certain = [holding for holding in holdings if holding.level and holding.reason is None]
    open_ = [holding for holding in holdings if holding.level and holding.reason is not None]
    if len(certain) == 1 and not open_:
        return certain[0]
    if certain and len({_told(holding.level) for holding in (*certain, *open_)}) == 1:
        return _beside(certain, open_)
    if not certain and not open_:
        absent = [holding.reason for holding in holdings]
        sewer = NotCompared.SEWER_CONTRACT in absent
        return InForce(
            level=None,
            reason=NotCompared.SEWER_CONTRACT if sewer else NotCompared.NO_LEVEL,
        )
    if not certain and len(open_) == 1:
        return open_[0]
    missing = tuple(dict.fromkeys(name for holding in open_ for name in holding.missing))
    return InForce(level=None, reason=NotCompared.UNDECIDED, missing=missing)


def told_grounds(holding: InForce, holdings: list[InForce]) -> tuple[Ground, ...]:
    """Return why one holds, or why none does: levels for others only if there is nothing else."""
    if holding.grounds:
        return holding.grounds
    every = tuple(ground for each in holdings for ground in each.grounds)
    open_ = tuple(ground for ground in every if ground.kind is not GroundKind.FOR_OTHERS)
    return open_ or every


def _told(level: Level | None) -> object:
    """Return how a level is told: figures of other units, conditions or times do not compare."""
    return None if level is None else (level.unit, level.averaging, level.basis, level.direction)


def _beside(certain: list[InForce], open_: list[InForce]) -> InForce:
    """Return what holds, with what holds as well, or might, as alternatives to it."""
    first, *rest = certain
    might = [each for each in open_ if each.reason is NotCompared.UNDECIDED]
    all_ = [*rest, *might]
    others = [other for each in all_ for other in (each.level, *each.others)]
    missing = [name for each in (first, *all_) for name in each.missing]
    grounds = tuple(ground for each in (first, *all_) for ground in each.grounds)
    return replace(
        first,
        others=(*first.others, *others),
        missing=tuple(dict.fromkeys(missing)),
        grounds=tuple(dict.fromkeys(grounds)),
    )


def of_quantity(levels: tuple[Level, ...], unit: str | None) -> tuple[Level, ...]:
    """Return the levels whose quantity the unit asked for has: other questions are no figures."""
    if unit is None:
        return ()
    return tuple(level for level in levels if are_of_one_quantity(unit, level.unit))


def of_parameter(
    levels: tuple[Level, ...], question: Question, row: Row, column: Column
) -> tuple[Level, ...]:
    """Return the levels of the parameter that a column or the words of a row name."""
    if len({parameter_of(level) for level in levels}) <= 1:
        return levels
    label = column.label
    by_column = _named(levels, f"{column.name} {label.ru}", f"{label.kk} {label.en}")
    if by_column:
        return by_column
    return _named(levels, *_texts(question, row))


def _texts(question: Question, row: Row) -> Iterator[str]:
    """Yield the words of a row, column by column."""
    for column in question.columns:
        if column.type is QuestionType.TEXT and column.name in row.cells:
            yield row.cells[column.name].text or ""


def _named(levels: tuple[Level, ...], *texts: str) -> tuple[Level, ...]:
    """Return the levels of the one parameter that ``texts`` name; none if they name several."""
    words = {word.casefold() for text in texts for word in _WORD.findall(text)}
    found = tuple(level for level in levels if any(name <= words for name in names_of(level)))
    return found if len({parameter_of(level) for level in found}) == 1 else ()


def names_of(level: Level) -> tuple[frozenset[str], ...]:
    """Return the names of a parameter as sets of words: in each language, short and long."""
    return _names(level.substance or "", level.parameter)


@lru_cache(maxsize=4096)
def _names(substance: str, parameter: Text) -> tuple[frozenset[str], ...]:
    texts = [substance]
    for text in (parameter.ru, parameter.kk, parameter.en):
        texts += [_BRACKETS.sub(" ", text), *_BRACKETS.findall(text)]
    found = (frozenset(word.casefold() for word in _WORD.findall(text)) for text in texts)
    return tuple(words for words in found if words)


def parameter_of(level: Level) -> str:
    """Return what tells the parameter of one level from that of another."""
    return level.substance or level.parameter.ru or level.parameter.en


def _figure(answer: Answer | None, unit: str | None) -> Figure | None:
    """Return the number of an answer as a figure; None if there is none."""
    if answer is None or not isinstance(answer.value, str):
        return None
    value, spread = kept(answer.value), kept(answer.uncertainty or 0)
    if value is None or spread is None:
        return None
    return Figure(
        value=value,
        uncertainty=abs(spread),
        unit=answer.unit or unit,
        origin=answer.origin,
    )
