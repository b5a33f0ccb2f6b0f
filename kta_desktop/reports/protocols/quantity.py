"""One quantity of a session on paper: its level, course, samples, calculation and verdict."""

from collections.abc import Iterable

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from kta_desktop import formatting
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Session
from kta_desktop.errors import KtaError
from kta_desktop.forms.wording import title_of
from kta_desktop.i18n import N_
from kta_desktop.measurement import carried
from kta_desktop.measurement.conditions import lacking
from kta_desktop.measurement.errors import BasisUnknownError, ConditionMissingError
from kta_desktop.measurement.reference import KZ
from kta_desktop.measurement.reference import basis as find_basis
from kta_desktop.packs.reference import bases
from kta_desktop.reports import calculation
from kta_desktop.reports.acts.lines import WriteLine
from kta_desktop.reports.answers import judged
from kta_desktop.reports.basis import level_cited
from kta_desktop.reports.blank.boxes import Tick, Ticks
from kta_desktop.reports.calculation import BOTH, BY_READINGS, EU_K, KZ_K, KZ_RULE
from kta_desktop.reports.context import Context, session_path
from kta_desktop.reports.fact_table import Fact, fact_table
from kta_desktop.reports.form_fields import name_of
from kta_desktop.reports.level_figure import level_range, level_unit
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.protocols import words as session_words
from kta_desktop.reports.protocols.figure import FLAG_WORDS, Flagged, session_chart
from kta_desktop.reports.protocols.limit import with_limit
from kta_desktop.reports.protocols.samples import UNIT, sample_table
from kta_desktop.reports.protocols.standard import standard_parts
from kta_desktop.reports.style import (
    HEAVY,
    MM,
    PAD,
    THIN,
    WIDTH,
    gap,
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
SAMPLES = N_("Samples")
NO_SAMPLES = N_("No sample is complete.")
CALCULATION = N_("Calculation, sample {number}")
FLOW_CALCULATION = N_("Mass flow, sample {number}")
MASS_FLOW = N_("Mean mass flow")
LEFT_OUT = N_("Not averaged, {reason}: {length} in all, stretches: {count}")
VERDICT = N_("Verdict")
SENT = N_("Sent to {answer}: {value}, {time}")
YES, NO = N_("Yes"), N_("No")
_ROWS = 34 * MM  # a table of samples begins where its head and first rows have room
_CHIP = 62 * MM  # room of the word of the verdict


def quantity_parts(
    context: Context, session: Session, whole: Session, room: float
) -> list[Flowable]:
    """Return what a protocol says of one quantity.

    Args:
        context: The audit on its way to paper.
        session: With this quantity alone.
        whole: The session with all of them.
        room: Height of a page in points.
    """
    path = session_path(whole, session.channel)
    basis = basis_of(context, session)
    return [
        _facts(context, session, path, room),
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


def _facts(context: Context, session: Session, path: str, room: float) -> Flowable:
    tongue, lang = context.tongue, context.tongue.first
    level = _level(context, session, path)
    shown = parameter(context, session)
    if level is not None:
        shown += f", {level_range(level, lang)}{formatting.NBSP}{level_unit(level, lang)}"
    pairs = [
        (
            Fact(tongue.word(PARAMETER), shown),
            Fact(tongue.word(AVERAGING), session_words.averaging(context, session)),
        ),
        (
            Fact(tongue.word(CONDITIONS), _conditions(context, session)),
            Fact(tongue.word(COMPLETE), _complete(context, session)),
        ),
        _detection(context, session),
    ]
    limit = _limit(context, session)
    wide = [
        Fact(name_of(context, "protocol-limit-source"), level_cited(context, level))
        if level is not None
        else None,
        Fact(tongue.word(LIMIT), limit) if limit else None,
    ]
    return fact_table(pairs, [fact for fact in wide if fact is not None], room)


def _detection(context: Context, session: Session) -> tuple[Fact, Fact]:
    """Return the limit of detection, which no instrument tells, to be written by hand."""
    unit = formatting.unit(_unit_as_measured(session), context.tongue.first)
    boxes = [Tick(context.tongue.word(word)) for word in (YES, NO)]
    return (
        Fact(name_of(context, "protocol-lod"), [WriteLine(unit)]),
        Fact(name_of(context, "protocol-below-lod"), [Ticks(boxes)]),
    )


def _unit_as_measured(session: Session) -> str:
    return next((item.unit for item in session.channels if item.id == session.channel), "")


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
    figure = with_limit(figure, session, basis_of(context, session), tongue.first)
    unit = formatting.unit(UNIT, tongue.first)
    title = f"{tongue.word(COURSE)}, {unit}"
    parts = [
        para(title, "heading"),
        Drawing(figure),
        *session_words.sentences(context, LEGEND, "tiny"),
    ]
    return [KeepTogether(parts)]


def _samples(context: Context, session: Session) -> list[Flowable]:
    if not session.samples:
        lang = context.tongue.first
        return [para(fault.sentence(lang)) for fault in _lacking(context, session)]
    title = para(context.tongue.word(SAMPLES), "heading")
    return [CondPageBreak(_ROWS), title, sample_table(context, session)]


def _lacking(context: Context, session: Session) -> tuple[ConditionMissingError, ...]:
    """Return which gas conditions keep the readings from becoming figures."""
    basis = basis_of(context, session)
    return () if basis is None else lacking(session, basis)


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
    if not session.samples:
        return []
    if basis is None:
        return [para(BasisUnknownError(basis=session.basis).sentence(context.tongue.first))]
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
    ]
    flow = [
        *_steps(context, calculation.flow_lines(session, sample, basis)),
        *_mass_flow(context, session, basis),
    ]
    number = str(sample.number)
    box = _box(tongue.word(CALCULATION, number=number), rows)
    more = [gap(4), _box(tongue.word(FLOW_CALCULATION, number=number), flow)] if flow else []
    return [box, *more]


def _box(title: str, rows: list[list[Flowable]]) -> Flowable:
    """Return lines of a calculation in a frame below their heading, all on one page."""
    frame = plain(("BOX", (0, 0), (-1, -1), THIN, (0, 0, 0)), side=PAD, rise=0.8)
    box = table(rows, [WIDTH * 0.34, WIDTH * 0.66], frame)
    return KeepTogether([para(title, "heading"), box])


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
    found = carried.mean_mass_flow(session, basis)
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
        label = tongue.word(BOTH, kelvin=formatting.number(kelvin, lang, 2))
        rows.append([para(label, "label"), para(text, "strong")])
    return rows


def _verdict(context: Context, path: str) -> list[Flowable]:
    judgement = context.judgements.get(path)
    if judgement is None:
        return []
    chip, *rest = judged(context, judgement, WIDTH - _CHIP - 4 * PAD)
    said = [para(context.tongue.word(VERDICT), "head"), *rest]
    frame = plain(("BOX", (0, 0), (-1, -1), HEAVY, (0, 0, 0)), side=PAD + 2, rise=PAD)
    return [gap(6), table([[[chip], said]], [_CHIP, WIDTH - _CHIP], frame)]


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
