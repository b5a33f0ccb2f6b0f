"""Bottlenecks by their score, with what it is made of and the weights beside it.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Candidate, Cause
from kta_desktop.assessment.bottlenecks import Part as Share
from kta_desktop.i18n import N_
from kta_desktop.reports.assessed import Assessed
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import TALLEST, brief, height_of, paged_rows
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.words import heading, joined
from kta_desktop.reports.style import MM, PAD, WIDTH, dense, gap, grid, para, table

TITLE = N_("Bottlenecks by score")
FORMULA = N_(
    "Score: the sum of weight × part, at most 100. A part that is not known counts nothing and is "
    "shown as a dash. Place: what becomes of it when each weight changes by 10 points."
)
OWN_WEIGHTS = N_("The weights were set by the auditor.")
PROPOSED_WEIGHTS = N_("The weights are those that the program proposes.")
BOTTLENECK = N_("Bottleneck")
SCORE = N_("Score")
PLACE = N_("Place")
NOT_TAKEN = N_("found by the program, not confirmed by the auditor")
REJECTED = N_("Not taken over, or merged with another")
MERGED = N_("merged with: {title}")
NO_REASON = N_("no reason is stated")
REASON = N_("Reason")
PARTS: Mapping[Share, str] = {
    Share.EXCESS: N_("Beyond the level"),
    Share.LOAD: N_("Mass of a year"),
    Share.CONFIDENCE: N_("Certainty"),
    Share.FEASIBILITY: N_("Feasibility"),
}
CAUSES: Mapping[Cause, str] = {
    Cause.EXCEEDS: N_("A level is exceeded"),
    Cause.INDISTINCT: N_("Cannot be told from the level"),
    Cause.TECHNIQUE: N_("A technique is missing"),
    Cause.BALANCE: N_("A balance does not close"),
    Cause.RANGE: N_("Consumption beyond what is usual"),
    Cause.ADDED: N_("Entered by the auditor"),
}
_NO, _SCORE, _PLACE = 9 * MM, 13 * MM, 13 * MM
_PARTS = (22 * MM, 20 * MM, 25.5 * MM, 28.5 * MM)  # their longest words stand on one line
_WIDTHS = (_NO, WIDTH - _NO - sum(_PARTS) - _SCORE - _PLACE, *_PARTS, _SCORE, _PLACE)
_LONGEST = 1200  # letters of what a score was worked out from: such a row is never torn
_HEADED = 10 * MM  # a heading with the gap above it
_OUT = (WIDTH * 0.55, WIDTH * 0.45)


def ranking_parts(context: Context) -> list[Part]:
    """Return the sheet of scores; nothing if nothing was found by the program or entered."""
    found = context.assess()
    if not found.candidates:
        return []
    return [
        Part(
            key="bottlenecks-ranking",
            titles=titles(context.tongue, TITLE),
            make=lambda _room: _story(context, found),
        )
    ]


def _story(context: Context, found: Assessed) -> list[Flowable]:
    tongue = context.tongue
    is_own = dict(found.weights) != dict(DEFAULT_WEIGHTS)
    story: list[Flowable] = [
        para(tongue.say(FORMULA), "small"),
        para(tongue.say(OWN_WEIGHTS if is_own else PROPOSED_WEIGHTS), "small"),
        gap(4),
    ]
    rows: list[list[Any]] = [_heads(context, found)]
    wide: list[tuple[Any, ...]] = []
    for each in found.ranked:
        pieces = paged_rows(_row(context, found, each), _WIDTHS, TALLEST)
        begun, told = len(rows), _told(context, each)
        rows += pieces
        if told:
            at = len(rows)
            wide.append(("SPAN", (1, at), (-1, at)))
            rows.append([[], [para(told, "tiny")], *([[]] * (len(_WIDTHS) - 2))])
            if len(pieces) == 1 and _is_short(pieces[0]):
                wide.append(("NOSPLIT", (0, begun), (-1, at)))
    story.append(table(rows, list(_WIDTHS), grid(*dense(), *wide, head_rows=1), repeat=1))
    return [*story, *_folded(context, found)]


def _is_short(row: list[list[Flowable]]) -> bool:
    """Whether a row leaves room on its page for what its score was worked out from."""
    pairs = zip(row, _WIDTHS, strict=True)
    return max(height_of(cell, width - 2 * PAD) for cell, width in pairs) < TALLEST / 2


def _heads(context: Context, found: Assessed) -> list[Any]:
    """Return the heads; each part stands there with its weight."""
    tongue = context.tongue
    parts: list[Any] = []
    for share, words in PARTS.items():
        weight = formatting.percent(found.weights.get(share, Decimal(0)), tongue.first, 0)
        parts.append([para(tongue.word(words), "head"), para(weight, "headright")])
    ends = [para(tongue.word(words), "head") for words in (SCORE, PLACE)]
    return [para("№", "head"), para(tongue.word(BOTTLENECK), "head"), *parts, *ends]


def _row(context: Context, found: Assessed, each: Candidate) -> list[list[Flowable]]:
    lang = context.tongue.first
    score = formatting.number(formatting.rounded(each.score, 0), lang)
    return [
        [para(str(each.place), "strong")],
        _what(context, each),
        *(_share(context, found, each, share) for share in PARTS),
        [para(score, "rightstrong")],
        [para(_places(each), "right")],
    ]


def _what(context: Context, each: Candidate) -> list[Flowable]:
    tongue = context.tongue
    story = tongue.stacked(each.title, "strong", "tiny")
    sign = each.sign.get(tongue.first)
    story += [para(sign, "small")] if sign else []
    story.append(para(tongue.say(CAUSES[each.cause]), "tiny"))
    return story if each.row else [*story, para(tongue.say(NOT_TAKEN), "tiny")]


def _told(context: Context, each: Candidate) -> str:
    """Return what the parts were worked out from, in one line; a long one is shortened."""
    tongue = context.tongue
    parts = (
        f"{tongue.say(PARTS[share])} — {told.get(tongue.first)}"
        for share, told in each.told.items()
        if told.get(tongue.first)
    )
    return brief(joined(parts), _LONGEST)


def _share(context: Context, found: Assessed, each: Candidate, share: Share) -> list[Flowable]:
    """Return the points that a part adds; a dash where it is not known."""
    lang, part = context.tongue.first, each.parts.get(share)
    if part is None:
        return [para(formatting.NOTHING, "right")]
    points = formatting.rounded(part * found.weights.get(share, Decimal(0)), 1)
    return [para(formatting.number(points, lang), "right")]


def _places(each: Candidate) -> str:
    if not each.best or each.best == each.worst:
        return str(each.place)
    return f"{each.best}–{each.worst}"


def _folded(context: Context, found: Assessed) -> list[Flowable]:
    """Return what was rejected or merged, with the reason; nothing of none."""
    folded = [each for each in found.candidates if each.place == 0]
    if not folded:
        return []
    tongue = context.tongue
    titles_ = {each.key: each.title.get(tongue.first) for each in found.candidates}
    rows: list[list[Any]] = [[para(tongue.word(word), "head") for word in (BOTTLENECK, REASON)]]
    for each in folded:
        cells: list[list[Flowable]] = [
            list(tongue.stacked(each.title, "body", "tiny")),
            [para(_why(context, each, titles_), "small")],
        ]
        rows += paged_rows(cells, _OUT, TALLEST)
    folds = table(rows, list(_OUT), grid(*dense(), head_rows=1), repeat=1)
    room = min(height_of([folds], WIDTH) + _HEADED, TALLEST)  # on one page, if that holds it
    return [gap(6), *heading(tongue.word(REJECTED), room), folds]


def _why(context: Context, each: Candidate, names: Mapping[str, str]) -> str:
    if each.merged_into:
        return context.tongue.say(MERGED, title=names.get(each.merged_into, each.merged_into))
    return each.rejected or context.tongue.say(NO_REASON)
