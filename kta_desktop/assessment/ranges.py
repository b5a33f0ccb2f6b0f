"""Typical ranges of consumption and efficiency beside the figures of a plant.

``range_figures.csv`` says which question or computed figure a range of a pack is for, read word by
word: the same quantity, product and base. A range that no answer can feed says why, so that nobody
takes silence for «usual». Ranges are no levels: they yield no verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kta_desktop.assessment.candidates_bounds import Bound
from kta_desktop.assessment.candidates_words import said
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.performance_specific import base_kind
from kta_desktop.domain.definition import Question
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.numbers import kept
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.errors import KtaError
from kta_desktop.forms.errors import ExpressionError
from kta_desktop.i18n import N_
from kta_desktop.measurement.units import convert
from kta_desktop.packs.reference_figures import RangeFigure, range_names

UNCHECKED = N_("typical range that nobody read in its source")
TYPICAL = N_("typical range, no limit")
OPEN = N_("Whether the range is for this plant hangs on facts that are missing.")
NO_FIGURE = N_("Nothing was entered that the range could be held beside.")
_COMPUTED = "specific."


class Beside(StrEnum):
    """What a figure is beside a typical range."""

    WITHIN = "within"
    BEYOND = "beyond"
    UNCHECKED = "unchecked"  # nobody read the range in its source
    FOR_OTHERS = "for_others"
    OPEN = "open"
    NO_FIGURE = "no_figure"
    UNFED = "unfed"  # no answer of the checklist can be held beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A typical range, and what the plant is beside it.

    Attributes:
        id: Of the pack and in it.
        name: What it is about.
        bound: Its ends, unit, better side and whether somebody read it in its source.
        state: What came of it; of several figures the one farthest beyond.
        indicator: Key of the figure; empty if there is none.
        is_beyond: Whether the figure is beyond it, also where nobody checked the range.
        why: Why nothing is held beside it.
        value: Of the figure, in the unit of ``bound``; None if there is none.
        question: Name of the question that feeds it, or would; empty if none is asked.
        source: Id of the document it was taken from.
        locus: Where in it.
    """

    id: str
    name: Text
    bound: Bound
    state: Beside
    indicator: str = ""
    is_beyond: bool = False
    why: Text = NO_TEXT
    value: Decimal | None = None
    question: str = ""
    source: str = ""
    locus: str = ""


def ranges(known: Known, indicators: Sequence[Indicator]) -> tuple[Range, ...]:
    """Return the ranges of consumption and efficiency of a pack in its order."""
    rows = index_of(known.definition).ranges
    fed = _fed(known, indicators) if rows else {}
    return tuple(_beside(known, each, told, fed.get(told.feed, ())) for each, told in rows)


def count(known: Known) -> int:
    """Return how many ranges of consumption and efficiency the pack of an audit has."""
    return len(index_of(known.definition).ranges)


def _fed(known: Known, indicators: Sequence[Indicator]) -> Mapping[str, Sequence[Indicator]]:
    """Return the figures by what ranges say they are for."""
    found: dict[str, list[Indicator]] = {}
    base = base_kind(known)
    for each in indicators:
        for feed in (concept_at(known, each.path), f"{each.key}:{base}"):
            if feed:
                found.setdefault(feed, []).append(each)
    return found


def bounds(known: Known, indicator: Indicator) -> Iterator[Bound]:
    """Yield the ranges that are for a figure of this plant."""
    for row, told in index_of(known.definition).ranges:
        if _is_fed(known, told, indicator) and holds(known, told) is True:
            yield bound_of(row, told.better)


def holds(known: Known, told: RangeFigure) -> bool | None:
    """Return whether a range is for the plant; None if that is not known."""
    if not told.when:
        return True
    try:
        return known.state.holds(told.when)
    except ExpressionError:
        return None


def bound_of(row: Mapping[str, Any], better: str) -> Bound:
    """Return the ends of a range as the pack has them."""
    is_checked = row.get("confidence") == "verified" or bool(row.get("checked_by"))
    return Bound(
        lower=kept(row.get("lower")),
        upper=kept(row.get("upper")),
        direction=better,
        unit=str(row.get("unit") or "1"),
        is_checked=is_checked,
        note=_note(row, is_checked=is_checked),
    )


def question_at(known: Known, path: str) -> Question | None:
    """Return the question or table that a path is of; None for records and what is gone."""
    if not path or path.startswith("@"):
        return None
    try:
        names = parse_path(path).names
    except ValueError:
        return None
    questions = index_of(known.definition).questions
    return next((questions[name] for name in reversed(names) if name in questions), None)


def _is_fed(known: Known, told: RangeFigure, indicator: Indicator) -> bool:
    """Whether an indicator is the figure that a range is for."""
    if told.feed.startswith(_COMPUTED):
        key, _, per = told.feed.partition(":")
        return indicator.key == key and base_kind(known) == per
    return bool(told.feed) and concept_at(known, indicator.path) == told.feed


def concept_at(known: Known, path: str) -> str:
    """Return the concept of the question or column that a path is of; empty if there is none."""
    question = question_at(known, path)
    if question is None:
        return ""
    column = question.column(parse_path(path).names[-1])
    return column.concept if column is not None else question.concept


def _beside(
    known: Known,
    row: Mapping[str, Any],
    told: RangeFigure,
    fed: Sequence[Indicator],
) -> Range:
    bound = bound_of(row, told.better)
    found = Range(
        id=told.id,
        name=_name(row),
        bound=bound,
        state=Beside.UNFED,
        why=told.label,
        question=_asked(known, told),
        source=str(row.get("source") or ""),
        locus=str(row.get("locus") or ""),
    )
    if not told.feed:
        return found
    is_for_plant = holds(known, told)
    if is_for_plant is not True:
        state = Beside.OPEN if is_for_plant is None else Beside.FOR_OTHERS
        return replace(found, state=state, why=said(OPEN) if is_for_plant is None else NO_TEXT)
    figures = [(each, value) for each in fed if (value := _value(each, bound.unit)) is not None]
    if not figures:
        return replace(found, state=Beside.NO_FIGURE, why=said(NO_FIGURE))
    beyond = [(each, value) for each, value in figures if bound.is_beyond(value)]
    one, value = (beyond or figures)[0]
    state = Beside.BEYOND if beyond else Beside.WITHIN
    if not bound.is_checked:
        state = Beside.UNCHECKED
    told_of = replace(found, indicator=one.key, value=value, is_beyond=bool(beyond), why=NO_TEXT)
    return replace(told_of, state=state)


def _asked(known: Known, told: RangeFigure) -> str:
    """Return the name of the question, or of the table, that a range is fed by."""
    by_concept = index_of(known.definition).by_concept
    for concept in (told.feed, told.feed.rpartition(".")[0]):
        if concept in by_concept:
            return by_concept[concept].name
    return ""


def _value(indicator: Indicator, unit: str) -> Decimal | None:
    value = indicator.figure.value
    try:
        return None if value is None else convert(value, indicator.figure.unit, unit)
    except KtaError:
        return None


def _name(row: Mapping[str, Any]) -> Text:
    """Return process and figure of a range; what its pack says in English alone as we call it."""
    parts = [row.get(key) or {} for key in ("process", "parameter")]

    def called(part: Mapping[str, Any], lang: str) -> str:
        english = str(part.get("en") or "")
        ours = range_names().get(english, NO_TEXT)
        return str(part.get(lang) or getattr(ours, lang) or part.get("ru") or english)

    def joined(lang: str) -> str:
        of, what = (called(part, lang) for part in parts)
        is_said = what.casefold() in of.casefold()  # some packs name the figure in both
        return of if is_said else ", ".join(name for name in (of, what) if name)

    return Text(ru=joined("ru"), kk=joined("kk"), en=joined("en"))


def _note(row: Mapping[str, Any], *, is_checked: bool) -> Text:
    label = row.get("label")
    if is_checked and isinstance(label, Mapping):
        return Text(**{lang: str(label.get(lang) or "") for lang in ("ru", "kk", "en")})
    return said(TYPICAL if is_checked else UNCHECKED)
