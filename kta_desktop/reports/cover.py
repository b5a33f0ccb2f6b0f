"""The first pages: parties, contents, how complete the audit is, what goes beyond a level."""

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop import formatting
from kta_desktop.domain.definition import Level, Section, Text
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.state import Place, QuestionStatus
from kta_desktop.forms.wording import instances_of
from kta_desktop.i18n import LANGUAGES, N_
from kta_desktop.reports.answers import figure_of, is_unconfirmed
from kta_desktop.reports.chips import verdict_chip
from kta_desktop.reports.contents import Contents
from kta_desktop.reports.context import Context, read_sessions
from kta_desktop.reports.cover_parties import fingerprints, parties
from kta_desktop.reports.layout import Closing
from kta_desktop.reports.level_figure import level_range, level_unit
from kta_desktop.reports.order import Kind
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.signatures import team_signatures
from kta_desktop.reports.style import MM, WIDTH, dense, gap, grid, para, table
from kta_desktop.reports.tables import OF
from kta_desktop.reports.values import measured

REPORT = N_("Report of the audit")
SHEET = N_("Audit sheet")
CONTENTS = N_("Contents")
COMPLETENESS = N_("How complete the audit is")
BEYOND = N_("Beyond the level, or not distinguishable from it")
NOTHING_BEYOND = N_("No figure that was compared goes beyond its level.")
OPEN_CONFLICTS = N_("Values that wait for a decision between two versions")
SECTION = N_("Section")
DONE = N_("Answered")
BLANK = N_("Blank with a reason")
BAD = N_("Not confirmed")
TOTAL = N_("In all")
FIGURE = N_("Figure")
VALUE = N_("Value")
LEVEL_HEAD = N_("Level")
VERDICT = N_("Verdict")
_HEADED = 34 * MM  # room that a heading needs below it, so that it does not end a page alone


def cover_parts(context: Context) -> list[Part]:
    """Return the cover; nothing for whoever asks for a few sections only."""
    if context.order.sections is not None:
        return []
    message = REPORT if context.order.kind is Kind.REPORT else SHEET
    return [
        Part(
            key="cover", titles=titles(context.tongue, message), make=lambda _room: _cover(context)
        )
    ]


def _cover(context: Context) -> list[Flowable]:
    tongue = context.tongue
    story = [*parties(context), gap(8)]
    if context.order.kind is Kind.REPORT:
        heading = para(tongue.word(CONTENTS), "heading")
        story += [CondPageBreak(_HEADED), Contents(heading), gap(8)]
    return [
        *story,
        CondPageBreak(_HEADED),
        para(tongue.word(COMPLETENESS), "heading"),
        _completeness(context),
        gap(8),
        *_beyond(context),
        gap(8),
        Closing([], [*fingerprints(context), gap(8), *team_signatures(context)]),
    ]


def _completeness(context: Context) -> Flowable:
    tongue, definition = context.tongue, context.record.definition
    asked = [(section, context.state.visible(section.name)) for section in definition.sections]
    heads = [para(tongue.word(SECTION), "head")]
    heads += [para(tongue.word(word), "headright") for word in (DONE, BLANK, BAD)]
    rows = [_section_row(context, section, found) for section, found in asked if found]
    everything = tuple(place for _section, found in asked for place in found)
    rows.append([para(tongue.word(TOTAL), "strong"), *_counts(context, everything)])
    widths = [WIDTH - 99 * MM, 33 * MM, 33 * MM, 33 * MM]
    return table([heads, *rows], widths, grid(*dense(), head_rows=1), repeat=1)


def _section_row(context: Context, section: Section, places: tuple[Place, ...]) -> list[Flowable]:
    title = para(f"{section.number}. {context.tongue.line(section.label)}")
    return [title, *_counts(context, places)]


def _counts(context: Context, places: tuple[Place, ...]) -> list[Flowable]:
    """Return the cells «n of N» answered, blank with a reason, not confirmed."""
    statuses = [context.state.status(place.address) for place in places]
    done = sum(status in (QuestionStatus.ANSWERED, QuestionStatus.WARNING) for status in statuses)
    bad = sum(is_unconfirmed(context, place.address) for place in places)
    of = context.tongue.say(OF, done=str(done), total=str(len(places)))
    return [
        para(text, "right") for text in (of, str(statuses.count(QuestionStatus.BLANK)), str(bad))
    ]


def _beyond(context: Context) -> list[Flowable]:
    tongue, state = context.tongue, context.state
    found = [
        (place, path, judgement)
        for section in context.record.definition.sections
        for place in state.visible(section.name)
        for path, judgement in context.judged(place.address)
        if judgement.verdict in (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE)
    ]
    parts: list[Flowable] = [CondPageBreak(_HEADED), para(tongue.word(BEYOND), "heading")]
    taken = [
        _session_row(context, path, part, judgement)
        for path, session in read_sessions(context.record)
        if session is not None
        for place, part in enumerate(session.each())
        if (judgement := context.judgements.get(f"{path}/{part.channel}" if place else path))
        is not None
        and judgement.verdict in (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE)
    ]
    if found or taken:
        words = ("№", *(tongue.word(word) for word in (FIGURE, VALUE, LEVEL_HEAD, VERDICT)))
        rows = [[para(word, "head") for word in words]]
        rows += [_beyond_row(context, *one) for one in found]
        rows += taken
        widths = [10 * MM, WIDTH - 128 * MM, 34 * MM, 32 * MM, 52 * MM]
        parts.append(table(rows, widths, grid(head_rows=1), repeat=1))
    else:
        parts.append(para(tongue.word(NOTHING_BEYOND)))
    if context.record.conflicts:
        count = str(len(context.record.conflicts))
        parts.append(para(tongue.fact(OPEN_CONFLICTS, count), "strong"))
    return parts


def _beyond_row(context: Context, place: Place, path: str, judgement: Judgement) -> list[Flowable]:
    answer, cell = figure_of(context, place, path)
    question, tongue, level = place.question, context.tongue, judgement.level
    texts = (question.short, level.parameter) if level else (question.title,)
    around = instances_of(context.state, place.address, tongue.first)
    unit = formatting.unit(question.unit, tongue.first)
    value = measured(question, answer, tongue, unit)
    if context.is_left_out(place.address):
        value = context.why_left_out(place.address)
    names = [*(tongue.line(text) for text in texts), *around, cell]
    return [
        para(question.number, "strong"),
        para("\n".join(dict.fromkeys(name for name in names if name))),
        para(value, "strong"),
        para(_level_words(level, tongue.first)),
        verdict_chip(judgement, tongue),
    ]


def _session_row(
    context: Context, path: str, session: Session, judgement: Judgement
) -> list[Flowable]:
    tongue, level = context.tongue, judgement.level
    figure = formatting.NOTHING
    if context.is_left_out(path):
        figure = context.why_left_out(path)
    if judgement.value is not None:
        symbol = level_unit(level, tongue.first) if level else ""
        spread = float(judgement.uncertainty)
        figure = formatting.with_uncertainty(float(judgement.value), spread, tongue.first)
        figure = f"{figure}{formatting.NBSP}{symbol}"
    parameter = Text(**{lang: session.parameter.get(lang, "") for lang in LANGUAGES})
    return [
        para(""),
        para(f"{tongue.line(parameter)}, {session.source}"),
        para(figure, "strong"),
        para(_level_words(level, tongue.first)),
        verdict_chip(judgement, tongue),
    ]


def _level_words(level: Level | None, lang: str) -> str:
    if level is None:
        return formatting.NOTHING
    return f"{level_range(level, lang)}{formatting.NBSP}{level_unit(level, lang)}"
