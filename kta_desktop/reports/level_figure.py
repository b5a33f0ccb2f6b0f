"""The level band: where a figure with its uncertainty lies against the range of a level."""

from collections.abc import Mapping
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.verdict import Judgement
from kta_desktop.i18n import N_, _
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Cap,
    Figure,
    Hatch,
    Item,
    Line,
    Margins,
    Mark,
    Role,
    Shape,
    Words,
    padded,
)

SUMMARY = N_("{value} {unit}; level {level}")
SUMMARY_UNCHECKED = N_("{value} {unit}; level {level}, not checked against its source")
_HEIGHT = 34.0
_REACH = 4  # widths of a level beyond its ends that the axis shows; what lies farther is broken off
_DASH = (3.0, 2.0)
_LETTERS = 36  # of small words that the narrowest axis holds beside each other


def level_band(judgement: Judgement, lang: str, previous: Decimal | None = None) -> Figure:
    """Return the band of a level with the figure, its uncertainty and the previous audit's.

    The band is hatched; the value is a diamond, U (k = 2) its whiskers, the previous value an
    open triangle above. A level that no person has checked is drawn dashed and says so. A value
    so far away that the level would shrink to a line stands behind a break of the axis.

    Args:
        judgement: With a level that has at least one end; the value may be missing.
        lang: Language of numbers and words.
        previous: Value of the previous audit in the unit of the level.

    Raises:
        ValueError: If there is no level, or the level has neither end.
    """
    level = judgement.level
    if level is None or (level.lower is None and level.upper is None):
        raise ValueError(judgement)
    span = _span(judgement, level, previous)
    items: list[Item] = [Line(points=((span[0], 0.0), (span[1], 0.0)))]
    items += _band(level, span, lang)
    items += _value(judgement, level)
    if previous is not None and span[0] <= previous <= span[1]:
        items.append(Mark(at=(float(previous), 0.0), shape=Shape.DOWN, is_open=True, dy=10.0))
    return Figure(
        x=span,
        y=(-1.0, 1.0),
        items=tuple(items),
        height=_HEIGHT,
        margins=Margins(left=4, right=4, top=2, bottom=5),
        summary=_summary(judgement, level, lang),
    )


def level_range(level: Level, lang: str) -> str:
    """Return the ends of a level as printed in its book, such as ``< 2–10``."""
    if level.lower is not None and level.upper is not None:
        return f"{_end(level, lang, upper=False)}–{_end(level, lang, upper=True)}"
    if level.upper is not None:
        sign = "<" if level.upper_is_less_than else "≤"
        return f"{sign}{formatting.NBSP}{formatting.number(level.upper, lang)}"
    if level.lower is not None:
        sign = ">" if level.lower_is_less_than else "≥"
        return f"{sign}{formatting.NBSP}{formatting.number(level.lower, lang)}"
    return formatting.NOTHING


def _end(level: Level, lang: str, *, upper: bool) -> str:
    bound = level.upper if upper else level.lower
    strict = level.upper_is_less_than if upper else level.lower_is_less_than
    shown = formatting.number(bound or "", lang)
    return f"<{formatting.NBSP}{shown}" if strict else shown


def _span(judgement: Judgement, level: Level, previous: Decimal | None) -> tuple[float, float]:
    """Return the axis: both ends, the value with U, and zero where an open end faces it."""
    shown = [float(end) for end in (level.lower, level.upper) if end is not None]
    least, most = _limits(level)
    if judgement.value is not None:
        value, spread = float(judgement.value), float(judgement.uncertainty)
        shown += [min(max(end, least), most) for end in (value - spread, value + spread)]
    if previous is not None and least <= previous <= most:
        shown.append(float(previous))
    if level.lower is None and min(shown) > 0:
        shown.append(0.0)
    if level.upper is None and level.lower is not None:
        shown.append(float(level.lower) * 1.3)
    return padded(shown)


def _limits(level: Level) -> tuple[float, float]:
    """Return how far the axis may go, so that the level stays a band."""
    ends = [float(end) for end in (level.lower, level.upper) if end is not None]
    width = (max(ends) - min(ends)) or abs(ends[0]) or 1.0
    return min(ends) - _REACH * width, max(ends) + _REACH * width


def _band(level: Level, span: tuple[float, float], lang: str) -> list[Item]:
    low = span[0] if level.lower is None else float(level.lower)
    high = span[1] if level.upper is None else float(level.upper)
    checked = level.may_yield_verdict
    items: list[Item] = [
        Area(
            start=(low, -0.42),
            end=(high, 0.42),
            hatch=Hatch.RISING,
            fill=Role.PAPER,
            edge=0.8,
            dash=() if checked else _DASH,
            role=Role.BOUND,
        )
    ]
    return items + _bounds(level, span, lang)


def _bounds(level: Level, span: tuple[float, float], lang: str) -> list[Item]:
    """Return the ends in words under the band; one range where two words would collide."""
    low = None if level.lower is None else float(level.lower)
    high = None if level.upper is None else float(level.upper)
    if low is not None and high is not None and high - low < 0.2 * (span[1] - span[0]):
        return [_under((low + high) / 2, level_range(level, lang), span)]
    return [
        _under(bound, _end(level, lang, upper=upper), span)
        for bound, upper in ((low, False), (high, True))
        if bound is not None
    ]


def _under(at: float, text: str, span: tuple[float, float]) -> Words:
    """Return words under a place of the axis; long ones near its ends grow inwards."""
    share, room = (at - span[0]) / (span[1] - span[0]), len(text) / _LETTERS
    anchor = Anchor.MIDDLE
    if share < room / 2:
        anchor = Anchor.START
    elif share > 1 - room / 2:
        anchor = Anchor.END
    x = {Anchor.MIDDLE: at, Anchor.START: span[0], Anchor.END: span[1]}[anchor]
    return Words(at=(x, -1.0), text=text, anchor=anchor, dy=-3.0)


def _value(judgement: Judgement, level: Level) -> list[Item]:
    if judgement.value is None:
        return []
    value, spread = float(judgement.value), float(judgement.uncertainty)
    least, most = _limits(level)
    shown = min(max(value, least), most)
    items: list[Item] = [] if shown == value else _break(shown, least, most)
    if spread:
        ends = [(min(max(end, least), most), 0.0) for end in (value - spread, value + spread)]
        items.append(Line(points=tuple(ends), width=1.6))
        items += [Cap(at=end) for end in ends if least < end[0] < most]
    return [*items, Mark(at=(shown, 0.0), shape=Shape.DIAMOND)]


def _break(shown: float, least: float, most: float) -> list[Item]:
    """Return two strokes through the axis: the value beyond them lies farther than drawn."""
    towards = -1 if shown == most else 1
    middle, step = shown + towards * (most - least) * 0.06, (most - least) * 0.01
    places = (middle - step, middle + step)
    return [Line(points=((at - step, -0.5), (at + step, 0.5)), width=1.2) for at in places]


def level_unit(level: Level, lang: str) -> str:
    """Return the unit of a level with what it is counted per, such as ``м³/т сырья``."""
    symbol = formatting.unit(level.unit, lang)
    per = (level.more or {}).get("unit_per")
    word = Text(**per).get(lang) if isinstance(per, Mapping) else ""  # type: ignore[arg-type]  # texts by language
    return f"{symbol}{formatting.NBSP}{word}" if word else symbol


def _summary(judgement: Judgement, level: Level, lang: str) -> str:
    if judgement.value is None:
        value = formatting.NOTHING
    elif judgement.uncertainty:
        value = formatting.with_uncertainty(judgement.value, judgement.uncertainty, lang)
    else:
        value = formatting.number(judgement.value, lang)
    unit = level_unit(level, lang)
    message = SUMMARY if level.may_yield_verdict else SUMMARY_UNCHECKED
    return _(message, lang).format(value=value, unit=unit, level=level_range(level, lang))
