"""From the figures of a session that ended to the scene that the chart paints."""

from collections.abc import Iterator

from kta_desktop.domain.levels import Level
from kta_desktop.domain.measurement import Session
from kta_desktop.formatting import number, places_of
from kta_desktop.i18n import _, language
from kta_desktop.services.analysing import Analysed
from ui.models.analysis import STRIP, Drawn
from ui.widgets.analysis_words import channel_name
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
from ui.widgets.measure_words import STRIP as STRIP_LINES

RAW, NORMALISED, BOTH = "raw", "values", "both"
SHOWN = {
    RAW: (("raw", Line.RAW),),
    NORMALISED: (("values", Line.NORMALISED), ("mean", Line.MEAN)),
    BOTH: (("raw", Line.RAW), ("values", Line.NORMALISED), ("mean", Line.MEAN)),
}


def scene_of(
    found: Analysed,
    drawn: Drawn,
    shown: str,
    span: tuple[float, float],
    summary: str,
) -> Scene:
    """Return what the chart shows of a window.

    Args:
        found: The channel that is looked at.
        drawn: Curves of the window.
        shown: ``raw``, ``values`` or ``both``.
        span: Beginning and end of the session, Unix seconds.
        summary: The chart in one sentence.
    """
    course = found.course
    events = enumerate(found.session.events, 1)
    return Scene(
        curves=list(_main(found, drawn, shown)),
        strip=list(_strip(found, drawn)),
        band=None if course.is_raw else band_of(found.level, applies=shown != RAW),
        stretches=list(stretches(found)),
        marks=[
            Mark(at=unix(event.at), number=place, kind=MarkKind(event.kind))
            for place, event in events
        ],
        brackets=[] if course.is_raw else list(_brackets(course.session)),
        start=span[0],
        end=span[1],
        now=None,
        summary=summary,
        whole=_whole(found, span),
    )


def _main(found: Analysed, drawn: Drawn, shown: str) -> Iterator[Curve]:
    for kind, line in SHOWN[NORMALISED if found.course.is_raw else shown]:
        if kind in drawn:
            x, y = drawn[kind]
            yield Curve(line=line, name=curve_name(found, kind), x=x, y=y)


def _strip(found: Analysed, drawn: Drawn) -> Iterator[Curve]:
    for name in STRIP:
        if name in drawn:
            x, y = drawn[name]
            label = channel_name(found.session, name)
            yield Curve(line=STRIP_LINES[name], name=label, x=x, y=y)


def _whole(found: Analysed, span: tuple[float, float]) -> Whole:
    """Return the whole session in small."""
    line = Line.RAW if found.course.is_raw else Line.NORMALISED
    x, y = found.small
    curve = Curve(line=line, name=curve_name(found, "values"), x=x, y=y)
    return Whole(start=span[0], end=span[1], curve=curve)


def first_scene(session: Session, drawn: Drawn, name: str, start: float, end: float) -> Scene:
    """Return what is shown of a session before its course is worked out: readings as measured."""
    x, y = drawn["raw"]
    return Scene(
        curves=[Curve(line=Line.RAW, name=name, x=x, y=y)],
        strip=[],
        band=None,
        stretches=[],
        marks=[],
        brackets=[],
        start=start,
        end=end,
        now=None,
        summary=session.source,
    )


def curve_name(found: Analysed, kind: str) -> str:
    """Return what the legend calls a curve."""
    if kind == "mean":
        minutes = number(found.course.session.sample_minutes, language())
        return _("rolling mean, {minutes} min").format(minutes=minutes)
    if kind == "values" and not found.course.is_raw:
        return _("normalised")
    return _("as measured")


def band_of(level: Level | None, *, applies: bool) -> LevelBand | None:
    """Return a level as the chart draws it; None without one."""
    if level is None:
        return None
    lang = language()
    return LevelBand(
        lower=None if level.lower is None else float(level.lower),
        upper=None if level.upper is None else float(level.upper),
        upper_label=_("{value} upper").format(value=number(level.upper or "0", lang)),
        lower_label=_("{value} lower").format(value=number(level.lower or "0", lang)),
        book=_book(level),
        applies=applies,
        reason=_("the level is set for dry gas at 273.15 K and 101.3 kPa"),
    )


def _book(level: Level) -> str:
    """Return the technique that a level belongs to, such as ``НДТ 23`` for ``EU-FDM-BAT-23``."""
    found = (name.rpartition("BAT-")[2] for name in level.techniques if "BAT-" in name)
    number_ = next(found, "")
    return _("BAT {number}").format(number=number_) if number_ else ""


def stretches(found: Analysed) -> Iterator[Stretch]:
    """Yield excluded time, gaps that no exclusion covers, and flagged readings."""
    taken = [(unix(item.start), unix(item.end)) for item in found.session.exclusions]
    for start, end in taken:
        yield Stretch(start=start, end=end, label=stretch_label(Why.EXCLUDED, end - start))
    rest = [(start, end, Why.GAP) for start, end in found.course.gaps]
    rest += [(start, end, Why.of(flag)) for start, end, flag in found.course.flagged]
    for start, end, why in rest:
        if not any(begin - 1 <= start and end <= stop + 1 for begin, stop in taken):
            yield Stretch(start=start, end=end, label=stretch_label(why, end - start))


def _brackets(part: Session) -> Iterator[Bracket]:
    for sample in part.samples:
        mean = number(sample.mean, language(), places_of(sample.uncertainty))
        yield Bracket(
            start=unix(sample.start),
            end=unix(sample.end),
            label=_("Sample {number}: {mean}").format(number=sample.number, mean=mean),
            complete=True,
            short=str(sample.number),
        )
