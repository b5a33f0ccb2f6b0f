"""Measurement sessions: what was measured with what, its course, samples, calculation, verdict."""

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from kta_desktop import formatting
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Instrument, Sample, Session
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.measurement.reference import basis as find_basis
from kta_desktop.packs.reference import bases, origins
from kta_desktop.reports import calculation
from kta_desktop.reports.answers import judged
from kta_desktop.reports.calculation import (
    ACCREDITED,
    BOTH,
    BY_READINGS,
    EU_K,
    KZ_K,
    KZ_RULE,
    round_to,
)
from kta_desktop.reports.chips import Chip
from kta_desktop.reports.context import Context, read_sessions
from kta_desktop.reports.level_figure import level_range, level_unit
from kta_desktop.reports.page import Mark
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.session_figure import session_chart
from kta_desktop.reports.style import (
    HEAVY,
    MM,
    PAD,
    THIN,
    WIDTH,
    dense,
    gap,
    grid,
    para,
    plain,
    rich,
    table,
)
from kta_desktop.reports.typefaces import markup

TITLE = N_("Measurement protocol")
SIMULATED = N_("READINGS OF A SIMULATOR")
SOURCE = N_("Source")
POINT = N_("Sampling point")
PARAMETER = N_("Parameter")
REGIME = N_("Regime")
LOAD = N_("Load")
INSTRUMENTS = N_("Instruments")
PERIOD = N_("Time")
CONDITIONS = N_("Reference conditions")
AVERAGING = N_("Averaging")
SAMPLES_OF = N_("samples: {count}, at least {minutes} min each")
SERIAL = N_("serial no. {serial}")
CERTIFICATE = N_("certificate {certificate}")
VERIFIED = N_("verified until {date}")
VERIFIED_UNKNOWN = N_("verification not stated")
EXPIRED = N_("VERIFICATION EXPIRED")
COURSE = N_("Course of the measurement")
LEGEND = N_(
    "Thin line: readings at reference conditions. Thick line: mean of a sample with its U. "
    "Rising hatch: level. Falling hatch: excluded time."
)
SAMPLES = N_("Samples")
AS_MEASURED = N_("As measured")
NORMALISED = N_("Normalised")
CAPTURE = N_("Good time")
MEAN_OF = N_("Mean of the samples")
NO_SAMPLES = N_("No sample is complete.")
CALCULATION = N_("Calculation, sample")
LEFT_OUT = N_("Excluded {start}–{end}: {reason}")
EVENT = N_("Event {number}, {time}: {text}")
RAW = N_("Raw readings, SHA-256: {sha256}")
UNREADABLE = N_("A measurement session cannot be read. Its data are kept.")
VERDICT = N_("Verdict")
_ALMOST_A_PAGE = 225 * MM  # a protocol begins on its own page unless one has just begun
_FACTS = (34 * MM, 66 * MM, 32 * MM, WIDTH - 132 * MM)


def session_parts(context: Context) -> list[Flowable]:
    """Return the measurements of an audit in order of time, or nothing if there are none."""
    parts: list[Flowable] = []
    for number, (_path, session) in enumerate(read_sessions(context.record), start=1):
        if session is None:
            parts.append(para(context.tongue.word(UNREADABLE)))
        else:
            parts += _session(context, session, number)
    return parts


def _session(context: Context, session: Session, number: int) -> list[Flowable]:
    tongue = context.tongue
    title = f"{tongue.word(TITLE)} № {number}: {_parameter(context, session)}"
    basis = _basis(context, session)
    return [
        CondPageBreak(_ALMOST_A_PAGE),
        Mark(f"session-{session.id}", title),
        para(title, "heading"),
        *_class(context, session),
        gap(3),
        _facts(context, session),
        gap(6),
        *_chart(context, session),
        gap(4),
        *_samples(context, session),
        *_remarks(context, session),
        gap(4),
        *_calculation(context, session, basis),
        *_verdict(context, session),
        gap(12),
    ]


def _parameter(context: Context, session: Session) -> str:
    return context.tongue.line(
        Text(**{k: session.parameter.get(k, "") for k in ("ru", "kk", "en")})
    )


def _basis(context: Context, session: Session) -> Basis | None:
    try:
        return find_basis(session.basis, context.record.definition.more)
    except KtaError:
        return None


def _class(context: Context, session: Session) -> list[Flowable]:
    """Return the class of evidence, before any figure."""
    label = next((kind.label for kind in origins() if kind.id == session.evidence_class), None)
    words = markup(context.tongue.line(label) if label else session.evidence_class)
    parts: list[Flowable] = [rich(f"<b>{words}.</b>", "small"), *_sentences(context, ACCREDITED)]
    if session.simulated:
        parts.append(Chip(context.tongue.word(SIMULATED), filled=True))
    return parts


def _sentences(context: Context, message: str, look: str = "small") -> list[Flowable]:
    """Return a sentence of the program in each language, under each other."""
    return [para(_(message, lang), look) for lang in context.tongue.languages]


def _facts(context: Context, session: Session) -> Flowable:
    tongue, lang = context.tongue, context.tongue.first
    level = _level(context, session)
    load = formatting.percent(session.load_pct, lang) if session.load_pct is not None else ""
    asked = tongue.say(
        SAMPLES_OF,
        count=str(session.sample_count),
        minutes=formatting.number(session.sample_minutes, lang),
    )
    shown = _parameter(context, session)
    if level is not None:
        shown += f", {level_range(level, lang)}{formatting.NBSP}{level_unit(level, lang)}"
    cells = [
        (SOURCE, session.source, REGIME, session.regime),
        (POINT, session.point, LOAD, load),
        (PARAMETER, shown, AVERAGING, asked),
        (CONDITIONS, _basis_words(context, session), PERIOD, _period(context, session)),
    ]
    rows: list[list[object]] = [
        [
            para(tongue.word(first), "label"),
            para(value or formatting.NOTHING, "strong"),
            para(tongue.word(second), "label"),
            para(other or formatting.NOTHING),
        ]
        for first, value, second, other in cells
    ]
    rows.append([para(tongue.word(INSTRUMENTS), "label"), _instruments(context, session), "", ""])
    span = ("SPAN", (1, len(rows) - 1), (-1, len(rows) - 1))
    return table(rows, list(_FACTS), grid(*dense(), span))


def _period(context: Context, session: Session) -> str:
    lang, zone = context.tongue.first, context.zone
    start = formatting.datetime_(session.started_at, lang, zone, seconds=False)
    if session.ended_at is None:
        return f"{start} – …"
    same_day = formatting.date(session.ended_at, lang, zone) == start[:10]
    shown = formatting.time_ if same_day else formatting.datetime_
    return f"{start} – {shown(session.ended_at, lang, zone, seconds=False)}"


def _level(context: Context, session: Session) -> Level | None:
    judgement = context.judgements.get(f"@session/{session.id}")
    if judgement is not None and judgement.level is not None:
        return judgement.level
    levels = context.record.definition.levels
    return next((level for level in levels if level.id == session.level), None)


def _basis_words(context: Context, session: Session) -> str:
    row = bases().get(session.basis)
    if row is not None:
        return context.tongue.line(row.label)
    found = _basis(context, session)
    if found is None:
        return session.basis
    lang = context.tongue.first
    temperature = formatting.quantity(found.temperature_k, "K", lang)
    return f"{temperature}, {formatting.quantity(found.pressure_kpa, 'kPa', lang)}"


def _instruments(context: Context, session: Session) -> list[Flowable]:
    day = session.started_at[:10]
    parts: list[Flowable] = []
    for instrument in session.instruments:
        parts.append(para(_instrument(context, instrument)))
        if instrument.is_expired(day):
            until = formatting.date(instrument.verified_until, context.tongue.first)
            parts.append(Chip(f"! {context.tongue.fact(EXPIRED, until)}"))
    return parts or [para(formatting.NOTHING)]


def _instrument(context: Context, instrument: Instrument) -> str:
    tongue = context.tongue
    if instrument.verified_until:
        until = formatting.date(instrument.verified_until, tongue.first)
        verified = tongue.say(VERIFIED, date=until)
    else:
        verified = tongue.say(VERIFIED_UNKNOWN)
    certificate = instrument.certificate
    details = (
        instrument.name,
        tongue.say(SERIAL, serial=instrument.serial),
        tongue.say(CERTIFICATE, certificate=certificate) if certificate else "",
        verified,
    )
    return ", ".join(part for part in details if part)


def _chart(context: Context, session: Session) -> list[Flowable]:
    tongue = context.tongue
    trace = context.traces.get(session.id)
    if not session.samples and trace is None:
        return [para(tongue.word(NO_SAMPLES))]
    figure = session_chart(session, tongue.first, _level(context, session), trace, context.zone)
    unit = formatting.unit("mg/Nm3", tongue.first)
    title = f"{tongue.word(COURSE)}, {unit}"
    parts = [para(title, "head"), Drawing(figure), *_sentences(context, LEGEND, "tiny")]
    return [KeepTogether(parts)]


def _samples(context: Context, session: Session) -> list[Flowable]:
    if not session.samples:
        return []
    tongue, lang = context.tongue, context.tongue.first
    raw = formatting.unit(calculation.judged_channel(session).unit, lang)
    target = formatting.unit("mg/Nm3", lang)
    heads = [
        ("№", "head"),
        (tongue.word(PERIOD), "head"),
        (f"{tongue.word(AS_MEASURED)}, {raw}", "headright"),
        (f"T, {formatting.unit('degC', lang)}", "headright"),
        (f"p, {formatting.unit('kPa', lang)}", "headright"),
        (f"H₂O, {formatting.unit('vol%', lang)}", "headright"),
        (f"O₂, {formatting.unit('vol%', lang)}", "headright"),
        (f"{tongue.word(NORMALISED)}, {target}", "headright"),
        ("U (k = 2)", "headright"),
        (f"{tongue.word(CAPTURE)}, %", "headright"),
    ]
    rows = [[para(text, look) for text, look in heads]]
    rows += [_sample(context, sample) for sample in session.samples]
    last = len(rows)
    rows.append(_mean(context, session))
    widths = [n * MM for n in (7, 26, 24, 14, 14, 16, 14, 28, 20)]
    widths.append(WIDTH - sum(widths))
    look = grid(*dense(3), ("SPAN", (0, last), (6, last)), head_rows=1)
    return [para(tongue.word(SAMPLES), "heading"), table(rows, widths, look, repeat=1)]


def _sample(context: Context, sample: Sample) -> list[Flowable]:
    lang, gas = context.tongue.first, sample.conditions
    start, end = (
        formatting.time_(at, lang, context.zone, seconds=False) for at in (sample.start, sample.end)
    )
    places = formatting.places_of(sample.uncertainty)
    figures = [
        (formatting.number(round_to(sample.mean_raw, 3), lang), "right"),
        (_optional(gas.temperature_c, lang), "right"),
        (_optional(gas.pressure_kpa, lang), "right"),
        (_optional(gas.moisture_pct, lang), "right"),
        (_optional(gas.o2_pct, lang), "right"),
        (formatting.number(sample.mean, lang, places), "rightstrong"),
        (formatting.number(sample.uncertainty, lang, places), "right"),
        (formatting.number(sample.capture_pct, lang, 0), "right"),
    ]
    lead = [para(str(sample.number)), para(f"{start}–{end}")]
    return [*lead, *(para(text, look) for text, look in figures)]


def _optional(value: float | None, lang: str) -> str:
    return formatting.NOTHING if value is None else formatting.number(value, lang, 1)


def _mean(context: Context, session: Session) -> list[object]:
    lang, mean, spread = context.tongue.first, session.mean or 0.0, session.uncertainty or 0.0
    places = formatting.places_of(spread)
    words = context.tongue.fact(MEAN_OF, str(len(session.samples)))
    return [
        para(words, "rightstrong"),
        *([""] * 6),
        para(formatting.number(mean, lang, places), "rightstrong"),
        para(f"±{formatting.NBSP}{formatting.number(spread, lang, places)}", "rightstrong"),
        "",
    ]


def _remarks(context: Context, session: Session) -> list[Flowable]:
    tongue, lang = context.tongue, context.tongue.first

    def clock(iso: str) -> str:
        return formatting.time_(iso, lang, context.zone)

    left_out = [
        tongue.say(LEFT_OUT, start=clock(item.start), end=clock(item.end), reason=item.reason)
        for item in session.exclusions
    ]
    events = [
        tongue.say(EVENT, number=str(number), time=clock(event.at), text=event.text)
        for number, event in enumerate(session.events, start=1)
    ]
    raw = [tongue.say(RAW, sha256=session.raw_sha256)] if session.raw_sha256 else []
    return [gap(3), *(para(text, "small") for text in (*left_out, *events, *raw))]


def _calculation(context: Context, session: Session, basis: Basis | None) -> list[Flowable]:
    if not session.samples or basis is None:
        return []
    tongue, lang, sample = context.tongue, context.tongue.first, session.samples[0]
    try:
        steps = calculation.lines(session, sample, basis)
    except KtaError as error:
        return [para(error.sentence(lang))]
    rows = [
        [
            para(tongue.word(calculation.STEPS[line.kind]), "label"),
            para(calculation.spoken(line, lang)),
        ]
        for line in steps
    ]
    places = formatting.places_of(sample.uncertainty)
    own = formatting.quantity(sample.mean, "mg/Nm3", lang, places)
    rows.append([para(tongue.word(BY_READINGS), "label"), para(own, "strong")])
    rows += _both(context, session, basis)
    box = table(
        rows,
        [WIDTH * 0.34, WIDTH * 0.66],
        plain(("BOX", (0, 0), (-1, -1), THIN, (0, 0, 0)), side=PAD, rise=0.8),
    )
    title = para(f"{tongue.word(CALCULATION)} {sample.number}", "heading")
    return [KeepTogether([title, box])]


def _both(context: Context, session: Session, basis: Basis) -> list[list[Flowable]]:
    """Return the mean at the conditions of the EU conclusions and of the Kazakh standards."""
    tongue, lang = context.tongue, context.tongue.first
    mean, spread = session.mean or 0.0, session.uncertainty or 0.0
    rows: list[list[Flowable]] = []
    for kelvin in (EU_K, KZ_K):
        factor = calculation.at_temperature(1.0, basis, kelvin)
        shown = formatting.with_uncertainty(mean * factor, spread * factor, lang)
        text = f"{shown}{formatting.NBSP}{formatting.unit('mg/Nm3', lang)}"
        if kelvin == KZ_K:
            text += f" {tongue.say(KZ_RULE)}"
        label = tongue.say(BOTH, kelvin=formatting.number(kelvin, lang, 2))
        rows.append([para(label, "label"), para(text, "strong")])
    return rows


def _verdict(context: Context, session: Session) -> list[Flowable]:
    judgement = context.judgements.get(f"@session/{session.id}")
    if judgement is None:
        return []
    inside = [para(context.tongue.word(VERDICT), "head"), *judged(context, judgement, WIDTH - 20)]
    frame = plain(("BOX", (0, 0), (-1, -1), HEAVY, (0, 0, 0)), side=PAD + 2, rise=PAD)
    return [gap(6), table([[inside]], [WIDTH], frame)]
