"""What figures and techniques come to: levels, verdicts, techniques, documents cited."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.techniques import Applied, cited, register, whole_of
from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Definition, Level
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.wording import technique_number, title_of
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import not_compared_reasons, verdicts
from kta_desktop.packs.reference_lists import technique_states
from kta_desktop.reports.answers import PLACE
from kta_desktop.reports.chips import verdict_chip
from kta_desktop.reports.context import Context, read_sessions, session_path
from kta_desktop.reports.level_figure import level_range
from kta_desktop.reports.workbook.leaf import NARROW, WIDE, WIDEST, Cell, Column, Leaf
from kta_desktop.reports.workbook.leaf import Row as Cells
from kta_desktop.reports.workbook.words import (
    CHECKED,
    LOCUS,
    NUMBER,
    PATH,
    SOURCE,
    averaging,
    basis,
    confidence,
    decimal,
    document,
    place,
    unit,
)

INDICATORS = N_("Indicators and levels")
ABOUT_INDICATORS = N_("Every figure that is held against a level, with the level and the verdict")
TECHNIQUES = N_("Techniques")
ABOUT_TECHNIQUES = N_("Every technique of the checklist, and how far the plant applies it")
DOCUMENTS = N_("Documents cited")
ABOUT_DOCUMENTS = N_("Every document that the checklist cites")
FIGURE_OF, PARAMETER = N_("Figure"), N_("What is limited")
VALUE, SPREAD, UNIT = N_("Value"), N_("U (k = 2)"), N_("Unit")
LOWER, UPPER, PRINTED = N_("Lower end"), N_("Upper end"), N_("Level as printed")
AVERAGING, BASIS, LEVEL_ID = N_("Averaging"), N_("Reference conditions"), N_("Level")
VERDICT, REASON, DECIDING = N_("Verdict"), N_("Why it is not compared"), N_("To decide")
TITLE_OF, RULE = N_("Technique"), N_("Rule")
APPLICABILITY, STATE = N_("Applicability"), N_("Applied here")
ROWS_OF, QUESTIONS_OF = N_("Rows of the register"), N_("Questions")
CODE, ADDRESS = N_("Code"), N_("Address on the web")
_KNOWN = 12  # significant digits of a figure that was converted
_BETWEEN = "; "


def indicators_leaf(context: Context) -> Leaf:
    """Return the sheet of everything that was judged."""
    word = context.tongue.word
    columns = (
        Column(word(FIGURE_OF), width=WIDEST),
        Column(word(PARAMETER), width=WIDE),
        *(Column(word(head), width=NARROW) for head in (VALUE, SPREAD, UNIT)),
        *(Column(word(head), width=NARROW) for head in (LOWER, UPPER)),
        Column(word(PRINTED)),
        *(Column(word(head), width=WIDE) for head in (VERDICT, REASON, DECIDING)),
        *(Column(word(head), width=WIDE) for head in (AVERAGING, BASIS, SOURCE, LOCUS, CHECKED)),
        Column(word(LEVEL_ID)),
        Column(word(PATH), width=WIDE),
    )
    return Leaf(
        name=context.tongue.say(INDICATORS),
        about=word(ABOUT_INDICATORS),
        columns=columns,
        rows=_indicators(context),
    )


def _indicators(context: Context) -> Iterator[Cells]:
    measured, places = _measured(context), _Places(context)
    reasons = {str(each.id): each.label for each in not_compared_reasons()}
    words = {str(each.id): each.label for each in verdicts()}
    for path, judgement in context.judgements.items():
        is_judged = judgement.verdict is not Verdict.NOT_COMPARED
        reason = reasons.get(str(judgement.reason)) if judgement.reason else None
        yield (
            measured.get(path) or places.words(path),
            *_level(context, judgement),
            verdict_chip(judgement, context.tongue).text
            if is_judged
            else context.tongue.line(words[str(judgement.verdict)]),
            context.tongue.line(reason) if reason else "",
            _BETWEEN.join(
                title_of(context.state, at, context.tongue.first) for at in judgement.missing
            ),
            *_source(context, judgement.level),
            path,
        )


@dataclass(slots=True)
class _Places:
    """Says where figures stand: rows of a table are counted once, not for each of its cells."""

    context: Context
    _rows: dict[str, dict[str, int]] = field(default_factory=dict)

    def words(self, path: str) -> str:
        """Return the question of a figure and, for a cell, its row and column."""
        state, tongue = self.context.state, self.context.tongue
        owner, parsed = state.owner(path), fieldpath.parse_path(path)
        name = title_of(state, owner, tongue.first)
        if owner == path or parsed.question is None:
            return name
        column = state.question(owner).column(parsed.question)
        label = tongue.line(column.label) if column else parsed.question
        number = self._numbers(owner).get(parsed.rows[-1], 0)
        return f"{name}, {tongue.say(PLACE, row=str(number), column=label)}"

    def _numbers(self, owner: str) -> dict[str, int]:
        if owner not in self._rows:
            rows = self.context.state.rows(owner)
            self._rows[owner] = {row.id: number for number, row in enumerate(rows, start=1)}
        return self._rows[owner]


def _measured(context: Context) -> Mapping[str, str]:
    """Return path of each quantity that was measured → source and what was measured."""
    found: dict[str, str] = {}
    for _path, session in read_sessions(context.record):
        for part in session.each() if session else ():
            label = part.parameter.get(context.tongue.first) or part.channel
            path = session_path(session, part.channel) if session else ""
            found[path] = ", ".join(filter(None, (part.source, part.point, label)))
    return found


def _level(context: Context, judgement: Judgement) -> tuple[Cell, ...]:
    level = judgement.level
    value = None if judgement.value is None else _rounded(judgement.value)
    spread = _rounded(judgement.uncertainty) if judgement.uncertainty else None
    if level is None:
        return ("", value, spread, "", None, None, "")
    return (
        context.tongue.line(level.parameter),
        value,
        spread,
        unit(context, level.unit),
        decimal(level.lower),
        decimal(level.upper),
        level_range(level, context.tongue.first),
    )


def _rounded(value: Decimal) -> Decimal:
    """Return a figure without the digits that only come of a conversion."""
    return formatting.significant(value, _KNOWN)


def _source(context: Context, level: Level | None) -> tuple[Cell, ...]:
    if level is None:
        return ("",) * 6
    return (
        averaging(context, level),
        _BETWEEN.join(basis(context, each) for each in level.basis),
        document(context, level.source),
        place(context, level.locus),
        confidence(context, level.confidence, level.checked_by),
        level.id,
    )


def techniques_leaf(context: Context) -> Leaf:
    """Return the sheet of the techniques of the checklist."""
    word = context.tongue.word
    columns = (
        Column(word(NUMBER), width=NARROW),
        Column(word(TITLE_OF), width=WIDEST),
        Column(word(STATE)),
        Column(word(ROWS_OF), width=NARROW),
        Column(word(QUESTIONS_OF)),
        *(Column(word(head), width=WIDEST) for head in (RULE, APPLICABILITY)),
        *(Column(word(head), width=WIDE) for head in (SOURCE, LOCUS, CHECKED, CODE)),
    )
    return Leaf(
        name=context.tongue.say(TECHNIQUES),
        about=word(ABOUT_TECHNIQUES),
        columns=columns,
        rows=_techniques(context),
        fixed=2,
    )


def _techniques(context: Context) -> Iterator[Cells]:
    tongue, definition = context.tongue, context.record.definition
    labels = {each.id: each.label for each in technique_states()}
    by_number = _by_number(register(context.state))
    asked, known = _asked_of(context), _borne_once(definition)
    for technique in definition.techniques:
        number = technique_number(definition, technique)
        rows = by_number.get(_plain(number), []) if _plain(number) in known else []
        state = whole_of(rows)
        yield (
            number,
            tongue.line(technique.title),
            tongue.line(labels[state]) if state else "",
            ", ".join(str(row.number) for row in rows),
            ", ".join(asked.get(technique.id, ())),
            tongue.line(technique.rule),
            tongue.line(technique.applicability),
            document(context, technique.source),
            place(context, technique.locus),
            confidence(context, technique.confidence),
            technique.id,
        )


def _by_number(rows: tuple[Applied, ...]) -> Mapping[str, list[Applied]]:
    """Return the rows of the register by the numbers they name; a part counts for its whole too."""
    found: dict[str, list[Applied]] = {}
    for row in rows:
        at = cited(row.bat)
        for number in dict.fromkeys((at.number, f"{at.number}{at.code}")):
            if number:
                found.setdefault(_plain(number), []).append(row)
    return found


def _plain(number: str) -> str:
    return number.replace(".", "").casefold()


def _borne_once(definition: Definition) -> frozenset[str]:
    """Return the numbers that one technique bears: one that several bear means none of them."""
    numbers = Counter(_plain(technique_number(definition, each)) for each in definition.techniques)
    return frozenset(number for number, count in numbers.items() if number and count == 1)


def _asked_of(context: Context) -> Mapping[str, list[str]]:
    """Return technique → numbers of the questions that speak of it and apply."""
    found: dict[str, list[str]] = {}
    for section in context.sections():
        for at in context.state.places(section.name):
            for name in at.question.techniques:
                numbers = found.setdefault(name, [])
                if at.question.number not in numbers:
                    numbers.append(at.question.number)
    return found


def documents_leaf(context: Context) -> Leaf:
    """Return the sheet of the documents cited."""
    word = context.tongue.word
    columns = (
        Column(word(SOURCE), width=WIDEST),
        Column(word(ADDRESS), width=WIDE),
        Column(word(CHECKED), width=WIDE),
        Column(word(CODE)),
    )
    rows = (
        (
            document(context, source.id),
            source.url,
            confidence(context, source.confidence),
            source.id,
        )
        for source in context.record.definition.sources
    )
    return Leaf(
        name=context.tongue.say(DOCUMENTS), about=word(ABOUT_DOCUMENTS), columns=columns, rows=rows
    )
