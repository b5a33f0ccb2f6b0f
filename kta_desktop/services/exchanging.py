"""What the page of exchange shows, read in one go: deliveries, receipts, comments, the channel."""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop.services import delivering_rows, remotes, returned
from kta_desktop.services.channel import UNKNOWN, Channel, NetworkNow, channel
from kta_desktop.services.delivering_rows import DeliveryRow, ReceiptRow
from kta_desktop.services.remotes import RemoteInfo
from kta_desktop.services.returned import Returned
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
        halts: By name of a place: why the last try to send there stopped, as errors are printed.
    """

    deliveries: tuple[DeliveryRow, ...]
    receipts: tuple[ReceiptRow, ...]
    remotes: tuple[RemoteInfo, ...]
    returned: tuple[Returned, ...]
    channel: Channel
    plants: Mapping[str, str]
    halts: Mapping[str, Mapping[str, object]]


def desk(ws: Workspace, network: NetworkNow = UNKNOWN) -> Desk:
    """Return what goes out and what came back.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    with ws.store.connect() as connection:
        plants = {
            row.id: entries.text(connection, row.id, "@plant/name")
            for row in audits.all_rows(connection)
        }
    return Desk(
        deliveries=delivering_rows.deliveries(ws, network),
        receipts=delivering_rows.receipts(ws),
        remotes=remotes.listed(ws),
        returned=returned.returned(ws),
        channel=channel(ws),
        plants=plants,
        halts={name: halt.error for name, halt in dict(ws.under_way.halts).items()},
    )
