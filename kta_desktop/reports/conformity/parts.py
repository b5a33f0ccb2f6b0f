"""The conformity summary: figures against levels, techniques, what hinders the transition.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, KeepTogether

from kta_desktop import formatting
from kta_desktop.assessment.statements import Apart, apart
from kta_desktop.assessment.techniques import register
from kta_desktop.assessment.transition import transition
from kta_desktop.domain.definition import Text
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import not_compared_reasons
from kta_desktop.reports.chips import NOT_CHECKED, verdict_chip
from kta_desktop.reports.conformity.figures import (
    band_sample,
    before_sample,
    spread_sample,
    value_sample,
)
from kta_desktop.reports.conformity.rows import Figure, unmeasured, value_words
from kta_desktop.reports.conformity.stated import figures
from kta_desktop.reports.conformity.techniques import technique_details, techniques_story
from kta_desktop.reports.context import Context
from kta_desktop.reports.director.content import APART as WHY
from kta_desktop.reports.layout import TALLEST, brief, paged_rows
from kta_desktop.reports.legend import legend
from kta_desktop.reports.level_figure import level_band, level_range, level_unit
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.plan.words import (
    ACQUAINTED,
    BY_LEAD,
    counted_head,
    heading,
    hindrances,
    signed,
)
from kta_desktop.reports.secrecy import CONFIDENTIAL
from kta_desktop.reports.signatures import signatures
from kta_desktop.reports.spoken import in_each, singles, stacked, under_each_other
from kta_desktop.reports.style import MM, PAD, WIDTH, dense, gap, grid, para, plain, table

TITLE = N_("Conformity with the best available techniques")
BY_TECHNIQUE = N_("Annex: techniques, how they are applied and why not in full")
APART = N_("Annex: what is not compared, and why")
PREPARED = N_("{book}: in preparation, its technological indicators are not approved yet.")
APPROVED = N_(
    "{book}: approved; figures are held against its levels only where these were read in it."
)
EXPANDED = N_("U is the expanded uncertainty, k = 2.")
OUTCOME = N_("Outcome")
FIGURES = N_("Figures and levels")
FIGURE = N_("Figure")
VALUE = N_("Value")
POSITION = N_("Position against the level")
VERDICT = N_("Verdict")
NO_SPREAD = N_("U not stated")
MORE = N_("and {count} more")
ANNEX = N_("reasons: see the annex")
NO_FIGURES = N_("No figure could be compared with a level.")
UNMEASURED = N_("Levels that hold for the plant and have no figure: {count}, see the annex.")
NO_FIGURE = N_("The level holds, there is no figure")
LEVEL_SIGN = N_("level")
VALUE_SIGN = N_("value")
SPREAD_SIGN = N_("uncertainty U")
EARLIER_SIGN = N_("audit of {year}")
EARLIER_SIGNS = N_("earlier audit")
LEVEL = N_("Level")
QUESTION = N_("Question")
UNSAID = N_("Reason not stated")
_SAME = N_("not distinguishable (U)")
COUNTED: Mapping[Verdict, tuple[str, str]] = {
    Verdict.EXCEEDS: (N_("exceeds"), N_("exceed")),
    Verdict.NOT_DISTINGUISHABLE: (_SAME, _SAME),
    Verdict.MEETS: (N_("meets"), N_("meet")),
    Verdict.NOT_COMPARED: (N_("not compared"), N_("are not compared")),
}
"""Behind a number: of one figure, of several."""
_NAMED = 6  # figures that a box names
_NAME = 60  # characters of a name in a box
_BOX_GAP = 3 * MM
_BOX = (WIDTH - 3 * _BOX_GAP) / 4
_COLUMNS = (WIDTH * 0.335, WIDTH * 0.145, WIDTH * 0.3, WIDTH * 0.22)
_APART = (14 * MM, WIDTH - 80 * MM, 33 * MM, 33 * MM)
_BAND = 60 * MM
_BAND_HEIGHT = 31.0


def conformity_parts(context: Context) -> list[Part]:
    """Return the summary and the annex of what is not compared; nothing if there is nothing."""
    found, way = figures(context), transition(context.state)
    rows = register(context.state)
    if not (found or rows or way.bottlenecks):
        return []
    idle = unmeasured(context, found)
    parts = [
        Part(
            key="conformity",
            titles=titles(context.tongue, TITLE),
            make=lambda _room: [
                *_figures_story(context, found, len(idle)),
                *techniques_story(context, rows),
                *signed(hindrances(context, way), signatures(context, BY_LEAD, ACQUAINTED)),
            ],
        )
    ]
    if rows:
        parts.append(
            Part(
                key="conformity-techniques",
                titles=titles(context.tongue, BY_TECHNIQUE),
                make=lambda _room: technique_details(context, rows),
            )
        )
    left = [each for each in found if each.judgement.verdict is Verdict.NOT_COMPARED]
    if left or idle:
        parts.append(
            Part(
                key="conformity-apart",
                titles=titles(context.tongue, APART),
                make=lambda _room: _annex(context, left, idle),
            )
        )
    return parts


def _figures_story(
    context: Context, found: Sequence[Figure], unmeasured_levels: int
) -> list[Flowable]:
    tongue = context.tongue
    judged = [each for each in found if each.judgement.verdict is not Verdict.NOT_COMPARED]
    story: list[Flowable] = [
        *under_each_other(_basis(context)),
        gap(3),
        para(tongue.word(OUTCOME), "heading"),
        _boxes(context, found),
        gap(6),
        para(tongue.word(FIGURES), "heading"),
    ]
    if judged:
        story += [_table(context, judged), gap(2), _legend(context, judged)]
    else:
        story.append(para(tongue.word(NO_FIGURES)))
    if unmeasured_levels:
        count = str(unmeasured_levels)
        told = stacked(context, lambda each: each.tongue.say(UNMEASURED, count=count))
        story += [gap(2), KeepTogether(told)]
    return [*story, gap(4)]


def _basis(context: Context) -> tuple[str, ...]:
    """Return what the figures are held against, and how far the Kazakh book is, by language.

    What the checklist says in one language only is said once.
    """
    told = [_basis_sentences(each) for each in singles(context)]
    later = ([text for text in each if text not in told[0]] for each in told[1:])
    return tuple(" ".join(each) for each in (told[0], *later))


def _basis_sentences(context: Context) -> list[str]:
    tongue, definition = context.tongue, context.record.definition
    benchmark = definition.benchmark.get(tongue.first).rstrip(". ")
    pack = (definition.more or {}).get("pack")
    book = pack.get("book") if isinstance(pack, Mapping) else None
    lines = [f"{benchmark}."] if benchmark else []
    if isinstance(book, Mapping):
        names = {lang: str(book.get(lang) or "") for lang in ("ru", "kk", "en")}
        words = {"approved": APPROVED, "in preparation": PREPARED}.get(str(book.get("state")))
        title = Text(**names).get(tongue.first)
        lines += [tongue.say(words, book=title)] if words and title else []
    return [*lines, tongue.say(EXPANDED)]


def _boxes(context: Context, found: Sequence[Figure]) -> Flowable:
    """Return four boxes: how many figures of each verdict, and which."""
    cells: list[Any] = []
    look: list[tuple[Any, ...]] = []
    frames = {
        Verdict.EXCEEDS: (1.8, None),
        Verdict.NOT_DISTINGUISHABLE: (0.7, None),
        Verdict.MEETS: (0.7, None),
        Verdict.NOT_COMPARED: (0.8, (2.5, 2.0)),
    }
    for place, verdict in enumerate(COUNTED):
        named = [each for each in found if each.judgement.verdict is verdict]
        cells += [_box(context, verdict, named), ""]
        width, dash = frames[verdict]
        at = (2 * place, 0)
        look.append(("BOX", at, at, width, black, None, dash))
    widths = ([_BOX, _BOX_GAP] * 4)[:-1]
    return table([cells[:-1]], widths, plain(*look, side=PAD + 2, rise=PAD))


def _box(context: Context, verdict: Verdict, named: Sequence[Figure]) -> list[Flowable]:
    tongue, count = context.tongue, len(named)
    one, several = COUNTED[verdict]
    is_one = count == 1 if tongue.first == "en" else count % 10 == 1 and count % 100 != 11
    head = counted_head(str(count), tongue.word(one if is_one else several), _BOX)
    names = list(dict.fromkeys(brief(each.short, _NAME) for each in named))
    lines = ["; ".join(names[:_NAMED])] if names else []
    if len(names) > _NAMED:
        more = str(len(names) - _NAMED)
        lines += in_each(context, lambda each: each.tongue.say(MORE, count=more))
    if verdict is Verdict.NOT_COMPARED and named:
        reasons = apart(each.judgement for each in named)
        lines += in_each(context, lambda each: _reasons(each, reasons))
        lines += in_each(context, lambda each: each.tongue.say(ANNEX))
    return [head, *(para(line, "tiny") for line in lines)]


def _reasons(context: Context, reasons: Mapping[Apart, int]) -> str:
    words = (context.tongue.say(WHY[why], count=str(count)) for why, count in reasons.items())
    return "; ".join(words)


def _table(context: Context, found: Sequence[Figure]) -> Flowable:
    tongue = context.tongue
    words = [tongue.word(word) for word in (FIGURE, VALUE, POSITION, VERDICT)]
    looks = ("head", "headright", "head", "head")
    heads = [para(word, look) for word, look in zip(words, looks, strict=True)]
    rows = [piece for each in found for piece in _row(context, each)]
    middle = ("VALIGN", (0, 1), (-1, -1), "MIDDLE")
    return table([heads, *rows], list(_COLUMNS), grid(*dense(), middle, head_rows=1), repeat=1)


def _row(context: Context, each: Figure) -> list[list[list[Flowable]]]:
    """Return a figure as a row; one with a very long name as several."""
    level = each.judgement.level
    has_band = level is not None and (level.lower is not None or level.upper is not None)
    band: list[Flowable] = []
    if has_band and each.judgement.value is not None:
        before = each.before.value if each.before else None
        figure = level_band(each.judgement, context.tongue.first, before)
        band.append(Drawing(replace(figure, height=_BAND_HEIGHT), _BAND))
    elif level is not None:
        band.append(para(_level_words(context, each), "small"))
    chip = verdict_chip(each.judgement, context.tongue)
    cells: list[list[Flowable]] = [_name(each), _value(context, each), band, [chip]]
    return paged_rows(cells, _COLUMNS, TALLEST)


def _name(each: Figure) -> list[Flowable]:
    parts = [para(each.name, "strong")]
    parts += [para(other, "second") for other in each.names[1:]]
    parts += under_each_other((*each.details, *each.also), "tiny")
    return [*parts, para(each.remark, "tiny")] if each.remark else parts


def _value(context: Context, each: Figure) -> list[Flowable]:
    judgement, lang = each.judgement, context.tongue.first
    if judgement.value is None:
        if each.kept:
            return [para(each.kept, "tinyright")]
        typed = f"«{each.typed}»" if each.typed else formatting.NOTHING
        return [para(typed, "right")]
    level = judgement.level
    unit = level_unit(level, lang) if level else formatting.unit(each.unit or None, lang)
    parts = [para(value_words(judgement, lang), "rightstrong")]
    if unit:
        parts.append(para(unit, "tinyright"))
    if not judgement.uncertainty:
        parts.append(para(context.tongue.word(NO_SPREAD), "tinyright"))
    if each.is_secret:
        parts.append(para(context.tongue.word(CONFIDENTIAL), "tinyright"))
    return parts


def _level_words(context: Context, each: Figure) -> str:
    level, lang = each.judgement.level, context.tongue.first
    if level is None:
        return formatting.NOTHING
    return f"{level_range(level, lang)}{formatting.NBSP}{level_unit(level, lang)}"


def _level_cell(context: Context, each: Figure) -> list[Flowable]:
    level, lang = each.judgement.level, context.tongue.first
    if level is None:
        return [para(formatting.NOTHING)]
    return [para(level_range(level, lang)), para(level_unit(level, lang), "tiny")]


def _legend(context: Context, found: Sequence[Figure]) -> Flowable:
    tongue = context.tongue
    entries = [
        (band_sample(), tongue.word(LEVEL_SIGN)),
        (value_sample(), tongue.word(VALUE_SIGN)),
        (spread_sample(), tongue.word(SPREAD_SIGN)),
    ]
    years = {each.before.year for each in found if each.before is not None}
    if years:
        is_one = len(years) == 1
        words = tongue.word(EARLIER_SIGN, year=min(years)) if is_one else tongue.word(EARLIER_SIGNS)
        entries.append((before_sample(), words))
    return legend(entries, 4)


def _annex(context: Context, found: Sequence[Figure], idle: Sequence[Figure]) -> list[Flowable]:
    """Return what is not compared, by reason, in the order in which reasons come up first.

    Behind it stand the levels that hold and that no figure speaks of.
    """
    groups: dict[NotCompared | None, list[Figure]] = {}
    for each in found:
        groups.setdefault(each.judgement.reason, []).append(each)
    story: list[Flowable] = []
    for reason, members in groups.items():
        story += heading(f"{_reason(context, reason)}: {len(members)}")
        story += [_apart_table(context, members), gap(8)]
    if idle:
        story += heading(f"{context.tongue.word(NO_FIGURE)}: {len(idle)}")
        story.append(_apart_table(context, idle))
    return story


def _reason(context: Context, reason: NotCompared | None) -> str:
    if reason is NotCompared.LEVEL_UNVERIFIED:
        return context.tongue.word(NOT_CHECKED)
    found = next((each.label for each in not_compared_reasons() if each.id == reason), None)
    return context.tongue.line(found) if found else context.tongue.word(UNSAID)


def _apart_table(context: Context, found: Sequence[Figure]) -> Flowable:
    tongue = context.tongue
    words = ("№", *(tongue.word(word) for word in (FIGURE, VALUE, LEVEL)))
    looks = ("head", "head", "headright", "head")
    heads = [para(word, look) for word, look in zip(words, looks, strict=True)]
    rows = [
        piece
        for each in found
        for piece in paged_rows(
            [
                [para(each.number or formatting.NOTHING, "strong")],
                _name(each),
                _value(context, each),
                _level_cell(context, each),
            ],
            _APART,
            TALLEST,
        )
    ]
    return table([heads, *rows], list(_APART), grid(*dense(), head_rows=1), repeat=1)
