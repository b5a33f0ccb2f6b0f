"""The director's page on paper: one sheet of A4 whatever stands on it.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import Flowable

from kta_desktop.assessment.registers import table as table_of
from kta_desktop.assessment.transition import MEASURES, transition
from kta_desktop.domain.verdict import Verdict
from kta_desktop.i18n import N_
from kta_desktop.reports.conformity.stated import kept_back
from kta_desktop.reports.context import Context
from kta_desktop.reports.director.content import (
    COMPARED,
    COSTS,
    HINDERED,
    NOT_KNOWN,
    REACHED,
    TITLE,
    Facts,
    Hinders,
    Page,
    Tile,
    page,
)
from kta_desktop.reports.layout import brief, height_of
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.words import is_money_kept
from kta_desktop.reports.style import MM, PAD, WIDTH, dense, gap, grid, para, plain, table

WHAT, MEASURE, COST, WHEN = (
    N_("What holds back"),
    N_("What removes it"),
    N_("Cost"),
    N_("Begins to work"),
)
_GAP = 3 * MM
_COLUMNS = (9 * MM, WIDTH * 0.32, WIDTH * 0.26, WIDTH * 0.19)
_WIDTHS = (*_COLUMNS, WIDTH - sum(_COLUMNS))
_FRAMES: dict[Verdict | None, tuple[float, tuple[float, ...] | None]] = {
    Verdict.EXCEEDS: (1.8, None),
    Verdict.NOT_COMPARED: (0.8, (2.5, 2.0)),
}


@dataclass(frozen=True, slots=True)
class _Density:
    """How large the page is set, and how long texts of others may be."""

    body: str
    strong: str
    head: str
    figure: str
    longest: int
    sentence: int
    most: int  # sentences under a heading
    space: float


_DENSITIES = (
    _Density("lead", "leadstrong", "leadhead", "huge", 160, 640, 8, 10),
    _Density("body", "strong", "heading", "huge", 140, 480, 8, 7),
    _Density("small", "head", "heading", "title", 90, 240, 6, 4),
    _Density("tiny", "head", "head", "title", 160, 480, 8, 3),
    _Density("tiny", "head", "head", "title", 90, 240, 6, 2),
    _Density("tiny", "head", "head", "title", 50, 100, 4, 2),
)


def director_parts(context: Context) -> list[Part]:
    """Return the director's page; nothing if neither figures nor bottlenecks nor measures are."""
    found = context.assess()
    if not (found.indicators or found.ranked or found.plan.steps):
        return []
    return [
        Part(
            key="director",
            titles=titles(context.tongue, TITLE),
            make=lambda room: _fitted(context, facts_of(context), room),
        )
    ]


def facts_of(context: Context) -> Facts:
    """Return what the page is made from."""
    asked = table_of(context.record.definition, MEASURES)
    column = asked.column("capex") if asked else None
    moment = datetime.fromisoformat(context.printed_at).astimezone(context.zone)
    return Facts(
        record=context.record,
        day=moment.date().isoformat(),
        found=context.assess(),
        gaps=len(transition(context.state).gaps),
        money=column.unit if column else None,
        kept=kept_back(context),
        is_money_kept=is_money_kept(context),
    )


def _fitted(context: Context, facts: Facts, room: float) -> list[Flowable]:
    """Return the page in the largest setting that fits into ``room`` points."""
    told = [page(facts, lang) for lang in context.tongue.languages]
    story: list[Flowable] = []
    for density in _DENSITIES:
        story = _story(context, told, density)
        if height_of(story, WIDTH) <= room - 1:
            break
    return story


def _story(context: Context, told: Sequence[Page], density: _Density) -> list[Flowable]:
    first, space = told[0], gap(density.space)
    story: list[Flowable] = [*_lines(density, [each.about for each in told], "small"), space]
    story += [_heading(context, COMPARED, density)]
    story += [gap(2), _tiles(density, [each.counts for each in told]), space]
    story += [_heading(context, HINDERED, density)]
    if first.hinders:
        story += [gap(2), _table(context, density, [each.hinders for each in told])]
    story += _lines(density, [(each.hinders_note,) for each in told], "small")
    story += [space, _heading(context, COSTS, density)]
    if first.money:
        story += [gap(2), _tiles(density, [each.money for each in told])]
    story += _lines(density, [(each.money_note,) for each in told], density.body)
    if first.reached:
        story += [space, _heading(context, REACHED, density)]
        story += _lines(density, [each.reached for each in told], density.body)
    story += [space, _heading(context, NOT_KNOWN, density)]
    return [*story, _halves(density, [each.unknown for each in told])]


def _heading(context: Context, words: str, density: _Density) -> Flowable:
    return para(context.tongue.word(words), density.head)


def _lines(density: _Density, told: Sequence[Sequence[str]], look: str) -> list[Flowable]:
    """Return sentences, each in the first language with the second under it."""
    story: list[Flowable] = []
    for texts in list(zip(*told, strict=True))[: density.most]:
        story += _pair(texts, look, density.sentence)
    return story


def _pair(texts: Sequence[str], look: str, longest: int) -> list[Flowable]:
    """Return a text in the first language and, if it reads otherwise, in the second."""
    lines = [brief(each, longest) for each in dict.fromkeys(texts) if each]
    second = "tiny" if look in ("tiny", "small") else "second"
    return [para(line, look if place == 0 else second) for place, line in enumerate(lines)]


def _halves(density: _Density, told: Sequence[Sequence[str]]) -> Flowable:
    """Return sentences in two columns."""
    pairs = list(zip(*told, strict=True))
    half = (len(pairs) + 1) // 2
    look = "tiny" if density.body == "tiny" else "small"
    cells = [
        [line for texts in part for line in _pair(texts, look, density.longest)]
        for part in (pairs[:half], pairs[half:])
    ]
    return table([cells], [WIDTH / 2, WIDTH / 2], plain(rise=0))


def _tiles(density: _Density, told: Sequence[Sequence[Tile]]) -> Flowable:
    """Return boxes with a big figure each, side by side."""
    boxes = list(zip(*told, strict=True))
    wide = (WIDTH - (len(boxes) - 1) * _GAP) / len(boxes)
    cells: list[Any] = []
    look: list[tuple[Any, ...]] = []
    for place, box in enumerate(boxes):
        cells += [_tile(density, box), ""]
        pen, dash = _FRAMES.get(box[0].verdict, (0.8, None))
        at = (2 * place, 0)
        look.append(("BOX", at, at, pen, black, None, dash))
    widths = ([wide, _GAP] * len(boxes))[:-1]
    return table([cells[:-1]], widths, plain(*look, side=PAD + 2, rise=PAD))


def _tile(density: _Density, box: Sequence[Tile]) -> list[Flowable]:
    first = box[0]
    story: list[Flowable] = [para(first.figure, density.figure)]
    story += [para(first.unit, density.strong)] if first.unit else []
    story += _pair([each.words for each in box], density.body, density.longest)
    return [*story, *_pair([each.note for each in box], "tiny", density.longest)]


def _table(context: Context, density: _Density, told: Sequence[Sequence[Hinders]]) -> Flowable:
    words = (WHAT, MEASURE, COST, WHEN)
    heads = [para("№", "head"), *(para(context.tongue.word(each), "head") for each in words)]
    rows: list[list[Any]] = [heads]
    for place, each in enumerate(zip(*told, strict=True), start=1):
        rows.append(
            [
                [para(str(place), density.strong)],
                [*_own(density, [one.what for one in each], density.strong), *_sign(density, each)],
                _own(density, [one.measure for one in each], density.body),
                _own(density, [one.money for one in each], density.body),
                _own(density, [one.day for one in each], density.body),
            ]
        )
    return table(rows, list(_WIDTHS), grid(*dense(), head_rows=1))


def _own(density: _Density, texts: Sequence[str], look: str) -> list[Flowable]:
    return _pair(texts, look, density.longest)


def _sign(density: _Density, each: Sequence[Hinders]) -> list[Flowable]:
    return _pair([one.sign for one in each], "small", density.longest)
