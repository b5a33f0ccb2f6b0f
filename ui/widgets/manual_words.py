"""Readings by hand in words: which channel, what was last written, when the next one is due."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kta_desktop.domain.measurement import Channel
from kta_desktop.formatting import duration, interval, number, quantity, unit
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring_view import ChannelView
from ui.widgets.measure_scene import clock

POSSIBLE: Mapping[str, tuple[float, float]] = {
    "t_gas": (-50.0, 1800.0),
    "pressure": (50.0, 150.0),
    "p_baro": (50.0, 110.0),
    "p_static": (-50_000.0, 50_000.0),
    "moisture": (0.0, 100.0),
    "o2": (0.0, 21.0),
    "velocity": (0.0, 60.0),
}
"""Ends beyond which a condition of a gas is asked about once; own bounds for slips of the hand.

Velocity, pressure, moisture and oxygen are those that the checklist takes for its gas parameters.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualShown:
    """One channel that a person reads off.

    Attributes:
        id: Of the channel.
        name: In the interface language.
        unit: Id of the unit.
        period_s: How often a reading is due, in seconds.
        lowest: Lower end of what is plausible; None = none.
        highest: Upper end of what is plausible; None = none.
        last: The last reading; None before the first.
        last_at: Its Unix time; None before the first.
    """

    id: str
    name: str
    unit: str
    period_s: float
    lowest: float | None = None
    highest: float | None = None
    last: float | None = None
    last_at: float | None = None

    def due_in(self, now: float) -> float:
        """Return the seconds until a reading is due; negative if it is overdue."""
        return 0.0 if self.last_at is None else self.last_at + self.period_s - now

    def is_plausible(self, value: float) -> bool:
        """Whether a reading lies where readings of this channel do."""
        low = -math.inf if self.lowest is None else self.lowest
        high = math.inf if self.highest is None else self.highest
        return low <= value <= high


def manual_shown(
    channels: Iterable[Channel], views: Iterable[ChannelView], now: float
) -> tuple[ManualShown, ...]:
    """Return the channels that are read by hand, as they stand.

    Args:
        channels: Of the session.
        views: Of the running measurement.
        now: Unix seconds of the views.
    """
    seen = {view.id: view for view in views}
    return tuple(_shown(each, seen.get(each.id), now) for each in channels if each.is_manual)


def _shown(channel: Channel, view: ChannelView | None, now: float) -> ManualShown:
    low, high = POSSIBLE.get(channel.id, (0.0 if channel.substance else None, None))
    age = None if view is None else view.age_s
    return ManualShown(
        id=channel.id,
        name=channel.label.get(language()) or channel.label.get("ru") or channel.id,
        unit=channel.unit,
        period_s=channel.period_s,
        lowest=low if channel.lowest is None else channel.lowest,
        highest=high if channel.saturated_at is None else channel.saturated_at,
        last=None if view is None else view.last,
        last_at=None if age is None else now - age,
    )


def last_words(shown: ManualShown) -> str:
    """Return the last reading with its time."""
    if shown.last is None or shown.last_at is None:
        return _("not read yet")
    value = f"{number(shown.last, language())} {unit(shown.unit, language())}"
    return _("{value} at {time}").format(value=value, time=clock(shown.last_at, seconds=False))


def due_words(shown: ManualShown, now: float) -> tuple[str, str]:
    """Return when the next reading is due, and the tone of it."""
    left = shown.due_in(now)
    if shown.last_at is None:
        return _("due now"), "wr"
    if left > 0:
        return _("in {time}").format(time=_rough(left)), "tx2"
    if -left < shown.period_s:
        return _("due now"), "wr"
    return _("overdue by {time}").format(time=_rough(-left)), "er"


def _rough(seconds: float) -> str:
    """Return a time in whole minutes above one: nobody reads an instrument by the second."""
    rounded = seconds if seconds < 60 else math.ceil(seconds / 60) * 60
    return duration(rounded, language())


def doubt_words(shown: ManualShown, value: float) -> str:
    """Return what is doubtful about a reading, and how to write it all the same."""
    lang = language()
    ends = interval(shown.lowest, shown.highest, lang)
    return _(
        "{value} is outside of {range}. Look at the instrument once more; Enter writes it as it is."
    ).format(value=quantity(value, shown.unit, lang), range=ends)
