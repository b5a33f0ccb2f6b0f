"""When sending begins by itself: what is queued goes as soon as nothing hinders it.

Nothing here talks to a place; ``sending`` does.
"""

import time
from datetime import datetime

from kta_desktop.exchange.errors import PlaceGoneError
from kta_desktop.exchange.network_errors import (
    CutError,
    LockedError,
    OfflineError,
    PortalError,
    ServerError,
)
from kta_desktop.services import channel
from kta_desktop.services.channel import Channel, NetworkNow, Waiting
from kta_desktop.services.delivering_rows import TO_SEND, is_refused, may_repeat
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import outbox
from kta_desktop.storage.outbox import OutboxRow, RemoteRow

LISTEN_S = 900.0  # between two visits to a place to which nothing is to be sent
RETRIED = (CutError, ServerError, LockedError)
PASSING = (*RETRIED, OfflineError, PortalError, PlaceGoneError)
"""Errors that may go away by themselves, with the network, or with the stick."""
_PASSING_CODES = frozenset(kind.code for kind in PASSING)
HEARD_WHILE: tuple[Waiting | None, ...] = (None, Waiting.NIGHT)
"""What does not keep from listening: it is small, and answers are waited for by day."""


def is_due(ws: Workspace, network: NetworkNow) -> bool:
    """Whether there is a place to visit now, without being asked to.

    Args:
        ws: The workspace.
        network: What is known of the network now.
    """
    with ws.store.connect() as connection:
        chosen = channel.stored(connection)
        remotes = outbox.remotes(connection)
    return any(is_place_due(ws, target, chosen, network) for target in remotes)


def is_place_due(ws: Workspace, target: RemoteRow, chosen: Channel, network: NetworkNow) -> bool:
    """Whether a place is to be visited now, without being asked to."""
    hindered = channel.may_send_to(target.url, chosen, network, datetime.now().astimezone())
    if hindered not in HEARD_WHILE or ws.under_way.is_busy(target.name):
        return False
    halt, now = ws.under_way.halts.get(target.name), time.monotonic()
    if halt is not None:
        return now >= halt.until
    visited = ws.under_way.visits.get(target.name)
    if visited is None or now - visited >= LISTEN_S:
        return True
    return hindered is None and any(goes_by_itself(ws, row) for row in _rows(ws, target))


def goes_by_itself(ws: Workspace, row: OutboxRow) -> bool:
    """Whether a delivery is sent without being asked for; one with an error of its own is not."""
    if row.state not in TO_SEND:
        return False
    return row.error is None or (is_refused(row.error) and may_repeat(ws, row))


def is_passing(code: str) -> bool:
    """Whether an error with this code goes away by itself, or with the network or the stick."""
    return code in _PASSING_CODES


def begin_anew(ws: Workspace) -> None:
    """Let every place be visited soon: the network is another, or the computer was asleep.

    What only a person can solve stays told and is not met again for that.
    """
    under_way = ws.under_way
    for name, halt in list(under_way.halts.items()):
        if halt.is_passing:
            under_way.halts.pop(name, None)
    under_way.visits.clear()


def _rows(ws: Workspace, target: RemoteRow) -> list[OutboxRow]:
    with ws.store.connect() as connection:
        return outbox.rows(connection, target.name)
