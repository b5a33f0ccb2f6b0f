"""Over what, when and how fast results are sent: one setting of the workspace.

Folders and sticks are no line: for them only the pause holds.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.storage import identity

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kta_desktop.services.workspace import Workspace

NIGHT_FROM, NIGHT_UNTIL = 22, 6
"""Hours of the night, by the clock of this computer."""
_META = "channel"


class SendingWaitsError(KtaError):
    """The channel does not let anything be sent now. Details: ``where``, ``why``."""

    code: ClassVar[str] = "sending-waits"
    text: ClassVar[str] = N_(
        "Nothing was sent to {where}: the channel does not allow it now ({why}). Everything is "
        "kept and waits. Change the channel on the page of exchange, or wait."
    )


class Waiting(StrEnum):
    """What a delivery that is not under way waits for.

    TURN: others are sent before it. RETRY: a moment, after the line broke or the place was busy.
    PERSON: an error that goes away only by what somebody does. RECEIPT: the centre.
    """

    PAUSED = "paused"
    NETWORK = "network"
    PORTAL = "portal"
    UNMETERED = "unmetered"
    NIGHT = "night"
    PLACE = "place"
    TURN = "turn"
    RETRY = "retry"
    PERSON = "person"
    RECEIPT = "receipt"


class Over(StrEnum):
    """Over which networks."""

    ANY = "any"
    UNMETERED = "unmetered"


class Hours(StrEnum):
    """At what time of the day."""

    ANY = "any"
    NIGHT = "night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How results are sent.

    Attributes:
        paused: Whether a person paused sending.
        limit: Most bytes in a second; 0 for as fast as it goes.
        network: Over which networks.
        hours: At what time of the day.
    """

    paused: bool = False
    limit: int = 0
    network: Over = Over.ANY
    hours: Hours = Hours.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNow:
    """What the operating system says of the network; None is not known, and then it is tried.

    Attributes:
        is_there: Whether there is one.
        is_metered: Whether its bytes are paid for one by one.
        has_portal: Whether a page has to be answered before it lets anything through.
    """

    is_there: bool | None = None
    is_metered: bool | None = None
    has_portal: bool | None = None


UNKNOWN = NetworkNow()


_WORDS = {
    Waiting.PAUSED: N_("sending is paused"),
    Waiting.NETWORK: N_("there is no network"),
    Waiting.PORTAL: N_("the network asks to sign in"),
    Waiting.UNMETERED: N_("this network is paid for by volume"),
    Waiting.NIGHT: N_("results are sent at night only"),
}


def words(waiting: Waiting) -> str:
    """Return what keeps results from being sent, as part of a sentence."""
    return _(_WORDS[waiting])


def channel(ws: "Workspace") -> Channel:
    """Return how results are sent from this workspace."""
    with ws.store.connect() as connection:
        return stored(connection)


def stored(connection: "Connection") -> Channel:
    """Return the setting as it is stored; what cannot be read is as if never set."""
    text = identity.get_meta(connection, _META)
    try:
        told = json.loads(text or "{}")
        limit = max(0, int(told["limit"]))
        return Channel(
            paused=told["paused"] is True,
            limit=limit,
            network=Over(told["network"]),
            hours=Hours(told["hours"]),
        )
    except (ValueError, TypeError, KeyError):
        return Channel()


def set_channel(ws: "Workspace", chosen: Channel) -> None:
    """Keep how results are sent; a sending that is under way follows within two seconds."""
    with ws.store.begin() as connection:
        identity.set_meta(connection, _META, canonical_json(asdict(chosen)).decode())


def may_send(chosen: Channel, network: NetworkNow, at: datetime) -> Waiting | None:
    """Return what sending over a line waits for; None if nothing hinders it.

    Args:
        chosen: The setting.
        network: What is known of the network now.
        at: Now, by the clock on the wall.
    """
    if chosen.paused:
        return Waiting.PAUSED
    if network.is_there is False:
        return Waiting.NETWORK
    if network.has_portal:
        return Waiting.PORTAL
    if chosen.network is Over.UNMETERED and network.is_metered:
        return Waiting.UNMETERED
    if chosen.hours is Hours.NIGHT and not is_night(at):
        return Waiting.NIGHT
    return None


def may_send_to(url: str, chosen: Channel, network: NetworkNow, at: datetime) -> Waiting | None:
    """Return what sending to the place at ``url`` waits for; None if nothing hinders it."""
    if is_line(url):
        return may_send(chosen, network, at)
    return Waiting.PAUSED if chosen.paused else None


def is_line(url: str) -> bool:
    """Whether an address is reached over a network, and not a folder or a stick."""
    return "://" in url and not url.lower().startswith("file:")


def is_night(at: datetime) -> bool:
    """Whether a moment, by the clock on the wall, is in the night."""
    return at.hour >= NIGHT_FROM or at.hour < NIGHT_UNTIL
