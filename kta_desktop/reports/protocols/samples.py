"""The samples of one quantity as a table: conditions, figures, what is to be noted of each."""

from collections.abc import Iterator
from datetime import datetime

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.measurement import Sample, Session
from kta_desktop.i18n import N_
from kta_desktop.reports.calculation import judged_channel, round_to
from kta_desktop.reports.clock import Clock
from kta_desktop.reports.columns import column_widths
from kta_desktop.reports.context import Context
from kta_desktop.reports.layout import brief
from kta_desktop.reports.protocols.figure import numbered
from kta_desktop.reports.protocols.remarks import why
from kta_desktop.reports.style import dense, grid, para, table

PERIOD = N_("Time")
AS_MEASURED = N_("As measured")
NORMALISED = N_("Normalised")
CAPTURE = N_("Good time")
REMARKS = N_("Remarks")
MEAN_OF = N_("Mean of the samples")
EXCLUDED_OF = N_("excluded {length}: {reason}")
EXCLUDED_MORE = N_("excluded for other reasons: {length}")
EVENTS_IN = N_("events: {numbers}")
UNIT = "mg/Nm3"
_WANTED = (7, 25, 18, 13, 13, 15, 14, 22, 15, 16, 40)
_SIDE = 3.0
_REASON = 48  # letters of a reason in a row; it stands whole below the quantities
_MOST_REASONS = 2  # reasons that are named in a row
_MOST_EVENTS = 8  # numbers of events that are named in a row


def sample_table(context: Context, session: Session) -> Flowable:
    """Return the samples of a session's first quantity, a row each, and their mean below.

    Raises:
        KeyError: If the session lacks the channel that is judged.
    """
    heads = _heads(context, session)
    rows: list[list[object]] = [[para(text, look) for text, look in heads]]
    clock = Clock.of(context, session)
    rows += [_row(context, session, sample, clock) for sample in session.samples]
    last = len(rows)
    rows.append(_mean(context, session))
    widths = column_widths([text for text, _look in heads], _WANTED, _SIDE)
    look = grid(*dense(_SIDE), ("SPAN", (0, last), (6, last)), head_rows=1)
    return table(rows, widths, look, repeat=1)


def _heads(context: Context, session: Session) -> list[tuple[str, str]]:
    tongue, lang = context.tongue, context.tongue.first
    raw = formatting.unit(judged_channel(session).unit, lang)
    return [
        ("№", "head"),
        (tongue.word(PERIOD), "head"),
        (f"{tongue.word(AS_MEASURED)}, {raw}", "headright"),
        (f"T, {formatting.unit('degC', lang)}", "headright"),
        (f"p, {formatting.unit('kPa', lang)}", "headright"),
        (f"H₂O, {formatting.unit('vol%', lang)}", "headright"),
        (f"O₂, {formatting.unit('vol%', lang)}", "headright"),
        (f"{tongue.word(NORMALISED)}, {formatting.unit(UNIT, lang)}", "headright"),
        ("U (k = 2)", "headright"),
        (f"{tongue.word(CAPTURE)}, %", "headright"),
        (tongue.word(REMARKS), "head"),
    ]


def _row(context: Context, session: Session, sample: Sample, clock: Clock) -> list[object]:
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
    remarks = "; ".join(_remarks(context, session, sample)) or formatting.NOTHING
    return [
        para(str(sample.number)),
        para(clock.span(sample.start, sample.end)),
        *(para(text, look) for text, look in figures),
        para(remarks, "small"),
    ]


def _optional(value: float | None, lang: str) -> str:
    return formatting.NOTHING if value is None else formatting.number(value, lang, 1)


def _remarks(context: Context, session: Session, sample: Sample) -> Iterator[str]:
    """Yield what was left out within a sample, by reason, and the events in it."""
    tongue, lang = context.tongue, context.tongue.first
    lengths = _left_out(session, sample)
    shown = list(lengths.items())[:_MOST_REASONS]
    for reason, seconds in shown:
        length = formatting.duration(seconds, lang)
        yield tongue.say(EXCLUDED_OF, length=length, reason=brief(why(reason, lang), _REASON))
    rest = sum(list(lengths.values())[_MOST_REASONS:])
    if rest:
        yield tongue.say(EXCLUDED_MORE, length=formatting.duration(rest, lang))
    inside = [str(number) for number, event in numbered(session) if _is_in(event.at, sample)]
    if inside:
        more = "…" if len(inside) > _MOST_EVENTS else ""
        yield tongue.say(EVENTS_IN, numbers=", ".join(inside[:_MOST_EVENTS]) + more)


def _left_out(session: Session, sample: Sample) -> dict[str, float]:
    """Return the seconds that were left out within a sample by reason, the longest first."""
    start, end = _seconds(sample.start), _seconds(sample.end)
    found: dict[str, float] = {}
    for item in session.exclusions:
        inside = min(_seconds(item.end), end) - max(_seconds(item.start), start)
        if inside > 0:
            found[item.reason] = found.get(item.reason, 0.0) + inside
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _is_in(at: str, sample: Sample) -> bool:
    return _seconds(sample.start) <= _seconds(at) < _seconds(sample.end)


def _seconds(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()


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
        "",
    ]
