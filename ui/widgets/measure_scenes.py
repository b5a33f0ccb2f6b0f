"""From a running or finished measurement to the scene that the chart paints."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from kta_desktop.domain.verdict import NotCompared
from kta_desktop.formatting import duration, number, unit
from kta_desktop.i18n import _, language
from kta_desktop.services.converting import ends_in
from kta_desktop.services.measuring_view import ChannelView, LiveView, SampleView
from kta_desktop.services.session_plan import basis_label
from ui.models.verdict_words import REASONS
from ui.widgets.measure_scene import (
    Bracket,
    Curve,
    LevelBand,
    Line,
    Mark,
    MarkKind,
    Scene,
    Stretch,
    Whole,
    Why,
    stretch_label,
    unix,
)
from ui.widgets.measure_words import sample_brief, sample_words, strip_lines, verdict_words

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
UNIT = "mg/Nm3"  # of the judged quantity on the chart
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
_MEAN_POINTS = 300  # a mean over half an hour does not jump
_SMALL_POINTS = 600  # of the whole session in small
_UNFIT = (NotCompared.BASIS_DIFFERS, NotCompared.NO_OXYGEN)


def live_scene(
    view: LiveView, series: Series, *, shown: str, span: tuple[float, float], points: int
) -> Scene:
    """Return what the chart shows of a running measurement.

    Args:
        view: The measurement at this moment.
        series: Gives curves of the quantity that is shown.
        shown: ``raw``, ``normalised`` or ``both``.
        span: Unix seconds from and to which it is shown, see ``page_span``.
        points: Points of a curve at most: two a pixel are enough.
    """
    lanes = strip_lines(view)
    return Scene(
        curves=[_curve(series, line, points, span, view) for line in DRAWN[shown]],
        strip=[
            _lane(series, channel, lanes[channel.id], points, span)
            for name in lanes
            for channel in view.channels
            if channel.id == name
        ],
        band=level_band(view, shown),
        stretches=_stretches(view),
        marks=[
            Mark(at=unix(event.at), number=n, kind=MarkKind(event.kind))
            for n, event in enumerate(view.events, 1)
        ],
        brackets=[_bracket(view, sample) for sample in view.samples],
        start=span[0],
        end=span[1],
        now=view.now,
        summary=summary(view),
        whole=_whole(view, series, shown),
    )


def page_span(view: LiveView, window: str) -> tuple[float, float]:
    """Return the ends of the time axis while nobody zooms, Unix seconds.

    Args:
        view: The measurement at this moment.
        window: Key of ``WINDOWS_S``.
    """
    width = WINDOWS_S[window]
    whole = max(view.now - view.started_at, _LEAST_S)
    length = whole if width is None else min(width, max(whole, width / 8))
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


def level_band(view: LiveView, shown: str) -> LevelBand | None:
    """Return the level as the chart draws it: grey while what is drawn does not match it.

    None without a level, or for one of another quantity than a concentration.
    """
    level = view.level
    ends = None if level is None else ends_in(level, UNIT)
    if level is None or ends is None:
        return None
    lang = language()
    lower, upper = ends
    reason = _unfit(view, shown)
    return LevelBand(
        lower=None if lower is None else float(lower),
        upper=None if upper is None else float(upper),
        upper_label=_("{value} upper").format(value=number(upper or 0, lang)),
        lower_label=_("{value} lower").format(value=number(lower or 0, lang)),
        book=_book(level.techniques),
        applies=not reason,
        reason=reason,
    )


def _unfit(view: LiveView, shown: str) -> str:
    """Return why what is drawn cannot be held against the level; empty if it can."""
    if shown == RAW:
        basis = basis_label(view.basis, language())
        return _("the level is set for: {conditions}").format(conditions=basis)
    if view.steps_reason is not None:
        return view.steps_reason.sentence().partition(".")[0]
    if view.judgement.reason in _UNFIT:
        return _(REASONS[view.judgement.reason])
    return ""


def _curve(
    series: Series, line: Line, points: int, span: tuple[float, float], view: LiveView
) -> Curve:
    most = min(_MEAN_POINTS, points) if line is Line.MEAN else points
    x, y = series(_KINDS[line], most, *span)
    own = next((item.unit for item in view.channels if item.id == view.main), UNIT)
    symbol = unit(own if line is Line.RAW else UNIT, language())
    return Curve(line=line, name=curve_name(line), x=x, y=y, id=view.main, unit=symbol)


def _lane(
    series: Series, channel: ChannelView, line: Line, points: int, span: tuple[float, float]
) -> Curve:
    x, y = series("raw", points, *span, channel=channel.id)
    lang = language()
    label = channel.label.get(lang) or channel.label.get("ru", channel.id)
    symbol = unit(channel.unit, lang)
    return Curve(line=line, name=f"{label}, {symbol}", x=x, y=y, id=channel.id, unit=symbol)


def _whole(view: LiveView, series: Series, shown: str) -> Whole:
    """Return the whole session in small."""
    line = Line.RAW if shown == RAW else Line.NORMALISED
    start, end = view.started_at, page_span(view, "session")[1]
    x, y = series(_KINDS[line], _SMALL_POINTS, start, view.now)
    return Whole(start=start, end=end, curve=Curve(line=line, name=curve_name(line), x=x, y=y))


def _bracket(view: LiveView, sample: SampleView) -> Bracket:
    return Bracket(
        start=sample.start,
        end=sample.end if sample.complete else max(sample.end, view.now),
        label=sample_words(sample),
        complete=sample.complete,
        brief=sample_brief(sample),
        short=str(sample.number),
    )


def _book(techniques: Sequence[str]) -> str:
    """Return the technique that a level belongs to, such as ``НДТ 23`` for ``EU-FDM-BAT-23``."""
    number_ = next((name.rpartition("BAT-")[2] for name in techniques if "BAT-" in name), "")
    return _("BAT {number}").format(number=number_) if number_ else ""


def _stretches(view: LiveView) -> list[Stretch]:
    """Return the time that no average uses, each stretch with the reason."""
    found = [(start, end, Why.GAP) for start, end in view.gaps]
    found += [(unix(item.start), unix(item.end), Why.EXCLUDED) for item in view.exclusions]
    found += [(item.start, item.end, Why.of(item.flag)) for item in view.stretches]
    return [
        Stretch(start=start, end=end, label=stretch_label(why, end - start))
        for start, end, why in found
    ]
