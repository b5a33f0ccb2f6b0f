"""What was read of the figures that packs ask for: their averaging, and the ranges they are for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kta_desktop.domain.definition import Text
from kta_desktop.packs.reference_table import read, text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAveraging:
    """What a number that is asked for is an average of.

    Attributes:
        id: Concept of the question or column.
        time: As it stands in ids of averaging: ``year``; ``never``: the number is of something
            else than the levels that its question names.
        by: What says so: ``wording``, ``base_year`` (if that is stated), ``cell`` of the row.
        cell: Column in which the row says it.
        hours: Of a composite sample, one of which it has to name.
        label: Why, in words.
    """

    id: str
    time: str
    by: str
    cell: str
    hours: tuple[str, ...]
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeFigure:
    """Which figure of a plant a typical range of consumption or efficiency is for.

    Attributes:
        id: Pack and id of the range.
        feed: Concept of a question or column, or ``specific.<figure>:<base>``; empty if no answer
            can be held beside it.
        when: Condition on the plant; empty if it is for every plant of the pack.
        better: Better side: ``lower`` or ``higher``.
        medium: What is used.
        label: Why no answer can feed it.
    """

    id: str
    feed: str
    when: str
    better: str
    medium: str
    label: Text


@lru_cache
def answer_averaging() -> Mapping[str, AnswerAveraging]:
    """Return what the numbers of the packs are averages of, by concept."""
    rows = read(
        "answer_averaging",
        lambda c: AnswerAveraging(
            id=c["id"],
            time=c["time"],
            by=c["by"],
            cell=c["cell"],
            hours=tuple(c["hours"].split()),
            label=text(c),
        ),
    )
    return {row.id: row for row in rows}


@lru_cache
def range_names() -> Mapping[str, Text]:
    """Return what ranges are about, where packs say it in English alone, by these words."""
    return dict(read("range_names", lambda c: (c["id"], text(c))))


@lru_cache
def range_figures() -> Mapping[str, RangeFigure]:
    """Return which figures the ranges of consumption and efficiency are for, by range."""
    rows = read(
        "range_figures",
        lambda c: RangeFigure(
            id=c["id"],
            feed=c["feed"],
            when=c["when"],
            better=c["better"],
            medium=c["medium"],
            label=text(c),
        ),
    )
    return {row.id: row for row in rows}
