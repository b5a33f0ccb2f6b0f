"""A measurement in words: what the live page writes about channels, verdict and conversion."""

from collections.abc import Mapping, Sequence

from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Event, Exclusion
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.formatting import (
    NBSP,
    duration,
    interval,
    number,
    percent,
    quantity,
    unit,
    with_uncertainty,
)
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.measuring_view import (
    ChannelState,
    ChannelView,
    DerivedView,
    LiveView,
    QuantityView,
    SampleView,
    StretchView,
)
from ui.models.verdict_words import REASONS
from ui.widgets.channel_list import ChannelRow
from ui.widgets.measure_panels import MOST_NOTES, EventShown, VerdictShown
from ui.widgets.measure_scene import Line, Why, clock, stretch_label, unix

VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.MEETS: (N_("Meets the level"), "circle-check", "ok"),
    Verdict.EXCEEDS: (N_("Exceeds the level"), "triangle-alert", "er"),
    Verdict.NOT_DISTINGUISHABLE: (N_("Not distinguishable (U)"), "circle-help", "nd"),
    Verdict.NOT_COMPARED: (N_("Not compared"), "circle-slash", "na"),
}
STRIP = {
    "t_gas": Line.FOURTH,
    "moisture": Line.THIRD,
    "velocity": Line.RAW,
    "o2": Line.THIRD,
    "pressure": Line.FOURTH,
}
"""Channels with a lane below the chart, the most telling first, and the look of each."""
_STRIP_LINES = (Line.FOURTH, Line.THIRD, Line.RAW)
_DERIVED = {
    "normalised": (N_("{parameter}, normalised"), Line.NORMALISED),
    "mean": (N_("Mean of the sample"), Line.MEAN),
    "mass_flow": (N_("{parameter}, mass flow"), None),
}
_FLAGGED: Mapping[ChannelState, tuple[str, str]] = {
    ChannelState.SATURATED: (N_("end of the range, not averaged"), "gauge"),
    ChannelState.IMPOSSIBLE: (N_("impossible value, not averaged"), "triangle-alert"),
    ChannelState.PURGE: (N_("purge, not averaged"), "hourglass"),
    ChannelState.WARM_UP: (N_("warm-up, not averaged"), "hourglass"),
    ChannelState.CALIBRATION: (N_("calibration, not averaged"), "hourglass"),
    ChannelState.FAULT: (N_("the instrument reports a fault, not averaged"), "triangle-alert"),
    ChannelState.DUE: (N_("a new reading is due"), "hourglass"),
}
_SILENT = (ChannelState.STALE, ChannelState.LOST)
_MINUTES_FROM_S = 120.0
_FACTORS = {"start", "temperature", "pressure", "dry", "oxygen", "share"}


def reading(value: float | None) -> str:
    """Return a live value: three digits are as many as an instrument means."""
    if value is None:
        return "—"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 1 else 2 if size >= 0.1 else 3
    return number(value, language(), digits)


def age(seconds: float | None) -> str:
    """Return how old a value is."""
    if seconds is None:
        return ""
    lang = language()
    if seconds < 10:
        return f"{number(max(seconds, 0.0), lang, 1)}{NBSP}{duration(1, lang).partition(NBSP)[2]}"
    return duration(seconds, lang)


def channel_rows(view: LiveView) -> list[ChannelRow]:
    """Return the rows of the list of channels: as measured, then what follows from it.

    Of the quantity that is shown everything, of the others their value at the basis.
    """
    states = {channel.id: channel.state for channel in view.channels}
    derived = {item.id: _derived_row(view, item, states) for item in view.derived}
    others = {item.channel: item for item in view.quantities if item.channel != view.main}
    lines = strip_lines(view)
    rows: list[ChannelRow] = []
    for channel in view.channels:
        is_main = channel.id == view.main
        rows.append(_channel_row(channel, Line.RAW if is_main else lines.get(channel.id)))
        if is_main:
            rows += [derived[name] for name in ("normalised", "mean") if name in derived]
        elif channel.id in others:
            rows.append(_other_row(others[channel.id], channel.state))
    return rows + [row for name, row in derived.items() if name == "mass_flow"]


def strip_lines(view: LiveView) -> Mapping[str, Line]:
    """Return the channels that have a lane below the chart, each with the look of its curve."""
    there = {channel.id for channel in view.channels} - {view.main}
    shown = [name for name in STRIP if name in there][: len(_STRIP_LINES)]
    return dict(zip(shown, _STRIP_LINES, strict=False))


def _channel_row(channel: ChannelView, line: Line | None) -> ChannelRow:
    note, tone, icon = _state(channel)
    return ChannelRow(
        id=channel.id,
        name=channel.label.get(language()) or channel.label.get("ru", channel.id),
        line=line,
        value=reading(channel.value),
        unit=unit(channel.unit, language()),
        age=age(channel.age_s),
        note=note,
        tone=tone,
        icon=icon,
    )


def _other_row(item: QuantityView, state: ChannelState) -> ChannelRow:
    """Return the value at the basis of a quantity that is not shown in full."""
    parameter = item.parameter.get(language()) or item.parameter.get("ru", "")
    shown = DerivedView(id="normalised", unit="mg/Nm3", value=item.value, reason=item.reason)
    note, tone, icon = (_("calculated"), "", "calculator")
    if item.value is None:
        note, tone, icon = _why(shown)
    elif state in _SILENT:
        note, tone, icon = _silent(state, item.value)
    return ChannelRow(
        id=f"normalised-{item.channel}",
        name=_("{parameter}, normalised").format(parameter=parameter),
        value=reading(None if state in _SILENT else item.value),
        unit=unit("mg/Nm3", language()),
        note=note,
        tone=tone,
        icon=icon,
    )


def _state(channel: ChannelView) -> tuple[str, str, str]:
    """Return note, tone and icon of a channel's state."""
    if channel.state is ChannelState.GOOD:
        return "", "", ""
    if channel.state in _FLAGGED:
        words, icon = _FLAGGED[channel.state]
        return _(words), "wr", icon
    if channel.state is ChannelState.NEVER:
        return _("no value yet"), "", "hourglass"
    return _silent(channel.state, channel.last)


def _silent(state: ChannelState, last: float | None) -> tuple[str, str, str]:
    """Return note, tone and icon of what stood last, since nothing comes any more."""
    word = _("stale") if state is ChannelState.STALE else _("connection lost")
    return _("was {value}, {state}").format(value=reading(last), state=word), "er", "unplug"


def _derived_row(
    view: LiveView, item: DerivedView, states: Mapping[str, ChannelState]
) -> ChannelRow:
    """Return what is calculated; nothing current comes of a channel that fell silent."""
    text, line = _DERIVED[item.id]
    lang = language()
    parameter = view.parameter.get(lang) or view.parameter.get("ru", "")
    note, tone, icon = (_("calculated"), "", "calculator") if item.value is not None else _why(item)
    if item.id == "mean":
        running = _running(view)
        if running is not None:
            note = _sample_time(running)
        tone, icon = ("", "") if item.value is None else (_tone(view), _icon(view))
    state = states.get(view.main, ChannelState.GOOD)
    is_silent = item.id != "mean" and item.value is not None and state in _SILENT
    if is_silent:
        note, tone, icon = _silent(state, item.value)
    return ChannelRow(
        id=item.id,
        name=_(text).format(parameter=parameter),
        line=line,
        value=reading(None if is_silent else item.value),
        unit=unit(item.unit, lang),
        note=note,
        tone=tone,
        icon=icon,
    )


def _why(item: DerivedView) -> tuple[str, str, str]:
    if item.reason is None:
        return _("not calculated yet"), "", "hourglass"
    return item.reason.sentence().partition(".")[0], "", "circle-slash"


def _tone(view: LiveView) -> str:
    tone = VERDICTS[view.judgement.verdict][2]
    return "" if tone in ("ok", "na") else tone


def _icon(view: LiveView) -> str:
    return VERDICTS[view.judgement.verdict][1]


def _running(view: LiveView) -> SampleView | None:
    return next((sample for sample in view.samples if not sample.complete), None)


def _sample_time(sample: SampleView) -> str:
    lang = language()
    if sample.good_s >= sample.length_s and not sample.complete:
        return _("waits for a firing reversal")  # nothing else keeps a full time open
    if sample.length_s < _MINUTES_FROM_S:
        done, whole = duration(sample.good_s, lang), duration(sample.length_s, lang)
        return _("{done} of {whole}").format(done=done, whole=whole)
    done, whole = str(int(sample.good_s // 60)), str(round(sample.length_s / 60))
    return _("{done} of {whole} min").format(done=done, whole=whole)


def sample_words(sample: SampleView) -> str:
    """Return what stands above a sample on the chart."""
    if sample.complete:
        mean = number(sample.mean, language(), 1)
        return _("Sample {number}: {mean}").format(number=sample.number, mean=mean)
    time = _sample_time(sample)
    return _("Sample {number}: running, {time}").format(number=sample.number, time=time)


def sample_brief(sample: SampleView) -> str:
    """Return the fewest words that still say the result of a sample, or that it runs."""
    if sample.complete:
        return f"{sample.number}: {number(sample.mean, language(), 1)}"
    return _("{number}: running").format(number=sample.number)


def verdict_words(judgement: Judgement) -> tuple[str, str, str]:
    """Return word, icon and tone of a judgement."""
    word, icon, tone = VERDICTS[judgement.verdict]
    return _(word), icon, tone


def verdict_shown(view: LiveView) -> VerdictShown:
    """Return the comparison of a running measurement."""
    word, icon, tone = verdict_words(view.judgement)
    title = _("So far: {verdict}").format(verdict=word[:1].lower() + word[1:])
    running = _running(view)
    share = running.good_s / running.length_s if running is not None else 0.0
    return VerdictShown(
        tone=tone,
        icon=icon,
        title=title if view.provisional else word,
        detail=_detail(view),
        facts=_facts(view),
        done=view.samples_done,
        wanted=view.samples_wanted,
        running=min(share, 1.0),
    )


def _detail(view: LiveView) -> str:
    parts = []
    if view.judgement.reason is not None:
        parts.append(_(REASONS[view.judgement.reason]))
    if view.mean is not None:
        mean = with_uncertainty(view.mean, view.uncertainty or 0.0, language())
        parts.append(_("mean of the samples {mean}").format(mean=mean))
    return "; ".join(parts)


def _facts(view: LiveView) -> tuple[tuple[str, str], ...]:
    lang = language()
    shown = view.quantity
    facts = [
        (_("Full samples"), samples_of(view.samples_done, view.samples_wanted)),
        (_("Samples above the level"), str(view.above)),
        (_("Data capture"), percent(view.capture_pct, lang, 0)),
        (_("Excluded"), duration(view.excluded_s, lang)),
    ]
    if shown.half_hours:
        whole = str(shown.half_hours)
        above = _("{done} of {whole}").format(done=shown.half_hours_above, whole=whole)
        twice = _("{done} of {whole}").format(done=shown.half_hours_twice, whole=whole)
        facts.append((_("Half hours above the limit"), above))
        facts.append((_("At twice the limit and more"), twice))
    if view.level is not None:
        facts.append((_("Level"), level_words(view.level)))
    return tuple(facts)


def samples_of(done: int, wanted: int) -> str:
    """Return how many samples are full, of how many; more than are wanted are told alone."""
    if done > wanted:
        return str(done)
    return _("{done} of {whole}").format(done=done, whole=wanted)


def level_words(level: Level) -> str:
    """Return a level as ``2–10 мг/Нм³``."""
    lang = language()
    return f"{interval(level.lower, level.upper, lang)}{NBSP}{unit(level.unit, lang)}"


def formula_words(view: LiveView) -> str:
    """Return the conversion of the newest reading, each factor with its number."""
    if view.steps_reason is not None:
        return view.steps_reason.sentence()
    if not view.steps:
        return _("The conversion is shown when every condition of the gas is known.")
    parts = [view.steps[0].formula]  # not as shown large: who checks it needs every digit
    parts += [step.formula.partition(" ")[2] for step in view.steps[1:] if step.kind in _FACTORS]
    last = view.steps[-1]
    text = " ".join(part for part in parts if part).replace("·", "×")
    shown = quantity(last.value, last.unit, language(), 1)
    return f"{text.replace('.', ',') if language() != 'en' else text} = {shown}"


def events_shown(view: LiveView) -> list[EventShown]:
    """Return the newest events of a running measurement, at most ``MOST_NOTES``."""
    first = max(len(view.events) - MOST_NOTES, 0)
    left_out = sorted(view.exclusions, key=lambda item: item.start)[-MOST_NOTES:]
    gaps, stretches = view.gaps[-MOST_NOTES:], view.stretches[-MOST_NOTES:]
    found = notes_shown(view.events[first:], left_out, gaps, stretches, first=first + 1)
    return found[-MOST_NOTES:]


def earlier_notes(view: LiveView) -> int:
    """Return how many events of a running measurement ``events_shown`` leaves out."""
    parts = (view.events, view.exclusions, view.gaps, view.stretches)
    return max(sum(map(len, parts)) - MOST_NOTES, 0)


def notes_shown(
    events: Sequence[Event],
    exclusions: Sequence[Exclusion],
    gaps: Sequence[tuple[float, float]] = (),
    stretches: Sequence[StretchView] = (),
    *,
    first: int = 1,
) -> list[EventShown]:
    """Return events numbered from ``first``, and time not used with a pause sign, by time."""
    lang = language()
    rows = [
        (
            unix(event.at),
            EventShown(number=place, text=f"{clock(unix(event.at), seconds=False)} {event.text}"),
        )
        for place, event in enumerate(events, first)
    ]
    for left_out in exclusions:
        start, end = unix(left_out.start), unix(left_out.end)
        text = _("{time} excluded, {length}: {reason}").format(
            time=clock(start, seconds=False),
            length=duration(end - start, lang),
            reason=left_out.reason,
        )
        rows.append((start, EventShown(number=None, text=text)))
    for start, end in gaps:
        text = _("{time} no readings, {length}").format(
            time=clock(start, seconds=False), length=duration(end - start, lang)
        )
        rows.append((start, EventShown(number=None, text=text)))
    for item in stretches:
        why = stretch_label(Why.of(item.flag), item.end - item.start).replace("\n", ", ")
        text = f"{clock(item.start, seconds=False)} {why}"
        rows.append((item.start, EventShown(number=None, text=text)))
    return [row for _at, row in sorted(rows, key=lambda pair: pair[0])]
