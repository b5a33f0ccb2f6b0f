"""What the protocol of an ended session says, for a screen: the same figures as on paper."""

from dataclasses import dataclass

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Level
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Session
from kta_desktop.domain.verdict import Judgement
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.measurement.conditions import lacking as lacking_conditions
from kta_desktop.measurement.reference import basis as find_basis
from kta_desktop.packs.reference import bases, origins
from kta_desktop.reports import calculation
from kta_desktop.reports.calculation import (
    ACCREDITED,
    BOTH,
    BY_READINGS,
    EU_K,
    KZ_K,
    KZ_RULE,
)
from kta_desktop.reports.figures import Figure
from kta_desktop.reports.protocols.figure import Trace, session_chart
from kta_desktop.services import judging, printing
from kta_desktop.services.workspace import Workspace

_UNIT = "mg/Nm3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """An ended session with everything that is computed beside it.

    Attributes:
        record: The audit as it was read.
        session: As stored, with one quantity.
        judgement: Against its level.
        level: In force for the plant, or the one the session names; None without one.
        basis: Reference conditions of its means; None if they are not known any more.
        trace: The recorded course; None if the readings are not on this disk.
    """

    record: AuditRecord
    session: Session
    judgement: Judgement
    level: Level | None
    basis: Basis | None
    trace: Trace | None


def protocol(ws: Workspace, record: AuditRecord, session: Session) -> Protocol:
    """Return the protocol of an ended session; reads its stored readings."""
    judgement = judging.judge_session(record, session)
    named = next((item for item in record.definition.levels if item.id == session.level), None)
    try:
        conditions = find_basis(session.basis, record.definition.more)
    except KtaError:
        conditions = None  # the means are shown, and the conditions named by their id
    return Protocol(
        record=record,
        session=session,
        judgement=judgement,
        level=judgement.level or named,
        basis=conditions,
        trace=printing.course(ws, record, session),
    )


def chart(found: Protocol, lang: str) -> Figure | None:
    """Return the course of the session; None if there is neither a sample nor a reading."""
    if not found.session.samples and found.trace is None:
        return None
    return session_chart(found.session, lang, found.level, found.trace)


def steps(found: Protocol, lang: str) -> tuple[tuple[str, str], ...]:
    """Return how the first sample was converted: name of each step, figures with its result.

    A condition that is missing gives one line that says so; without samples there is nothing.
    """
    session, basis = found.session, found.basis
    if not session.samples or basis is None:
        return ()
    sample = session.samples[0]
    try:
        lines = calculation.lines(session, sample, basis)
    except KtaError as error:
        return (("", error.sentence(lang)),)
    places = formatting.places_of(sample.uncertainty)
    own = formatting.quantity(sample.mean, _UNIT, lang, places)
    return (
        *(
            (_(calculation.STEPS[line.kind], lang), calculation.spoken(line, lang))
            for line in lines
        ),
        (_(BY_READINGS, lang), own),
    )


def lacking(found: Protocol, lang: str) -> tuple[str, ...]:
    """Return which conditions of the gas keep the readings from becoming figures, in sentences."""
    if found.session.samples or found.basis is None:
        return ()
    faults = lacking_conditions(found.session, found.basis)
    return tuple(fault.sentence(lang) for fault in faults)


def both_means(found: Protocol, lang: str) -> tuple[tuple[str, str], ...]:
    """Return the mean at the temperature of the EU conclusions and of the Kazakh standards."""
    mean, basis = found.session.mean, found.basis
    if mean is None or basis is None:
        return ()
    return tuple(_at(found, basis, kelvin, lang) for kelvin in (EU_K, KZ_K))


def _at(found: Protocol, basis: Basis, kelvin: float, lang: str) -> tuple[str, str]:
    mean, spread = found.session.mean or 0.0, found.session.uncertainty or 0.0
    factor = calculation.at_temperature(1.0, basis, kelvin)
    shown = formatting.with_uncertainty(mean * factor, spread * factor, lang)
    text = f"{shown}{formatting.NBSP}{formatting.unit(_UNIT, lang)}"
    if kelvin == KZ_K:
        text += f" {_(KZ_RULE, lang)}"
    return _(BOTH, lang).format(kelvin=formatting.number(kelvin, lang, 2)), text


def basis_words(found: Protocol, lang: str) -> str:
    """Return the reference conditions in words."""
    row = bases().get(found.session.basis)
    if row is not None:
        return row.label.get(lang)
    if found.basis is None:
        return found.session.basis
    temperature = formatting.quantity(found.basis.temperature_k, "K", lang)
    return f"{temperature}, {formatting.quantity(found.basis.pressure_kpa, 'kPa', lang)}"


def evidence_class(session: Session, lang: str) -> str:
    """Return what kind of evidence the session is, and what a permit limit would need."""
    label = next((kind.label for kind in origins() if kind.id == session.evidence_class), None)
    words = label.get(lang) if label is not None else session.evidence_class
    return f"{words}. {_(ACCREDITED, lang)}"
