"""From a running or finished measurement to the scene that the chart paints."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from kta_desktop.formatting import duration, number, unit
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring_view import ChannelView, LiveView
from ui.widgets.measure_scene import Bracket, Curve, LevelBand, Line, Mark, Scene, Stretch, unix
from ui.widgets.measure_words import STRIP, sample_words, verdict_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Series(Protocol):
    """Gives curves of a measurement, as ``LiveMeasurement.series``."""

    def __call__(
        self,
        kind: Literal["raw", "normalised", "mean"],
        max_points: int,
        since_s: float | None = None,
        until_s: float | None = None,
        *,
        channel: str | None = None,
        quantity: str | None = None,
    ) -> "tuple[NDArray[np.float64], NDArray[np.floating]]":
        """Return Unix seconds and values, NaN across gaps, at most ``max_points`` of them."""


RAW, NORMALISED, BOTH = "raw", "normalised", "both"
WINDOWS_S: dict[str, float | None] = {"15": 900.0, "120": 7200.0, "session": None}
_AIR = 0.06  # share of the time axis that stays free at the right for the running sample
_LEAST_S = 60.0
DRAWN: Mapping[str, tuple[Line, ...]] = {
    RAW: (Line.RAW,),
    NORMALISED: (Line.NORMALISED, Line.MEAN),
    BOTH: (Line.RAW, Line.NORMALISED, Line.MEAN),
}
_KINDS: Mapping[Line, Literal["raw", "normalised", "mean"]] = {
    Line.RAW: "raw",
    Line.NORMALISED: "normalised",
    Line.MEAN: "mean",
}
_MEAN_POINTS = 300  # its line is 3 px wide and paints slowly


def live_scene(
    view: LiveView,
    series: Series,
    *,
    shown: str,
    window: str,
    zoom: float,
    points: int,
    marked: tuple[float, float] | None = None,
) -> Scene:
    """Return what the chart shows of a running measurement.

    Args:
        view: The measurement at this moment.
        series: Gives kind, points at most and seconds of Unix time since when.
        shown: ``raw``, ``normalised`` or ``both``.
        window: Key of ``WINDOWS_S``.
        zoom: The time axis shows the window divided by this.
        points: Points of a curve at most: two a pixel are enough.
        marked: Time that a person is about to leave out.
    """
    start, end = time_range(view, window, zoom)
    curves = [_curve(series, line, points, start) for line in DRAWN[shown]]
    strip = [
        _strip_curve(series, channel, points, start)
        for channel in view.channels
        if channel.id in STRIP and channel.id != view.main
    ]
    return Scene(
        curves=curves,
        strip=strip,
        band=_band(view, applies=shown != RAW),
        stretches=[*_stretches(view), *_marked(marked)],
        marks=[Mark(at=unix(event.at), number=n) for n, event in enumerate(view.events, 1)],
        brackets=[
            Bracket(
                start=sample.start,
                end=sample.end if sample.complete else max(sample.end, view.now),
                label=sample_words(sample),
                complete=sample.complete,
                short=str(sample.number),
            )
            for sample in view.samples
        ],
        start=start,
        end=end,
        now=view.now,
        summary=summary(view),
    )


def time_range(view: LiveView, window: str, zoom: float) -> tuple[float, float]:
    """Return the ends of the time axis, Unix seconds."""
    width = WINDOWS_S[window]
    whole = max(view.now - view.started_at, _LEAST_S)
    length = min(whole, width) if width is not None else whole
    if window != "session":
        length = width if width is not None else length
        length = min(length, max(whole, width / 8 if width is not None else 0))
    length = max(length / zoom, _LEAST_S)
    return view.now - length, view.now + length * _AIR


def curve_name(line: Line) -> str:
    """Return what the legend calls a curve of the main plot."""
    names = {
        Line.MEAN: _("mean of the sample"),
        Line.NORMALISED: _("normalised"),
        Line.RAW: _("as measured"),
    }
    return names[line]


def summary(view: LiveView) -> str:
    """Return the chart in one sentence, for a screen reader."""
    word, _icon, _tone = verdict_words(view.judgement)
    return _("{parameter}: full samples {done} of {whole}, excluded {excluded}. {verdict}.").format(
        parameter=view.parameter.get(language(), ""),
        done=view.samples_done,
        whole=view.samples_wanted,
        excluded=duration(view.excluded_s, language()),
        verdict=word,
    )


def _curve(series: Series, line: Line, points: int, start: float) -> Curve:
    most = _MEAN_POINTS if line is Line.MEAN else points
    x, y = series(_KINDS[line], most, start)
    return Curve(line=line, name=curve_name(line), x=x, y=y)


def _strip_curve(series: Series, channel: ChannelView, points: int, start: float) -> Curve:
    x, y = series("raw", points, start, channel=channel.id)
    return Curve(line=STRIP[channel.id], name=_strip_name(channel), x=x, y=y)


def _strip_name(channel: ChannelView) -> str:
    lang = language()
    label = channel.label.get(lang) or channel.label.get("ru", channel.id)
    return f"{label}, {unit(channel.unit, lang)}"


def _band(view: LiveView, *, applies: bool) -> LevelBand | None:
    level = view.level
    if level is None:
        return None
    lang = language()
    return LevelBand(
        lower=None if level.lower is None else float(level.lower),
        upper=None if level.upper is None else float(level.upper),
        upper_label=_("{value} upper").format(value=number(level.upper or "0", lang)),
        lower_label=_("{value} lower").format(value=number(level.lower or "0", lang)),
        book=_book(level.techniques),
        applies=applies,
        reason=_("the level is set for dry gas at 273.15 K and 101.3 kPa"),
    )


def _book(techniques: Sequence[str]) -> str:
    """Return the technique that a level belongs to, such as ``НДТ 23`` for ``EU-FDM-BAT-23``."""
    number_ = next((name.rpartition("BAT-")[2] for name in techniques if "BAT-" in name), "")
    return _("BAT {number}").format(number=number_) if number_ else ""


def _marked(marked: tuple[float, float] | None) -> list[Stretch]:
    if marked is None:
        return []
    start, end = sorted(marked)
    label = _("to be left out")
    return [Stretch(start=start, end=end, label=f"{label}\n{duration(end - start, language())}")]


def _stretches(view: LiveView) -> list[Stretch]:
    lang = language()
    gap, excluded = _("gap"), _("excluded")
    found = [
        Stretch(start=start, end=end, label=f"{gap}\n{duration(end - start, lang)}")
        for start, end in view.gaps
    ]
    for item in view.exclusions:
        start, end = unix(item.start), unix(item.end)
        label = f"{excluded}\n{duration(end - start, lang)}"
        found.append(Stretch(start=start, end=end, label=label))
    return found
