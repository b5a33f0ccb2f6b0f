"""Mass flows of measurement sessions beside the limits of the permit in g/s."""

from dataclasses import replace
from decimal import Decimal

from kta_desktop.assessment.compare import not_compared
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Permit
from kta_desktop.assessment.performance_answers import joined
from kta_desktop.assessment.performance_terms import told
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import NotCompared
from kta_desktop.errors import KtaError
from kta_desktop.forms.values import readable_number
from kta_desktop.i18n import N_
from kta_desktop.measurement.errors import BasisUnknownError
from kta_desktop.measurement.reference import basis

_UNIT = "g/s"
FLOW = N_("Mass flow")
GAS_FLOW = N_("Gas flow: velocity and diameter of the duct")


def of_mass_flow(known: Known, session: Session, of: Indicator) -> tuple[Indicator, ...]:
    """Return the mass flow of a quantity beside its limit; nothing without either.

    A limit without a flow is told with what the flow lacks: velocity, duct, a gas condition.
    """
    limit = _limit(session, of)
    figure = _flow(known, session, of)
    if figure.value is None and limit is None:
        return ()
    return (
        replace(
            of,
            key=f"{of.key}.mass_flow",
            name=joined(of.name, told(FLOW)),
            kind=IndicatorKind.MASS_FLOW,
            figure=figure,
            judgement=not_compared(NotCompared.NO_LEVEL),
            grounds=(),
            permit=None if limit is None else _permit(figure, limit, of.path),
            techniques=(),
        ),
    )


def _flow(known: Known, session: Session, of: Indicator) -> Figured:
    """Return the mean of the samples' mass flows: G = C · Q ÷ 1000, g/s.

    12 mg/Nm³ in 5 Nm³/s make 0.06 g/s. The samples share instrument, place and duct: their errors
    are one, and U is the mean of theirs, with that of the sampling on top.
    """
    from kta_desktop.measurement.carried import mass_flows, mean_mass_flow

    nothing = Figured(value=None, unit=_UNIT, missing=_lacks(session, of))
    try:
        conditions = basis(session.basis, known.definition.more)
    except BasisUnknownError:
        return nothing
    mean = mean_mass_flow(session, conditions)
    if mean is None:
        return replace(nothing, missing=(*nothing.missing, *_faults(session, conditions, of)))
    terms = tuple(
        Term(
            symbol=f"G{number}",
            name=of.name,
            value=_decimal(flow.value),
            uncertainty=abs(_decimal(flow.uncertainty)) or None,
            unit=_UNIT,
            path=of.path,
        )
        for number, flow in enumerate(mass_flows(session, conditions), start=1)
    )
    total = " + ".join(term.symbol for term in terms)
    return Figured(
        value=_decimal(mean[0]),
        unit=_UNIT,
        uncertainty=_decimal(mean[1]) if mean[1] else None,  # nobody stated any
        formula=total if len(terms) == 1 else f"({total}) / {len(terms)}",
        terms=terms,
        known=of.figure.known,
        of=of.figure.of,
    )


def _lacks(session: Session, of: Indicator) -> tuple[Missing, ...]:
    return () if session.samples else (Missing(Lack.NOT_ENTERED, of.path, of.name),)


def _faults(session: Session, conditions: Basis, of: Indicator) -> tuple[Missing, ...]:
    """Return what the gas flow of a session lacks; one lack, however many samples have it."""
    from kta_desktop.measurement.carried import gas_flow

    for sample in session.samples:
        try:
            if gas_flow(session, sample, conditions) is None:
                return (Missing(Lack.NOT_ENTERED, of.path, told(GAS_FLOW)),)
        except KtaError:
            return (Missing(Lack.CONDITIONS, of.path, told(GAS_FLOW)),)
    return (Missing(Lack.CONDITIONS, of.path, of.name),) if session.samples else ()


def _limit(session: Session, of: Indicator) -> Figured | None:
    """Return the limit in g/s as it was set, which has no uncertainty; None if there is none."""
    if session.limit_g_s is None:
        return None
    value = readable_number(session.limit_g_s)
    unread = () if value is not None else (Missing(Lack.UNREADABLE, of.path, of.name),)
    return Figured(value=value, unit=_UNIT, uncertainty=Decimal(0), missing=unread)


def _permit(figure: Figured, limit: Figured, path: str) -> Permit:
    """Return the limit and how much of it is used: G / L × 100, as 0.06 g/s of 0.08 are 75 %."""
    terms = [
        Term(
            symbol=symbol,
            name=told(FLOW),
            value=each.value,
            uncertainty=each.uncertainty,
            unit=_UNIT,
            path=path,
        )
        for symbol, each in (("G", figure), ("L", limit))
    ]
    lacks = (*figure.missing, *limit.missing)
    used = figured("G / L × 100", terms, "%", missing=lacks)
    return Permit(limit=limit, used=used, path=path)


def _decimal(value: float) -> Decimal:
    """Return a float as its shortest decimal, which is what is shown of it as well."""
    return Decimal(repr(value))
