"""Indicators of ended measurement sessions, one for each quantity that a session judges."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from kta_desktop.assessment.compare import (
    MEAN_UNIT,
    Figure,
    judge_figure,
    judge_session,
    not_compared,
)
from kta_desktop.assessment.grounds import Ground
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.levels import in_force
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium, Permit
from kta_desktop.assessment.performance_flows import of_mass_flow
from kta_desktop.assessment.performance_kinds import medium_of, substance_code
from kta_desktop.assessment.performance_terms import told
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict
from kta_desktop.forms.values import readable_number
from kta_desktop.i18n import N_
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import KZ, basis, same_conditions

_PLANT = timezone(timedelta(hours=5))  # all Kazakhstan since 1 March 2024
_LIMIT_UNIT = "mg/m3"  # of emission limits, at the Kazakh basis


def of_session(known: Known, identifier: str) -> tuple[Indicator, ...]:
    """Return the indicators of a session; nothing if there is no ended one of that id."""
    session = next((each for each in known.sessions if each.id == identifier), None)
    if session is None:
        return ()
    found: list[Indicator] = []
    for part in session.each():
        concentration = _indicator(known, part)
        found += (concentration, *_per_tonne(known, part, concentration))
        found += of_mass_flow(known, part, concentration)
    return tuple(found)


def session_path(session: Session) -> str:
    """Return the path under which a session is kept."""
    return f"@session/{session.id}"


def session_year(session: Session) -> int | None:
    """Return the year in which a session began."""
    head = session.started_at[:4]
    return int(head) if head.isdecimal() else None


def session_day(session: Session) -> date | None:
    """Return the day at the plant on which a session began; None if that cannot be read."""
    try:
        at = datetime.fromisoformat(session.started_at)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_PLANT).date()


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
            uncertainty=abs(Decimal(repr(sample.uncertainty))),
            unit=MEAN_UNIT,
            path=path,
        )
        for sample in session.samples
    )
    mean, spread = session.mean, session.uncertainty
    return Figured(
        value=None if mean is None else Decimal(repr(mean)),
        unit=MEAN_UNIT,
        uncertainty=None if spread is None else abs(Decimal(repr(spread))),
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
    mean = mean_of(session)
    level = index_of(known.definition).levels.get(session.level or "")
    named = level.substance if level else _measured(session)
    return Indicator(
        key=f"session.{session.id}.{session.channel}",
        name=text_of(session.parameter),
        kind=IndicatorKind.CONCENTRATION,
        medium=medium_of(level) if level else Medium.AIR,  # sessions are of gases
        figure=mean,
        judgement=judgement,
        where=session.source or session.point,
        substance=substance_code(named or ""),
        year=session_year(session),
        since=session_day(session),
        grounds=grounds,
        permit=_permit(known, session, mean),
        path=session_path(session),
        techniques=level.techniques if level else (),
    )


def _per_tonne(known: Known, session: Session, of: Indicator) -> tuple[Indicator, ...]:
    """Return the mean times the conversion factor of the level, where the level has such a twin.

    What forbids a verdict on the concentration forbids it on the load, which is made of it.
    """
    index = index_of(known.definition)
    level = index.levels.get(session.level or "")
    twin = index.levels.get(str((level.more or {}).get("twin", ""))) if level else None
    if twin is None:
        return ()
    holding = in_force(known.definition, known.state, twin.id)
    held_to = holding.level or twin  # an exception may have a factor of its own
    factors = (held_to.more or {}).get("conversion_factor")
    if not isinstance(factors, list):
        return ()
    figure = _converted(session, of.figure, held_to, factors)
    if of.judgement.verdict is Verdict.NOT_COMPARED or figure.value is None:
        judgement = not_compared(of.judgement.reason or NotCompared.UNDECIDED, holding.level)
    else:
        spread = figure.uncertainty or Decimal(0)
        origin = session.evidence_class
        judgement = judge_figure(
            holding,
            Figure(value=figure.value, uncertainty=spread, unit=figure.unit, origin=origin),
        )
    return (
        replace(
            of,
            key=f"{of.key}.per_tonne",
            kind=IndicatorKind.SPECIFIC_EMISSION,
            figure=figure,
            judgement=judgement,
            grounds=holding.grounds,
            permit=None,
            techniques=twin.techniques,
        ),
    )


def _converted(session: Session, mean: Figured, twin: Level, factors: list[JsonValue]) -> Figured:
    """Return the mean of a session per tonne; where the level has two factors nobody chooses."""
    concentration = _as_term(session, mean)
    factor = Term(
        symbol="CF",
        name=told(N_("Conversion factor of the level")),
        value=Decimal(str(factors[0])) if len(factors) == 1 else None,
        source=" ".join(part for part in (twin.source or "", twin.locus) if part),
    )
    lacks = [Missing(Lack.FACTOR, "", factor.name)] if factor.value is None else []
    figure = figured("CF × C", [factor, concentration], twin.unit, missing=lacks)
    return replace(figure, known=mean.known, of=mean.of)


def _judged(known: Known, session: Session) -> tuple[Judgement, tuple[Ground, ...]]:
    if session.level is None:
        return not_compared(NotCompared.NO_LEVEL), ()
    holding = in_force(known.definition, known.state, session.level)
    return judge_session(holding, session, known.definition.more), holding.grounds


def _measured(session: Session) -> str | None:
    """Return what the channel that is judged measures."""
    found = (each.substance for each in session.channels if each.id == session.channel)
    return next(found, None)


def _permit(known: Known, session: Session, mean: Figured) -> Permit | None:
    """Return the limit of the permit and, of means at its own conditions, how much is used."""
    if session.limit is None:
        return None
    path, name = session_path(session), text_of(session.parameter)
    value = readable_number(session.limit)
    unread = () if value is not None else (Missing(Lack.UNREADABLE, path, name),)
    limit = Term(
        symbol="L",
        name=name,
        value=value,
        uncertainty=Decimal(0),  # it is set, not measured
        unit=_LIMIT_UNIT,
        path=path,
    )
    lacks = [*mean.missing, *unread]
    if not _is_at_limit(known, session):
        lacks.append(Missing(Lack.CONDITIONS, path, name))
    bound = Figured(value=value, unit=_LIMIT_UNIT, uncertainty=Decimal(0), missing=unread)
    used = figured("C / L × 100", [_as_term(session, mean), limit], "%", missing=lacks)
    return Permit(limit=bound, used=used, path=path)


def _is_at_limit(known: Known, session: Session) -> bool:
    """Whether means stand at the conditions of emission limits (Code art. 202(5))."""
    try:
        return same_conditions(basis(session.basis, known.definition.more), basis(KZ))
    except BasisUnknownError:
        return False


def _as_term(session: Session, mean: Figured) -> Term:
    return Term(
        symbol="C",
        name=text_of(session.parameter),
        value=mean.value,
        uncertainty=mean.uncertainty,
        unit=mean.unit,
        path=session_path(session),
    )
