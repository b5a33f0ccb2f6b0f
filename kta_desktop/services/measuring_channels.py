"""Instruments and channels of a running measurement as the live page shows them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Channel, Instrument
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.profile import CONDITIONS, Protocol
from kta_desktop.services.measuring_view import (
    ChannelState,
    ChannelView,
    LinkState,
    LinkView,
    LiveView,
)

if TYPE_CHECKING:
    from kta_desktop.measurement.reading import Connection
    from kta_desktop.services.measuring_curves import Curve


_LATE_S = 2.0  # pictures come four times a second while all is well


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMoment:
    """A link at one moment.

    Attributes:
        link: Which.
        channels: Ids of its channels within the session.
        connection: How it stands.
    """

    link: Link
    channels: tuple[str, ...]
    connection: "Connection"


def link_views(
    instruments: Sequence[Instrument], links: Sequence[LinkMoment]
) -> tuple[LinkView, ...]:
    """Return every instrument with its connection, those that are read first."""
    read = {item.link.id: item for item in links}
    return tuple(_link_view(item, read.get(item.id)) for item in instruments)


def _link_view(instrument: Instrument, at: LinkMoment | None) -> LinkView:
    is_typed = at is not None and at.link.profile.protocol is Protocol.MANUAL
    connection = None if at is None or is_typed else at.connection
    if at is None:
        state = LinkState.NONE
    elif connection is None:
        state = LinkState.MANUAL
    elif not connection.up:
        state = LinkState.DOWN
    else:
        state = LinkState.UP if connection.error is None else LinkState.TROUBLED
    return LinkView(
        id=instrument.id,
        instrument=instrument,
        state=state,
        connection=connection,
        channels=() if at is None else at.channels,
    )


def channel_views(
    channels: Sequence[Channel],
    curves: "Mapping[str, Curve]",
    links: Sequence[LinkMoment],
    now: float,
) -> tuple[ChannelView, ...]:
    """Return every channel with the state of its newest reading."""
    connections = {item.link.id: item.connection for item in links}
    return tuple(
        channel_view(each, curves[each.id].last(), connections.get(each.instrument), now)
        for each in channels
    )


def channel_view(
    channel: Channel,
    newest: tuple[float, float, Flag] | None,
    connection: "Connection | None",
    now: float,
) -> ChannelView:
    """Return a channel with the state of its newest reading: time, value, worth."""
    at, value, _flag = newest or (None, None, None)
    state = _state(channel, newest, connection, now)
    return ChannelView(
        id=channel.id,
        label=channel.label,
        unit=channel.unit,
        state=state,
        value=value if state.is_shown else None,
        last=value if value is None or math.isfinite(value) else None,
        age_s=None if at is None else max(now - at, 0.0),
        instrument=channel.instrument,
        is_manual=channel.is_manual,
        period_s=channel.period_s,
        is_condition=channel.id in CONDITIONS,
    )


def aged(view: LiveView, now: float) -> LiveView:
    """Return a view as it is ``now`` if no newer one was made for long: no value stays live.

    Pictures do not follow while hours of readings are worked out again, or if that has failed.
    """
    late = now - view.now
    if not view.running or late <= _LATE_S:
        return view
    return replace(view, now=now, channels=tuple(_aged(each, late) for each in view.channels))


def _aged(channel: ChannelView, late_s: float) -> ChannelView:
    from kta_desktop.measurement.averages import STALE_PERIODS

    if channel.age_s is None:
        return channel
    age = channel.age_s + late_s
    if not channel.state.is_shown or age <= STALE_PERIODS * channel.period_s:
        return replace(channel, age_s=age)
    return replace(channel, state=ChannelState.STALE, value=None, age_s=age)


def _state(
    channel: Channel,
    newest: tuple[float, float, Flag] | None,
    connection: "Connection | None",
    now: float,
) -> ChannelState:
    from kta_desktop.measurement.averages import STALE_PERIODS

    if newest is None:
        return ChannelState.NEVER
    at, _value, flag = newest
    if now - at > STALE_PERIODS * channel.period_s:
        is_lost = connection is not None and not connection.up
        return ChannelState.LOST if is_lost else ChannelState.STALE
    if flag is not Flag.GOOD:
        return _FLAGGED[flag]
    is_due = channel.is_manual and now - at > channel.period_s
    return ChannelState.DUE if is_due else ChannelState.GOOD


_FLAGGED = {
    Flag.SATURATED: ChannelState.SATURATED,
    Flag.IMPOSSIBLE: ChannelState.IMPOSSIBLE,
    Flag.PURGE: ChannelState.PURGE,
    Flag.WARM_UP: ChannelState.WARM_UP,
    Flag.CALIBRATION: ChannelState.CALIBRATION,
    Flag.FAULT: ChannelState.FAULT,
}
