"""What the page of exchange shows, read in one go: deliveries, receipts, comments, the channel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kta_desktop.services import (
    assigned,
    delivering,
    delivering_rows,
    offered,
    remotes,
    returned,
    sticks,
)
from kta_desktop.services.assigned import Assigned
from kta_desktop.services.channel import UNKNOWN, Channel, NetworkNow, channel
from kta_desktop.services.delivering_rows import DeliveryRow, ReceiptRow
from kta_desktop.services.offered import OfferedPack
from kta_desktop.services.register import is_centre
from kta_desktop.services.remotes import RemoteInfo
from kta_desktop.services.returned import Returned
from kta_desktop.services.trust import own_state
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that leaves this computer or comes back.

    Attributes:
        deliveries: What was queued, oldest first.
        receipts: What the centre confirmed, newest first.
        remotes: Places of delivery by name.
        returned: Audits that came back with comments.
        channel: Over what, when and how fast results are sent.
        plants: Name of the enterprise by id of the audit.
        numbers: Number by id of the audit.
        can_seal: Whether the key is known to which files for the centre are encrypted.
        assigned: Audits handed out to the user that are not begun.
        offered: Checklists of the centre that are not in use.
        halts: By name of a place: why the last try to send there stopped, as errors are printed.
        revoked: Why the centre revoked the key of this computer; None while it did not.
    """

    deliveries: tuple[DeliveryRow, ...]
    receipts: tuple[ReceiptRow, ...]
    remotes: tuple[RemoteInfo, ...]
    returned: tuple[Returned, ...]
    channel: Channel
    plants: Mapping[str, str]
    numbers: Mapping[str, str]
    can_seal: bool
    assigned: tuple[Assigned, ...]
    offered: tuple[OfferedPack, ...]
    halts: Mapping[str, Mapping[str, object]]
    revoked: str | None = None


def desk(ws: Workspace, network: NetworkNow = UNKNOWN) -> Desk:
    """Return what goes out and what came back.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    with ws.store.connect() as connection:
        known = [row.id for row in audits.all_rows(connection)]
        plants = {each: entries.text(connection, each, "@plant/name") for each in known}
        numbers = {each: entries.text(connection, each, "@audit/number") for each in known}
    deliveries = delivering_rows.deliveries(ws, network)
    back = returned.returned(ws)
    if is_centre(ws):  # what it asks of others waits for them
        sent = {row.audit for row in deliveries}
        back = tuple(one for one in back if one.audit in sent)
    return Desk(
        deliveries=deliveries,
        receipts=delivering_rows.receipts(ws),
        remotes=remotes.listed(ws),
        returned=back,
        channel=channel(ws),
        plants=plants,
        numbers=numbers,
        can_seal=sticks.centre_key(ws) is not None,
        assigned=tuple(one for one in assigned.assigned(ws) if not one.is_started),
        offered=offered.offered(ws),
        halts={name: halt.error for name, halt in dict(ws.under_way.halts).items()},
        revoked=_revoked(ws),
    )


def _revoked(ws: Workspace) -> str | None:
    said = own_state(ws)
    return str(said["reason"]) if said is not None and said["state"] == "revoked" else None


def renewed(ws: Workspace, before: Desk, network: NetworkNow = UNKNOWN) -> Desk:
    """Return a desk with how far deliveries are now; all else is read anew only if one arrived.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    rows = delivering_rows.deliveries(ws, network)
    if [(row.key, row.state) for row in rows] != [
        (row.key, row.state) for row in before.deliveries
    ]:
        return desk(ws, network)
    halts = {name: halt.error for name, halt in dict(ws.under_way.halts).items()}
    return replace(before, deliveries=rows, channel=channel(ws), halts=halts)


def queue(ws: Workspace, audit: str) -> None:
    """Queue an audit for the places it is sent to; for sticks only where there is nothing else.

    A stick is written when it is put in, by its own button: else every version would wait for it.

    Raises:
        RemoteUnknownError: If no place is named.
        AuditNotFoundError: If there is no such audit.
    """
    places = [place for place in remotes.listed(ws) if not sticks.is_on_stick(place)]
    for place in places:
        delivering.queue(ws, audit, place.name)
    if not places:
        delivering.queue(ws, audit)


def begin_offer(ws: Workspace, desk: Desk, key: str) -> str:
    """Begin an audit that was handed out and return its id; or put a checklist into use.

    Args:
        ws: The workspace.
        desk: What was shown.
        key: Id of the assignment, or ``pack`` and the hash of the checklist.

    Raises:
        KtaError: If the audit cannot be begun, or the checklist cannot be used.
    """
    for one in desk.assigned:
        if one.id == key:
            return assigned.start(ws, one)
    for offer in desk.offered:
        if pack_key(offer) == key:
            offered.install(ws, offer)
    return ""


def pack_key(offer: OfferedPack) -> str:
    """Return what tells an offered checklist from everything else that is offered."""
    return f"pack {offer.sha256}"
