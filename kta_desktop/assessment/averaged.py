"""What entered figures are averages of, and whether that is what a level asks for.

A number alone does not say whether it is a year's mean, the worst day or one sample. It says so by
its unit (``min/year``), by the wording of its question (``answer_averaging.csv``, or the averaging
that the question names), by its column (mean of many values, or the worst of them), by what its row
says of the sample, or by another question that asks whether results are averaged just so. Otherwise
it is not compared: a mean of a year says nothing of its days, and one sample nothing of a year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kta_desktop.assessment.compare import Figure, judge_figure
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.levels import InForce
from kta_desktop.domain.definition import Column, Definition, Level, Question, QuestionType
from kta_desktop.domain.verdict import Judgement, NotCompared
from kta_desktop.forms.answers import Row
from kta_desktop.forms.host import Facts
from kta_desktop.packs.reference_figures import AnswerAveraging, answer_averaging

_YEAR, _DAY = "year", "daily"
_NOT_STATED = frozenset({"not_stated"})
_BASE_YEAR = ("core_ref_year", "audit.reference_year")
# Columns of a table that has both: a mean of many values, and the worst single one of them. A
# level for a day is held against the worst day, a level for a year against the mean.
MEAN_COLUMNS = ("avg", "mean")
WORST_COLUMNS = ("max", "maximum")
_COMPOSITE = ("составн", "құрама", "composite")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Averaged:
    """What a figure is an average of.

    Attributes:
        time: As it stands in ids of averaging: ``year``, ``daily``; empty if it does not say.
        asked: Questions that would say it and are not answered.
        is_other: Whether the number is of something else than the levels of its question are.
    """

    time: str = ""
    asked: tuple[str, ...] = ()
    is_other: bool = False


def averaged(
    definition: Definition, state: Facts, question: Question, column: Column | None, row: Row | None
) -> Averaged:
    """Return what the number of a question, or of a cell of its table, is an average of."""
    asked = column or question
    if "/year" in (asked.unit or ""):
        return Averaged(time=_YEAR)
    told = answer_averaging().get(asked.concept)
    if told is None:
        named = index_of(definition).averaging_named.get(question.name, ())
        only = named[0] if len(named) == 1 else ""
        return Averaged(time=_by_columns(question, column) or only)
    if told.time == "never":
        return Averaged(is_other=True)
    if told.by == "cell":
        return Averaged(time=told.time if _is_composite(told, row) else "")
    if told.by == "base_year":
        return _of_base_year(definition, state)
    return Averaged(time=told.time)


def judge_averaged(
    definition: Definition, state: Facts, holding: InForce, figure: Figure, averaging: Averaged
) -> Judgement:
    """Return the judgement of a figure that is an average of what its level asks for.

    Otherwise it is not compared, and the judgement names the questions that would say it.
    """
    level = holding.level
    if level is not None and not level.averaging:
        level = holding.subject or level  # an exception may leave it to its level
    if figure.obstacle is not None or level is None:
        return judge_figure(holding, figure)
    is_like, asked = _is_like(definition, state, level, averaging)
    if is_like:
        return judge_figure(holding, figure)
    told = judge_figure(holding, replace(figure, obstacle=NotCompared.AVERAGING_DIFFERS))
    is_it = told.reason is NotCompared.AVERAGING_DIFFERS
    return replace(told, missing=asked) if is_it else told


def _is_like(
    definition: Definition, state: Facts, level: Level, figure: Averaged
) -> tuple[bool, tuple[str, ...]]:
    """Return whether a figure is averaged as a level asks, or the questions that would decide."""
    wanted = frozenset(level.averaging) - _NOT_STATED
    if not wanted or (figure.time and any(figure.time in each for each in wanted)):
        return True, ()
    if figure.time:
        return False, ()
    is_kept, open_ = _vouched(definition, state, level)
    return is_kept, (*figure.asked, *open_)


def _vouched(definition: Definition, state: Facts, level: Level) -> tuple[bool, tuple[str, ...]]:
    """Return whether an answer says that results are averaged as a level asks.

    A pack may ask it once for all results: “three samples of 30 min?” names that averaging.

    Returns:
        True if one such question is answered with “yes”, and those that are not answered.
    """
    index = index_of(definition)
    values = {
        name: _value(state, name)
        for name, named in index.averaging_named.items()
        if not frozenset(named).isdisjoint(level.averaging)
        and index.questions[name].choice("yes") is not None
    }
    return "yes" in values.values(), tuple(name for name, value in values.items() if not value)


def _value(state: Facts, name: str) -> object:
    try:
        return state.value(name)
    except KeyError:
        return "no"  # asked in a repeat: of which results nobody knows


def _of_base_year(definition: Definition, state: Facts) -> Averaged:
    """Return a year's figure if the year is stated that the figures of the audit are of."""
    asked = index_of(definition).named(*_BASE_YEAR)
    if asked is None:
        return Averaged()
    is_stated = bool(_value(state, asked.name))
    return Averaged(time=_YEAR) if is_stated else Averaged(asked=(asked.name,))


def _by_columns(question: Question, column: Column | None) -> str:
    """Return what a column is where a table has both a mean and the worst value."""
    if column is None or question.type is not QuestionType.TABLE:
        return ""
    names = {each.name for each in question.columns}
    if not (names.intersection(MEAN_COLUMNS) and names.intersection(WORST_COLUMNS)):
        return ""
    times: Mapping[str, str] = {
        **dict.fromkeys(MEAN_COLUMNS, _YEAR),
        **dict.fromkeys(WORST_COLUMNS, _DAY),
    }
    return times.get(column.name, "")


def _is_composite(told: AnswerAveraging, row: Row | None) -> bool:
    """Whether a row says that its sample is a composite one over the hours that are asked for."""
    cell = row.cells.get(told.cell) if row is not None else None
    words = (cell.text or "").casefold() if cell is not None else ""
    hours = _NUMBER.findall(words)
    is_of_hours = bool(hours) and all(each in told.hours for each in hours)
    return is_of_hours and any(stem in words for stem in _COMPOSITE)
