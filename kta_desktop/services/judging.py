"""Judging: what the figures of an audit come to against the levels of its reference book."""

from collections.abc import Collection

from kta_desktop.assessment import compare, figures, levels
from kta_desktop.assessment.levels import InForce
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.levels import Level
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.forms.state import FormState
from kta_desktop.services import filling

_SESSION = "@session/"


def judge_answer(record: AuditRecord, state: FormState, address: str) -> Judgement | None:
    """Return the judgement of the figure at an address; of a table the one that matters most.

    None if the question holds no figure that a level speaks of, or none was entered.
    """
    found = figures.figures_of(record.definition, state, state.place(address))
    return figures.worst(judged.judgement for judged in found)


def is_beyond(state: FormState, address: str) -> bool:
    """Whether the answer at an address exceeds its level."""
    place = state.place(address)
    if not place.question.levels:
        return False
    worst = figures.worst(
        judged.judgement for judged in figures.figures_of(state.definition, state, place)
    )
    return worst is not None and worst.verdict is Verdict.EXCEEDS


def judge_cells(
    record: AuditRecord, state: FormState, address: str
) -> tuple[tuple[str, Judgement], ...]:
    """Return path and judgement of every figure at an address, row by row."""
    found = figures.figures_of(record.definition, state, state.place(address))
    return tuple((judged.path, judged.judgement) for judged in found)


def judgements(
    record: AuditRecord, state: FormState | None = None
) -> tuple[tuple[str, Judgement], ...]:
    """Return path and judgement of every figure of an audit: answers, cells, ended sessions.

    In paper order; sessions behind the questions, in order of time: ``@session/<id>`` for the
    first quantity, ``@session/<id>/<channel>`` for each further one.
    """
    form = state or filling.form(record.definition, record.entries)
    found = [
        (judged.path, judged.judgement)
        for place in form.places()
        for judged in figures.figures_of(record.definition, form, place)
    ]
    found += [
        (session_path(session, part.channel), judge_session(record, part, form))
        for session in sessions(record)
        if session.ended_at is not None
        for part in session.each()
        if part.level is not None
    ]
    settled = compare.settled([judgement for _path, judgement in found])
    return tuple((path, each) for (path, _open), each in zip(found, settled, strict=True))


def session_path(session: Session, channel: str) -> str:
    """Return the path under which a quantity of a session is judged."""
    first = f"{_SESSION}{session.id}"
    return first if channel == session.channel else f"{first}/{channel}"


def judge_session(
    record: AuditRecord, session: Session, state: FormState | None = None
) -> Judgement:
    """Return the judgement of the first quantity of a session against its level."""
    holding = level_in_force(record, session.level, state)
    return compare.judge_session(holding, session, record.definition.more)


def level_in_force(
    record: AuditRecord, level: str | None, state: FormState | None = None
) -> InForce:
    """Return what holds for the plant in place of a level, after its exceptions."""
    if level is None:
        return InForce(level=None, reason=NotCompared.NO_LEVEL)
    form = state or filling.form(record.definition, record.entries)
    return levels.in_force(record.definition, form, level)


def may_hold(state: FormState, identifiers: Collection[str]) -> tuple[Level, ...]:
    """Return the levels of some that hold for the plant or may, in the order of the checklist."""
    definition = state.definition
    named = [level for level in definition.levels if level.id in identifiers]
    return tuple(
        each for each in named if levels.in_force(definition, state, each.id).applies is not False
    )


def sessions(record: AuditRecord) -> tuple[Session, ...]:
    """Return the measurement sessions of an audit in order of time."""
    found = [
        Session.from_json(value)
        for path, value in record.entries.items()
        if path.startswith(_SESSION) and isinstance(value, dict)
    ]
    return tuple(sorted(found, key=lambda session: (session.started_at, session.id)))
