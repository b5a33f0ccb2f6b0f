"""One quantity of a session on paper: its level, course, samples, calculation and verdict."""

from collections.abc import Iterable

from reportlab.platypus import Flowable, KeepTogether

from kta_desktop import formatting
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Sample, Session
from kta_desktop.errors import KtaError
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_
from kta_desktop.measurement.conditions import lacking
from kta_desktop.measurement.errors import ConditionMissingError
from kta_desktop.measurement.reference import KZ
from kta_desktop.measurement.reference import basis as find_basis
from kta_desktop.packs.reference import bases
from kta_desktop.reports import calculation, session_words
from kta_desktop.reports.answers import judged
from kta_desktop.reports.calculation import BOTH, BY_READINGS, EU_K, KZ_K, KZ_RULE, round_to
from kta_desktop.reports.clock import Clock
from kta_desktop.reports.context import Context, session_path
from kta_desktop.reports.level_figure import level_range, level_unit
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.session_figure import FLAG_WORDS, Flagged, session_chart
from kta_desktop.reports.session_standard import standard_parts
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
    table,
)

PARAMETER = N_("Parameter")
CONDITIONS = N_("Reference conditions")
AVERAGING = N_("Averaging")
LIMIT = N_("Emission limit")
COMPLETE = N_("Complete samples")
DONE_OF = N_("{done} of {whole}")
COURSE = N_("Course of the measurement")
LEGEND = N_(
    "Thin line: readings at reference conditions. Thick line: mean of a sample with its U. "
    "Rising hatch: level. Falling hatch: excluded time."
)
PERIOD = N_("Time")
SAMPLES = N_("Samples")
AS_MEASURED = N_("As measured")
NORMALISED = N_("Normalised")
CAPTURE = N_("Good time")
MEAN_OF = N_("Mean of the samples")
NO_SAMPLES = N_("No sample is complete.")
CALCULATION = N_("Calculation, sample {number}")
MASS_FLOW = N_("Mean mass flow")
LEFT_OUT = N_("Not averaged, {reason}: {length} in all, stretches: {count}")
VERDICT = N_("Verdict")
SENT = N_("Sent to {answer}: {value}, {time}")
UNIT = "mg/Nm3"
_FACTS = (34 * MM, 66 * MM, 32 * MM, WIDTH - 132 * MM)


def quantity_parts(context: Context, session: Session, whole: Session) -> list[Flowable]:
    """Return what a protocol says of one quantity.

    Args:
        context: The audit on its way to paper.
        session: With this quantity alone.
        whole: The session with all of them.
    """
    path = session_path(whole, session.channel)
    basis = basis_of(context, session)
    return [
        _facts(context, session, path),
        gap(6),
        *_chart(context, session, path),
        gap(4),
        *_samples(context, session),
        *_flagged(context, path),
        gap(4),
        *_calculation(context, session, basis),
        *_verdict(context, path),
        *standard_parts(context, path),
        *_sent(context, session),
    ]


def parameter(context: Context, session: Session) -> str:
    """Return what the first quantity of a session is, in the languages of the sheet."""
    return context.tongue.line(
        Text(**{k: session.parameter.get(k, "") for k in ("ru", "kk", "en")})
    )


def basis_of(context: Context, session: Session) -> Basis | None:
    """Return the reference conditions; None if they are not known any more."""
    try:
        return find_basis(session.basis, context.record.definition.more)
    except KtaError:
        return None


def _facts(context: Context, session: Session, path: str) -> Flowable:
    tongue, lang = context.tongue, context.tongue.first
    level = _level(context, session, path)
    shown = parameter(context, session)
    if level is not None:
        shown += f", {level_range(level, lang)}{formatting.NBSP}{level_unit(level, lang)}"
    cells = [
        (PARAMETER, shown, AVERAGING, session_words.averaging(context, session)),
        (CONDITIONS, _conditions(context, session), COMPLETE, _complete(context, session)),
    ]
    limit = _limit(context, session)
    rows: list[list[object]] = [
        [
            para(tongue.word(first), "label"),
            para(value or formatting.NOTHING, "strong"),
            para(tongue.word(second), "label"),
            para(other or formatting.NOTHING),
        ]
        for first, value, second, other in cells
    ]
    spans = []
    if limit:
        rows.append([para(tongue.word(LIMIT), "label"), para(limit, "strong"), "", ""])
        spans.append(("SPAN", (1, len(rows) - 1), (-1, len(rows) - 1)))
    return table(rows, list(_FACTS), grid(*dense(), *spans))


def _complete(context: Context, session: Session) -> str:
    done, whole = len(session.samples), session.sample_count
    if done > whole:
        return str(done)
    return context.tongue.say(DONE_OF, done=str(done), whole=str(whole))


def _limit(context: Context, session: Session) -> str:
    lang = context.tongue.first
    parts = []
    if session.limit is not None:
        row = bases()[KZ]
        value = formatting.quantity(session.limit, "mg/m3", lang)
        parts.append(f"{value} ({row.label.get(lang)})")
    if session.limit_g_s is not None:
        parts.append(formatting.quantity(session.limit_g_s, "g/s", lang))
    return "; ".join(parts)


def _level(context: Context, session: Session, path: str) -> Level | None:
    judgement = context.judgements.get(path)
    if judgement is not None and judgement.level is not None:
        return judgement.level
    levels = context.record.definition.levels
    return next((level for level in levels if level.id == session.level), None)


def _conditions(context: Context, session: Session) -> str:
    """Return the reference conditions in words, with the oxygen of air where it was reckoned."""
    words, basis = _basis_words(context, session), basis_of(context, session)
    if basis is None or basis.o2_ref_pct is None:
        return words
    lang = context.tongue.first
    air = formatting.quantity(session.o2_air_pct, "vol%", lang)
    return f"{words}; {context.tongue.say(session_words.OXYGEN_OF_AIR)} {air}"


def _basis_words(context: Context, session: Session) -> str:
    row = bases().get(session.basis)
    if row is not None:
        return context.tongue.line(row.label)
    found = basis_of(context, session)
    if found is None:
        return session.basis
    lang = context.tongue.first
    temperature = formatting.quantity(found.temperature_k, "K", lang)
    return f"{temperature}, {formatting.quantity(found.pressure_kpa, 'kPa', lang)}"


def _chart(context: Context, session: Session, path: str) -> list[Flowable]:
    tongue = context.tongue
    trace = context.traces.get(path)
    if not session.samples and trace is None:
        return [para(tongue.word(NO_SAMPLES))]
    figure = session_chart(
        session, tongue.first, _level(context, session, path), trace, context.zone
    )
    unit = formatting.unit(UNIT, tongue.first)
    title = f"{tongue.word(COURSE)}, {unit}"
    parts = [
        para(title, "heading"),
        Drawing(figure),
        *session_words.sentences(context, LEGEND, "tiny"),
    ]
    return [KeepTogether(parts)]


def _samples(context: Context, session: Session) -> list[Flowable]:
    tongue, lang = context.tongue, context.tongue.first
    if not session.samples:
        return [para(fault.sentence(lang)) for fault in _lacking(context, session)]
    raw = formatting.unit(calculation.judged_channel(session).unit, lang)
    target = formatting.unit(UNIT, lang)
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
    clock = Clock.of(context, session)
    rows += [_sample(context, sample, clock) for sample in session.samples]
    last = len(rows)
    rows.append(_mean(context, session))
    widths = [n * MM for n in (7, 26, 24, 14, 14, 16, 14, 28, 20)]
    widths.append(WIDTH - sum(widths))
    look = grid(*dense(3), ("SPAN", (0, last), (6, last)), head_rows=1)
    return [para(tongue.word(SAMPLES), "heading"), table(rows, widths, look, repeat=1)]


def _lacking(context: Context, session: Session) -> tuple[ConditionMissingError, ...]:
    """Return which gas conditions keep the readings from becoming figures."""
    basis = basis_of(context, session)
    return () if basis is None else lacking(session, basis)


def _sample(context: Context, sample: Sample, clock: Clock) -> list[Flowable]:
    lang, gas = context.tongue.first, sample.conditions
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
    lead = [para(str(sample.number)), para(clock.span(sample.start, sample.end))]
    return [*lead, *(para(text, look) for text, look in figures)]


def _optional(value: float | None, lang: str) -> str:
    return formatting.NOTHING if value is None else formatting.number(value, lang, 1)


def _mean(context: Context, session: Session) -> list[object]:
    lang, mean, spread = context.tongue.first, session.mean or 0.0, session.uncertainty or 0.0
    places = formatting.places_of(spread)
    words = context.tongue.fact(MEAN_OF, str(len(session.samples)))
    capture = sum(sample.capture_pct for sample in session.samples) / len(session.samples)
    return [
        para(words, "rightstrong"),
        *([""] * 6),
        para(formatting.number(mean, lang, places), "rightstrong"),
        para(f"±{formatting.NBSP}{formatting.number(spread, lang, places)}", "rightstrong"),
        para(formatting.number(capture, lang, 0), "rightstrong"),
    ]


def _flagged(context: Context, path: str) -> list[Flowable]:
    """Return what enters no mean because of what its readings are worth: how long, how often."""
    trace = context.traces.get(path)
    tongue, lang = context.tongue, context.tongue.first
    by_flag: dict[str, list[Flagged]] = {}
    for item in trace.flagged if trace is not None else ():
        by_flag.setdefault(FLAG_WORDS.get(item.flag, ""), []).append(item)
    return [
        para(
            tongue.say(
                LEFT_OUT,
                reason=tongue.say(words),
                length=formatting.duration(sum(item.end - item.start for item in found), lang),
                count=str(len(found)),
            ),
            "small",
        )
        for words, found in by_flag.items()
        if words
    ]


def _calculation(context: Context, session: Session, basis: Basis | None) -> list[Flowable]:
    if not session.samples or basis is None:
        return []
    tongue, lang, sample = context.tongue, context.tongue.first, session.samples[0]
    try:
        steps = calculation.concentration_lines(session, sample, basis)
    except KtaError as error:
        return [para(error.sentence(lang))]
    places = formatting.places_of(sample.uncertainty)
    own = formatting.quantity(sample.mean, UNIT, lang, places)
    rows = [
        *_steps(context, steps),
        [para(tongue.word(BY_READINGS), "label"), para(own, "strong")],
        *_both(context, session, basis),
        *_steps(context, calculation.flow_lines(session, sample, basis)),
        *_mass_flow(context, session, basis),
    ]
    box = table(
        rows,
        [WIDTH * 0.34, WIDTH * 0.66],
        plain(("BOX", (0, 0), (-1, -1), THIN, (0, 0, 0)), side=PAD, rise=0.8),
    )
    title = para(tongue.word(CALCULATION, number=str(sample.number)), "heading")
    return [KeepTogether([title, box])]


def _steps(context: Context, lines: Iterable[calculation.Line]) -> list[list[Flowable]]:
    """Return a row for each step: its name, and the figures with the result."""
    lang = context.tongue.first
    return [
        [
            para(context.tongue.word(calculation.STEPS[line.kind]), "label"),
            para(calculation.spoken(line, lang)),
        ]
        for line in lines
    ]


def _mass_flow(context: Context, session: Session, basis: Basis) -> list[list[Flowable]]:
    """Return the mean mass flow of the samples, or why there is none though it was asked for."""
    tongue, lang = context.tongue, context.tongue.first
    found = calculation.mean_mass_flow(session, basis)
    label = para(tongue.word(MASS_FLOW), "label")
    if found is not None:
        value = formatting.with_uncertainty(*found, lang)
        return [[label, para(f"{value}{formatting.NBSP}{formatting.unit('g/s', lang)}", "strong")]]
    faults = (calculation.flow_fault(session, sample, basis) for sample in session.samples)
    fault = next((each for each in faults if each is not None), None)
    return [] if fault is None else [[label, para(fault.sentence(lang))]]


def _both(context: Context, session: Session, basis: Basis) -> list[list[Flowable]]:
    """Return the mean at the conditions of the EU conclusions and of the Kazakh standards."""
    tongue, lang = context.tongue, context.tongue.first
    mean, spread = session.mean or 0.0, session.uncertainty or 0.0
    rows: list[list[Flowable]] = []
    for kelvin in (EU_K, KZ_K):
        factor = calculation.at_temperature(1.0, basis, kelvin)
        shown = formatting.with_uncertainty(mean * factor, spread * factor, lang)
        text = f"{shown}{formatting.NBSP}{formatting.unit(UNIT, lang)}"
        if kelvin == KZ_K:
            text += f" {tongue.say(KZ_RULE)}"
        label = tongue.say(BOTH, kelvin=formatting.number(kelvin, lang, 2))
        rows.append([para(label, "label"), para(text, "strong")])
    return rows


def _verdict(context: Context, path: str) -> list[Flowable]:
    judgement = context.judgements.get(path)
    if judgement is None:
        return []
    inside = [para(context.tongue.word(VERDICT), "head"), *judged(context, judgement, WIDTH - 20)]
    frame = plain(("BOX", (0, 0), (-1, -1), HEAVY, (0, 0, 0)), side=PAD + 2, rise=PAD)
    return [gap(6), table([[inside]], [WIDTH], frame)]


def _sent(context: Context, session: Session) -> list[Flowable]:
    lang = context.tongue.first
    return [
        para(
            context.tongue.say(
                SENT,
                answer=title_of(context.state, item.address, lang),
                value=formatting.quantity(item.value, item.unit, lang),
                time=formatting.datetime_(item.at, lang, context.zone, seconds=False),
            ),
            "small",
        )
        for item in session.sent
        if item.channel == session.channel
    ]
