"""Figures of the conformity sheet: answers, cells and sessions that are held against a level."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.levels import standing
from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Level, QuestionType, Technique, Text
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import Place, Row
from kta_desktop.forms.wording import instances_of, technique_number
from kta_desktop.i18n import LANGUAGES
from kta_desktop.measurement.units import convert
from kta_desktop.reports.basis import BAT
from kta_desktop.reports.before import Before
from kta_desktop.reports.chips import NOT_CHECKED
from kta_desktop.reports.context import Context, read_sessions, session_path
from kta_desktop.reports.protocols.words import averaging as session_averaging
from kta_desktop.reports.spoken import in_each
from kta_desktop.reports.values import worded

_NAMING = (QuestionType.TEXT, QuestionType.SELECT_ONE)
_LONG_AND_SHORT = re.compile(r"^[^(),]+ \(([A-ZА-ЯӘҒҚҢӨҰҮҺІ]{2,8}\d?)\)")
_LONGEST = 7  # digits beyond which a converted figure is shown as a computed one


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure with its judgement, in words.

    Attributes:
        names: What it is, in each language of the sheet; equal ones once.
        details: Where it comes from, averaging, techniques, in each language of the sheet.
        number: Number of its question; empty for a measurement.
        judgement: What it comes to.
        unit: Id of the unit of its value where no level says; may be empty.
        typed: What was typed and is no number; empty otherwise.
        kept: Why the layout does not print its value; empty if it does.
        is_secret: Whether the layout marks it as a trade secret.
        before: The figure of an earlier audit in the unit of the level; None if none is known.
        also: Where the same is stated again, and to what it comes there.
        remark: What a reader has to mind; may be empty.
    """

    names: tuple[str, ...]
    details: tuple[str, ...]
    judgement: Judgement
    number: str = ""
    unit: str = ""
    typed: str = ""
    kept: str = ""
    is_secret: bool = False
    before: Before | None = None
    also: tuple[str, ...] = ()
    remark: str = ""

    @property
    def name(self) -> str:
        """Return what it is in the first language."""
        return self.names[0]

    @property
    def short(self) -> str:
        """Return its name with the parameter as it is written for short, where it is: «ХПК»."""
        return _LONG_AND_SHORT.sub(r"\1", self.name)


def judged_figures(context: Context) -> dict[str, Figure]:
    """Return the figures of which the checklist names a level, by path, in the order of paper."""
    return dict((*_answers(context), *_sessions(context)))


def unmeasured(context: Context, found: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the levels that hold for the plant and that no figure speaks of.

    Nothing where the layout keeps secrets back: what is kept back is not missing.
    """
    if context.state is not context.open_form:
        return ()
    levels = [each.judgement.level for each in found if each.judgement.level is not None]
    known = {name for level in levels for name in (level.id, level.overrides)}
    ends = {_ends(level) for level in levels}
    return tuple(
        _unmeasured(context, holding.subject)
        for holding in standing(context.record.definition, context.state)
        if holding.applies
        and holding.subject is not None
        and holding.subject.id not in known
        and (holding.pair is None or holding.pair.id not in known)
        and _ends(holding.subject) not in ends
    )


def _ends(level: Level) -> tuple[str, Decimal | None, Decimal | None]:
    low, high = (None if end is None else Decimal(end) for end in (level.lower, level.upper))
    return level.unit, low, high


def _unmeasured(context: Context, level: Level) -> Figure:
    return Figure(
        names=named(context, level.parameter, []),
        details=in_each(context, lambda each: level_details(each, level)),
        judgement=Judgement(verdict=Verdict.NOT_COMPARED, level=level),
        remark="" if level.may_yield_verdict else context.tongue.word(NOT_CHECKED),
    )


def level_details(context: Context, level: Level) -> str:
    """Return the averaging and the techniques of a level."""
    parts = (averaging_words(context, level), technique_words(context, level))
    return ", ".join(part for part in parts if part)


def value_words(judgement: Judgement, lang: str) -> str:
    """Return ``3,25 ± 0,16``; a dash without a value. Converted figures are rounded by their U."""
    value, spread = judgement.value, judgement.uncertainty
    if value is None:
        return formatting.NOTHING
    is_typed = max(len(each.normalize().as_tuple().digits) for each in (value, spread)) < _LONGEST
    if not spread:
        shown = value if is_typed else formatting.significant(value, digits=4)
        return formatting.number(shown, lang)
    if is_typed:
        return formatting.with_uncertainty(value, spread, lang)
    return formatting.with_uncertainty(float(value), float(spread), lang)


def averaging_words(context: Context, level: Level) -> str:
    """Return how a level is averaged, without what stands in brackets in its wording."""
    texts = context.record.definition.averaging or {}
    periods = (texts.get(each, Text(ru=each)).get(context.tongue.first) for each in level.averaging)
    return "; ".join(dict.fromkeys(words.partition(" (")[0] for words in periods))


def technique_words(context: Context, level: Level) -> str:
    """Return the conclusions that a level belongs to, such as ``НДТ 12, НДТ 7a``."""
    definition = context.record.definition
    known: Mapping[str, Technique] = {each.id: each for each in definition.techniques}
    found = (
        technique_number(definition, known[name]) if name in known else name
        for name in level.techniques
    )
    numbers = dict.fromkeys(number for number in found if number)
    return ", ".join(context.tongue.say(BAT, number=number) for number in numbers)


def _answers(context: Context) -> Iterator[tuple[str, Figure]]:
    by_question: dict[str, list[str]] = {}
    for path in context.judgements:
        if not path.startswith("@"):
            by_question.setdefault(context.state.owner(path), []).append(path)
    for address, paths in by_question.items():
        place = context.state.place(address)
        columns = {fieldpath.parse_path(path).question for path in paths}
        rows = {row.id: row for row in context.state.rows(address)}
        for path in paths:
            yield path, _answer(context, place, path, rows, is_one_column=len(columns) < 2)


def _answer(
    context: Context, place: Place, path: str, rows: Mapping[str, Row], *, is_one_column: bool
) -> Figure:
    judgement, question, tongue = context.judgements[path], place.question, context.tongue
    level, parsed = judgement.level, fieldpath.parse_path(path)
    is_cell = path != place.address
    around = list(instances_of(context.state, place.address, tongue.first))
    row = rows.get(parsed.rows[-1]) if is_cell else None
    title = level.parameter if level else question.title
    if row is not None:
        around += _row_name(context, place, row, title)
    column = question.column(parsed.question or "") if is_cell else None
    if column is not None and not is_one_column:
        label = tongue.label(column.label)[0]
        around.append(label[:1].lower() + label[1:])
    asked = question.title if is_one_column or not is_cell else None
    return Figure(
        names=named(context, title, around),
        details=in_each(context, lambda each: _details(each, level, title, asked)),
        number=question.number,
        judgement=judgement,
        kept=_kept(context, path),
        is_secret=context.is_marked(path),
        before=before_of(context, path, judgement),
    )


def _details(context: Context, level: Level | None, title: Text, asked: Text | None) -> str:
    """Return the question of a figure, the averaging and the techniques of its level."""
    if level is None:
        return ""
    lang = context.tongue.first
    told = [asked.get(lang).rstrip("?")] if asked else []
    told += [averaging_words(context, level), technique_words(context, level)]
    return ", ".join(_lowered(title.get(lang), told))


def _lowered(name: str, details: list[str]) -> Iterator[str]:
    """Yield details that say more than the name; behind a comma a heading is a word."""
    found = [text for text in dict.fromkeys(details) if text.casefold() not in name.casefold()]
    for place, text in enumerate(found):
        is_heading = text[:1].isupper() and not text[1:2].isupper()
        is_bat = any(letter.isdigit() for letter in text)
        yield text[:1].lower() + text[1:] if place and is_heading and not is_bat else text


def _row_name(context: Context, place: Place, row: Row, title: Text) -> list[str]:
    """Return what a row is called by its first column, unless that is the parameter itself."""
    first = place.question.columns[0]
    if first.type not in _NAMING or first.name not in row.cells:
        return []
    said = worded(first, row.cells[first.name], context.tongue)
    known = f"{title.ru} {title.kk} {title.en}".casefold()
    return [said] if said and said.casefold() not in known else []


def named(context: Context, title: Text, around: list[str]) -> tuple[str, ...]:
    """Return a title in the languages of the sheet, the first with where it is."""
    labels = [label for label in context.tongue.label(title) if label]
    labels[0] = ", ".join((labels[0], *around))
    return tuple(labels)


def _sessions(context: Context) -> Iterator[tuple[str, Figure]]:
    for _path, session in read_sessions(context.record):
        for part in session.each() if session is not None else ():
            path = session_path(session, part.channel) if session else ""
            if path in context.judgements:
                yield path, _session(context, part, path)


def _session(context: Context, part: Session, path: str) -> Figure:
    judgement = context.judgements[path]
    title = Text(**{each: part.parameter.get(each, "") for each in LANGUAGES})
    return Figure(
        names=named(context, title, [part.source] if part.source else []),
        details=in_each(context, lambda each: _measured(each, part, judgement.level)),
        judgement=judgement,
        kept=_kept(context, path),
        is_secret=context.is_marked(path),
        before=before_of(context, path, judgement),
    )


def _measured(context: Context, part: Session, level: Level | None) -> str:
    """Return when a session was, how its figure is averaged, the techniques of its level."""
    parts = [
        formatting.date(part.started_at, context.tongue.first, context.zone),
        session_averaging(context, part),
        technique_words(context, level) if level is not None else "",
    ]
    return ", ".join(each for each in parts if each)


def _kept(context: Context, path: str) -> str:
    return context.why_left_out(path) if context.is_left_out(path) else ""


def before_of(context: Context, path: str, judgement: Judgement) -> Before | None:
    """Return the figure of an earlier audit in the unit of the level; None if none compares."""
    earlier: Before | None = context.earlier.get(path)
    if earlier is None or judgement.level is None or judgement.value is None:
        return None
    if earlier.unit is None:
        return earlier
    try:
        value = convert(earlier.value, earlier.unit, judgement.level.unit)
    except KtaError:
        return None
    return replace(earlier, value=value, unit=judgement.level.unit)
