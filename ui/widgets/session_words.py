"""Sessions that ended, in words: one line of the list, and the protocol below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kta_desktop.domain.measurement import Sample, Session
from kta_desktop.domain.verdict import Judgement
from kta_desktop.formatting import (
    NBSP,
    NOTHING,
    date,
    number,
    percent,
    quantity,
    time_,
    unit,
    with_uncertainty,
)
from kta_desktop.i18n import _, language
from kta_desktop.services import protocol
from kta_desktop.services.printing import Figure
from kta_desktop.services.protocol import Protocol
from ui.models.verdict_words import REASONS
from ui.widgets.instrument_words import instrument_shown
from ui.widgets.measure_panels import EventShown, InstrumentShown, VerdictShown
from ui.widgets.measure_words import (
    level_words,
    notes_shown,
    samples_of,
    verdict_words,
)

Pairs = tuple[tuple[str, str], ...]
_UNIT = "mg/Nm3"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultShown:
    """What came of one quantity of a session.

    Attributes:
        channel: Id of its channel.
        name: What was measured; empty if the session has only one quantity.
        result: Mean of the samples with uncertainty, or why there is none.
        verdict: Word, icon and tone of the judgement.
    """

    channel: str
    name: str
    result: str
    verdict: tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    """One ended session in words.

    Attributes:
        id: Its id.
        title: Source and point.
        when: Day and times, and what was measured.
        results: One for each quantity.
        marks: Words and tone of chips: a simulator, a logger file, an expired verification.
    """

    id: str
    title: str
    when: str
    results: tuple[ResultShown, ...]
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolShown:
    """What unfolds below a session, in the order of the printed protocol.

    Attributes:
        evidence: What kind of evidence it is.
        facts: Label and value: where, how, under which conditions.
        instruments: With their verification on the day of the session.
        course: Title of the chart.
        figure: The chart; None if neither readings nor samples are there.
        samples: Rows of the table, the first one its head.
        notes: Events and excluded time.
        steps: Label and figures of the conversion of the first sample.
        means: Label and value: the mean at both temperatures.
        verdict: The comparison with the level.
        raw: Fingerprint of the raw readings.
    """

    evidence: str
    facts: Pairs
    instruments: tuple[InstrumentShown, ...]
    course: str
    figure: Figure | None
    samples: tuple[tuple[str, ...], ...]
    notes: tuple[EventShown, ...]
    steps: Pairs
    means: Pairs
    verdict: VerdictShown
    raw: str


def session_shown(session: Session, judgements: Sequence[Judgement]) -> SessionShown:
    """Return an ended session as listed.

    Args:
        session: As stored.
        judgements: One for each of its quantities.
    """
    lang = language()
    start, end = session.started_at, session.ended_at or session.started_at
    parts = tuple(session.each())
    measured = ", ".join(_parameter(part) for part in parts)
    return SessionShown(
        id=session.id,
        title=" · ".join(part for part in (session.source, session.point) if part),
        when=f"{measured} · {date(start, lang)} {_from_to(start, end)}",
        results=tuple(
            ResultShown(
                channel=part.channel,
                name=_parameter(part) if len(parts) > 1 else "",
                result=_result(part, judgement),
                verdict=verdict_words(judgement),
            )
            for part, judgement in zip(parts, judgements, strict=True)
        ),
        marks=_marks(session),
    )


def _marks(session: Session) -> tuple[tuple[str, str], ...]:
    found = []
    if session.simulated:
        found.append((_("Simulated instrument"), "warning"))
    if session.recorded == "file":
        found.append((_("From a logger file"), "plain"))
    if any(item.is_expired(session.started_at[:10]) for item in session.instruments):
        found.append((_("Verification expired"), "error"))
    return tuple(found)


def protocol_shown(found: Protocol) -> ProtocolShown:
    """Return the protocol of an ended session."""
    lang, session = language(), found.session
    raw = _("Raw readings, SHA-256: {sha256}").format(sha256=session.raw_sha256 or NOTHING)
    return ProtocolShown(
        evidence=protocol.evidence_class(session, lang),
        facts=_facts(found),
        instruments=tuple(
            instrument_shown(item, session.started_at[:10]) for item in session.instruments
        ),
        course=_in_unit(_("Course of the measurement"), _UNIT),
        figure=protocol.chart(found, lang),
        samples=_samples(session),
        notes=tuple(notes_shown(session.events, session.exclusions)),
        steps=protocol.steps(found, lang),
        means=protocol.both_means(found, lang),
        verdict=_verdict(found),
        raw=raw,
    )


def _parameter(session: Session) -> str:
    return session.parameter.get(language()) or session.parameter.get("ru", "")


def _from_to(start: str, end: str) -> str:
    lang = language()
    return f"{time_(start, lang, seconds=False)}–{time_(end, lang, seconds=False)}"


def _result(session: Session, judgement: Judgement) -> str:
    parts = []
    if judgement.value is not None:
        parts.append(_compared(judgement))
    elif session.mean is not None:
        mean = with_uncertainty(session.mean, session.uncertainty or 0.0, language())
        parts.append(f"{mean}{NBSP}{unit(_UNIT, language())}")
    if session.mean is not None and not session.uncertainty:
        parts.append(_("U is not known"))
    if judgement.reason is not None:
        parts.append(_(REASONS[judgement.reason]))
    parts.append(_("full samples: {count}").format(count=len(session.samples)))
    return " · ".join(parts)


def _compared(judgement: Judgement) -> str:
    lang = language()
    value, spread = float(judgement.value or 0), float(judgement.uncertainty)
    return f"{with_uncertainty(value, spread, lang)}{NBSP}{unit(_UNIT, lang)}"


def _facts(found: Protocol) -> Pairs:
    lang, session = language(), found.session
    asked = _("samples: {count}, at least {minutes} min each").format(
        count=session.sample_count, minutes=number(session.sample_minutes, lang)
    )
    pairs = (
        (_("Emission source"), session.source),
        (_("Sampling point"), session.point),
        (_("Regime of the process"), session.regime),
        (_("Load"), "" if session.load_pct is None else percent(session.load_pct, lang)),
        (_("Duct diameter, m"), _optional(session.diameter_m)),
        (_("Averaging"), asked),
        (_("Reference conditions"), protocol.basis_words(found, lang)),
        (_("Emission limit"), _limit_words(session)),
    )
    return tuple((label, value) for label, value in pairs if value)


def _limit_words(session: Session) -> str:
    """Return the emission limits that were entered; empty without one."""
    limits = ((session.limit, "mg/m3"), (session.limit_g_s, "g/s"))
    return "; ".join(quantity(value, of, language()) for value, of in limits if value is not None)


def _in_unit(name: str, identifier: str | None) -> str:
    return f"{name}, {unit(identifier, language())}"


def _optional(value: float | None, digits: int | None = None) -> str:
    return "" if value is None else number(value, language(), digits)


def _samples(session: Session) -> tuple[tuple[str, ...], ...]:
    if not session.samples:
        return ()
    raw = next((item.unit for item in session.channels if item.id == session.channel), None)
    head = (
        "№",
        _("Time"),
        _in_unit(_("As measured"), raw),
        _in_unit("T", "degC"),
        _in_unit("p", "kPa"),
        _in_unit("H₂O", "vol%"),
        _in_unit("O₂", "vol%"),
        _in_unit(_("Normalised"), _UNIT),
        _("Good time"),
    )
    return (head, *(_sample(sample) for sample in session.samples))


def _sample(sample: Sample) -> tuple[str, ...]:
    lang, gas = language(), sample.conditions
    return (
        str(sample.number),
        _from_to(sample.start, sample.end),
        number(sample.mean_raw, lang, 1),
        _optional(gas.temperature_c, 1) or NOTHING,
        _optional(gas.pressure_kpa, 1) or NOTHING,
        _optional(gas.moisture_pct, 1) or NOTHING,
        _optional(gas.o2_pct, 1) or NOTHING,
        with_uncertainty(sample.mean, sample.uncertainty, lang),
        percent(sample.capture_pct, lang, 0),
    )


def _verdict(found: Protocol) -> VerdictShown:
    judgement, session = found.judgement, found.session
    word, icon, tone = verdict_words(judgement)
    parts = [_compared(judgement)] if judgement.value is not None else []
    if judgement.reason is not None:
        parts.append(_(REASONS[judgement.reason]))
    parts += protocol.lacking(found, language())
    facts = [(_("Full samples"), samples_of(len(session.samples), session.sample_count))]
    if found.level is not None:
        facts.append((_("Level"), level_words(found.level)))
    return VerdictShown(
        tone=tone, icon=icon, title=word, detail="; ".join(parts), facts=tuple(facts)
    )
