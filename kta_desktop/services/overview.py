"""The overview of an audit: how far it is, what is missing before one leaves, what is out of level.

``overview`` is pure and takes some milliseconds: who shows it calls it after every change. Its
words, in any language, are in ``overview_words``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from kta_desktop.assessment import performance_figures
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.statements import Statement, statements
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.forms.state import FormState
from kta_desktop.services import (
    judging,
    overview_answers,
    overview_comments,
    overview_measured,
    overview_people,
)
from kta_desktop.services.comments import Comment
from kta_desktop.services.overview_parts import (
    Best,
    Counters,
    Excess,
    GroupLine,
    Kind,
    Line,
    Member,
    Overview,
    SectionLine,
    Severity,
    VisitDay,
)
from kta_desktop.services.overview_seen import View

__all__ = [
    "Best",
    "Counters",
    "Excess",
    "GroupLine",
    "Kind",
    "Line",
    "Member",
    "Overview",
    "SectionLine",
    "Severity",
    "VisitDay",
    "overview",
]

_SEVERITIES = tuple(Severity)
_KINDS = tuple(Kind)
_OUT = (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE)
_LEAST = 2  # lines that one place must close to be worth naming
_SESSION = "@session/"


def overview(
    record: AuditRecord,
    state: FormState,
    sessions: Sequence[Session],
    today: date,
    asked: Sequence[Comment] = (),
    said: Sequence[Statement] | None = None,
) -> Overview:
    """Return an audit at a glance.

    Args:
        record: The audit as it is now.
        state: Its form, with the same entries.
        sessions: Its measurement sessions, see ``judging.sessions``.
        today: The day that decides what is due.
        asked: Comments of reviewers; those that wait for the auditor have a line each.
        said: What its indicators state, as it was assessed; worked out if it is not given.
    """
    view = View(record, state)
    judged = judging.judgements(record, state)
    if said is None:
        said = stated(record, state, sessions, today)
    open_ = _leaving(view, judged, sessions, today, asked)
    leaving = tuple(sorted((*open_, *overview_answers.contradictions(view, said)), key=_place))
    sections = overview_people.sections(view)
    excesses = _excesses(view, said)
    return Overview(
        counters=_counters(view, sections, leaving, excesses),
        sections=sections,
        groups=overview_people.groups(view),
        leaving=leaving,
        best=_best(state, leaving),
        excesses=excesses,
        team=overview_people.team(view),
        visit=overview_people.visit(record, sections, today),
        keys=frozenset().union(*(line.keys for line in leaving)),
    )


def stated(
    record: AuditRecord,
    state: FormState,
    sessions: Sequence[Session],
    today: date,
    *,
    at_once: bool = False,
) -> tuple[Statement, ...]:
    """Return what the indicators of an audit state.

    Args:
        record: The audit as it is now.
        state: Its form, with the same entries.
        sessions: Its measurement sessions.
        today: The day of the assessment.
        at_once: Whether what is worked out of several answers is left for later.
    """
    known = Known(
        definition=record.definition,
        state=state,
        sessions=tuple(each for each in sessions if each.ended_at is not None),
        today=today,
    )
    figures = performance_figures.entered if at_once else performance_figures.indicators
    return statements(figures(known))


def _leaving(
    view: View,
    judged: Iterable[tuple[str, Judgement]],
    sessions: Sequence[Session],
    today: date,
    asked: Sequence[Comment],
) -> Iterator[Line]:
    yield from overview_comments.lines(view, asked)
    yield from overview_answers.lines(view, today)
    yield from overview_answers.excesses(view, judged)
    yield from overview_measured.lines(view, sessions, today)


def _place(line: Line) -> tuple[int, int]:
    return _SEVERITIES.index(line.severity), _KINDS.index(line.kind)


def _counters(
    view: View,
    sections: Iterable[SectionLine],
    leaving: Iterable[Line],
    excesses: Iterable[Excess],
) -> Counters:
    lines = list(sections)
    weights = Counter(line.severity for line in leaving)
    verdicts = Counter(excess.verdict for excess in excesses)
    return Counters(
        answered=sum(line.answered for line in lines),
        total=sum(line.total for line in lines),
        required=sum(line.required for line in lines),
        required_total=sum(line.required_total for line in lines),
        blocking=weights[Severity.BLOCKS],
        wanted=weights[Severity.WANTED],
        later=weights[Severity.LATER],
        exceeding=verdicts[Verdict.EXCEEDS],
        unclear=verdicts[Verdict.NOT_DISTINGUISHABLE],
        files=view.files,
        unproven=sum(seen.is_unproven for seen in view.asked),
    )


def _best(state: FormState, leaving: Iterable[Line]) -> Best | None:
    """Return where the most lines that may not wait are closed: an instance, else a section.

    Of two that close alike, the smaller place is named: there the way is shorter.
    """
    urgent = [line for line in leaving if line.severity is not Severity.LATER and line.section]
    spots: dict[tuple[str, str], list[Line]] = {}
    for line in urgent:
        spots.setdefault((line.section, ""), []).append(line)
        place = _instance_of(state, line)
        if place:
            spots.setdefault((line.section, place), []).append(line)
    if not spots:
        return None
    (section, place), lines = max(spots.items(), key=lambda pair: (len(pair[1]), bool(pair[0][1])))
    if len(lines) < _LEAST:
        return None
    target = lines[0].target if place else overview_people.section_target(section)
    return Best(count=len(lines), target=target, section=section, place=place)


def _instance_of(state: FormState, line: Line) -> str:
    """Return the path of the innermost instance around the one question of a line."""
    if len(line.places) != 1:
        return ""
    parsed = parse_path(state.owner(line.places[0]))
    return f"{parsed.inside}/{parsed.rows[-1]}" if parsed.inside else ""


def _excesses(view: View, said: Iterable[Statement]) -> tuple[Excess, ...]:
    found = (_excess(view, each) for each in said if each.verdict in _OUT)
    return tuple(sorted((each for each in found if each is not None), key=_weight))


def _excess(view: View, said: Statement) -> Excess | None:
    level, value, lead = said.judgement.level, said.judgement.value, said.lead
    if level is None or value is None:
        return None
    is_measured = lead.path.startswith(_SESSION)
    is_entered = not lead.key.startswith("specific.")
    target = Target(Where.BAT, lead.key)
    if is_measured:
        target = Target(Where.MEASURE, lead.path.removeprefix(_SESSION))
    elif is_entered:
        target = Target(Where.QUESTION, view.state.owner(lead.path))
    return Excess(
        path=lead.path,
        verdict=said.verdict,
        title=lead.name if is_measured else level.parameter,
        where=lead.where,
        value=value,
        uncertainty=said.judgement.uncertainty,
        level=level,
        target=target,
        is_typed=is_entered and not is_measured,
        contradicted=said.contradicted,
    )


def _weight(excess: Excess) -> tuple[int, Decimal]:
    """Return what sorts figures: what exceeds first, and the farthest of them."""
    upper = Decimal(excess.level.upper or 0)
    times = excess.value / upper if upper else Decimal(0)
    return _OUT.index(excess.verdict), -times
