"""What the figures of an audit state, as rows of the conformity sheet: each thing once.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment import indicators
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.statements import ORDER, Statement, is_by_hand
from kta_desktop.domain.levels import Level
from kta_desktop.domain.verdict import Judgement
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import N_
from kta_desktop.reports.conformity.rows import (
    Figure,
    before_of,
    judged_figures,
    level_details,
    named,
    value_words,
)
from kta_desktop.reports.context import Context, read_sessions, session_path
from kta_desktop.reports.level_figure import level_unit
from kta_desktop.reports.spoken import in_each

BY_HAND = N_("entered by the auditor: {source}")
NO_DOCUMENT = N_("no document is named")
CONTRADICTED = N_("The numbers of the row say otherwise: check the verdict")
WORKED_OUT = N_("worked out from the data")
ASKED_AGAIN = N_("The same is stated in question {number}: {value}")
PUT_IN = N_("The same was put in by hand: {value}")
MEASURED = N_("The same was measured at another time: {value}")
COMPUTED = N_("The same is worked out from the data: {value}")
AT_ODDS = N_("These figures differ beyond their uncertainty: settle which one holds")


def figures(context: Context) -> tuple[Figure, ...]:
    """Return every statement: the beyond first, what cannot be told, what meets, the rest.

    Those that weigh alike stand in the order of the paper. What a layout keeps back states
    nothing; it has its row with the word of its verdict, behind the others.
    """
    judged, told = judged_figures(context), _Told(context)
    found = [told.row(each, judged) for each in context.assess().statements]
    found += _unspoken(context, judged, told)
    return tuple(sorted(found, key=lambda each: ORDER.index(each.judgement.verdict)))


def kept_back(context: Context) -> tuple[Judgement, ...]:
    """Return the judgements that a layout tells without their figures: none states them."""
    found = _unspoken(context, judged_figures(context), _Told(context))
    return tuple(each.judgement for each in found if each.kept)


def _unspoken(context: Context, judged: Mapping[str, Figure], told: "_Told") -> Iterator[Figure]:
    """Yield the figures that no statement speaks of."""
    members = (each for said in context.assess().statements for each in said.members)
    spoken = set(map(told.path, members))
    return (figure for path, figure in judged.items() if path not in spoken)


def judgement_of(each: Indicator) -> Judgement:
    """Return the judgement of an indicator; without a level with the figure in its own unit."""
    judged, figure = each.judgement, each.figure
    if judged.level is not None:
        return judged
    return replace(judged, value=figure.value, uncertainty=figure.uncertainty or Decimal(0))


class _Told:
    """Tells indicators in the words of a sheet."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._sessions = dict(_session_paths(context))
        rows = indicators.indicators(context.state)
        self._by_hand: Mapping[str, indicators.Indicator] = {each.path: each for each in rows}

    def path(self, each: Indicator) -> str:
        """Return where an indicator is judged; its key if it is worked out."""
        kind, _dot, tail = each.key.partition(".")
        return tail if kind == "figure" else self._sessions.get(each.key, each.key)

    def row(self, said: Statement, judged: Mapping[str, Figure]) -> Figure:
        """Return a statement, told by its first figure."""
        context, path = self._context, self.path(said.lead)
        judgement = judgement_of(said.lead)
        known = judged.get(path)
        figure = self._figure(said.lead) if known is None else replace(known, judgement=judgement)
        paths = (self.path(each) for each in said.members)
        before = (before_of(context, each, judgement) for each in paths)
        also = (line for each in said.others for line in self._also(each))
        at_odds = context.tongue.word(AT_ODDS) if said.contradicted else ""
        return replace(
            figure,
            before=next((each for each in before if each is not None), None),
            also=tuple(also),
            remark=". ".join(part for part in (figure.remark, at_odds) if part),
        )

    def _figure(self, each: Indicator) -> Figure:
        """Return an indicator that is no answer beside a level of its question."""
        context, row = self._context, self._by_hand.get(self.path(each))
        terms = (self.path(each), *(term.path for term in each.figure.terms))
        contradicted = row is not None and row.contradicted
        return Figure(
            names=named(context, each.name, [each.where] if each.where else []),
            details=in_each(context, lambda one: _details(one, each, row)),
            number=_number(context.state, self.path(each)),
            judgement=judgement_of(each),
            unit=each.figure.unit,
            typed=row.typed if row is not None else "",
            is_secret=any(context.is_marked(path) for path in terms if _is_asked(context, path)),
            remark=context.tongue.word(CONTRADICTED) if contradicted else "",
        )

    def _also(self, each: Indicator) -> tuple[str, ...]:
        """Return where the same is stated again, in each language."""
        judgement, path = judgement_of(each), self.path(each)
        number = _number(self._context.state, path)
        words = ASKED_AGAIN if number else COMPUTED
        words = MEASURED if path in self._sessions.values() else words
        words = PUT_IN if is_by_hand(each) else words

        def line(context: Context) -> str:
            value = _with_unit(judgement, judgement.level, each.figure.unit, context.tongue.first)
            return context.tongue.say(words, number=number, value=value)

        return in_each(self._context, line)


def _with_unit(judgement: Judgement, level: Level | None, unit: str, lang: str) -> str:
    """Return ``168 ± 9 мг/л``."""
    words = level_unit(level, lang) if level else formatting.unit(unit or None, lang)
    shown = value_words(judgement, lang)
    return f"{shown}{formatting.NBSP}{words}" if words else shown


def _session_paths(context: Context) -> Iterator[tuple[str, str]]:
    """Yield the key of the indicator of each quantity of a session with its path."""
    for _path, session in read_sessions(context.record):
        for part in session.each() if session is not None else ():
            yield f"session.{part.id}.{part.channel}", session_path(session or part, part.channel)


def _details(context: Context, each: Indicator, row: indicators.Indicator | None) -> str:
    tongue, level = context.tongue, each.judgement.level
    if row is not None:
        return tongue.say(BY_HAND, source=row.source or tongue.say(NO_DOCUMENT))
    told = [tongue.say(WORKED_OUT)] if each.key.startswith("specific.") else []
    told += [level_details(context, level)] if level is not None else []
    return ", ".join(part for part in told if part)


def _number(state: FormState, path: str) -> str:
    """Return the number of the question that a path belongs to; empty if it belongs to none."""
    try:
        return state.question(state.owner(path)).number
    except (KeyError, ValueError):
        return ""


def _is_asked(context: Context, path: str) -> bool:
    """Whether a path is that of a session or of something that the form asks."""
    return path.startswith("@session/") or bool(_number(context.state, path))
