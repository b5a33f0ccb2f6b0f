"""Indicators of ended measurement sessions, one for each quantity that a session judges."""

from collections.abc import Mapping
from decimal import Decimal

from kta_desktop.assessment.compare import MEAN_UNIT, judge_session, not_compared
from kta_desktop.assessment.grounds import Ground
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.levels import in_force
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium, Permit
from kta_desktop.assessment.performance_kinds import medium_of, substance_code
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain.definition import Text
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, NotCompared

_LIMIT_UNIT = "mg/m3"  # of emission limits, at the Kazakh basis


def of_session(known: Known, identifier: str) -> tuple[Indicator, ...]:
    """Return the indicators of a session; nothing if there is no ended one of that id."""
    session = next((each for each in known.sessions if each.id == identifier), None)
    if session is None:
        return ()
    return tuple(_indicator(known, part) for part in session.each())


def session_path(session: Session) -> str:
    """Return the path under which a session is kept."""
    return f"@session/{session.id}"


def session_year(session: Session) -> int | None:
    """Return the year in which a session began."""
    head = session.started_at[:4]
    return int(head) if head.isdecimal() else None


def mean_of(session: Session) -> Figured:
    """Return the mean of the complete samples, at the reference conditions of the session.

    The samples share instrument, place and calibration: their errors are one, and U is the mean of
    theirs, not smaller by their number.
    """
    path, name = session_path(session), text_of(session.parameter)
    terms = tuple(
        Term(
            symbol=f"C{sample.number}",
            name=name,
            value=Decimal(repr(sample.mean)),
            uncertainty=Decimal(repr(sample.uncertainty)),
            unit=MEAN_UNIT,
            path=path,
        )
        for sample in session.samples
    )
    mean, spread = session.mean, session.uncertainty
    return Figured(
        value=None if mean is None else Decimal(repr(mean)),
        unit=MEAN_UNIT,
        uncertainty=None if spread is None else Decimal(repr(spread)),
        formula=_mean_formula([term.symbol for term in terms]),
        terms=terms,
        missing=() if terms else (Missing(Lack.NOT_ENTERED, path, name),),
        known=len(terms),
        of=max(session.sample_count, len(terms)),
    )


def text_of(words: Mapping[str, str]) -> Text:
    """Return a text by language as one text."""
    return Text(words.get("ru", ""), words.get("kk", ""), words.get("en", ""))


def _mean_formula(symbols: list[str]) -> str:
    if len(symbols) <= 1:
        return "".join(symbols)
    return f"({' + '.join(symbols)}) / {len(symbols)}"


def _indicator(known: Known, session: Session) -> Indicator:
    judgement, grounds = _judged(known, session)
    level = index_of(known.definition).levels.get(session.level or "")
    named = level.substance if level else _measured(session)
    return Indicator(
        key=f"session.{session.id}.{session.channel}",
        name=text_of(session.parameter),
        kind=IndicatorKind.CONCENTRATION,
        medium=medium_of(level) if level else Medium.AIR,  # sessions are of gases
        figure=mean_of(session),
        judgement=judgement,
        where=session.source or session.point,
        substance=substance_code(named or ""),
        year=session_year(session),
        grounds=grounds,
        permit=_permit(session),
        path=session_path(session),
        techniques=level.techniques if level else (),
    )


def _judged(known: Known, session: Session) -> tuple[Judgement, tuple[Ground, ...]]:
    if session.level is None:
        return not_compared(NotCompared.NO_LEVEL), ()
    holding = in_force(known.definition, known.state, session.level)
    return judge_session(holding, session, known.definition.more), holding.grounds


def _measured(session: Session) -> str | None:
    """Return what the channel that is judged measures."""
    found = (each.substance for each in session.channels if each.id == session.channel)
    return next(found, None)


def _permit(session: Session) -> Permit | None:
    """Return the limit of the permit; how much of it is used takes means at its own basis."""
    if session.limit is None:
        return None
    path = session_path(session)
    limit = Figured(value=Decimal(session.limit), unit=_LIMIT_UNIT)
    used = Figured(value=None, unit="%", missing=(Missing(Lack.CONDITIONS, path),))
    return Permit(limit=limit, used=used, path=path)
