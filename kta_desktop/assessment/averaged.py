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
SAMPLES: Mapping[str, frozenset[str]] = {
    "composite-24h": frozenset(
        ("composite_24h", "composite_24h_or_batch", "random_or_composite_24h", "composite-2h-24h")
    ),
    "composite-2h": frozenset(("composite-2h", "composite-2h-24h")),
    "spot": frozenset(),
}
"""What the checklist calls a sample of water, to the ids of averaging that levels give the same.

A sample of 24 h is a day's, too. «Random» of a level is a qualified sample, which a spot is not. A
continuous one says nothing of its period.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Averaged:
    """What a figure is an average of.

    Attributes:
        time: As it stands in ids of averaging: ``year``, ``daily``; or the id of a kind of sample
            of the checklist; empty if it does not say.
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

    Otherwise it is not compared: because it is another average, or because nobody says what it
    is; then the judgement names the questions that would say it.
    """
    level = holding.level
    if level is not None and not level.averaging:
        level = holding.subject or level  # an exception may leave it to its level
    if figure.obstacle is not None or level is None:
        return judge_figure(holding, figure)
    obstacle, asked = _obstacle(definition, state, level, averaging)
    told = judge_figure(holding, replace(figure, obstacle=obstacle))
    return replace(told, missing=asked) if obstacle and told.reason is obstacle else told


def _obstacle(
    definition: Definition, state: Facts, level: Level, figure: Averaged
) -> tuple[NotCompared | None, tuple[str, ...]]:
    """Return why a figure is not the average that a level asks for, and what would decide."""
    wanted = frozenset(level.averaging) - _NOT_STATED
    if not wanted or _is_of(figure.time, wanted):
        return None, ()
    if figure.time:
        return NotCompared.AVERAGING_DIFFERS, ()
    is_kept, open_ = _vouched(definition, state, level)
    if is_kept:
        return None, ()
    asked = (*figure.asked, *open_)
    denied = is_kept is False and not asked
    return NotCompared.AVERAGING_DIFFERS if denied else NotCompared.AVERAGING_UNSTATED, asked


def _is_of(time: str, wanted: frozenset[str]) -> bool:
    """Whether ids of averaging ask for what a figure is an average of."""
    if time not in SAMPLES:
        return bool(time) and any(time in each for each in wanted)
    is_of_a_day = time == "composite-24h" and any(_DAY in each for each in wanted)
    return is_of_a_day or not wanted.isdisjoint(SAMPLES[time])


def _vouched(
    definition: Definition, state: Facts, level: Level
) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether an answer says that results are averaged as a level asks.

    A pack may ask it once for all results: “three samples of 30 min?” names that averaging.

    Returns:
        True if one such question is answered with “yes”, False if all that are answered say
        otherwise, None if none is answered; and those that are not.
    """
    index = index_of(definition)
    values = {
        name: _value(state, name)
        for name, named in index.averaging_named.items()
        if not frozenset(named).isdisjoint(level.averaging)
        and index.questions[name].choice("yes") is not None
    }
    said = [value for value in values.values() if value]
    told = "yes" in said if said else None
    return told, tuple(name for name, value in values.items() if not value)


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
